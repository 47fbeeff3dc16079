"""`gcmplan sessions`, `agenda` and `who`; what `list`, `next`, `show` and the completion know of sessions."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import cmarkgfm  # type: ignore[import-untyped]
import pytest
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from conftest import DATA
from gcmplan.cli.schema import schema_of
from session_files import SESSIONS, change

if TYPE_CHECKING:
    from conftest import Cli, Golden

SHOWN = [
    "coordination-meeting-15-panel",
    "gfmd-dialogue-cluster-1",
    "hearing-2",
    "high-level-dialogue-2016",
    "human-rights-council-42-side-event",
    "thematic-1",
    "thematic-6",
]
"""Every session that has a programme, one that has none yet, and a hearing, of which only who may attend is known."""
HOSTILE = "[x] | `a` <b> @c \x1b[31m\u202e $m$ www.example.org https://example.org"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the plan's folder."""
    return shutil.copytree(DATA, tmp_path / "data")


# -- agenda ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["plain", "json", "markdown"])
@pytest.mark.parametrize("name", SHOWN)
def test_golden_agendas(cli: Cli, golden: Golden, name: str, form: str) -> None:
    run = cli("agenda", name, "--format", form)
    assert run.status == 0
    assert run.err.splitlines()[:1] == (["No programme is published yet."] if form == "plain" and not run.out else [])
    assert run.out or f"gcmplan show {name}" in run.err
    golden(f"agenda/{name}.{form}", run.out)


