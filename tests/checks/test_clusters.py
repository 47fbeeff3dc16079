"""Clusters: on any plan they are exactly the pairs that a comparison of every two events finds."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters import Pair, all_pairs, listed, pairs_of
from gcmplan.checks.baseline import Baseline, new_problems
from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.plan.overlap import certainly_overlap, possibly_overlap
from gcmplan.problems.pairs import Box, common, count, degrees, without
from gcmplan.problems.problem import RANK, Position, Problem, Severity
from rule_examples import plan_of, problems_of
from strategies import few, moderate
from test_bench import bench

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hypothesis.strategies import DrawFn

    from conftest import Cli
    from gcmplan.plan.model import Event
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.pairs import Boxes

BY_NAME = {rule.name: rule for rule in RULES}


# -- sets of pairs ---------------------------------------------------------------------------------------------------

members = st.frozensets(st.sampled_from("abcdefg"), min_size=1)


@st.composite
def some_boxes(draw: DrawFn) -> Boxes:
    """A box, perhaps without the pairs of another: as the rules make them."""
    ones, others = draw(members), draw(st.frozensets(st.sampled_from("abcdefg")))
    box = Box(ones, others - ones)
    taken = draw(st.none() | members)
    return without((box,), (Box(taken),)) if taken else (box,)


@moderate
@given(some_boxes(), some_boxes())
def test_boxes_are_the_pairs_that_they_stand_for(one: Boxes, other: Boxes) -> None:
    here, there = listed(one), listed(other)
    assert count(one) == len(here)
    assert listed(common(one, other)) == here & there
    assert listed(without(one, other)) == here - there
    assert degrees(one) == Counter(member for pair in here for member in pair)


# -- rules beside every pair -----------------------------------------------------------------------------------------

Row = dict[str, str]
WHENS = (
    "8 May 2017", "8 May 2017", "8 May 2017 TBC", "8-9 May 2017", "9 May 2017", "8 and 10 May 2017", "20 May 2017",
    "May 2017 TBC", "May 2017 TBA", "3 days in May 2017 TBA", "20 days in May 2017", "first week of May 2017 TBC",
    "TBC",
)  # fmt: skip
CHOICES: dict[str, tuple[str, ...]] = {
    "title": ("Talks", "talks", "Forum"),
    "group": ("official", "other", "other"),
    "kind": ("meeting", "meeting", "meeting", "document"),
    "when": WHENS,
    "body": ("all", "north", "north", "south", ""),
    "place": ("Geneva", "Vienna", "New York TBC", ""),
    "venue": ("Room I", "room  i", "Room II", ""),
    "hours": ("10:00-13:00", "15:00-18:00", ""),
    "status": ("scheduled", "scheduled", "scheduled", "cancelled"),
}
rows = st.lists(st.fixed_dictionaries({key: st.sampled_from(values) for key, values in CHOICES.items()}), max_size=12)
"""Up to twelve events of few kinds, so that many are alike."""


def text_of(found: list[Row], waivers: str = "", names: str = "e") -> str:
    lines = ["events:" if found else "events: []"]
    for number, row in enumerate(found):
        facts = {"id": f"{names}{number}", **{key: value for key, value in row.items() if value}, "source": "x"}
        lines.append("  - {" + ", ".join(f"{key}: {value}" for key, value in facts.items()) + "}")
    return "\n".join((*lines, waivers))


def found_by(name: str, plan: Workplan) -> list[Problem]:
    return check(Context(plan, plan.as_of), [BY_NAME[name]], RULES)


def brute_force(plan: Workplan, holds: Callable[[Workplan, Event, Event], object]) -> dict[Pair, object]:
    """Return the facts about each two scheduled events, by their ids."""
    standing = [event for event in plan.events if event.status != "cancelled"]
    told = {frozenset((one.id, other.id)): holds(plan, one, other) for one, other in combinations(standing, 2)}
    return {pair: what for pair, what in told.items() if what}


def shared(plan: Workplan, one: Event, other: Event) -> tuple[str, ...]:
    bodies = [plan.body_of(event) for event in (one, other) if event.kind == "meeting"]
    sets = [plan.members_of(body) if body else frozenset[str]() for body in bodies]
    return tuple(sorted(sets[0] & sets[1])) if len(sets) == 2 else ()


def double_booked(plan: Workplan, one: Event, other: Event) -> object:
    codes = shared(plan, one, other)
    if not codes or not certainly_overlap(one.when, other.when):
        return None
    official = all(plan.group_of(event).track == "official" for event in (one, other))
    is_sure = all(event.when.exact and event.when.certainty == "confirmed" for event in (one, other))
    level = (not (official or plan.body_of(one) == plan.body_of(other))) + (not is_sure)
    return codes, list(Severity)[level]


def possible(plan: Workplan, one: Event, other: Event) -> object:
    """Each delegation is one that a meeting without a body concerns."""
    everyone = frozenset(state.alpha3 for state in plan.states)
    bodies = [plan.body_of(event) for event in (one, other) if event.kind == "meeting"]
    sets = [plan.members_of(body) if body else everyone for body in bodies]
    return len(sets) == 2 and sets[0] & sets[1] and possibly_overlap(one.when, other.when)


def in_one_room(_: Workplan, one: Event, other: Event) -> object:
    both = one, other
    if not all(event.kind == "meeting" and event.place and event.place.name and event.venue for event in both):
        return None
    rooms = {(event.place and event.place.name, " ".join((event.venue or "").casefold().split())) for event in both}
    is_apart = one.hours and other.hours and one.hours != other.hours
    return len(rooms) == 1 and not is_apart and certainly_overlap(one.when, other.when)


def tight(plan: Workplan, one: Event, other: Event) -> object:
    """The policy asks for one free day, so meetings on days in turn are too near."""
    cities = {event.place.name for event in (one, other) if event.place and event.place.name}
    if not shared(plan, one, other) or len(cities) < 2 or not (one.when.exact and other.when.exact):
        return None
    gaps = [
        (first.first - last.last).days
        for here, there in ((one, other), (other, one))
        for first in here.when.spans
        for last in there.when.spans
    ]
    return 1 in gaps and not certainly_overlap(one.when, other.when) and shared(plan, one, other)


def alike(_: Workplan, one: Event, other: Event) -> object:
    if (
        one.title.casefold() != other.title.casefold()
        or one.kind != other.kind
        or not (one.when.window and other.when.window)
    ):
        return None
    if one.when.exact and other.when.exact:
        return abs((one.when.window.first - other.when.window.first).days) <= 7
    return one.when.exact == other.when.exact and one.when.window == other.when.window


PAIRED: dict[str, Callable[[Workplan, Event, Event], object]] = {
    "double-booked": double_booked,
    "possible-overlap": possible,
    "same-room": in_one_room,
    "tight-travel": tight,
    "near-duplicate": alike,
}


@pytest.mark.parametrize("name", PAIRED)
@few
@given(rows)
def test_clusters_are_the_pairs_of_brute_force(name: str, found: list[Row]) -> None:
    plan = plan_of(text_of(found))
    expected = brute_force(plan, PAIRED[name])
    told = all_pairs(found_by(name, plan))
    assert told.keys() == expected.keys()
    if name == "double-booked":
        assert {pair: (one.delegations, one.severity) for pair, one in told.items()} == expected
    if name == "tight-travel":
        assert {pair: one.delegations for pair, one in told.items()} == expected


@few
@given(rows)
def test_clusters_are_told_as_they_are(found: list[Row]) -> None:
    """Two stay a pair; more are counted in meetings and pairs, are placed at the last, and name all places once."""
    for name in set(PAIRED) - {"possible-overlap"}:
        for problem in found_by(name, plan_of(text_of(found))):
            places = {problem.position, *problem.related}
            assert len(places) == 1 + len(problem.related) == len(problem.events)
            if len(problem.events) == 2:
                assert problem.cluster is None
                assert "pair" not in problem.message
            else:
                assert problem.position == max(places)
                assert problem.message.startswith(f"{len(problem.events)} ")
                assert f" ({problem.pairs} pairs)" in problem.message


# -- waivers ---------------------------------------------------------------------------------------------------------


@few
@given(rows, st.lists(st.sets(st.integers(0, 11), min_size=2, max_size=4), max_size=3), st.sampled_from(list(PAIRED)))
def test_waivers_are_subtracted(found: list[Row], chosen: list[set[int]], name: str) -> None:
    """A waiver accepts the pairs among its events, if each has one in one problem; all others stay."""
    named = [[f"e{number}" for number in sorted(one)] for one in chosen if max(one) < len(found)]
    lines = [f"  - {{rule: {name}, events: [{', '.join(events)}], reason: r{at}}}" for at, events in enumerate(named)]
    plan = plan_of(text_of(found, "\n".join(["waivers:", *lines] if lines else [])))
    problems = found_by(name, plan)
    told = all_pairs(problems)
    assert told.keys() == brute_force(plan, PAIRED[name]).keys()
    for pair, problem in told.items():
        if problem.waived:
            events = set(named[int(problem.waived[1:])])
            assert pair <= events == set(problem.events)
    for two in (frozenset(one) for one in named):
        assert two not in told or told[two].waived


ALL_ON_ONE_DAY = "".join(
    f"  - {{id: e{number}, title: T{number}, group: other, kind: meeting, when: 8 May 2017, body: north, source: x}}\n"
    for number in range(5)
)


def on_one_day(*waived: str) -> list[tuple[tuple[str, ...], int | None, str | None]]:
    waivers = "".join(f"  - {{rule: GP101, events: [{events}], reason: '{events}'}}\n" for events in waived)
    text = f"waivers:\n{waivers}events:\n{ALL_ON_ONE_DAY}" if waived else f"events:\n{ALL_ON_ONE_DAY}"
    return [(one.events, one.pairs, one.waived) for one in problems_of(text, [BY_NAME["double-booked"]])]


def test_a_waiver_of_two_of_a_cluster() -> None:
    assert on_one_day() == [(("e0", "e1", "e2", "e3", "e4"), 10, None)]
    assert on_one_day("e1, e0") == [
        (("e0", "e1"), 1, "e1, e0"),
        (("e0", "e1", "e2", "e3", "e4"), 9, None),
    ]


def test_a_waiver_of_a_part_and_of_the_whole_of_a_cluster() -> None:
    assert on_one_day("e0, e1, e2", "e3, e4") == [
        (("e0", "e1", "e2"), 3, "e0, e1, e2"),
        (("e0", "e1", "e2", "e3", "e4"), 6, None),
        (("e3", "e4"), 1, "e3, e4"),
    ]
    assert on_one_day("e0, e1, e2, e3, e4") == [(("e0", "e1", "e2", "e3", "e4"), 10, "e0, e1, e2, e3, e4")]


def test_a_pair_that_waivers_leave_is_a_pair_as_ever() -> None:
    both = [f"e{one}, e{other}" for one, other in combinations(range(5), 2)][:-1]
    waivers = "".join(f"  - {{rule: GP101, events: [{events}], reason: r}}\n" for events in both)
    open_ones = [
        one
        for one in problems_of(f"waivers:\n{waivers}events:\n{ALL_ON_ONE_DAY}", [BY_NAME["double-booked"]])
        if not one.waived
    ]
    alone = problems_of("events:\n" + "".join(ALL_ON_ONE_DAY.splitlines(keepends=True)[3:]), [BY_NAME["double-booked"]])
    assert [(one.message, one.hint, one.fingerprint) for one in open_ones] == [
        (one.message, one.hint, one.fingerprint) for one in alone
    ]


# -- what is new -----------------------------------------------------------------------------------------------------


@few
@given(rows, rows, st.data())
def test_news_are_the_difference_of_all_pairs(one: list[Row], other: list[Row], data: st.DataObject) -> None:
    """Some rows of the old plan stay, some change and some are removed; new ones are not there before, or worse now."""
    kept = data.draw(st.lists(st.booleans(), min_size=len(one), max_size=len(one)))
    changed = [
        row if stays else (other[at] if at < len(other) else row)
        for at, (row, stays) in enumerate(zip(one, kept, strict=True))
    ]
    later = changed + other[len(one) :]
    waived = data.draw(st.sampled_from(["", "waivers:\n  - {rule: GP101, events: [e0, e1], reason: x}"]))
    before = problems_of(text_of(one, waived if len(one) > 1 else ""))
    after = problems_of(text_of(later))
    paired = [BY_NAME[name].code for name in PAIRED]
    for code in paired:
        was, now = (all_pairs(found for found in side if found.code == code) for side in (before, after))
        fresh = all_pairs(found for found in new_problems(after, before) if found.code == code)
        expected = {
            pair
            for pair, found in now.items()
            if pair not in was or RANK[was[pair].severity] > RANK[found.severity] or was[pair].waived
        }
        assert fresh.keys() == expected
        assert all(new.severity is now[pair].severity for pair, new in fresh.items())
    assert new_problems(after, after) == []


@few
@given(st.data())
def test_news_of_programmes(data: st.DataObject) -> None:
    """Items of four sessions in one city, at few times, by few persons; some rows change."""

    def drawn() -> str:
        files = []
        for name in ("a", "b", "c", "d"):
            lines = [f"# sessions/{name}.yaml", f"id: {name}", f"event: {name}", "source: x", "days:"]
            lines += ["  - date: 8 May 2017", "    items:"]
            for item in range(2):
                time = data.draw(st.sampled_from(["10:00-11:00", "10:00-11:00", "10:30-12:00", "15:00-16:00"]))
                room = data.draw(st.sampled_from(["Room I", "Room I", "Room II"]))
                who = data.draw(st.sampled_from(["Ana Perez", "Olu Okoye"]))
                speaks = f"speakers: [{{name: {who}}}]"
                lines.append(f"      - {{id: i{item}, title: T, kind: panel, time: {time}, venue: {room}, {speaks}}}")
            files.append("\n".join(lines))
        row = (
            "  - {id: %s, title: %s, group: other, kind: meeting, when: 8 May 2017, place: Geneva, body: %s, source: x}"
        )
        rows = [row % (name, f"T {name}", "north" if name in "ab" else "south") for name in "abcd"]
        return "\n".join(["events:", *rows, *files])

    before, after = problems_of(drawn()), problems_of(drawn())
    for code in ("GP102", "GP401", "GP404"):
        was, now = ([one for one in side if one.code == code] for side in (before, after))
        old, new = ({(one.scope, pair) for one in side for pair in pairs_of(one)} for side in (was, now))
        news = new_problems(now, was)
        assert {(one.scope, pair) for one in news for pair in pairs_of(one)} == new - old
        assert len({one.fingerprint for one in now}) == len(now)


def day(count: int, waivers: str = "", names: str = "e") -> list[Problem]:
    row = {"title": "T", "group": "other", "kind": "meeting", "when": "8 May 2017", "body": "north"}
    plan = plan_of(text_of([row | {"title": f"T{number}"} for number in range(count)], waivers, names))
    return found_by("double-booked", plan)


def test_three_of_forty_meetings_are_new() -> None:
    (new,) = new_problems(day(40), day(37))
    assert new.message.startswith(
        "40 meetings overlap (114 pairs; 3 of 40 meetings are new), 2 delegations are double-"
    )
    assert new.pairs == 40 * 39 // 2 - 37 * 36 // 2
    assert new.position == day(40)[0].position
    assert new_problems(day(37), day(40)) == []


def test_one_new_meeting_of_three() -> None:
    (new,) = new_problems(day(3), day(2))
    assert new.message.startswith("3 meetings overlap (2 pairs; 1 of 3 meetings is new)")
    (same,) = new_problems(day(2), [])
    assert "new" not in same.message


def test_a_waiver_taken_from_a_cluster_brings_one_pair() -> None:
    waiver = "waivers:\n  - {rule: GP101, events: [e0, e4], reason: x}"
    (new,) = new_problems(day(5), day(5, waiver))
    assert (new.events, new.pairs) == (("e0", "e4"), 1)
    assert new.message.startswith("2 meetings overlap (1 pair of 10, the others are known)")
    assert new_problems(day(5, waiver), day(5)) == []


# -- meetings of nobody ----------------------------------------------------------------------------------------------


def nobody(count: int, row: Row | None = None) -> list[Problem]:
    here = {"group": "other", "kind": "meeting", "when": "8 May 2017", "place": "Geneva"} | (row or {})
    plan = plan_of(text_of([here | {"title": f"T{number}"} for number in range(count)]))
    return found_by("nobody-known", plan)


def test_two_meetings_of_nobody_in_one_city_on_one_day() -> None:
    (problem,) = nobody(2)
    assert problem.severity is Severity.WARNING
    assert problem.message == (
        "2 meetings overlap others but name no body, so no conflict can be found for them: 'e0', 'e1'"
    )
    assert problem.hint == "give each a 'body', or one to its group; bodies.yaml says who belongs to it"
    (problem,) = nobody(2000)
    assert problem.message.endswith(" for them: 'e0', 'e1', 'e2' and 1,997 more")
    assert len(problem.events) == 2000


def test_whose_meetings_are_known_or_overlap_none() -> None:
    assert nobody(1) == []
    assert nobody(2, {"body": "north"}) == []
    assert nobody(2, {"when": "May 2017 TBC"}) == []
    assert nobody(2, {"kind": "document"}) == []
    text = text_of([{"group": "other", "kind": "meeting", "title": "T", "when": "8 May 2017", "body": ""}] * 3)
    (problem,) = found_by("nobody-known", plan_of(text.replace("source: x", "body: south, source: x", 2)))
    assert problem.events == ("e2",)
    assert problem.message.startswith(
        "1 meeting overlaps others but names no body, so no conflict can be found for it: "
    )


@few
@given(rows)
def test_meetings_of_nobody_are_those_of_brute_force(found: list[Row]) -> None:
    plan = plan_of(text_of(found))
    meetings = [event for event in plan.events if event.kind == "meeting" and event.status != "cancelled"]
    pairs = [pair for pair in combinations(meetings, 2) if certainly_overlap(pair[0].when, pair[1].when)]
    expected = {event.id for pair in pairs for event in pair if plan.body_of(event) is None}
    told = found_by("nobody-known", plan)
    assert len(told) <= 1
    assert {event for problem in told for event in problem.events} == expected


def test_fewer_meetings_of_nobody_are_no_news() -> None:
    assert new_problems(nobody(3), nobody(4)) == []
    assert new_problems(nobody(4), nobody(3)) == nobody(4)


# -- how much there is -----------------------------------------------------------------------------------------------


def spans(count: int) -> Workplan:
    """Return a plan of meetings that all overlap, no two on the same days."""
    row = {"group": "other", "kind": "meeting", "body": "north"}
    months = ("May", "June", "July", "August", "September")
    dates = [
        f"{1 + number % 28} {months[number // 28]} 2017 - {1 + number % 28} January 2018" for number in range(count)
    ]
    return plan_of(text_of([row | {"title": f"T{number}", "when": when} for number, when in enumerate(dates)]))


def test_problems_beyond_a_number_are_counted() -> None:
    plan = spans(100)
    every = found_by("double-booked", plan)
    assert len(every) == 100 * 99 // 2
    few_problems = check(Context(plan, plan.as_of), [BY_NAME["double-booked"]], RULES, most=1000)
    *shown, rest = few_problems
    assert len(shown) == 1000
    assert set(shown) <= set(every)
    assert (rest.message, rest.stands_for) == ("and 3,950 more of this rule, not shown", 3950)
    assert rest.severity is Severity.ERROR
    assert rest.position == max(one.position for one in shown)


def test_what_a_limit_hides_is_counted_among_news_too() -> None:
    plan = spans(60)
    earlier = found_by("double-booked", spans(59))
    found = check(Context(plan, plan.as_of), [BY_NAME["double-booked"]], RULES, Baseline(earlier), most=50)
    assert [one.stands_for for one in found] == [1] * 50 + [9]
    assert all("e59" in one.events for one in found[:-1])


def test_what_is_counted_is_told_though_nothing_else_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first meeting in a window is worded and known; of the others it is only known how many there are."""
    monkeypatch.setattr("gcmplan.checks.rules.possible_overlap._MOST_NAMED", 1)
    row = {"group": "other", "kind": "meeting", "body": "north"}
    dates = [f"{number} days in May 2017" for number in range(2, 8)]
    plans = [
        plan_of(text_of([row | {"title": f"T{number}", "when": when} for number, when in enumerate(dates[:count])]))
        for count in (2, 6)
    ]
    before, after = (found_by("possible-overlap", plan) for plan in plans)
    assert [one.stands_for for one in before] == [1]
    assert [one.stands_for for one in after] == [1, 4]
    known = [one for one in after if one.stands_for == 1]
    (more,) = check(Context(plans[1], plans[1].as_of), [BY_NAME["possible-overlap"]], RULES, Baseline(known))
    assert (more.stands_for, more.message) == (4, "and 4 more of this rule, not shown")
    assert more.position.path == "workplan.yaml"


