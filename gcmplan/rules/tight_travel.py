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

from gcmplan.overlap import delegations_of, meeting_pairs
from gcmplan.problem import Problem, Severity
from gcmplan.rule import Context, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.model import Event
    from gcmplan.overlap import Meeting

POLICY = "free-days-between-cities"


def _check(context: Context) -> Iterator[Problem]:
    policy = context.plan.policy(POLICY)
    if policy is None:
        return
    travelling = [meeting for meeting in context.meetings if meeting.event.when.exact and _city(context, meeting)]
    spans = [(index, span) for index, meeting in enumerate(travelling) for span in meeting.event.when.spans]
    # A span that lasts as many days longer as must be free meets the meetings that come too early.
    days = [(span.first.toordinal(), span.last.toordinal() + policy.amount) for _, span in spans]
    pairs = {tuple(sorted((spans[one][0], spans[other][0]))) for one, other in meeting_pairs(days)}
    for one, other in sorted(pairs):
        first, second = travelling[one], travelling[other]
        shared = first.members & second.members
        if one == other or not shared or _city(context, first) == _city(context, second):
            continue
        free = _free_days(first.event, second.event)
        if free >= 0:
            yield _problem(context, first.event, second.event, delegations_of(context.plan, shared), free)


def _city(context: Context, meeting: Meeting) -> str | None:
    place = context.plan.place_of(meeting.event)
    return place.name if place and place.latitude is not None else None


def _free_days(first: Event, second: Event) -> int:
    """Return the fewest free days between days of one and of the other; negative if they overlap."""
    pairs = [(one, other) for one in first.when.spans for other in second.when.spans]
    return min(max((other.first - one.last).days, (one.first - other.last).days) - 1 for one, other in pairs)


def _problem(context: Context, first: Event, second: Event, delegations: list[str], free: int) -> Problem:
    if second.when.spans[0] < first.when.spans[0]:
        first, second = second, first
    count = len(delegations)
    between = f"{free or 'no'} free day{'s' * (free != 1)} between {first.place} and {second.place}"
    return RULE.problem(
        f"{count} delegation{'s have' if count != 1 else ' has'} {between}: {context.named(delegations)}",
        context.position(second, "when"),
        hint=f"leave more days between '{first.id}' ({first.when}) and '{second.id}' ({second.when})",
        events=(first, second),
        related=(context.position(first, "when"),),
        delegations=delegations,
        fields=("when", "place"),
    )


RULE = Rule("GP103", "tight-travel", Severity.WARNING, __doc__, _check)
