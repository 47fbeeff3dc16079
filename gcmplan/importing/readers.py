"""A file to its tables, by its kind."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from gcmplan.importing.own_format import is_own
from gcmplan.importing.table import MOST_BYTES, CannotImportError, Table, checked
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gcmplan.dates.span import Span
    from gcmplan.importing.own_workbook import Book

_KINDS = {".csv": "csv_table", ".tsv": "csv_table", ".txt": "csv_table", ".xlsx": "xlsx_table", ".xlsm": "xlsx_table"}
_KINDS |= {".docx": "docx_table", ".ics": "ics_table", ".json": "json_table"}

_LOCK = "~$"
"""The beginning of the names of files that Office makes beside an open one."""
_EXCEL, _WORD = (
    "open it in Excel or LibreOffice, and save it as xlsx",
    "open it in Word or LibreOffice, and save it as docx",
)
_INSTEAD = dict.fromkeys((".xls", ".xlsb", ".ods"), _EXCEL) | dict.fromkeys((".doc", ".odt", ".rtf"), _WORD)
_INSTEAD |= {
    ".numbers": "open it in Numbers, and export it to Excel (xlsx)",
    ".pages": "open it in Pages, and export it to Word (docx)",
    ".pdf": "copy its table into Excel, and save that as xlsx",
}
"""The ways to a file that can be read, by the endings of files that cannot."""


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
    except FileNotFoundError:
        raise CannotImportError(f"there is no file '{path}'", _where(path)) from None
    except OSError as error:
        hint = "if it is open in another program, close it there" if isinstance(error, PermissionError) else ""
        raise CannotImportError(f"'{path}' cannot be read: {error.strerror}", hint) from None
    if len(data) > MOST_BYTES:
        raise CannotImportError(f"'{path.name}' is larger than {MOST_BYTES // 1_000_000} MB", "split it")
    return data


def _where(path: Path) -> str:
    """Return a hint on a file that is not there: a name beside it that is like it, else how to give the path."""
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    names = [one.name for one in beside if one.suffix.lower() in _KINDS]
    return did_you_mean(path.name, names) or "drag the file into this window, which types its whole path"


def _kind_of(path: Path) -> str:
    """Return the module that reads a file.

    Raises:
        CannotImportError: none does.

    """
    kind = _KINDS.get(path.suffix.lower())
    if path.name.startswith(_LOCK):
        name = path.name.removeprefix(_LOCK)
        raise CannotImportError(f"'{path.name}' only says that somebody has '{name}' open", f"name '{name}'")
    if path.is_dir():
        raise CannotImportError(f"'{path}' is a folder", "name a file in it")
    if kind is None:
        if path.parts[:1] in {("https:",), ("http:",)}:
            raise CannotImportError("an address on the web cannot be read", "download the file, and name it here")
        hint = _INSTEAD.get(path.suffix.lower(), "save the table as one of these")
        raise CannotImportError(f"'{path.name}' is no xlsx, csv, docx, ics or json file", hint)
    return kind
