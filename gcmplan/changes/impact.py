"""The effect of a change on delegations' calendars: the conflicts that it brings and ends."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.changes.diff import EVENTS
from gcmplan.dates.span import joined
from gcmplan.plan.caveats import Caveats, caveats_of
from gcmplan.plan.overlap import Overlaps, alike, certainly_overlap, delegations_of, meetings_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from gcmplan.changes.change import Change
    from gcmplan.plan.overlap import Meeting
    from gcmplan.plan.workplan import Workplan

_TAKES_TIME = {"when", "status", "kind", "group", "body"}
"""The keys that decide whose time a meeting takes, and when; another room on the same days brings no conflict."""

_Names = dict[str, None]
"""Ids, in order."""
_Entry = tuple[tuple[str, ...], int, Caveats, _Names]
"""Delegations that come into conflict or out, how many others remain, what that assumes, and the meetings with which.
"""

_EACH = 5
"""Up to this many conflicts of the same delegations are listed one by one, more as one: 1,000 moves to one day make 999
each.
"""


class Conflict(NamedTuple):
    """Another meeting that certainly overlaps, by its id, and the delegations (alpha-3) that come into conflict or out.

    `remaining` is how many others belong in both meetings, before the change and after it. `more` is how many other
    meetings there are of which the same is true.
    """

    event: str
    delegations: tuple[str, ...]
    remaining: int = 0
    more: int = 0
    assumptions: tuple[str, ...] = ()
    """The assumption behind the number of delegations."""
    suspended: tuple[str, ...] = ()
    """Suspended members (alpha-3), which are not counted."""


class Impact(NamedTuple):
    """The conflicts that a change of one meeting brings, and those that it takes away, in the order of ids."""

    brought: tuple[Conflict, ...]
    resolved: tuple[Conflict, ...]


def impacts_of(
    old: Workplan, new: Workplan, changes: Iterable[Change], only: Container[str] | None = None
) -> dict[str, Impact]:
    """Return, by the id of each event that takes other time than before, what that does to conflicts, if anything.

    A conflict between two meetings that both moved is reported for both. `only` some delegations (alpha-3) may be asked
    for.
    """
    events = [change for change in changes if change.section == EVENTS]
    moved = {change.id: change for change in events if _moves(change)}
    if not moved:
        return {}
    names = {change.old_id: change.id for change in events}
    before = _Calendar(old, {change.old_id for change in moved.values()}, names, only)
    after = _Calendar(new, set(moved), {}, only)
    brought, resolved = _Beyond(after, before), _Beyond(before, after)
    found: dict[str, Impact] = {}
    for name in moved:
        impact = Impact(brought.conflicts(name), resolved.conflicts(name))
        if impact != ((), ()):
            found[name] = impact
    return found


def _moves(change: Change) -> bool:
    return not _TAKES_TIME.isdisjoint(field.key for field in change.fields)


def _near(meetings: Sequence[Meeting], wanted: set[str]) -> Iterator[Meeting]:
    """Yield the meetings whose windows share a day with that of a wanted one, in their order."""
    # A meeting without a window is none here.
    pairs = [(one, window) for one in meetings if (window := one.event.when.window)]
    days = joined(window for one, window in pairs if one.event.id in wanted)
    starts = [span.first for span in days]
    for meeting, window in pairs:
        number = bisect_right(starts, window.last)
        if number and days[number - 1].last >= window.first:
            yield meeting


class _Calendar:
    """Some meetings of a plan and those near them, in groups of meetings whose conflicts are the same."""

    def __init__(self, plan: Workplan, wanted: set[str], names: Mapping[str, str], only: Container[str] | None) -> None:
        """Look at some meetings; `names` are the ids that they have in the new plan."""
        self.plan, self.only = plan, only
        meetings = list(_near(meetings_of(plan), wanted))
        groups = alike(meetings)
        self.firsts = [group.meeting for group in groups]
        self.members: list[_Names] = [
            dict.fromkeys(sorted(names.get(meetings[index].id, meetings[index].id) for index in group.indices))
            for group in groups
        ]
        self.group_of = {name: number for number, members in enumerate(self.members) for name in members}
        self.met = self._overlaps()
        self._codes: dict[int, tuple[str, ...]] = {}

    def _overlaps(self) -> dict[int, list[int]]:
        """Return by each group those that certainly overlap it and share delegations, perhaps itself."""
        found: dict[int, list[int]] = defaultdict(list)
        dates = [meeting.event.when for meeting in self.firsts]
        for number, (meeting, when) in enumerate(zip(self.firsts, dates, strict=True)):
            if len(self.members[number]) > 1 and meeting.members and certainly_overlap(when, when):
                found[number].append(number)
        for one, certain, _ in Overlaps(dates):
            for other in certain:
                if self.firsts[one].members & self.firsts[other].members:
                    found[one].append(other)
                    found[other].append(one)
        return found

    def bits(self, one: int, other: int) -> int:
        """Return the delegations of two groups, as bits."""
        return self.firsts[one].members & self.firsts[other].members

    def codes(self, bits: int) -> tuple[str, ...]:
        """Return those of some delegations that are asked for, by their codes."""
        if bits not in self._codes:
            known = delegations_of(self.plan, bits)
            self._codes[bits] = tuple(sorted(code for code in known if self.only is None or code in self.only))
        return self._codes[bits]


class _Beyond:
    """The conflicts of meetings in one calendar, as far as they have none in another."""

    def __init__(self, here: _Calendar, there: _Calendar) -> None:
        """Compare two calendars."""
        self._here, self._there = here, there
        self._entries: dict[tuple[int, int | None], list[_Entry]] = {}
        self._parts: dict[int, dict[int | None, _Names]] = {}
        self._lefts: dict[tuple[int, int], tuple[tuple[str, ...], int]] = {}

    def conflicts(self, name: str) -> tuple[Conflict, ...]:
        """Return the conflicts of a meeting, in the order of ids."""
        own, known = self._here.group_of.get(name), self._there.group_of.get(name)
        if own is None:
            return ()
        of_same: dict[tuple[tuple[str, ...], int, Caveats], list[_Names]] = defaultdict(list)
        for codes, remaining, caveats, members in self._entries_of(own, known):
            of_same[codes, remaining, caveats].append(members)
        found: list[Conflict] = []
        for (codes, remaining, caveats), groups in of_same.items():
            suspended = self._here.codes(caveats.suspended)
            found.extend(
                one._replace(assumptions=caveats.assumptions, suspended=suspended)
                for one in _told(name, codes, remaining, groups)
            )
        return tuple(sorted(found))

    def _entries_of(self, own: int, known: int | None) -> Iterable[_Entry]:
        if len(self._here.members[own]) == 1:
            return self._compared(own, known)
        if (own, known) not in self._entries:
            self._entries[own, known] = list(self._compared(own, known))
        return self._entries[own, known]

    def _compared(self, own: int, known: int | None) -> Iterator[_Entry]:
        """Yield whom the meetings of a group conflict with that were in a group there; one with itself, too."""
        here, there = self._here, self._there
        before = there.met.get(known, []) if known is not None else []
        for other in here.met.get(own, ()):
            bits, caveats = here.bits(own, other), caveats_of(here.firsts[own], here.firsts[other])
            rest = parts = self._parts_of(other) if before else {}
            for part in (part for part in before if part in parts):
                left, remaining = self._left(bits, there.bits(known or 0, part))
                if left:
                    yield left, remaining, caveats, parts[part]
                rest = dict(parts) if rest is parts else rest
                del rest[part]
            # Thousands of meetings from as many days are one part as long as none of them was in conflict there.
            left_over = [here.members[other]] if rest is parts else rest.values()
            yield from ((here.codes(bits), 0, caveats, names) for names in left_over)

    def _left(self, bits: int, known: int) -> tuple[tuple[str, ...], int]:
        """Return the delegations of some members here that are not among others there, and how many are."""
        if (bits, known) not in self._lefts:
            codes, had = self._here.codes(bits), set(self._there.codes(known))
            left = tuple(code for code in codes if code not in had)
            self._lefts[bits, known] = left, len(codes) - len(left)
        return self._lefts[bits, known]

    def _parts_of(self, group: int) -> dict[int | None, _Names]:
        """Return the members of a group by the groups that they are of there."""
        if group not in self._parts:
            found: dict[int | None, _Names] = defaultdict(dict)
            for name in self._here.members[group]:
                found[self._there.group_of.get(name)][name] = None
            self._parts[group] = found
        return self._parts[group]


def _told(name: str, codes: tuple[str, ...], remaining: int, groups: list[_Names]) -> Iterator[Conflict]:
    """Yield the conflicts of a meeting with the members of some groups: each, or one that counts the others."""
    number = sum([len(members) - (name in members) for members in groups]) if codes else 0
    if number > _EACH:
        first = min([one for members in groups for one in islice(members, 2) if one != name])
        yield Conflict(first, codes, remaining, number - 1)
    elif number:
        yield from (Conflict(one, codes, remaining) for members in groups for one in members if one != name)
