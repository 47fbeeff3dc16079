"""`gcmplan list`: the table, the formats, the filters."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cmarkgfm  # type: ignore[import-untyped]
import pytest
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from conftest import DATA, Cli, Golden
from gcmplan.cli.schema import schema_of
from gcmplan.dates.span import MONTHS
from gcmplan.errors import UnknownValueError
from gcmplan.plan.workplan import Workplan
from gcmplan.query.filters import Criteria, choose
from gcmplan.text.escape import in_markdown
from gcmplan.views.row import records_of
from gcmplan.views.sections import outline
from rule_examples import plan_of


def ids(out: str) -> list[str]:
    """Return the ids of plain output."""
    return [line.split("\t")[0] for line in out.splitlines()]


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_table_fits_and_loses_nothing(cli: Cli, plan: Workplan, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    cli  # noqa: B018 - its environment first
    monkeypatch.setenv("COLUMNS", str(width))
    run = cli("list", "--format", "table")
    assert (run.status, run.err) == (0, "")
    assert max(cell_len(line) for line in run.out.splitlines()) <= width
    letters = "".join(run.out.split())
    for event in plan.events:
        assert event.id in letters
    words = {word for event in plan.events for word in event.title.split() if len(word) < 16}
    assert all(word in run.out for word in words)


@pytest.mark.parametrize("width", ["80", "200"])
def test_table_of_the_real_plan(cli: Cli, golden: Golden, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    golden(f"list-{width}.txt", cli("list", "--format", "table").out)


@pytest.mark.parametrize("width", [40, 80, 100, 200])
def test_short_is_one_line_an_event(cli: Cli, plan: Workplan, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = cli("list", "--format", "table", "--short").out.splitlines()
    assert max(map(len, lines)) <= width
    sections = outline(plan, list(records_of(plan, plan.events)))
    headings = sum(2 + 2 * len(section.months) for section in sections)
    if width >= 80:
        assert len(lines) == headings + len(plan.events) + len(["67 events …", "~ some time …", "! 3 disputed …"])
    for word in ("TBC", "TBA"):
        dates = [event for event in plan.events if event.when.certainty.value.upper() == word]
        places = [event for event in plan.events if event.place and event.place.certainty.value.upper() == word]
        themselves = [event for event in plan.events if event.certainty.value.upper() == word]
        assert sum(line.count(word) for line in lines) == len(dates) + len(places) + len(themselves)
    if width == 200:
        assert all(f"{event.short or event.title}  {event.id} " in "\n".join(lines) for event in plan.events)


def test_short_of_the_real_plan(cli: Cli, golden: Golden) -> None:
    golden("list-short-80.txt", cli("list", "--format", "table", "--short").out)


def test_short_keeps_what_became_of_an_event(cli: Cli, tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    file = tmp_path / "data" / "workplan.yaml"
    text = file.read_text(encoding="utf-8").replace("id: thematic-1\n", "id: thematic-1\n    status: cancelled\n")
    file.write_text(text, encoding="utf-8")
    run = cli("list", "--format", "table", "--short", "--plan", str(file), "--in", "8 May 2017", "--group", "Thematic")
    assert "Mon 8 - Tue 9  CANCELLED First Thematic Session  thematic-1  Geneva\n" in run.out


@pytest.mark.parametrize("width", [160, 180, 200, 300])
def test_a_wide_table_is_no_longer_and_has_the_place_beside_the_title(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", "159")
    stacked = cli("list", "--format", "table").out.splitlines()
    monkeypatch.setenv("COLUMNS", str(width))
    wide = cli("list", "--format", "table").out.splitlines()
    assert max(map(len, wide)) <= 200
    assert len(wide) <= len(stacked)
    [line] = [line for line in wide if "First Thematic Session" in line]
    assert re.search(r"First Thematic Session  thematic-1 {1,40}Geneva  +Human rights of all migrants, ", line)
    [line] = [line for line in wide if "Second Thematic Session" in line]
    assert re.search(r"^Mon 22 - Tue 23 +Thematic +Second Thematic Session  thematic-2 +New York  +Addressing", line)


@pytest.mark.parametrize("form", ["plain", "json", "csv", "markdown"])
def test_formats_of_the_real_plan(cli: Cli, golden: Golden, form: str) -> None:
    golden(f"list.{form}", cli("list", "--format", form).out)


def test_order_of_headings(cli: Cli) -> None:
    out = cli("list", "--format", "table").out
    wanted = ["Phase I: Consultations", "March 2017", "October 2017", "Over several months", "Phase II: Stocktaking"]
    wanted += ["Phase III: Intergovernmental", "Outside the phases", "September 2018", "No date yet", "67 events: "]
    places = [out.index(heading) for heading in wanted]
    assert places == sorted(places)


def test_what_is_not_sure_shows_without_colour(cli: Cli) -> None:
    out = cli("list", "--format", "table").out
    assert "\x1b" not in out
    assert "Wed 5 TBC" in out
    assert "~ last week of" in out
    assert "67 events: 32 confirmed, 11 to be confirmed, 20 to be announced, 4 undated" in " ".join(out.split())


def test_colour_carries_the_group_beside_its_word(cli: Cli) -> None:
    run = cli("list", "--format", "table", "--color", "always", "--group", "rcp")
    assert run.out.count("\x1b[") > 20
    assert " RCP " in run.out


def test_piped_is_tab_separated(cli: Cli, plan: Workplan) -> None:
    lines = cli("list").out.splitlines()
    assert len(lines) == 67
    assert all(line.count("\t") == 9 for line in lines)
    titles = {line.split("\t")[-1] for line in lines}
    disputed = ("documents-thematic-1", "eca-september", "hearing-2", "thematic-6")
    marks = {"igc-full-round": "[TBC] ", "almaty-process": "[TBA] ", **dict.fromkeys(disputed, "[DATES DIFFER] ")}
    assert titles == {marks.get(event.id, "") + event.title for event in plan.events}


def test_json_keeps_its_schema(cli: Cli, plan: Workplan) -> None:
    output = json.loads(cli("list", "--format", "json").out)
    Draft202012Validator(schema_of("events")).validate(output)
    assert output["schema"] == "gcmplan.events/1"
    assert output["plan"] == {"title": plan.title, "as_of": "2017-04-12"}
    first = next(event for event in output["events"] if event["id"] == "thematic-1")
    assert first["when"] == {
        "text": "8-9 May 2017",
        "certainty": "confirmed",
        "exact": True,
        "earliest": "2017-05-08",
        "latest": "2017-05-09",
        "days": 2,
        "spans": [["2017-05-08", "2017-05-09"]],
    }
    assert first["place"] == {
        "name": "Geneva",
        "country": "CH",
        "timezone": "Europe/Zurich",
        "certainty": "confirmed",
    }
    assert first["body"] == "un-member-states"
    assert first["mandate"] == "OP15"
    line = plan.document.line(first["position"]["line"])
    assert line[first["position"]["column"] - 1 :].startswith("id: thematic-1")


def test_csv_is_read_by_the_standard_library(cli: Cli) -> None:
    out = cli("list", "--format", "csv").out
    assert out.count("\r\n") == out.count("\n")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 67
    assert {row["exact"] for row in rows} == {"yes", "no"}


def test_events_stand_in_order_of_date(cli: Cli) -> None:
    days = [line.split("\t")[1] for line in cli("list").out.splitlines()]
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days[-4:] == ["", "", "", ""]


FILTERS = [
    ("--phase I", 47),
    ("--phase 1", 47),
    ("--phase consultations", 47),
    ("--phase II,III", 19),
    ("--phase II --phase III", 19),
    ("--phase none", 1),
    ("--group thematic-session", 6),
    ("--group rcp", 24),
    ("--group Thematic,hearing", 12),
    ("--kind document", 11),
    ("--kind milestone", 1),
    ("--kind meeting", 55),
    ("--kind deadline", 3),
    ("--body igc", 5),
    ("--body escwa", 1),
    ("--place Geneva", 11),
    ("--place TBA", 5),
    ("--place geneva,vienna", 12),
    ("--country CH", 11),
    ("--country Switzerland", 11),
    ("--country NO", 1),
    ("--country che,AUT", 12),
    ("--status scheduled", 67),
    ("--status cancelled", 0),
    ("--certainty confirmed", 32),
    ("--certainty tbc", 15),
    ("--certainty tbd", 20),
    ("--certainty tba", 20),
    ("--grep silk", 1),
    ("--grep xenophobia --grep smuggling", 4),
    ("--phase I --group rcp --certainty confirmed", 11),
]


@pytest.mark.parametrize(("options", "count"), FILTERS)
def test_filters(cli: Cli, options: str, count: int) -> None:
    run = cli("list", *options.split())
    assert run.status == 0
    assert len(run.out.splitlines()) == count


def test_dates_keep_what_can_fall_into_them(cli: Cli) -> None:
    july = ids(cli("list", "--in", "July 2017").out)
    assert "documents-thematic-5" in july
    assert "midcom" in july
    assert "midsa-ministerial" in july
    assert "gfmd-civil-society-days" in july
    assert "midwa" not in july
    assert ids(cli("list", "--from", "1 July 2017", "--to", "2017-07-31").out) == july
    assert "conference" in ids(cli("list", "--from", "2018-09-30").out)
    assert len(ids(cli("list", "--to", "5 March 2017").out)) == 1
    both = set(ids(cli("list", "--in", "2017", "--from", "1 July 2017", "--to", "31 July 2017").out))
    assert both == set(july)


def test_several_ranges_of_days(cli: Cli) -> None:
    march, august = (set(ids(cli("list", "--in", month).out)) for month in ("March 2017", "August 2017"))
    assert set(ids(cli("list", "--in", "March 2017", "--in", "August 2017").out)) == march | august
    assert set(ids(cli("list", "--in", "March 2017,August 2017").out)) == march | august
    days = {*ids(cli("list", "--in", "1 June 2017").out), *ids(cli("list", "--in", "30 June 2017").out)}
    assert "thematic-3" in ids(cli("list", "--in", "1-30 June 2017").out)
    assert "thematic-3" not in days
    for text in ("1 and 30 June 2017", "1 June 2017, 30 June 2017", "1 June 2017,30 June 2017"):
        assert set(ids(cli("list", "--in", text).out)) == days
    assert "thematic-3" in ids(cli("list", "--from", "1, 18 and 19 June 2017", "--to", "1 and 19 June 2017").out)


def test_a_number_stands_for_a_phase_that_there_is() -> None:
    plan = plan_of("events: []\n")
    plan = replace(plan, phases=plan.phases[:1])
    assert choose(plan, Criteria(phases=("1", plan.phases[0].id))) == []
    with pytest.raises(UnknownValueError, match="there is no phase '2'"):
        choose(plan, Criteria(phases=("2",)))


@pytest.mark.parametrize("text", ["- a", "+ a", "1. a", "12) a", "---", "-", "8-9 May", "1.5", "2017"])
def test_no_list_begins_in_markdown(text: str) -> None:
    page = cmarkgfm.github_flavored_markdown_to_html(f"- {in_markdown(text)}\n")
    assert page == f"<ul>\n<li>{text}</li>\n</ul>\n"


@pytest.mark.parametrize("name", ["KEN", "ke", "Kenya"])
def test_for_a_delegation(cli: Cli, plan: Workplan, name: str) -> None:
    found = ids(cli("list", "--for", name).out)
    assert "thematic-1" in found
    assert "pan-african-forum" in found
    assert "arcp-third-meeting" not in found
    assert "gfmd-civil-society-days" not in found
    bodies = {event.id: plan.body_of(event) for event in plan.events}
    members = [name for name, body in bodies.items() if body is None or "KEN" in plan.members_of(body)]
    assert sorted(found) == sorted(members)
    assert "rcp-global-meeting" in found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire", "CIV"), ("cote d'ivoire", "CIV"), ("COTE DIVOIRE", "CIV"),
        ("Vietnam", "VNM"), ("Viet Nam", "VNM"), ("Türkiye", "TUR"), ("Turkey", "TUR"), ("turkiye", "TUR"),
        ("UK", "GBR"), ("South Korea", "KOR"), ("Palestine", "PSE"), ("Swaziland", "SWZ"), ("Eswatini", "SWZ"),
    ],
)  # fmt: skip
def test_for_a_delegation_by_each_of_its_names(cli: Cli, name: str, code: str) -> None:
    assert cli("list", "--for", name) == cli("list", "--for", code)
    assert ids(cli("list", "--for", name).out)


def test_observers_are_concerned_by_what_invites_them(cli: Cli) -> None:
    """The letter of 13 April 2017 invites all Member and Observer States; the hearings are for Member States."""
    found = ids(cli("list", "--for", "PSE").out)
    assert {f"thematic-{number}" for number in range(1, 7)} <= set(found)
    assert {"arcp-third-meeting", "escwa", "stocktaking-meeting", "rcp-global-meeting"} <= set(found)
    assert {"hearing-1", "gfmd-summit", "eclac"}.isdisjoint(found)
    assert set(ids(cli("list", "--for", "Holy See").out)) == set(found) - {"arcp-third-meeting", "escwa"}
    assert ids(cli("list", "--for", "EU").out) == ids(cli("list", "--for", "VAT").out)
    check = cli("check", "--for", "PSE", "--format", "concise")
    assert "1 delegation is double-booked: State of Palestine (thematic-1, arcp-third-meeting)" in check.out


def test_a_suspended_member_is_named_and_not_counted(cli: Cli) -> None:
    assert "arcp-third-meeting" not in ids(cli("list", "--for", "SYR").out)
    check = cli("check", "--for", "SYR", "--format", "concise").out
    assert "arcp-third-meeting" not in check
    assert "1 suspended: Syrian Arab Republic" in cli("show", "arcp-third-meeting").out


@pytest.mark.parametrize("name", ["Greenland", "GRL"])
def test_for_a_delegation_that_is_a_member_of_no_body(cli: Cli, name: str) -> None:
    """Only what is no one body's own concerns it, in the list as in the feed."""
    run = cli("list", "--for", name)
    said = "No body of the plan has Greenland as a member, so its meetings are not known\n"
    assert (run.status, ids(run.out), run.err) == (0, ["rcp-global-meeting"], said)
    check = cli("check", "--for", name)
    assert (check.status, check.err) == (0, said.replace("the plan", "data/workplan.yaml"))
    feed = cli("export", "ics", "--for", name)
    assert (feed.status, feed.out.count("BEGIN:VEVENT")) == (0, 1)
    assert "Meeting of no one body: it concerns everyone" in feed.out.replace("\r\n ", "")
    assert said in feed.err