def test_many_meetings_are_few_problems() -> None:
    """Twice as many meetings are as many problems, of not even twice the text."""
    for rows_of in (
        {"when": "8 May 2017", "body": "all", "title": "T"},
        {"when": "8 May 2017", "place": "Geneva", "venue": "Room I"},
        {"when": "May 2017 TBA", "body": "all"},
    ):
        told = []
        for number in (100, 200):
            rows_here = [{"title": f"T{at}", "group": "other", "kind": "meeting", **rows_of} for at in range(number)]
            problems = [one for one in problems_of(text_of(rows_here)) if one.pairs]
            assert sum(len(pairs_of(one)) for one in problems) % (number * (number - 1) // 2) == 0
            told.append(problems)
        assert len(told[0]) == len(told[1]) <= 2
        assert sum(len(one.message) for one in told[1]) < 1.2 * sum(len(one.message) for one in told[0])


WRITTEN = bench("alike")
CROWDED = sorted(set(WRITTEN["PLANS"]) - {"apart", "years, no two alike"})


def written(name: str, count: int, folder: Path) -> str:
    """Write a plan of the benchmark."""
    folder.mkdir()
    write: Callable[[Callable[[str], str], str, Path], None] = bench("plans")["write"]
    write(lambda _: str(WRITTEN["alike"](name, count)), "0", folder)
    return str(folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", CROWDED)
def test_no_format_of_a_check_explodes(cli: Cli, tmp_path: Path, name: str) -> None:
    """Twice as many meetings have four times the pairs; no report has more than twice the text."""
    plans = [written(name, count, tmp_path / str(count)) for count in (100, 200)]
    for form in ("concise", "full", "json", "github", "gitlab", "sarif", "junit", "markdown"):
        small, large = (len(cli("check", "--plan", plan, "--format", form).out) for plan in plans)
        assert 0 < large <= 2.2 * small, form
    few_problems, many = (json.loads(cli("check", "--plan", plan, "--format", "json").out) for plan in plans)
    pairs = [sum(one["pairs"] or 0 for one in report["problems"]) for report in (few_problems, many)]
    assert pairs[1] > 3.9 * pairs[0]
    assert all(len(report["problems"]) <= 10 for report in (few_problems, many) if name != "two cities, two days")


@pytest.mark.slow
def test_no_format_of_a_difference_explodes(cli: Cli, tmp_path: Path) -> None:
    for form in ("table", "json", "markdown", "plain"):
        sizes = []
        for number in (60, 120):
            folders = [tmp_path / f"{form}-{number}-{side}" for side in ("old", "new")]
            plans = zip(("apart", "one body, one day"), folders, strict=True)
            sides = [written(name, number, to) for name, to in plans]
            out = cli("diff", *sides, "--format", form).out
            assert out.count("and 118 other meetings") <= number
            sizes.append(len(out))
        assert 0 < sizes[1] <= 2.2 * sizes[0], form


def test_two_thousand_meetings_on_one_day_are_a_line(cli: Cli, tmp_path: Path) -> None:
    run = cli("check", "--plan", written("one body, one day", 2000, tmp_path / "plan"), "--format", "concise")
    line, last = run.out.splitlines()
    assert "2,000 meetings overlap (1,999,000 pairs), 193 delegations are double-booked" in line
    assert line.endswith("meeting-18, meeting-19 and 1,980 more)")
    assert last.startswith("1 error")
    assert run.status == 1


def test_many_holidays_on_a_day_are_not_many_in_each_problem() -> None:
    days = "".join(f"  - {{date: 9 May 2017, name: Day {number}, source: x}}\n" for number in range(50))
    row = {"group": "other", "kind": "meeting", "when": "9 May 2017", "body": "north"}
    text = text_of([row | {"title": f"T{number}"} for number in range(3)])
    told = problems_of(f"holidays:\n{days}{text}", [BY_NAME["public-holiday"]])
    assert len(told) == 3
    assert told[0].message == (
        "'e0' is on a public holiday: Day 0 and Day 1 and Day 2 and Day 3 and Day 4 and 45 more on 9 May 2017"
    )
    assert len(told[0].related) == 5


def test_long_texts_do_not_make_long_problems() -> None:
    """A title of any length is in the problem of each event that is named after it."""
    place = Position("workplan.yaml", 1, 1)
    found = BY_NAME["wrong-order"].problem("m" * 5000, place, hint="h" * 5000)
    assert (found.message, found.hint) == ("m" * 1000 + "…", "h" * 1000 + "…")
    assert BY_NAME["wrong-order"].problem("m" * 1000, place, hint="").message == "m" * 1000
