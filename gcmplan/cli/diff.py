"""`gcmplan diff`: what changed between two plans."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.find import find_tracked_plan
from gcmplan.cli.formats import DiffFormat
from gcmplan.cli.options import Color, ColorOption, Filters, PlanOption, filtered, values_of
from gcmplan.cli.output import limits, today, write, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.changes.change import Change
    from gcmplan.git.repository import Repository
    from gcmplan.loading.compared_plans import Asked, NoSide, PaperSide, Side
    from gcmplan.loading.memory import Memory
    from gcmplan.query.filters import Criteria
    from gcmplan.views.change_words import Telling

_FOUND = 1
_NAMED = 10
_PUBLISHED = ("events", "deadlines")
"""The sections that others go by."""


_NOTICES = {DiffFormat.NOTICE, DiffFormat.NOTICE_HTML}


def _complete_kind(incomplete: str) -> list[str]:
    from gcmplan.changes.change import ChangeKind

    return [kind.value for kind in ChangeKind if kind.startswith(incomplete.lower())]


_Old = Annotated[
    str | None, typer.Argument(metavar="[A]", help="A revision, A..B, A...B, a file or folder.", show_default=False)
]
_New = Annotated[
    str | None, typer.Argument(metavar="[B]", help="A second revision, file or folder.", show_default=False)
]
_Staged = Annotated[bool, typer.Option("--staged", help="Compare to what is staged.")]
_Format = Annotated[
    DiffFormat | None,
    typer.Option("--format", "-f", help="Output format; a table on a terminal, else plain.", show_default=False),
]
_ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if anything changed.")]
_FailOn = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CHANGE", help="Exit with 1 if an event or deadline changed so: removed.", autocompletion=_complete_kind
    ),
]


@filtered
def diff(
    old: _Old = None,
    new: _New = None,
    *,
    plan: PlanOption = None,
    staged: _Staged = False,
    form: _Format = None,
    exit_code: _ExitCode = False,
    fail_on: _FailOn = None,
    filters: Filters,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show what changed: HEAD to the work tree, or between two revisions, files or folders.

    Events go by their ids: their order, comments and formatting are no change. A single revision is compared with the
    work tree; A...B begins where the two parted. With filters, only events, their programmes and deadlines are
    compared. A file of 'sources' can be compared to a plan: the two agree, the second is more or less precise or both
    (mixed), or they contradict each other.

    'notice' is what an office sends to those concerned, 'notice-html' the same to paste into Word or a mail.
    Piped: kinds of change, section, id, title, the value's path, old and new between tabs.
    """
    from gcmplan.loading.compared_plans import Side
    from gcmplan.views.change_report import account_of

    kinds = _kinds(fail_on)
    sides = _sides(old, new, plan, staged=staged)
    criteria = filters.criteria(today(), sides[1].plan if isinstance(sides[1], Side) else None)
    telling = account_of(*sides, criteria)
    chosen = form or (DiffFormat.TABLE if sys.stdout.isatty() else DiffFormat.PLAIN)
    if chosen in _NOTICES:
        write(_notice(*sides, telling, criteria, html=chosen is DiffFormat.NOTICE_HTML))
    elif chosen is DiffFormat.TABLE:
        write_table("".join(_text(telling, chosen, color)))
    else:
        write(_text(telling, chosen, color))
    changed = [change for change in telling.changes if change.kinds]
    failing = [change for change in changed if change.section in _PUBLISHED and set(kinds) & set(change.kinds)]
    if failing:
        sys.stderr.write(_why(failing, kinds))
    if failing or (exit_code and changed):
        raise typer.Exit(_FOUND)


def _why(failing: list[Change], kinds: list[str]) -> str:
    """Return why --fail-on fails: "Failed (--fail-on): removed bali-process, thematic-1"."""
    from gcmplan.text.escape import visible

    by_kind = {kind: [change.id for change in failing if kind in change.kinds] for kind in dict.fromkeys(kinds)}
    told = "; ".join(f"{kind} {_listed(ids)}" for kind, ids in by_kind.items() if ids)
    return visible(f"Failed because of --fail-on: {told}") + "\n"


