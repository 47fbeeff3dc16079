"""Files that were read as other days than they show, or lost entries and rows: each with the right days."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from gcmplan.importing import csv_table, docx_table, ics_table, xlsx_table
from gcmplan.importing.draft import Draft, Read, drafts_of
from gcmplan.importing.table import CannotImportError

WEEKLY = ("DTSTART;TZID=Asia/Tokyo:20170509T080000", "DTEND;TZID=Asia/Tokyo:20170509T090000")
SERIES = (*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3")
DAYS = ("DTSTART;VALUE=DATE:20170508", "DTEND;VALUE=DATE:20170511")


def calendar(*entries: tuple[str, ...]) -> bytes:
    parts = (["BEGIN:VEVENT", f"SUMMARY:Talks {number}", *lines, "END:VEVENT"] for number, lines in enumerate(entries))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x", *(line for part in parts for line in part)]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def drafts(*entries: tuple[str, ...]) -> list[Draft]:
    return drafts_of(ics_table.tables(calendar(*entries)), {}).drafts


@pytest.mark.parametrize(
    "lines",
    [
        (*DAYS, "RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=WEEKLY;COUNT=2"),
        (*DAYS, "RECURRENCE-ID:garbage"),
        (*DAYS, "EXDATE:garbage"),
        ("DTSTART;TZID=Europe/Zurich:20170508T090000", "DTEND;VALUE=DATE:20170510"),
        ("DTSTART;VALUE=DATE:20170508", "DTEND:20170510T090000"),
        (*DAYS, "DTEND;VALUE=DATE:20170512"),
        ("DTSTART;VALUE=TIME:090000",),
        ("DTSTART:garbage",),
        (*WEEKLY, "RDATE;VALUE=PERIOD:20170601T080000Z/PT1H"),
        (*SERIES, "EXRULE:FREQ=WEEKLY;COUNT=2"),
    ],
)
def test_an_entry_that_cannot_be_read_is_an_event_with_a_doubt(lines: tuple[str, ...]) -> None:
    """The others of the file are read, and the doubt has the words of the file."""
    broken, whole = drafts(lines, DAYS)
    assert (broken.values["title"], broken.values["when"], broken.has_no_date) == ("Talks 0", "TBC", True)
    name, _, value = lines[-1].replace(";", ":", 1).rpartition(":")
    assert name.partition(":")[0] in broken.doubts[-1]
    assert value in broken.doubts[-1]
    assert (whole.values["when"], whole.doubts) == ("8-10 May 2017", ())


LINES = (*SERIES, "EXDATE:20170515T230000Z", "RDATE:20170601T010000Z", "RECURRENCE-ID:20170508T230000Z", "UID:a", *DAYS)
OWN = ("PRODID:-//gcmplan//gcmplan//EN", "CATEGORIES:a,b", "LOCATION:Geneva", "STATUS:CANCELLED", "DESCRIPTION:a")
VALUES = ("garbage", "", "20170508", "20170508T090000", "20170508T090000Z", "P1D", "FREQ=DAILY", "99999999", "\\n;,")
PARAMETERS = ("", ";VALUE=DATE", ";VALUE=TIME", ";VALUE=PERIOD", ";TZID=Nowhere", ";RANGE=THISANDFUTURE", ";X")


@st.composite
def changed_lines(draw: st.DrawFn) -> tuple[str, ...]:
    """Return lines of an entry, each as it is or with another parameter or value."""
    lines = draw(st.lists(st.sampled_from((*LINES, *OWN)), max_size=8))
    names = [line.partition(":")[0].partition(";")[0] for line in lines]
    other = [name + draw(st.sampled_from(PARAMETERS)) + ":" + draw(st.sampled_from(VALUES)) for name in names]
    return tuple(draw(st.sampled_from(pair)) for pair in zip(lines, other, strict=True))


@given(first=changed_lines(), second=changed_lines(), own=st.booleans())
def test_no_line_of_a_calendar_is_unforeseen(first: tuple[str, ...], second: tuple[str, ...], own: bool) -> None:  # noqa: FBT001
    data = calendar(first, second).replace(b"-//x//x", b"-//gcmplan//gcmplan" if own else b"-//x//x")
    try:
        read = drafts_of(ics_table.tables(data), {})
    except CannotImportError as error:
        assert str(error)  # noqa: PT017 - either is right
    else:
        assert own or len(read.drafts) == len((first, second))


def test_moments_in_utc_are_days_of_the_zone_of_the_series() -> None:
    [one] = drafts((*SERIES, "EXDATE:20170515T230000Z"))
    assert one.values["when"] == "9 and 23 May 2017"
    moved = ("UID:a", "RECURRENCE-ID:20170515T230000Z", "DTSTART;VALUE=DATE:20170518")
    assert [one.values["when"] for one in drafts(("UID:a", *SERIES), moved)] == ["9 and 23 May 2017", "18 May 2017"]
    [added] = drafts((*SERIES, "RDATE:20170529T230000Z"))
    assert added.values["when"] == "9, 16, 23 and 30 May 2017"


@pytest.mark.parametrize("zone", [";TZID=Europe/Zurich:{}", ":{}Z", ":{}"])
def test_an_end_at_midnight_is_not_included(zone: str) -> None:
    start, end = (
        name + zone.format(day) for name, day in (("DTSTART", "20170508T090000"), ("DTEND", "20170510T000000"))
    )
    [one] = drafts((start, end))
    assert one.values["when"] == "8-9 May 2017"
    assert one.doubts


def test_a_change_of_all_later_days_leaves_none_of_them_firm() -> None:
    later = ("UID:a", "RECURRENCE-ID;RANGE=THISANDFUTURE:20170515T230000Z", "DTSTART;VALUE=DATE:20170518")
    series = drafts(("UID:a", *SERIES), later)[0]
    assert series.values["when"] == "9 and 23 May 2017 TBC"
    assert "another entry changes it and all its later days" in series.doubts


def test_an_end_in_another_zone_is_an_hour_of_the_start() -> None:
    [one] = drafts(("DTSTART;TZID=Europe/Zurich:20170508T100000", "DTEND;TZID=Asia/Tokyo:20170508T200000"))
    assert (one.values["when"], one.values["hours"], one.values["timezone"]) == (
        "8 May 2017", "10:00-13:00", "Europe/Zurich",
    )  # fmt: skip


def test_a_cancelled_entry_is_a_cancelled_event() -> None:
    [one] = drafts((*DAYS, "STATUS:CANCELLED"))
    assert (one.values["when"], one.values["status"], one.doubts) == ("8-10 May 2017", "cancelled", ())


def read_csv(*lines: str) -> Read:
    return drafts_of(csv_table.tables("\n".join(lines).encode()), {})


def read_sheet(*rows: tuple[date | str, ...], number_format: str = "m/d/yyyy") -> Read:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, date)):
        cell.number_format = number_format
    workbook.save(data := BytesIO())
    return drafts_of(xlsx_table.tables(data.getvalue()), {})


def test_a_title_with_a_year_in_it_is_an_event() -> None:
    rows = ("2017;;", "8-9 May;A;Geneva", ";Report on the decade 2006;", "10-11 May;B;Geneva", ";June 2017;", "8;C;")
    found = read_csv("Date;Meeting;City", *rows)
    assert [(one.values["title"], one.values["when"]) for one in found.drafts] == [
        ("A", "8-9 May 2017"), ("Report on the decade 2006", "TBC"), ("B", "10-11 May 2017"), ("C", "8 June 2017"),
    ]  # fmt: skip
    assert found.remarks[1:] == [
        "line 2: a heading, and no event: “2017”", "line 6: a heading, and no event: “June 2017”",
    ]  # fmt: skip


def test_a_stored_day_beside_texts_of_another_order_is_a_doubt() -> None:
    """What Excel of the United States makes of 8/5/2017, 15/5/2017, 5/5/2017 and 8/20/2017."""
    days = (date(2017, 8, 5), "15/5/2017", date(2017, 5, 5), date(2017, 8, 20))
    found = read_sheet(("Date", "Event"), *((day, "A") for day in days)).drafts
    assert [bool(one.doubts) for one in found] == [True, False, False, False]
    assert "8 May 2017 may have been typed" in found[0].doubts[0]
    [alone] = read_sheet(("Date", "Event"), (days[0], "A")).drafts
    assert (alone.values["when"], alone.doubts) == ("5 August 2017", ())


def test_days_between_joined_spans_are_not_filled_in() -> None:
    [joined, _, ended, other] = read_csv(
        "Date;End;Event",
        "8/5/2017 and 10/5/2017 - 12/5/2017;;A",
        "15/5/2017;;B",
        "20 and 22-23 February 2018;23 February 2018;C",
        "20 and 22-23 February 2018;25 February 2018;D",
    ).drafts
    assert (joined.values["when"], len(joined.doubts)) == ("TBC", 1)
    assert (ended.values["when"], ended.doubts) == ("20 and 22-23 February 2018", ())
    assert (other.values["when"], len(other.doubts)) == ("TBC", 1)


def test_hours_of_a_stored_day_are_a_doubt() -> None:
    rows = (("Start", "End", "Event"), (datetime(2017, 8, 5, 14, 30), datetime(2017, 8, 6, 17), "A"))  # noqa: DTZ001
    [one] = read_sheet(*rows, number_format="d/m/yyyy hh:mm").drafts
    assert (one.values["when"], one.doubts) == (
        "5-6 August 2017", ("the hours 14:30 to 17:00 in the file are not read",),
    )  # fmt: skip
    [unseen] = read_sheet(*rows).drafts
    assert unseen.doubts == ()


def read_document(*tables: tuple[tuple[str, ...], ...]) -> Read:
    document = docx.Document()
    for rows in tables:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(number, column).text = text
    document.save(data := BytesIO())
    return drafts_of(docx_table.tables(data.getvalue()), {})


def test_a_table_of_word_without_a_heading_continues_the_one_before_it() -> None:
    first = (("Date", "Event"), ("15/5/2017", "A"))
    found = read_document(first, (("16/5/2017", "B"), ("", "C")), (("Name", "Country"), ("X", "Y")), (("17/5/2017",),))
    assert [(one.values["title"], one.values["when"]) for one in found.drafts] == [
        ("A", "15 May 2017"), ("B", "16 May 2017"), ("C", "TBC"),
    ]  # fmt: skip
    assert found.remarks[2:] == [
        "table 3: left out with 2 rows, as it has no headings for a title and a date",
        "table 4: left out with 1 row, as it has no headings for a title and a date",
    ]


def test_a_sheet_that_is_left_out_is_named() -> None:
    workbook = Workbook()
    first, second = workbook.worksheets[0], workbook.create_sheet("Plan of 2018")
    for row in (("Date", "Event"), ("15 May 2017", "A")):
        first.append(row)
    second.append(("16 May 2018", "B"))
    workbook.save(data := BytesIO())
    found = drafts_of(xlsx_table.tables(data.getvalue()), {})
    assert [one.values["title"] for one in found.drafts] == ["A"]
    assert found.remarks[1:] == ["Plan of 2018: left out with 1 row, as it has no headings for a title and a date"]


def test_columns_that_are_not_read_are_named() -> None:
    found = read_csv("Date;Event;Chair;Empty;", "15 May 2017;A;X;;", "16 May 2017;B;;;y")
    assert found.remarks[1:] == ["line 1: columns that are not read: 'Chair', column 5"]
