"""Files of other programs as tables: what real libraries and hands write is read, the rest has an error."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from openpyxl.styles import numbers
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from gcmplan.importing import ics_table
from gcmplan.importing.dates import order_of, read
from gcmplan.importing.readers import tables_of
from gcmplan.importing.table import MOST_BYTES, CannotImportError, Row

TEXT = "Date;Event;Place\n8-9 May 2027;Séance d\u2019été;Genève\n"


def rows_of(path: Path, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in tables_of(path)[table]]


def refused(path: Path) -> CannotImportError:
    with pytest.raises(CannotImportError) as error:
        tables_of(path)
    return error.value


def new_workbook() -> tuple[Workbook, Worksheet]:
    """Return a workbook with one empty sheet."""
    workbook = Workbook()
    del workbook["Sheet"]
    return workbook, workbook.create_sheet("Plan")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_csv_in_any_code_and_with_any_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "a.csv"
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    path.write_bytes(mark + TEXT.replace(";", separator).encode(encoding))
    assert rows_of(path) == [["Date", "Event", "Place"], ["8-9 May 2027", "Séance d\u2019été", "Genève"]]


def test_csv_with_quotes_and_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Plan of 2027\n\n\nDate,Event\n"8 May 2027","Talks, ""first""\nround"\n,\n')
    assert rows_of(path) == [["Plan of 2027"], ["Date", "Event"], ["8 May 2027", 'Talks, "first" round']]
    assert tables_of(path)[0][2].where == "line 6"


def test_a_workbook(tmp_path: Path) -> None:
    workbook, sheet = new_workbook()
    sheet.append(["Date", "Event", "Number"])
    sheet.append([date(2027, 5, 8), "Talks", 12.0])
    sheet.append([date(2027, 5, 1), "Forum", "=1+1"])
    sheet["A3"].number_format = "mmm-yy"
    sheet["A2"].number_format = numbers.FORMAT_DATE_DDMMYY
    sheet.append(["8-9 May 2027", "Dinner"])
    sheet.merge_cells("A4:A5")
    sheet["B5"] = "Concert"
    sheet.row_dimensions[5].hidden = True
    workbook.create_sheet("Second").append(["Other", "sheet"])
    workbook.create_sheet("Hidden").append(["not", "shown"])
    workbook["Hidden"].sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")
    first, second = tables_of(tmp_path / "a.xlsx")
    assert [(row.cells[0].text, row.cells[0].day, row.cells[0].shown) for row in first[1:3]] == [
        ("2027-05-08", date(2027, 5, 8), "day"),
        ("2027-05-01", date(2027, 5, 1), "month"),
    ]
    # A formula whose result was never calculated has none; it is not evaluated.
    assert [row.text(2) for row in first[:3]] == ["Number", "12", ""]
    assert [(row.text(0), row.text(1), row.is_hidden) for row in first[3:]] == [
        ("8-9 May 2027", "Dinner", False),
        ("8-9 May 2027", "Concert", True),
    ]
    assert [cell.text for cell in second[0].cells] == ["Other", "sheet"]


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("dd/mm/yyyy", "day"), ("[$-409]d-mmm-yy;@", "day"), ("yyyy-mm-dd h:mm", "day"),
        ("mmm-yy", "month"), ("[Red]mmm-yy", "month"), ('mmmm" (day open)"', "month"), ("mmmm", "month"),
        ("yyyy", "year"),
    ],
)  # fmt: skip
def test_only_what_a_workbook_shows_of_a_date_is_read(tmp_path: Path, number_format: str, shown: str) -> None:
    """No date becomes surer than what people see in Excel."""
    workbook, sheet = new_workbook()
    sheet["A1"] = date(2027, 5, 8)
    sheet["A1"].number_format = number_format
    workbook.save(tmp_path / "a.xlsx")
    cell = tables_of(tmp_path / "a.xlsx")[0][0].cells[0]
    assert cell.shown == shown
    expected = {"day": "8 May 2027", "month": "May 2027", "year": "2027"}
    assert read(cell, None, order_of([]), "").when == expected[shown]


def test_a_table_of_two_far_corners_is_read_at_once(tmp_path: Path) -> None:
    workbook, sheet = new_workbook()
    sheet["A10000"], sheet["GR1"] = "low", "right"
    workbook.save(tmp_path / "a.xlsx")
    table = tables_of(tmp_path / "a.xlsx")[0]
    assert [row.where for row in table] == ["Plan, row 1", "Plan, row 10000"]


def test_a_workbook_of_1904(tmp_path: Path) -> None:
    workbook, sheet = new_workbook()
    workbook.epoch = CALENDAR_MAC_1904
    sheet.append([date(2027, 5, 8)])
    workbook.save(tmp_path / "a.xlsx")
    assert tables_of(tmp_path / "a.xlsx")[0][0].cells[0].day == date(2027, 5, 8)


def test_tables_of_word(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Work plan")
    table = document.add_table(rows=3, cols=2)
    for index, text in enumerate(("Date", "Event", "8 May 2027", "Talks", "9 May\n2027", "Forum")):
        table.cell(index // 2, index % 2).text = text
    document.add_table(rows=1, cols=2).cell(0, 0).merge(document.tables[1].cell(0, 1)).text = "Merged"
    document.save(str(tmp_path / "a.docx"))
    first, second = tables_of(tmp_path / "a.docx")
    assert [[cell.text for cell in row.cells] for row in first][1:] == [
        ["8 May 2027", "Talks"],
        ["9 May 2027", "Forum"],
    ]
    assert {cell.text for cell in second[0].cells} == {"Merged"}
    assert first[1].where == "table 1, row 2"


CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
{}END:VCALENDAR
"""


