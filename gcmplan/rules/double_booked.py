"""Two meetings that certainly overlap share delegations.

A delegation cannot be in two places at once. Two meetings certainly overlap if they share a day wherever in their
windows they take place; they are a conflict if a state is a member of both meetings' bodies. Documents and milestones
book nobody, nor do cancelled meetings and meetings without a date.

The level is error if both meetings are of the official track or of one body, else warning; one level less if a date is
not confirmed or not exact.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, body: north, source: x}
      - {id: forum, title: Forum, group: official, kind: meeting, when: 9-10 May 2017, body: all, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, body: north, source: x}
      - {id: forum, title: Forum, group: official, kind: meeting, when: 9-10 May 2017, body: south, source: x}

To mend: move one of the meetings. Where both dates stand so in the official papers, waive the problem with that reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.overlap import delegations_of
from gcmplan.problem import Problem, Severity
from gcmplan.rule import Context, Rule
from gcmplan.span import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.model import Event

_LOWER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.INFO}


def _check(context: Context) -> Iterator[Problem]:
    meetings = context.meetings
    for one, other in context.overlaps.certain:
        shared = meetings[one].members & meetings[other].members
        if not shared:
            continue
        first, second = meetings[one].event, meetings[other].event
        delegations = delegations_of(context.plan, shared)
        count = len(delegations)
        yield RULE.problem(
            f"{count} delegation{'s are' if count != 1 else ' is'} double-booked: {context.named(delegations)}",
            context.position(second, "when"),
            hint=f"move '{first.id}' ({first.when}) or '{second.id}' ({second.when})",
            events=(first, second),
            related=(context.position(first, "when"),),
            delegations=delegations,
            fields=("when",),
            severity=_level(context, first, second),
        )


def _level(context: Context, first: Event, second: Event) -> Severity:
    plan = context.plan
    official = all(plan.group_of(event).track == "official" for event in (first, second))
    level = Severity.ERROR if official or plan.body_of(first) == plan.body_of(second) else Severity.WARNING
    sure = all(event.when.exact and event.when.certainty is Certainty.CONFIRMED for event in (first, second))
    return level if sure else _LOWER[level]


RULE = Rule("GP101", "double-booked", Severity.ERROR, __doc__, _check)
