"""`gcmplan export ics`: calendar feeds."""

from __future__ import annotations

import os
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.base_url import base_of
from gcmplan.cli.find import find_plan, shipped_plan
from gcmplan.cli.options import Filters, PlanOption, filtered
from gcmplan.cli.output import STDOUT, OutputOption, limits, now, say_if_without_body, today, write_to

if TYPE_CHECKING:
    from datetime import timedelta

    from gcmplan.errors import GitError
    from gcmplan.feeds.versions import Editions
    from gcmplan.history.walk import History
    from gcmplan.plan.workplan import Workplan


class Detail(StrEnum):
    """How finely a calendar cuts meetings."""

    DAYS = "days"
    MEETINGS = "meetings"
    AGENDA = "agenda"


_Detail = Annotated[Detail, typer.Option(help="Whole days, the hours of each day, or the items of programmes.")]
_Windows = Annotated[bool, typer.Option("--windows", help="Events whose days are not known, too.")]
_ConfirmedOnly = Annotated[bool, typer.Option("--confirmed-only", help="Only what is sure.")]
_Name = Annotated[str | None, typer.Option(metavar="TEXT", help="The calendar's name.")]
_BaseUrl = Annotated[str | None, typer.Option(metavar="URL", help="Where the plan is published.")]
_KeepCancelled = Annotated[
    str | None, typer.Option(metavar="DAYS", help="How long what is cancelled stays, like 90d; else for ever.")
]
_RequireHistory = Annotated[
    bool, typer.Option("--require-history", help="End with 2 where the history in git is not whole.")
]


@filtered
def export_ics(
    filters: Filters,
    *,
    plan: PlanOption = None,
    output: OutputOption = None,
    detail: _Detail = Detail.DAYS,
    windows: _Windows = False,
    confirmed_only: _ConfirmedOnly = False,
    name: _Name = None,
    base_url: _BaseUrl = None,
    keep_cancelled: _KeepCancelled = None,
    require_history: _RequireHistory = False,
) -> None:
    """Write a calendar feed (iCalendar), to be subscribed to.

    A whole-day event for each span of days. Events without known days are left out, and counted on standard error. With
    --for, what concerns a delegation and what concerns everyone. 'agenda' is 'meetings' with the items of programmes,
    and with meetings that are not in the workplan. --keep-cancelled counts the days up to the plan's newest change.
    """
    from gcmplan.export import ics as ical
    from gcmplan.feeds import feed

    base, kept = base_of(base_url), _days(keep_cancelled)
    workplan, editions = _read(find_plan(plan), is_required=require_history)
    options = feed.Options(feed.Detail(detail.value), windows, confirmed_only, kept)
    criteria = filters.criteria(today(), workplan)
    calendar = feed.feed_of(workplan, criteria, editions, options, name)
    say_if_without_body(workplan, criteria.delegations)
    if output not in {None, STDOUT}:
        from gcmplan.cli.published_feed import answer_if_behind

        answer_if_behind(Path(output or ""), calendar, workplan, is_required=require_history)
    write_to(output, ical.render(workplan, calendar, base, _source(base, output)))
    if not calendar.parts:
        sys.stderr.write("No event is in this calendar\n")
    if str(calendar.left_out):
        helps = calendar.left_out.windows and not confirmed_only
        hint = " (--windows includes those with a window)" if helps else ""
        sys.stderr.write(f"Left out: {calendar.left_out}{hint}\n")


def _read(path: Path, *, is_required: bool) -> tuple[Workplan, Editions]:
    """Return the plan, and how often and when events changed: by the git history, if there is one of the plan.

    Raises:
        GitError: a history is required, and it is not there, or not whole.

    """
    from gcmplan.cli.past import refuse_if_cut, tell_if_shallow
    from gcmplan.errors import GitError
    from gcmplan.feeds.versions import without_history

    plan, found = read_with_history(path)
    if isinstance(found, GitError):
        if is_required:
            raise found
        tell_if_in_repository(path, found)
        return plan, without_history(plan)
    history, editions = found
    if is_required:
        refuse_if_cut(history, path)
    tell_if_shallow(history)
    return plan, editions


def read_with_history(path: Path) -> tuple[Workplan, tuple[History, Editions] | GitError]:
    """Return the plan with its history and its editions, or why there is no history."""
    from gcmplan.cli.past import past_of, plan_cache, tell_of_times
    from gcmplan.errors import GitError
    from gcmplan.feeds.event_versions import editions_of
    from gcmplan.files.folder import read_files
    from gcmplan.loading.memory import Memory

    # Mostly the plan is what was committed last: then nothing is read twice.
    memory, time = Memory(plan_cache()), now()
    plan = memory.load(read_files(path, limits()), limits())
    try:
        history, editions = past_of(path, limits(), lambda one: (one, editions_of(plan, one, time)), latest=memory)
    except GitError as error:
        return plan, error
    tell_of_times(history, time)
    return plan, (history, editions)


def tell_if_in_repository(path: Path, error: GitError) -> None:
    """Say on standard error why the history is unknown although the plan is in a repository.

    A feed that reported changes before would seem to take them back.
    """
    from gcmplan.errors import NoRepositoryError
    from gcmplan.text.escape import visible

    place = path.resolve()
    is_inside = any((folder / ".git").exists() for folder in (place, *place.parents))
    if is_inside and path != shipped_plan() and not isinstance(error, NoRepositoryError):
        reason = visible("; ".join(filter(None, (str(error), error.hint))))
        sys.stderr.write(f"Without history, everything is as of the plan's day: {reason}\n")


def _days(text: str | None) -> timedelta | None:
    """Return a number of days.

    Raises:
        typer.BadParameter: it is none.

    """
    from datetime import timedelta

    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,5}d", text, re.ASCII):
        raise typer.BadParameter(f"{text!r} is not a number of days like 90d", param_hint="--keep-cancelled")
    return timedelta(days=int(text.removesuffix("d")))


def _source(base: str | None, output: str | None) -> str | None:
    """Return where the feed itself will be: below the base, under the name of its file."""
    from urllib.parse import quote

    return f"{base}{quote(os.fsencode(Path(output).name))}" if base and output and output != STDOUT else None
