"""A meeting is on a day on which meetings are to be avoided.

Delegates who keep a religious observance cannot attend, though the day may be no holiday of the host country. The days
are those of `observances.yaml`; the plan of the Global Compact has those that General Assembly resolution 69/250 names,
like Orthodox Good Friday and Yom Kippur. Some depend on the sighting of the moon, or on the country: the note of the
day says so. A plan without the file has no such days. Reported once for all the days of a meeting whose days are known,
also on a weekend. A day that is a public holiday of the host, too, is also reported by `public-holiday`.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, place: Geneva, source: x}
    # observances.yaml
    observances:
      - {date: 9 May 2017, name: Day of Thought, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 10-11 May 2017, place: Geneva, source: x}
    # observances.yaml
    observances:
      - {date: 9 May 2017, name: Day of Thought, source: x}

To fix: choose other days. Where the meeting has to be on that day, waive the problem with that reason.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.reach import Reach
from gcmplan.checks.rule import Context, Rule
from gcmplan.dates.span import day_text
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gcmplan.dates.when import When
    from gcmplan.plan.model import Event
    from gcmplan.plan.observances import Observance

_MOST_NAMES = 5


class _Day(NamedTuple):
    """An observance, with its index in the file."""

    date: date
    row: int
    observance: Observance


def _check(context: Context) -> Iterator[Problem]:
    days = sorted(_Day(one.date, row, one) for row, one in enumerate(context.plan.observances))
    dates = [day.date for day in days]
    for event in (meeting.event for meeting in context.meetings):
        if found := [day for first, last in _ranges(event.when, dates) for day in days[first:last]]:
            yield _problem(context, event, found)


def _ranges(when: When, dates: list[date]) -> Iterator[tuple[int, int]]:
    return ((bisect_left(dates, first), bisect_right(dates, last)) for first, last in when.spans)


def _problem(context: Context, event: Event, found: list[_Day]) -> Problem:
    named = found[:_MOST_NAMES]
    names = [f"{day.observance.name} on {day_text(day.date)}" for day in named]
    more = [f"{len(found) - _MOST_NAMES:,} more"] if len(found) > _MOST_NAMES else []
    notes = dict.fromkeys(day.observance.note.rstrip(".") for day in named if day.observance.note)
    return RULE.problem(
        f"'{event.id}' is on a day on which meetings are to be avoided: {', '.join((*names, *more))}",
        context.position(event, "when"),
        hint=". ".join(("choose other days", *notes)),
        events=(event,),
        related=[context.plan.position_of_row("observances", day.row, "date") for day in named],
        fields=("when",),
    )


RULE = Rule("GP206", "unheeded-observance", Severity.INFO, __doc__, _check, reach=Reach.ALONE)
