"""XLSX for Excel and LibreOffice: a sheet of events to sort and to filter, and a legend.

As in CSV there is one row for each span of known days, and one for a window or for what has no date. Days are real
dates; everything else is text, whatever it begins with: none can be a formula. The same plan gives the same bytes, for
the workbook says that it was made on the plan's own day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from gcmplan.contrast import letters_on
from gcmplan.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from gcmplan.record import Record
    from gcmplan.workplan import Workplan


class Column(NamedTuple):
    """A column of the sheet of events: its heading, how many letters wide it is, and what the legend says of it."""

    heading: str
    width: int
    meaning: str


COLUMNS = (
    Column("When", 22, "The date in the words of the plan."),
    Column("First day", 12, "The first day; of a window, the first that is possible."),
    Column("Last day", 12, "The last day; of a window, the last that is possible."),
    Column("Days known", 12, "yes: on these days. no: some time from the first day to the last, if these are known."),
    Column("Certainty", 11, "How sure the date is."),
    Column("Short title", 28, "A shorter title, if there is one."),
    Column("Title", 60, "The words of the document."),
    Column("Group", 13, "The line of the colour key."),
    Column("Kind", 11, "meeting, document or milestone; deadline, session: beside the events."),
    Column("Status", 11, "scheduled, postponed or cancelled."),
    Column("Phase", 8, "I, II or III; none for the conference."),
    Column("Place", 18, "A city, or a country if the city is not known."),
    Column("Place is", 11, "How sure the place is."),
    Column("Country", 9, "Two letters, ISO 3166-1."),
    Column("Venue", 28, "Room and building."),
    Column("Body", 24, "Whose meeting it is."),
    Column("Mandate", 10, "The operative paragraph that asks for it."),
    Column("Source", 36, "The document that says so."),
    Column("Id", 28, "The name by which gcmplan knows it; it never changes."),
)
CERTAINTIES = (("confirmed", "Sure."), ("tbc", "Proposed, to be confirmed."), ("tba", "To be announced."))
_LEGEND_WIDTHS = (16, 80)
_GENERAL, _DATE = "General", "d mmm yyyy"
_FONT, _GREY = "Calibri", "FF595959"
_LONGEST_HEADER = 120
_FIRST_YEAR, _UNIX, _READABLE = 1980, 3, 0o600 << 16
"""The first year that a zip file knows; on what system it was made, and who may read its parts there."""
_FORMULA = ("=", "+", "-", "@")
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Where a text would stand for a character by its number, as "_x000A_" does for a line break."""
_DAYS = slice(1, 3)
_TITLES = slice(5, 7)
_GROUP = slice(7, 8)


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
    events = _Sheet(book, "Events", [column.width for column in COLUMNS])
    events.rows.oddHeader.left.text = _header(f"{plan.title}. {only}" if only else plan.title)  # type: ignore[union-attr] # it is always there
    _write_events(events, records)
    _write_legend(_Sheet(book, "Legend", _LEGEND_WIDTHS), plan, only)
    buffer = BytesIO()
    # Not `book.save`, which asks the clock.
    ExcelWriter(book, _Archive(buffer, plan.as_of)).save()
    return buffer.getvalue()


def _header(text: str) -> str:
    """Return a text for the head of each page, where `&` begins a code, and 255 characters are the most."""
    return one_line(text)[:_LONGEST_HEADER].replace("&", "&&")


def _write_events(sheet: _Sheet, records: Iterable[Record]) -> None:
    sheet.rows.freeze_panes, sheet.rows.print_title_rows = "A2", "1:1"
    sheet.append([column.heading for column in COLUMNS], [_BOLD] * len(COLUMNS))
    for record in records:
        looks = _looks(record)
        for first, last in record.when.spans or (record.when.window or (None, None),):
            sheet.append(_row(record, first, last), looks)
    sheet.rows.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{sheet.count}"  # type: ignore[attr-defined] # the stubs lack it


