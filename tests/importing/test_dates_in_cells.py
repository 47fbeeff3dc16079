"""Ways of writing a known date as a cell: none is read as another day, and what is not surely that day is flagged.

The right day of each way is the one that it was written from, not what a reader makes of it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import product
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from conftest import ROOT
from gcmplan.dates.span import Certainty, Span
from gcmplan.dates.when import When
from gcmplan.importing import csv_table, docx_table, xlsx_table
from gcmplan.importing.dates import Reading, context_of, order_of, read
from gcmplan.importing.draft import drafts_of
from gcmplan.importing.table import Cell

DAYS = (date(2017, 5, 8), date(2017, 5, 25), date(2017, 12, 1), date(2028, 2, 29), date(2017, 7, 7), date(2026, 11, 10))
"""Days that can be months or cannot, one at a month's beginning, a leap day, one that is the same both ways."""
ORDINALS = {1: "1st", 7: "7th", 8: "8th", 10: "10th", 25: "25th", 29: "29th"}
WORDS = (
    "{d} {B} {Y}", "{dd} {B} {Y}", "{o} {B} {Y}", "{o} of {B} {Y}", "{d} {b} {Y}", "{dd} {b} {Y}", "{d} {b}. {Y}",
    "{d} {B}, {Y}", "{d}-{b}-{Y}", "{dd}-{b}-{Y}", "{d}/{b}/{Y}", "{d}.{b}.{Y}", "{B} {d}, {Y}", "{B} {dd}, {Y}",
    "{B} {o}, {Y}", "{b} {d}, {Y}", "{b}. {d}, {Y}", "{B} {d} {Y}", "{Y} {B} {d}", "{Y}-{b}-{dd}", "{d} {U} {Y}",
    "{a} {d} {B} {Y}", "{a}, {d} {B} {Y}", "{A} {d} {B} {Y}", "{A}, {d} {B} {Y}", "{A}, {B} {d}, {Y}",
    "{a}. {d} {B} {Y}",
    "{A} {o} {B} {Y}", "{A}, {o} of {B} {Y}", "{d} {B} {Y} ({A})", "{d} {l} {Y}", " {d}  {B}   {Y} ",
    "{d}\u00a0{B}\u00a0{Y}",
    "{d} {B} {y}", "{d}-{b}-{y}", "{d} {b} '{y}", "{d} {b} \u2019{y}", "{d}{b}{Y}", "{d}{b}{y}", "the {o} {B} {Y}",
)  # fmt: skip
NUMBERS = (
    "{Y}-{mm}-{dd}", "{Y}/{mm}/{dd}", "{Y}.{mm}.{dd}", "{Y}{mm}{dd}", "{Y}-{m}-{d}", "{Y}-{mm}-{dd}T00:00:00",
    "{Y}-{mm}-{dd} 10:00",
    "{d}/{m}/{Y}", "{dd}/{mm}/{Y}", "{d}.{m}.{Y}", "{dd}.{mm}.{Y}", "{d}-{m}-{Y}", "{dd}-{mm}-{Y}", "{d}. {m}. {Y}",
    "{m}/{d}/{Y}", "{mm}/{dd}/{Y}", "{m}-{d}-{Y}", "{mm}.{dd}.{Y}", "{d}/{m}/{y}", "{m}/{d}/{y}", "{dd}.{mm}.{y}",
    "{y}-{mm}-{dd}", "{dd} {mm} {Y}", "{dd}{mm}{Y}", "{mm}{dd}{Y}", "{d}/{m}/{Y} 10:00", "{a} {d}/{m}/{Y}",
    "{A} {dd}.{mm}.{Y}",
)  # fmt: skip
FORMATS = (
    "dd/mm/yyyy", "d/m/yyyy", "m/d/yyyy", "mm/dd/yyyy", "mm-dd-yy", "yyyy-mm-dd", "d mmm yyyy", "d-mmm-yy",
    "[$-409]d-mmm-yy;@",
    "dddd, d mmmm yyyy", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "dd.mm.yyyy", "mmm d, yyyy", "m/d/yy h:mm",
    "yyyy-mm-dd hh:mm:ss",
)  # fmt: skip
"""Number formats of Excel that show a day, a month and a year."""


