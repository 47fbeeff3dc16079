"""Meetings overlap others but name no body.

A conflict is a delegation that belongs in two meetings at once. The delegations of a meeting without a body are
unknown, so the rules of conflicts cannot compare it. All meetings without a body that certainly overlap another
meeting form one problem, because each lacks the same key. A body without states, like civil society, is a body. The
problem concerns every delegation, so `--for` reports it too.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, place: Geneva, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 9 May 2017, place: Geneva, body: all, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, place: Geneva, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 10 May 2017, place: Geneva, body: all, source: x}

To fix: give each meeting its `body`, or give one to its group; bodies.yaml lists the members. If it does not matter
who attends, waive the problem with that reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.checks.rule import Context, Rule
from gcmplan.plan.overlap import certainly_overlap
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = 3


def _check(context: Context) -> Iterator[Problem]:
    found = sorted(index for group in _overlapping(context) for index in context.alike[group].indices)
    events = [context.meetings[index].event for index in found]
    if not events:
        return
    names = ", ".join(f"'{event.id}'" for event in events[:_NAMED])
    more = f" and {len(events) - _NAMED:,} more" if len(events) > _NAMED else ""
    subject = (
        "1 meeting overlaps others but names"
        if len(events) == 1
        else f"{len(events):,} meetings overlap others but name"
    )
    yield RULE.problem(
        f"{subject} no body, so no conflict can be found for {'it' if len(events) == 1 else 'them'}: {names}{more}",
        context.dated[found[0]],
        hint="give each a 'body', or one to its group; bodies.yaml says who belongs to it",
        events=events,
        related=[context.dated[index] for index in found[1:]],
        fields=("body",),
    )._replace(gathers=True)


def _overlapping(context: Context) -> set[int]:
    """Return the groups of meetings without a body that certainly overlap others, or have several that do."""
    bare = {number for number, group in enumerate(context.alike) if group.meeting.body is None}
    found = set[int]()
    for number in bare:
        group = context.alike[number]
        when = group.meeting.event.when
        if len(group.indices) > 1 and certainly_overlap(when, when):
            found.add(number)
    for one, certain, _ in context.overlaps if bare else ():
        found.update(bare.intersection(certain))
        if certain and one in bare:
            found.add(one)
    return found


RULE = Rule("GP106", "nobody-known", Severity.WARNING, __doc__, _check)
