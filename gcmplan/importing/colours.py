"""Groups by the colours of cells: the colour key of a file says what each colour is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gcmplan.importing.columns import columns_of
from gcmplan.importing.table import CannotImportError, Cell, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gcmplan.importing.table import Table

COLUMN = "group by colour"
"""The heading of the column that is added."""


def with_groups(tables: Sequence[Table], given: Mapping[str, str]) -> tuple[list[Table], dict[str, str]]:
    """Return tables with a column of the groups that the colours of rows mean, and the colours by these groups.

    Raises:
        CannotImportError: no row of an event has a colour of the key.

    """
    headings = [columns.heading if (columns := columns_of(table, given)) else None for table in tables]
    beside = [row for table, place in zip(tables, headings, strict=True) for row in table[:place]]
    key = dict(_key(beside))
    names = {row.where: name for table, place in zip(tables, headings, strict=True) if place is not None
             for row in table[place + 1:] if (name := _group(row, key))}  # fmt: skip
    if not names:
        hint = "colours are looked up in cells above the table or on another sheet: a colour with its word"
        raise CannotImportError("no row has a colour of the colour key", hint)
    colours = {name: colour for colour, name in key.items() if name in names.values() and colour.startswith("#")}
    found = [
        table if place is None else [*table[:place], *_with_column(table[place:], names)]
        for table, place in zip(tables, headings, strict=True)
    ]
    return found, colours


def _key(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Yield the colours of cells outside of the events with their words: in the cell itself, else in the next one."""
    for row in rows:
        for cell, after in zip(row.cells, [*row.cells[1:], Cell("")], strict=True):
            if cell.fill and (text := cell.text or after.text):
                yield cell.fill, text


def _group(row: Row, key: Mapping[str, str]) -> str:
    """Return the group of a row: that of the colour which most of its cells have."""
    counted = Counter(key[cell.fill] for cell in row.cells if cell.fill in key)
    return counted.most_common(1)[0][0] if counted else ""


def _with_column(rows: Sequence[Row], names: Mapping[str, str]) -> Iterator[Row]:
    width = max(len(row.cells) for row in rows)
    for number, row in enumerate(rows):
        cells = (*row.cells, *[Cell("")] * (width - len(row.cells)))
        yield row._replace(cells=(*cells, Cell(names.get(row.where, "") if number else COLUMN)))
