"""A meeting is on a weekend.

Interpreters, conference officers and delegates do not work then, and a date that is wrong by one day is a likely
reason. The weekend is that of the host country: Saturday and Sunday unless the country has other days, like Friday and
Saturday in Egypt. Each meeting with known days is reported once. A
meeting of more than five days includes a weekend and is not reported.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 12-13 May 2017, place: Geneva, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 11-12 May 2017, place: Geneva, source: x}

To fix: choose working days. If the meeting is intended to be on a weekend, waive the problem with that reason.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from gcmplan.checks.reach import Reach
from gcmplan.checks.rule import Context, Rule
from gcmplan.dates.span import WEEKDAYS, day_text
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gcmplan.plan.model import Event

_NAMED = 4
_WORKING_WEEK = 5


def _check(context: Context) -> Iterator[Problem]:
    for meeting in context.meetings:
        event = meeting.event
        # One more than is named shows that there are more; a span of many years is not counted through.
        found = list(islice(_weekend_days(context, event), _NAMED + 1))
        if found:
            days = [f"{WEEKDAYS[day.weekday()]} {day_text(day)}" for day in found[:_NAMED]]
            yield RULE.problem(
                f"'{event.id}' is on a weekend: {', '.join(days)}{' and more' * (len(found) > _NAMED)}",
                context.position(event, "when"),
                hint="choose working days",
                events=(event,),
                fields=("when",),
            )


def _weekend_days(context: Context, event: Event) -> Iterator[date]:
    short = (span for span in event.when.spans if span.days <= _WORKING_WEEK)
    return (day for span in short for day in span.each_day() if context.is_weekend(event, day))


RULE = Rule("GP203", "weekend", Severity.WARNING, __doc__, _check, reach=Reach.ALONE)
