"""Reasons for and against the days of a meeting, in words, and the sort keys of the days."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.editing.event_row import listed
from gcmplan.plan.model import Kind
from gcmplan.plan.overlap import possibly_overlap
from gcmplan.problems.problem import Severity
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from gcmplan.plan.model import Event
    from gcmplan.plan.overlap import Meeting
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem

_NEAR = 7
"""So many free days before and after it, another meeting in the same city saves a journey."""
_FINE = {"GP101": "no {} is double-booked", "GP103": "enough days for each journey"}
_POSSIBLE, _OBSERVANCE = "GP104", "GP206"


class Neighbour(NamedTuple):
    """A meeting of some of the same delegations, in a known city, and the free days between."""

    event: Event
    free: int
    is_before: bool


class Neighbours:
    """The meetings around the days of one, of some of the same delegations."""

    def __init__(self, plan: Workplan, own: Meeting | None, others: Iterable[Meeting]) -> None:
        """Keep those that share delegations with it."""
        self.plan = plan
        self.shared = [one for one in others if own and one.members & own.members]

    def in_same_city(self, event: Event) -> Neighbour | None:
        """Return the nearest meeting in the same city, not more than a week away."""
        city, window = _city(self.plan, event), event.when.window
        if city is None or window is None:
            return None
        near = []
        for other in (one.event for one in self.shared):
            theirs = other.when.window
            if other.when.exact and theirs and _city(self.plan, other) == city:
                before, after = (window.first - theirs.last).days - 1, (theirs.first - window.last).days - 1
                free = max(before, after)
                if 0 <= free <= _NEAR:
                    near.append(Neighbour(other, free, before >= 0))
        return min(near, key=lambda one: one.free, default=None)

    def possible(self, event: Event) -> int:
        """Return how many meetings may overlap it, whose days are not known."""
        return sum(possibly_overlap(event.when, one.event.when) for one in self.shared)


def rank(event: Event, problems: Sequence[Problem], around: Neighbours) -> tuple[int, int, bool, int, int, bool, date]:
    """Return what sorts days: delegations double-booked, problems, possible overlaps, journeys, the day."""
    booked = {code for one in problems if one.code == "GP101" for code in one.delegations}
    warnings = sum(one.severity is Severity.WARNING for one in problems)
    is_observed = any(one.code == _OBSERVANCE for one in problems)
    infos = sum(one.severity is Severity.INFO for one in problems)
    is_alone = around.in_same_city(event) is None
    return len(booked), warnings, is_observed, infos, around.possible(event), is_alone, event.when.spans[0].first


def reasons(plan: Workplan, event: Event, problems: Sequence[Problem], around: Neighbours) -> Iterator[str]:
    """Yield why days are good, then what is against them."""
    codes = {problem.code for problem in problems}
    yield from (
        text.format(plan.attendees.one)
        for code, text in _FINE.items()
        if code not in codes and _is_told(plan, event, code)
    )
    if neighbour := around.in_same_city(event):
        side = "after" if neighbour.is_before else "before"
        free = neighbour.free
        days = plural(free, "{} free day", "{} free days") if free else "no free days"
        yield f"in the same city as '{neighbour.event.id}', {days} {side} it"
    if codes.isdisjoint({"GP203", "GP204"}):
        yield _working_days(plan, event, codes)
    yield from _of_documents(plan, event, codes)
    phase = plan.phase_of(event)
    if phase and phase.when.window and "GP201" not in codes:
        yield f"in {phase.label} ({phase.when})"
    yield from (_against(one) for one in problems if one.code != _POSSIBLE)
    number = around.possible(event)
    if number:
        meetings = f"{plural(number, '{} meeting', '{} meetings')} of the same {plan.attendees.many}"
        yield f"info {_POSSIBLE}: {meetings} may overlap, days not known"


def _is_told(plan: Workplan, event: Event, code: str) -> bool:
    """Whether something can be said: of a meeting without a body, who is double-booked is not known."""
    return plan.body_of(event) is not None and (code != "GP103" or _city(plan, event) is not None)


def _working_days(plan: Workplan, event: Event, codes: set[str]) -> str:
    host = event.place.name if event.place else None
    observance = _OBSERVANCE not in codes and _are_observances_known(plan, event)
    if host is None:
        return f"working days{', no observance' * observance}; the place is not known"
    return f"working days, no public holiday in {host}{' and no observance' * observance}"


def _are_observances_known(plan: Workplan, event: Event) -> bool:
    """Whether the plan names observances of each year in which the meeting is."""
    years = {day.year for span in event.when.spans for day in span}
    return years <= {one.date.year for one in plan.observances}


def _of_documents(plan: Workplan, event: Event, codes: set[str]) -> Iterator[str]:
    """Yield that what the meeting comes after is over in time."""
    dated = [one for one in map(plan.event, event.after) if one.when.window]
    if dated and codes.isdisjoint({"GP301", "GP302"}):
        in_time = ", its documents in time" if any(one.kind is Kind.DOCUMENT for one in dated) else ""
        yield f"after {listed([one.id for one in dated])}{in_time}"


def _against(problem: Problem) -> str:
    others = ", ".join(f"'{name}'" for name in problem.events[:3])
    return f"{problem.severity} {problem.code}: {problem.message}" + (f" ({others})" if problem.pairs else "")


def _city(plan: Workplan, event: Event) -> str | None:
    place = plan.place_of(event)
    return place.name if place and place.latitude is not None else None
