"""`gcmplan diff`: what changed between two plans."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.find import find_tracked_plan
from gcmplan.cli.options import Color, ColorOption, Filters, PlanOption, filtered, values_of
from gcmplan.cli.output import limits, today, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.comparison import Comparison
    from gcmplan.query import Criteria
    from gcmplan.sides import PaperSide, Side
    from gcmplan.telling import Telling
    from gcmplan.workplan import Workplan

_FOUND = 1


class DiffFormat(StrEnum):
    """How to write changes."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    MARKDOWN = "markdown"


@filtered
def diff(
    old: Annotated[
        str | None, typer.Argument(metavar="[A]", help="A revision, A..B, A...B, a file or folder.", show_default=False)
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="[B]", help="A second revision, file or folder.", show_default=False)
    ] = None,
    *,
    plan: PlanOption = None,
    staged: Annotated[bool, typer.Option("--staged", help="Compare to what is staged.")] = False,
    form: Annotated[
        DiffFormat | None,
        typer.Option("--format", "-f", help="How to write it; a table on a terminal, else plain.", show_default=False),
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if anything changed.")] = False,
    fail_on: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="Exit with 1 at a change of these kinds: removed.")
    ] = None,
    filters: Filters,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show what changed: HEAD to the work tree, or between two revisions, files or folders.

    Events go by their ids: their order, comments and formatting are no change. A file of 'sources' is compared to a
    plan: whether the two agree, one is more precise, or they contradict each other.
    """
    kinds = _kinds(fail_on)
    telling = _told(*_sides(old, new, plan, staged=staged), filters.criteria(today()))
    write(_text(telling, form or (DiffFormat.TABLE if sys.stdout.isatty() else DiffFormat.PLAIN), color))
    changed = [change for change in telling.changes if change.kinds]
    if (exit_code and changed) or any(kind in change.kinds for change in changed for kind in kinds):
        raise typer.Exit(_FOUND)


def _kinds(typed: list[str] | None) -> list[str]:
    """Return the kinds of change to fail on."""
    from gcmplan.change import ChangeKind
    from gcmplan.errors import UnknownValueError

    kinds = [kind.strip().lower() for kind in values_of(typed)]
    for kind in kinds:
        if kind not in set(ChangeKind):
            raise UnknownValueError("kind of change", kind, ChangeKind)
    return kinds


def _sides(
    old: str | None, new: str | None, plan: str | None, *, staged: bool
) -> tuple[Side | PaperSide, Side | PaperSide]:
    """Return what is compared; where a path exists, it is taken for one."""
    from gcmplan.load import Memory
    from gcmplan.repository import Repository
    from gcmplan.sides import WORK_TREE, asked, in_files, revisions
    from gcmplan.sides import staged as staged_side

    memory = Memory()
    if old is not None and new is not None and (os.path.lexists(old) or os.path.lexists(new)):
        if staged:
            raise typer.BadParameter("what is staged is compared to a revision, not to files", param_hint="--staged")
        return in_files(Path(old), old, limits(), memory), in_files(Path(new), new, limits(), memory)
    wanted = asked(old, new)
    if staged and wanted.new is not None:
        raise typer.BadParameter("what is staged is compared to one revision, not to two", param_hint="--staged")
    if old is not None and new is None and Path(old).is_file():
        raise typer.BadParameter(f"{old!r} is a file: give a second one to compare it to", param_hint="[B]")
    path = find_tracked_plan(plan)
    repository = Repository.of(path)
    first, second = revisions(repository, wanted, limits(), memory)
    if second is not None:
        return first, second
    return first, staged_side(repository, limits(), memory) if staged else in_files(path, WORK_TREE, limits(), memory)


def _told(old: Side | PaperSide, new: Side | PaperSide, criteria: Criteria) -> Telling:
    """Return what changed in what the filters keep on either side."""
    from gcmplan.comparison import comparison
    from gcmplan.sides import PaperSide

    if isinstance(old, PaperSide):
        if isinstance(new, PaperSide):
            raise typer.BadParameter("one of the two must be a plan", param_hint="[B]")
        return _compared(old.name, new.name, comparison(old.filed, new.plan), new.plan, criteria)
    if isinstance(new, PaperSide):
        return _compared(old.name, new.name, comparison(new.filed, old.plan, from_plan=True), old.plan, criteria)
    return _changed(old, new, criteria)


def _compared(old: str, new: str, found: list[Comparison], plan: Workplan, criteria: Criteria) -> Telling:
    """Return how another document and a plan speak of the events that the filters keep."""
    from gcmplan.comparison import Verdict
    from gcmplan.telling import Telling, names_of

    kept = _chosen(plan, criteria)
    found = [one for one in found if (one.change.section, one.change.id) in kept]
    verdicts = {change.id: verdict for verdict, change in found}
    order = list(Verdict)
    changes = [change for _, change in sorted(found, key=lambda one: order.index(one.verdict))]
    unchanged = sum(not change.kinds for change in changes)
    return Telling(old, new, changes, unchanged, {}, names_of(plan), verdicts)


def _changed(old: Side, new: Side, criteria: Criteria) -> Telling:
    """Return what changed from one plan to another; with a filter, in events and deadlines alone."""
    from gcmplan.diff import EVENTS, difference
    from gcmplan.impact import impacts_of
    from gcmplan.query import Criteria as Everything
    from gcmplan.telling import Telling, names_of

    changes = difference(old.plan, new.plan)
    before, after = _chosen(old.plan, criteria), _chosen(new.plan, criteria)
    if criteria != Everything():
        changes = [
            change
            for change in changes
            if (change.section, change.old_id) in before or (change.section, change.id) in after
        ]
    moved = {change.id for change in changes if change.section == EVENTS}
    unchanged = sum(section == EVENTS and name not in moved for section, name in after)
    impacts = impacts_of(old.plan, new.plan, changes)
    return Telling(old.name, new.name, changes, unchanged, impacts, names_of(old.plan, new.plan))


def _chosen(plan: Workplan, criteria: Criteria) -> set[tuple[str, str]]:
    """Return the section and id of what the filters keep."""
    from gcmplan.model import Event
    from gcmplan.query import choose

    return {("events" if isinstance(row, Event) else "deadlines", row.id) for row in choose(plan, criteria)}


def _text(telling: Telling, form: DiffFormat, color: Color) -> Iterable[str]:
    match form:
        case DiffFormat.TABLE:
            from gcmplan.terminal.changes import changes
            from gcmplan.terminal.console import console, rendered, width_of

            out = console(color.value)
            return [rendered(out, changes(telling, width_of(out)))]
        case DiffFormat.JSON:
            from gcmplan.export.changes import json

            return json.render(telling)
        case DiffFormat.MARKDOWN:
            from gcmplan.export.changes import markdown

            return [markdown.render(telling)]
        case DiffFormat.PLAIN:
            from gcmplan.export.changes import plain

            return plain.render(telling)
