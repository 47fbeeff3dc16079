"""The effect of changes on delegations' calendars, compared with every pair of meetings looked at by itself."""

from __future__ import annotations

from itertools import permutations

from hypothesis import example, given
from hypothesis import strategies as st

from gcmplan.changes.diff import EVENTS, difference
from gcmplan.changes.impact import Conflict, Impact, impacts_of
from gcmplan.plan.overlap import certainly_overlap, delegations_of, meetings_of
from gcmplan.plan.workplan import Workplan
from rule_examples import plan_of
from strategies import moderate

Pairs = dict[tuple[str, str], tuple[str, ...]]
Drawn = list[tuple[tuple[str, str], dict[str, str]]]
ROW = {"title": "x", "group": "other", "kind": "meeting", "when": "3-8 May 2017", "body": "all", "source": "x"}
TAKES_TIME = {"when", "status", "kind", "group", "body"}


def conflicts_of(plan: Workplan, names: dict[str, str]) -> Pairs:
    """Return the delegations of each two meetings that certainly overlap, by the ids that they have afterwards."""
    return {
        (names.get(one.event.id, one.event.id), names.get(other.event.id, other.event.id)): tuple(
            sorted(delegations_of(plan, one.members & other.members))
        )
        for one, other in permutations(meetings_of(plan), 2)
        if one.members & other.members and certainly_overlap(one.event.when, other.event.when)
    }


WHENS = (
    "1 May 2017", "2-4 May 2017", "4 May 2017 TBC", "3-8 May 2017", "1 and 9 May 2017", "20 May 2017", "May 2017",
    "20 days in May 2017", "30 days in May 2017", "May - June 2017", "first week of May 2017", "2 June 2017", "TBC",
)  # fmt: skip
values = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["x", "y"]),
        "group": st.just("other"),
        "kind": st.sampled_from(["meeting", "meeting", "meeting", "document"]),
        "when": st.sampled_from(WHENS),
        "body": st.sampled_from(["all", "north", "south"]),
        "status": st.sampled_from(["scheduled", "scheduled", "cancelled"]),
        "source": st.just("x"),
    }
)
names = st.sampled_from([("a", ""), ("b", ""), ("b", "a"), ("c", ""), ("d", ""), ("e", "d"), ("f", "")])
"""An id, and one that the event had before."""
rows = st.lists(st.tuples(names, values), min_size=2, max_size=6, unique_by=lambda row: row[0][0])


def plan(drawn: Drawn) -> Workplan:
    given = {name for (name, _), _ in drawn}
    text = "events:\n"
    for (name, former), facts in drawn:
        # No other event has an id that one had before.
        own = {"id": name, "formerly": f"[{former}]"} if former and former not in given else {"id": name}
        text += "  - {" + ", ".join(f"{key}: {value}" for key, value in (own | facts).items()) + "}\n"
    return plan_of(text)


@moderate
@given(rows, rows)
@example(
    [(("a", ""), ROW | {"when": "2-4 May 2017"}), (("c", ""), ROW), (("d", ""), ROW | {"when": "20 May 2017"})],
    [(("b", "a"), ROW | {"when": "20 May 2017"}), (("c", ""), ROW), (("d", ""), ROW | {"when": "20 May 2017"})],
)
def test_conflicts_that_come_and_go(one: Drawn, other: Drawn) -> None:
    old, new = plan(one), plan(other)
    changes = difference(old, new)
    events = [change for change in changes if change.section == EVENTS]
    before, after = conflicts_of(old, {change.old_id: change.id for change in events}), conflicts_of(new, {})
    moved = {change.id for change in events if TAKES_TIME & {field.key for field in change.fields}}
    found = impacts_of(old, new, changes)
    told = {(one, by.event): by.delegations for one, impact in found.items() for by in impact.brought}
    ended = {(one, by.event): by.delegations for one, impact in found.items() for by in impact.resolved}
    assert told == beyond(after, before, moved)
    assert ended == beyond(before, after, moved)
    assert all(impact.brought or impact.resolved for impact in found.values())
    for (name, met), codes in told.items():
        [conflict] = [by for by in found[name].brought if by.event == met]
        assert conflict.remaining == len(set(after[name, met]) - set(codes))


def beyond(pairs: Pairs, known: Pairs, moved: set[str]) -> Pairs:
    """Return whom conflicts of meetings that moved concern and known ones do not."""
    rest = {
        key: tuple(code for code in codes if code not in known.get(key, ()))
        for key, codes in pairs.items()
        if key[0] in moved
    }
    return {key: codes for key, codes in rest.items() if codes}


