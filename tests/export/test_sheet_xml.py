"""Rows of worksheets: the bytes that openpyxl writes of the same values."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import canonicalize
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from gcmplan.export.sheet_xml import SheetCell, SheetRows
from strategies import fewest

EMPTY = b"<a>%s</a>"
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXTS = st.text(LETTERS, max_size=30).filter(lambda text: not text or text.strip())
"""Not blanks alone, which openpyxl writes in two ways."""
ODD = st.sampled_from(["", " x", "x ", "<&>\"'", "]]>", "=1", "#N/A", "\u00a0x", "x" * 33_000, "é🙂"])
VALUES = st.none() | st.dates(date(1945, 1, 1), date(2100, 12, 31)) | ODD | TEXTS
ROWS = st.lists(st.tuples(st.lists(VALUES, max_size=30), st.sampled_from([None, 30, 45])), max_size=6)


@fewest
@given(ROWS)
def test_rows_are_those_of_openpyxl(rows: list[tuple[list[date | str | None], int | None]]) -> None:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("A")
    own = SheetRows([get_column_letter(number) for number in range(1, 31)])
    for number, (values, height) in enumerate(rows, 1):
        if height:
            sheet.row_dimensions[number].height = height
        cells = [None if value is None else cell_of(sheet, value) for value in values]
        sheet.append(cells)
        own.append([cell and SheetCell(cell.value, cell.style_id) for cell in cells], height)
    target = BytesIO()
    own.write_into(EMPTY % b"<sheetData></sheetData>", target)
    rest = sheet_of(book).partition(b"<sheetData>")[2] or b"</sheetData>"
    expected = EMPTY % (b"<sheetData>" + rest.partition(b"</sheetData>")[0] + b"</sheetData>")
    # Where lxml is installed, openpyxl writes the same in other bytes.
    assert canonicalize(target.getvalue()) == canonicalize(expected)


@pytest.mark.parametrize("empty", [b"<sheetData></sheetData>", b"<sheetData />", b"<sheetData/>"])
def test_the_rows_take_the_place_of_none(empty: bytes) -> None:
    rows, target = SheetRows("AB"), BytesIO()
    rows.append([None, SheetCell("x", 3)])
    rows.write_into(b"<a>%s<b/></a>" % empty, target)
    xml = b'<sheetData><row r="1"><c r="B1" s="3" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    assert target.getvalue() == b"<a>%s<b/></a>" % xml


def cell_of(sheet: Any, value: date | str) -> Any:  # noqa: ANN401 - the stubs lack half of it
    cell: Any = WriteOnlyCell(sheet)
    cell.value = value
    cell.font = Font(italic=True, bold=isinstance(value, date))
    cell.data_type = "d" if isinstance(value, date) else "s"
    return cell


def sheet_of(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    with ZipFile(buffer) as archive:
        return archive.read("xl/worksheets/sheet1.xml")