def entry(*lines: str) -> list[str]:
    """Return the title, date, hours and doubt of an entry."""
    text = "\n".join(["BEGIN:VEVENT", "UID:1@x", *lines, "END:VEVENT", ""])
    [_, row] = ics_table.tables(CALENDAR.format(text).replace("\n", "\r\n").encode())[0]
    return [row.text(column) for column in (0, 1, 2, 8)]


def test_entries_of_calendars() -> None:
    assert entry("SUMMARY:Talks\\, first", "DTSTART;VALUE=DATE:20270508", "DTEND;VALUE=DATE:20270510") == [
        "Talks, first", "8-9 May 2027", "", "",
    ]  # fmt: skip
    assert entry("SUMMARY:One day", "DTSTART;VALUE=DATE:20270508")[1] == "8 May 2027"
    zone = "TZID=W. Europe Standard Time"
    assert entry("SUMMARY:a", f"DTSTART;{zone}:20270508T100000", f"DTEND;{zone}:20270508T130000")[1:3] == [
        "8 May 2027", "10:00-13:00",
    ]  # fmt: skip
    assert entry("SUMMARY:a", "DTSTART:20270508T100000Z", "DTEND:20270508T130000Z")[2:] == [
        "", "hours and day are those of UTC, 10:00-13:00: those of the place are not known",
    ]  # fmt: skip
    assert entry("SUMMARY:a", "DTSTART;VALUE=DATE:20270508", "DURATION:P3D")[1] == "8-10 May 2027"
    assert entry("SUMMARY:a", "STATUS:TENTATIVE", "DTSTART;VALUE=DATE:20270508")[1] == "8 May 2027 TBC"
    assert entry("SUMMARY:a", "DTSTART:20270508T200000", "DTEND:20270509T000000")[1:] == [
        "8 May 2027", "20:00-24:00", "",
    ]  # fmt: skip
    assert entry("SUMMARY:a", "DTSTART:20270508T220000", "DTEND:20270509T020000")[1:] == [
        "8 May 2027", "22:00-02:00", "",
    ]  # fmt: skip
    assert entry("SUMMARY:a", "DTSTART:20270508T100000", "DURATION:PT3H")[1:] == ["8 May 2027", "10:00-13:00", ""]
    assert entry("SUMMARY:a", "DTSTART:20270508T100000", "DTEND:20270510T180000")[1:] == [
        "8-10 May 2027", "", "it lasts from 10:00 to 18:00: the hours of each day are not known",
    ]  # fmt: skip
    assert entry("SUMMARY:a", "DTSTART:20270508T100000")[1:] == [
        "8 May 2027", "", "it begins at 10:00; its end is not known",
    ]  # fmt: skip
    weekly = ("DTSTART;VALUE=DATE:20270504", "RRULE:FREQ=WEEKLY;COUNT=3")
    assert entry("SUMMARY:a", *weekly)[1] == "4, 11 and 18 May 2027"
    assert entry("SUMMARY:a", *weekly, "EXDATE;VALUE=DATE:20270511")[1] == "4 and 18 May 2027"
    assert entry("SUMMARY:a", *weekly, "RDATE;VALUE=DATE:20270601")[1:] == ["4, 11, 18 May and 1 June 2027", "", ""]
    for rule in ("FREQ=SECONDLY", "FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2"):
        assert entry("SUMMARY:a", "DTSTART;VALUE=DATE:20270504", f"RRULE:{rule}")[1:] == [
            "", "", f"its repetition cannot be read: DTSTART 20270504, RRULE {rule}",
        ]  # fmt: skip
    until = ("DTSTART;VALUE=DATE:20270504", "RRULE:FREQ=WEEKLY;UNTIL=20270512")
    assert entry("SUMMARY:a", *until)[1] == "4 and 11 May 2027"
    endless = entry("SUMMARY:a", "DTSTART;VALUE=DATE:20270504", "RRULE:FREQ=YEARLY")
    assert "it repeats more often" in endless[3]
    assert entry("SUMMARY:a", "DTSTART;VALUE=DATE:20270504", "RRULE:FREQ=NEVER")[1] == ""
    assert entry("SUMMARY:No date")[1:] == ["", "", ""]
    for words in (
        ("DTSTART;VALUE=DATE:19000508",),
        ("DTSTART;VALUE=DATE:20270504", "DURATION:P3D", "RRULE:FREQ=DAILY;COUNT=2"),
    ):
        written = ", ".join(word.replace(";VALUE=DATE:", " ").replace(":", " ", 1) for word in words)
        assert entry("SUMMARY:a", *words)[1:] == ["", "", f"its date cannot be read: {written}"]


