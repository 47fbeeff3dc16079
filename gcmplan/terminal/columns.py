"""How a table of events uses its width: stacked, with the whole title below the short one; wide; or a line an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = 2
GROUP = 12
_STACKED, _ROOMY, _WIDE = 24, 120, 160
"""The least width of a stacked title; from this many columns on, dates and places fit on one line, and the whole title
follows the place: from there on, a place at the right edge would be far from its title.
"""
_LONGEST_DATE, _LONGEST_PLACE, _NARROW = 26, 20, 100
"""As "~ 4 days in March 2018 TBA"; below so many columns a line has no room for the group."""
_SHORTEST_DATE = 13
"""As "Mon 8 - Tue 9" or "second/third": a date on a narrow screen."""
_CERTAINTIES = ("TBC", "TBA")


class Row(NamedTuple):
    """The cells of an event: when, group, its short title, its id, its whole title below a short one, its place."""

    when: Text
    group: Text
    name: Text
    id: Text
    title: Text | None
    place: Text


class Columns(NamedTuple):
    """Widths of columns; what is 0 has none. With a line for each event, what is too long is cut, with a mark."""

    when: int
    group: int
    name: int
    place: int
    title: int = 0
    one_line: bool = False

    def table(self, rows: Iterable[Row]) -> Table:
        """Return rows as a table."""
        grid = Table.grid(padding=(0, GAP, 0, 0))
        for width in filter(None, self):
            if width is not True:
                grid.add_column(width=width, overflow="ellipsis" if self.one_line else "fold", no_wrap=self.one_line)
        for row in rows:
            grid.add_row(*self.cells(row))
        return grid

    def cells(self, row: Row) -> list[Text]:
        """Return the cells of a row that have a column."""
        if self.one_line:
            when, place = cut(row.when, self.when), cut(row.place, self.place)
            return [when, *([row.group] if self.group else ()), self.on_one_line(row), place]
        if self.title:
            name, title = (_joined(row.name, row.id), row.title) if row.title else (row.id, row.name)
            return [row.when, row.group, name, row.place, title]
        below = [row.title] if row.title else []
        if not self.place:
            below.append(Text("  ").join(filter(None, (row.place, row.group))))
            return [row.when, _joined(row.name, row.id, *below)]
        return [row.when, row.group, _joined(row.name, row.id, *below), row.place]

    def on_one_line(self, row: Row) -> Text:
        """Return the short title, with the id where both have room."""
        both = _joined(row.name, row.id)
        return both if both.cell_len <= self.name else row.name


def cut(text: Text, width: int) -> Text:
    """Return a text cut to a width; that it is TBC or TBA is never cut off."""
    before, blank, last = text.plain.rpartition(" ")
    if text.cell_len <= width or last not in _CERTAINTIES:
        return text
    start = text[: len(before)]
    start.truncate(max(1, width - len(blank + last)), overflow="ellipsis")
    return start.append_text(text[len(before) :])


def _joined(name: Text, name_id: Text, *below: Text) -> Text:
    text = name.copy()
    text.append("  ").append_text(name_id)
    for line in below:
        text.append("\n").append_text(line)
    return text


def stacked(width: int) -> Columns:
    """Return columns with the whole title below the short one; on a phone the place is below the title, too."""
    when, place = (22, _LONGEST_PLACE) if width >= _ROOMY else (15, 13)
    name = width - when - GROUP - place - 3 * GAP
    if name < _STACKED:
        return Columns(_SHORTEST_DATE, 0, max(_STACKED, width - _SHORTEST_DATE - GAP), 0)
    return Columns(when, GROUP, name, place)


def fitting(rows: Sequence[Row], width: int) -> Columns:
    """Return columns for a width: stacked, or on a wide screen side by side, so that most events take a line."""
    if width < _WIDE:
        return stacked(width)
    when = _longest((row.when for row in rows), _LONGEST_DATE)
    place = _longest((row.place for row in rows), _LONGEST_PLACE)
    left = width - when - GROUP - place - 4 * GAP
    name = _longest((_joined(row.name, row.id) if row.title else row.id for row in rows), left // 2)
    return Columns(when, GROUP, name, place, left - name)


def lines(rows: Sequence[Row], width: int) -> Columns:
    """Return columns for one line an event."""
    group = GROUP if width >= _NARROW else 0
    when = _longest((row.when for row in rows), width // 3)
    place = _longest((row.place for row in rows), min(_LONGEST_PLACE, width // 5))
    left = max(1, width - when - place - group - (3 if group else 2) * GAP)
    return Columns(when, group, _longest((_joined(row.name, row.id) for row in rows), left), place, one_line=True)


def _longest(texts: Iterable[Text], most: int) -> int:
    return max(1, min(most, max((cell_len(text.plain) for text in texts), default=1)))