def filled(way: str, day: date) -> str:
    names = {"B": "%B", "b": "%b", "A": "%A", "a": "%a", "dd": "%d", "mm": "%m", "y": "%y"}
    values = {key: day.strftime(code) for key, code in names.items()}
    values |= {"d": str(day.day), "m": str(day.month), "Y": str(day.year), "o": ORDINALS[day.day]}
    return way.format(**values, U=values["B"].upper(), l=values["B"].lower())


def ways() -> Iterator[tuple[str, date]]:
    for way, day in product((*WORDS, *NUMBERS), DAYS):
        yield filled(way, day), day


def is_right(reading: Reading, day: date) -> bool:
    """Whether a reading is the day, or less sure than it and flagged or a window around it."""
    when = When.parse(reading.when)
    if when.exact:
        return [(span.first, span.last) for span in when.spans] == [(day, day)]
    around = when.window is not None and when.window.first <= day <= when.window.last
    return bool(reading.doubt) and (around or when.window is None)


def test_no_way_of_writing_a_date_is_another_day() -> None:
    """Each has a column of its own, where nothing decides the order of day and month."""
    found = {text: read(Cell(text), None, order_of([text]), "") for text, _ in ways()}
    assert len(found) >= 300
    assert [(text, found[text]) for text, day in ways() if not is_right(found[text], day)] == []


def test_days_in_the_words_of_the_united_states() -> None:
    assert read(Cell("May 8-9, 2017"), None, order_of([]), "") == Reading("8-9 May 2017")
    assert read(Cell("Monday, May 9, 2017"), None, order_of([]), "").when == "TBC"
    assert read(Cell("Sept. 31, 2017"), None, order_of([]), "").when == "TBC"


@pytest.mark.parametrize("other", ["25/12/2016", "31.1.2017", "13-1-2017"])
def test_a_column_that_tells_its_order_is_read_so(other: str) -> None:
    for way, day in product(("{d}/{m}/{Y}", "{dd}.{mm}.{Y}", "{d}-{m}-{Y}"), DAYS):
        text = filled(way, day)
        assert read(Cell(text), None, order_of([other, text]), "") == Reading(str(When.parse(f"{day:%-d %B %Y}")))
    american = order_of(["5/25/2017"])
    assert read(Cell("8/5/2017"), None, american, "") == Reading("5 August 2017")


def test_the_usual_ways_are_read() -> None:
    """A reader that never reads would make no mistake, either."""
    usual = (*WORDS[:18], "{A}, {d} {B} {Y}", "{A}, {B} {d}, {Y}", "{d} {U} {Y}", "{Y}-{mm}-{dd}", "{Y}/{mm}/{dd}")
    for way, day in product(usual, DAYS):
        assert read(Cell(filled(way, day)), None, order_of([]), "") == Reading(str(When.parse(day.isoformat())))


def tables_of(kind: str, texts: list[str]) -> list[list[str]]:
    """Return the dates and doubts of texts that a program of a kind wrote as a table, each below a title."""
    if kind == "csv":
        file = StringIO()
        csv.writer(file).writerows([["Meeting", "Date"], *(["Talks", text] for text in texts)])
        tables = csv_table.tables(file.getvalue().encode())
    elif kind == "xlsx":
        book, stream = Workbook(write_only=True), BytesIO()
        sheet = book.create_sheet("Plan")
        for row in (["Meeting", "Date"], *(["Talks", text] for text in texts)):
            sheet.append(row)
        book.save(stream)
        tables = xlsx_table.tables(stream.getvalue())
    else:
        document, stream = docx.Document(), BytesIO()
        table = document.add_table(rows=len(texts) + 1, cols=2)
        cells = table._cells  # noqa: SLF001 - a row at a time takes minutes
        for index, text in enumerate(("Date", *texts)):
            cells[2 * index].text, cells[2 * index + 1].text = "Talks" if index else "Meeting", text
        document.save(stream)
        tables = docx_table.tables(stream.getvalue())
    return [[draft.values["when"], *draft.doubts] for draft in drafts_of(tables, {}).drafts]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx"])
