"""The commands, registered; what a run may end with."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan import __version__
from gcmplan.cli.usage import Group
from gcmplan.errors import GcmplanError
from gcmplan.loading.broken import BrokenPlanError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CANNOT_RUN = 2

COMMANDS = {
    "init": "init:init",
    "list": "list:list_events",
    "show": "show:show",
    "next": "next:next_events",
    "timeline": "timeline:timeline",
    "calendar": "calendar:calendar",
    "sessions": "sessions:sessions",
    "agenda": "agenda:agenda",
    "who": "who:who",
    "check": "check:check",
    "export": "export:export",
    "publish": "publish:publish",
    "serve": "serve:serve",
    "rule": "rule:rule",
    "diff": "diff:diff",
    "log": "log:log",
    "move": "move:move",
    "confirm": "confirm:confirm",
    "postpone": "postpone:postpone",
    "cancel": "cancel:cancel",
    "reinstate": "reinstate:reinstate",
    "set": "set:set_value",
    "add": "add:add",
    "import": "import_:import_file",
    "rename": "rename:rename",
    "remove": "remove:remove",
    "undo": "undo:undo",
    "slots": "slots:slots",
    "textconv": "textconv:textconv",
    "schema": "schema:schema",
}
"""The commands in the order of the help: each the module beside this one and what it has there."""
_GROUPS = {"export"}
"""Commands with commands of their own: made from the words of the command line."""
_SETTINGS = {"set": {"ignore_unknown_options": True}}
"""A value may begin with a minus: degrees west."""


def app_for(words: Sequence[str]) -> typer.Typer:
    """Return the command line, with the one command that some words ask for: a start would pay for each of the others.

    Without a command, for help and for completion, it has all of them.
    """
    app = typer.Typer(
        name="gcmplan",
        cls=Group,
        help="Workplan and timeline manager: uncertain dates, double-booked delegations, changes, calendars.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(options)
    asked = next((word for word in words if word != "--debug"), "")
    for name in [asked] if asked in COMMANDS else COMMANDS:
        module, _, found = COMMANDS[name].partition(":")
        command = getattr(import_module(f"gcmplan.cli.{module}"), found)
        if name in _GROUPS:
            app.add_typer(command(list(words) if asked == name else [name]), name=name)
        else:
            app.command(name, context_settings=_SETTINGS.get(name))(command)
    return app


def _version(value: bool) -> None:
    if value:
        sys.stdout.write(f"gcmplan {__version__}\n")
        raise typer.Exit


def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
) -> None:
    """Take the options before the command; `main` looks at --debug itself."""


def main(begin: Callable[[], object] = lambda: None) -> None:
    """Run a command and end the process with its exit status; `begin` is called when it is about to begin."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Files and pipes get the same bytes everywhere; a screen gets what it can show.
            stream.reconfigure(errors="backslashreplace")
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8", newline="")
    try:
        app = app_for(_words())
        begin()
        app(prog_name="gcmplan")
    except GcmplanError as error:
        _tell(error)
    except OSError:
        raise
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        from gcmplan.text.escape import visible

        sys.stderr.write(visible(f"Error: something unforeseen went wrong ({type(error).__name__}: {error})") + "\n")
        sys.stderr.write("Hint: 'gcmplan --debug' before the command shows where; please report it\n")
    raise SystemExit(CANNOT_RUN)


def _words() -> list[str]:
    """Return the words of the command line; where a shell asks for a completion, those before the one to complete."""
    for name in ("COMP_WORDS", "_TYPER_COMPLETE_ARGS"):
        if "_GCMPLAN_COMPLETE" in os.environ and name in os.environ:
            return os.environ[name].split(" ")[1:-1]
    return sys.argv[1:]


def _tell(error: GcmplanError) -> None:
    """Write an error and its hint, and the problems of a broken plan."""
    from gcmplan.text.escape import visible

    if isinstance(error, BrokenPlanError):
        from gcmplan.terminal.console import console
        from gcmplan.terminal.problems import full

        err = console(_color_asked(), stderr=True)
        sys.stderr.writelines(full(problem, error.documents, err) for problem in error.problems)
    sys.stderr.write(f"Error: {visible(str(error))}\n")
    if error.hint:
        sys.stderr.write(f"Hint: {visible(error.hint)}\n")


def _color_asked() -> str:
    """Return when to use colour, as far as the command line says it: the command itself could not begin."""
    for word, value in pairwise([*sys.argv, ""]):
        name, equals, inline = word.partition("=")
        if name == "--color":
            return inline if equals else value
    return "auto"
