"""Two items of a programme share time.

A room holds one item at a time, and delegates cannot follow two. An item may begin when another ends; breaks and side
events may share their time, as side events fill the breaks. Told once for each pair of items of one session.

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

To mend: end the one item earlier, or begin the other later. Where the official programme has it so, waive the problem
with that reason; `about` names the session and the two items ("talks closing panel").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.problem import Problem, Severity
from gcmplan.programme import ScheduledItem, judged, sharing_time
from gcmplan.rule import Context, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.programme import Programme


def _check(context: Context) -> Iterator[Problem]:
    for programme in judged(context):
        items = programme.items
        for one, other in sorted(sharing_time(items)):
            if items[one].collides(items[other]):
                first, second = sorted((items[one], items[other]), key=lambda item: item.seconds or ())
                yield _problem(programme, first, second)


def _problem(programme: Programme, first: ScheduledItem, second: ScheduledItem) -> Problem:
    ids = first.item.id, second.item.id
    return RULE.problem(
        f"'{ids[1]}' ({second.item.time}) begins before '{ids[0]}' ({first.item.time}) is over",
        programme.position_of(second, "time"),
        hint=f"end '{ids[0]}' by {second.start:%H:%M}, or begin '{ids[1]}' at {first.end:%H:%M}",
        events=filter(None, (programme.event,)),
        related=(programme.position_of(first, "time"),),
        fields=(programme.session.id, *sorted(ids)),
        first_fields=(programme.first_id, *sorted(ids)),
    )


RULE = Rule("GP401", "slots-overlap", Severity.ERROR, __doc__, _check)
