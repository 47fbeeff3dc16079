"""A session's programme as a table: the place's time, the reader's beside it, and how full each slot is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from gcmplan.text.escape import visible
from gcmplan.views.agenda import NO_PROGRAMME, Gap, clock, days_of, lines_of, time_heads, time_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from rich.console import RenderableType

    from gcmplan.plan.programme import Programme, ScheduledItem
    from gcmplan.views.agenda import Day

_LENGTH, _TITLE, _GAP = 16, 24, 2
"""Widths: of "29-35 of 165 min", the least of a title beside it, and the gap between columns."""


def agenda(programme: Programme, width: int, zone: tzinfo | None, only: int | None) -> Iterator[RenderableType]:
    """Yield the days, `width` characters wide; with a zone, its time is beside that of the place."""
    if not programme.session.days:
        yield Text(f"\n{NO_PROGRAMME}")
    for day in days_of(programme, only):
        yield Text(f"\n{day.heading}", style="bold underline")
        yield _table(programme, day, width, zone)


def _table(programme: Programme, day: Day, width: int, zone: tzinfo | None) -> Table:
    """Return the items of a day; the columns of times have heads where there are two."""
    zones = [None, zone] if zone else [None]
    times = [[clock(row.start, row.end, one) if row.start and row.end else "" for one in zones] for row in day.rows]
    heads = [visible(name) for name in time_heads(programme, zone)]
    widths = [max(map(len, column)) for column in zip(heads, *times, strict=True)]
    room = width - sum(widths) - _LENGTH - _GAP * (len(widths) + 1)
    # In a narrow terminal, columns are stacked: no time is ever cut.
    is_narrow = room < _TITLE
    if is_narrow:
        heads, times = ["\n".join(heads)], [["\n".join(filter(None, texts))] for texts in times]
        widths, room = [max(widths)], max(1, width - max(widths) - _GAP)
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    for column in widths:
        grid.add_column(min_width=column, no_wrap=True)
    grid.add_column(width=room, overflow="fold")
    if not is_narrow:
        grid.add_column(width=_LENGTH, justify="right")
    if zone:
        grid.add_row(*(Text(name, style="dim") for name in heads))
    for number, (row, texts) in enumerate(zip(day.rows, times, strict=True)):
        if number:
            grid.add_row()
        cells = (Text("free", style="dim"), Text(f"{row.minutes} min")) if isinstance(row, Gap) else _item(day, row)
        below = [Text("\n").join(cell for cell in cells if cell)]
        grid.add_row(*map(Text, texts), *(below if is_narrow else cells))
    return grid


def _item(day: Day, item: ScheduledItem) -> tuple[Text, Text]:
    """Return the title, below it what is known and what is odd; and the length, below it the kind."""
    text = Text(visible(item.item.title), style="bold")
    for line in lines_of(day, item):
        text.append(f"\n{visible(line)}", style="not bold")
    return text, Text("\n".join(filter(None, (time_text(item), item.item.kind))))