def _row(record: Record, first: date | None, last: date | None) -> tuple[object, ...]:
    """Return the values of the columns."""
    when, place = record.when, record.place
    return (
        str(when), first, last, "yes" if when.exact else "no", when.certainty.value, record.short, record.title,
        record.group.short if record.group else None, record.kind, record.status, record.phase,
        place.name if place else None, place.certainty.value if place else None,
        record.place_row.country if record.place_row else None, record.venue, record.body, record.mandate,
        record.source, record.id,
    )  # fmt: skip


def _looks(record: Record) -> list[_Look]:
    """Return how the cells of the columns look: a window is fainter than known days, what is cancelled struck."""
    looks = [_PLAIN] * len(COLUMNS)
    if not record.when.exact:
        looks[_DAYS] = [_FAINT, _FAINT]
    if record.status == "cancelled":
        looks[_TITLES] = [_STRUCK, _STRUCK]
    if record.group:
        looks[_GROUP] = [_Look(fill=record.group.color)]
    return looks


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


class _Sheet:
    """Rows of a sheet that is written as they come."""

    def __init__(self, book: Workbook, title: str, widths: Iterable[int]) -> None:
        self.rows: WriteOnlyWorksheet = book.create_sheet(title)
        self.count = 0
        self.cells: dict[tuple[int, _Look, str, bool], Cell] = {}
        """One for each column and look, filled anew for each row: a cell takes longer to style than to write."""
        self.rows.page_setup.orientation, self.rows.page_setup.fitToHeight = "landscape", 0
        self.rows.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for number, width in enumerate(widths, 1):
            self.rows.column_dimensions[get_column_letter(number)].width = width

    def append(self, values: Sequence[object], looks: Sequence[_Look] = ()) -> None:
        """Add a row of texts and days; what is `None` stays empty."""
        numbered = enumerate(zip(values, looks or [_PLAIN] * len(values), strict=True))
        self.rows.append([None if value is None else self.cell(n, value, look) for n, (value, look) in numbered])
        self.count += 1

    def cell(self, column: int, value: object, look: _Look) -> Cell:
        """Return a cell: a day as a date, anything else as a text."""
        if isinstance(value, date):
            cell = self.styled(column, look, _DATE)
            cell.value = value
        else:
            text = _text(str(value))
            # Quoted, it stays a text even when someone edits it.
            cell = self.styled(column, look, quoted=text.startswith(_FORMULA))
            cell.value = text
            # "=1" would be a formula else, and "#N/A" an error.
            cell.data_type = "s"
        return cell

    def styled(self, column: int, look: _Look, number_format: str = _GENERAL, *, quoted: bool = False) -> Cell:
        """Return the cell of a column and a look."""
        key = (column, look, number_format, quoted)
        if key not in self.cells:
            self.cells[key] = cell = WriteOnlyCell(self.rows)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.number_format, cell.quotePrefix = number_format, quoted
            color = _GREY if look.faint else None
            if look.fill:
                cell.fill = PatternFill("solid", fgColor=_color(look.fill))
                color = _color(letters_on(look.fill))
            cell.font = Font(_FONT, 11, bold=look.bold, italic=look.faint, strike=look.struck, color=color)
        return self.cells[key]


class _Archive(ZipFile):
    """A zip file whose parts all bear one day, and nothing of the machine that wrote them."""

    def __init__(self, file: BytesIO, day: date) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
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
        """Add a part from a file."""
        with Path(filename).open("rb") as source, self.open(self.part(arcname), "w") as target:
            copyfileobj(source, target)


def _text(text: str) -> str:
    """Return a text of the data as a cell can hold it; no part of it stands for a character by its number."""
    return _NUMBERED.sub("_x005F_", one_line(text))


def _color(color: str) -> str:
    """Return #RRGGBB as openpyxl has it."""
    return f"FF{color[1:]}"