def test_a_repetition_that_was_changed_is_no_other_one() -> None:
    weekly = "BEGIN:VEVENT\nUID:1@x\nSUMMARY:a\nDTSTART;VALUE=DATE:20270504\nRRULE:FREQ=WEEKLY;COUNT=3\nEND:VEVENT\n"
    moved = weekly.replace("20270504", "20270513").replace(
        "RRULE:FREQ=WEEKLY;COUNT=3", "RECURRENCE-ID;VALUE=DATE:20270511"
    )
    [_, *rows] = ics_table.tables(CALENDAR.format(weekly + moved).replace("\n", "\r\n").encode())[0]
    assert [row.text(1) for row in rows] == ["4 and 18 May 2027", "13 May 2027"]


def test_hours_are_those_of_their_zone() -> None:
    text = "BEGIN:VEVENT\nSUMMARY:a\nDTSTART;TZID=Asia/Tokyo:20270508T100000\nDTEND;TZID=Asia/Tokyo:20270508T110000\n"
    for zone, hours, named in (
        ("Asia/Tokyo", "10:00-11:00", "Asia/Tokyo"),
        ("W. Europe Standard Time", "10:00-11:00", "Europe/Berlin"),
        ("Nowhere Time", "", ""),
    ):
        entries = f"{text}END:VEVENT\n".replace("Asia/Tokyo", zone)
        [_, row] = ics_table.tables(CALENDAR.format(entries).replace("\n", "\r\n").encode())[0]
        assert [row.text(column) for column in (2, 3)] == [hours, named]


def test_tracked_changes_are_no_text(tmp_path: Path) -> None:
    """A day that was changed from 8 to 15 would be read as neither."""
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "8-9 May 2027"
    document.save(str(tmp_path / "a.docx"))
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    old = parts["word/document.xml"]
    parts["word/document.xml"] = old.replace(b"<w:r>", b'<w:ins w:id="1" w:author="x"><w:r>').replace(
        b"</w:r>", b"</w:r></w:ins>"
    )
    assert parts["word/document.xml"] != old
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert "tracked changes" in str(refused(tmp_path / "a.docx"))


