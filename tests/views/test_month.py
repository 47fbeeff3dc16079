"""Months: each event of a month once, at its days; nothing wider than asked for."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from browser import in_browser, overlaps, violations
from drafts import Draft, drafts
from drafts import plan_of as drawn_plan
from gcmplan.export.calendar import html, svg
from gcmplan.terminal.console import rendered
from gcmplan.terminal.month import month_lines
from gcmplan.views.dated import dated
from gcmplan.views.month import Month, first_month, months, window_words
from gcmplan.views.row import records_of
from gcmplan.views.timeline import month_after
from odd_titles import with_titles
from rule_examples import plan_of
from strategies import few, thousand

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Cli, Golden
    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

APRIL, MAY, JUNE, OCTOBER = (date(2017, number, 1) for number in (4, 5, 6, 10))
ROW = "{group: other, kind: meeting, phase: I, source: x"


def months_of(plan: Workplan, *firsts: date, states: tuple[str, ...] = ()) -> list[Month]:
    return months(plan, list(records_of(plan, plan.events)), firsts, states)


def lines_of(found: list[Month], width: int, *, ascii_only: bool = False) -> list[str]:
    console = Console(width=width, color_system=None, highlight=False, markup=False, emoji=False)
    return rendered(console, month_lines(found, width, MAY, ascii_only=ascii_only)).splitlines()


def days_of(month: Month) -> dict[str, set[date]]:
    """Return the days that bars take, by event."""
    found: dict[str, set[date]] = {}
    for week in month.weeks:
        for lane in week.lanes:
            for piece in lane:
                days = {day for day in week.days[piece.first : piece.last + 1] if day}
                assert len(days) == piece.last - piece.first + 1
                assert not days & found.setdefault(piece.listed.record.id, set())
                found[piece.listed.record.id] |= days
    return found


def check_month(month: Month, records: list[Record]) -> None:
    """Every event of a month is listed once, its bars on its days; every window that reaches into it is listed once."""
    last = month_after(month.first) - timedelta(1)
    known, windows = {}, []
    for record in records:
        days = {day for span in record.when.spans for day in span.each_day() if month.first <= day <= last}
        if days:
            known[record.id] = days
        window = record.when.window
        if not record.when.spans and window and window.first <= last and month.first <= window.last:
            windows += [record.id] * (record.status != "cancelled")
    cancelled = {record.id for record in records if record.status == "cancelled"}
    assert Counter(one.record.id for one in month.listed) == Counter(known.keys())
    assert [one.number for one in month.listed if one.number] == list(range(1, len(known.keys() - cancelled) + 1))
    assert days_of(month) == {name: days for name, days in known.items() if name not in cancelled}
    assert sorted(record.id for record in month.windows) == sorted(windows)
    for week in month.weeks:
        for lane in week.lanes:
            ends = [(piece.first, piece.last) for piece in lane]
            assert all(one[1] < other[0] for one, other in pairwise(ends))
    shown = [day for week in month.weeks for day in week.days if day]
    assert shown == [month.first + timedelta(number) for number in range((last - month.first).days + 1)]
    assert all(day.weekday() == place for week in month.weeks for place, day in enumerate(week.days) if day)


def test_every_event_of_the_real_plan(plan: Workplan) -> None:
    firsts = [date(year, number, 1) for year in (2017, 2018) for number in range(1, 13)]
    records = list(records_of(plan, plan.events))
    for month in months_of(plan, *firsts):
        check_month(month, records)


@thousand
@given(draft=drafts, data=st.data())
def test_every_event_of_any_plan(draft: Draft, data: st.DataObject) -> None:
    plan = drawn_plan(draft)
    records = list(records_of(plan, plan.events))
    starts = [record.when.window.first.replace(day=1) for record in records if record.when.window]
    [month] = months_of(plan, data.draw(st.sampled_from(starts)) if starts else MAY)
    check_month(month, records)
    lines = lines_of([month], data.draw(st.integers(40, 200)))
    assert max(map(cell_len, lines)) <= 200


@few
@given(width=st.integers(40, 200), number=st.integers(1, 4), ascii_only=st.booleans())
def test_no_line_is_too_wide(plan: Workplan, width: int, number: int, *, ascii_only: bool) -> None:
    firsts = [date(2017, 4 + count, 1) for count in range(number)]
    for one in (plan, with_titles(plan)):
        lines = lines_of(months_of(one, *firsts), width, ascii_only=ascii_only)
        assert max(map(cell_len, lines)) <= width
        assert not ascii_only or all(line.isascii() for line in lines)
        text = "\n".join(lines)
        assert "\x07" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("month", ["May", "October"])
@pytest.mark.parametrize("width", ["80", "160"])
def test_golden_text(cli: Cli, golden: Golden, monkeypatch: pytest.MonkeyPatch, month: str, width: str) -> None:
    cli("calendar", month, "2017")
    monkeypatch.setenv("COLUMNS", width)
    run = cli("calendar", month, "2017", "--on", "15 May 2017")
    golden(f"calendar/{month.lower()}-{width}.txt", run.out)
    run = cli("calendar", month, "2017", "--on", "15 May 2017", "--color", "always")
    golden(f"calendar/{month.lower()}-{width}-colour.txt", run.out)


def as_today(text: str) -> str:
    """Return a text with the names that the newest `holidays` gives days; its lowest version calls one otherwise."""
    return text.replace("Whit Monday", "Pentecost Monday")


def test_golden_ascii_and_three_months(cli: Cli, golden: Golden) -> None:
    golden("calendar/ascii.txt", cli("calendar", "May 2017", "--ascii").out)
    golden("calendar/three.txt", as_today(cli("calendar", "April 2017", "--months", "3").out))


def test_without_a_month_it_is_the_next_with_events_and_says_so(cli: Cli) -> None:
    assert cli("calendar", "--on", "8 May 2017").out.startswith("May 2017\n")
    out = " ".join(cli("calendar", "--on", "8 January 2030").out.split())
    assert "No event is on a known day in January 2030: this is December 2017, the last month with events" in out
    lines = cli("calendar", "--on", "8 February 2017").out.splitlines()
    assert " ".join(lines[:2]) == (
        "No event is on a known day in February 2017: this is March 2017, the next month with events"
    )
    assert lines[3] == "March 2017"


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ("--in;June 2017", ["June 2017"]),
        ("--in;May 2050", ["May 2050"]),
        ("--in;between 20 May and 2 July 2017", ["May 2017", "June 2017", "July 2017"]),
        ("--from;20 May 2017;--to;2 June 2017", ["May 2017", "June 2017"]),
        ("--in;May 2017;--from;9 May 2017", ["May 2017"]),
        ("--in;May 2017,July 2017;--months;1", ["May 2017"]),
        ("--from;9 May 2017", ["May 2017"]),
        ("--from;9 February 2017", ["March 2017"]),
        ("--to;30 June 2017", ["June 2017"]),
        ("--in;2016;--months;1", ["January 2016"]),
        ("--from;1 January 2016;--to;31 December 2019;--group;idm", ["April 2017"]),
        ("--in;June 2017;October 2017", ["October 2017"]),
    ],
)
def test_without_a_month_they_are_those_of_the_dates_asked_for(cli: Cli, options: str, shown: list[str]) -> None:
    """Today is years behind the plan's events."""
    lines = cli("calendar", "--on", "8 January 2030", *options.split(";")).out.splitlines()
    headings = [line for line in lines if re.fullmatch(r"([A-Z][a-z]+ \d{4} *)+", line)]
    assert list(dict.fromkeys(re.findall(r"\w+ \d{4}", " ".join(headings)))) == shown


