"""A workbook that `export xlsx` wrote: the rows of its events, and their values at the time of the export."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from gcmplan.importing.own_format import DAYS, DETAILS, EVENTS, EXPORTED, WORKBOOK
from gcmplan.importing.table import CannotImportError, Cell, one_line
from gcmplan.importing.xlsx_table import sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gcmplan.importing.table import Row, Table

_ID, _TITLE = "Id", "Title"


class Exported(NamedTuple):
    """An event as a workbook shows it: texts by the headings that are filled, and first and last days."""

    texts: Mapping[str, str]
    days: tuple[str, ...]
    """Like "2017-05-08/2017-05-09": of its spans, or of its window."""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Exported:
        """Return the values as they are compared: blanks do not count."""
        texts = {key: one_line(text) for key, text in values.items() if key != DAYS}
        return cls(texts, tuple(values[DAYS]))

    def text(self, heading: str) -> str:
        """Return the text of a cell; empty if it is not filled."""
        return self.texts.get(heading, "")


class BookRow(NamedTuple):
    """A row: its place in words, and its cells by heading."""

    where: str
    cells: Mapping[str, Cell]

    def text(self, heading: str) -> str:
        """Return the text of a cell; empty if there is none."""
        return self.cells[heading].text if heading in self.cells else ""


class Book(NamedTuple):
    """The workbook: all by the ids of events."""

    domain: str
    exported: Mapping[str, Exported]
    rows: Mapping[str, Sequence[BookRow]]
    """Yield the rows of the sheet of events: one for each span of days."""
    details: Mapping[str, Sequence[BookRow]]
    new: Sequence[BookRow]
    """Rows of events that the export did not have."""
    remarks: Sequence[str]


def book_in(data: bytes) -> Book | None:
    """Return a workbook; None if it is not one that `export xlsx` wrote.

    Raises:
        CannotImportError: it has lost what is needed to find its rows.

    """
    tables = {sheet.title: sheet.rows for sheet in sheets(data)}
    hidden = tables.get(EXPORTED)
    if not hidden or hidden[0].text(0) != WORKBOOK:
        return None
    exported = dict(_exported(hidden[1:]))
    rows, details, new = dict[str, list[BookRow]](), dict[str, list[BookRow]](), list[BookRow]()
    for row in _rows(tables, (_ID, _TITLE), EVENTS):
        rows.setdefault(row.text(_ID), []).append(row)
    for row in _rows(tables, (_ID,), DETAILS):
        details.setdefault(row.text(_ID), []).append(row)
    remarks = [
        f"{row.where}: left out, as no row of the sheet {EVENTS} has the id '{name}'"
        for name in details.keys() - rows.keys() - exported.keys()
        for row in details[name]
    ]
    for name, found in rows.items():
        copies = _copies(found, exported.get(name))
        new += copies
        rows[name] = [row for row in found if row not in copies]
    return Book(hidden[0].text(1), exported, rows, details, new, remarks)


def _exported(rows: Iterable[Row]) -> Iterator[tuple[str, Exported]]:
    for row in rows:
        if row.text(0):
            try:
                yield row.text(0), Exported.of(json.loads(row.text(1)))
            except (ValueError, TypeError, KeyError, AttributeError):
                raise _damaged(f"{row.where}: the values at the time of the export cannot be read") from None


def _rows(tables: Mapping[str, Table], needed: Sequence[str], title: str) -> Iterator[BookRow]:
    """Yield the filled rows of a sheet below the heading, by its texts.

    Raises:
        CannotImportError: there is no such sheet, or no heading with the columns that are needed.

    """
    if title not in tables:
        raise CannotImportError(f"the workbook has no sheet '{title}'", "give the sheet its name again")
    table = tables[title]
    texts = [[cell.text for cell in row.cells] for row in table]
    place = next((place for place, row in enumerate(texts) if all(name in row for name in needed)), None)
    if place is None:
        raise _damaged(f"the sheet {title} has no columns {' and '.join(needed)}")
    columns = {text: column for column, text in reversed(list(enumerate(texts[place]))) if text}
    for row in table[place + 1 :]:
        if any(cell.text for cell in row.cells):
            yield BookRow(row.where, {name: row.cells[column] for name, column in columns.items()})


def _copies(rows: Sequence[BookRow], exported: Exported | None) -> list[BookRow]:
    """Return the rows that are no rows of the event whose id they have: people copy a row to write another event."""
    if exported is None:
        return list(rows)
    copies = [row for row in rows if row.text(_TITLE) != exported.text(_TITLE)]
    return copies if max(1, len(exported.days)) < len(rows) > len(copies) else []


def _damaged(text: str) -> CannotImportError:
    return CannotImportError(text, "export the workbook anew, and change that one")
