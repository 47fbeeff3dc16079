"""The events, deadlines and meetings of a feed: the present ones and the removed ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gcmplan.feeds.vevent import uid_of
from gcmplan.plan.entries import DEADLINE
from gcmplan.plan.model import Deadline, Event, Status
from gcmplan.plan.programme import programme_of, programmes
from gcmplan.plan.session import FiledSession, Session

if TYPE_CHECKING:
    from gcmplan.feeds.versions import Editions, State
    from gcmplan.plan.entries import Listed
    from gcmplan.plan.workplan import Workplan
    from gcmplan.query.filters import Filter


def is_in_feed(chosen: Filter, entry: Listed, *, agendas: bool) -> bool:
    """Whether an event, deadline or meeting outside the workplan belongs into a feed, as it is or as it was.

    Such meetings are in feeds of agendas, else only if they are asked for; they are no one body's own, so they are in
    each delegation's feed. Deadlines are only where they are asked for. If the plan no longer has the body, the entry
    belongs to no delegation; if it lost the place, to no country.
    """
    if isinstance(entry, Event):
        return chosen.knows(entry) and chosen.keeps(entry)
    if isinstance(entry, Deadline):
        return DEADLINE in chosen.kinds and chosen.keeps(entry)
    return (agendas or chosen.asks_for_sessions) and chosen.keeps(entry)


def as_of(entry: Listed, state: State) -> Listed:
    """Return an event with the dates, the place, the hours and the certainty that it had."""
    if isinstance(entry, Deadline):
        return entry.model_copy(update={"when": state.when})
    then = {"when": state.when, "place": state.place, "hours": state.hours}
    if isinstance(entry, Event):
        return entry.model_copy(update=then | {"certainty": state.certainty})
    filed = entry.filed._replace(session=entry.session.model_copy(update=then))
    return replace(entry, filed=filed)


def removed_from(chosen: Filter, editions: Editions, *, agendas: bool) -> list[Listed]:
    """Return the removed entries that meet the criteria, events as cancelled.

    An entry whose UID is in use again, in this feed or in another, is not removed. A deadline is chosen by those of its
    events that still exist; a meeting at a lost place is at none.
    """
    plan = chosen.plan
    standing = {*map(uid_of, plan.events), *map(uid_of, plan.deadlines)}
    standing |= {uid_of(one) for one in programmes(plan) if one.event is None}
    gone = (_as_removed(plan, one.entry) for one in editions.removed)
    return [one for one in gone if uid_of(one) not in standing and is_in_feed(chosen, one, agendas=agendas)]


def _as_removed(plan: Workplan, entry: Event | Deadline | Session) -> Listed:
    if isinstance(entry, Event):
        return entry.model_copy(update={"status": Status.CANCELLED})
    if isinstance(entry, Deadline):
        return entry.model_copy(update={"event": tuple(filter(plan.has_event, entry.event))})
    session = entry if plan.has_place(entry.place) else entry.model_copy(update={"place": None})
    # The position of a removed session in its file is never asked for.
    return programme_of(plan, FiledSession(session, plan.document))
