"""A meeting is on a public holiday of its host country.

Offices, banks and often the conference building are closed, and part of the staff is away. The holidays are those of
the country and, if `places.yaml` names a `subdivision`, of the region; holidays that follow the moon are marked
"(estimated)". The plan adds days of its own under `holidays`, such as the official holidays of the United Nations,
which no country's list contains. A document that is due on a holiday is reported as information. Each event with known
days is reported once. Weekends are reported by `weekend`. A meeting online has no holidays.

Fails:

    holidays:
      - {date: 9 May 2017, name: Founders' Day, places: [Geneva], source: x}
    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, place: Geneva, source: x}

Passes:

    holidays:
      - {date: 9 May 2017, name: Founders' Day, places: [Geneva], source: x}
    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, place: Vienna, source: x}

To fix: choose other days. If the meeting is intended to be on that day, waive the problem with that reason.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.reach import Reach
from gcmplan.checks.rule import Context, Rule
from gcmplan.dates.span import day_text
from gcmplan.plan.model import Kind
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from gcmplan.plan.model import Event, Holiday
    from gcmplan.problems.problem import Position

    Own = Mapping[tuple[date, str | None], list[tuple[Holiday, Position]]]
    """The plan's own holidays by day and place; `None` means everywhere."""

_MOST_NAMES = 5
_MOST_DAYS = 100
"""Only the first days of a longer meeting are compared: its length is a mistake, and must not cost the time of decades.
"""


class _Day(NamedTuple):
    """A working day of the week that is a holiday: its names, and where the plan says so."""

    names: list[str]
    positions: list[Position]


def _check(context: Context) -> Iterator[Problem]:
    own = _own_days(context)
    # Meetings of one place and day have the same holidays.
    met: dict[tuple[str | None, date], _Day] = {}
    for event in context.events:
        if event.place and event.place.is_online:
            continue
        place = event.place.name if event.place else None
        found: dict[date, _Day] = {}
        for day in islice(_days(event), _MOST_DAYS):
            if (place, day) not in met:
                met[place, day] = _holiday(context, event, day, own)
            if met[place, day].names:
                found[day] = met[place, day]
        if found:
            yield _problem(context, event, found)


def _problem(context: Context, event: Event, found: Mapping[date, _Day]) -> Problem:
    days = ", ".join(f"{' and '.join(holiday.names)} on {day_text(day)}" for day, holiday in found.items())
    return RULE.problem(
        f"'{event.id}' is on a public holiday: {days}",
        context.position(event, "when"),
        hint="choose other days",
        events=(event,),
        related=[position for holiday in found.values() for position in holiday.positions],
        fields=("when",),
        severity=None if event.kind is Kind.MEETING else Severity.INFO,
    )


def _own_days(context: Context) -> Own:
    found: dict[tuple[date, str | None], list[tuple[Holiday, Position]]] = defaultdict(list)
    for index, holiday in enumerate(context.plan.holidays):
        own = holiday, context.plan.document.position_of(("holidays", index, "date"))
        for place in dict.fromkeys(holiday.places) or (None,):
            found[holiday.date, place].append(own)
    return found


def _days(event: Event) -> Iterator[date]:
    for span in event.when.spans:
        yield from span.each_day()


def _holiday(context: Context, event: Event, day: date, own: Own) -> _Day:
    if context.is_weekend(event, day):
        return _Day([], [])
    calendar = context.calendar_of(event)
    place = event.place.name if event.place else None
    here = [one for where in dict.fromkeys((None, place)) for one in own.get((day, where), ())]
    here.sort(key=itemgetter(1))
    names = list(dict.fromkeys((*(calendar.get_list(day) if calendar else ()), *(holiday.name for holiday, _ in here))))
    # Many holidays on one day are many in the problem of each meeting on it.
    more = len(names) - _MOST_NAMES
    named = [*names[:_MOST_NAMES], *([f"{more:,} more"] if more > 0 else [])]
    return _Day(named, [position for _, position in here[:_MOST_NAMES]])


RULE = Rule("GP204", "public-holiday", Severity.WARNING, __doc__, _check, reach=Reach.ALONE)
