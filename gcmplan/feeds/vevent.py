"""The parts in which a calendar holds an event: its spans or hours, and the items of its programme; and their UIDs.

An event is published in parts: one for each span of its days or, where hours are asked for and known, one for each slot
of each day. Which UID each part has, `uids.py` decides. The first is that of the event itself, `thematic-1`; an event
that was renamed keeps the UID of its first id. A deadline's is `special-accreditation.deadline`, that of a meeting
outside the workplan `high-level-dialogue-2016.session`. An item of a programme is known by its own id, wherever it
moves to: `thematic-1.item.panel-1`.

Both ends of the days and spans that come in are included; the end of a `Stretch` or `Part` is not, as in calendars.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from gcmplan.changes.other_documents import is_disputed
from gcmplan.dates.span import Certainty
from gcmplan.plan.entries import certainty_of
from gcmplan.plan.model import Deadline, Event, Status
from gcmplan.plan.session import Session

if TYPE_CHECKING:
    from gcmplan.dates.hours import Hours, Slot
    from gcmplan.dates.when import When
    from gcmplan.feeds.versions import Edition
    from gcmplan.plan.entries import Listed
    from gcmplan.plan.place import Place
    from gcmplan.plan.programme import Programme, ScheduledItem
    from gcmplan.plan.session import Item
    from gcmplan.plan.workplan import Workplan

_DAY = timedelta(days=1)
_MOST_DAYS = 60
"""Longer events are never cut into hours: no meeting takes so long, and a feed must not explode."""


class Standing(Enum):
    """How much a calendar may rely on a part."""

    SURE = auto()
    UNSURE = auto()
    """Its days are known; these, or the event itself, are still to be confirmed or announced."""
    DISPUTED = auto()
    """Its days are confirmed, but another official document gives others."""
    WINDOW = auto()
    """Its days are not known: the part is the window."""
    POSTPONED = auto()
    WITHDRAWN = auto()
    """Its day, hours or place were withdrawn; the event itself is scheduled."""
    CANCELLED = auto()


class Stretch(NamedTuple):
    """Days or hours without a break."""

    start: date | datetime
    """The first day, or the time in UTC at which it begins."""
    end: date | datetime
    """The day after the last, or the time in UTC at which it ends."""
    local: tuple[date, Slot] | None = None
    """The day and the hours in the place's own time, if it does not take whole days."""


class Part(NamedTuple):
    """A part of an event, a deadline or a meeting outside the workplan, as one calendar entry."""

    uid: str
    """The part of its UID before the @."""
    parent: str | None
    """That of the event's first part, if this is another."""
    entry: Listed
    edition: Edition
    standing: Standing
    start: date | datetime
    """Its first day, or the time in UTC at which it begins."""
    end: date | datetime
    """The day after its last, or the time in UTC at which it is over."""
    local: tuple[date, Slot] | None = None
    """The day and the hours in the place's own time, if it does not take the whole day."""
    scheduled: tuple[Programme, ScheduledItem] | None = None
    """The item that it is, with its programme, if it is one."""
    moved_from: Place | None = None
    """Its former place, if it has moved: it stays in a feed of that place, and says so."""


def standing_of(entry: Listed) -> Standing:
    """Return how much a calendar may rely on an event."""
    status = entry.status if isinstance(entry, Event) else Status.SCHEDULED
    if status is not Status.SCHEDULED:
        return Standing.CANCELLED if status is Status.CANCELLED else Standing.POSTPONED
    if not entry.when.exact:
        return Standing.WINDOW
    return Standing.SURE if certainty_of(entry) is Certainty.CONFIRMED else Standing.UNSURE


def standing_in(plan: Workplan, entry: Listed) -> Standing:
    """Return how much a calendar may rely on an event of a plan, also by what other documents say of it."""
    standing = standing_of(entry)
    if standing is Standing.SURE and isinstance(entry, Event) and plan.papers and is_disputed(plan, entry):
        return Standing.DISPUTED
    return standing


# -- UIDs ------------------------------------------------------------------------------------------------------------


def uid_of(entry: Listed | Session) -> str:
    """Return the UID of the first part, without the domain; a session is a meeting outside the workplan."""
    if isinstance(entry, Event):
        return entry.first_id
    if isinstance(entry, Deadline):
        return uid_of_deadline(entry.id)
    return uid_of_session(entry if isinstance(entry, Session) else entry.session)


def whole_uid(uid: str, entry: Listed, domain: str) -> str:
    """Return a UID with its domain; those of an event from another calendar begin as there."""
    other = entry.uid if isinstance(entry, Event) else None
    if other is None:
        return f"{uid}@{domain}"
    name, at, host = other.partition("@")
    return f"{name}{uid.removeprefix(uid_of(entry))}{at}{host}"


def uid_of_deadline(deadline: str) -> str:
    """Return the UID of a deadline, given its id."""
    return f"{deadline}.deadline"


def uid_of_session(session: Session) -> str:
    """Return the UID of a meeting outside the workplan."""
    return f"{session.id}.session"


def uid_of_item(meeting: str, item: Item) -> str:
    """Return the UID of an item, given that of its meeting."""
    return f"{meeting}.item.{item.id}"


# -- parts -----------------------------------------------------------------------------------------------------------


def stretches_of(when: When, hours: Hours | None, zone: str | None) -> list[Stretch]:
    """Return the hours of each day in order, if they and their zone are given; else the spans, or the window."""
    if hours and zone and _is_short(when):
        days = (day for span in when.spans for day in span.each_day())
        place = ZoneInfo(zone)
        return [Stretch(*_in_utc(day, slot, place), (day, slot)) for day in days for slot in hours]
    spans = when.spans or filter(None, [when.window])
    return [Stretch(first, last + _DAY) for first, last in spans]


def _is_short(when: When) -> bool:
    return when.exact and (when.days or 0) <= _MOST_DAYS


def _in_utc(day: date, slot: Slot, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when local hours of a day begin and are over."""
    start, end = (time.astimezone(UTC) for time in slot.on(day, zone))
    if end <= start:
        # The clock jumps over these hours on that day.
        end = start + timedelta(minutes=slot.minutes)
    return start, end


def zone_of(plan: Workplan, place: Place | None, own: str | None) -> str | None:
    """Return the zone in which hours hold, if the place is sure: one's own, or that of the place.

    A removed entry may name a place that does not exist.
    """
    if own or not is_sure(place):
        return own if is_sure(place) else None
    try:
        return plan.place(place.name if place and place.name else "").timezone
    except KeyError:
        return None


# -- items of programmes ---------------------------------------------------------------------------------------------


def is_sure(place: Place | None) -> bool:
    """Whether it is sure where something is: else it is not known when, either."""
    return place is not None and place.name is not None and place.certainty is Certainty.CONFIRMED


def is_timed(item: Item, day: date, when: When, place: Place | None) -> bool:
    """Whether a calendar can hold an item: its time is known, and its day is one of those of the meeting."""
    on_its_day = when.exact and any(first <= day <= last for first, last in when.spans)
    return item.time is not None and on_its_day and is_sure(place)


def part_of_item(
    zone: str | None, programme: Programme, item: ScheduledItem, edition: Edition, standing: Standing
) -> Part | None:
    """Return an item's part, its time being one of a zone; None if either is not known."""
    slot = item.item.time
    if not slot or not zone:
        return None
    entry = programme.event or programme
    meeting = uid_of(entry)
    start, end = _in_utc(item.date, slot, ZoneInfo(zone))
    uid = uid_of_item(meeting, item.item)
    return Part(uid, meeting, entry, edition, standing, start, end, (item.date, slot), (programme, item))
