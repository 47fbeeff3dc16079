"""A file to its tables, by its kind."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from gcmplan.importing.own_format import is_own
from gcmplan.importing.table import MOST_BYTES, CannotImportError, Table, checked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gcmplan.dates.span import Span
    from gcmplan.importing.own_workbook import Book

_KINDS = {".csv": "csv_table", ".tsv": "csv_table", ".txt": "csv_table", ".xlsx": "xlsx_table", ".xlsm": "xlsx_table"}
_KINDS |= {".docx": "docx_table", ".ics": "ics_table", ".json": "json_table"}


def tables_of(path: Path, within: Span | None = None) -> list[Table]:
    """Return the tables of a file that have a row; repeated entries of a calendar by their days `within` some.

    Raises:
        CannotImportError: it cannot be read, or is too large.

    """
    kind, data = _kind_of(path), bytes_of(path)
    read = import_module(f"gcmplan.importing.{kind}").tables
    found = (checked(table, path.name) for table in (read(data, within) if kind == "ics_table" else read(data)))
    return [table for table in found if table]


def uids_of(path: Path, tables: Iterable[Table]) -> set[str]:
    """Return the UIDs of the entries of a calendar; none of another file."""
    if _kind_of(path) != "ics_table":
        return set()
    [heading, *rows] = (row for table in tables for row in table)
    place = next((place for place, cell in enumerate(heading.cells) if cell.text == "uid"), None)
    return {row.text(place) for row in rows} if place is not None else set()


def book_of(path: Path) -> Book | None:
    """Return a workbook that `export xlsx` wrote; None if the file is another one.

    Raises:
        CannotImportError: it cannot be read, or has lost what is needed to find its rows.

    """
    if _kind_of(path) != "xlsx_table" or not is_own(data := bytes_of(path)):
        return None
    from gcmplan.importing.own_workbook import book_in  # noqa: PLC0415 - for workbooks alone

    return book_in(data)


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        CannotImportError: it cannot be read, or is too large.

    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotImportError(f"'{path}' cannot be read: {error.strerror}") from None
    if len(data) > MOST_BYTES:
        raise CannotImportError(f"'{path.name}' is larger than {MOST_BYTES // 1_000_000} MB", "split it")
    return data


def _kind_of(path: Path) -> str:
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise CannotImportError(
            f"'{path.name}' is no xlsx, csv, docx, ics or json file", "save the table as one of these"
        )
    return kind
