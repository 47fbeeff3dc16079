"""Delegations have too little time to travel from one meeting to the next.

The policy `free-days-between-cities` asks for free days between two meetings in different cities. The rule compares
known days and places with coordinates. Overlapping meetings are reported by `double-booked` instead.

The meetings of one body on the same days in one city form one side of a problem, which counts its pairs, and so do the
meetings that follow: 400 meetings before 400 others are 160,000 journeys.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, body: all, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 9 May 2017, place: Vienna, body: north, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, body: all, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 10 May 2017, place: Vienna, body: north, source: x}

To fix: leave the free days between the meetings, or hold them in one city. If both dates are settled, waive the
problem.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.cluster import problems_of
from gcmplan.checks.reach import Reach
from gcmplan.checks.rule import Context, Rule
from gcmplan.loading.policies import FREE_DAYS
from gcmplan.plan.overlap import certainly_overlap
from gcmplan.problems.cluster import Cluster, Member
from gcmplan.problems.problem import Problem, Severity
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.model import Event
    from gcmplan.plan.overlap import Meeting
    from gcmplan.plan.workplan import Workplan

_FIELDS = ("when", "place")
_Journey = tuple[int, int, int]
"""The free days between two stays, and their indices in turn."""


class _Stay(NamedTuple):
    """Meetings of one body, on the same known days in one city."""

    meeting: Meeting
    """The first of them."""
    city: str
    indices: list[int]
    """The indices of all among the meetings."""


def _check(context: Context) -> Iterator[Problem]:
    policy = context.plan.policy(FREE_DAYS)
    if policy is None:
        return
    stays, more = _stays(context), 0
    for journey in _journeys(stays, policy.days):
        if RULE.code in context.ledger.full:
            more += 1
        else:
            yield from _problems(context, stays, journey)
    if more:
        yield RULE.rest(context, RULE.severity, more)


def _stays(context: Context) -> list[_Stay]:
    found: dict[tuple[object, ...], _Stay] = {}
    for index, meeting in enumerate(context.meetings):
        event = meeting.event
        city = _city(context.plan, event) if event.when.exact and meeting.members else None
        if city:
            key = event.when.spans, str(event.place), meeting.body, meeting.members, meeting.caveat
            found.setdefault(key, _Stay(meeting, city, [])).indices.append(index)
    return list(found.values())


def _city(plan: Workplan, event: Event) -> str | None:
    place = plan.place_of(event)
    return place.name if place and place.latitude is not None else None


def _journeys(stays: list[_Stay], amount: int) -> Iterator[_Journey]:
    """Yield the journeys with fewer free days than an amount: between two stays the one with the fewest."""
    dates = [stay.meeting.event.when for stay in stays]
    spans = [(index, span) for index, when in enumerate(dates) for span in when.spans]
    begins = sorted((span.first.toordinal(), index) for index, span in spans)
    ends = sorted((span.last.toordinal(), index) for index, span in spans)
    split = {index for index, when in enumerate(dates) if len(when.spans) > 1}
    fewest: dict[int, _Journey] = {}
    for index, span in spans:
        last = span.last.toordinal()
        after = ((day - last - 1, index, other) for day, other in _within(begins, last + 1, last + amount))
        if index not in split:
            yield from (one for one in after if one[2] not in split and _is_journey(stays, *one))
            continue
        # If only some of split days overlap, there is no journey to compare.
        first = span.first.toordinal()
        before = ((first - day - 1, other, index) for day, other in _within(ends, first - amount, first - 1))
        for journey in (*after, *before):
            _, one, other = journey
            partner = one + other - index
            if (partner < index or partner not in split) and _is_journey(stays, *journey):
                fewest[partner] = min(journey, fewest.get(partner, journey))
        if span == dates[index].spans[-1]:
            yield from (one for other, one in fewest.items() if not certainly_overlap(dates[index], dates[other]))
            fewest = {}


def _within(days: list[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    """Return those of some sorted days, each with an index, that are between two days, both included."""
    start = bisect_left(days, (first,))
    return days[start : bisect_left(days, (last + 1,), start)]


def _is_journey(stays: list[_Stay], _: int, one: int, other: int) -> bool:
    first, second = stays[one], stays[other]
    return first.city != second.city and bool(first.meeting.members & second.meeting.members)


def _problems(context: Context, stays: list[_Stay], journey: _Journey) -> Iterator[Problem]:
    free, one, other = journey
    start, end = stays[one].meeting, stays[other].meeting
    delegations = context.shared(start, end)
    days = plural(free, "{} free day", "{} free days") if free else "no free days"
    way = f"between {start.event.place} and {end.event.place}"
    message = f"{delegations.counted('has', 'have')} {days} {way}: {delegations.text}"

    def pair(*members: Member) -> Problem:
        first, second = sorted(members, key=lambda member: member.first not in firsts)
        return RULE.problem(
            message,
            second.position,
            hint=f"leave more days between '{first.name}' and '{second.name}'",
            events=(context.plan.event(first.name), context.plan.event(second.name)),
            related=(first.position,),
            delegations=delegations.codes,
            fields=_FIELDS,
            pairs=1,
        )

    sides = [[context.members[index] for index in stays[side].indices] for side in (one, other)]
    firsts = {member.first for member in sides[0]}
    if len(sides[0]) == len(sides[1]) == 1:
        yield pair(*sides[0], *sides[1])
        return
    hint, codes = "leave more days between them", delegations.codes
    like = RULE.problem("", sides[1][0].position, hint=hint, delegations=codes, fields=_FIELDS)
    cluster = Cluster.of(*sides, lead="meetings follow each other", tail=f", {message}")
    yield from problems_of(context, like, cluster, pair)


RULE = Rule("GP103", "tight-travel", Severity.WARNING, __doc__, _check, reach=Reach.NEAR)