@pytest.mark.parametrize("width", ["80", "200"])
@pytest.mark.parametrize("name", SHOWN)
def test_golden_tables(cli: Cli, golden: Golden, monkeypatch: pytest.MonkeyPatch, name: str, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    run = cli("agenda", name, "--format", "table")
    assert (run.status, run.err) == (0, "")
    golden(f"agenda/{name}-{width}.txt", run.out)


@pytest.mark.parametrize("form", ["plain", "markdown"])
def test_golden_agenda_of_a_day_in_two_zones(cli: Cli, golden: Golden, form: str) -> None:
    run = cli("agenda", "thematic-1", "--day", "2", "--tz", "New_York", "--format", form)
    assert (run.status, run.err) == (0, "")
    golden(f"agenda/thematic-1-day-2-new-york.{form}", run.out)


@pytest.mark.parametrize("width", ["80", "200"])
def test_golden_table_of_two_zones(cli: Cli, golden: Golden, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    run = cli("agenda", "thematic-1", "--day", "2", "--tz", "America/New_York", "--format", "table")
    assert (run.status, run.err) == (0, "")
    golden(f"agenda/thematic-1-day-2-new-york-{width}.txt", run.out)


@pytest.mark.parametrize("width", ["40", "50", "60", "70", "80"])
@pytest.mark.parametrize("zone", [(), ("--tz", "Tokyo")])
def test_no_time_is_cut(cli: Cli, monkeypatch: pytest.MonkeyPatch, width: str, zone: tuple[str, ...]) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    wide = cli("agenda", "thematic-1", "--day", "1", *zone, "--format", "table").out
    monkeypatch.setenv("COLUMNS", width)
    out = cli("agenda", "thematic-1", "--day", "1", *zone, "--format", "table").out
    times = set(re.findall(r"\d\d:\d\d-\d\d:\d\d", wide))
    assert len(times) > 3
    assert times <= set(re.findall(r"\d\d:\d\d-\d\d:\d\d", out))
    assert "…" not in out
    assert max(map(cell_len, out.splitlines())) <= int(width)


@pytest.mark.parametrize("name", [*SESSIONS, "hearing-2"])
@pytest.mark.parametrize("width", ["60", "80", "200"])
def test_tables_fit(cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out = cli("agenda", name, "--format", "table").out
    assert max(map(cell_len, out.splitlines())) <= int(width)
    for document in ("Id", "Source", "Stands in"):
        assert f"\n{document}" in f"\n{out}"


@pytest.mark.parametrize("name", [*SESSIONS, "hearing-2"])
def test_json_keeps_its_schema(cli: Cli, name: str) -> None:
    output = json.loads(cli("agenda", name, "--format", "json").out)
    Draft202012Validator(schema_of("agenda")).validate(output)
    assert output["id"] == name


def test_json_of_an_agenda(cli: Cli) -> None:
    output = json.loads(cli("agenda", "thematic-1", "--format", "json").out)
    assert {key: output[key] for key in ("schema", "event", "place", "timezone")} == {
        "schema": "gcmplan.agenda/1",
        "event": "thematic-1",
        "place": "Geneva",
        "timezone": "Europe/Zurich",
    }
    assert [day["date"] for day in output["days"]] == ["2017-05-08", "2017-05-09"]
    opening, panel, *_ = output["days"][0]["items"]
    assert (opening["start"], opening["end"], opening["kind"]) == ("10:00", "10:15", "opening")
    assert opening["speakers"][2] == {
        "name": "Louise Arbour",
        "role": (
            "Special Representative of the Secretary-General on International Migration, Secretary-General of the "
            "intergovernmental conference"
        ),
    }
    assert panel["moderator"]["name"] is None
    (day,) = json.loads(cli("agenda", "thematic-1", "--format", "json", "--day", "2").out)["days"]
    assert day["date"] == "2017-05-09"


def test_the_moderator_of_a_session_moderates_its_items(cli: Cli) -> None:
    output = json.loads(cli("agenda", "human-rights", "--format", "json").out)
    items = output["days"][0]["items"]
    assert {item["moderator"]["name"] for item in items} == {"Mr. Todd Howland"}
    assert {item["start"] for item in items} == {None}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thematic-1", "thematic-1"),
        ("THEMATIC-1 ", "thematic-1"),
        ("gfmd-dialogue", "gfmd-dialogue-cluster-1"),
        ("gfmd", "gfmd-dialogue-cluster-1"),
        ("human", "human-rights-council-42-side-event"),
        ("coordination-meeting", "coordination-meeting-15-panel"),
        ("hearing-3", "hearing-3"),
    ],
)
def test_a_session_is_named_by_its_id_its_event_or_a_beginning(cli: Cli, text: str, found: str) -> None:
    assert json.loads(cli("agenda", text, "--format", "json").out)["id"] == found


def test_a_hearing_shows_who_may_attend(cli: Cli) -> None:
    """It has no file of its own; the plan says who may attend it, and gives its place in the order."""
    out = cli("agenda", "hearing-1", "--format", "markdown").out
    assert "No programme is published yet." in out
    assert "  - Representatives of parliaments: Come as part of their national delegations" in out
    assert out.count("\n  - ") == 8
    where = cli("agenda", "hearing-1", "--format", "table").out.splitlines()[-1].split(":")
    line = (DATA / "workplan.yaml").read_text(encoding="utf-8").splitlines()[int(where[-2]) - 1]
    assert line.strip() == "- id: hearing-1"


def test_piped_is_tab_separated(cli: Cli) -> None:
    lines = cli("agenda", "thematic-1", "--tz", "Auckland").out.splitlines()
    assert [line.count("\t") for line in lines] == [11] * 13
    cells = lines[4].split("\t")
    assert cells[:10] == [
        "tentative",
        "2017-05-08", "15:00", "17:55", "2017-05-09 01:00", "2017-05-09 03:55", "175", "29-35", "panel", "panel-2",
    ]  # fmt: skip
    assert all(line.split("\t")[4:6] == ["", ""] for line in cli("agenda", "thematic-1").out.splitlines())


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("2017-03-10", "04:15"),
        ("2017-03-20", "05:15"),
        ("2017-03-27", "04:15"),
        ("2017-10-27", "04:15"),
        ("2017-10-30", "05:15"),
        ("2017-11-06", "04:15"),
    ],
)
def test_new_york_while_only_one_has_changed(cli: Cli, folder: Path, day: str, there: str) -> None:
    item = "{id: talk, time: 10:15-11:00, title: Talk, kind: panel}"
    (folder / "sessions" / "meet.yaml").write_text(
        f"id: meet\ntitle: Meeting\nwhen: {day}\nplace: Geneva\nsource: x\n"
        f"days:\n  - date: {day}\n    items: [{item}]\n",
        encoding="utf-8",
    )
    arguments = ("agenda", "meet", "--tz", "New_York", "--plan", str(folder))
    assert cli(*arguments).out.split("\t")[2:5] == ["10:15", "11:00", f"{day} {there}"]
    assert f"10:15-11:00  {there}-" in cli(*arguments, "--format", "table").out
    assert f"| 10:15-11:00 | {there}-" in cli(*arguments, "--format", "markdown").out


