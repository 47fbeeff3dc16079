"""Free dates for a meeting: each is tried in memory and checked, so none is an error."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.baseline import new_problems
from gcmplan.checks.check import check
from gcmplan.checks.reach import scope_of
from gcmplan.checks.rule import Context
from gcmplan.dates.span import Span
from gcmplan.dates.when import LAST_YEAR, When
from gcmplan.editing.edit import CannotEditError
from gcmplan.editing.slot_reasons import Neighbours, rank, reasons
from gcmplan.editing.trial import moved_event, with_event
from gcmplan.plan.model import Kind, Status
from gcmplan.plan.overlap import certainly_overlap, meetings_of
from gcmplan.problems.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gcmplan.checks.rule import Rule
    from gcmplan.plan.model import Event
    from gcmplan.plan.overlap import Meeting
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem

_COMPARED = (
    "GP101", "GP102", "GP103", "GP105", "GP201", "GP203", "GP204", "GP206", "GP301", "GP302", "GP303", "GP304",
    "GP401", "GP402", "GP403",
)  # fmt: skip
"""The rules by which days are compared; the days that are offered are checked by every rule."""
_OF_THE_FILE = ("GP901", "GP902", "GP903")
"""The rules about waivers and the order of rows: no day is better than another by these."""
_MONTHS_IN_YEAR = 12
_MOST_TRIED, _MOST_TRIED_EACH = 60, 12
"""So many candidates of one meeting, or of each of several, are compared by all rules (5 ms each): those with the
fewest delegations double-booked and the fewest days of a weekend."""


class NoLengthError(CannotEditError):
    """How many days a meeting takes is not known."""

    def __init__(self, event: Event) -> None:
        """Name the meeting."""
        message = f"how many days '{event.id}' takes is not known: its date is {event.when}"
        super().__init__(message, "give their number with --days")


class Slot(NamedTuple):
    """Days on which a meeting can be, the problems that it has on these, and what speaks for and against them."""

    event: Event
    """The meeting on these days."""
    problems: tuple[Problem, ...]
    reasons: tuple[str, ...]


class Wanted(NamedTuple):
    """The wish for the days."""

    days: int | None = None
    """How many days the meeting takes; left out, as many as it takes in the plan."""
    ranges: tuple[Span, ...] = ()
    """The dates to look at; if missing, the meeting's window or its phase."""
    place: str | None = None


class Unplaced(NamedTuple):
    """A meeting for which there is no day, and why."""

    event: Event
    reason: str


class Search:
    """The days for one meeting of a plan."""

    def __init__(self, plan: Workplan, event: Event, wanted: Wanted, rules: Sequence[Rule]) -> None:
        """Look at a meeting, by some rules.

        Raises:
            CannotEditError: it is no meeting, is cancelled, or its length is not known.

        """
        _refuse(event)
        self.plan, self.event, self.wanted, self.rules = plan, event, wanted, rules
        self.context = Context(plan, plan.as_of)
        self.compared = [rule for rule in rules if rule.code in _COMPARED]
        self.whole = [rule for rule in rules if rule.code not in _OF_THE_FILE]
        self.shape = _shape(event, wanted.days)
        self.others = [one for one in meetings_of(plan) if one.id != event.id]
        self._anywhen = self._moved(plan.as_of)
        self.own = self._own_meeting()

    def best(self, number: int) -> list[Slot]:
        """Return the best days, best first."""
        return list(islice(self.ranked(), number))

    def ranked(self, most: int = _MOST_TRIED) -> Iterator[Slot]:
        """Yield the days on which the meeting has no error, best first; so many are compared at most."""
        around = Neighbours(self.plan, self.own, self.others)
        tried = []
        for event in map(self._moved, self._candidates[:most]):
            problems = self._problems(event, self.compared)
            if not _has_error(problems):
                tried.append((rank(event, problems, around), event))
        for _, event in sorted(tried, key=lambda one: one[0]):
            found = self._check(with_event(self.plan, event), self.whole)
            problems = [one for one in found if event.id in one.events]
            if not _has_error(problems) and not self._brings_error(found):
                yield Slot(event, tuple(problems), tuple(reasons(self.plan, event, problems, around)))

    def first_error(self) -> str:
        """Return why there is no day: the error of the day that is the least bad, or that there are none to try."""
        for event in map(self._moved, self._candidates[:1]):
            for problem in self._problems(event, self.whole):
                if problem.severity is Severity.ERROR:
                    return f"each day brings an error, {event.when} that {problem.message} ({problem.code})"
        if self._candidates:
            return "each day brings an error for another event"
        return f"no {self.shape[-1][1] + 1} days in a row are between these dates"

    def starts(self) -> list[date]:
        """Return the first days that can be, in order; not the days that the meeting has."""
        length = timedelta(days=self.shape[-1][1])
        found: list[date] = []
        for first, last in self.wanted.ranges or _usual_ranges(self.plan, self.event):
            found.extend(first + timedelta(days=number) for number in range(max(0, (last - length - first).days + 1)))
        own = self.event.when
        now = own.spans[0].first if own.spans else None
        return [start for start in sorted(set(found)) if start != now or self._when(start) != own]

    def _when(self, start: date) -> When:
        spans = (Span(start + timedelta(days=first), start + timedelta(days=last)) for first, last in self.shape)
        return When.known(*spans)

    def _moved(self, start: date) -> Event:
        return moved_event(self.event, self._when(start), self.wanted.place)

    def _own_meeting(self) -> Meeting | None:
        """Return the meeting with its delegations, on any day."""
        moved = with_event(self.plan, self._anywhen)
        return next((one for one in meetings_of(moved) if one.id == self.event.id), None)

    @cached_property
    def _candidates(self) -> list[date]:
        """The first days that can be, the likely ones first."""
        return sorted(self.starts(), key=self._roughly)

    @cached_property
    def _shared_in_month(self) -> dict[int, list[tuple[When, int]]]:
        """The dates of the meetings that share delegations with this one, and these, by the months of their windows."""
        found: dict[int, list[tuple[When, int]]] = {}
        own = self.own.members if self.own else 0
        for other in self.others:
            if shared := other.members & own:
                for month in _months_of(other.event.when):
                    found.setdefault(month, []).append((other.event.when, shared))
        return found

    def _roughly(self, start: date) -> tuple[int, int, date]:
        """Return what sorts days in a moment: how many delegations are double-booked, the days of a weekend."""
        when, shared = self._when(start), 0
        for month in _months_of(when):
            for other, delegations in self._shared_in_month.get(month, ()):
                if certainly_overlap(when, other):
                    shared |= delegations
        days = [day for span in when.spans for day in span.each_day()]
        return shared.bit_count(), sum(self.context.is_weekend(self._anywhen, day) for day in days), start

    def _check(self, plan: Workplan, rules: Sequence[Rule]) -> list[Problem]:
        scope = scope_of(self.plan, plan) if plan is not self.plan else None
        found = check(Context(plan, plan.as_of, scope=scope), rules, self.rules)
        return [problem for problem in found if problem.waived is None]

    def _problems(self, event: Event, rules: Sequence[Rule]) -> list[Problem]:
        """Return the problems that name the meeting when it is on some days."""
        return [one for one in self._check(with_event(self.plan, event), rules) if event.id in one.events]

    def _brings_error(self, found: list[Problem]) -> bool:
        """Whether one of the errors found is not in the plan as it is."""
        return _has_error(found) and _has_error(new_problems(found, self._before))

    @cached_property
    def _before(self) -> list[Problem]:
        return self._check(self.plan, self.whole)