@pytest.mark.parametrize(
    ("option", "names"),
    [
        ("--phase", ["I", "i", "1", "Phase I", "phase 1", "Consultations"]),
        ("--phase", ["none", "NONE"]),
        ("--place", ["Geneva", "geneva", "geneve", "Gen\u00e8ve", " GENEVA "]),
        ("--place", ["Turkey", "T\u00fcrkiye", "turkiye"]),
        ("--place", ["Swaziland", "Eswatini"]),
        ("--place", ["New York", "new-york", "NEWYORK"]),
        ("--country", ["CH", "che", "Switzerland", "switzerland"]),
        ("--country", ["US", "USA", "United States", "United States of America"]),
        ("--body", ["igc", "IGC"]),
        ("--body", ["midsa", "Migration Dialogue for Southern Africa", "migration dialogue for southern africa"]),
        ("--group", ["rcp", "RCP"]),
        ("--group", ["thematic-session", "Thematic", "thematic sessions", "Th\u00e9matic sessions"]),
        ("--certainty", ["tbc", "TBC"]),
    ],
)
def test_accents_and_case_make_no_difference(cli: Cli, option: str, names: list[str]) -> None:
    first, *others = [ids(cli("list", option, name).out) for name in names]
    assert first
    assert all(other == first for other in others)


