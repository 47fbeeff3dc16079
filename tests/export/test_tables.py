"""The tables that `export` writes, each read by a program that is not ours, also with texts meant to do harm."""

from __future__ import annotations

import csv as standard_csv
import io
import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import cmarkgfm  # type: ignore[import-untyped]
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from conftest import DATA
from gcmplan.dates.when import When
from gcmplan.export.events import csv, html, json, markdown, xlsx
from gcmplan.loading.load import load_plan
from gcmplan.text.colors import letters_on
from gcmplan.text.escape import one_line, without_marks
from gcmplan.views import workbook_rows
from gcmplan.views.row import records_of
from gcmplan.views.sections import outline
from strategies import few, moderate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

HOSTILE = (
    "=1+1 [draft](http://evil.example) <script>alert(1)</script><img src=x onerror=alert(1)> &amp; \"q\" 'a' | `x` "
    "<!-- --> ]]> \x1b[31mred\x07 \u202eevil \x00 日本 عربي e\u0301 👩‍👩‍👧 \x9b5m _x000A_ {0} {title} "
    "%s www.evil.example"
)
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
titles = st.text(st.characters(exclude_categories=["Cs", "Cn"]), min_size=1, max_size=60).filter(str.strip)
pieces = st.sampled_from([*"<>&\"'=+-@;,|\\`*_~#[]()!: \t\n", "http://", "www.", "_x0041_", "</style>", "a"])
titles = titles | st.lists(pieces, min_size=1, max_size=12).map("".join).filter(str.strip)
colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@cache
def real_plan() -> Workplan:
    """Return the real plan; a fixture would be shown in full beside each example that fails."""
    return load_plan(DATA)


def with_event(plan: Workplan, **changes: object) -> tuple[Workplan, list[Record]]:
    """Return a plan whose one event is the first thematic session with some changes, and what there is to write."""
    return chosen(replace(plan, events=(plan.event("thematic-1").model_copy(update=changes),)))


def chosen(plan: Workplan) -> tuple[Workplan, list[Record]]:
    return plan, list(records_of(plan, plan.events))


def shown(text: str) -> str:
    """Return a text as a reader sees it."""
    return " ".join(one_line(text).split())


# -- JSON --------------------------------------------------------------------------------------------------------------


def test_json_escapes_what_is_no_letter(plan: Workplan) -> None:
    text = "".join(json.render(*with_event(plan, title=f"{HOSTILE}\U000e0001\ufffe\xa0")))
    assert text.replace("\n", "").isprintable()
    assert "日本 عربي" in text
    assert r"\u202eevil \u0000" in text
    assert r"\udb40\udc01\ufffe\u00a0" in text


# -- CSV ---------------------------------------------------------------------------------------------------------------