REFUSED = [
    (["agenda", "nothing"], "there is no session 'nothing'"),
    (["agenda", "thematic"], "'thematic' fits 6 sessions: thematic-1, thematic-2"),
    (["agenda", "bali-process"], "no session of 'bali-process' is known"),
    (["agenda", "bali-process"], "Hint: 'gcmplan show bali-process' tells what is known"),
    (["agenda", "thmatic-1"], "Hint: did you mean 'thematic-1'?"),
    (["agenda", "haering-2"], "Hint: did you mean 'hearing-2'?"),
    (["agenda", "hearing"], "'hearing' fits 6 sessions: hearing-1, hearing-2"),
    (["agenda", "h"], "Hint: write more of it"),
    (["agenda"], "Missing argument 'ID'"),
    (["agenda", ""], "there is no session ''"),
    (["agenda", "thematic-1", "--day", "3"], "there is no day 3 of 'thematic-1'; it has 2"),
    (["agenda", "thematic-1", "--day", "0"], "there is no day 0"),
    (["agenda", "thematic-1", "--day", "-1"], "there is no day -1"),
    (["agenda", "thematic-1", "--day", "two"], "'two' is not a whole number"),
    (["agenda", "hearing-2", "--day", "1"], "it has no programme yet"),
    (["agenda", "thematic-2", "--day", "1"], "it has no programme yet"),
    (["agenda", "thematic-1", "--tz", "Nowhere"], "there is no time zone 'Nowhere'"),
    (["agenda", "thematic-1", "--tz", "Newyrok"], "Hint: did you mean 'New_York'?"),
    (["agenda", "thematic-1", "--tz", "America/New_Yrok"], "Hint: did you mean 'America/New_York'?"),
    (["agenda", "thematic-1", "--tz", ""], "there is no time zone ''"),
    (["agenda", "thematic-1", "--tz", "nicosia"], "'nicosia' fits 2 time zones"),
    (
        ["agenda", "thematic-1", "--tz", "Europe"],
        "there is no time zone 'Europe'; known: Europe/Amsterdam, Europe/Andorra",
    ),
    (["agenda", "coordination-meeting", "--tz", "Tokyo"], "no place is known, and so no time zone"),
    (["agenda", "thematic-1", "--tz", "Tokyo", "--format", "json"], "JSON has the place's own time"),
    (["agenda", "thematic-1", "--format", "csv"], "csv"),
    (["sessions", "--format", "markdown"], "markdown"),
    (["sessions", "thematic-1"], "more words than the command takes"),
    (["who", "Gois", "--format", "json"], "json"),
    (["who"], "Missing argument 'NAME'"),
    (["who", "Lapyina"], "Hint: did you mean 'Lyapina'?"),
    (["who", "Nobody"], "there is no person or office 'Nobody'"),
    (["who", ""], "there is no person or office ''"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED, ids=lambda value: " ".join(value)[:40])
def test_what_is_refused(cli: Cli, arguments: list[str], message: str) -> None:
    run = cli(*arguments)
    assert (run.status, run.out) == (2, "")
    assert message in run.err


def test_hostile_texts_are_harmless(cli: Cli, folder: Path) -> None:
    escaped = HOSTILE.replace("\x1b", r"\x1b").replace("\u202e", r"\u202e")
    change(folder, "thematic-1", '"PANEL 1: Human rights of all migrants"', f'"{escaped}"')
    change(folder, "thematic-1", "role: Expert", f'role: "{escaped}"')
    change(folder, "thematic-1", "name: Louise Arbour", f'name: "{escaped}"')
    for arguments in (["agenda", "thematic-1"], ["show", "thematic-1"], ["who", "intergovernmental conference"]):
        for form in ("table", "plain"):
            run = cli(*arguments, "--format", form, "--plan", str(folder))
            assert run.status == 0
            assert not {"\x1b", "\u202e"} & set(run.out)
            assert "[x]" in run.out
    output = cli("agenda", "thematic-1", "--format", "json", "--plan", str(folder)).out
    assert not {"\x1b", "\u202e"} & set(output)
    assert json.loads(output)["days"][0]["items"][1]["title"] == HOSTILE


def test_markdown_shows_texts_as_they_are(cli: Cli, folder: Path) -> None:
    title = r"[x](y) | `a` <b>c</b> *d* ~~e~~ https://example.org &amp; $m$"
    change(folder, "thematic-1", '"PANEL 1: Human rights of all migrants"', f"'{title}'")
    text = cli("agenda", "thematic-1", "--format", "markdown", "--plan", str(folder)).out
    page = cmarkgfm.github_flavored_markdown_to_html(text)
    assert page.count("<tr>") == 2 + 13
    assert all(row.count("<td>") == 3 for row in page.split("<tr>")[1:] if "<td>" in row)
    assert "[x](y) | `a` &lt;b&gt;c&lt;/b&gt; *d* ~~e~~ https://example.org &amp;amp; $m$" in page
    assert "<a " not in page


# -- sessions, who ---------------------------------------------------------------------------------------------------


def test_the_list_of_sessions(cli: Cli, golden: Golden) -> None:
    run = cli("sessions", "--format", "table")
    assert (run.status, run.err) == (0, "")
    golden("sessions.txt", run.out)
    lines = cli("sessions").out.splitlines()
    assert [line.split("\t")[1] for line in lines] == [
        "high-level-dialogue-2016",
        "coordination-meeting-15-panel",
        "gfmd-dialogue-cluster-1",
        "informal-briefing-2017",
        *(f"thematic-{number}" for number in range(1, 7)),
        "human-rights-council-42-side-event",
    ]
    assert [line.split("\t")[5] for line in lines].count("yes") == 5


def test_json_of_the_list_keeps_its_schema(cli: Cli) -> None:
    output = json.loads(cli("sessions", "--format", "json").out)
    Draft202012Validator(schema_of("sessions")).validate(output)
    first, *_, second = output["sessions"][4:6]
    assert (first["id"], first["programme"], first["event"]) == ("thematic-1", True, "thematic-1")
    assert first["when"]["spans"] == [["2017-05-08", "2017-05-09"]]
    assert first["place"]["timezone"] == "Europe/Zurich"
    assert (second["id"], second["programme"]) == ("thematic-2", False)
    outside = next(one for one in output["sessions"] if one["id"] == "coordination-meeting-15-panel")
    assert (outside["event"], outside["place"]["name"]) == (None, None)


@pytest.mark.parametrize("width", ["30", "40", "50", "60"])
def test_who_keeps_words_whole_on_a_narrow_screen(cli: Cli, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out = cli("who", "gois", "--format", "table").out
    assert max(map(len, out.splitlines())) <= int(width)
    words = out.split()
    for row in (line.split("\t") for line in cli("who", "gois").out.splitlines()):
        assert {row[3], row[4]} <= set(words)


def test_who_is_where(cli: Cli, golden: Golden) -> None:
    run = cli("who", "gois", "--format", "table")
    assert (run.status, run.err) == (0, "")
    golden("who-gois.txt", run.out)
    rows = [line.split("\t") for line in cli("who", "Gomez Camacho").out.splitlines()]
    assert {row[1] for row in rows} == {"Juan José Gómez Camacho"}
    assert [row[3] for row in rows].count("chair") == 6
    assert [row[5] for row in rows if row[3] == "speaker"] == [
        "opening",
        "closing-1",
        "welcome-2",
        "conclusions",
        "closing-2",
    ]


# -- list, next, show, completion ------------------------------------------------------------------------------------


def ids(out: str) -> list[str]:
    return [line.split("\t")[0] for line in out.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--grep", "Arbour"], ["thematic-1"]),
        (
            ["--grep", "Gomez Camacho"],
            ["thematic-1", "thematic-2", "thematic-3", "thematic-4", "thematic-5", "thematic-6"],
        ),
        (["--grep", "McCarney"], ["gfmd-dialogue"]),
        (["--grep", "search and rescue"], ["gfmd-dialogue"]),
        (["--grep", "STATELESS"], ["gfmd-dialogue"]),
        (["--grep", "tripartite"], ["high-level-dialogue-2016"]),
        (["--grep", "sit-down lunch"], ["high-level-dialogue-2016"]),
        (["--grep", "lessons learned"], ["human-rights-council-42-side-event"]),
        (["--grep", "Kondabolu"], ["human-rights-council-42-side-event"]),
        (["--grep", "howland", "--country", "CH"], ["human-rights-council-42-side-event"]),
        (["--grep", "Gois"], ["high-level-dialogue-2016", "gfmd-dialogue"]),
        (["--grep", "Gois", "--phase", "I"], ["gfmd-dialogue"]),
        (["--grep", "Gois", "--for", "KEN"], ["high-level-dialogue-2016", "gfmd-dialogue"]),
        (["--grep", "Gois", "--place", "New York"], ["high-level-dialogue-2016"]),
        (["--grep", "Gois", "--in", "2016"], ["high-level-dialogue-2016"]),
        (["--grep", "Gois", "--status", "cancelled"], []),
        (["--grep", "Gois", "--certainty", "tbc"], []),
        (["--grep", "Gois", "--kind", "meeting"], ["gfmd-dialogue"]),
        (
            ["--kind", "session", "--from", "2017"],
            ["coordination-meeting-15-panel", "informal-briefing-2017", "human-rights-council-42-side-event"],
        ),
        (["--kind", "session", "--country", "US"], ["high-level-dialogue-2016"]),
        (["--in", "20 July 2016"], []),
    ],
    ids=" ".join,
)
def test_list_finds_sessions(cli: Cli, arguments: list[str], expected: list[str]) -> None:
    assert ids(cli("list", *arguments).out) == expected


def test_list_of_sessions_as_a_table(cli: Cli) -> None:
    out = cli("list", "--kind", "session", "--format", "table").out
    assert "Not in the work plan" in out
    assert "4 sessions: 3 confirmed, 0 to be confirmed, 1 to be announced" in out
    output = json.loads(cli("list", "--kind", "session", "--format", "json").out)
    Draft202012Validator(schema_of("events")).validate(output)
    assert output["events"][0]["position"]["path"] == "data/sessions/high-level-dialogue-2016.yaml"


def test_next_knows_meetings_outside_the_workplan(cli: Cli) -> None:
    assert ids(cli("next", "1", "--on", "1 July 2016").out) == ["high-level-dialogue-2016"]
    assert ids(cli("next", "1", "--on", "16 September 2019").out) == ["human-rights-council-42-side-event"]
    assert ids(cli("next", "1", "--on", "1 July 2016", "--group", "rcp").out) == ["budapest-process-consultation"]
    assert ids(cli("next", "1", "--on", "1 July 2016", "--kind", "meeting").out) == ["budapest-process-consultation"]


def facts(out: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in out.splitlines():
        label, text = line.split("\t")
        found.setdefault(label, []).append(text)
    return found


def test_show_has_the_programme_and_who_may_attend(cli: Cli) -> None:
    told = facts(cli("show", "thematic-1").out)
    assert len(told["Programme"]) == 14
    assert told["Programme"][0] == "TENTATIVE, as its document says: items and times may change"
    assert told["Programme"][2] == "8 May 2017, 10:15-13:00: PANEL 1: Human rights of all migrants"
    assert [text.split(",")[0] for text in told["Chair"]] == ["Juan José Gómez Camacho", "Jürg Lauber"]
    assert len(told["Open to"]) == 10
    assert any(text.endswith("Deadline: 17 April 2017.") for text in told["Open to"])
    assert facts(cli("show", "thematic-2").out)["Programme"] == ["No programme is published yet."]
    assert len(facts(cli("show", "hearing-3").out)["Open to"]) == 8
    assert "Open to" not in facts(cli("show", "gfmd-summit").out)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("high-level-dialogue-2016", "High-level dialogue on"),
        ("human", "Migration: building a new vision"),
        ("gfmd-dialogue-cluster-1", "GCM Cluster 1"),
        ("gfmd-dialogue-c", "GCM Cluster 1"),
        ("gfmd-dialogue", "GFMD Dialogue on the global compact"),
        ("coordination", "The global compact on migration: Regional"),
    ],
)
def test_show_knows_sessions(cli: Cli, text: str, title: str) -> None:
    assert facts(cli("show", text).out)["Title"][0].startswith(title)