def test_for_a_part_of_a_joint_body(cli: Cli) -> None:
    assert "escwa" in ids(cli("list", "--for", "Djibouti").out)


def test_for_several_delegations(cli: Cli) -> None:
    both = set(ids(cli("list", "--for", "KEN,NOR").out))
    assert both == set(ids(cli("list", "--for", "KEN").out)) | set(ids(cli("list", "--for", "NOR").out))


BAD = [
    (["--group", "themtic"], "there is no group 'themtic'; known: thematic-session", "did you mean 'Thematic'?"),
    (["--phase", "IV"], "there is no phase 'IV'; known: I, II, III, none", "did you mean"),
    (["--kind", "meting"], "known: meeting, document, milestone, deadline", "did you mean 'meeting'?"),
    (["--place", "Genua"], "there is no place 'Genua'", ""),
    (["--place", "Genva"], "there is no place 'Genva'", "did you mean 'Geneva'?"),
    (["--body", "ig"], "there is no body 'ig'", ""),
    (["--status", "canceled"], "known: scheduled, postponed, cancelled", "did you mean 'cancelled'?"),
    (["--certainty", "sure"], "known: confirmed, tbc, tba", ""),
    (["--for", "Kenia"], "there is no state 'Kenia'", "did you mean 'Kenya'?"),
    (["--for", "Korea"], "'Korea' fits 2 states", "write more of it"),
    (["--country", ""], "there is no state ''", ""),
]


