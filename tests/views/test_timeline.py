"""Timelines: every event once, every column as sure as its days, no line too wide, nothing but text in pictures."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from browser import in_browser, overlaps, violations
from conftest import DATA
from drafts import Draft, drafts
from drafts import plan_of as drawn_plan
from gcmplan.cli.schema import schema_of
from gcmplan.dates.span import Certainty, Span
from gcmplan.dates.when import When
from gcmplan.export.timeline import svg
from gcmplan.terminal.timeline import timeline_lines
from gcmplan.views.dated import dated
from gcmplan.views.row import records_of
from gcmplan.views.scale import Scale, drawn
from gcmplan.views.timeline import By, Sureness, short_date, timeline
from odd_titles import with_titles
from rule_examples import plan_of
from strategies import few, thousand

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Cli, Golden
    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record
    from gcmplan.views.timeline import Timeline

ON = date(2017, 7, 15)


def timeline_of(plan: Workplan, by: By = By.EVENT, on: date = ON) -> Timeline:
    return timeline(plan, list(records_of(plan, plan.events)), by, on)


def lines_of(found: Timeline, width: int, *, ascii_only: bool = False) -> list[str]:
    return [line.plain for line in timeline_lines(found, width, ascii_only=ascii_only)]


def sureness_of(record: Record, day: date) -> Sureness | None:
    """Return how sure it is that an event is on a day, by its date alone."""
    when = record.when
    if record.status == "cancelled" or not when.window or not when.window.first <= day <= when.window.last:
        return None
    if not when.spans:
        return Sureness.WINDOW
    if not any(first <= day <= last for first, last in when.spans):
        return None
    unsure = {when.certainty, record.certainty} != {Certainty.CONFIRMED}
    is_sure = not unsure and record.status == "scheduled" and not record.is_disputed
    return Sureness.SURE if is_sure else Sureness.OPEN


def check_columns(found: Timeline, room: int) -> None:
    """Each column is as sure as the surest day in it."""
    for panel in found.panels:
        if not panel.axis:
            continue
        scale = Scale.fitting(panel.axis, room)
        assert scale.columns <= max(room, 1)
        days = [panel.axis.first + timedelta(number) for number in range((panel.axis.last - panel.axis.first).days + 1)]
        for row in panel.rows:
            cells = drawn(scale, row.bars).cells
            expected: dict[int, Sureness] = {}
            for day in days:
                for record in row.records:
                    if sure := sureness_of(record, day):
                        for column in range(scale.column(day), scale.column(day) + scale.width):
                            expected[column] = max(expected.get(column, sure), sure)
            assert {number: cell for number, cell in enumerate(cells) if cell} == expected


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("room", [12, 37, 60, 400])
def test_columns_of_the_real_plan(plan: Workplan, by: By, room: int) -> None:
    check_columns(timeline_of(plan, by), room)


@thousand
@given(draft=drafts, by=st.sampled_from(By), room=st.integers(1, 200))
def test_columns_of_any_plan(draft: Draft, by: By, room: int) -> None:
    found = timeline_of(drawn_plan(draft), by)
    records = [record.id for row in found.rows for record in row.records]
    assert len(records) == len(set(records))
    check_columns(found, room)


@few
@given(width=st.integers(40, 200), by=st.sampled_from(By), ascii_only=st.booleans())
def test_no_line_is_too_wide(plan: Workplan, width: int, by: By, *, ascii_only: bool) -> None:
    for one in (plan, with_titles(plan)):
        lines = lines_of(timeline_of(one, by), width, ascii_only=ascii_only)
        assert max(cell_len(line) for line in lines) <= width
        assert not ascii_only or all(line.isascii() for line in lines)


def test_every_event_has_one_line(plan: Workplan) -> None:
    found = timeline_of(plan)
    assert sorted(record.id for row in found.rows for record in row.records) == sorted(
        event.id for event in plan.events
    )
    text = "\n".join(lines_of(found, 160))
    for event in plan.events:
        assert text.count(event.short or event.title) >= 1, event.id


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("width", [80, 160])
def test_golden_text(cli: Cli, golden: Golden, by: By, width: int) -> None:
    run = cli("timeline", "--by", by.value, "--on", "15 July 2017", "--width", str(width))
    golden(f"timeline/{by.value}-{width}.txt", run.out)


def test_golden_ascii_and_colour(cli: Cli, golden: Golden) -> None:
    golden("timeline/ascii.txt", cli("timeline", "--ascii", "--on", "15 July 2017").out)
    run = cli("timeline", "--phase", "II", "--color", "always", "--on", "15 July 2017")
    golden("timeline/colour.txt", run.out)


@pytest.mark.parametrize("size", svg.SIZES)
def test_golden_svg(plan: Workplan, golden: Golden, size: str) -> None:
    pages = svg.render(timeline_of(plan), svg.SIZES[size])
    for number, page in enumerate(pages, 1):
        golden(f"timeline/{size}-{number}.svg", page)


@pytest.mark.parametrize(
    "filters",
    [
        ("--for", "KEN"), ("--phase", "II,III"), ("--group", "rcp"), ("--in", "May 2017"), ("--place", "Geneva"),
        ("--kind", "deadline,meeting"), ("--certainty", "tbc"), ("--grep", "session"),
    ],
)  # fmt: skip
def test_every_event_is_in_the_output_once_whatever_the_filters(cli: Cli, filters: tuple[str, str]) -> None:
    listed = [line.split("\t")[0] for line in cli("list", *filters).out.splitlines()]
    assert listed
    for by in By:
        told = json.loads(cli("timeline", "--by", by.value, *filters, "-f", "json").out)["rows"]
        assert sorted(row["id"] for row in told) == sorted(listed)
    sections = cli("timeline", *filters, "--width", "200").out.partition("\n\n")[2]
    rows = re.findall(r"^[! ] (?=[~\dT])(?!\d+ columns are)", sections, re.MULTILINE)
    assert len(rows) == len(listed)


def test_conflicts_are_those_of_the_delegation(cli: Cli) -> None:
    found = json.loads(cli("timeline", "--for", "EGY", "-f", "json").out)["rows"]
    assert {row["id"] for row in found if row["conflict"]} == {"thematic-1", "arcp-third-meeting"}
    text = cli("timeline", "--for", "EGY").out
    assert len(re.findall(r"^! (?=\d)", text, re.MULTILINE)) == 2


def test_the_word_of_the_group_stands_beside_its_colour(cli: Cli) -> None:
    wide = cli("timeline", "--phase", "II", "--width", "120", "--on", "15 July 2017").out
    assert re.search(r"4-6 Dec +Process +Stocktaking meeting", wide)
    narrow = ("timeline", "--phase", "II", "--width", "80", "--on", "15 July 2017")
    assert "Hearing " not in cli(*narrow).out
    assert " Hearing " in cli(*narrow, "--color", "always").out.splitlines()[-2]


def test_of_one_phase_no_other_is_drawn(cli: Cli) -> None:
    out = cli("timeline", "--by", "group", "--phase", "II", "--on", "1 May 2017").out
    assert out.splitlines()[:3] == ["Only phase II", "", "Phase II"]
    assert "Consultations" not in out
    assert "negotiations" not in out


def test_a_window_that_leaves_the_axis_ends_in_an_arrow() -> None:
    row = "{group: other, kind: meeting, phase: I, source: x"
    plan = plan_of(f"events:\n  - {row}, id: a, title: A, when: May 2017 - March 2018}}\n")
    [line] = [line for line in lines_of(timeline_of(plan), 80) if " A " in line]
    assert line.endswith("░►")
    assert "├" not in line


def test_what_has_no_date_keeps_its_word() -> None:
    row = "{group: other, kind: meeting, source: x"
    plan = plan_of(
        f"events:\n  - {row}, phase: I, id: a, title: A, when: TBC}}\n  - {row}, id: b, title: B, when: TBA}}\n"
    )
    lines = lines_of(timeline_of(plan), 80)
    assert [line.split() for line in lines if line.startswith("  TB")] == [["TBC", "A"], ["TBA", "B"]]


def test_cancelled_and_postponed_events_say_so() -> None:
    row = "{group: other, kind: meeting, phase: I, source: x"
    plan = plan_of(
        f"events:\n  - {row}, id: a, title: A, when: 8 May 2017, status: cancelled}}\n"
        f"  - {row}, id: b, title: B, when: 9 May 2017, status: postponed}}\n"
    )
    one, other = (row for row in timeline_of(plan).rows)
    assert (one.label, one.bars) == ("CANCELLED A", ())
    assert (other.label, [bar.sureness for bar in other.bars]) == ("POSTPONED B", [Sureness.OPEN])


def test_json(cli: Cli, plan: Workplan) -> None:
    found = json.loads(cli("timeline", "--format", "json").out)
    Draft202012Validator(schema_of("timeline")).validate(found)
    assert [row["id"] for row in found["rows"]] == [row.split("\t")[0] for row in cli("list").out.splitlines()]
    first = next(row for row in found["rows"] if row["id"] == "thematic-1")
    assert first["spans"] == [["2017-05-08", "2017-05-09"]]
    assert first["conflict"] is True
    assert len(found["rows"]) == len(plan.events)


# -- pictures ----------------------------------------------------------------------------------------------------------

NAMESPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("size", svg.SIZES)
def test_titles_stay_text(plan: Workplan, size: str) -> None:
    for page in svg.render(timeline_of(with_titles(plan)), svg.SIZES[size]):
        root = ET.fromstring(page)  # noqa: S314 - our own
        elements = list(root.iter())
        assert {element.tag.removeprefix(NAMESPACE) for element in elements} <= {
            "svg", "title", "rect", "defs", "pattern", "text", "path",
        }  # fmt: skip
        names = {name for element in elements for name in element.attrib}
        assert not {name for name in names if name == "style" or name.startswith("on") or "href" in name}
        urls = {value for element in elements for value in element.attrib.values() if "url(" in value}
        ids = {element.attrib["id"] for element in elements if "id" in element.attrib}
        assert {value[len("url(#") : -1] for value in urls} <= ids
        sizes = {int(element.attrib["font-size"]) for element in elements if element.tag == f"{NAMESPACE}text"}
        assert min(sizes) >= 14
        assert "\x07" not in page
        assert "\u202e" not in page


def test_every_event_is_on_one_page(plan: Workplan) -> None:
    for size in svg.SIZES.values():
        text = "".join(svg.render(timeline_of(plan), size))
        told = re.findall(r"<title>(.*?)</title></rect>", text)
        shown = [row.records[0] for row in timeline_of(plan).rows if row.bars]
        bars = [f"{record.title}: {dated(record)}" for record in shown]
        assert sorted(unescape(title) for title in told if ": " in title) == sorted(bars)


def test_pages_are_files_beside_each_other(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "plan.svg"
    run = cli("timeline", "-f", "svg", "--size", "slide", "-o", str(target))
    assert run.err.splitlines()[-1] == f"Page 3 of 3: {tmp_path / 'plan-3.svg'}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan-2.svg", "plan-3.svg", "plan.svg"]
    run = cli("timeline", "-f", "svg", "--size", "slide")
    assert (run.status, run.out) == (2, "")
    assert "3 pages need a file each" in run.err


@pytest.mark.parametrize(
    "command", [("timeline", "-f", "svg"), ("timeline",), ("calendar",), ("calendar", "-f", "html")]
)
def test_a_file_of_the_plan_is_not_written_over(cli: Cli, tmp_path: Path, command: tuple[str, ...]) -> None:
    plan = tmp_path / "workplan.yaml"
    plan.write_bytes((DATA / "workplan.yaml").read_bytes())
    run = cli(*command, "--plan", str(plan), "-o", str(plan))
    assert run.status == 2
    assert "is a file of the plan" in run.err
    assert plan.read_bytes() == (DATA / "workplan.yaml").read_bytes()
    assert "names a folder" in cli(*command, "-o", f"{tmp_path}/").err


@pytest.mark.parametrize("by", By)
def test_a_timeline_without_events_says_so(cli: Cli, by: By) -> None:
    run = cli("timeline", "--by", by.value, "--in", "2050")
    assert (run.status, run.out) == (0, "Only 1 January 2050 to 31 December 2050\n\nNo event fits.\n")


def test_a_page_holds_the_picture_and_the_list(cli: Cli, plan: Workplan) -> None:
    run = cli("timeline", "-f", "html", "--on", "15 July 2017")
    assert run.out.count("<svg") == 1
    assert all(f'id="{event.id}"' in run.out for event in plan.events)
    assert " style=" not in run.out


@pytest.mark.slow
@in_browser
@pytest.mark.parametrize("size", svg.SIZES)
@pytest.mark.parametrize("odd", [False, True])
def test_no_text_lies_on_a_bar_or_another_text(plan: Workplan, tmp_path: Path, size: str, *, odd: bool) -> None:
    for by in (By.EVENT, By.GROUP):
        found = timeline_of(with_titles(plan) if odd else plan, by)
        for page in svg.render(found, svg.SIZES[size]):
            assert overlaps(page, tmp_path) == []


@pytest.mark.slow
@in_browser
@pytest.mark.parametrize("by", By)
def test_a_page_is_accessible(cli: Cli, tmp_path: Path, by: By) -> None:
    assert violations(cli("timeline", "--by", by.value, "-f", "html", "--on", "15 July 2017").out, tmp_path) == []


@given(st.lists(st.integers(1, 3), min_size=1, max_size=7))
def test_short_dates_name_a_span_only_if_all_its_days_are_known(lengths: list[int]) -> None:
    day, spans = date(2017, 5, 1), []
    for days in lengths:
        spans.append(Span(day, day + timedelta(days=days - 1)))
        day += timedelta(days=days + 1)
    when = When.known(*spans)
    text = short_date(when)
    named = [[int(number) for number in re.findall("[0-9]+", part)] for part in text.split(", ")]
    if text.startswith(f"{when.days} days, "):
        assert len(spans) > 2
    else:
        assert named == [sorted({span.first.day, span.last.day}) for span in spans]


def test_short_dates_of_many_days_count_them() -> None:
    assert short_date(When.parse("1, 3, 5 and 20 May 2017 TBC")) == "4 days, 1-20 May TBC"
    assert short_date(When.parse("1, 3-4 May and 5 June 2017")) == "4 days, 1 May-5 Jun"
    assert short_date(When.parse("1 and 5-6 May 2017")) == "1 May, 5-6 May"


def test_an_event_that_is_not_sure_is_named_so_beside_its_date() -> None:
    found = plan_of(
        """
events:
  - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, certainty: tbc, source: x}
  - {id: forum, title: Forum, group: other, kind: meeting, when: 8 May 2017, status: postponed, source: x}
  - {id: fair, title: Fair, group: other, kind: meeting, when: May 2017 TBC, certainty: tba, status: cancelled}
  - {id: meet, title: Meeting, group: other, kind: meeting, when: 8 May 2017 TBC, source: x}
"""
    )
    expected = [
        "8 May 2017 (event TBC)", "8 May 2017 (postponed)", "May 2017 TBC (event TBA, cancelled)", "8 May 2017 TBC",
    ]  # fmt: skip
    assert [dated(event) for event in found.events] == expected
    assert [dated(record) for record in records_of(found, found.events)] == expected
