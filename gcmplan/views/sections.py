"""The order in which people read a plan: by phase, within it by month, and what has no date at the end."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.span import MONTHS
from gcmplan.plan.entries import DEADLINE, SESSION
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

OVER_MONTHS = "Over several months"
NO_DATE = "No date yet"
NO_PHASE, ALL = "Outside the phases", "All events"
"""Events without a phase: among others, and of a plan that has no phases."""
_BESIDE: dict[str | None, str] = {DEADLINE: "Deadlines", SESSION: "Not in the work plan"}
_LATER = date.max


class Month(NamedTuple):
    """Records below one heading; `first` is the month's first day, if they are of one month."""

    heading: str
    first: date | None
    records: list[Record]


class Section(NamedTuple):
    """Months below one heading."""

    heading: str
    months: list[Month]


def outline(plan: Workplan, records: Iterable[Record]) -> list[Section]:
    """Return the records by phase and month; after them what is no event, at the very end what has no date."""
    headings: dict[str | None, str] = {phase.id: f"{phase.named(': ')}, {phase.when}" for phase in plan.phases}
    headings |= {None: NO_PHASE if plan.phases else ALL, **_BESIDE}
    buckets: dict[str | None, list[Record]] = {key: [] for key in headings}
    undated: list[Record] = []
    for record in records:
        key = record.kind if record.kind in _BESIDE else record.phase
        (buckets[key] if record.when.window else undated).append(record)
    found = [Section(headings[key], _months(bucket)) for key, bucket in buckets.items() if bucket]
    if undated:
        labels = {phase.id: phase.label for phase in plan.phases} | {None: NO_PHASE if plan.phases else ALL}
        order = {phase: place for place, phase in enumerate(labels)}
        undated.sort(key=lambda record: order[record.phase])
        by_phase = groupby(undated, key=lambda record: record.phase)
        parts = [Month(labels[phase], None, list(rows)) for phase, rows in by_phase]
        found.append(Section(NO_DATE, parts))
    return found


def _months(records: list[Record]) -> list[Month]:
    """Return records by month; a window of more than one month comes after all months."""
    keyed = sorted(((_month_of(record), record) for record in records), key=lambda pair: (pair[0], _days(pair[1])))
    return [
        Month(
            OVER_MONTHS if first is _LATER else f"{MONTHS[first.month - 1]} {first.year}",
            None if first is _LATER else first,
            [r for _, r in rows],
        )
        for first, rows in groupby(keyed, key=lambda pair: pair[0])
    ]


def _month_of(record: Record) -> date:
    first, last = record.when.earliest or _LATER, record.when.latest or _LATER
    one = record.when.exact or (first.year, first.month) == (last.year, last.month)
    return first.replace(day=1) if one else _LATER


def _days(record: Record) -> tuple[bool, date, date]:
    """Known days come before windows; else by first and last day."""
    return not record.when.exact, record.when.earliest or _LATER, record.when.latest or _LATER


class Count(NamedTuple):
    """How sure the dates are; the parts add up to `total`."""

    total: int
    confirmed: int
    to_be_confirmed: int
    to_be_announced: int
    undated: int
    postponed: int
    cancelled: int


def count(records: Iterable[Record]) -> Count:
    """Count records by the certainty of their dates; what has none, is postponed or cancelled counts as that alone."""
    numbers = {"confirmed": 0, "tbc": 0, "tba": 0, "undated": 0, "postponed": 0, "cancelled": 0}
    for record in records:
        dated = record.sureness.value if record.when.window else "undated"
        numbers[dated if record.status == "scheduled" else record.status] += 1
    return Count(sum(numbers.values()), *numbers.values())


NOTHING_FITS = "No event fits."
_COUNTED = {
    "event": ("{} event", "{} events"),
    DEADLINE: ("{} deadline", "{} deadlines"),
    SESSION: ("{} session", "{} sessions"),
}


def count_words(records: Sequence[Record]) -> str:
    """Return "67 events: 45 confirmed, 9 to be confirmed, …"; postponed and cancelled ones if there are any."""
    total, confirmed, tbc, tba, undated, postponed, cancelled = count(records)
    if not total:
        return NOTHING_FITS
    kinds = {record.kind for record in records}
    what = next(iter(kinds)) if len(kinds) == 1 and kinds <= {DEADLINE, SESSION} else "event"
    parts = [f"{confirmed} confirmed", f"{tbc} to be confirmed", f"{tba} to be announced", f"{undated} undated"]
    parts += [f"{postponed} postponed"] * bool(postponed) + [f"{cancelled} cancelled"] * bool(cancelled)
    return f"{plural(total, *_COUNTED[what])}: {', '.join(parts)}"


def disputed_words(records: Iterable[Record]) -> str:
    """Return "3 disputed: another document gives another date", or nothing if no date is."""
    disputed = sum(record.is_disputed for record in records)
    return f"{disputed} disputed: another document gives another date" if disputed else ""