@pytest.mark.parametrize(("options", "message", "hint"), BAD)
def test_an_unknown_value_names_the_known_ones(cli: Cli, options: list[str], message: str, hint: str) -> None:
    run = cli("list", *options)
    assert (run.status, run.out) == (2, "")
    assert message in run.err
    assert hint in run.err


BAD_DATES = [
    (["--in", "Agust 2017"], "did you mean 'August 2017'?"),
    (["--from", "TBC"], "names no days"),
    (["--from", "May 2018", "--to", "May 2017"], "leave no day"),
    (["--in", "5/9/2017"], "two ways"),
    (["--to", "31 June 2017"], "June 2017 has 30 days"),
]


@pytest.mark.parametrize(("options", "message"), BAD_DATES)
def test_a_bad_date_is_a_usage_error(cli: Cli, options: list[str], message: str) -> None:
    run = cli("list", *options)
    assert (run.status, run.out) == (2, "")
    assert message in " ".join(run.err.split())


def test_no_event_fits(cli: Cli) -> None:
    assert cli("list", "--grep", "zzz", "--format", "table").out == "Only with “zzz”\n\nNo event fits.\n"
    assert json.loads(cli("list", "--grep", "zzz", "--format", "json").out)["events"] == []


def test_months_of_a_phase_are_in_order(cli: Cli) -> None:
    names = MONTHS
    for phase in ("I", "II", "III"):
        out = cli("list", "--phase", phase, "--format", "table").out
        heads = [line.split() for line in out.splitlines() if line.split()[:1] and line.split()[0] in names]
        keys = [(int(head[1]), names.index(head[0])) for head in heads if len(head) == 2]
        assert all(left < right for left, right in pairwise(keys))
