"""A plan as bars over time, as values: the days of each bar, their certainty, and the axis.

Text, SVG and HTML draw these values. Both ends of a bar and of an axis are included.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntEnum, StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.span import MONTHS, Certainty, Span
from gcmplan.plan.overlap import conflicting
from gcmplan.views.sections import ALL, NO_DATE, outline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from gcmplan.dates.when import When
    from gcmplan.plan.model import Group
    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

OVERALL = "All phases"
NO_BODY = "No body"
_MOST_SPANS = 2
"""A short date names so many spans; of more it gives the first and last day."""


class Sureness(IntEnum):
    """How sure the days of a bar are; where bars share a day, the surest is drawn."""

    WINDOW = 1
    """Some time within these days."""
    OPEN = 2
    """These days, to be confirmed or announced."""
    SURE = 3
    """These days."""


class By(StrEnum):
    """The choice of lines."""

    EVENT = "event"
    GROUP = "group"
    BODY = "body"


class Bar(NamedTuple):
    """Days that are equally sure."""

    first: date
    last: date
    sureness: Sureness


class Row(NamedTuple):
    """A line: an event, or the events of a group or body."""

    records: tuple[Record, ...]
    label: str
    when: str
    """The date, short, of one event; of several how many they are."""
    group: Group | None
    bars: tuple[Bar, ...]
    is_conflict: bool
    """Whether a meeting of it certainly overlaps another that shares members."""


class Band(NamedTuple):
    """A phase, by its days on the axis."""

    label: str
    first: date
    last: date


class Panel(NamedTuple):
    """Rows on one axis; `axis` is None if none of them has a date."""

    heading: str
    axis: Span | None
    bands: tuple[Band, ...]
    rows: tuple[Row, ...]


class Timeline(NamedTuple):
    """Panels below each other, and the day to be marked on them."""

    title: str
    panels: tuple[Panel, ...]
    on: date
    by: By

    @property
    def rows(self) -> Iterator[Row]:
        """All rows, from above."""
        return (row for panel in self.panels for row in panel.rows)


def timeline(plan: Workplan, records: Sequence[Record], by: By, on: date, states: Collection[str] = ()) -> Timeline:
    """Return the records as bars: a panel for each phase by event, else one panel with a row for each group or body.

    Only conflicts of some states (alpha-3) are marked, if any are named.
    """
    met = conflicting(plan, states)
    if by is By.EVENT:
        panels = tuple(_panels_by_phase(plan, records, met))
    else:
        panels = (_overall(plan, records, by, met),) if records else ()
    return Timeline(plan.title, panels, on, by)


def _panels_by_phase(plan: Workplan, records: Sequence[Record], met: frozenset[str]) -> Iterator[Panel]:
    """Yield a panel for each phase; undated events are at its end."""
    undated: dict[str | None, list[Record]] = {}
    for record in records:
        if not record.when.window:
            undated.setdefault(record.phase, []).append(record)
    windows: dict[str | None, Span | None] = {phase.id: phase.when.window for phase in plan.phases}
    for section in outline(plan, [record for record in records if record.when.window]):
        dated = [record for month in section.months for record in month.records]
        phase = dated[0].phase
        rows = tuple(_event_row(record, met) for record in [*dated, *undated.pop(phase, [])])
        yield Panel(section.heading, axis_of(rows, windows.get(phase)), (), rows)
    rest = [_event_row(record, met) for records in undated.values() for record in records]
    if rest:
        yield Panel(NO_DATE, None, (), tuple(rest))


def _event_row(record: Record, met: frozenset[str]) -> Row:
    label = record.short or record.title
    label = label if record.status == "scheduled" else f"{record.status.upper()} {label}"
    label = f"{label} {record.mark}".rstrip()
    return Row((record,), label, short_date(record.when), record.group, bars_of(record), record.id in met)


def _overall(plan: Workplan, records: Sequence[Record], by: By, met: frozenset[str]) -> Panel:
    """Return one panel, with the phases that something is shown of as bands."""
    names = _names(plan, by)

    def key(record: Record) -> str:
        return (record.group.id if record.group else "") if by is By.GROUP else record.body or ""

    order = {name: number for number, name in enumerate(names)}
    ordered = sorted(records, key=lambda record: order.get(key(record), len(order)))
    rows = tuple(
        _row_of_several(names.get(name, name), tuple(some), met, with_group=by is By.GROUP)
        for name, some in groupby(ordered, key=key)
    )
    shown = {record.phase for record in records}
    phases = [(phase, phase.when.window) for phase in plan.phases if phase.id in shown]
    bands = tuple(Band(phase.named(" ").removeprefix("Phase "), *window) for phase, window in phases if window)
    hull = Span(min(band.first for band in bands), max(band.last for band in bands)) if bands else None
    is_whole = len(phases) in {0, len(plan.phases)}
    heading = (OVERALL if phases else ALL) if is_whole else ", ".join(phase.label for phase, _ in phases)
    return Panel(heading, axis_of(rows, hull), bands, rows)


def _names(plan: Workplan, by: By) -> dict[str, str]:
    """Return the labels of groups or bodies by id, in the plan's order; "" means none."""
    if by is By.GROUP:
        return {group.id: group.short for group in plan.groups} | {"": "No group"}
    return {body.id: body.name for body in plan.bodies} | {"": NO_BODY}


