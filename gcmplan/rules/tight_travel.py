"""Delegations have too little time to travel from one meeting to the next.

Between two meetings in different cities the plan's policy `free-days-between-cities` asks for free days. Only known
days and cities count (places with coordinates); meetings that overlap are told as double-booked, not as travel.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, body: all, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 9 May 2017, place: Vienna, body: north, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, body: all, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 10 May 2017, place: Vienna, body: north, source: x}

To mend: leave the free days between them, or hold them in one city. Where both dates are settled, waive the problem.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from gcmplan.overlap import certainly_overlap
from gcmplan.problem import Problem, Severity
from gcmplan.rule import Context, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.model import Event
    from gcmplan.span import Span
    from gcmplan.workplan import Workplan

POLICY = "free-days-between-cities"


def _check(context: Context) -> Iterator[Problem]:
    policy = context.plan.policy(POLICY)
    if policy is None:
        return
    meetings, plan = context.meetings, context.plan
    cities = [_city(plan, meeting.event) if meeting.event.when.exact else None for meeting in meetings]
    placed = [(index, span) for index, city in enumerate(cities) if city for span in meetings[index].event.when.spans]
    fewest: dict[tuple[int, int], tuple[int, int, int]] = {}
    for free, one, other in _in_turn(placed, policy.days):
        if cities[one] != cities[other] and meetings[one].members & meetings[other].members:
            pair = (one, other) if one < other else (other, one)
            fewest[pair] = min((free, one, other), fewest.get(pair, (free, one, other)))
    for pair in sorted(fewest):
        first, second = (meetings[index].event.when for index in pair)
        # Of split days some may overlap: then there is no journey to speak of.
        if len(first.spans) == len(second.spans) == 1 or not certainly_overlap(first, second):
            yield _problem(context, *fewest[pair])


def _in_turn(placed: list[tuple[int, Span]], amount: int) -> Iterator[tuple[int, int, int]]:
    """Yield the free days between two meetings, and the two in turn, where these days are fewer than an amount."""
    begins = sorted((span.first.toordinal(), index) for index, span in placed)
    for index, span in placed:
        last = span.last.toordinal()
        too_early = begins[bisect_left(begins, (last + 1, 0)) : bisect_left(begins, (last + amount + 1, 0))]
        yield from ((first - last - 1, index, other) for first, other in too_early if other != index)


def _city(plan: Workplan, event: Event) -> str | None:
    place = plan.place_of(event)
    return place.name if place and place.latitude is not None else None


def _problem(context: Context, free: int, one: int, other: int) -> Problem:
    first, second = context.meetings[one], context.meetings[other]
    delegations = context.delegations(first.members & second.members)
    between = f"{free or 'no'} free day{'s' * (free != 1)} between {first.event.place} and {second.event.place}"
    return RULE.pair(
        f"{delegations.counted('has', 'have')} {between}: {delegations.text}",
        context.dated(one),
        context.dated(other),
        (first.event.id, second.event.id),
        f"leave more days between '{first.event.id}' and '{second.event.id}'",
        delegations.codes,
        ("when", "place"),
        RULE.severity,
    )


RULE = Rule("GP103", "tight-travel", Severity.WARNING, __doc__, _check)