def _listed(ids: list[str]) -> str:
    more = len(ids) - _NAMED
    return ", ".join(ids[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _kinds(typed: list[str] | None) -> list[str]:
    """Return the kinds of change to fail on."""
    from gcmplan.changes.change import ChangeKind
    from gcmplan.errors import UnknownValueError

    kinds = [kind.strip().lower() for kind in values_of(typed)]
    for kind in kinds:
        if kind not in set(ChangeKind):
            raise UnknownValueError("kind of change", kind, map(str, ChangeKind))
    return kinds


def _sides(
    old: str | None, new: str | None, plan: str | None, *, staged: bool
) -> tuple[Side | PaperSide | NoSide, Side | PaperSide]:
    """Return what is compared: two names are paths if there are such, else revisions."""
    from gcmplan.git.repository import Repository
    from gcmplan.loading.compared_plans import asked, before_staged, in_files
    from gcmplan.loading.compared_plans import staged as staged_side
    from gcmplan.loading.memory import Memory

    memory, wanted = Memory(), asked(old, new)
    if staged and wanted.new is not None:
        reason = "--staged compares with one revision, not with two, and not with files"
        raise typer.BadParameter(reason, param_hint="--staged")
    names = [name for name in (old, new) if name is not None]
    paths = [name for name in names if os.path.lexists(name)]
    if len(paths) > 1:
        first, second = (in_files(Path(name), name, limits(), memory) for name in paths)
        return first, second
    path = find_tracked_plan(plan, (wanted.old, wanted.new))
    if paths:
        _refuse_path(paths[0], path, names)
    repository = Repository.of(path)
    if staged:
        before = before_staged(repository, wanted, limits(), memory)
        return before, staged_side(repository, limits(), memory)
    return _revisions(repository, wanted, path, memory)


def _revisions(
    repository: Repository, wanted: Asked, plan: Path, memory: Memory
) -> tuple[Side | PaperSide, Side | PaperSide]:
    """Return two revisions, or one and the work tree.

    Raises:
        GitError: a revision is not known, or there is no work tree.

    """
    from gcmplan.errors import GitError
    from gcmplan.loading.compared_plans import WORK_TREE, in_files, revisions

    before, after = revisions(repository, wanted, limits(), memory)
    if after is None and not plan.exists() and not repository.has_work_tree:
        raise GitError("there is no work tree here to compare to", "name two revisions: 'gcmplan diff A..B'")
    return before, after or in_files(plan, WORK_TREE, limits(), memory)


def _refuse_path(path: str, plan: Path, names: list[str]) -> None:
    """End the command if one of its names is a path that has no other beside it, and no revision either.

    Raises:
        typer.BadParameter: it is so.

    """
    from gcmplan.errors import GitError
    from gcmplan.git.repository import Repository

    try:
        # The folder of a bare clone has a file HEAD.
        Repository.of(plan).commit(path)
    except GitError:
        missing = next((f", and {name!r} is none" for name in names if name != path), "")
        reason = f"{path!r} is a file or folder{missing}: give two of them, or revisions alone"
        raise typer.BadParameter(reason, param_hint="[A] [B]") from None


def _notice(
    old: Side | PaperSide | NoSide, new: Side | PaperSide, telling: Telling, criteria: Criteria, *, html: bool
) -> Iterable[str]:
    """Return what an office sends to those concerned: deadlines too, unless other kinds are asked for.

    Raises:
        typer.BadParameter: a side is another document.

    """
    from dataclasses import replace

    from gcmplan.export.changes import notice, notice_html
    from gcmplan.loading.compared_plans import PaperSide, Side
    from gcmplan.query.filters import Criteria
    from gcmplan.views.change_report import account_of
    from gcmplan.views.notice import notice_of

    if isinstance(old, PaperSide) or isinstance(new, PaperSide):
        raise typer.BadParameter("a notice compares two plans, not a plan with another document", param_hint="--format")
    changes = list(telling.changes)
    if criteria != Criteria() and not criteria.kinds:
        changes += account_of(old, new, replace(criteria, kinds=("deadline",))).changes
    plan = old.plan if isinstance(old, Side) else None
    told = notice_of(plan, new.plan, changes, telling.only)
    return notice_html.render(told) if html else notice.render(told)


def _text(telling: Telling, form: DiffFormat, color: Color) -> Iterable[str]:
    match form:
        case DiffFormat.TABLE:
            from gcmplan.terminal.changes import changes
            from gcmplan.terminal.console import console, rendered

            out = console(color.value)
            return [rendered(out, changes(telling, out))]
        case DiffFormat.JSON:
            from gcmplan.export.changes import json

            return json.render(telling)
        case DiffFormat.MARKDOWN:
            from gcmplan.export.changes import markdown

            return [markdown.render(telling)]
        case _:
            from gcmplan.export.changes import plain

            return plain.render(telling)
