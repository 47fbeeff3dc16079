"""The changes of a plan by command: each function returns the edit that makes one.

Rows as a whole are those of `gcmplan.editing.rows`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.dates.span import Certainty
from gcmplan.dates.when import When
from gcmplan.editing.dates import confirmed, moved
from gcmplan.editing.edit import CannotEditError, Edit
from gcmplan.editing.event_row import EventRow, listed
from gcmplan.plan.model import Event, Status

if TYPE_CHECKING:
    from gcmplan.plan.workplan import Workplan


def move(plan: Workplan, name: str, text: str, source: str | None = None, place: str | None = None) -> Edit:
    """Give an event another date, absolute or relative to its own; one that was postponed is scheduled again.

    With a place, it is there.
    """
    row = EventRow(plan, name)
    _refuse_cancelled(row.event)
    when = moved(row.event.when, text)
    if row.event.status is Status.POSTPONED and when.window:
        row.unset("status")
    row.date(when)
    if place and str(row.event.place) != place:
        row.place(place)
    row.record(source)
    return row.edit()


def confirm(plan: Workplan, name: str, text: str | None = None, source: str | None = None) -> Edit:
    """Drop TBC and TBA from an event, its date and its place; with a date, that one is confirmed."""
    row = EventRow(plan, name)
    event = row.event
    _refuse_cancelled(event)
    when = moved(event.when, text) if text else confirmed(event.when)
    if when.certainty is not Certainty.CONFIRMED:
        raise CannotEditError(f"{when} is not confirmed", f"gcmplan move {event.id} '{when}'")
    place = event.place
    unsure = place is not None and place.certainty is not Certainty.CONFIRMED
    is_open = event.certainty is not Certainty.CONFIRMED
    if when == event.when and not unsure and not is_open:
        raise CannotEditError(f"'{event.id}', its date and its place are confirmed already: {when}")
    if when == event.when and not is_open and place and not place.name:
        fault = f"the date of '{event.id}' is confirmed already: {when}; its place is {place}"
        raise CannotEditError(fault, f"gcmplan set {event.id} place CITY")
    if when != event.when:
        row.date(when)
    if is_open:
        row.unset("certainty")
    if place and unsure and place.name:
        row.place(place.name)
    elif unsure:
        row.remarks.append(f"the place is {place}: gcmplan set {event.id} place CITY")
    if event.status is Status.POSTPONED:
        row.unset("status")
    row.record(source)
    return row.edit()


def postpone(plan: Workplan, name: str, text: str | None = None, source: str | None = None) -> Edit:
    """Postpone an event: to a later date, or to one that is to be announced."""
    row = EventRow(plan, name)
    _refuse_cancelled(row.event)
    if text is None:
        if row.event.status is Status.POSTPONED and row.event.when.window is None:
            raise CannotEditError(f"'{row.event.id}' is postponed already")
        row.set("status", Status.POSTPONED.value)
        if row.event.when != When.unknown(Certainty.TBA):
            row.date(When.unknown(Certainty.TBA))
    else:
        when, old = moved(row.event.when, text), row.event.when
        if when.window and old.window and when.window.first < old.window.first:
            raise CannotEditError(f"{when} is not later than {old}", f"gcmplan move {row.event.id} '{when}'")
        if row.event.status is Status.POSTPONED:
            row.unset("status")
        row.date(when)
    row.record(source)
    return row.edit()


def cancel(plan: Workplan, name: str, source: str | None = None) -> Edit:
    """Cancel an event; its row stays."""
    row = EventRow(plan, name)
    _refuse_cancelled(row.event)
    row.set("status", Status.CANCELLED.value)
    followers = [other.id for other in plan.followers_of(row.event) if other.status is not Status.CANCELLED]
    earlier = [one for one in row.event.after if plan.event(one).kind == "document"]
    if followers or earlier:
        names = [*earlier, *followers]
        row.remarks.append(f"these belong to it: {listed(names)}")
    row.record(source)
    return row.edit()


def reinstate(plan: Workplan, name: str, source: str | None = None) -> Edit:
    """Schedule an event again that was cancelled or postponed."""
    row = EventRow(plan, name)
    if row.event.status is Status.SCHEDULED:
        raise CannotEditError(f"'{row.event.id}' is neither cancelled nor postponed")
    row.unset("status")
    if row.event.when.window is None:
        row.remarks.append(f"the date is {row.event.when}: gcmplan move {row.event.id} DATE")
    row.record(source)
    return row.edit()


def _refuse_cancelled(event: Event) -> None:
    if event.status is Status.CANCELLED:
        raise CannotEditError(f"'{event.id}' is cancelled", f"gcmplan reinstate {event.id}")
