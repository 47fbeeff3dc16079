"""What all commands that change a plan have in common: the effect is shown, and written if it brings no error."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gcmplan.cli.complete import complete_event
from gcmplan.cli.find import find_plan, shipped_plan
from gcmplan.cli.options import Color, ColorOption, PlanOption
from gcmplan.cli.output import limits, write
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from gcmplan.editing.edit import Edit, Edited
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem

_REFUSED = 1

IdArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="The event's id, or its beginning.",
        show_default=False,
        autocompletion=complete_event,
    ),
]
_OPTIONS: dict[str, tuple[Any, Any]] = {
    "source": (
        Annotated[
            str | None, typer.Option("--source", metavar="TEXT", help="The document that says so.", show_default=False)
        ],
        None,
    ),
    "dry_run": (Annotated[bool, typer.Option("--dry-run", "-n", help="Show the effect; write nothing.")], False),
    "anyway": (Annotated[bool, typer.Option("--anyway", help="Write it though it brings an error.")], False),
    "plan": (PlanOption, None),
    "color": (ColorOption, Color.AUTO),
}


@dataclass(frozen=True, slots=True)
class EditOptions:
    """The options that all commands have which change a plan."""

    source: str | None
    dry_run: bool
    anyway: bool
    plan: str | None
    color: Color


def editing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of an edit; it receives them together as `options`."""
    signature = inspect.signature(command, eval_str=True)
    own = [parameter for parameter in signature.parameters.values() if parameter.name != "options"]
    keyword = inspect.Parameter.KEYWORD_ONLY
    more = [
        inspect.Parameter(name, keyword, default=default, annotation=kind) for name, (kind, default) in _OPTIONS.items()
    ]

    @wraps(command)
    def wrapper(**arguments: Any) -> None:
        options = EditOptions(**{name: arguments.pop(name) for name in _OPTIONS})
        command(options=options, **arguments)

    parameters = [parameter.replace(kind=keyword) for parameter in own] + more
    wrapper.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters} | {"return": None}
    return wrapper


def run_edit(options: EditOptions, wish: Callable[[Workplan], Edit]) -> None:
    """Show what an edit does, and write it unless it is to be seen alone or brings an error.

    Raises:
        CannotEditError, CannotSpliceError, CannotWriteError, RefusedValueError: it cannot be made; nothing is written.
        typer.Exit: it is refused.

    """
    from gcmplan.editing.edit import CannotEditError, edited
    from gcmplan.editing.edit import write as write_edit

    path = find_plan(options.plan)
    if path.resolve() in {shipped_plan().resolve(), shipped_plan().resolve() / "workplan.yaml"} and _is_installed():
        raise CannotEditError(
            "the plan that comes with gcmplan cannot be changed", "copy its folder, and name the copy with --plan"
        )
    if options.dry_run:
        _show(edited(path, wish, limits()), options.color)
        write(["Nothing is written.\n"])
        return
    shown: list[Edited] = []

    def agree(found: Edited) -> bool:
        shown.append(found)
        _show(found, options.color)
        return options.anyway or not _brings_error(found) or _is_wanted()

    found, is_written = write_edit(path, wish, limits(), agree)
    names = ", ".join(visible(name.as_posix()) for name in found.contents)
    write([f"Written: {names}\n" if is_written else "Nothing is written.\n"])
    if not is_written:
        raise typer.Exit(_REFUSED)


def _is_installed() -> bool:
    """Whether the plan that ships lies inside the package; in a checkout it is the repository's own."""
    return (Path(__file__).resolve().parent.parent / "data").is_dir()


def _is_wanted() -> bool:
    """Ask on a terminal whether an edit that brings an error is to be written; elsewhere it is not."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write("Error: this edit brings an error\nHint: choose another date, or write it with --anyway\n")
        return False
    return typer.confirm("This brings an error. Write it anyway?", default=False)


def _show(found: Edited, color: Color) -> None:
    """Write what changed, as diff does, the problems that come and go, and what should be looked at."""
    from gcmplan.loading.compared_plans import Side
    from gcmplan.query.filters import Criteria
    from gcmplan.terminal.changes import changes
    from gcmplan.terminal.console import console, rendered
    from gcmplan.views.change_report import account_of

    out = console(color.value)
    telling = account_of(Side("now", found.old), Side("after this edit", found.new), Criteria())
    write([rendered(out, changes(telling, out)), "\n"])
    news, gone = problems_of(found)
    write(f"  brings {_told(one)}\n" for one in news)
    write(f"  ends   {_told(one)}\n" for one in gone)
    if not news and not gone:
        write(["  brings no problem, ends none\n"])
    write(f"  note   {visible(remark)}\n" for remark in found.remarks)


def _told(problem: Problem) -> str:
    return visible(f"{problem.severity} {problem.code}: {problem.message}")


def _brings_error(found: Edited) -> bool:
    return any(problem.severity == "error" and problem.waived is None for problem in problems_of(found)[0])


def problems_of(found: Edited) -> tuple[list[Problem], list[Problem]]:
    """Return the problems that an edit brings, and those that it ends; waived ones are none."""
    from gcmplan.checks.baseline import new_problems
    from gcmplan.checks.check import check
    from gcmplan.checks.rule import Context
    from gcmplan.checks.rules import RULES

    before, after = (check(Context(one, one.as_of), RULES, RULES) for one in (found.old, found.new))
    news, gone = new_problems(after, before), new_problems(before, after)
    return [one for one in news if one.waived is None], [one for one in gone if one.waived is None]
