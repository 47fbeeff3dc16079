"""An item of a programme lies outside the meeting's hours.

Interpreters and the room are booked for the hours of a meeting. Compared is each item with a time, except breaks and
side events, with the hours that the session gives or, if it gives none, its event; all of the item must lie within one
stretch of them.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, hours: 10:00-13:00 and 15:00-18:00,
         source: x}
    # sessions/talks.yaml
    id: talks
    event: talks
    source: x
    days:
      - date: 8 May 2017
        items:
          - {id: panel, time: 10:00-13:15, title: Panel, kind: panel}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, hours: 10:00-13:00 and 15:00-18:00,
         source: x}
    # sessions/talks.yaml
    id: talks
    event: talks
    source: x
    days:
      - date: 8 May 2017
        items:
          - {id: panel, time: 10:00-13:00, title: Panel, kind: panel}
          - {id: lunch, time: 13:00-15:00, title: Lunch, kind: break}

To mend: correct the time of the item, or the hours of the meeting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.checks.rule import Context, Rule
from gcmplan.checks.subjects import judged
from gcmplan.dates.hours import DAY, Slot
from gcmplan.plan.programme import ASIDE
from gcmplan.problems.problem import Position, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.dates.hours import Hours
    from gcmplan.plan.programme import Programme


def _check(context: Context) -> Iterator[Problem]:
    for programme in judged(context):
        hours = programme.hours
        stretches = _stretches(hours) if hours else []
        for item in programme.items if hours else ():
            time = item.item.time
            if time is None or item.item.kind in ASIDE:
                continue
            if not any(one.start <= time.start and time.end <= one.end for one in stretches):
                yield RULE.problem(
                    f"'{item.item.id}' ({time}) lies outside the hours of '{programme.session.id}' ({hours})",
                    programme.position_of(item, "time"),
                    hint="correct the time of the item, or the hours",
                    events=filter(None, (programme.event,)),
                    related=(_position_of_hours(context, programme),),
                    fields=(programme.session.id, item.item.id),
                    first_fields=(programme.first_id, item.item.id),
                )


def _stretches(hours: Hours) -> list[Slot]:
    """Return the hours with those joined that follow on each other."""
    found: list[Slot] = []
    for slot in hours:
        if found and found[-1].end == slot.start:
            found[-1] = Slot(found[-1].start, slot.end)
        else:
            found.append(slot)
    # The hours after midnight are those of the day after, too.
    return [*found, *(Slot(0, slot.end - DAY) for slot in found if slot.end > DAY)]


def _position_of_hours(context: Context, programme: Programme) -> Position:
    if programme.session.hours or programme.event is None:
        return programme.position("hours")
    return context.position(programme.event, "hours")


RULE = Rule("GP402", "outside-hours", Severity.WARNING, __doc__, _check)
