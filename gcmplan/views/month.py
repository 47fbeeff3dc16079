"""Months as grids, as values: weeks from Monday, the days that events take in them, and the lists below.

Text, SVG and HTML draw these values. Both ends of a piece are included; a day counts from 0, Monday, to 6.
"""

from __future__ import annotations

from datetime import timedelta
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.span import ALL_DAYS, MONTHS, Span, day_text, week_with
from gcmplan.views.month_notes import conflicts_of, conflicts_within, holidays_of, weekends_of
from gcmplan.views.timeline import bars_of, month_after, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.month_notes import Conflict, Conflicts, Holiday
    from gcmplan.views.row import Record
    from gcmplan.views.timeline import Sureness

_WEEK = timedelta(days=7)
_DAYS_IN_WEEK = 7


class Listed(NamedTuple):
    """An event with days in a month; one that is cancelled has no number, and no bar."""

    number: int | None
    record: Record
    when: str
    """Its date, short."""
    is_conflict: bool

    @property
    def name(self) -> str:
        """Its short title, with what became of it and whether it is sure."""
        return name_of(self.record)


class Piece(NamedTuple):
    """Days of an event within one week of a month."""

    listed: Listed
    sureness: Sureness
    first: int
    last: int
    begins: bool
    """Whether these days begin here, not in the week or month before."""
    ends: bool


class Week(NamedTuple):
    """The days of a week, None for those of another month, and the bars below them, a lane for those side by side."""

    days: tuple[date | None, ...]
    lanes: tuple[tuple[Piece, ...], ...]


class Month(NamedTuple):
    """A month, and what is said below it."""

    first: date
    weeks: tuple[Week, ...]
    listed: tuple[Listed, ...]
    windows: tuple[Record, ...]
    """Events without known days that may fall into it."""
    conflicts: tuple[Conflict, ...]
    more_conflicts: int
    """How many are not among `conflicts`."""
    in_conflict: frozenset[str]
    """The ids of its events that are in conflict."""
    holidays: tuple[Holiday, ...]
    weekends: tuple[str, ...]
    """The countries of hosts with another weekend than Saturday and Sunday."""

    @property
    def heading(self) -> str:
        """Its name and year."""
        return month_name(self.first)

    def is_holiday(self, day: date) -> bool:
        """Whether a day is a holiday of a host."""
        return any(holiday.day == day for holiday in self.holidays)


def months(
    plan: Workplan, records: Sequence[Record], firsts: Sequence[date], states: Sequence[str] = ()
) -> list[Month]:
    """Return the months that begin on some days; only conflicts of named states (alpha-3) are shown, if any."""
    ends = [Span(first, month_after(first) - timedelta(days=1)) for first in firsts]
    shown = [[record for record in records if _reaches(record, span)] for span in ends]
    ids = {record.id for some in shown for record in some}
    found = conflicts_within(plan, ids, states)
    return [_month(plan, span, some, found) for span, some in zip(ends, shown, strict=True)]


def _month(plan: Workplan, span: Span, records: list[Record], pairs: Conflicts) -> Month:
    known = sorted((record for record in records if record.when.spans), key=lambda record: _days_in(record, span))
    numbers = iter(range(1, len(known) + 1))
    listed = tuple(
        Listed(next(numbers) if bars_of(record) else None, record, short_date(record.when), record.id in pairs.ids)
        for record in known
    )
    windows = tuple(record for record in records if not record.when.spans and record.status != "cancelled")
    told, more = conflicts_of(pairs, {one.record.id: one.number for one in listed}, records)
    hosts = [record.place_row for record in known if record.place_row and record.status != "cancelled"]
    return Month(
        span.first,
        tuple(_weeks(span, listed)),
        listed,
        windows,
        told,
        more,
        pairs.ids & {record.id for record in records},
        tuple(holidays_of(plan, hosts, span)),
        tuple(weekends_of(hosts)),
    )


def _reaches(record: Record, span: Span) -> bool:
    """Whether an event has days in some, or may have."""
    window = record.when.window
    return any(_meet(part, span) for part in record.when.spans or ([window] if window else []))


def _meet(one: Span, other: Span) -> bool:
    return one.first <= other.last and other.first <= one.last