@moderate
@given(rows, rows, st.sampled_from([None, {"NOR"}, {"ARG", "SWE"}]))
def test_the_way_back_ends_what_the_way_there_brought(one: Drawn, other: Drawn, only: set[str] | None) -> None:
    old, new = plan(one), plan(other)
    changes = difference(old, new)
    names = {change.id: change.old_id for change in changes if change.section == EVENTS}
    there = impacts_of(old, new, changes, only)
    back = impacts_of(new, old, difference(new, old), only)
    assert back == {
        names[name]: Impact(renamed(impact.resolved, names), renamed(impact.brought, names))
        for name, impact in there.items()
    }
    whole = {name: narrowed(impact, only) for name, impact in impacts_of(old, new, changes).items()}
    assert {name: narrowed(impact, only) for name, impact in there.items()} == {
        name: impact for name, impact in whole.items() if any(impact)
    }


def renamed(conflicts: tuple[Conflict, ...], names: dict[str, str]) -> tuple[Conflict, ...]:
    return tuple(sorted(one._replace(event=names.get(one.event, one.event)) for one in conflicts))


def narrowed(impact: Impact, only: set[str] | None) -> Impact:
    """Return whom an impact concerns among some delegations, without how many others remain."""
    brought, resolved = (
        [
            Conflict(one.event, tuple(code for code in one.delegations if only is None or code in only))
            for one in conflicts
        ]
        for conflicts in impact
    )
    return Impact(*(tuple(one for one in side if one.delegations) for side in (brought, resolved)))


def test_a_move_from_one_conflict_to_another() -> None:
    there, here = (("c", ""), ROW), (("d", ""), ROW | {"when": "20 May 2017", "body": "north"})
    old, new = (
        plan([(("a", ""), ROW | {"when": "3 May 2017"}), there, here]),
        plan([(("b", "a"), here[1]), there, here]),
    )
    impact = impacts_of(old, new, difference(old, new))["b"]
    assert impact == ((Conflict("d", ("NOR", "SWE")),), (Conflict("c", ("ARG", "CHL", "NOR", "SWE")),))


def test_a_conflict_that_grows_and_one_that_shrinks() -> None:
    there = (("c", ""), ROW)
    small, large = (plan([(("a", ""), ROW | {"body": body}), there]) for body in ("north", "all"))
    grown = impacts_of(small, large, difference(small, large))
    assert grown == {"a": Impact((Conflict("c", ("ARG", "CHL"), 2),), ())}
    assert impacts_of(large, small, difference(large, small)) == {"a": Impact((), (Conflict("c", ("ARG", "CHL"), 2),))}
    assert impacts_of(small, large, difference(small, large), {"CHL"}) == {"a": Impact((Conflict("c", ("CHL",)),), ())}
    assert impacts_of(small, large, difference(small, large), {"NOR"}) == {}


def many(count: int, when: str, body: str = "north") -> Drawn:
    return [((f"m{number:03}", ""), ROW | {"when": when, "body": body}) for number in range(count)]


def test_many_conflicts_of_the_same_delegations_are_one() -> None:
    """As many meetings as moved onto one day: each names one conflict, and the number of the others."""
    apart, together = plan(many(40, "TBC")), plan(many(40, "8 May 2017"))
    impacts = impacts_of(apart, together, difference(apart, together))
    assert impacts["m000"] == Impact((Conflict("m001", ("NOR", "SWE"), more=38),), ())
    assert impacts["m007"] == Impact((Conflict("m000", ("NOR", "SWE"), more=38),), ())
    assert len(impacts) == 40
    back = impacts_of(together, apart, difference(together, apart))
    assert back == {name: Impact(impact.resolved, impact.brought) for name, impact in impacts.items()}


def test_of_many_conflicts_only_what_was_not_before() -> None:
    """Ten of forty meetings were on one day before: they are in conflict with the thirty others now."""
    old = [*many(10, "8 May 2017"), *many(40, "TBC")[10:]]
    before, after = plan(old), plan(many(40, "9 May 2017"))
    impacts = impacts_of(before, after, difference(before, after))
    assert impacts["m003"] == Impact((Conflict("m010", ("NOR", "SWE"), more=29),), ())
    assert impacts["m023"] == Impact((Conflict("m000", ("NOR", "SWE"), more=38),), ())
    grown = plan(many(40, "9 May 2017", "all"))
    impacts = impacts_of(before, grown, difference(before, grown))
    assert impacts["m003"].brought == (
        Conflict("m000", ("ARG", "CHL"), 2, 8),
        Conflict("m010", ("ARG", "CHL", "NOR", "SWE"), 0, 29),
    )


def test_five_conflicts_are_told_one_by_one() -> None:
    for count, told in ((6, 5), (7, 1)):
        old, new = plan(many(count, "TBC")), plan(many(count, "8 May 2017"))
        assert len(impacts_of(old, new, difference(old, new))["m000"].brought) == told
