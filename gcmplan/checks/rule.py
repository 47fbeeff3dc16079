"""A rule, and the context that it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from gcmplan.checks.calendars import calendar_of_region
from gcmplan.checks.ledger import Ledger
from gcmplan.checks.members import lasting_of, member_of
from gcmplan.checks.reach import Reach, Scope
from gcmplan.plan.caveats import NO_CAVEATS, Caveats, Delegations, caveats_of, delegations_in
from gcmplan.plan.model import Status
from gcmplan.plan.overlap import Alike, Meeting, Met, Overlaps, alike, meetings_of
from gcmplan.problems.cluster import Cluster, Member
from gcmplan.problems.pairs import Box
from gcmplan.problems.problem import Position, Problem, Severity

if TYPE_CHECKING:
    from datetime import date

    from holidays import HolidayBase

    from gcmplan.plan.model import Event
    from gcmplan.plan.workplan import Workplan

_LONGEST = 1_000
"""The length of messages and hints: one long date would otherwise be repeated in the problem of each event after it."""
_KEPT = 2_000_000
"""So many overlaps are kept for the next rule; more are found anew by each."""
_WEEKEND = (5, 6)
"""Saturday and Sunday, as `date.weekday` counts."""


@dataclass(frozen=True, eq=False)
class Context:
    """The plan under check, the day on which it is checked, and the one delegation asked about, if any (alpha-3)."""

    plan: Workplan
    on: date
    delegation: str | None = None
    ledger: Ledger = field(default_factory=Ledger)
    """The findings so far in this check."""
    scope: Scope | None = None
    """The part of the plan in which rules look for problems, if they can look at a part; None is everywhere."""

    def within(self, reach: Reach) -> Context:
        """Return the context of a rule that looks no further than a reach."""
        if self.scope is None or reach is Reach.PLAN:
            return self
        return self._alone if reach is Reach.ALONE else self._near

    @cached_property
    def _alone(self) -> Context:
        return self._narrowed(self.scope.touched) if self.scope else self

    @cached_property
    def _near(self) -> Context:
        return self._narrowed(self.scope.near) if self.scope else self

    def _narrowed(self, only: frozenset[str]) -> Context:
        found = replace(self)
        # The whole plan is looked through once, not by each rule.
        found.__dict__["events"] = [event for event in self.events if event.id in only]
        found.__dict__["meetings"] = [meeting for meeting in self.meetings if meeting.id in only]
        return found

    @cached_property
    def waivers(self) -> dict[str, dict[frozenset[str], list[int]]]:
        """Return the indices of the waivers by rule (code or name) and events."""
        found: dict[str, dict[frozenset[str], list[int]]] = {}
        for index, waiver in enumerate(self.plan.waivers):
            found.setdefault(waiver.rule, {}).setdefault(frozenset(waiver.events), []).append(index)
        return found

    @cached_property
    def events(self) -> list[Event]:
        """The scheduled events that concern the delegation, or all of them without one, in the plan's order."""
        return [event for event in self.plan.events if event.status is not Status.CANCELLED and self.concerns(event)]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """The scheduled meetings with a date, in the plan's order."""
        return meetings_of(self.plan, self.delegation)

    @cached_property
    def _members(self) -> dict[str, int]:
        return {meeting.id: meeting.members for meeting in self.meetings}

    @cached_property
    def everyone(self) -> int:
        """All delegations of the plan, as bits; the one delegation asked about, if one is."""
        if self.delegation is None:
            return (1 << len(self.plan.delegations)) - 1
        return sum(1 << index for index, one in enumerate(self.plan.delegations) if one.code == self.delegation)

    def members_of(self, event: Event) -> int:
        """Return the members of a meeting, as bits; none if it is none of `meetings`."""
        return self._members.get(event.id, 0)

    @cached_property
    def renamed(self) -> frozenset[int]:
        """The indices of those of `meetings` that had another id before."""
        return frozenset(index for index, meeting in enumerate(self.meetings) if meeting.event.formerly)

    @cached_property
    def members(self) -> list[Member]:
        """The same meetings as members of clusters."""
        return [member_of(meeting.event, place) for meeting, place in zip(self.meetings, self.dated, strict=True)]

    @cached_property
    def alike(self) -> list[Alike]:
        """The same meetings in groups whose members are alike for every rule of overlaps."""
        return alike(self.meetings)

    @cached_property
    def overlaps(self) -> Iterable[Met]:
        """Which of the groups of `alike` overlap, by their indices."""
        found = Overlaps([group.meeting.event.when for group in self.alike])
        return list(found) if found.most <= _KEPT else found

    def cluster(self, sides: Sequence[Alike], lead: str, tail: str) -> Cluster:
        """Return the cluster of each meeting of one group with each of another, or of one group within itself."""
        indices = [index for side in sides for index in side.indices]
        members = self.members
        boxes = (Box.of(frozenset([members[index].first for index in side.indices]) for side in sides),)
        return Cluster(tuple([members[index] for index in sorted(indices)]), boxes, lead, tail)

    @cached_property
    def _delegations(self) -> dict[tuple[int, Caveats], Delegations]:
        return {}

    @cached_property
    def dated(self) -> list[Position]:
        """The positions of the dates of `meetings`."""
        return self.plan.positions_of_dates(meeting.row for meeting in self.meetings)

    def calendar_of(self, event: Event) -> HolidayBase | None:
        """Return the public holidays where an event is if its place is named and the library knows the country."""
        place = self.plan.place_of(event)
        return None if place is None else calendar_of_region(place.country, place.subdivision)

    def is_weekend(self, event: Event, day: date) -> bool:
        """Whether a day is on the weekend where an event is; Saturday and Sunday if nothing else is known."""
        calendar = self.calendar_of(event)
        return day.weekday() in _WEEKEND if calendar is None else calendar.is_weekend(day)

    def concerns(self, event: Event) -> bool:
        """Whether an event concerns the delegation asked about; every event does if none is."""
        return self.delegation is None or self.plan.concerns(event, (self.delegation,))

    def shared(self, one: Meeting, other: Meeting) -> Delegations:
        """Return the delegations that belong in two meetings, with what their number assumes."""
        return self.delegations(one.members & other.members, caveats_of(one, other))

    def delegations(self, members: int, caveats: Caveats = NO_CAVEATS) -> Delegations:
        """Return the delegations of some members (bits as in `Meeting`); the same few sets come back again."""
        known = self._delegations
        if (members, caveats) not in known:
            known[members, caveats] = delegations_in(self.plan, members, caveats)
        return known[members, caveats]

    def position(self, event: Event, key: str) -> Position:
        """Return the position of a key's value in an event, or of the event itself if the key is missing."""
        return self.plan.position_of(event, key if getattr(event, key) else None)