def _days_in(record: Record, span: Span) -> tuple[date, int]:
    """Return the first day of an event in a month, and the days until its end there: the longer comes first."""
    part = next(part for part in record.when.spans if _meet(part, span))
    return max(part.first, span.first), -(min(part.last, span.last) - max(part.first, span.first)).days


def _weeks(span: Span, listed: Iterable[Listed]) -> Iterator[Week]:
    monday = week_with(span.first).first
    pieces: dict[date, list[Piece]] = {}
    for one in listed:
        for first, last, sureness in bars_of(one.record):
            for week, piece in _pieces(one, Span(first, last), sureness, span):
                pieces.setdefault(week, []).append(piece)
    while monday <= span.last:
        days = tuple(monday + timedelta(days=number) for number in range(_DAYS_IN_WEEK))
        inside = tuple(day if span.first <= day <= span.last else None for day in days)
        yield Week(inside, _lanes(pieces.get(monday, [])))
        monday += _WEEK


def _pieces(one: Listed, days: Span, sureness: Sureness, month: Span) -> Iterator[tuple[date, Piece]]:
    """Yield some days of an event as pieces, each with the Monday of its week."""
    start, end = max(days.first, month.first), min(days.last, month.last)
    while start <= end:
        week = week_with(start)
        last = min(end, week.last)
        place = start.weekday(), last.weekday()
        yield week.first, Piece(one, sureness, *place, begins=start == days.first, ends=last == days.last)
        start = last + timedelta(days=1)


def _lanes(pieces: list[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """Return pieces in as few lanes as hold them, each in the first that is free."""
    lanes: list[list[Piece]] = []
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.first, -piece.last, piece.listed.number or 0)):
        while busy and busy[0][0] < piece.first:
            heappush(free, heappop(busy)[1])
        if not free:
            free.append(len(lanes))
            lanes.append([])
        lane = heappop(free)
        lanes[lane].append(piece)
        heappush(busy, (piece.last, lane))
    return tuple(map(tuple, lanes))


def first_month(records: Iterable[Record], on: date, within: Span = ALL_DAYS) -> date:
    """Return the month of a day if something is on a known day in it, else the next such month, else the last.

    Only months with a day in `within` count.
    """
    here = on.replace(day=1)
    days = (span for record in records if record.status != "cancelled" for span in record.when.spans)
    busy = {month for span in days for month in _of(span) if within.first.replace(day=1) <= month <= within.last}
    if here in busy or not busy:
        return here
    return min((month for month in busy if month > here), default=max(busy))


def _of(span: Span) -> Iterator[date]:
    """Yield the first days of the months of some days."""
    month = span.first.replace(day=1)
    while month <= span.last:
        yield month
        month = month_after(month)


def why_this_month(found: date, on: date) -> str:
    """Return why the month shown is not that of a day, or nothing if it is."""
    here = on.replace(day=1)
    if found == here:
        return ""
    which = "the next month with events" if found > here else "the last month with events"
    return f"No event is on a known day in {month_name(here)}: this is {month_name(found)}, {which}"


def month_name(day: date) -> str:
    """Return "May 2017"."""
    return day_text(day).partition(" ")[2]


def name_of(record: Record) -> str:
    """Return a short title, or the whole one; with what became of the event, and TBC or TBA if it is not sure."""
    label = record.short or record.title
    label = label if record.status == "scheduled" else f"{record.status.upper()} {label}"
    return f"{label} {record.mark}".rstrip()


def window_words(record: Record) -> str:
    """Return "MIDSA Ministerial Meeting, some time in April-September" of an event without known days."""
    window = record.when.window
    return f"{name_of(record)}, some time in {_months(window)}" if window else name_of(record)


def _months(span: Span) -> str:
    """Return months in whole if a window is whole months, else its days."""
    first, last = span
    if first.day != 1 or last + timedelta(days=1) != month_after(last):
        return f"{day_text(first)} to {day_text(last)}"
    one, other = MONTHS[first.month - 1], MONTHS[last.month - 1]
    if first.year != last.year:
        return f"{one} {first.year} to {other} {last.year}"
    return f"{one} {first.year}" if one == other else f"{one}-{other} {first.year}"