def test_the_month_of_a_day_counts_only_if_something_is_known_in_it() -> None:
    plan = plan_of(
        f"events:\n  - {ROW}, id: a, title: A, when: May 2017}}\n"
        f"  - {ROW}, id: b, title: B, when: 30 June - 1 July 2017}}\n"
        f"  - {ROW}, id: c, title: C, when: 9 May 2017, status: cancelled}}\n"
    )
    records = list(records_of(plan, plan.events))
    assert first_month(records, date(2017, 5, 9)) == date(2017, 6, 1)
    assert first_month(records, date(2017, 7, 9)) == date(2017, 7, 1)
    assert first_month(records, date(2017, 8, 9)) == date(2017, 7, 1)


def test_a_bar_goes_on_over_weeks_and_months() -> None:
    plan = plan_of(f"events:\n  - {ROW}, id: a, title: Assembly, when: 26 April - 8 May 2017}}\n")
    [april, may] = months_of(plan, date(2017, 4, 1), MAY)
    pieces = [piece for month in (april, may) for week in month.weeks for lane in week.lanes for piece in lane]
    assert [(one.first, one.last, one.begins, one.ends) for one in pieces] == [
        (2, 6, True, False), (0, 6, False, False), (0, 0, False, True),
    ]  # fmt: skip
    lines = [line for line in lines_of([may], 80) if "1 Assembly" in line]
    assert lines[0].startswith("◄1 Assembly █")
    assert lines[0].endswith("►")


