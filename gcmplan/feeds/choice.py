"""Which events, deadlines and meetings a feed is about: those that stand, and those that were removed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gcmplan.feeds.vevent import uid_of
from gcmplan.plan.model import Deadline, Event, Status
from gcmplan.plan.programme import Programme
from gcmplan.plan.session import FiledSession, Session
from gcmplan.query.filters import Criteria, beside, choose, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.feeds.versions import Editions, State
    from gcmplan.plan.entries import Listed
    from gcmplan.plan.workplan import Workplan


def meetings_of(plan: Workplan, criteria: Criteria, *, agendas: bool) -> list[Programme]:
    """Return the meetings outside the workplan that belong into a feed: with agendas, or if they are asked for.

    They are no one body's own, so they are in each delegation's feed.
    """
    if agendas:
        return beside(plan, criteria)
    asked = criteria.kinds or criteria.texts
    return [entry for entry in listed(plan, criteria) if isinstance(entry, Programme)] if asked else []


def as_of(entry: Listed, state: State) -> Listed:
    """Return an event with the dates, the place, the hours and the certainty that it had."""
    if isinstance(entry, Deadline):
        return entry.model_copy(update={"when": state.when})
    then = {"when": state.when, "place": state.place, "hours": state.hours}
    if isinstance(entry, Event):
        return entry.model_copy(update=then | {"certainty": state.certainty})
    filed = entry.filed._replace(session=entry.session.model_copy(update=then))
    return replace(entry, filed=filed)


def removed_from(plan: Workplan, criteria: Criteria, editions: Editions, *, agendas: bool) -> list[Listed]:
    """Return what was removed and meets the criteria, events as cancelled.

    What belongs to a body that the plan no longer has is no delegation's, and what is at such a place in no country.
    What stands under a UID again, in this feed or in another, is not removed.
    """
    standing = {uid_of(entry) for entry in plan.events} | {uid_of(entry) for entry in plan.deadlines}
    gone = [one.entry for one in editions.removed]
    events = [one.model_copy(update={"status": Status.CANCELLED}) for one in gone if isinstance(one, Event)]
    events = [event for event in events if uid_of(event) not in standing]
    if criteria != Criteria():
        known = tuple(event for event in events if is_known(plan, criteria, event))
        kept = {id(entry) for entry in choose(replace(plan, events=known, deadlines=()), criteria)}
        events = [event for event in events if id(event) in kept]
    deadlines = _removed_deadlines(plan, criteria, (one for one in gone if isinstance(one, Deadline)))
    meetings = _removed_meetings(plan, criteria, (one for one in gone if isinstance(one, Session)), agendas=agendas)
    return [*events, *(one for one in deadlines if uid_of(one) not in standing), *meetings]


def _removed_deadlines(plan: Workplan, criteria: Criteria, removed: Iterable[Deadline]) -> list[Deadline]:
    """Return the deadlines that meet the criteria: some by the events that they concern, those that stand."""
    if not criteria.kinds:
        return []
    ids = {event.id for event in plan.events}
    found = [one.model_copy(update={"event": tuple(name for name in one.event if name in ids)}) for one in removed]
    kept = {id(entry) for entry in choose(replace(plan, deadlines=tuple(found)), criteria)}
    return [deadline for deadline in found if id(deadline) in kept]


def _removed_meetings(
    plan: Workplan, criteria: Criteria, removed: Iterable[Session], *, agendas: bool
) -> list[Programme]:
    """Return the meetings outside the workplan that meet the criteria; one at a place that is lost is at none."""
    standing = {filed.session.id for filed in plan.sessions if not filed.session.event}
    sessions = [
        one if plan.has_place(one.place) else one.model_copy(update={"place": None})
        for one in removed
        if one.id not in standing
    ]
    # Where a session stood in its file nobody will ask.
    filed = tuple(FiledSession(session, plan.document) for session in sessions)
    return meetings_of(replace(plan, sessions=filed), criteria, agendas=agendas)


def is_known(plan: Workplan, criteria: Criteria, event: Event) -> bool:
    """Whether the bodies and places that the criteria need still exist in the plan."""
    try:
        if criteria.bodies or criteria.delegations:
            plan.body_of(event)
        if criteria.countries:
            plan.place_of(event)
    except KeyError:
        return False
    return True
