"""Excel: values as they were calculated last, with merged cells filled; nothing is evaluated, run or fetched."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from gcmplan.importing.table import (
    MOST_COLUMNS,
    MOST_ROWS,
    CannotImportError,
    Cell,
    Row,
    Table,
    one_line,
    too_large,
)
from gcmplan.importing.unpacked import check_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet.worksheet import Worksheet

_EMPTY = Cell("")
_PAPER = ("FFFFFF", "000000")
"""Colours that are none: white, and what some programs write for "automatic"."""
_NO_SIGNS = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')
"""The parts of a format that are no signs for parts of a date."""


class Sheet(NamedTuple):
    """A sheet, which may be hidden."""

    title: str
    rows: Table
    is_shown: bool


def tables(data: bytes) -> list[Table]:
    """Return a table for each sheet that is shown.

    Raises:
        CannotImportError: the file is no workbook.

    """
    return [sheet.rows for sheet in sheets(data) if sheet.is_shown]


def sheets(data: bytes) -> list[Sheet]:
    """Return each sheet.

    Raises:
        CannotImportError: the file is no workbook.

    """
    import openpyxl  # noqa: PLC0415 - 0.2 s, for workbooks alone

    check_archive(data, "xlsx")
    try:
        # `data_only`: the results of formulas, not the formulas.
        workbook = openpyxl.load_workbook(BytesIO(data), data_only=True, keep_links=False, keep_vba=False)
    except Exception as error:  # noqa: BLE001 - the library raises whatever its parts raise
        raise CannotImportError(
            f"this is no xlsx file: {one_line(str(error))[:100]}", "save it as xlsx again"
        ) from None
    return [Sheet(one.title, list(_rows(one)), one.sheet_state == "visible") for one in workbook.worksheets]


def _rows(sheet: Worksheet) -> Iterator[Row]:
    merged = {
        (row, column): sheet.cell(one.min_row, one.min_col)
        for one in sheet.merged_cells.ranges
        if one.size["rows"] * one.size["columns"] <= MOST_ROWS
        for row in range(one.min_row, one.max_row + 1)
        for column in range(one.min_col, one.max_col + 1)
    }
    # Only cells that exist are looked at: a format far out would make millions of empty ones.
    filled = {place: cell for place, cell in sheet._cells.items() if cell.value is not None}  # noqa: SLF001
    if any(row > MOST_ROWS or column > MOST_COLUMNS for row, column in filled):
        raise too_large(sheet.title)
    fills: dict[int, str] = {}
    rows, columns = (max((place[part] for place in filled), default=0) for part in (0, 1))
    for number in range(1, rows + 1):
        places = ((number, column) for column in range(1, columns + 1))
        cells = tuple(_cell(merged.get(place) or sheet._cells.get(place), fills) for place in places)  # noqa: SLF001
        yield Row(f"{sheet.title}, row {number}", cells, bool(sheet.row_dimensions[number].hidden))


def _cell(cell: Any, fills: dict[int, str]) -> Cell:  # noqa: ANN401 - openpyxl has several kinds
    if cell is None:
        return _EMPTY
    fill = _fill(cell, fills)
    if cell.value is None:
        return Cell("", fill=fill) if fill else _EMPTY
    value = cell.value
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        signs = _NO_SIGNS.sub("", str(cell.number_format)).lower()
        is_timed = isinstance(value, datetime) and value.time() != time() and "h" in signs
        hours = f"{value:%H:%M}" if is_timed else ""
        return Cell(day.isoformat(), day, _shown(signs), "y" in signs or signs == "general", fill, hours)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Cell(one_line(str(value)), fill=fill)


def _fill(cell: Any, fills: dict[int, str]) -> str:  # noqa: ANN401
    """Return the colour of a cell; `fills` keeps those of the workbook that are known."""
    if not cell.has_style:
        return ""
    number = cell._style.fillId  # noqa: SLF001 - the colours of a style take long to look up
    if number not in fills:
        color = cell.fill.fgColor if cell.fill.fill_type == "solid" else None
        if color is not None and color.type == "rgb":
            fills[number] = "" if color.rgb[2:] in _PAPER else f"#{color.rgb[2:]}"
        else:
            fills[number] = f"{color.type} {color.value} {color.tint:.2f}" if color is not None else ""
    return fills[number]


def _shown(signs: str) -> Literal["day", "month", "year"]:
    """Return the part of a date that a format shows, given its signs without texts, colours and languages."""
    if "d" in signs or signs == "general":
        return "day"
    return "month" if "m" in signs else "year"
