"""Who belongs in a meeting: members, those suspended, guests; and everyone, where it is no one body's own."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

import inside
from conftest import DATA
from gcmplan.loading.load import load_plan
from gcmplan.plan.overlap import delegations_of, meetings_of
from rule_examples import problems_of
from strategies import fewest

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CODES = ("DEU", "FRA", "KEN", "PSE", "VAT")
STANDINGS = ("members", "suspended", "observers", "associates")
HEAD = """\
title: Plan
as_of: 12 April 2017
calendar: {name: Plan, domain: example.org}
"""
STATES = "states:\n" + "".join(
    f"  - {{alpha3: {code}, alpha2: {short}, name: {name}}}\n"
    for code, short, name in zip(
        CODES, ("DE", "FR", "KE", "PS", "VA"), ("Germany", "France", "Kenya", "Palestine", "Holy See"), strict=True
    )
)


def drawn(random: Random) -> tuple[str, str]:
    """Return a workplan and its bodies: each state has one standing in each body, or none."""
    bodies = STATES + "bodies:\n"
    for body in ("one", "two"):
        standing = {code: random.choice((*STANDINGS, "")) for code in CODES}
        lists = ", ".join(f"{key}: [{', '.join(c for c in CODES if standing[c] == key)}]" for key in STANDINGS)
        bodies += f"  - {{id: {body}, name: {body}, kind: x, {lists}, source: x, confidence: high}}\n"
    groups, events = "groups:\n", "events:\n"
    for group in ("all", "few"):
        more = random.choice(
            ("", ", body: one", ", body: one, invites: [observers]", ", body: two, invites: [associates]")
        )
        groups += f'  - {{id: {group}, title: {group}, short: {group}, color: "#000000"{more}}}\n'
    for number in range(random.randint(1, 8)):
        more = random.choice(("", ", body: one", ", body: two, invites: [observers, associates]", ", invites: []"))
        kind = random.choice(("meeting", "meeting", "document"))
        events += (
            f"  - {{id: event-{number}, title: Event {number}, group: {random.choice(('all', 'few'))}, kind: {kind}, "
            f"when: {number // 2 + 1} May 2017, place: Geneva, source: x{more}}}\n"
        )
    return HEAD + groups + events, bodies


@fewest
@given(st.randoms(use_true_random=False))
def test_a_list_holds_what_a_feed_holds(tmp_path_factory: pytest.TempPathFactory, random: Random) -> None:
    folder = written(tmp_path_factory.mktemp("plan"), *drawn(random))
    for code in CODES:
        rows = inside.start("list", "--for", code, cwd=folder).stdout.splitlines()
        feed = inside.start("export", "ics", "--for", code, cwd=folder).stdout.replace("\r\n ", "")
        uids = {line.partition(":")[2].partition("@")[0] for line in feed.splitlines() if line.startswith("UID:")}
        assert uids == {row.partition("\t")[0] for row in rows}


@fewest
@given(st.randoms(use_true_random=False))
def test_who_takes_part_is_who_is_counted(tmp_path_factory: pytest.TempPathFactory, random: Random) -> None:
    """Members, and guests that are invited; the suspended never. What concerns a delegation is where it is counted."""
    plan = load_plan(written(tmp_path_factory.mktemp("plan"), *drawn(random)))
    for meeting in meetings_of(plan):
        body, counted = plan.body_of(meeting.event), set(delegations_of(plan, meeting.members))
        if body is None:
            assert not counted
            continue
        invited = plan.invited_to(meeting.event)
        listed = {code for standing in ("members", *invited) for code in getattr(body, standing)}
        assert counted == listed
        assert counted.isdisjoint(body.suspended)
        assert {code for code in CODES if plan.concerns(meeting.event, (code,))} == counted


def written(folder: Path, plan: str, bodies: str) -> Path:
    (folder / "workplan.yaml").write_text(plan, encoding="utf-8")
    (folder / "bodies.yaml").write_text(bodies, encoding="utf-8")
    (folder / "places.yaml").write_bytes((DATA / "places.yaml").read_bytes())
    return folder


def test_a_meeting_of_no_one_body_may_overlap_any() -> None:
    """It concerns everyone, so whoever fixes the days of another should keep clear of it."""
    found = problems_of(
        "events:\n"
        "  - {id: talks, title: Talks, group: other, kind: meeting, when: 8-9 May 2017, place: Geneva, source: x}\n"
        "  - {id: forum, title: Forum, group: other, kind: meeting, when: May 2017 TBC, body: north, source: x}\n"
    )
    [told] = [problem for problem in found if problem.code == "GP104"]
    whom = "(of no one body, so it concerns everyone)"
    assert told.message == f"'forum' may overlap 1 meeting with the same delegations: 'talks' {whom}"
    assert told.delegations == ("NOR", "SWE")