def test_show_of_a_session_has_everything(cli: Cli) -> None:
    told = facts(cli("show", "gfmd-dialogue-cluster-1").out)
    assert len(told["Outcome"]) == 6
    assert len(told["Recommendation"]) == 23
    assert told["Recommendation"][0].startswith("political: ")
    assert told["Rapporteur"] == ["Ms. Carolina Hernandez, Human Rights Officer from the OHCHR"]
    assert len(facts(cli("show", "high-level-dialogue-2016").out)["Preparation"]) == 5
    for form in ("json", "csv", "markdown", "table"):
        assert cli("show", "high-level-dialogue-2016", "--format", form).status == 0


def test_sessions_are_completed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_GCMPLAN_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "gcmplan agenda hum")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert cli().out.split() == ["human-rights-council-42-side-event"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--group", "gfmd"], ["gfmd-dialogue-cluster-1"]),
        (["--for", "Kenya", "--in", "8 May 2017"], ["thematic-1"]),
        (["--place", "Vienna"], ["thematic-5"]),
        (["--country", "CH", "--to", "May 2017"], ["gfmd-dialogue-cluster-1", "thematic-1"]),
        (["--grep", "gois"], ["high-level-dialogue-2016", "gfmd-dialogue-cluster-1"]),
        (["--grep", "thematic-1"], ["thematic-1"]),
        (["--kind", "session", "--phase", "III", "--certainty", "confirmed"], []),
        (["--kind", "document"], []),
        (["--status", "cancelled"], []),
        (["--in", "2050"], []),
    ],
)
def test_sessions_have_the_filters_of_events(cli: Cli, words: list[str], found: list[str]) -> None:
    listed = json.loads(cli("sessions", *words, "--format", "json").out)["sessions"]
    assert [one["id"] for one in listed] == found


def test_filtered_sessions_say_so(cli: Cli) -> None:
    run = cli("sessions", "--group", "gfmd", "--format", "table")
    assert run.out.startswith("Only Global Forum on Migration and Development\n\n")
    assert run.out.endswith("1 session: 1 with a programme\n")
    none = cli("sessions", "--in", "2050", "--format", "table")
    assert none.out == "Only 1 January 2050 to 31 December 2050\n\nNo session fits.\n"
    unknown = cli("sessions", "--phase", "IX")
    assert (unknown.status, unknown.out) == (2, "")
    assert "there is no phase 'IX'; known: I, II, III, none" in unknown.err
