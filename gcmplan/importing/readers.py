"""A file to its tables, by its kind."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from gcmplan.importing.table import MOST_BYTES, CannotImportError, Table, checked

if TYPE_CHECKING:
    from pathlib import Path

_KINDS = {".csv": "csv_table", ".tsv": "csv_table", ".txt": "csv_table", ".xlsx": "xlsx_table", ".xlsm": "xlsx_table"}
_KINDS |= {".docx": "docx_table", ".ics": "ics_table"}


def tables_of(path: Path) -> list[Table]:
    """Return the tables of a file that have a row.

    Raises:
        CannotImportError: it cannot be read, or is too large.

    """
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise CannotImportError(f"'{path.name}' is no xlsx, csv, docx or ics file", "save the table as one of these")
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotImportError(f"'{path}' cannot be read: {error.strerror}") from None
    if len(data) > MOST_BYTES:
        raise CannotImportError(f"'{path.name}' is larger than {MOST_BYTES // 1_000_000} MB", "split it")
    found = (checked(table, path.name) for table in import_module(f"gcmplan.importing.{kind}").tables(data))
    return [table for table in found if table]
