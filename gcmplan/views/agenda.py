"""A programme in words: the contents of each slot, the free time between slots, the same time in another zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.span import WEEKDAYS
from gcmplan.plan.programme import seconds_of
from gcmplan.plan.programme_status import heading_of
from gcmplan.plan.sharing import shared_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from gcmplan.plan.programme import Programme, ScheduledItem
    from gcmplan.plan.session import Limit, Person
    from gcmplan.plan.sharing import Shared

NO_PROGRAMME = "No programme is published yet."
_MINUTE = 60
_APART = {-2: "two days before ", -1: "day before ", 0: "", 1: "next day ", 2: "two days later "}
"""The words before a time of another day; no two zones are further apart."""


class Gap(NamedTuple):
    """Free time between two items of a day."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """How long it is."""
        return (seconds_of(self.end) - seconds_of(self.start)) // _MINUTE


class Day(NamedTuple):
    """A day of a programme with its items, and the gaps between them, in the order of the file."""

    date: date
    heading: str
    """Monday 8 May 2017; Planned for Monday 8 May 2017."""
    rows: list[ScheduledItem | Gap]
    shared: dict[int, Shared]
    """The items that an item overlaps, by their numbers."""


def days_of(programme: Programme, only: int | None = None) -> Iterator[Day]:
    """Yield the days of a programme; only the one of a number, counted from 1, if it is given."""
    for index, day in enumerate(programme.session.days):
        if only in {None, index + 1}:
            items = programme.items_of_day(index)
            shared = {item.number: found for item, found in shared_time(items)}
            yield Day(day.date, heading_of(programme, day.date), list(_with_gaps(items)), shared)


def _with_gaps(items: Iterable[ScheduledItem]) -> Iterator[ScheduledItem | Gap]:
    free: datetime | None = None
    for item in items:
        if item.start and item.end:
            if free and free < item.start:
                yield Gap(free, item.start)
            free = max(free, item.end) if free else item.end
        yield item


def clock(start: datetime, end: datetime, zone: tzinfo | None = None) -> str:
    """Return "10:15-13:00", in a zone if it is given; another weekday than that of the place is named."""
    own = start.date()
    if zone:
        start, end = start.astimezone(zone), end.astimezone(zone)
    is_end_of_day = end.date() - start.date() == timedelta(days=1) and not (end.hour or end.minute)
    return f"{_clock(start, own)}-{'24:00' if is_end_of_day else _clock(end, start.date())}"


def _clock(time: datetime, day: date) -> str:
    return f"{time:%H:%M}" if time.date() == day else f"{WEEKDAYS[time.weekday()][:3]} {time:%H:%M}"


def hours_text(programme: Programme, zone: tzinfo | None = None) -> str | None:
    """Return "10:00-13:00 and 15:00-18:00"; with a zone, what that is there: "… (in New York 04:00-07:00 and …)".

    The hours there are left out if the days are not known, or the clocks change between them.
    """
    if programme.hours is None:
        return None
    days = [day.date for day in programme.session.days] or [
        day for span in programme.when.spans for day in span.each_day()
    ]
    if zone is None or programme.zone is None:
        return str(programme.hours)
    there = {" and ".join(_hours_there(programme, day, zone)) for day in days}
    return f"{programme.hours} (in {zone_name(zone)} {there.pop()})" if len(there) == 1 else str(programme.hours)


def _hours_there(programme: Programme, day: date, zone: tzinfo) -> Iterator[str]:
    for slot in programme.hours or ():
        start, end = (time.astimezone(zone) for time in slot.on(day, programme.zone))
        before, after = _APART[(start.date() - day).days], _APART[(end.date() - start.date()).days]
        yield f"{before}{start:%H:%M}-{after}{end:%H:%M}"


def time_heads(programme: Programme, zone: tzinfo | None) -> list[str]:
    """Return the words above the times: the zones, if there are two; a zone by its city."""
    if zone is None or programme.place is None:
        return ["Time"]
    return [str(programme.place.name), zone_name(zone)]


def person_text(person: Person) -> str:
    """Return "Ms. Rosie Carter, Hope not Hate, UK", or the role alone."""
    return ", ".join(filter(None, (person.name, person.role)))


def people_of(item: ScheduledItem) -> Iterator[str]:
    """Yield who takes part in an item: its moderator, its speakers; those of one role without a name together."""
    if item.item.moderator:
        yield f"Moderator: {person_text(item.item.moderator)}"
    counted: dict[str, int] = {}
    for speaker in item.item.speakers:
        text = person_text(speaker)
        counted[text] = counted.get(text, 0) + 1
    yield from (f"{text} ({number})" if number > 1 else text for text, number in counted.items())


def lines_of(day: Day, item: ScheduledItem) -> Iterator[str]:
    """Yield the lines below an item's title: subject, participants, duration, venue, and oddities."""
    if item.item.about:
        yield item.item.about
    yield from people_of(item)
    if item.item.limits:
        yield f"Limits: {'; '.join(map(limit_text, item.item.limits))}"
    if item.item.venue:
        yield item.item.venue
    if shared := day.shared.get(item.number):
        yield from (f"Shares time with '{other.item.id}' ({other.item.time})" for other in shared.items)
        if shared.more:
            yield f"Shares time with {shared.more:,} more"
    if item.item.note:
        yield f"Note: {item.item.note}"


def limit_text(limit: Limit) -> str:
    """Return "expert, introductory presentation: 3 x 5-7 min"; "each" if it is open how many speak."""
    who = f"{limit.who}, {limit.what}" if limit.what else limit.who
    match limit.times:
        case None:
            return f"{who}: {limit.minutes} min each"
        case 1:
            return f"{who}: {limit.minutes} min"
        case times:
            return f"{who}: {times} x {limit.minutes} min"


def time_text(item: ScheduledItem) -> str:
    """Return "29-35 of 165 min", "165 min", or nothing if no time is known."""
    length = "" if item.minutes is None else f"{item.minutes} min"
    if item.planned is None:
        return length
    return f"{item.planned} of {length}" if length else f"{item.planned} min"


def zone_name(zone: tzinfo) -> str:
    """Return the city of a zone, or its offset: "New York", "UTC+02:00"."""
    # Only a ZoneInfo has a key; most who ask for an agenda do not need its module, 2 ms.
    name: str | None = getattr(zone, "key", None)
    return name.rpartition("/")[2].replace("_", " ") if name else str(zone)
