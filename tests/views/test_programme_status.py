"""A programme whose event is cancelled, postponed, moved or without a date says so first, in every output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import DATA, Cli
from gcmplan.checks.check import check as problems_of
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.loading.load import load_plan
from gcmplan.plan.programme import programmes
from gcmplan.plan.programme_status import status_of
from gcmplan.plan.workplan import Workplan
from gcmplan.problems.problem import Problem
from scratch import Scratch

ROW = "    when: 8-9 May 2017\n    place: Geneva\n"
EDITS = {
    "confirmed": ("8-9 May 2017", "scheduled"),
    "tbc": ("8-9 May 2017 TBC", "scheduled"),
    "moved": ("15-16 May 2017", "scheduled"),
    "open": ("May 2017 TBA", "scheduled"),
    "postponed": ("TBA", "postponed"),
    "cancelled": ("8-9 May 2017", "cancelled"),
}
FIRST = {
    "confirmed": None,
    "tbc": "DATE NOT SURE, 8-9 May 2017 TBC",
    "moved": "MOVED, now 15-16 May 2017: the programme has other days",
    "open": "DATE OPEN, May 2017 TBA",
    "postponed": "POSTPONED, no new date yet",
    "cancelled": "CANCELLED",
}
HEADING = {
    "confirmed": "Monday 8 May 2017",
    "tbc": "Monday 8 May 2017 TBC",
    **dict.fromkeys(("moved", "open", "postponed", "cancelled"), "Planned for Monday 8 May 2017"),
}


@pytest.fixture(params=list(EDITS))
def edited(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli) -> str:
    """Edit the first thematic session of a copy of the plan; return the status that its programme has then."""
    del cli
    when, status = EDITS[request.param]
    scratch = Scratch.made(tmp_path)
    monkeypatch.chdir(tmp_path)
    path = scratch.root / "data" / "sessions" / "thematic-1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("status: tentative\n", ""), encoding="utf-8")
    scratch.rewrite(ROW, f"    when: {when}\n    status: {status}\n    place: Geneva\n")
    return str(request.param)


def test_status(edited: str) -> None:
    [programme] = [one for one in programmes(load_plan(Path("data"))) if one.session.id == "thematic-1"]
    assert status_of(programme) == edited


def test_agenda_table(edited: str, cli: Cli) -> None:
    lines = cli("agenda", "thematic-1", "-f", "table").out.splitlines()
    first = FIRST[edited]
    assert " ".join(lines[0].split()) == (f"Status {first}" if first else "Id thematic-1")
    assert HEADING[edited] in [line.strip() for line in lines]


def test_agenda_markdown(edited: str, cli: Cli) -> None:
    lines = cli("agenda", "thematic-1", "-f", "markdown").out.splitlines()
    assert lines[2] == (f"**{FIRST[edited]}**" if FIRST[edited] else "- **Event**: thematic-1")
    assert f"## {HEADING[edited]}" in lines


def test_agenda_json(edited: str, cli: Cli) -> None:
    told = json.loads(cli("agenda", "thematic-1", "-f", "json").out)
    when, status = EDITS[edited]
    assert (told["status"], told["when"]["text"]) == (status, when)


@pytest.mark.parametrize(
    ("arguments", "number"), [(["agenda", "thematic-1"], 13), (["sessions"], 11), (["who", "Samsar"], 2)]
)
def test_plain_begins_with_the_status(edited: str, cli: Cli, arguments: list[str], number: int) -> None:
    rows = [line.split("\t") for line in cli(*arguments).out.splitlines()]
    own = {row[0] for row in rows if arguments[0] == "agenda" or "thematic-1" in row}
    assert own <= {edited}
    assert len(rows) == number


def test_sessions(edited: str, cli: Cli) -> None:
    out = cli("sessions", "-f", "table").out
    label = {"confirmed": None, "open": "DATE OPEN"}.get(edited, edited.upper())
    words = {"CANCELLED", "POSTPONED", "MOVED", "TBC", "DATE OPEN"}
    told = [line.strip().partition("  ")[0] for line in out.splitlines()]
    # The briefing before the first session has no date yet.
    assert sorted(words.intersection(told)) == sorted({"DATE OPEN", label} if label else {"DATE OPEN"})
    assert told.count("DATE OPEN") == (2 if edited == "open" else 1)
    apart = f", 1 {edited}" if edited in {"postponed", "cancelled"} else ""
    assert out.endswith(f"11 sessions: 5 with a programme{apart}\n")
    [told] = [one for one in json.loads(cli("sessions", "-f", "json").out)["sessions"] if one["id"] == "thematic-1"]
    assert told["status"] == EDITS[edited][1]


def test_who(edited: str, cli: Cli) -> None:
    out = cli("who", "Louise Arbour", "-f", "table").out
    label = {"confirmed": None, "open": "DATE OPEN"}.get(edited, edited.upper())
    assert out.splitlines()[1].split("  ")[0] == (label or "8 May 2017 10:00-10:15")


def test_show(edited: str, cli: Cli) -> None:
    told = [line for line in cli("show", "thematic-1").out.splitlines() if line.startswith("Programme")]
    day = HEADING[edited].replace("Monday ", "")
    assert told[1] == f"Programme\t{day}, 10:15-13:00: PANEL 1: Human rights of all migrants"


def check(plan: Workplan) -> list[Problem]:
    return problems_of(Context(plan, plan.as_of), RULES, RULES)


def test_check(edited: str) -> None:
    plan = load_plan(Path("data"))
    found = [
        (str(one.severity), one.message) for one in check(plan) if one.code == "GP403" and "thematic-1" in one.events
    ]
    subject = "the programme of 'thematic-1' has "
    expected = {
        "moved": [("error", "'thematic-1' is on 8-9 May 2017 in its own file, on 15-16 May 2017 in the workplan")],
        "postponed": [("warning", f"{subject}8 May 2017, 9 May 2017, but the date of the event is open (TBA)")],
    }
    assert found == expected.get(edited, [])


def test_who_leads_the_whole_is_in_json(cli: Cli) -> None:
    told = json.loads(cli("agenda", "gfmd-dialogue-cluster-1", "-f", "json").out)
    rapporteur = {"name": "Ms. Carolina Hernandez", "role": "Human Rights Officer from the OHCHR"}
    chair = {"name": "Ambassador Mehmet Samsar", "role": "Turkish Director General for Consular Affairs"}
    assert (told["chair"], told["moderator"], told["rapporteur"]) == ([chair], None, rapporteur)
    listed = {one["id"]: one for one in json.loads(cli("sessions", "-f", "json").out)["sessions"]}
    assert listed["gfmd-dialogue-cluster-1"]["rapporteur"] == rapporteur
    assert listed["high-level-dialogue-2016"]["moderator"] == {"name": "Mr. Craig Mokhiber", "role": "OHCHR"}


def test_documents_of_a_cancelled_session(tmp_path: Path) -> None:
    scratch = Scratch.made(tmp_path)
    scratch.rewrite(ROW, "    when: 8-9 May 2017\n    status: cancelled\n    place: Geneva\n")
    plan = load_plan(scratch.workplan.parent)
    assert [one.message for one in check(plan) if one.code == "GP305"] == [
        "'documents-thematic-1' is a document for 'thematic-1', which is cancelled",
        "'stocktaking-meeting' comes after 'thematic-1', which is cancelled",
    ]
    assert not [one for one in check(load_plan(DATA)) if one.code == "GP305"]
