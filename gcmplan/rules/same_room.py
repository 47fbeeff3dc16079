"""Two meetings have one room at the same time.

A room holds one meeting. Two meetings that certainly overlap, in their hours too if both have any, and that have one
venue of one place cannot both take place there, whoever attends them. A building alone is a venue too: name the room.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, venue: Room XIX,
         source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 8-9 May 2017, place: Geneva, venue: Room XIX,
         source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, venue: Room XIX,
         source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 8-9 May 2017, place: Geneva, venue: Room XX,
         source: x}

To mend: give one of the meetings another room, other days or other hours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.problem import Problem, Severity
from gcmplan.rule import Context, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.model import Event


def _check(context: Context) -> Iterator[Problem]:
    for one, other in context.overlaps.certain:
        first, second = context.meetings[one].event, context.meetings[other].event
        if first.venue and _room(first) == _room(second) and _hours_meet(first, second):
            yield RULE.problem(
                f"'{first.id}' and '{second.id}' are in one room at the same time: {second.venue}",
                context.position(second, "venue"),
                hint="give one of them another room, other days or other hours",
                events=(first, second),
                related=(context.position(first, "venue"),),
                fields=("venue",),
            )


def _room(event: Event) -> tuple[str | None, str]:
    return event.place.name if event.place else None, " ".join((event.venue or "").casefold().split())


def _hours_meet(first: Event, second: Event) -> bool:
    if not (first.hours and second.hours):
        return True
    return any(one.start < other.end and other.start < one.end for one in first.hours for other in second.hours)


RULE = Rule("GP102", "same-room", Severity.ERROR, __doc__, _check)