def test_a_cancelled_meeting_is_listed_without_a_bar() -> None:
    plan = plan_of(f"events:\n  - {ROW}, id: a, title: A, when: 8 May 2017, status: cancelled}}\n")
    [month] = months_of(plan, MAY)
    assert [(one.number, one.name) for one in month.listed] == [(None, "CANCELLED A")]
    assert days_of(month) == {}


def test_conflicts_are_those_of_the_delegation(cli: Cli) -> None:
    out = " ".join(cli("calendar", "May", "2017", "--for", "EGY").out.split())
    assert "! 1 First Thematic Session and 2 ARCP third meeting: 1 delegation" in out
    assert "double-booked: Egypt" in out
    out = cli("calendar", "June", "2017", "--for", "EGY").out
    assert "in conflict" not in out


def test_holidays_and_weekends_of_the_hosts(plan: Workplan) -> None:
    [month] = months_of(plan, MAY)
    told = {(holiday.day.day, holiday.name, holiday.places) for holiday in month.holidays}
    assert (25, "Ascension Day", ("Norway", "Geneva", "Bali")) in told
    assert (29, "Memorial Day, official holiday of the United Nations", ("New York",)) in told
    assert month.weekends == ("Weekend in Cairo: Friday and Saturday",)
    [month] = months_of(plan_of(f"events:\n  - {ROW}, id: a, title: A, when: 8 May 2017}}\n"), MAY)
    assert month.holidays == ()


def test_many_conflicts_are_counted() -> None:
    rows = "".join(
        f"  - {ROW}, body: all, id: a{number}, title: A, when: {day}-{day + 1} May 2017}}\n"
        for number, day in enumerate(day for day in range(1, 21) for _ in range(2))
    )
    [month] = months_of(plan_of(f"events:\n{rows}"), MAY)
    assert len(month.in_conflict) == 40
    assert (len(month.conflicts), month.more_conflicts) == (30, 9)
    assert month.conflicts[0].meetings == "1 A and 2 A"
    assert month.conflicts[1].meetings == "1 A, 2 A, 3 A and 4 A"
    assert "9 more conflicts, see 'gcmplan check'" in " ".join(lines_of([month], 80))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Mai", "2017"], "'Mai 2017'"),
        (["1990-2020"], "MONTH"),
        (["May 2017", "--months", "0"], "--months"),
    ],
)
def test_wrong_months(cli: Cli, words: list[str], told: str) -> None:
    run = cli("calendar", *words)
    assert run.status == 2
    assert told in run.err


# -- pictures and pages ------------------------------------------------------------------------------------------------

NAMESPACE = "{http://www.w3.org/2000/svg}"


def picture_of(plan: Workplan, *firsts: date) -> str:
    return svg.render(plan.title, months_of(plan, *firsts), date(2017, 5, 15))


