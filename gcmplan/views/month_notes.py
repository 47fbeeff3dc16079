"""The words below a month's grid: conflicts, and the days on which hosts do not work."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.calendars import calendar_of_region
from gcmplan.dates.span import MONTHS, WEEKDAYS
from gcmplan.plan.caveats import shared_by
from gcmplan.plan.overlap import alike, double_booked, meetings_for
from gcmplan.views.dated import dated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from gcmplan.dates.span import Span
    from gcmplan.plan.overlap import Alike, Meeting
    from gcmplan.plan.place_rows import PlaceRow
    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

_MOST_TOLD, _MOST_NAMED = 30, 5
_WEEKEND = [5, 6]
_A_MONDAY = date(2018, 1, 1)


class Holiday(NamedTuple):
    """A day on which some hosts do not work; no place is everywhere."""

    day: date
    name: str
    places: tuple[str, ...]

    @property
    def words(self) -> str:
        """The day of the month, the name and the places."""
        places = f" ({', '.join(self.places)})" if self.places else ""
        return f"{self.day.day} {MONTHS[self.day.month - 1][:3]} {self.name}{places}"


class Conflict(NamedTuple):
    """Meetings that share delegations and days: the numbers and names of them, and who is meant."""

    meetings: str
    delegations: str

    @property
    def words(self) -> str:
        """One sentence."""
        return f"{self.meetings}: {self.delegations}"


class Conflicts(NamedTuple):
    """The groups of meetings that are in conflict, and the delegations of each."""

    meetings: list[Meeting]
    pairs: list[tuple[Alike, Alike]]
    ids: frozenset[str]
    plan: Workplan


def conflicts_within(plan: Workplan, ids: Collection[str], states: Sequence[str]) -> Conflicts:
    """Return the conflicts of some events, for some states (alpha-3) if any are named."""
    found = meetings_for(plan, states)
    windows = [meeting.event.when.window for meeting in found if meeting.id in ids]
    first = min((window.first for window in windows if window), default=date.max)
    last = max((window.last for window in windows if window), default=date.min)
    near = [one for one in found if (window := one.event.when.window) and window[0] <= last and first <= window[1]]
    pairs = [
        pair
        for pair in double_booked(alike(near))
        if any(near[index].id in ids for group in pair for index in group.indices)
    ]
    met = frozenset(near[index].id for pair in pairs for group in pair for index in group.indices)
    return Conflicts(near, pairs, met, plan)


def conflicts_of(
    found: Conflicts, numbers: Mapping[str, int | None], records: Iterable[Record]
) -> tuple[tuple[Conflict, ...], int]:
    """Return the conflicts of a month's events in words, in the order of their numbers, and how many more there are."""
    here = {record.id for record in records}

    def order(pair: tuple[Alike, Alike]) -> list[int]:
        return sorted(numbers.get(name) or len(numbers) + 1 for name in _ids(found, pair))

    concerned = sorted((pair for pair in found.pairs if here & _ids(found, pair)), key=order)
    told = tuple(_conflict(found, pair, numbers) for pair in concerned[:_MOST_TOLD])
    return told, max(0, len(concerned) - _MOST_TOLD)


def _ids(found: Conflicts, pair: tuple[Alike, Alike]) -> set[str]:
    return {found.meetings[index].id for group in pair for index in group.indices}


def _conflict(found: Conflicts, pair: tuple[Alike, Alike], numbers: Mapping[str, int | None]) -> Conflict:
    indices = dict.fromkeys(index for group in pair for index in group.indices)
    numbered = sorted(indices, key=lambda index: numbers.get(found.meetings[index].id) or len(numbers) + 1)
    meetings = [found.meetings[index] for index in numbered]
    names = [_name(meeting, numbers.get(meeting.id)) for meeting in meetings[:_MOST_NAMED]]
    more = len(meetings) - _MOST_NAMED
    names += [f"{more:,} more"] if more > 0 else []
    told = shared_by(found.plan, pair[0].meeting, pair[1].meeting)
    who = f"{told.counted('is', 'are')} double-booked: {told.text}"
    return Conflict(f"{', '.join(names[:-1])} and {names[-1]}", who)


def _name(meeting: Meeting, number: int | None) -> str:
    name = meeting.event.short or meeting.event.title
    return f"{number} {name}" if number else f"{name} ({dated(meeting.event)})"


def holidays_of(plan: Workplan, hosts: Iterable[PlaceRow], month: Span) -> Iterator[Holiday]:
    """Yield the public holidays of some hosts in a month, and the plan's own, in the order of their days."""
    rows = {host.name: host for host in hosts}
    found: dict[tuple[date, str], list[str]] = {}
    for name, host in rows.items():
        calendar = calendar_of_region(host.country, host.subdivision)
        for day in month.each_day():
            for holiday in calendar.get_list(day) if calendar is not None else ():
                found.setdefault((day, holiday), []).append(name)
    for own in plan.holidays:
        places = [place for place in own.places if place in rows]
        if month.first <= own.date <= month.last and (places or not own.places):
            found.setdefault((own.date, own.name), []).extend(places)
    yield from (Holiday(day, name, tuple(dict.fromkeys(places))) for (day, name), places in sorted(found.items()))


def weekends_of(hosts: Iterable[PlaceRow]) -> Iterator[str]:
    """Yield "Weekend in Cairo: Friday and Saturday" for each host that has another than Saturday and Sunday."""
    for name, host in {host.name: host for host in hosts}.items():
        calendar = calendar_of_region(host.country, host.subdivision)
        week = range(len(WEEKDAYS))
        days = [number for number in week if calendar is None or calendar.is_weekend(_A_MONDAY + timedelta(number))]
        if calendar is not None and days != _WEEKEND:
            yield f"Weekend in {name}: {' and '.join(WEEKDAYS[number] for number in days)}"
