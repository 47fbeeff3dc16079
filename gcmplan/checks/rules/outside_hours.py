"""An item of a programme lies outside the meeting's hours.

Interpreters and the room are booked for the hours of a meeting. The rule compares each item with a time, except breaks
and side events, with the hours of the session or, if it has none, of its event. The whole item must lie within one of
the meeting's stretches of hours. An item after midnight is listed under the calendar day of its time, before the later
items of that day. It is within the hours if the meeting also met on the day before.

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

To fix: correct the time of the item, or the hours of the meeting.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gcmplan.checks.rule import Context, Rule
from gcmplan.checks.subjects import judged
from gcmplan.dates.hours import DAY, Slot
from gcmplan.plan.programme import ASIDE
from gcmplan.problems.problem import Position, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.plan.programme import Programme, ScheduledItem

_NIGHT = "list an item after midnight under the next day, before all other items of that day"


def _check(context: Context) -> Iterator[Problem]:
    for programme in judged(context):
        hours = programme.hours
        for item in programme.items if hours else ():
            time = item.item.time
            if time is None or item.item.kind in ASIDE:
                continue
            is_night = _in_night(time, _stretches(hours or ()))
            if not _within(time, _stretches(hours or ())) and not (is_night and _follows_a_night(programme, item)):
                yield RULE.problem(
                    f"'{item.item.id}' ({time}) is outside the hours of '{programme.session.id}' ({hours})",
                    programme.position_of(item, "time"),
                    hint=_NIGHT if is_night else "correct the time of the item, or the hours",
                    events=filter(None, (programme.event,)),
                    related=(_position_of_hours(context, programme),),
                    fields=(programme.session.id, item.item.id),
                    first_fields=(programme.first_id, item.item.id),
                )


def _within(time: Slot, stretches: list[Slot]) -> bool:
    return any(one.start <= time.start and time.end <= one.end for one in stretches)


def _in_night(time: Slot, stretches: list[Slot]) -> bool:
    """Whether it is within those hours of the evening before that are after midnight."""
    return any(one.end > DAY and time.end <= one.end - DAY for one in stretches)


def _follows_a_night(programme: Programme, item: ScheduledItem) -> bool:
    """Whether the meeting also has a day before, and no item above begins later."""
    before = item.date - timedelta(days=1)
    spans = programme.when.spans
    met = any(day.date == before for day in programme.session.days) or any(
        span.first <= before <= span.last for span in spans
    )
    above = programme.session.days[item.day].items[item.number - 1].time if item.number else None
    return met and not (above and item.item.time and above.start > item.item.time.start)


def _stretches(hours: Iterable[Slot]) -> list[Slot]:
    """Return the hours with those joined that follow on each other."""
    found: list[Slot] = []
    for slot in hours:
        if found and found[-1].end == slot.start:
            found[-1] = Slot(found[-1].start, slot.end)
        else:
            found.append(slot)
    return found


def _position_of_hours(context: Context, programme: Programme) -> Position:
    if programme.session.hours or programme.event is None:
        return programme.position("hours")
    return context.position(programme.event, "hours")


RULE = Rule("GP402", "outside-hours", Severity.WARNING, __doc__, _check)
