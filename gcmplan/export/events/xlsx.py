"""XLSX for Excel and LibreOffice: events to read, to print and to sort; details; a legend; and the values exported.

As in CSV there is one row for each span of known days, and one for a window or for what has no date. Days are real
dates; everything else is text, whatever it begins with: none can be a formula. The same plan gives the same bytes, for
the workbook says that it was made on the plan's own day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from gcmplan.export.sheet_xml import SheetCell, SheetRows
from gcmplan.importing.own_format import EXPORTED, WORKBOOK
from gcmplan.text.colors import letters_on
from gcmplan.text.escape import one_line
from gcmplan.views.workbook_rows import COLUMNS, DETAILS, EVENTS, Column, days_of, exported, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

CERTAINTIES = (("confirmed", "Sure."), ("tbc", "Proposed, to be confirmed."), ("tba", "To be announced."))
_LEGEND_WIDTHS = (16, 80)
_GENERAL, _DATE = "General", "d mmm yyyy"
_FONT, _GREY = "Calibri", "FF595959"
_LONGEST_HEADER = 120
_A4 = 9
"""The paper, by its number in a workbook; its margins are in inches."""
_LINE = 15
"""The height of a line, in points."""
_FIRST_YEAR, _UNIX, _READABLE = 1980, 3, 0o600 << 16
"""The first year that a zip file knows; on what system it was made, and who may read its parts there."""
_FORMULA = ("=", "+", "-", "@")
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""A text that Excel would read as a character by its number, as "_x000A_" is a line break."""


class _Look(NamedTuple):
    """How a cell looks; `fill` is the colour behind it, #RRGGBB."""

    bold: bool = False
    faint: bool = False
    struck: bool = False
    fill: str = ""


_PLAIN, _BOLD, _FAINT, _STRUCK = _Look(), _Look(bold=True), _Look(faint=True), _Look(struck=True)


def render(plan: Workplan, records: Iterable[Record], only: str = "") -> bytes:
    """Return the workbook; `only` says what filters kept: on each page, in the legend and in the title of the file."""
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "gcmplan", _text(f"{plan.title} ({only})" if only else plan.title)
    book.properties.created = book.properties.modified = datetime.combine(plan.as_of, time())
    rows = list(records)
    sheets: list[_Sheet] = []
    for title, columns in (("Events", EVENTS), ("Details", DETAILS)):
        sheet = _Sheet(book, title, [column.width for column in columns])
        sheets.append(sheet)
        for number, column in enumerate(columns, 1):
            sheet.rows.column_dimensions[get_column_letter(number)].hidden = column.is_hidden  # type: ignore[attr-defined] # the stubs lack it
        sheet.rows.oddHeader.left.text = _header(f"{plan.title}. {only}" if only else plan.title)  # type: ignore[union-attr] # it is always there
        sheet.rows.oddFooter.right.text = "&P / &N"  # type: ignore[union-attr] # it is always there
        _write_rows(sheet, columns, rows)
    legend, hidden = (_Sheet(book, title, _LEGEND_WIDTHS) for title in ("Legend", EXPORTED))
    _write_legend(legend, plan, only)
    _write_exported(hidden, plan, rows)
    buffer = BytesIO()
    # Not `book.save`, which asks the clock.
    ExcelWriter(book, _Archive(buffer, plan.as_of, [sheet.cells for sheet in (*sheets, legend, hidden)])).save()
    return buffer.getvalue()


def _header(text: str) -> str:
    """Return a text for the head of each page, where `&` begins a code, and 255 characters are the most."""
    return one_line(text)[:_LONGEST_HEADER].replace("&", "&&")


def _write_rows(sheet: _Sheet, columns: Sequence[Column], records: Iterable[Record]) -> None:
    """Write a head and the rows of the events: the same rows, in the same order, on each sheet."""
    sheet.rows.freeze_panes, sheet.rows.print_title_rows = "A2", "1:1"
    sheet.append([column.heading for column in columns], [_BOLD] * len(columns))
    for record in records:
        looks = _looks(record)
        row_looks = [looks.get(column.heading, _PLAIN) for column in columns]
        for first, last in days_of(record):
            values = values_of(record, first, last)
            sheet.append([values[column.heading] for column in columns], row_looks)
    sheet.rows.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{sheet.cells.count}"  # type: ignore[attr-defined] # the stubs lack it


def _looks(record: Record) -> dict[str, _Look]:
    """Return how cells look, by headings: a window is fainter than known days, what is cancelled struck."""
    days = {} if record.when.exact else dict.fromkeys(("First day", "Last day"), _FAINT)
    titles = dict.fromkeys(("Short title", "Title"), _STRUCK) if record.status == "cancelled" else {}
    return days | titles | ({"Group": _Look(fill=record.group.color)} if record.group else {})