@pytest.mark.parametrize("firsts", [(MAY,), (OCTOBER,), (APRIL, MAY, JUNE)])
def test_golden_svg(plan: Workplan, golden: Golden, firsts: tuple[date, ...]) -> None:
    name = f"{firsts[0]:%B}".lower()
    golden(f"calendar/{name}-{len(firsts)}.svg", as_today(picture_of(plan, *firsts)))


def test_titles_stay_text(plan: Workplan) -> None:
    page = picture_of(with_titles(plan), APRIL, MAY, JUNE)
    elements = list(ET.fromstring(page).iter())  # noqa: S314 - our own
    assert {element.tag.removeprefix(NAMESPACE) for element in elements} <= {
        "svg", "title", "rect", "defs", "pattern", "text", "path", "g",
    }  # fmt: skip
    names = {name for element in elements for name in element.attrib}
    assert not {name for name in names if name == "style" or name.startswith("on") or "href" in name}
    ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    urls = {value for element in elements for value in element.attrib.values() if "url(" in value}
    assert urls
    assert {value[len("url(#") : -1] for value in urls} <= set(ids)
    sizes = {int(element.attrib["font-size"]) for element in elements if element.tag == f"{NAMESPACE}text"}
    assert min(sizes) >= 14
    assert "\x07" not in page
    assert "\u202e" not in page


def test_bars_of_the_picture_are_the_pieces(plan: Workplan) -> None:
    found = months_of(plan, APRIL, MAY, JUNE)
    titles = re.findall(r"<title>(.*?)</title></rect>", picture_of(plan, APRIL, MAY, JUNE))
    told = Counter(map(unescape, titles))
    records = [piece.listed.record for month in found for week in month.weeks for lane in week.lanes for piece in lane]
    assert told == Counter(f"{record.title}: {dated(record)}" for record in records)


def test_a_page_has_every_event_and_word(cli: Cli, plan: Workplan) -> None:
    page = cli("calendar", "May", "2017", "--months", "2", "-f", "html").out
    text = unescape(re.sub("<[^>]*>", "", page))
    for month in months_of(plan, MAY, JUNE):
        told = [*(one.name for one in month.listed), *(one.words for one in month.conflicts)]
        told += [one.words for one in month.holidays]
        assert all(words in text for words in (*told, *map(window_words, month.windows), *month.weekends))
    assert " style=" not in page
    assert "<script" not in page
    html5lib.HTMLParser(strict=True).parse(page)


def test_a_page_of_hostile_titles_has_no_other_tags(plan: Workplan) -> None:
    pages = ["".join(html.render(one, months_of(one, MAY), MAY)) for one in (with_titles(plan), plan)]
    odd, even = (set(re.findall("<[a-z0-9]+", page)) for page in pages)
    assert odd <= even


def test_pictures_say_on_standard_error_why_it_is_that_month(cli: Cli) -> None:
    run = cli("calendar", "--on", "8 February 2017", "-f", "svg")
    assert run.out.startswith("<svg")
    assert run.err.startswith("No event is on a known day in February 2017: this is March 2017")


@pytest.mark.slow
@in_browser
@pytest.mark.parametrize("firsts", [(MAY,), (APRIL, MAY), (APRIL, MAY, JUNE, OCTOBER)])
@pytest.mark.parametrize("odd", [False, True])
def test_no_text_leaves_its_place(plan: Workplan, tmp_path: Path, firsts: tuple[date, ...], *, odd: bool) -> None:
    assert overlaps(picture_of(with_titles(plan) if odd else plan, *firsts), tmp_path) == []


@pytest.mark.slow
@in_browser
def test_a_page_is_accessible(plan: Workplan, tmp_path: Path) -> None:
    for one in (plan, with_titles(plan)):
        page = "".join(html.render(one, months_of(one, MAY, JUNE), MAY, "Only for Kenya"))
        assert violations(page, tmp_path) == []
