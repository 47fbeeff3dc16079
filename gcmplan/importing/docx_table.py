"""Word: the tables of a document, with merged cells filled."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gcmplan.importing.table import CannotImportError, Cell, Row, Table, one_line
from gcmplan.importing.unpacked import check_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COLOR = re.compile("[0-9A-Fa-f]{6}")
_DEEPEST = 3
"""Tables inside tables inside tables: no further."""


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
    return [list(_rows(f"table {number}", table)) for number, table in _all(document.tables)]


def _all(tables: list[Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield tables with their numbers, and behind each the tables inside it ("2.1")."""
    for number, table in enumerate(tables, 1):
        yield f"{above}{number}", table
        inner = {id(one._tbl): one for row in table.rows for cell in row.cells for one in cell.tables}  # noqa: SLF001
        if above.count(".") < _DEEPEST:
            yield from _all(list(inner.values()), f"{above}{number}.")


def _rows(name: str, table: Any) -> Iterator[Row]:  # noqa: ANN401 - python-docx tells no types
    for index, row in enumerate(table.rows, 1):
        yield Row(f"{name}, row {index}", tuple(Cell(one_line(cell.text), fill=_fill(cell)) for cell in row.cells))


def _fill(cell: Any) -> str:  # noqa: ANN401
    """Return the colour of a cell's shading."""
    shading = cell._tc.find(f"{{{_WORD}}}tcPr/{{{_WORD}}}shd")  # noqa: SLF001 - python-docx does not read it
    color = (shading.get(f"{{{_WORD}}}fill") or "") if shading is not None else ""
    return f"#{color.upper()}" if _COLOR.fullmatch(color) and color.upper() != "FFFFFF" else ""