def _write_legend(sheet: _Sheet, plan: Workplan, only: str) -> None:
    sheet.append(["Plan", plan.title], [_BOLD, _BOLD])
    if only:
        sheet.append(["Filtered", only], [_BOLD, _BOLD])
    sheet.append(["As of", plan.as_of])
    sheet.append([])
    sheet.append(["Groups"], [_BOLD])
    for group in plan.groups:
        sheet.append([group.short, group.title], [_Look(fill=group.color), _PLAIN])
    for heading, rows in (("Certainty", CERTAINTIES), ("Columns", [(one.heading, one.meaning) for one in COLUMNS])):
        sheet.append([])
        sheet.append([heading], [_BOLD])
        for row in rows:
            sheet.append(row)


def _write_exported(sheet: _Sheet, plan: Workplan, records: Iterable[Record]) -> None:
    """Write the values at the time of the export into a hidden sheet."""
    sheet.rows.sheet_state = "hidden"  # type: ignore[attr-defined] # the stubs lack it
    for row in ((WORKBOOK, plan.calendar.domain), *exported(records)):
        # No reader looks at them: their rows need no height.
        sheet.cells.append([sheet.cell(text, _PLAIN) for text in row])


class _Sheet:
    """Rows of a sheet that is written as they come."""

    def __init__(self, book: Workbook, title: str, widths: Iterable[int]) -> None:
        self.rows: WriteOnlyWorksheet = book.create_sheet(title)
        self.widths = list(widths)
        self.cells = SheetRows([get_column_letter(number) for number in range(1, len(self.widths) + 1)])
        self.styles: dict[tuple[_Look, str, bool], int] = {}
        """Their numbers in the workbook."""
        self.rows.page_setup.orientation, self.rows.page_setup.fitToHeight = "landscape", 0
        self.rows.page_setup.paperSize = _A4
        self.rows.page_margins = PageMargins(0.4, 0.4, 0.5, 0.4, 0.2, 0.2)
        self.rows.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for number, width in enumerate(self.widths, 1):
            self.rows.column_dimensions[get_column_letter(number)].width = width

    def append(self, values: Sequence[object], looks: Sequence[_Look] = ()) -> None:
        """Add a row of texts and days; what is `None` stays empty."""
        lines = max((_lines(str(value), width) for value, width in zip(values, self.widths, strict=False)), default=1)
        cells = [
            None if value is None else self.cell(value, look)
            for value, look in zip(values, looks or [_PLAIN] * len(values), strict=True)
        ]
        # Not every program finds out itself how high a row is whose texts wrap.
        self.cells.append(cells, lines * _LINE if lines > 1 else None)

    def cell(self, value: object, look: _Look) -> SheetCell:
        """Return a cell: a day as a date, anything else as a text."""
        if isinstance(value, date):
            return SheetCell(value, self.style(look, _DATE))
        text = _text(str(value))
        # Quoted, it stays a text even when someone edits it.
        return SheetCell(text, self.style(look, quoted=text.startswith(_FORMULA)))

    def style(self, look: _Look, number_format: str = _GENERAL, *, quoted: bool = False) -> int:
        """Return the number of a style."""
        key = (look, number_format, quoted)
        if key not in self.styles:
            cell = WriteOnlyCell(self.rows)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.number_format, cell.quotePrefix = number_format, quoted
            color = _GREY if look.faint else None
            if look.fill:
                cell.fill = PatternFill("solid", fgColor=_color(look.fill))
                color = _color(letters_on(look.fill))
            cell.font = Font(_FONT, 11, bold=look.bold, italic=look.faint, strike=look.struck, color=color)
            self.styles[key] = cell.style_id
        return self.styles[key]


class _Archive(ZipFile):
    """A zip file whose parts all bear one day, and nothing of the machine that wrote them; with the rows of sheets."""

    def __init__(self, file: BytesIO, day: date, sheets: Iterable[SheetRows]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self.sheets = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in enumerate(sheets, 1)}
        self.day = (max(day.year, _FIRST_YEAR), day.month, day.day, 0, 0, 0)

    def part(self, name: str) -> ZipInfo:
        """Return an entry."""
        entry = ZipInfo(name, self.day)
        entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, _UNIX, _READABLE
        return entry

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as in `ZipFile`
        """Add a part."""
        super().writestr(self.part(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as in `ZipFile`
        """Add a sheet from a file, which has all but its rows."""
        with self.open(self.part(arcname), "w") as target:
            self.sheets[arcname].write_into(Path(filename).read_bytes(), target)


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column."""
    return len(wrap(text, width)) if len(text) > width else 1


def _text(text: str) -> str:
    """Return a text of the data as a cell can hold it; no part of it is read as a character by its number."""
    return _NUMBERED.sub("_x005F_", one_line(text))


def _color(color: str) -> str:
    """Return #RRGGBB as openpyxl has it."""
    return f"FF{color[1:]}"