def _months_of(when: When) -> range:
    """Return the months of a window, counted from year 0: dates without one in common do not overlap."""
    if when.window is None:
        return range(0)
    first, last = (_MONTHS_IN_YEAR * day.year + day.month for day in when.window)
    return range(first, last + 1)


def _has_error(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _refuse(event: Event) -> None:
    if event.kind is not Kind.MEETING:
        raise CannotEditError(f"'{event.id}' is a {event.kind}, not a meeting", "free dates are those of meetings")
    if event.status is Status.CANCELLED:
        raise CannotEditError(f"'{event.id}' is cancelled", f"gcmplan reinstate {event.id}")


def has_length(event: Event) -> bool:
    """Whether it is known how many days a meeting takes."""
    return bool(event.when.spans or event.when.days or event.takes)


def _shape(event: Event, days: int | None) -> list[tuple[int, int]]:
    """Return the days that a meeting takes, counted from its first: the spans that it has, or one of a length.

    Raises:
        NoLengthError: the length is not known.

    """
    spans = event.when.spans
    if days is None and spans:
        return [((span.first - spans[0].first).days, (span.last - spans[0].first).days) for span in spans]
    length = days or event.when.days or (1 if event.takes else None)
    if length is None:
        raise NoLengthError(event)
    return [(0, length - 1)]


def _usual_ranges(plan: Workplan, event: Event) -> tuple[Span, ...]:
    """Return where a meeting is looked for: in its window, else in its phase, else from the plan's day to its end."""
    phase = plan.phase_of(event)
    window = event.when.window if not event.when.exact else None
    window = window or (phase.when.window if phase else None) or _hull(plan)
    first = max(window.first, plan.as_of)
    return (Span(first, window.last),) if first <= window.last else (window,)


def _hull(plan: Workplan) -> Span:
    last = max((one.when.latest for one in plan.events if one.when.latest), default=plan.as_of)
    year_on = min(plan.as_of + timedelta(days=365), date(LAST_YEAR, 12, 31))
    return Span(plan.as_of, last if last > plan.as_of else year_on)


def placed_together(plan: Workplan, wanted: Wanted, rules: Sequence[Rule]) -> tuple[list[Slot], list[Unplaced]]:
    """Return days for all meetings that have none or are to be announced, none against another; and those without.

    The meeting with the fewest days to choose from comes first; then the order of the plan.
    """
    searches: list[Search] = []
    unplaced: list[Unplaced] = []
    for event in plan.events:
        if event.kind is Kind.MEETING and event.status is not Status.CANCELLED and _is_open(event):
            try:
                searches.append(Search(plan, event, _own(wanted, event), rules))
            except NoLengthError:
                unplaced.append(Unplaced(event, f"how many days it takes is not known ({event.when})"))
    found: list[Slot] = []
    for search in sorted(searches, key=lambda one: len(one.starts())):
        here = Search(plan, search.event, search.wanted, rules)
        placed = {slot.event.id for slot in found}
        slot = next((one for one in here.ranked(_MOST_TRIED_EACH) if not _is_against(one, placed)), None)
        if slot:
            found.append(slot)
            plan = with_event(plan, slot.event)
        else:
            unplaced.append(Unplaced(search.event, here.first_error()))
    order = {event.id: index for index, event in enumerate(plan.events)}
    return sorted(found, key=lambda one: order[one.event.id]), unplaced


def _own(wanted: Wanted, event: Event) -> Wanted:
    """Return what is asked of one of several meetings: the length given is that of those without a known length."""
    return wanted._replace(days=event.when.days or (1 if event.takes else None) or wanted.days)


def _is_open(event: Event) -> bool:
    return not event.when.exact or event.when.certainty == "tba"


def _is_against(slot: Slot, placed: set[str]) -> bool:
    return any(one.code == "GP101" and not placed.isdisjoint(one.events) for one in slot.problems)
