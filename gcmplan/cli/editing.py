"""The common part of all commands that change a plan: they show the effect, and write it if it brings no error."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gcmplan.cli.command_line import date_on_the_command_line
from gcmplan.cli.complete import complete_event
from gcmplan.cli.edit_effect import EditEffect, Effect, MendEffect
from gcmplan.cli.find import SHIPPED, find_plan, shipped_plan
from gcmplan.cli.formats import EditFormat
from gcmplan.cli.options import Color, ColorOption, PlanOption
from gcmplan.cli.output import limits, load, write
from gcmplan.cli.questions import Question, answers_to, can_ask, is_agreed
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcmplan.cli.command_line import TypedDate
    from gcmplan.cli.questions import Answers
    from gcmplan.editing.edit import E, Edited, Mend, Mended, Wish
    from gcmplan.editing.new_place import SeveralCitiesError
    from gcmplan.git.commit import Committer
    from gcmplan.plan.workplan import Workplan

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


OptionalIdArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="ID",
        help="The event's id, or its beginning; left out, it is asked for.",
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
    "anyway": (Annotated[bool, typer.Option("--anyway", help="Write it even if it brings an error.")], False),
    "commit": (Annotated[bool, typer.Option("--commit", help="Commit the plan's files, and nothing else.")], False),
    "message": (
        Annotated[
            str | None,
            typer.Option(
                "--message",
                "-m",
                metavar="TEXT",
                help="Message of the commit; default: what changed.",
                show_default=False,
            ),
        ],
        None,
    ),
    "form": (
        Annotated[EditFormat, typer.Option("--format", metavar="text|json", help="How to show the effect.")],
        EditFormat.TEXT,
    ),
    "plan": (PlanOption, None),
    "color": (ColorOption, Color.AUTO),
}


@dataclass(frozen=True, slots=True)
class EditOptions:
    """The options that all commands have which change a plan."""

    source: str | None
    dry_run: bool
    anyway: bool
    commit: bool
    message: str | None
    form: EditFormat
    plan: str | None
    color: Color
    was_asked: bool = False
    """Whether questions were answered: then the effect is agreed to before it is written."""


def editing(command: Callable[..., None], *, without: str | None = None) -> Callable[..., None]:
    """Give a command the options of an edit, without one of them; it receives them together as `options`."""
    signature = inspect.signature(command, eval_str=True)
    own = [parameter for parameter in signature.parameters.values() if parameter.name != "options"]
    keyword = inspect.Parameter.KEYWORD_ONLY
    more = [
        inspect.Parameter(name, keyword, default=default, annotation=kind)
        for name, (kind, default) in _OPTIONS.items()
        if name != without
    ]

    @wraps(command)
    def wrapper(**arguments: Any) -> None:
        options = EditOptions(**{name: arguments.pop(name, default) for name, (_, default) in _OPTIONS.items()})
        command(options=options, **arguments)

    parameters = [parameter.replace(kind=keyword) for parameter in own] + more
    wrapper.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters} | {"return": None}
    return wrapper


editing_without_source = partial(editing, without="source")
"""For commands that take something out: what is not there names no source."""


def run_edit(options: EditOptions, wish: Wish, mend: Mend | None = None, typed: TypedDate | None = None) -> None:
    """Show what an edit does, and write it unless it is to be seen alone or brings an error.

    With `mend`, it can also edit a plan that cannot be loaded. A date that cannot be read is pointed at where it was
    typed.

    Raises:
        CannotEditError, CannotSpliceError, CannotWriteError, RefusedValueError: it cannot be made; nothing is written.
        BrokenPlanError: the plan cannot be loaded, and the edit does not change that.
        typer.Exit: it is refused.

    """
    from gcmplan.editing.dates import WrongDateError

    path = plan_to_edit(options.plan)
    try:
        _run_edit(options, path, wish, mend)
    except WrongDateError as error:
        if typed is None:
            raise
        raise date_on_the_command_line(error, typed) from None


def _run_edit(options: EditOptions, path: Path, wish: Wish, mend: Mend | None) -> None:
    from gcmplan.editing import edit
    from gcmplan.loading.broken import BrokenPlanError

    try:
        run_made(options, path, lambda: edit.edited(path, wish, limits()), EditEffect)
    except edit.RefusedValueError:
        raise
    except BrokenPlanError as error:
        if mend is None:
            raise
        broken = error
        run_made(options, path, lambda: edit.mended(path, mend, limits(), broken), MendEffect)


def run_made(options: EditOptions, path: Path, make: Callable[[], E], effect_of: Callable[[E], Effect]) -> None:
    """Show the effect of what is made of a plan's files, and write it if it is wanted.

    Raises:
        typer.Exit: it is refused.
        Other errors as `run_edit`.

    """
    from gcmplan.editing.edit import write_made

    if options.message is not None and not options.commit:
        raise typer.BadParameter("the message is that of a commit: give --commit, too", param_hint="--message")
    is_text = options.form is EditFormat.TEXT
    effects: list[Effect] = []
    committers: list[Committer] = []

    def agree(found: E) -> bool:
        effects[:] = [effect_of(found)]
        if is_text:
            write([effects[0].text(options.color)])
        if options.commit:
            committers[:] = [_committer(path, found)]
        return not options.dry_run and _is_wanted(options, effects[0])

    if options.dry_run:
        found, is_written = make(), False
        agree(found)
    else:
        found, is_written = write_made(path, make, agree)
    commit = message = ""
    if is_written and options.commit:
        message = options.message or effects[0].message
        commit = committers[0].commit({name: new for name, (_, new) in found.contents.items()}, message)
    if is_text:
        names = ", ".join(visible(name.as_posix()) for name in found.contents)
        write([f"Written: {names}\n" if is_written else "Nothing is written.\n"])
        write([f"Committed: {commit} {visible(message)}\n"] if commit else [])
    else:
        write([effects[0].json(written=is_written)])
    if not is_written and not options.dry_run:
        raise typer.Exit(_REFUSED)


def _committer(path: Path, found: Edited | Mended) -> Committer:
    from gcmplan.git.commit import committer

    return committer(path, {name: old for name, (old, _) in found.contents.items()})


def ask_for(
    options: EditOptions, questions: Callable[[Workplan], Sequence[Question]], known: Answers
) -> tuple[EditOptions, Answers]:
    """Ask for what is not known, and return it with options that say whether anything was asked.

    Raises:
        typer.BadParameter: nobody can answer.
        Other errors as loading a plan.

    """
    if all(text.strip() for text in known.values()):
        return options, known
    if options.form is not EditFormat.TEXT or not can_ask():
        missing = ", ".join(key for key, text in known.items() if not text.strip())
        raise typer.BadParameter(f"missing: {missing}")
    found = answers_to(questions(load(plan_to_edit(options.plan))), known)
    return replace(options, was_asked=True), found


def ask_which_city(options: EditOptions, text: str | None, run: Callable[[EditOptions, str | None], None]) -> None:
    """Run with the place that was typed; where several cities are called so, ask which, and run with that one.

    Raises:
        SeveralCitiesError: nobody can answer.
        Other errors as the run.

    """
    from gcmplan.editing.new_place import SeveralCitiesError

    try:
        run(options, text)
    except SeveralCitiesError as error:
        if options.form is not EditFormat.TEXT or not can_ask():
            raise
        chosen = answers_to([_which_city(error)], {})["city"]
    else:
        return
    run(replace(options, was_asked=True), chosen)


def _which_city(error: SeveralCitiesError) -> Question:
    """Return the question for one of several cities of a name."""
    from gcmplan.errors import UnknownValueError

    def check(text: str, _: Answers) -> str:
        names = [name for name, _ in error.choices]
        if text not in names:
            raise UnknownValueError("city", text, names)
        return text

    return Question("city", lambda _: f"Which {error.name}? Its number or country", check, error.choices)


def plan_to_edit(given: str | None) -> Path:
    """Return the plan's folder or file; one that may be changed.

    Raises:
        NoPlanError: none is given, and there is none.
        CannotEditError: it is the one that comes with gcmplan.

    """
    from gcmplan.editing.edit import CannotEditError

    path = find_plan(given)
    is_shipped = path.resolve() in {shipped_plan().resolve(), shipped_plan().resolve() / "workplan.yaml"}
    # By its name it is the plan that ships, also in a checkout, where its folder is the repository's own.
    if given == SHIPPED or (is_shipped and _is_installed()):
        raise CannotEditError(
            "the plan that comes with gcmplan cannot be changed", "a copy can: 'gcmplan init DIR --from gcm' makes one"
        )
    return path


def _is_installed() -> bool:
    """Whether the plan that ships is inside the package; in a checkout it is the repository's own."""
    return (Path(__file__).resolve().parent.parent / "data").is_dir()


def _is_wanted(options: EditOptions, effect: Effect) -> bool:
    """Whether an edit is to be written: where questions were answered, and if it brings an error, that is asked."""
    if options.was_asked:
        return is_agreed("Write this?")
    if options.anyway or not effect.brings_error:
        return True
    if options.form is EditFormat.TEXT and can_ask():
        return is_agreed("This brings an error. Write it anyway?")
    sys.stderr.write("Error: this edit brings an error\nHint: choose another date, or write it with --anyway\n")
    return False