def test_all_of_them_in_one_table(kind: str) -> None:
    """Both orders of day and month occur: no date in numbers alone is sure, unless it can be read in one way."""
    written = list(ways())
    found = tables_of(kind, [text for text, _ in written])
    assert len(found) == len(written)
    readings = [Reading(when, "; ".join(doubts)) for when, *doubts in found]
    wrong = [
        (text, reading) for (text, day), reading in zip(written, readings, strict=True) if not is_right(reading, day)
    ]
    assert wrong == []


@pytest.mark.parametrize("form", FORMATS)
def test_real_dates_of_a_workbook_are_their_day_in_every_format(tmp_path: Path, form: str) -> None:
    book = Workbook()
    sheet = book["Sheet"]
    sheet.append(["Meeting", "Date"])
    for day in DAYS:
        sheet.append(["Talks", datetime(day.year, day.month, day.day) if "h" in form else day])  # noqa: DTZ001
        sheet.cell(sheet.max_row, 2).number_format = form
    book.save(tmp_path / "a.xlsx")
    found = drafts_of(xlsx_table.tables((tmp_path / "a.xlsx").read_bytes()), {}).drafts
    assert [(When.parse(draft.values["when"]), draft.doubts) for draft in found] == [
        (When.parse(day.isoformat()), ()) for day in DAYS
    ]


@pytest.mark.parametrize("form", ["d-mmm", "d mmmm", "dddd d mmmm", "dd/mm", "mmmm", "mmm"])
def test_a_format_without_a_year_is_flagged(tmp_path: Path, form: str) -> None:
    """Excel stores "17 May" with the year in which it was typed."""
    book = Workbook()
    sheet = book["Sheet"]
    sheet.append(["Meeting", "Date"])
    sheet.append(["Talks", date(2017, 5, 8)])
    sheet["B2"].number_format = form
    book.save(tmp_path / "a.xlsx")
    [draft] = drafts_of(xlsx_table.tables((tmp_path / "a.xlsx").read_bytes()), {}).drafts
    assert draft.values["when"] == ("8 May 2017" if "d" in form else "May 2017")
    assert draft.doubts == ("the file shows no year; it stores 2017",)


with (ROOT / "tests" / "data" / "dates.tsv").open(encoding="utf-8", newline="") as file:
    CORPUS = list(csv.DictReader(file, delimiter="\t"))


def days_in(text: str) -> list[str]:
    """Return the days of "4-15 November 2024", as some rows of the corpus give them."""
    first, last, month, year = re.fullmatch(r"(\d+)-(\d+) (\w+) (\d{4})", text).groups()  # type: ignore[union-attr]
    return [datetime.strptime(f"{day} {month} {year}", "%d %B %Y").date().isoformat() for day in (first, last)]  # noqa: DTZ007


def test_the_corpus_of_dates_has_no_wrong_firm_day() -> None:
    """The texts that officials wrote: read with their meaning, or TBC with their words."""
    found = [(case, read(Cell(case["text"]), None, order_of([case["text"]]), "")) for case in CORPUS]
    assert len(found) > 600
    for case, reading in found:
        when = When.parse(reading.when)
        if case["outcome"] == "accepted":
            known = [day.isoformat() if (day := bound) else "" for bound in (when.earliest, when.latest)]
            assert (known, when.certainty.value) == ([case["earliest"], case["latest"]], case["certainty"]), case
            assert (when.exact, reading.doubt) == (case["exact"] == "yes", ""), case
        else:
            # A number over 12 is no month: so a column of cells can say more than a text alone.
            firm = [day.isoformat() for day in (when.earliest, when.latest) if day and when.exact]
            if firm:
                assert firm == (
                    [case["earliest"], case["latest"]] if case["earliest"] else days_in(case["hint leads to"])
                )
            else:
                assert case["text"].strip() in reading.doubt, case


