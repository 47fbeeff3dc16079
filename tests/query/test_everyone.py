"""Whom an event concerns: `list --for` and the feed agree, and findings count who takes part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
from hypothesis import given

from drafts import drafts, plan_of
from feeds import feed_text
from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.files.folder import File
from gcmplan.loading.load import load_files
from gcmplan.plan.attendees import Attendees
from gcmplan.plan.caveats import counted
from gcmplan.plan.model import Event, Kind
from gcmplan.query.filters import Criteria, listed
from rule_examples import files_of
from strategies import few

if TYPE_CHECKING:
    from gcmplan.plan.workplan import Workplan

Row = dict[str, Any]
KINDS = (*map(str, Kind), "deadline", "session")
BOOKED = ("GP101", "GP103")


def listed_by(draft: Row, event: Row, standing: str) -> set[str] | None:
    """Return who has a standing, and is not suspended, in the body of a row or in a part of it; None without a body."""
    group = next(row for row in draft["groups"] if row["id"] == event["group"])
    own = event.get("body") or group.get("body")
    if own is None:
        return None
    bodies = {row["id"]: row for row in draft["bodies"]}
    parts: set[str] = set()
    more = {own}
    while more:
        parts |= more
        more = {joint for part in more for joint in bodies[part].get("joint", ())} - parts
    return {
        code
        for part in parts
        for code in bodies[part].get(standing, ())
        if code not in bodies[part].get("suspended", ())
    }


def taking_part(draft: Row, event: Row) -> set[str] | None:
    """Return who takes part in an event: members, and who else is invited; None if it is no one body's own."""
    members = listed_by(draft, event, "members")
    if members is None:
        return None
    group = next(row for row in draft["groups"] if row["id"] == event["group"])
    invited = event.get("invites", () if "body" in event else group.get("invites", ()))
    return members.union(*(listed_by(draft, event, standing) or () for standing in invited))


def dated(plan: Workplan, criteria: Criteria) -> set[str]:
    """Return the UIDs, without domain, that `list` promises: of what it lists with known days."""
    uids = {event.id: event.first_id for event in plan.events}
    found = [entry for entry in listed(plan, criteria) if entry.when.spans]
    deadlines, sessions = (
        {row.id for row in rows} for rows in (plan.deadlines, [one.session for one in plan.sessions])
    )
    names = [getattr(entry, "id", None) or entry.session.id for entry in found]  # type: ignore[union-attr]
    return {
        uids.get(name) or f"{name}.{'deadline' if name in deadlines else 'session' if name in sessions else '?'}"
        for name in names
    }


def in_feed(plan: Workplan, criteria: Criteria) -> set[str]:
    """Return the UIDs in a feed, without domain and without the number of the day."""
    calendar = icalendar.Calendar.from_ical(feed_text(plan, criteria))
    return {re.sub(r"(\.\d+)+$", "", str(one["UID"]).split("@")[0]) for one in calendar.walk("VEVENT")}


@pytest.mark.parametrize("kinds", [(), KINDS], ids=["events", "all-kinds"])
@few
@given(drafts)
def test_list_and_feed_of_a_delegation_are_of_the_same_entries(kinds: tuple[str, ...], draft: Row) -> None:
    plan = plan_of(draft)
    for code in [row["alpha3"] for row in draft["states"]]:
        criteria = Criteria(delegations=(code,), kinds=kinds)
        assert dated(plan, criteria) == in_feed(plan, criteria), code


@few
@given(drafts)
def test_an_event_concerns_who_takes_part_and_everyone_if_it_has_no_body(draft: Row) -> None:
    plan = plan_of(draft)
    for code in [row["alpha3"] for row in draft["states"]]:
        concerned = [taking_part(draft, event) for event in draft["events"]]
        expected = [
            event["id"]
            for event, codes in zip(draft["events"], concerned, strict=True)
            if codes is None or code in codes
        ]
        found = [entry.id for entry in listed(plan, Criteria(delegations=(code,))) if isinstance(entry, Event)]
        assert sorted(found) == sorted(expected)


@few
@given(drafts)
def test_findings_count_who_takes_part_and_no_suspended(draft: Row) -> None:
    plan = plan_of(draft)
    rows = {row["id"]: row for row in draft["events"]}
    for problem in check(Context(plan, plan.as_of), RULES, RULES):
        if problem.code in BOOKED:
            sides = [taking_part(draft, rows[name]) or set() for name in problem.events]
            shared = set.intersection(*sides)
            assert set(problem.delegations) == shared
            assert int(re.findall(r"(\d+) delegation", problem.message)[0]) == len(shared)


JOINT = """
states: [{alpha3: KEN, alpha2: KE, name: Kenya}, {alpha3: NOR, alpha2: "NO", name: Norway}]
bodies:
  - {id: all, name: All, kind: x, members: [KEN, NOR], source: x, confidence: high}
  - {id: union, name: Union, kind: x, members: [KEN], source: x, confidence: low}
  - {id: league, name: League, kind: x, members: [NOR, KEN], suspended: [KEN], source: x, confidence: high}
  - {id: both, name: Both, kind: x, joint: [league, union], source: x, confidence: high}
"""
TWO_MEETINGS = """
events:
  - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, body: all, source: x}
  - {id: forum, title: Forum, group: other, kind: meeting, when: 9 May 2017, body: BODY, source: x}
"""


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("union", "1 delegation, if the members of Union are as listed, is double-booked: Kenya"),
        ("both", "2 delegations, if the members of Union are as listed, are double-booked: Kenya and Norway"),
        ("league", "1 delegation (not counting the suspended Kenya) is double-booked: Norway"),
    ],
)
def test_a_finding_says_what_is_not_sure_of_a_body_or_its_parts(body: str, message: str) -> None:
    files = files_of(TWO_MEETINGS.replace("BODY", body))._replace(bodies=File("bodies.yaml", JOINT.encode()))
    plan = load_files(files)
    found = check(Context(plan, plan.as_of), RULES, RULES)
    assert [problem.message for problem in found if problem.code == "GP101"] == [message]


def test_of_one_delegation_a_finding_does_not_say_up_to() -> None:
    assert counted(1, Attendees(), ["who attends is not known"]) == "perhaps 1 delegation (who attends is not known)"
    assert counted(2, Attendees(), ["who attends is not known"]) == "up to 2 delegations (who attends is not known)"
