"""A table as it was read from a file: rows of cells, each with its place in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from gcmplan.errors import GcmplanError

if TYPE_CHECKING:
    from datetime import date

MOST_ROWS, MOST_COLUMNS, MOST_BYTES = 10_000, 200, 20_000_000
"""The size of a table, and of the file that it comes from, unpacked."""
MOST_LINES, MOST_CELLS = 500_000, 250_000
"""Lines of a text, with the empty ones; cells of a table in an archive."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class CannotImportError(GcmplanError):
    """A file cannot be read as a table or a calendar."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both."""
        super().__init__(message)
        self.hint = hint


class Cell(NamedTuple):
    """A cell: its text as it is shown, and its date if the file stores one."""

    text: str
    day: date | None = None
    shown: Literal["day", "month", "year"] = "day"
    """The part of the date that the file shows: Excel stores "May-17" as 1 May 2017."""
    has_year: bool = True
    """Whether the file shows the year: of "17 May", Excel stores the year in which it was typed."""
    fill: str = ""
    """Its colour, #RRGGBB or another name; empty if it has none."""
    hours: str = ""
    """The time of day that it shows beside its date."""


class Row(NamedTuple):
    """A row: its place in words ("line 5", "Sheet1, row 5"), and its cells."""

    where: str
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    def text(self, column: int) -> str:
        """Return the text of a column, empty beyond the last."""
        return self.cells[column].text if column < len(self.cells) else ""


Table = list[Row]


def one_line(text: str) -> str:
    """Return a text on one line, without blanks at its ends."""
    return " ".join(_CONTROL.sub(" ", text).split())


def too_large(name: str) -> CannotImportError:
    """Return the error of a table that is too large."""
    return CannotImportError(f"{name} has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns", "split it")


def checked(table: Table, name: str) -> Table:
    """Return a table that is not too large, without empty rows.

    Raises:
        CannotImportError: it has too many rows or columns.

    """
    rows = [row for row in table if any(cell.text or cell.day for cell in row.cells)]
    if len(rows) > MOST_ROWS or any(len(row.cells) > MOST_COLUMNS for row in rows):
        raise too_large(name)
    return rows
