"""Two items of a programme overlap.

A room holds one item at a time, and delegates cannot follow two. An item may begin when another ends. Breaks and side
events may overlap, because side events take place during breaks. Each pair of items of one session is reported once.

Items at the same time form one problem, which counts its pairs: 100 items at the same time are 4,950 pairs.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}
    # sessions/talks.yaml
    id: talks
    event: talks
    source: x
    days:
      - date: 8 May 2017
        items:
          - {id: panel, time: 15:00-17:55, title: Panel, kind: panel}
          - {id: closing, time: 17:50-18:00, title: Closing, kind: closing}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}
    # sessions/talks.yaml
    id: talks
    event: talks
    source: x
    days:
      - date: 8 May 2017
        items:
          - {id: lunch, time: 13:00-15:00, title: Lunch, kind: break}
          - {id: side-events, time: 13:15-14:45, title: Side events, kind: side-event}
          - {id: panel, time: 15:00-17:50, title: Panel, kind: panel}
          - {id: closing, time: 17:50-18:00, title: Closing, kind: closing}

To fix: end the first item earlier, or begin the second later. If the official programme has this overlap, waive the
problem with that reason; `about` names the session and the two items ("talks closing panel").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.checks.cluster import problems_of
from gcmplan.checks.members import member_of_words
from gcmplan.checks.rule import Context, Rule
from gcmplan.checks.subjects import judged
from gcmplan.plan.overlap import sharing_time
from gcmplan.plan.programme import ASIDE, ScheduledItem
from gcmplan.problems.cluster import Cluster, Member
from gcmplan.problems.pairs import Box, without
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.programme import Programme


def _check(context: Context) -> Iterator[Problem]:
    for programme in judged(context):
        for sides in sharing_time((item.seconds, item) for item in programme.items if item.seconds):
            yield from _problems(context, programme, sides)


def _problems(context: Context, programme: Programme, sides: tuple[list[ScheduledItem], ...]) -> Iterator[Problem]:
    """Yield the problem of each item with each of the other side, or of its own if there is one side."""
    items = {item.item.id: item for side in sides for item in side}

    def pair(*members: Member) -> Problem:
        first, second = sorted((items[member.name] for member in members), key=lambda item: item.seconds or ())
        return _problem(programme, first, second)

    members = [
        [
            member_of_words((item.item.id,), (item.item.id,), programme.position_of(item, "time"), programme.event)
            for item in side
        ]
        for side in sides
    ]
    cluster = Cluster.of(*members, lead="items share time", subject="items", scope=(programme.first_id,))
    aside = [frozenset(item.item.id for item in side if item.item.kind in ASIDE) for side in sides]
    boxes = without(cluster.boxes, (Box.of(aside),)) if all(aside) else cluster.boxes
    hint, fields = "end them earlier, or begin them later", (programme.session.id,)
    like = RULE.problem("", programme.position("days"), hint=hint, fields=fields)
    yield from problems_of(context, like, cluster._replace(boxes=boxes), pair)


def _problem(programme: Programme, first: ScheduledItem, second: ScheduledItem) -> Problem:
    ids = first.item.id, second.item.id
    return RULE.problem(
        f"'{ids[1]}' ({second.item.time}) begins before '{ids[0]}' ({first.item.time}) is over",
        programme.position_of(second, "time"),
        hint=f"end '{ids[0]}' by {second.clocks[0]}, or begin '{ids[1]}' at {first.clocks[1]}",
        events=filter(None, (programme.event,)),
        related=(programme.position_of(first, "time"),),
        fields=(programme.session.id, *sorted(ids)),
        first_fields=(programme.first_id, *sorted(ids)),
    )


RULE = Rule("GP401", "slots-overlap", Severity.ERROR, __doc__, _check)
