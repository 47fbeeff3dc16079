"""A plan with an event on other days, in memory: what `move` would make of it, without its text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gcmplan.dates.span import Certainty
from gcmplan.editing.event_row import moves_along, new_days
from gcmplan.plan.model import Status
from gcmplan.plan.place import Place
from gcmplan.plan.place_rows import PlaceRow

if TYPE_CHECKING:
    from gcmplan.dates.when import When
    from gcmplan.editing.new_place import NamedPlace
    from gcmplan.plan.model import Event
    from gcmplan.plan.session import FiledSession
    from gcmplan.plan.workplan import Workplan


def moved_event(event: Event, when: When, place: str | None = None) -> Event:
    """Return an event on other days, in another place if one is given; a postponed event is scheduled again."""
    news: dict[str, object] = {"when": when}
    if event.status is Status.POSTPONED:
        news["status"] = Status.SCHEDULED
    if place:
        news["place"] = Place(place, Certainty.CONFIRMED)
    return event.model_copy(update=news)


def with_event(plan: Workplan, event: Event) -> Workplan:
    """Return a plan with an event as given, and its programme on the days of the event and where it is."""
    old = plan.event(event.id)
    events = tuple([event if one.id == event.id else one for one in plan.events])
    sessions = tuple([_moved(one, old, event) if one.session.event == event.id else one for one in plan.sessions])
    return replace(plan, events=events, sessions=sessions)


def with_place(plan: Workplan, named: NamedPlace) -> Workplan:
    """Return a plan that knows a place, which may be a new one."""
    if named.row is None:
        return plan
    return replace(plan, places=(*plan.places, PlaceRow.model_validate(named.row)))


def _moved(filed: FiledSession, old: Event, new: Event) -> FiledSession:
    session = filed.session
    news: dict[str, object] = {"when": new.when} if session.when == old.when else {}
    if new.place and moves_along(session.place, old.place, new.place):
        news["place"] = new.place
    days = new_days(old.when, new.when)
    if days:
        moved = [day.model_copy(update={"date": days.get(day.date, day.date)}) for day in session.days]
        news["days"] = tuple(moved)
    return filed._replace(session=session.model_copy(update=news))