def _row_of_several(name: str, records: tuple[Record, ...], met: frozenset[str], *, with_group: bool) -> Row:
    bars = tuple(bar for record in records for bar in bars_of(record))
    is_conflict = any(record.id in met for record in records)
    group = records[0].group if with_group else None
    return Row(records, name, str(len(records)), group, bars, is_conflict)


def bars_of(record: Record) -> tuple[Bar, ...]:
    """Return the bars of an event: its known days, or its window; none if it is cancelled or has no date."""
    when = record.when
    if record.status == "cancelled" or not when.window:
        return ()
    if not when.spans:
        return (Bar(*when.window, Sureness.WINDOW),)
    is_sure = record.sureness is Certainty.CONFIRMED and record.status == "scheduled" and not record.is_disputed
    return tuple(Bar(*span, Sureness.SURE if is_sure else Sureness.OPEN) for span in when.spans)


def axis_of(rows: Iterable[Row], phase: Span | None) -> Span | None:
    """Return whole months around a phase and all known days; a window beyond them is cut, without these it is all."""
    bars = [bar for row in rows for bar in row.bars]
    known = [bar for bar in bars if bar.sureness is not Sureness.WINDOW]
    ends = [*([phase] if phase else []), *(Span(bar.first, bar.last) for bar in known)]
    ends = ends or [Span(bar.first, bar.last) for bar in bars]
    if not ends:
        return None
    first, last = min(span.first for span in ends), max(span.last for span in ends)
    return Span(first.replace(day=1), month_after(last) - timedelta(days=1))


def month_after(day: date) -> date:
    """Return the first day of the month after that of a day."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def months_of(axis: Span) -> list[date]:
    """Return the first days of the months of an axis."""
    found = [axis.first.replace(day=1)]
    while month_after(found[-1]) <= axis.last:
        found.append(month_after(found[-1]))
    return found


def short_date(when: When) -> str:
    """Return a date in few letters, without its year: "8-9 May", "24 Apr TBC", "~ Apr-Sep", "3 days, 1-9 May"."""
    if not when.window:
        return when.certainty.value.upper()
    if not when.spans:
        return f"~ {_months(when.window)}"
    text = ", ".join(_days(span) for span in when.spans)
    if len(when.spans) > _MOST_SPANS:
        # Not all days from the first to the last are days of the event.
        text = f"{when.days} days, {_days(when.window)}"
    return text if when.certainty is Certainty.CONFIRMED else f"{text} {when.certainty.value.upper()}"


def _days(span: Span) -> str:
    first, last = span
    end = f"{last.day} {MONTHS[last.month - 1][:3]}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{end}"
    return f"{first.day} {MONTHS[first.month - 1][:3]}-{end}"


def _months(span: Span) -> str:
    """Return "July" or "Apr-Sep" if a window is whole months, else its days."""
    first, last = span
    if first.day != 1 or last + timedelta(days=1) != month_after(last):
        return _days(span)
    one, other = MONTHS[first.month - 1], MONTHS[last.month - 1]
    if (first.year, first.month) == (last.year, last.month):
        return one
    return f"{one[:3]}-{other[:3]}"