def rows_of(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(standard_csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def test_csv_has_a_row_for_each_span(plan: Workplan) -> None:
    when = When.parse("20 and 22-23 February 2018 TBC")
    heading, *rows = rows_of("".join(csv.render(with_event(plan, when=when)[1])))
    days = [(row[heading.index("first_day")], row[heading.index("last_day")]) for row in rows]
    assert days == [("2018-02-20", "2018-02-20"), ("2018-02-22", "2018-02-23")]
    assert {row[heading.index("when")] for row in rows} == {str(when)}
    window = rows_of("".join(csv.render(with_event(plan, when=When.parse("May 2018 TBA"))[1])))[1]
    assert window[heading.index("first_day") : heading.index("exact") + 1] == ["2018-05-01", "2018-05-31", "no"]
    undated = rows_of("".join(csv.render(with_event(plan, when=When.parse("TBC"))[1])))[1]
    assert undated[heading.index("first_day") : heading.index("exact") + 1] == ["", "", "no"]


def test_csv_begins_with_a_mark_if_it_is_for_excel(plan: Workplan) -> None:
    _, records = chosen(plan)
    text = "".join(csv.render(records))
    assert text.startswith("id,title,")
    assert "".join(csv.render(records, marked=True)) == f"\ufeff{text}"


@given(titles)
@moderate
def test_csv_cells_are_texts(title: str) -> None:
    text = "".join(csv.render(with_event(real_plan(), title=title, venue=title)[1]))
    assert text.count("\r\n") == text.count("\n") == 2
    heading, row = rows_of(text)
    assert len(heading) == len(row)
    cell = row[heading.index("title")]
    shown = without_marks(one_line(title))
    assert cell.replace("'", "") == shown.replace("'", "")
    assert cell == shown or cell.count("'") > title.count("'")
    assert not any(one.lstrip().startswith(FORMULA) for one in row)
    # If a semicolon ends a cell, quotation marks inside a line do not hinder it.
    assert not any(part.lstrip(' "').startswith(FORMULA) for part in text.splitlines()[1].split(";")[1:])


# -- Markdown ----------------------------------------------------------------------------------------------------------


def tables_of(text: str) -> tuple[ET.Element, list[list[list[ET.Element]]]]:
    """Return a text as GitHub shows it, and the cells of its tables, without the headings."""
    page = ET.fromstring(f"<page>{cmarkgfm.github_flavored_markdown_to_html(text)}</page>")  # noqa: S314 - our own
    return page, [[list(row) for row in table.findall("tbody/tr")] for table in page.iter("table")]


def texts_in(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_markdown_has_a_table_for_each_phase(plan: Workplan) -> None:
    page, tables = tables_of("".join(markdown.render(*chosen(plan))))
    sections = outline(*chosen(plan))
    assert texts_in(page.findall("h1")[0]) == plan.title
    assert [texts_in(head) for head in page.findall("h2")] == [section.heading for section in sections]
    for section, rows in zip(sections, tables, strict=True):
        records = [record for month in section.months for record in month.records]
        for record, cells in zip(records, rows, strict=True):
            title = f"{record.short}: {record.title}" if record.short else record.title
            title = f"{record.mark}: {title}" if record.mark else title
            group = record.group.short if record.group else ""
            wanted = [str(record.when), "".join([title, *record.documents]), group, str(record.place or "")]
            assert [texts_in(cell) for cell in cells] == [" ".join(text.split()) for text in wanted]


@given(titles)
@moderate
def test_markdown_shows_texts_as_they_are(title: str) -> None:
    page, [[cells]] = tables_of("".join(markdown.render(*with_event(real_plan(), title=title, short=title))))
    assert len(cells) == 4
    assert texts_in(cells[1]) == f"{shown(title)}: {shown(title)}"
    allowed = {"page", "h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "strong"}
    mail = {element.get("href") for element in page.iter("a")}
    assert all(str(address).startswith(("mailto:", "xmpp:")) for address in mail)
    assert {element.tag for element in page.iter()} <= allowed | {"a" for _ in mail}


@pytest.mark.parametrize(("status", "words"), [("cancelled", "Cancelled:"), ("postponed", "Postponed:")])
def test_markdown_says_what_does_not_stand(plan: Workplan, status: str, words: str) -> None:
    _, [[cells]] = tables_of("".join(markdown.render(*with_event(plan, status=status_of(plan, status)))))
    assert texts_in(cells[1]).startswith(f"{words} First Thematic Session: Human rights")
    assert bool(cells[1].findall("del")) == (status == "cancelled")


def status_of(plan: Workplan, status: str) -> object:
    return type(plan.events[0].status)(status)


# -- HTML --------------------------------------------------------------------------------------------------------------

ELEMENTS = set(
    re.findall(
        r"\w+",
        "html head meta title style body header main h1 h2 p section ul li span table thead tbody tr th td strong em s",
    )
)
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "role", "scope", "colspan", "id", "dir"} | {
    "aria-labelledby"
}


def parsed(page: str) -> ET.Element:
    """Return a page as a browser reads it.

    Raises:
        html5lib.html5parser.ParseError: it is not correct.

    """
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: ET.Element = parser.parse(page)
    return root


def page_of(plan: Workplan, records: list[Record]) -> tuple[ET.Element, str]:
    text = "".join(html.render(plan, records))
    return parsed(text), text


def spread(root: ET.Element, path: str) -> list[str]:
    """Return the texts of some elements, each on one line."""
    return [texts_in(element) for element in root.iterfind(path)]


def test_page_is_correct_and_lets_nothing_in(plan: Workplan) -> None:
    root, text = page_of(*chosen(plan))
    assert {element.tag for element in root.iter()} <= ELEMENTS
    assert {name for element in root.iter() for name in element.attrib} <= ATTRIBUTES
    assert root.get("lang") == "en"
    head = [element.tag for element in root.findall("head/*")]
    assert head == ["meta", "meta", "meta", "title", "style"]
    policy = root.findall("head/meta")[1]
    style = root.findtext("head/style") or ""
    assert policy.get("http-equiv") == "Content-Security-Policy"
    digest = b64encode(sha256(style.encode()).digest()).decode()
    wanted = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert policy.get("content") == wanted
    assert not re.search(r"url\(|@import|expression|<script|javascript:|https?:", text)


def test_page_has_a_table_for_each_phase(plan: Workplan) -> None:
    root, _ = page_of(*chosen(plan))
    sections = outline(*chosen(plan))
    assert spread(root, ".//h1") == [plan.title]
    assert spread(root, ".//h2[@id]") == [section.heading for section in sections]
    assert sections[-1].heading == "No date yet"
    for section, table in zip(sections, root.iterfind(".//table"), strict=True):
        assert spread(table, "thead/tr/th[@scope='col']") == ["When", "Event", "Group", "Place"]
        assert spread(table, "tbody/tr/th[@scope='rowgroup']") == [month.heading for month in section.months]
        records = [record for month in section.months for record in month.records]
        rows = [row for row in table.iterfind("tbody/tr") if row.get("id")]
        for record, row in zip(records, rows, strict=True):
            assert row.get("id") == record.id
            when, event, group, place = row
            assert texts_in(when) == str(record.when)
            assert (event.tag, event.get("scope")) == ("th", "row")
            assert texts_in(event) == shown(
                " ".join([record.mark, record.short or "", record.title, *record.documents])
            )
            assert record.group
            assert texts_in(group) == record.group.short
            assert texts_in(place) == shown(f"{record.place or ''} {record.venue or ''}")


def test_page_has_the_colour_key_in_words(plan: Workplan) -> None:
    root, _ = page_of(*chosen(plan))
    assert spread(root, ".//ul/li") == [f"{group.short} {' '.join(group.title.split())}" for group in plan.groups]
    summary = spread(root, ".//header/p")
    assert summary == [
        (
            "As of 12 April 2017. 67 events: 32 confirmed, 11 to be confirmed, 20 to be announced, 4 undated. "
            "4 disputed: another document gives another date."
        )
    ]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by the formula of WCAG 2.1."""
    lights = []
    for color in (one, other):
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    return max(lights) / min(lights)


def test_page_can_be_read_in_every_colour(plan: Workplan) -> None:
    style = "".join(html.render(*chosen(plan)))
    groups = re.findall(r"\.group-\d+ { background: (#\w{6}); color: (#\w{6}); }", style)
    assert [color for color, _ in groups] == [group.color for group in plan.groups]
    assert min(contrast(*pair) for pair in groups) >= 4.5
    faint = re.findall(r"--faint: (#\w{6}); --line: #\w{6}; --band: (#\w{6})", style)
    assert len(faint) == 3
    backgrounds = {0: "#FFFFFF", 1: "#121212", 2: "#FFFFFF"}
    for number, (letters, band) in enumerate(faint):
        assert contrast(letters, backgrounds[number]) >= 4.5
        assert contrast(letters, band) >= 4.5


@given(colors)
@moderate
def test_letters_can_be_read_on_any_colour(color: str) -> None:
    assert contrast(letters_on(color), color) >= 4.5


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_page_says_what_does_not_stand(plan: Workplan, status: str) -> None:
    root, _ = page_of(*with_event(plan, status=status_of(plan, status)))
    assert spread(root, ".//tbody//em") == [status.capitalize()]
    struck = ["First Thematic Session " + shown(plan.event("thematic-1").title)] if status == "cancelled" else []
    assert spread(root, ".//tbody//s") == struck


def test_page_of_deadlines_and_of_nothing(plan: Workplan) -> None:
    root, _ = page_of(plan, list(records_of(plan, plan.deadlines)))
    assert spread(root, ".//header/p") == [
        "As of 12 April 2017. 3 deadlines: 3 confirmed, 0 to be confirmed, 0 to be announced, 0 undated."
    ]
    assert spread(root, ".//h2[@id]") == ["Deadlines"]
    assert set(spread(root, ".//tbody/tr/td/span[@class='group plain']")) == {"Deadline"}
    root, _ = page_of(plan, [])
    assert spread(root, ".//header/p") == ["As of 12 April 2017. No event fits."]
    assert not root.findall(".//table")


@given(titles)
@moderate
def test_page_shows_texts_as_they_are(title: str) -> None:
    group = real_plan().groups[0].model_copy(update={"title": title, "short": title[:12]})
    changed = replace(real_plan(), title=title, groups=(group, *real_plan().groups[1:]))
    root, text = page_of(*with_event(changed, title=title, short=title, venue=title))
    assert {element.tag for element in root.iter()} <= ELEMENTS
    assert {name for element in root.iter() for name in element.attrib} <= ATTRIBUTES
    assert spread(root, ".//h1") == spread(root, ".//title") == [shown(title)]
    assert spread(root, ".//th/strong") == spread(root, ".//span[@class='title']") == [shown(title)]
    assert spread(root, ".//span[@class='venue']") == [shown(title)]
    style = root.findtext("head/style") or ""
    assert b64encode(sha256(style.encode()).digest()).decode() in text


# -- XLSX --------------------------------------------------------------------------------------------------------------


class Sheets(NamedTuple):
    """A workbook as calamine reads it: the events by their headings, and the rows of the legend."""

    events: list[dict[str, Any]]
    legend: list[list[Any]]


def sheets_of(content: bytes) -> Sheets:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Events", "Details", "Legend", "Exported"]
    (heads, *rows), (more, *details) = (book.get_sheet_by_name(name).to_python() for name in ("Events", "Details"))
    assert heads == [column.heading for column in workbook_rows.EVENTS]
    assert more == [column.heading for column in workbook_rows.DETAILS]
    assert [row[0] for row in rows] == [row[1] for row in details]
    names = list(map(str, [*heads, *more]))
    events = [dict(zip(names, [*row, *rest], strict=True)) for row, rest in zip(rows, details, strict=True)]
    return Sheets(events, book.get_sheet_by_name("Legend").to_python())


def workbook(content: bytes) -> Any:  # noqa: ANN401 - openpyxl's cells have many types
    return load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def written() -> bytes:
    return xlsx.render(*chosen(real_plan()))


def test_workbook_holds_the_plan(plan: Workplan, written: bytes) -> None:
    rows = iter(sheets_of(written).events)
    for record in chosen(plan)[1]:
        for first, last in record.when.spans or (record.when.window or ("", ""),):
            row = next(rows)
            assert row["Id"] == record.id
            assert (row["Title"], row["Short title"]) == (record.title, record.short or "")
            assert (row["When"], row["Certainty"]) == (str(record.when), record.sureness.value)
            assert (row["First day"], row["Last day"]) == (first, last)
            assert row["Days known"] == ("yes" if record.when.exact else "no")
            assert row["Group"] == (record.group.short if record.group else "")
            assert row["Place"] == ((record.place and record.place.name) or "")
            assert row["Country"] == (record.place_row.country if record.place_row else "")
    assert not list(rows)


def test_workbook_can_be_sorted_and_filtered(plan: Workplan, written: bytes) -> None:
    book = workbook(written)
    sheet = book["Events"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions == "A1:I68"
    assert [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]] == [
        one.width for one in workbook_rows.EVENTS
    ]
    assert all(cell.font.bold for cell in sheet[1])
    days = [cell for row in sheet["G2:H68"] for cell in row if cell.value]
    assert len(days) == 2 * sum(event.when.window is not None for event in plan.events)
    assert {(cell.data_type, cell.number_format) for cell in days} == {("d", "d mmm yyyy")}


def test_workbook_has_the_colours_beside_their_words(plan: Workplan, written: bytes) -> None:
    book = workbook(written)
    colors = {group.short: f"FF{group.color[1:]}" for group in plan.groups}
    cells = [row[4] for row in book["Events"].iter_rows(min_row=2)]
    cells += [row[0] for row in book["Legend"].iter_rows(min_row=5, max_row=11)]
    assert len(cells) == 67 + 7
    for cell in cells:
        assert (cell.fill.fill_type, cell.fill.fgColor.rgb) == ("solid", colors[cell.value])
        assert contrast(f"#{cell.font.color.rgb[2:]}", f"#{colors[cell.value][2:]}") >= 4.5


def test_workbook_is_fit_to_print(written: bytes) -> None:
    for sheet in workbook(written)["Events"], workbook(written)["Details"]:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        long = [cell for row in sheet.iter_rows(min_row=2) for cell in row if len(str(cell.value)) > 100]
        assert all(sheet.row_dimensions[cell.row].height >= 30 for cell in long)
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=2) for cell in row if cell.value)


def test_legend_explains_all(plan: Workplan, written: bytes) -> None:
    legend = sheets_of(written).legend
    assert legend[0] == ["Plan", plan.title]
    assert legend[1] == ["As of", plan.as_of]
    assert [row for row in legend if row[0] in {group.short for group in plan.groups}] == [
        [group.short, group.title] for group in plan.groups
    ]
    words = {row[0] for row in legend}
    assert words >= {"confirmed", "tbc", "tba"}
    assert words >= {column.heading for column in workbook_rows.COLUMNS}


def test_windows_and_what_is_cancelled_look_so(plan: Workplan) -> None:
    window = workbook(xlsx.render(*with_event(plan, when=When.parse("May 2018"))))["Events"]
    assert window["G2"].font.italic
    off = workbook(xlsx.render(*with_event(plan, status=status_of(plan, "cancelled"))))["Events"]
    assert off["C2"].font.strike
    assert off["F2"].value == "cancelled"


@pytest.mark.parametrize(
    "title", [HOSTILE, "=1+1", "=", "#N/A", "#REF!", "1", "2017-05-08", "TRUE", "+1", "@a", " a ", "-"]
)
def test_workbook_cells_are_texts(plan: Workplan, title: str) -> None:
    content = xlsx.render(*with_event(replace(plan, title=title), title=title, venue=title))
    [row], legend = sheets_of(content)
    assert row["Title"] == row["Venue"] == legend[0][1] == one_line(title)
    for sheet in workbook(content):
        for cell in (cell for line in sheet.iter_rows() for cell in line if cell.value is not None):
            assert cell.data_type in {"s", "d"}
            assert cell.quotePrefix == str(cell.value).startswith(FORMULA[:4])
    parts = ZipFile(io.BytesIO(content))
    assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


@given(titles)
@few
def test_workbook_shows_texts_as_they_are(title: str) -> None:
    [row], _ = sheets_of(xlsx.render(*with_event(real_plan(), title=title)))
    assert row["Title"] == one_line(title)


def test_characters_that_xml_cannot_hold_are_made_visible(plan: Workplan) -> None:
    [row], _ = sheets_of(xlsx.render(*with_event(plan, title="a\ufffe\uffff\x00\x0b")))
    assert row["Title"] == r"a\ufffe\uffff\x00 "


def test_workbook_bears_the_day_of_the_plan(plan: Workplan, written: bytes) -> None:
    parts = ZipFile(io.BytesIO(written)).infolist()
    assert {(part.date_time, part.create_system, part.external_attr) for part in parts} == {
        ((2017, 4, 12, 0, 0, 0), 3, 0o600 << 16)
    }
    properties = workbook(written).properties
    assert properties.created == properties.modified
    assert properties.created.date() == plan.as_of
    old = replace(plan, as_of=date(1950, 5, 8))
    assert sheets_of(xlsx.render(*chosen(old))).legend[1] == ["As of", date(1950, 5, 8)]


def test_every_format_takes_no_event_at_all(plan: Workplan) -> None:
    nothing: Iterator[Record] = iter(())
    assert "".join(csv.render(nothing)).count("\r\n") == 1
    assert "## " not in "".join(markdown.render(plan, []))
    assert sheets_of(xlsx.render(plan, [])).events == []
