"""The findings of the rules of programmes, with their places, and what they leave alone."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters import all_pairs, pairs_of
from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from rule_examples import plan_of, problems_of
from strategies import few
from test_rules import Case, told

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem

BY_NAME = {rule.name: rule for rule in RULES}
HEAD = """\
events:
  - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, place: Geneva, venue: Room I,
     hours: 10:00-13:00 and 15:00-18:00, body: north, source: x}
  - {id: forum, title: Forum, group: other, kind: meeting, when: 8-9 May 2017, place: New York, body: south, source: x}
  - {id: fair, title: Fair, group: other, kind: meeting, when: June 2017 TBA, place: Geneva TBC, source: x}
"""


def session(name: str, *items: str, event: str | None = None, more: str = "", date: str = "8 May 2017") -> str:
    """Return the file of a session, each item as YAML keys."""
    lines = [f"# sessions/{name}.yaml", f"id: {name}", f"event: {event or name}", "source: x", *filter(None, [more])]
    lines += ["days:", f"  - date: {date}", f"    items:{'' if items else ' []'}"]
    return "\n".join([*lines, *(f"      - {{title: T, kind: panel, {item}}}" for item in items), ""])


CASES = [
    Case(
        "slots-overlap",
        "each pair once, in order of time, none back to back, no break beside a side event",
        HEAD
        + session(
            "talks",
            "id: a, time: 15:00-17:55",
            "id: b, time: 17:50-18:00",
            "id: c, time: 15:30-16:00",
            "id: d, time: 16:00-16:30",
            "id: e",
        )
        + session(
            "forum",
            "id: lunch, time: 13:00-15:00",
        ).replace("kind: panel", "kind: break")
        + "      - {title: T, kind: side-event, id: side, time: 13:15-14:45}\n"
        + "      - {title: T, kind: panel, id: late, time: 14:30-15:30}\n",
        "9:49 error [forum] 'late' (14:30-15:30) begins before 'lunch' (13:00-15:00) is over ~ 7:50",
        "9:49 error [forum] 'late' (14:30-15:30) begins before 'side' (13:15-14:45) is over ~ 8:54",
        "8:46 error [talks] 'b' (17:50-18:00) begins before 'a' (15:00-17:55) is over ~ 7:46",
        "9:46 error [talks] 'c' (15:30-16:00) begins before 'a' (15:00-17:55) is over ~ 7:46",
        "10:46 error [talks] 'd' (16:00-16:30) begins before 'a' (15:00-17:55) is over ~ 7:46",
    ),
    Case(
        "slots-overlap",
        "other days, other sessions of one event",
        HEAD
        + session("talks", "id: a, time: 15:00-16:00")
        + "  - date: 9 May 2017\n    items: [{id: b, title: B, kind: panel, time: 15:00-16:00}]\n"
        + session("other", "id: c, time: 15:00-16:00", event="talks"),
    ),
    Case(
        "outside-hours",
        "before, behind, over the lunch break; not breaks and side events",
        HEAD
        + session(
            "talks",
            "id: a, time: 09:45-10:00",
            "id: b, time: 10:00-13:01",
            "id: c, time: 12:00-16:00",
            "id: d, time: 15:00-18:00",
            "id: e, time: 10:00-13:00",
            "id: f",
        )
        + "      - {title: T, kind: break, id: g, time: 13:00-15:00}\n"
        + "      - {title: T, kind: side-event, id: h, time: 18:30-20:00}\n",
        "7:46 warning [talks] 'a' (09:45-10:00) is outside the hours of 'talks' (10:00-13:00 and 15:00-18:00) "
        "~ workplan.yaml:3:13",
        "8:46 warning [talks] 'b' (10:00-13:01) is outside the hours of 'talks' (10:00-13:00 and 15:00-18:00) "
        "~ workplan.yaml:3:13",
        "9:46 warning [talks] 'c' (12:00-16:00) is outside the hours of 'talks' (10:00-13:00 and 15:00-18:00) "
        "~ workplan.yaml:3:13",
    ),
    Case(
        "outside-hours",
        "the session's own hours come first, hours that follow on each other are one; none are none",
        HEAD
        + session("talks", "id: a, time: 09:00-12:00", more="hours: 09:00-11:00 and 11:00-12:00")
        + session("forum", "id: b, time: 03:00-04:00")
        + session("fair", "id: c, time: 12:00-14:00", more="hours: 13:00-14:00", date="3 June 2017"),
        "8:46 warning [fair] 'c' (12:00-14:00) is outside the hours of 'fair' (13:00-14:00) ~ 4:8",
    ),
    Case(
        "outside-hours",
        "after midnight: of the day before, if there was one, and above what begins later",
        HEAD
        + session(
            "talks",
            "id: a, time: 01:00-02:00",
            "id: b, time: 22:00-02:00",
            more="hours: 10:00-13:00 and 22:00-02:00",
        )
        + """\
  - date: 9 May 2017
    items:
      - {title: T, kind: panel, id: c, time: 01:00-02:00}
      - {title: T, kind: panel, id: d, time: 22:00-23:00}
      - {title: T, kind: panel, id: e, time: 00:00-01:00}
