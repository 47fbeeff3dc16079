"""`gcmplan show` and `gcmplan next`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from conftest import DATA, Cli, Golden
from gcmplan.cli.schema import schema_of
from gcmplan.dates.when import When
from gcmplan.views.event_details import lead_time
from scratch import Scratch


def facts(out: str) -> dict[str, list[str]]:
    """Return plain output as label -> texts."""
    found: dict[str, list[str]] = {}
    for line in out.splitlines():
        label, text = line.split("\t")
        found.setdefault(label, []).append(text)
    return found


def test_show_tells_all(cli: Cli) -> None:
    told = facts(cli("show", "thematic-1").out)
    assert told["When"] == ["8-9 May 2017 (Monday to Tuesday)"]
    assert told["Place"] == ["Geneva, Switzerland (time zone Europe/Zurich)"]
    assert told["Venue"] == ["Palais des Nations, Room XIX"]
    assert told["Hours"] == ["10:00-13:00 and 15:00-18:00"]
    guests = "3 observers invited: European Union, Holy See, State of Palestine"
    assert told["Body"] == [f"Member States of the United Nations (193 members; {guests})"]
    assert told["Mandate"] == ["OP15"]
    assert told["After"][0].startswith(
        "documents-thematic-1: Documents for the first session, 5 April 2017 TBC (33 days"
    )
    assert told["Before"][0].startswith("stocktaking-meeting")
    assert len(told["Deadline"]) == 2
    number = "21 delegations (not counting the suspended Syrian Arab Republic)"
    booked = f"{number} are double-booked with arcp-third-meeting, 8-9 May 2017: Algeria, Bahrain, Comoros and 18 more"
    assert told["Conflict"] == [booked]
    assert told["Deadline"][0].startswith("17 April 2017: Application for special accreditation")


def test_show_carries_doubts(cli: Cli) -> None:
    assert "SRTSG" in facts(cli("show", "work-plan-delivered").out)["Doubt"][0]
    assert "low confidence" in facts(cli("show", "pan-african-forum").out)["Body"][0]
    assert facts(cli("show", "midwa").out)["When"] == ["TBC (no date yet)"]
    assert "not before 1 April 2017, not after 30 September" in facts(cli("show", "midsa").out)["When"][0]
    assert facts(cli("show", "pidc-board").out)["Body"] == [
        (
            "Board of the Pacific Immigration Directors' Conference "
            "(8 seats for 19 members; low confidence; who sits on the board is not known)"
        )
    ]
    assert (
        "(193 members, if all Member States attend; 3 observers: " in facts(cli("show", "gfmd-summit").out)["Body"][0]
    )
    assert facts(cli("show", "gfmd-civil").out)["Body"] == ["Civil society (books no delegation; low confidence)"]


def test_show_on_a_terminal(cli: Cli, golden: Golden) -> None:
    golden("show-thematic-1.txt", cli("show", "thematic-1", "--format", "table").out)


@pytest.mark.parametrize("command", ["show", "agenda"])
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("First Thematic Session", "thematic-1"),
        ("  first thematic session ", "thematic-1"),
        ("Thematic workshop on 'Migration and Climate'", "gfmd-climate-workshop"),
        ("Thématic-1", "thematic-1"),
        ("High-level Dialogue 2016", "high-level-dialogue-2016"),
    ],
)
def test_a_title_names_as_an_id_does(cli: Cli, command: str, text: str, name: str) -> None:
    assert cli(command, text) == cli(command, name)


@pytest.mark.parametrize("command", ["show", "agenda"])
def test_words_of_titles_lead_to_the_search(cli: Cli, command: str) -> None:
    run = cli(command, "Thematic Session")
    assert (run.status, run.out) == (2, "")
    assert "Hint: to look for words of titles: gcmplan list --grep 'Thematic Session'" in run.err
    assert len(ids(cli("list", "--grep", "Thematic Session", "--kind", "meeting").out)) == 6
    assert "did you mean 'Second Thematic Session'?" in cli(command, "2nd Thematic Session").err


def test_a_title_of_several_names_none(cli: Cli, tmp_path: Path) -> None:
    plan = (DATA / "workplan.yaml").read_text(encoding="utf-8")
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / "data" / "workplan.yaml").write_text(
        plan.replace("short: Second Thematic Session", "short: Third Thematic Session"), encoding="utf-8"
    )
    run = cli("show", "Third Thematic Session", "--plan", str(tmp_path / "data"))
    assert run.err.startswith("Error: 'Third Thematic Session' fits 2 ids: thematic-2, thematic-3\n")


def test_show_json_is_the_list_of_one(cli: Cli) -> None:
    output = json.loads(cli("show", "escap", "--format", "json").out)
    Draft202012Validator(schema_of("events")).validate(output)
    assert [event["id"] for event in output["events"]] == ["escap"]


def test_show_of_a_deadline(cli: Cli) -> None:
    told = facts(cli("show", "moderator").out)
    assert told["Id"] == ["moderator-interest"]
    assert (told["When"], told["Kind"]) == (["25 April 2017 (Tuesday)"], ["deadline"])
    assert told["Audience"]
    assert told["Concerns"][0] == "thematic-1: First Thematic Session, 8-9 May 2017 (13 days apart)"
    assert told["Source"] == ["Letter of the President of the General Assembly of 13 April 2017"]
    (record,) = json.loads(cli("show", "moderator", "--format", "json").out)["events"]
    assert (record["id"], record["kind"]) == ("moderator-interest", "deadline")
    assert facts(cli("show", "work-plan-du").out)["Id"] == ["work-plan-due"]
    assert facts(cli("show", "work-plan-d").out)["Id"] == ["work-plan-delivered"]


def test_show_of_what_begins_alike(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("id: moderator-interest", "id: special-interest")
    run = cli("show", "special")
    assert "'special' fits 2 ids: special-accreditation, special-interest" in " ".join(run.err.split())
    assert cli("show", "special-i").status == 0


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("themat", "fits 6 events: thematic-1,", "write more of it"),
        ("tematic-1", "there is no event 'tematic-1'", "did you mean 'thematic-1'?"),
        ("moderators-interest", "there is no event 'moderators-interest'", "did you mean 'moderator-interest'?"),
        ("", "there is no event ''", ""),
        ("\x1b[2Jx", "there is no event", ""),
    ],
)
def test_show_of_no_event(cli: Cli, text: str, message: str, hint: str) -> None:
    run = cli("show", text)
    assert (run.status, run.out) == (2, "")
    assert message in run.err
    assert hint in run.err
    assert "\x1b" not in run.err


@pytest.mark.parametrize("text", ["thematic-1", "THEMATIC-1", "stock", " conference-m "])
def test_the_beginning_of_an_id_is_enough(cli: Cli, text: str) -> None:
    assert cli("show", text).status == 0


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("5 April 2017", "8-9 May 2017", "33 days apart"),
        ("8 May 2017", "9 May 2017", "1 day apart"),
        ("7 May 2017", "9-10 May 2017", "2 days apart"),
        ("last week of July 2017", "4-5 September 2017", "35 to 42 days apart"),
        ("February 2018", "3 days in February 2018", "at most 25 days apart, or out of order"),
        ("9 May 2017", "8 May 2017", "out of order"),
        ("9 May 2017", "9-10 May 2017", "on the same day"),
        ("6 June 2017", "between 6 and 9 June 2017", "at most 3 days apart"),
        ("May 2017", "1 May 2017", "on the same day, or out of order"),
        ("TBC", "8 May 2017", ""),
    ],
)
def test_lead_times(first: str, second: str, expected: str) -> None:
    assert lead_time(When.parse(first), When.parse(second)) == expected


# -- the last change ---------------------------------------------------------------------------------------------------


NOTE = "The chairs and secretariats of all regional consultative processes meet, not the members of one."
MOVED = ("when: 22-25 May 2017", "when: 23-26 May 2017")


@pytest.fixture
def scratch(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """Return a repository with the real plan, and work in it."""
    del cli
    made = Scratch.made(tmp_path / "repository")
    monkeypatch.chdir(made.root)
    return made


def last_change(cli: Cli, event: str) -> list[str]:
    run = cli("show", event)
    assert (run.status, run.err) == (0, "")
    return facts(run.out).get("Last change", [])


def test_show_ends_with_the_last_change(scratch: Scratch, cli: Cli) -> None:
    assert last_change(cli, "bali-process") == []
    scratch.rewrite(*MOVED)
    commit = scratch.commit("Moved", author="Jane Doe", time="2017-05-02T09:00:00Z")
    scratch.rewrite("# The work plan", "# A comment. The work plan")
    scratch.commit("Comment")
    text = f"2 May 2017, Jane Doe, {commit[:7]}: shifted, 22-25 May 2017 → 23-26 May 2017 (1 day later)"
    assert last_change(cli, "bali-process") == [text]
    assert last_change(cli, "thematic-1") == []
    table = cli("show", "bali-process", "--format", "table").out
    assert table.splitlines()[-2].startswith("Last change  2 May 2017, Jane Doe,")
    assert json.loads(cli("show", "bali-process", "--format", "json").out)["events"][0]["id"] == "bali-process"


def test_a_deadline_has_a_last_change(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("when: 25 April 2017\n", "when: 28 April 2017\n")
    commit = scratch.commit("Later", author="Jane Doe", time="2017-04-20T09:00:00Z")
    text = f"20 April 2017, Jane Doe, {commit[:7]}: postponed, 25 April 2017 → 28 April 2017 (3 days later)"
    assert last_change(cli, "moderator") == [text]


def test_what_is_not_committed_is_no_change_yet_but_the_id_may_be_new(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("when: 2-5 May 2017", "when: 3-6 May 2017")
    scratch.commit("Moved")
    scratch.rewrite("- id: igc-full-round", "- id: igc-round\n    formerly: [igc-full-round]")
    for following in ("thematic-1", "arcp-third-meeting"):
        scratch.rewrite(f"- igc-full-round\n      - {following}", f"- igc-round\n      - {following}")
    scratch.rewrite("when: 3-6 May 2017", "when: 4-7 May 2017")
    [text] = last_change(cli, "igc-round")
    assert text.endswith("shifted, 2-5 May 2017 → 3-6 May 2017 (1 day later)")


def test_an_event_that_came_later_was_added(scratch: Scratch, cli: Cli) -> None:
    row = "  - {id: extra, title: Extra, group: process, kind: meeting, when: TBC, source: x}\n"
    scratch.rewrite("\nevents:\n", f"\nevents:\n{row}")
    commit = scratch.commit("Extra", author="Eve \x1b[31m", time="2017-05-02T09:00:00Z")
    assert last_change(cli, "extra") == [f"2 May 2017, Eve \\x1b[31m, {commit[:7]}: added"]


def test_a_long_text_is_cut(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite(f"note: {NOTE}", f"note: {'long ' * 100}")
    scratch.commit("Told")
    [text] = last_change(cli, "rcp-global-meeting")
    assert f"reworded, note {NOTE} → long long" in text
    assert text.endswith("…")
    assert len(text) < 200


def test_where_git_knows_nothing_nothing_is_said(
    scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch.rewrite(*MOVED)
    scratch.commit("Moved")
    scratch.git("clone", "--quiet", "--depth", "1", scratch.root.as_uri(), str(tmp_path / "shallow"))
    for name in ("untracked", "fresh"):
        shutil.copytree(DATA, tmp_path / name / "data")
        Scratch(tmp_path / name).git("init", "--quiet")
    Scratch(tmp_path / "untracked").git("commit", "--quiet", "--allow-empty", "--message", "Empty")
    for name in ("shallow", "untracked", "fresh"):
        monkeypatch.chdir(tmp_path / name)
        assert last_change(cli, "bali-process") == []
    monkeypatch.chdir(scratch.root)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert last_change(cli, "bali-process") == []


def ids(out: str) -> list[str]:
    return [line.split("\t")[0] for line in out.splitlines()]


def test_next_counts_from_a_day(cli: Cli) -> None:
    assert ids(cli("next", "4", "--on", "7 April 2017").out) == [
        "midsa-ministerial",
        "informal-briefing-2017",
        "special-accreditation",
        "idm-new-york",
    ]
    assert len(ids(cli("next", "--on", "2017-05-01").out)) == 5
    assert ids(cli("next", "1", "--on", "9 May 2017").out) == ["thematic-1"]
    assert ids(cli("next", "--on", "1 October 2019").out) == []
    assert ids(cli("next", "2", "--on", "24 April 2017", "--kind", "deadline").out) == ["moderator-interest"]
    assert "moderator-interest" in ids(cli("next", "9", "--on", "24 April 2017", "--for", "KEN").out)
    assert ids(cli("next", "1", "--on", "1 July 2017", "--phase", "III").out) == ["zero-draft"]


def test_next_on_a_terminal(cli: Cli, golden: Golden) -> None:
    golden("next-3.txt", cli("next", "3", "--on", "24 April 2017", "--format", "table").out)


def test_next_from_today_is_empty_for_an_old_plan(cli: Cli) -> None:
    run = cli("next", "--format", "table")
    assert (run.status, run.out.strip()) == (0, "No event fits.")
    assert run.err.splitlines()[1] == (
        "Hint: the plan is between 20 July 2016 and 16 September 2019; look from a day with --on '12 April 2017'"
    )
    assert "thematic-1" in ids(cli("next", "10", "--on", "12 April 2017").out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--phase", "II"],
            "Hint: these events are between 17 April 2017 and 31 January 2018; look from a day with --on '17 April",
        ),
        (["--status", "cancelled"], "Nothing that fits comes on 1 March 2018 or later\n"),
    ],
)
def test_next_of_what_is_over(cli: Cli, arguments: list[str], said: str) -> None:
    assert said in cli("next", "--on", "1 March 2018", *arguments).err


@pytest.mark.parametrize("arguments", [["0"], ["-1"], ["x"], ["3", "--on", "May 2017"], ["3", "--on", "TBC"]])
def test_next_refuses_what_is_no_number_or_day(cli: Cli, arguments: list[str]) -> None:
    run = cli("next", *arguments)
    assert (run.status, run.out) == (2, "")
    assert "Error:" in run.err