Check = Callable[[Context], Iterable[Problem]]


@dataclass(frozen=True)
class Rule:
    """A thing that can be wrong with a plan.

    `page` is the manual page: the docstring of the rule's module. `severity` is what its problems have unless the rule
    says otherwise. `check` finds them; what forbids loading a plan is found by loading it, and has none.
    """

    code: str
    name: str
    severity: Severity
    page: str
    check: Check | None = None
    last: bool = False
    """Whether it runs after all others, because it looks at the waivers that their problems matched."""
    reach: Reach = Reach.PLAN
    """How far it looks around an event."""

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.strip().splitlines()[0]

    def problem(  # noqa: PLR0913 - the parts of a problem
        self,
        message: str,
        position: Position,
        *,
        hint: str,
        events: Iterable[Event] = (),
        related: Iterable[Position] = (),
        delegations: Iterable[str] = (),
        fields: Iterable[str] = (),
        first_fields: Iterable[str] | None = None,
        severity: Severity | None = None,
        pairs: int | None = None,
    ) -> Problem:
        """Return a problem of this rule; `first_fields` are its fields by the first ids of events, if any is one."""
        concerned, told = list(events), tuple(fields)
        known_by = told if first_fields is None else tuple(first_fields)
        return Problem(
            code=self.code,
            name=self.name,
            severity=severity or self.severity,
            position=position,
            message=message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…",
            hint=hint if len(hint) <= _LONGEST else f"{hint[:_LONGEST]}…",
            events=tuple([event.id for event in concerned]),
            delegations=tuple(delegations),
            related=tuple(related),
            fields=told,
            lasting=lasting_of(concerned, known_by, renamed=known_by != told),
            pairs=pairs,
        )

    def rest(self, context: Context, severity: Severity, number: int) -> Problem:
        """Return the problem that counts those of meetings which are only counted."""
        return Problem(self.code, self.name, severity, context.dated[0], "", stands_for=number)
