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
from gcmplan.policies import FREE_DAYS
from gcmplan.problem import Problem, Severity
from gcmplan.rule import Context, Rule, lasting_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.model import Event
    from gcmplan.span import Span
    from gcmplan.workplan import Workplan

CODE, NAME = "GP103", "tight-travel"
_FIELDS = ("when", "place")
_Journey = tuple[int, int, int]
"""The free days between two meetings, and the indices of the two in turn."""


def _check(context: Context) -> Iterator[Problem]:
    policy = context.plan.policy(FREE_DAYS)
    if policy is None:
        return
    meetings, plan = context.meetings, context.plan
    cities = [_city(plan, meeting.event) if meeting.event.when.exact else None for meeting in meetings]
    placed = [(index, span) for index, city in enumerate(cities) if city for span in meetings[index].event.when.spans]
    fewest: dict[tuple[int, int], _Journey] = {}
    for journey in _in_turn(placed, policy.days):
        _, one, other = journey
        if cities[one] != cities[other] and meetings[one].members & meetings[other].members:
            pair = (one, other) if one < other else (other, one)
            known = fewest.get(pair)
            if known is None or journey < known:
                fewest[pair] = journey
    # Of split days some may overlap: then there is no journey to speak of.
    dates = [meeting.event.when for meeting in meetings]
    split = {index for index, when in enumerate(dates) if len(when.spans) > 1}
    journeys = [
        journey
        for (one, other), journey in fewest.items()
        if (one not in split and other not in split) or not certainly_overlap(dates[one], dates[other])
    ]
    yield from _problems(context, journeys)


def _in_turn(placed: list[tuple[int, Span]], amount: int) -> Iterator[_Journey]:
    """Yield the journeys with fewer free days than an amount."""
    begins = sorted((span.first.toordinal(), index) for index, span in placed)
    days = [day for day, _ in begins]
    for index, span in placed:
        last = span.last.toordinal()
        start = bisect_left(days, last + 1)
        for first, other in begins[start : bisect_left(days, last + 1 + amount, start)]:
            if other != index:
                yield first - last - 1, index, other


def _city(plan: Workplan, event: Event) -> str | None:
    place = plan.place_of(event)
    return place.name if place and place.latitude is not None else None


def _problems(context: Context, journeys: list[_Journey]) -> Iterator[Problem]:
    told: dict[tuple[int, str, str, int], tuple[str, tuple[str, ...]]] = {}
    for free, one, other in journeys:
        first, second = context.meetings[one], context.meetings[other]
        key = free, str(first.event.place), str(second.event.place), first.members & second.members
        if key not in told:
            told[key] = _told(context, *key)
        message, codes = told[key]
        events = first.event.id, second.event.id
        hint = f"leave more days between '{events[0]}' and '{events[1]}'"
        place, related = context.dated[other], (context.dated[one],)
        problem = Problem(CODE, NAME, RULE.severity, place, message, hint, events, codes, related, _FIELDS)
        if not context.renamed.isdisjoint((one, other)):
            problem = problem._replace(lasting=lasting_of((first.event, second.event), _FIELDS))
        yield problem


def _told(context: Context, free: int, start: str, end: str, members: int) -> tuple[str, tuple[str, ...]]:
    delegations = context.delegations(members)
    days = f"{free or 'no'} free day{'s' * (free != 1)} between {start} and {end}"
    return f"{delegations.counted('has', 'have')} {days}: {delegations.text}", delegations.codes


RULE = Rule(CODE, NAME, Severity.WARNING, __doc__, _check)
