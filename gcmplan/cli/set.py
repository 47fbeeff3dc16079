"""`gcmplan set`: any value of the plan."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.complete import complete_key, complete_row
from gcmplan.cli.editing import AnywayOption, DryRunOption, SourceOption, run_edit
from gcmplan.cli.options import Color, ColorOption, PlanOption

if TYPE_CHECKING:
    from gcmplan.editing.edit import Edit, RefusedValueError
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem

_COMMAND_LINE = "command line"
_OPTION = re.compile(r"-[^\d\s]")


def set_value(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="An event, deadline, policy, body, place …, or MEETING/ITEM.",
            show_default=False,
            autocompletion=complete_row,
        ),
    ],
    key: Annotated[
        str,
        typer.Argument(metavar="KEY", help="The key, as in the file.", show_default=False, autocompletion=complete_key),
    ],
    value: Annotated[
        list[str] | None, typer.Argument(metavar="VALUE", help="The new value; of a list, all of it.")
    ] = None,
    *,
    unset: Annotated[bool, typer.Option("--unset", help="Remove the key.")] = False,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    plan: PlanOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Give any row of the plan another value: an event, deadline, item of a programme, policy, body or place.

    An item is written as 'thematic-1/panel-1', the plan's head as 'plan'; where a name means rows of two kinds, the
    kind stands before it: 'body:gfmd'. Of a list give all entries; 'speakers.2' is the second, 'speakers.2.role' a
    part of it. People are written as 'Name (role)'.
    """
    from gcmplan.editing.edit import RefusedValueError

    words = _words(value, unset=unset)
    edits: list[Edit] = []

    def wish(found: Workplan) -> Edit:
        edits[:] = [_wished(found, name, key, words, source)]
        return edits[0]

    try:
        run_edit(plan, wish, color, dry_run=dry_run, anyway=anyway)
    except RefusedValueError as error:
        if words:
            raise _on_the_command_line(error, edits[0], [name, key], words) from None
        raise


def _words(value: list[str] | None, *, unset: bool) -> list[str]:
    """Return the words of the value.

    Raises:
        typer.BadParameter: there is none, one too many, or an option that is not known.

    """
    words = value or []
    if option := next((word for word in words if _OPTION.match(word)), None):
        raise typer.BadParameter(f"no such option: {option}")
    if unset and words:
        raise typer.BadParameter("with --unset there is no value")
    if not unset and not words:
        raise typer.BadParameter("the value is missing: write it behind the key, or --unset to remove the key")
    return words


def _wished(plan: Workplan, name: str, key: str, words: list[str], source: str | None) -> Edit:
    from gcmplan.editing import set_value

    if words:
        return set_value.set_value(plan, name, key, words, source)
    return set_value.unset(plan, name, key, source)


def _on_the_command_line(error: RefusedValueError, edit: Edit, start: list[str], words: list[str]) -> RefusedValueError:
    """Return the error with its problems where the value stands on the command line."""
    from gcmplan.editing.edit import RefusedValueError
    from gcmplan.files.document import Document

    head = " ".join(["gcmplan set", *map(shlex.quote, start)])
    text = " ".join([head, *map(shlex.quote, words)])
    document = Document(_COMMAND_LINE, text)
    problems = [_pointing(problem, error, edit, text, len(head) + 1) for problem in error.problems]
    return RefusedValueError(problems, {**error.documents, _COMMAND_LINE: document})


def _pointing(problem: Problem, error: RefusedValueError, edit: Edit, text: str, start: int) -> Problem:
    """Return a problem of the value with its place on the command line; one of other places stays there."""
    from gcmplan.problems.problem import Position

    ((path, operations),) = edit.operations.items()
    own = error.documents[path].position_of(operations[0].path)
    there = problem.position
    if there.path != path or there.line < own.line:
        return problem
    # The faulty characters as they are written in the file, if the command line has them, too.
    line = error.documents[path].line(there.line)
    faulty = line[there.column - 1 : there.column - 1 + there.length]
    column = text.find(faulty, start)
    place = (column, len(faulty)) if there.length > 1 and column >= 0 else (start, len(text) - start)
    return problem._replace(position=Position(_COMMAND_LINE, 1, place[0] + 1, place[1]))
