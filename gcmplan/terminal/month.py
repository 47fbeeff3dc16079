"""Months in characters: grids beside each other where the width allows, below them what their numbers mean."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from gcmplan.dates.span import WEEKDAYS
from gcmplan.terminal.columns import GROUP
from gcmplan.terminal.listing import group_label
from gcmplan.terminal.signs import ASCII, UNICODE, cut, shown
from gcmplan.views.month import name_of, window_words
from gcmplan.views.timeline import Sureness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rich.console import RenderableType

    from gcmplan.terminal.signs import Signs
    from gcmplan.views.month import Listed, Month, Piece, Week

_DAYS_IN_WEEK, _SATURDAY = 7, 5
_GAP = 3
_LEAST_CELL, _WIDEST_CELL, _ROOMY_CELL, _ABBREVIATED = 3, 24, 5, 3
_LEAST_NAME = 4
_WIDE_LEGEND = 60
_WIDEST_DATE = 20


class _Look(NamedTuple):
    """How wide a day is, the characters to draw with, and the day to mark."""

    cell: int
    signs: Signs
    on: date

    @property
    def width(self) -> int:
        return self.cell * _DAYS_IN_WEEK


def month_lines(months: Sequence[Month], width: int, on: date, *, ascii_only: bool = False) -> Iterator[RenderableType]:
    """Yield months, nothing in them wider than some columns (40 or more)."""
    signs = ASCII if ascii_only else UNICODE
    digits = max((len(str(one.number)) for month in months for one in month.listed), default=1)
    least = min(width // _DAYS_IN_WEEK, max(_LEAST_CELL, digits + 1))
    beside = max(1, min(len(months), (width + _GAP) // (least * _DAYS_IN_WEEK + _GAP)))
    room = (width - _GAP * (beside - 1)) // beside
    look = _Look(min(_WIDEST_CELL, room // _DAYS_IN_WEEK), signs, on)
    for start in range(0, len(months), beside):
        some = months[start : start + beside]
        yield from _beside([list(_grid(month, look)) for month in some], look)
        for month in some:
            yield Text("")
            if beside > 1:
                yield Text(month.heading, style="bold")
            yield from _below(month, width, signs)
        if start + beside < len(months):
            yield Text("")
    yield from _meaning(months, width, signs)


def _beside(grids: list[list[Text]], look: _Look) -> Iterator[Text]:
    for lines in zip_longest(*grids, fillvalue=Text("")):
        line = Text("")
        for number, part in enumerate(lines):
            line.append(" " * (number * (look.width + _GAP) - line.cell_len)).append_text(part)
        line.rstrip()
        yield line


def _grid(month: Month, look: _Look) -> Iterator[Text]:
    yield Text(month.heading, style="bold")
    letters = look.cell - 1 if look.cell > max(map(len, WEEKDAYS)) else min(_ABBREVIATED, look.cell - 1)
    yield Text("".join(day[:letters].ljust(look.cell) for day in WEEKDAYS), style="dim")
    for week in month.weeks:
        yield _days(month, week, look)
        for lane in week.lanes:
            yield _lane(lane, look)


def _days(month: Month, week: Week, look: _Look) -> Text:
    line = Text()
    for number, day in enumerate(week.days):
        if day is None:
            line.append(" " * look.cell)
            continue
        sign = "*" if month.is_holiday(day) else look.signs.weekend if number >= _SATURDAY else ""
        style = "reverse" if day == look.on else "bold" if number < _SATURDAY else "dim"
        line.append(f"{day.day:2}{sign}", style=style).append(" " * (look.cell - 2 - len(sign)))
    return line


def _lane(lane: Iterable[Piece], look: _Look) -> Text:
    line = Text()
    for piece in lane:
        line.append(" " * (piece.first * look.cell - line.cell_len))
        line.append_text(_bar(piece, look))
    return line


def _bar(piece: Piece, look: _Look) -> Text:
    """Return a bar with the number in it, the mark of a conflict and as much of the name as there is room for."""
    listed, signs = piece.listed, look.signs
    sign = signs.bars[piece.sureness]
    group = listed.record.group
    color = group.color if group else ""
    is_roomy = look.cell >= _ROOMY_CELL
    width = (piece.last - piece.first + 1) * look.cell - is_roomy
    label = f"{listed.number}{'!' * listed.is_conflict}"
    if not is_roomy:
        label = label.rjust(2 + listed.is_conflict)[:width]
        return Text.assemble((label, "bold"), (sign * (width - len(label)), color))
    start, end = sign if piece.begins else signs.before, sign if piece.ends else signs.after
    room = width - len(label) - 2
    name = cut(shown(listed.name, signs), room - 2, signs) if room - 2 >= _LEAST_NAME else ""
    text = f"{label} {name} " if name else label
    if name and cell_len(text) > room + len(label):
        text = label
    if len(label) + 2 > width:
        return Text(label[:width], style="bold")
    line = Text.assemble((start, color), (text, "bold"))
    return line.append(sign * (width - 1 - line.cell_len), style=color).append(end, style=color)


def _below(month: Month, width: int, signs: Signs) -> Iterator[RenderableType]:
    """Yield the legend of a month, what may fall into it, its conflicts and its holidays."""
    if month.listed:
        yield _legend(month, width, signs)
    elif not month.windows:
        yield Text("No event")
    notes = [("~", "! " * (record.id in month.in_conflict) + window_words(record)) for record in month.windows]
    notes += [("!", conflict.words) for conflict in month.conflicts]
    notes += [("!", f"{month.more_conflicts:,} more conflicts, see 'gcmplan check'")] * bool(month.more_conflicts)
    notes += [("*", holiday.words) for holiday in month.holidays]
    notes += [(signs.weekend, words) for words in month.weekends]
    if notes:
        yield Text("")
        table = _table((1, width - 2))
        for sign, words in notes:
            table.add_row(Text(sign), Text(shown(words, signs)))
        yield table


def _table(widths: Iterable[int]) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    return grid


def _legend(month: Month, width: int, signs: Signs) -> Table:
    """Return a line for each event: conflict, number, date, group, title and place."""
    number = max(len(str(one.number or "-")) for one in month.listed)
    date = min(_WIDEST_DATE, max(cell_len(one.when) for one in month.listed))
    group = GROUP if width >= _WIDE_LEGEND and any(one.record.group for one in month.listed) else 0
    widths = [1, number, date, *([group] if group else [])]
    table = _table([*widths, max(1, width - sum(widths) - len(widths))])
    for one in month.listed:
        cells = [Text("!" if one.is_conflict else ""), Text(str(one.number or "-").rjust(number)), Text(one.when)]
        cells += [group_label(one.record.group, one.record.kind)] if group else []
        table.add_row(*cells, _title(one, signs))
    return table


def _title(one: Listed, signs: Signs) -> Text:
    place = one.record.place
    return Text.assemble((shown(name_of(one.record), signs), "bold"), f", {shown(str(place), signs)}" if place else "")


def _meaning(months: Sequence[Month], width: int, signs: Signs) -> Iterator[Text]:
    """Yield what the signs mean that are used, in as few lines as hold it."""
    used = {piece.sureness for month in months for week in month.weeks for lane in week.lanes for piece in lane}
    words = {Sureness.SURE: "confirmed", Sureness.OPEN: "to be confirmed"}
    parts = [f"{signs.bars[one]} {words[one]}" for one in words if one in used]
    parts += ["~ some time within"] * any(month.windows for month in months)
    parts += ["! in conflict"] * any(month.in_conflict for month in months)
    parts += ["* holiday of a host"] * any(month.holidays for month in months)
    parts.append(f"{signs.weekend} weekend")
    yield Text("")
    line = ""
    for part in parts:
        if line and cell_len(line) + 2 + len(part) > width:
            yield Text(line)
            line = ""
        line = f"{line}  {part}" if line else part
    yield Text(line)
