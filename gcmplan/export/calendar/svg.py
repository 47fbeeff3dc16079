"""SVG of months: grids beside each other, below each what its numbers mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.export.month_grid import Grid
from gcmplan.export.page import Page
from gcmplan.export.picture import CHIP, FAINT, HEAD, INK, LETTERS, MARK, text, title
from gcmplan.text.escape import one_line
from gcmplan.text.extent import extent, wrapped
from gcmplan.views.month import window_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from gcmplan.views.month import Listed, Month

_MARGIN, _GAP, _TITLE, _HEADING, _LINE = 32, 32, 24, 18, 22
_WIDTHS = (1200, 1600, 1800)
_MOST_BESIDE = len(_WIDTHS)


class _Line(NamedTuple):
    """A line below a grid: its mark at the left, its date, and the words after both."""

    mark: str
    number: str
    color: str
    when: str
    words: str


def render(heading: str, months: Sequence[Month], on: date, only: str = "") -> str:
    """Return the picture; `only` names the filters."""
    beside = min(_MOST_BESIDE, len(months))
    width = _WIDTHS[beside - 1]
    day = (width - 2 * _MARGIN - _GAP * (beside - 1)) / beside / 7
    name = f"{heading} ({only})" if only else heading
    y = float(_MARGIN + _TITLE)
    parts = [title(_MARGIN, y, name, width - 2 * _MARGIN)]
    y += 16
    for start in range(0, len(months), beside):
        grids = [
            Grid(month, _MARGIN + number * (day * 7 + _GAP), day, on)
            for number, month in enumerate(months[start : start + beside])
        ]
        parts += [piece for grid in grids for piece in _month(grid, y, max(one.height for one in grids))]
        y += max(_height(grid, max(one.height for one in grids)) for grid in grids)
    parts.append(text(_MARGIN, y + 8, _meaning(months), room=width - 2 * _MARGIN, more=f'fill="{FAINT}"'))
    head = HEAD.format(width=width, height=round(y + 8 + _MARGIN), name=name, ink=INK)
    return str(head + Page("").join(parts) + Page("</svg>\n"))


def _month(grid: Grid, y: float, height: float) -> Iterator[Page]:
    """Yield a month below a heading; the lists begin below the highest grid beside it."""
    yield text(grid.x, y + 22, grid.month.heading, size=_HEADING, room=grid.width, more='font-weight="bold"')
    yield grid.patterns()
    yield from grid.drawn(y + 30)
    y += 30 + height + 10
    lines = _lines(grid.month)
    column = _words_at(lines)
    for line in lines:
        if line.color:
            yield CHIP.format(x=grid.x + 14, y=y + 4, width=10, color=line.color)
        yield text(grid.x, y + 16, line.mark, more=f'font-weight="bold" fill="{MARK if line.mark == "!" else INK}"')
        yield text(grid.x + 30, y + 16, line.number)
        yield text(grid.x + 58, y + 16, line.when)
        left = grid.x + _left(line, column)
        for words in _rows(grid, line, column):
            yield text(left, y + 16, words, room=grid.x + grid.width - left)
            y += _LINE


def _height(grid: Grid, height: float) -> float:
    lines = _lines(grid.month)
    column = _words_at(lines)
    rows = sum(len(_rows(grid, line, column)) for line in lines)
    return 30 + height + 10 + rows * _LINE + 20


def _left(line: _Line, column: float) -> float:
    """Return where the words of a line begin, from the left of the grid."""
    return column if line.number else 20


def _rows(grid: Grid, line: _Line, column: float) -> list[str]:
    return wrapped(one_line(line.words), (grid.width - _left(line, column)) / LETTERS)


def _words_at(lines: Sequence[_Line]) -> float:
    return 58 + max((extent(line.when) for line in lines), default=0) * LETTERS + 10


def _lines(month: Month) -> list[_Line]:
    """Return the lines below a grid: its events by number, windows, conflicts, holidays."""
    found = [_listed(one) for one in month.listed]
    found += [
        _Line("!" if record.id in month.in_conflict else "~", "", "", "", window_words(record))
        for record in month.windows
    ]
    found += [_Line("!", "", "", "", conflict.words) for conflict in month.conflicts]
    more = f"{month.more_conflicts:,} more conflicts, see 'gcmplan check'"
    found += [_Line("!", "", "", "", more)] * bool(month.more_conflicts)
    found += [_Line("*", "", "", "", holiday.words) for holiday in month.holidays]
    return found + [_Line("", "", "", "", words) for words in month.weekends] or [_Line("", "", "", "", "No event")]


def _listed(one: Listed) -> _Line:
    record = one.record
    words = f"{one.name}, {record.place}" if record.place else one.name
    group = f"\u00a0· {record.group.short}" if record.group else ""
    color = record.group.color if record.group else ""
    return _Line("!" if one.is_conflict else "", str(one.number or "-"), color, one.when, words + group)


def _meaning(months: Sequence[Month]) -> str:
    """Return what the signs mean that are used."""
    parts = ["filled: confirmed", "striped: to be confirmed"]
    parts += ["~ some time within"] * any(month.windows for month in months)
    parts += ["! in conflict"] * any(month.in_conflict for month in months)
    parts += ["* holiday of a host"] * any(month.holidays for month in months)
    return " · ".join([*parts, "grey: weekend"])
