"""Events as a table by month, under the headings of their phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from rich.table import Table
from rich.text import Text

from gcmplan.contrast import letters_on
from gcmplan.outline import count, outline
from gcmplan.span import MONTHS, WEEKDAYS, Certainty
from gcmplan.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rich.console import RenderableType

    from gcmplan.model import Group
    from gcmplan.record import Record
    from gcmplan.when import When
    from gcmplan.workplan import Workplan

_WIDE = 120
"""From this many columns on, dates and places have room for one line."""
_GROUP_WIDTH, _GAP = 12, 2
WINDOW_MARK = "~"


def listing(plan: Workplan, records: list[Record], width: int) -> Iterator[RenderableType]:
    """Yield headings and tables, `width` characters wide, and the summary line."""
    for section in outline(plan, records):
        yield Text(visible(section.heading), style="bold reverse")
        for month in section.months:
            yield Text(f"\n{visible(month.heading)}", style="bold underline")
            yield table(month.records, width, month.first)
        yield Text("")
    yield summary(records)


def run(records: list[Record], width: int) -> Iterator[RenderableType]:
    """Yield one table without headings, each date in full, and the summary line."""
    yield table(records, width)
    yield Text("")
    yield summary(records)


def table(records: Iterable[Record], width: int, month: date | None = None) -> Table:
    """Return records as a table; `month` is what the heading above says already."""
    when, place = (22, 20) if width >= _WIDE else (15, 13)
    title = max(16, width - when - _GROUP_WIDTH - place - 3 * _GAP)
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    for column in (when, _GROUP_WIDTH, title, place):
        grid.add_column(width=column, overflow="fold")
    for record in records:
        grid.add_row(
            _when_cell(record.when, month),
            group_label(record.group, record.kind),
            _title_cell(record),
            Text(visible(str(record.place)) if record.place else ""),
        )
    return grid


def _title_cell(record: Record) -> Text:
    """Return the short title and the id on one line, the whole title below."""
    status = (f"{record.status.upper()} ", "bold") if record.status != "scheduled" else ""
    name = (f"  {record.id}", "dim")
    if record.short is None:
        return Text.assemble(status, visible(record.title), name)
    return Text.assemble(status, (visible(record.short), "bold"), name, "\n", visible(record.title))


def group_label(group: Group | None, kind: str) -> Text:
    """Return a group's word on its colour; its letters are black or white, whatever the screen's own colours."""
    if group is None:
        return Text(f" {kind.title()} ", style="reverse")
    style = Style.parse(f"{letters_on(group.color)} on {group.color}")
    return Text(f" {visible(group.short)} "[:_GROUP_WIDTH], style=style)


def _when_cell(when: When, month: date | None) -> Text:
    """Return known days with their weekdays, a window with its mark; how sure they are always in letters."""
    if not when.exact:
        return Text(f"{WINDOW_MARK} {when}" if when.window else str(when), style="italic" if when.window else "")
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
    """Return one line: how many and how sure; below it what the window mark means, if it is used."""
    total, confirmed, tbc, tba, undated = count(records)
    kinds = {record.kind for record in records}
    what = next(iter(kinds)) if len(kinds) == 1 and kinds <= {"deadline", "session"} else "event"
    parts = [f"{confirmed} confirmed", f"{tbc} to be confirmed", f"{tba} to be announced", f"{undated} undated"]
    line = f"{total} {what}{'s' * (total != 1)}: {', '.join(parts)}" if total else "No event fits."
    if any(record.when.window and not record.when.exact for record in records):
        line += f"\n{WINDOW_MARK} some time within these dates"
    return Text(line)
