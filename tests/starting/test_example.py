"""examples/standards-committee: a plan of another kind of body, whose members are no states."""

from __future__ import annotations

import json
import re
from pathlib import Path

import icalendar
import pytest

from conftest import ROOT
from gcmplan.loading.load import load_plan
from inside import start
from session_files import validated

EXAMPLE = ROOT / "examples" / "standards-committee"


def test_it_has_what_the_manual_says_of_it() -> None:
    plan = load_plan(EXAMPLE)
    assert (len(plan.events), len(plan.members), len(plan.sessions), len(plan.waivers)) == (10, 4, 1, 1)
    assert not plan.states
    assert {phase.id for phase in plan.phases} == {"drafting", "ballot", "publication"}
    assert sum(bool(event.place and event.place.is_online) for event in plan.events) == 3


def test_it_passes_and_its_double_booking_is_found() -> None:
    checked = start("check", "--format", "json", cwd=EXAMPLE)
    assert checked.returncode == 0
    problems = json.loads(checked.stdout)["problems"]
    found = {(one["code"], tuple(one["events"]), one["waived"] is not None) for one in problems}
    assert found == {("GP101", ("meters-1", "data-1"), False), ("GP101", ("meters-2", "data-2"), True)}
    assert problems[0]["message"] == "1 member is double-booked: Borealis Waterworks"
    assert "delegation" not in start("check", "--verbose", cwd=EXAMPLE).stdout


@pytest.mark.parametrize(
    ("member", "events"),
    [
        ("ACME", {"kick-off", "plenary-1", "meters-1", "meters-2", "plenary-2"}),
        ("Cormorant Data", {"kick-off", "plenary-1", "data-1", "data-2", "plenary-2"}),
    ],
)
def test_a_member_has_its_own_plan(member: str, events: set[str]) -> None:
    listed = start("list", "--for", member, "--kind", "meeting", "--format", "json", cwd=EXAMPLE)
    assert {event["id"] for event in json.loads(listed.stdout)["events"]} == events


def test_its_feed_can_be_read() -> None:
    text = start("export", "ics", "--detail", "agenda", "--windows", cwd=EXAMPLE).stdout
    entries = icalendar.Calendar.from_ical(text).walk("VEVENT")
    uids = {str(entry["UID"]) for entry in entries}
    assert len(uids) == len(entries)
    own = {re.split(r"[.@]", uid)[0] for uid in uids}
    assert own >= {event.id for event in load_plan(EXAMPLE).events}
    assert all(uid.endswith("@water-meters.example") for uid in uids)
    items = [entry for entry in entries if ".item." in str(entry["UID"])]
    assert {str(entry["UID"]).partition(".item.")[2].partition("@")[0] for entry in items} >= {"opening", "closing"}


def test_pictures_mark_the_conflicts_of_a_member() -> None:
    for member, marked in (("borealis", True), ("acme", False)):
        timeline = start("timeline", "--for", member, cwd=EXAMPLE).stdout
        month = start("calendar", "March 2027", "--for", member, cwd=EXAMPLE).stdout
        for shown in (timeline, month):
            assert ("!" in shown) is marked, shown


@pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("*.yaml")), ids=lambda path: path.name)
def test_editors_accept_it(path: Path) -> None:
    schema = path.parent / path.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")[2]
    assert validated(schema, path).exit_code == 0
