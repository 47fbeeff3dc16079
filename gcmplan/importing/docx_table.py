"""Word: the tables of a document, with merged cells filled."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gcmplan.importing.table import MOST_COLUMNS, CannotImportError, Cell, Row, Table, one_line
from gcmplan.importing.unpacked import check_archive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COLOR = re.compile("[0-9A-Fa-f]{6}")
_EMPTY = Cell("")
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
    return [list(_rows(f"table {number}", table, document)) for number, table in _all(document.element.body.tbl_lst)]


def _all(tables: Sequence[Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield tables with their numbers, and behind each the tables inside it ("2.1")."""
    for number, table in enumerate(tables, 1):
        yield f"{above}{number}", table
        if above.count(".") < _DEEPEST:
            inner = [one for row in table.tr_lst for cell in row.tc_lst for one in cell.tbl_lst]
            yield from _all(inner, f"{above}{number}.")


def _rows(name: str, table: Any, document: Any) -> Iterator[Row]:  # noqa: ANN401 - python-docx tells no types
    """Yield rows; a cell that is merged with the one above it has its text."""
    above: list[Cell] = []
    for index, row in enumerate(table.tr_lst, 1):
        cells = [_EMPTY] * min(getattr(row, "grid_before", 0), MOST_COLUMNS)
        for part in row.tc_lst:
            place = len(cells)
            is_below = part.vMerge == "continue" and place < len(above)
            cells += [above[place] if is_below else _cell(part, document)] * part.grid_span
        above = cells
        yield Row(f"{name}, row {index}", tuple(cells))


def _cell(part: Any, document: Any) -> Cell:  # noqa: ANN401
    """Return a cell with the colour of its shading, which python-docx does not read."""
    from docx.table import _Cell  # noqa: PLC0415 - an extra

    shading = part.find(f"{{{_WORD}}}tcPr/{{{_WORD}}}shd")
    color = (shading.get(f"{{{_WORD}}}fill") or "").upper() if shading is not None else ""
    fill = f"#{color}" if _COLOR.fullmatch(color) and color != "FFFFFF" else ""
    return Cell(one_line(_Cell(part, document).text), fill=fill)