""",
        "8:46 warning [talks] 'a' (01:00-02:00) is outside the hours of 'talks' (10:00-13:00 and 22:00-02:00) ~ 4:8",
        "14:46 warning [talks] 'e' (00:00-01:00) is outside the hours of 'talks' (10:00-13:00 and 22:00-02:00) ~ 4:8",
    ),
    Case(
        "session-date-differs",
        "a day outside the event's days, outside its window, outside the meeting's own date",
        HEAD
        + session("talks", date="10 May 2017")
        + "  - date: 9 May 2017\n    items: []\n"
        + session("fair", date="1 July 2017")
        + session("meet", date="4 May 2016").replace("event: meet", "title: Meeting\nwhen: 3 May 2016"),
        "5:11 error [fair] the programme of 'fair' has 1 July 2017, which is not in June 2017 TBA ~ workplan.yaml:5:64",
        "6:11 error [] the programme of 'meet' has 4 May 2016, which is not in 3 May 2016 ~ 3:7",
        "5:11 error [talks] the programme of 'talks' has 10 May 2017, which is not in 8-9 May 2017 "
        "~ workplan.yaml:2:69",
    ),
    Case(
        "session-date-differs",
        "the same days in other pieces are the same days",
        HEAD
        + session("talks", more="when: 8 and 9 May 2017")
        + session("meet").replace("event: meet", "title: Meeting\nwhen: 7, 8 and 9 May 2017"),
    ),
    Case(
        "session-date-differs",
        "a date and a place of its own",
        HEAD
        + session("talks", more="when: 9-10 May 2017\nplace: Vienna")
        + session("forum", more="when: May 2017\nplace: New York")
        + session("fair", more="when: July 2017\nplace: Cairo", date="3 June 2017"),
        "4:7 error [fair] 'fair' is on July 2017 in its own file, on June 2017 TBA in the workplan "
        "~ workplan.yaml:5:64",
        "4:7 error [talks] 'talks' is on 9-10 May 2017 in its own file, on 8-9 May 2017 in the workplan "
        "~ workplan.yaml:2:69",
        "5:8 error [talks] 'talks' is in Vienna in its own file, in Geneva in the workplan ~ workplan.yaml:2:90",
    ),
    Case(
        "session-date-differs",
        "hours of its own: within the event's, and not",
        HEAD
        + session("talks", more="hours: 15:00-18:30")
        + session("morning", event="talks", more="hours: 10:00-12:00")
        + session("forum", more="hours: 9:00-10:00"),
        "4:8 error [talks] 'talks' is at 15:00-18:30 in its own file, at 10:00-13:00 and 15:00-18:00 in the workplan "
        "~ workplan.yaml:3:13",
    ),
    Case(
        "session-date-differs",
        "a meeting that moved without its programme, told once; a day outside both dates by itself",
        HEAD.replace("8-9 May 2017, place: Geneva", "15-16 May 2017, place: Geneva")
        + session("talks", more="when: 8-9 May 2017")
        + "  - date: 9 May 2017\n    items: []\n  - date: 10 May 2017\n    items: []\n",
        "4:7 error [talks] 'talks' is on 8-9 May 2017 in its own file, on 15-16 May 2017 in the workplan "
        "~ workplan.yaml:2:69",
        "10:11 error [talks] the programme of 'talks' has 10 May 2017, which is not in 15-16 May 2017 "
        "~ workplan.yaml:2:69",
    ),
    Case(
        "person-double-booked",
        "in one session, whatever their titles; not twice in one item, not the chair beside an item",
        HEAD
        + session(
            "talks",
            "id: a, time: 15:00-17:55, speakers: [{name: Ms. Ana Pérez}, {name: Ana Perez}]",
            "id: b, time: 17:50-18:00, moderator: H.E. ANA PÉREZ",
            "id: c, time: 10:00-11:00, speakers: [{name: Ms. Ana Pérez}]",
            "id: d, time: 17:00-17:30, speakers: [{role: Expert}]",
            "id: e, time: 17:00-17:30, speakers: [{role: Expert}, {name: Ms. Ana Pérez-Lopez}]",
            more="chair: [{name: Ana Pérez}]",
        ),
        "9:70 error [talks] H.E. ANA PÉREZ has two parts at once: 'a' of 'talks' (15:00-17:55) and 'b' of 'talks' "
        "(17:50-18:00) ~ 8:77",
    ),
    Case(
        "person-double-booked",
        "in two cities at once, by their zones; the chair of one who speaks in the other; told once for two sessions",
        HEAD
        + session(
            "forum",
            "id: a, time: 09:00-10:00, speakers: [{name: Mr. Olu Okoye}]",
            "id: b, time: 11:00-12:00, speakers: [{name: Mr. Olu Okoye}]",
            "id: c, time: 04:00-05:00, speakers: [{name: Ms. Ana Pérez}]",
        )
        + session(
            "talks",
            "id: d, time: 15:00-18:00",
            "id: e, time: 11:00-12:00, speakers: [{name: Ms. Ana Pérez}]",
            more="chair: Olu Okoye",
        ),
        "4:8 error [forum talks] Olu Okoye has two parts at once: 'a' of 'forum' (09:00-10:00) and 'd' of 'talks' "
        "(15:00-18:00) ~ sessions/forum.yaml:7:77",
    ),
    Case(
        "person-double-booked",
        "without a place nothing is known of the time elsewhere; a chair is free in the breaks",
        HEAD
        + session("meet", "id: a, time: 10:00-12:00, speakers: [{name: Ana}]").replace(
            "event: meet", "title: Meeting\nwhen: 8 May 2017"
        )
        + session("talks", "id: b, time: 10:00-12:00, speakers: [{name: Ana}]", more="chair: Olu")
        + "      - {title: T, kind: break, id: c, time: 13:00-15:00}\n"
        + session("forum", "id: d, time: 07:00-09:00, speakers: [{name: Olu}]"),
    ),
    Case(
        "overfull-slot",
        "the most that each may take, by the number of speakers; the floor is in no sum",
        HEAD
        + session(
            "talks",
            "id: a, time: 10:00-10:30, limits: [{who: a, minutes: 7, times: 2}, {who: b, minutes: 5-7, times: 3}]",
            "id: b, time: 10:30-11:05, limits: [{who: a, minutes: 7, times: 2}, {who: b, minutes: 5-7, times: 3}]",
            "id: c, time: 11:05-11:06, limits: [{who: floor, minutes: 3}]",
            "id: d, limits: [{who: a, minutes: 700, times: 9}]",
        ),
        "7:67 warning [talks] the speaking limits of 'a' add up to 29-35 minutes, its slot has 30 ~ 7:46",
    ),
    Case(
        "same-room",
        "items of two sessions, one of them not in the workplan; not in one session, not elsewhere",
        HEAD
        + session("talks", "id: a, time: 10:00-12:00", "id: b, time: 11:00-13:00, venue: Room II")
        + session(
            "meet",
            "id: c, time: 11:00-12:00",
            "id: d, time: 12:00-13:00",
            "id: e, time: 12:30-13:00, venue: room  II",
            more="place: Geneva\nvenue: Room I",
        ).replace("event: meet", "title: Meeting\nwhen: 8 May 2017")
        + session("forum", "id: f, time: 05:00-06:00, venue: Room I"),
        "10:46 error [talks] 'a' of 'talks' (10:00-12:00) and 'c' of 'meet' (11:00-12:00) are in one room at the same "
        "time: Room I ~ sessions/talks.yaml:7:46",
        "12:46 error [talks] 'b' of 'talks' (11:00-13:00) and 'e' of 'meet' (12:30-13:00) are in one room at the same "
        "time: room  II ~ sessions/talks.yaml:8:46",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_what_a_rule_finds(case: Case) -> None:
    problems = problems_of(case.text)
    assert not [problem for problem in problems if problem.code.startswith("GP0")]
    assert [told(problem) for problem in problems if problem.name == case.rule] == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_fingerprints_tell_problems_apart(case: Case) -> None:
    prints = Counter(problem.fingerprint for problem in problems_of(case.text))
    assert max(prints.values(), default=1) == 1


# -- what holds for any programme ------------------------------------------------------------------------------------

ZONES = {"talks": ZoneInfo("Europe/Zurich"), "forum": ZoneInfo("America/New_York")}
DAY = date(2017, 5, 8)
NAMES = ["Ms. Ana Pérez", "Mr. Olu Okoye"]
Slot = tuple[str, time, time, list[str]]
"""An item: its id, when it begins and ends, and who speaks."""


@st.composite
def programmes(draw: DrawFn) -> dict[str, list[Slot]]:
    """The items of two meetings on one day in two cities, by the meeting; their ids are unique."""
    moments = st.integers(0, 23).map(time) | st.integers(0, 23).map(lambda hour: time(hour, 30))
    found: dict[str, list[Slot]] = {}
    for name in ZONES:
        found[name] = []
        for number in range(draw(st.integers(0, 5))):
            start, end = sorted(draw(st.lists(moments, min_size=2, max_size=2, unique=True)))
            speakers = draw(st.lists(st.sampled_from(NAMES), unique=True))
            found[name].append((f"{name}-{number}", start, end, speakers))
    return found


def text_of(found: dict[str, list[Slot]], waivers: str = "") -> str:
    """Return the plan of some programmes."""
    files = []
    for name, items in found.items():
        rows = []
        for item, start, end, speakers in items:
            people = ", ".join(f"{{name: {speaker}}}" for speaker in speakers)
            rows.append(f"id: {item}, time: {start:%H:%M}-{end:%H:%M}, speakers: [{people}]")
        files.append(session(name, *rows))
    return f"{waivers}{HEAD.replace('hours: 10:00-13:00 and 15:00-18:00, ', '')}{''.join(files)}"


def meet(one: tuple[str, Slot], other: tuple[str, Slot]) -> bool:
    """Whether two items share a second, each by the clock of its city."""
    spans = [
        [datetime.combine(DAY, hour, ZONES[name]).astimezone(UTC) for hour in (start, end)]
        for name, (_, start, end, _) in (one, other)
    ]
    (first, last), (begin, finish) = spans
    return first < finish and begin < last


def found_by(name: str, text: str) -> list[Problem]:
    plan = plan_of(text)
    return check(Context(plan, plan.as_of), [BY_NAME[name]], RULES)


@few
@given(programmes())
def test_overlaps_agree_with_brute_force(found: dict[str, list[Slot]]) -> None:
    expected = {
        frozenset((one[0], other[0]))
        for name, items in found.items()
        for one, other in combinations(items, 2)
        if meet((name, one), (name, other))
    }
    assert all_pairs(found_by("slots-overlap", text_of(found))).keys() == expected


@few
@given(programmes())
def test_persons_agree_with_brute_force(found: dict[str, list[Slot]]) -> None:
    """One problem for two items of a meeting, and one for two meetings."""
    everything = [(name, item) for name, items in found.items() for item in items]
    expected = set()
    for one, other in combinations(everything, 2):
        for person in {*one[1][3]} & {*other[1][3]} if meet(one, other) else ():
            same = one[0] == other[0]
            expected.add((person, *sorted((one[1][0], other[1][0]) if same else (one[0], other[0]))))
    told = [
        (next(name for name in NAMES if name in problem.message), *sorted(pair))
        for problem in found_by("person-double-booked", text_of(found))
        for pair in pairs_of(problem)
    ]
    assert sorted(told) == sorted(expected)


@few
@given(programmes(), st.randoms(use_true_random=False))
def test_the_order_of_items_changes_no_fingerprint(found: dict[str, list[Slot]], random: Random) -> None:
    moved = {name: random.sample(items, len(items)) for name, items in found.items()}
    before, after = ({problem.fingerprint for problem in problems_of(text_of(one))} for one in (found, moved))
    assert before == after


def test_a_room_is_told_without_blanks_around_it() -> None:
    text = HEAD.replace("venue: Room I,", "venue: ' Room I ',").replace("id: forum, ", "id: forum, venue: ' room  i', ")
    (problem,) = found_by("same-room", text.replace("New York", "Geneva"))
    assert problem.message.endswith("at the same time: room  i")


@pytest.mark.parametrize("kind", ["break", "side-event"])
@pytest.mark.parametrize(("room", "count"), [("", 0), (", venue: Room I", 1)])
def test_lunch_and_side_events_are_in_the_room_of_the_meeting_only_if_it_is_said(
    kind: str, room: str, count: int
) -> None:
    aside = session("talks", f"id: aside, time: 13:00-14:00{room}").replace("kind: panel", f"kind: {kind}")
    other = session("meet", "id: c, time: 13:30-15:00", more="place: Geneva\nvenue: Room I")
    text = HEAD + aside + other.replace("event: meet", "title: Meeting\nwhen: 8 May 2017")
    assert len(found_by("same-room", text)) == count


@few
@given(programmes(), st.sampled_from(["alpha", "zulu"]), st.sampled_from(["event", "event and session"]))
def test_a_renamed_meeting_brings_no_problem_in(found: dict[str, list[Slot]], name: str, renamed: str) -> None:
    """Whether its session is renamed with it or keeps its id."""
    text = text_of(found)
    head, *files = re.split(r"(?=^# sessions/)", text, flags=re.MULTILINE)
    head = head.replace("{id: talks, ", f"{{id: {name}, formerly: [talks], ")
    files = [file.replace("event: talks", f"event: {name}") for file in files]
    if "session" in renamed:
        files = [file.replace("id: talks\n", f"id: {name}\n").replace("/talks.yaml", f"/{name}.yaml") for file in files]
    before, after = problems_of(text), problems_of("".join((head, *files)))
    assert Counter(problem.fingerprint for problem in after) == Counter(problem.fingerprint for problem in before)


@few
@given(programmes(), st.data())
def test_a_waiver_removes_exactly_one_problem(found: dict[str, list[Slot]], data: st.DataObject) -> None:
    before = [problem for problem in problems_of(text_of(found)) if problem.code.startswith("GP4")]
    if not before:
        return
    chosen = data.draw(st.sampled_from(before))
    events, about = ", ".join(chosen.events), " ".join(chosen.fields)
    waiver = f"waivers:\n  - {{rule: {chosen.name}, events: [{events}], about: {about}, reason: Known}}\n"
    after = problems_of(text_of(found, waiver))
    assert [problem.fingerprint for problem in after if problem.waived] == [chosen.fingerprint]
    assert not [problem for problem in after if problem.name == "unused-waiver"]


def test_a_meeting_outside_the_workplan_is_waived_by_what_it_is_about() -> None:
    meeting = session("meet", "id: a, time: 10:00-12:00", "id: b, time: 11:00-13:00").replace(
        "event: meet", "title: Meeting\nwhen: 8 May 2017"
    )
    waiver = "waivers:\n  - {rule: GP401, about: meet a b, reason: Printed so}\n"
    (problem,) = problems_of(f"{waiver}{HEAD}{meeting}")
    assert (problem.code, problem.events, problem.waived) == ("GP401", (), "Printed so")


def test_one_delegations_calendar_has_only_its_own_meetings() -> None:
    found: dict[str, list[Slot]] = {
        name: [(f"{name}-{letter}", time(10), time(12), []) for letter in "ab"] for name in ZONES
    }
    text = text_of(found) + session("meet", "id: a, time: 10:00-12:00", "id: b, time: 11:00-13:00").replace(
        "event: meet", "title: Meeting\nwhen: 8 May 2017"
    )
    told = {
        delegation: [
            problem.fields[0] for problem in problems_of(text, delegation=delegation) if problem.code == "GP401"
        ]
        for delegation in (None, "NOR", "CHL")
    }
    assert told == {None: ["forum", "meet", "talks"], "NOR": ["talks"], "CHL": ["forum"]}


def test_the_programme_of_a_cancelled_meeting_is_left_alone() -> None:
    text = HEAD.replace("body: north,", "body: north, status: cancelled,")
    text += session("talks", "id: a, time: 09:00-12:00", "id: b, time: 11:00-13:00", date="1 May 2017")
    assert not [problem for problem in problems_of(text) if problem.code.startswith("GP4")]


# -- the real programmes ---------------------------------------------------------------------------------------------


def test_what_the_real_documents_contain_is_found_and_waived(plan: Workplan) -> None:
    rules = [rule for rule in RULES if rule.code.startswith("GP4") or rule.code == "GP102"]
    slip, date_of_the_sixth = sorted(check(Context(plan, plan.as_of), rules, RULES), key=lambda problem: problem.code)
    assert (slip.code, slip.events) == ("GP401", ("thematic-1",))
    assert slip.message == "'closing-1' (17:50-18:00) begins before 'panel-2' (15:00-17:55) is over"
    assert slip.position.path.endswith("sessions/thematic-1.yaml")
    assert (slip.waived or "").startswith("Printed so in the agenda of the procedural note")
    assert (date_of_the_sixth.code, date_of_the_sixth.events) == ("GP403", ("thematic-6",))
    assert date_of_the_sixth.message == (
        "'thematic-6' is on 2-3 October 2017 in its own file, on 3-4 October 2017 in the workplan"
    )
    assert date_of_the_sixth.position.path.endswith("sessions/thematic-6.yaml")
    assert (date_of_the_sixth.waived or "").startswith("Printed so in the table of the general concept note")
