"""Word: the tables of a document, with merged cells filled."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from gcmplan.importing.table import CannotImportError, Cell, Row, Table, one_line
from gcmplan.importing.unpacked import check_archive

if TYPE_CHECKING:
    from collections.abc import Iterator


def tables(data: bytes) -> list[Table]:
    """Return each table of a document.

    Raises:
        CannotImportError: the file is no document, or python-docx is not installed.

    """
    try:
        import docx  # noqa: PLC0415 - an extra
    except ImportError:
        hint = "install it with gcmplan: 'pipx install gcmplan[docx]'; or save the table as xlsx or csv"
        raise CannotImportError("to read Word files, gcmplan needs python-docx", hint) from None
    check_archive(data, "docx")
    try:
        document = docx.Document(BytesIO(data))
    except Exception as error:  # noqa: BLE001 - the library raises whatever its parts raise
        raise CannotImportError(
            f"this is no docx file: {one_line(str(error))[:100]}", "save it as docx again"
        ) from None
    return [list(_rows(number, table)) for number, table in enumerate(document.tables, 1)]


def _rows(number: int, table: Any) -> Iterator[Row]:  # noqa: ANN401 - python-docx tells no types
    for index, row in enumerate(table.rows, 1):
        yield Row(f"table {number}, row {index}", tuple(Cell(one_line(cell.text)) for cell in row.cells))