def test_other_files_are_refused(tmp_path: Path) -> None:
    for name, content, said in (
        ("a.pdf", b"%PDF", "no xlsx, csv, docx, ics or json"),
        ("a.xlsx", b"no archive", "this is no xlsx file"),
        ("a.docx", b"PK\3\4 broken", "this is no docx file"),
        ("a.ics", b"BEGIN:VEVENT\r\n", "this is no calendar"),
        ("a.csv", b"x" * 200_000, "this is no CSV"),
    ):
        (tmp_path / name).write_bytes(content)
        assert said in str(refused(tmp_path / name))
    assert "there is no file" in str(refused(tmp_path / "none.csv"))
    empty = BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme.txt", "x")
    (tmp_path / "b.xlsx").write_bytes(empty.getvalue())
    assert "this is no xlsx file" in str(refused(tmp_path / "b.xlsx"))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def archive_of(part: str) -> bytes:
    """Return an archive with one part."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(part, "<x/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said", "hint"),
    [
        ("a.xls", OLE, "'a.xls' is no xlsx, ", "open it in Excel or LibreOffice, and save it as xlsx"),
        ("a.ODS", b"", "'a.ODS' is no xlsx, ", "open it in Excel or LibreOffice, and save it as xlsx"),
        ("a.doc", OLE, "'a.doc' is no xlsx, ", "open it in Word or LibreOffice, and save it as docx"),
        ("a.numbers", b"", "'a.numbers' is no xlsx, ", "open it in Numbers, and export it to Excel (xlsx)"),
        ("a.pdf", b"", "'a.pdf' is no xlsx, ", "copy its table into Excel, and save that as xlsx"),
        ("a.png", b"", "'a.png' is no xlsx, ", "save the table as one of these"),
        ("a.xlsx", OLE, "this is no xlsx file: it is an older Office file, or one with a password", "save it as xlsx"),
        ("a.docx", OLE, "this is no docx file: it is an older Office file, or one with a password", "save it as xlsx"),
        ("a.csv", OLE, "this is no csv file: it is an older Office file", "open it in Excel or Word"),
        ("a.xlsx", b"%PDF-1.7", "this is no xlsx file: it is a PDF", "copy its table"),
        ("a.csv", b"%PDF-1.7", "this is no csv file: it is a PDF", "copy its table"),
        ("a.xlsx", b"\xef\xbb\xbf\r\n<HTML>", "it is a web page", "open it in Excel, and save it as xlsx"),
        ("a.csv", b"<!DOCTYPE html>", "it is a web page", "open it in Excel, and save it as csv"),
        ("a.csv", archive_of("xl/workbook.xml"), "it is a workbook or document", "let its name end in xlsx or docx"),
        ("a.xlsx", archive_of("word/document.xml"), "it is a Word document", "let its name end in docx"),
        ("a.docx", archive_of("xl/workbook.xml"), "it is a workbook", "let its name end in xlsx"),
        ("a.xlsx", archive_of("Index/Document.iwa"), "it is a document of Numbers or Pages", "export it there as xlsx"),
        ("a.xlsx", archive_of("content.xml"), "it is an OpenDocument file", "in LibreOffice, and save it as xlsx"),
    ],
)
def test_a_file_of_another_kind_is_named_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, said: str, hint: str
) -> None:
    (tmp_path / name).write_bytes(content)
    error = refused(tmp_path / name)
    assert said in str(error)
    assert hint in error.hint


@pytest.mark.parametrize(
    ("name", "said", "hint"),
    [
        ("meeting.xlsx", "there is no file", "did you mean 'meetings.xlsx'?"),
        ("plan.csv", "there is no file", "drag the file into this window"),
        ("none/plan.csv", "there is no file", "drag the file into this window"),
        ("folder", "is a folder", "name a file in it"),
        ("~$meetings.xlsx", "only says that somebody has 'meetings.xlsx' open", "name 'meetings.xlsx'"),
    ],
)
def test_a_file_that_is_not_there_is_looked_for(tmp_path: Path, name: str, said: str, hint: str) -> None:
    (tmp_path / "folder").mkdir()
    for other in ("meetings.xlsx", "plans.txt2", "meeting.xls"):
        (tmp_path / other).write_bytes(b"")
    error = refused(tmp_path / name)
    assert said in str(error)
    assert hint in error.hint


def test_an_address_on_the_web_is_refused_as_such() -> None:
    error = refused(Path("https://docs.example.org/plan"))
    assert (str(error), error.hint) == ("an address on the web cannot be read", "download the file, and name it here")


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (MOST_BYTES + 1))
    assert "MB unpacked" in str(refused(tmp_path / name))
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert "entities" in str(refused(tmp_path / name))
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"))
    assert "entities" in str(refused(tmp_path / name))


def test_a_cell_far_out_makes_no_millions(tmp_path: Path) -> None:
    workbook, sheet = new_workbook()
    sheet["XFD1048576"] = "far"
    sheet["A1"] = "near"
    workbook.save(tmp_path / "a.xlsx")
    assert "200 columns" in str(refused(tmp_path / "a.xlsx"))


def test_rows_below_many_empty_ones_are_not_lost(tmp_path: Path) -> None:
    workbook, sheet = new_workbook()
    sheet["A1"], sheet["A9000"] = "first", "last"
    sheet["Z1048576"].number_format = "0.00"
    workbook.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx") == [["first"], ["last"]]
    sheet["A20000"] = "beyond"
    workbook.save(tmp_path / "a.xlsx")
    assert "more than 10,000 rows" in str(refused(tmp_path / "a.xlsx"))


def test_a_table_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Date,Event\n" + "8 May 2027,Talks\n" * 10_000)
    assert "more than 10,000 rows" in str(refused(tmp_path / "a.csv"))
    (tmp_path / "a.csv").write_bytes(b"x" * (MOST_BYTES + 1))
    assert "larger than" in str(refused(tmp_path / "a.csv"))


def test_a_row_knows_no_column_beyond_its_last() -> None:
    assert Row("line 1", ()).text(3) == ""
