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

from typing import TYPE_CHECKING

from gcmplan.overlap import meeting_pairs
from gcmplan.problem import Problem, Severity
from gcmplan.rule import Context, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.overlap import Meeting

POLICY = "free-days-between-cities"


def _check(context: Context) -> Iterator[Problem]:
    policy = context.plan.policy(POLICY)
    if policy is None:
        return
    meetings = [meeting for meeting in context.meetings if meeting.event.when.exact]
    cities = [_city(context, meeting) for meeting in meetings]
    spans = [
        (index, span) for index, meeting in enumerate(meetings) if cities[index] for span in meeting.event.when.spans
    ]
    days = [(first.toordinal(), last.toordinal()) for _, (first, last) in spans]
    # A span that lasts as many days longer as must be free meets the meetings that come too early.
    longer = [(first, last + policy.days) for first, last in days]
    fewest: dict[tuple[int, int], int] = {}
    for one, other in meeting_pairs(longer):
        pair = first, second = spans[one][0], spans[other][0]
        if cities[first] != cities[second] and meetings[first].members & meetings[second].members:
            free = max(days[other][0] - days[one][1], days[one][0] - days[other][1]) - 1
            fewest[pair] = min(free, fewest.get(pair, free))
    for (one, other), free in sorted(fewest.items()):
        if free >= 0:
            yield _problem(context, meetings[one], meetings[other], free)


def _city(context: Context, meeting: Meeting) -> str | None:
    place = context.plan.place_of(meeting.event)
    return place.name if place and place.latitude is not None else None


def _problem(context: Context, one: Meeting, other: Meeting, free: int) -> Problem:
    delegations = context.delegations(one.members & other.members)
    first, second = sorted((one.event, other.event), key=lambda event: event.when.spans[0])
    between = f"{free or 'no'} free day{'s' * (free != 1)} between {first.place} and {second.place}"
    return RULE.problem(
        f"{delegations.counted('has', 'have')} {between}: {delegations.text}",
        context.position(second, "when"),
        hint=f"leave more days between '{first.id}' and '{second.id}'",
        events=(first, second),
        related=(context.position(first, "when"),),
        delegations=delegations.codes,
        fields=("when", "place"),
    )


RULE = Rule("GP103", "tight-travel", Severity.WARNING, __doc__, _check)
