"""Events as a table by month, under the headings of their phases."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from gcmplan.dates.span import MONTHS, WEEKDAYS, Certainty
from gcmplan.terminal.columns import GROUP, Row, fitting, lines
from gcmplan.text.colors import letters_on
from gcmplan.text.escape import visible
from gcmplan.views.sections import count_words, disputed_words, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rich.console import RenderableType

    from gcmplan.dates.when import When
    from gcmplan.plan.model import Group
    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

WINDOW_MARK = "~"
DISPUTED_MARK = "!"


def listing(plan: Workplan, records: list[Record], width: int, *, short: bool = False) -> Iterator[RenderableType]:
    """Yield headings and tables, `width` characters wide, and the summary line; `short` has a line for each event."""
    sections = outline(plan, records)
    rows = [[_rows(month.records, month.first, short=short) for month in section.months] for section in sections]
    every = list(chain.from_iterable(chain.from_iterable(rows)))
    columns = lines(every, width) if short else fitting(every, width)
    for section, tables in zip(sections, rows, strict=True):
        yield Text(visible(section.heading), style="bold reverse")
        for month, table in zip(section.months, tables, strict=True):
            yield Text(f"\n{visible(month.heading)}", style="bold underline")
            yield columns.table(table)
        yield Text("")
    yield summary(records)


def kept(only: str) -> Iterator[Text]:
    """Yield the line that says what filters kept, if anything is filtered."""
    if only:
        yield Text(f"{visible(only)}\n", style="bold")


def run(records: list[Record], width: int) -> Iterator[RenderableType]:
    """Yield one table without headings, each date in full, and the summary line."""
    rows = _rows(records)
    yield fitting(rows, width).table(rows)
    yield Text("")
    yield summary(records)


def _rows(records: Iterable[Record], month: date | None = None, *, short: bool = False) -> list[Row]:
    """Return the cells of records, below the heading of a month or none."""
    return [
        Row(
            _marked(_when_cell(record.when, month, short=short), record),
            group_label(record.group, record.kind),
            _name(record, short=short),
            Text(record.id, style="dim"),
            Text(visible(record.title)) if record.short is not None else None,
            Text(visible(str(record.place)) if record.place else ""),
        )
        for record in records
    ]


def _marked(cell: Text, record: Record) -> Text:
    """Return a date, behind the mark of a date that another document has otherwise."""
    return Text.assemble((f"{DISPUTED_MARK} ", "bold"), cell) if record.is_disputed else cell


def _name(record: Record, *, short: bool) -> Text:
    """Return the short title, or the whole one if there is none; before it what became of the event."""
    status = (f"{record.status.upper()} ", "bold") if record.status != "scheduled" else ""
    name = visible(record.title) if record.short is None else (visible(record.short), "bold")
    mark = (f"{record.mark} ", "bold") if record.mark else ""
    return Text.assemble(status, mark, name, (" (everyone)", "dim") if record.everyone and not short else "")


def group_label(group: Group | None, kind: str) -> Text:
    """Return a group's word on its colour; its letters are black or white, whatever the screen's own colours."""
    if group is None:
        return Text(f" {kind.title()} ", style="reverse")
    style = Style.parse(f"{letters_on(group.color)} on {group.color}")
    return Text(f" {visible(group.short)} "[:GROUP], style=style)


def _when_cell(when: When, month: date | None, *, short: bool) -> Text:
    """Return known days with their weekdays, a window with its mark; how sure they are always in letters.

    `short` leaves out the year of a window that the heading says.
    """
    if not when.exact:
        words = str(when).replace(f" {month.year}", "") if short and month else str(when)
        return Text(f"{WINDOW_MARK} {words}" if when.window else words, style="italic" if when.window else "")
    parts = [_span_label(first, last, month) for first, last in when.spans]
    text = Text(", ".join(parts))
    if when.certainty is not Certainty.CONFIRMED:
        text.append(f" {when.certainty.value.upper()}", style="bold")
    return text


def _span_label(first: date, last: date, month: date | None) -> str:
    if first == last:
        return day_label(first, month)
    return f"{day_label(first, month or last.replace(month=first.month % 12 + 1, day=1))} - {day_label(last, month)}"


def day_label(day: date, month: date | None) -> str:
    """Return "Mon 8", with month and year as far as the heading does not say them."""
    label = f"{WEEKDAYS[day.weekday()][:3]} {day.day}"
    if month and (day.year, day.month) == (month.year, month.month):
        return label
    label = f"{label} {MONTHS[day.month - 1][:3]}"
    return label if month and day.year == month.year else f"{label} {day.year}"


def summary(records: list[Record]) -> Text:
    """Return one line: how many and how sure; below it what the marks mean that are used."""
    line = count_words(records)
    if any(record.when.window and not record.when.exact for record in records):
        line += f"\n{WINDOW_MARK} some time within these dates"
    if disputed := disputed_words(records):
        line += f"\n{DISPUTED_MARK} {disputed}"
    return Text(line)