@pytest.mark.parametrize(
    ("text", "above", "when"),
    [
        ("8 May", "May 2017 TBC", "8 May 2017 TBC"),
        ("8 May TBA", "2017 TBC", "8 May 2017 TBA"),
        ("8 May", "Meetings in 2017 (dates TBC)", "8 May 2017 TBC"),
        ("8-9 TBC", "May 2017", "8-9 May 2017 TBC"),
        ("8-9 (to be confirmed)", "May 2017", "8-9 May 2017 TBC"),
        ("8-9 May - TBC", "2017", "8-9 May 2017 TBC"),
        ("mid-May", "2017", "mid-May 2017"),
        ("8 or 9 May", "2017", "1 day between 8 and 9 May 2017"),
        ("early", "May 2017 TBC", "early May 2017 TBC"),
        ("3 days in", "May 2017", "3 days in May 2017"),
        ("8 January", "December 2016 - January 2017", "TBC"),
        ("Tuesday 8 May", "2017", "TBC"),
        ("by 8 May", "2017", "TBC"),
    ],
)
def test_words_with_those_above_them_are_as_sure_as_the_less_sure_of_both(text: str, above: str, when: str) -> None:
    reading = read(Cell(text), None, order_of([]), context_of(above))
    assert reading.when == when
    assert text in reading.doubt


@pytest.mark.parametrize(
    ("above", "when"),
    [
        ("May 2017 TBC", "8 May 2017 TBC"),
        ("Meetings in 2017 (dates TBA)", "8 May 2017 TBA"),
        ("Meetings in 2017 (venues TBC)", "8 May 2017"),
        ("May 2017", "8 May 2017"),
        ("", "8 May 2017"),
    ],
)
def test_whole_dates_are_no_surer_than_the_heading_above_them(above: str, when: str) -> None:
    for cell in (Cell("8 May 2017"), Cell("2017-05-08", date(2017, 5, 8)), Cell("8-May-2017")):
        reading = read(cell, None, order_of([]), context_of(above))
        assert (reading.when, bool(reading.doubt)) == (when, "TB" in when)
    assert read(Cell("TBA"), None, order_of([]), context_of(above)).when == "TBA"


@pytest.mark.parametrize("first", list(Certainty))
@pytest.mark.parametrize("last", list(Certainty))
@pytest.mark.parametrize("words", ["8 May 2017", "8-9 May 2017", "8 and 10 May 2017"])
def test_two_cells_are_as_sure_as_the_less_sure_of_both(first: Certainty, last: Certainty, words: str) -> None:
    start = replace(When.parse(words), certainty=first)
    end = When.known(Span(start.spans[-1].last, start.spans[-1].last), certainty=last)
    reading = When.parse(read(Cell(str(start)), Cell(str(end)), order_of([]), "").when)
    assert reading == replace(start, certainty=max(first, last, key=list(Certainty).index))


@pytest.mark.parametrize("day", [date(1900, 1, 5), date(1944, 12, 31), date(2101, 1, 1), date(9999, 12, 31)])
def test_a_stored_day_of_no_year_of_a_plan_is_not_read(tmp_path: Path, day: date) -> None:
    """Excel shows numbers of a column of dates, such as an empty one, as days of January 1900."""
    book = Workbook()
    book.worksheets[0].append(["Talks", day])
    book.save(path := tmp_path / "a.xlsx")
    [[_, cell]] = [row.cells for row in xlsx_table.tables(path.read_bytes())[0]]
    reading = read(cell, None, order_of([]), "")
    assert reading.when == "TBC"
    assert f"the file says “{day}”: the year is outside 1945-2100" in reading.doubt
