"""What a change does to delegations' calendars: the conflicts that it brings, and those that it takes away."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.diff import EVENTS
from gcmplan.overlap import delegations_of, meetings_of, overlaps_of
from gcmplan.span import joined

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from gcmplan.change import Change
    from gcmplan.overlap import Meeting
    from gcmplan.workplan import Workplan

_TAKES_TIME = {"when", "status", "kind", "group", "body"}
"""What decides whose time a meeting takes, and when; one in another room on the same days brings no conflict."""

Conflicts = dict[str, dict[str, tuple[str, ...]]]
"""The delegations (alpha-3) that two meetings share, by the ids of both."""


class Conflict(NamedTuple):
    """Another meeting that certainly overlaps, by its id, and the delegations (alpha-3) that come into conflict or out.

    `remaining` is how many others belong in both meetings, before the change and after it.
    """

    event: str
    delegations: tuple[str, ...]
    remaining: int = 0


class Impact(NamedTuple):
    """The conflicts that a change of one meeting brings, and those that it takes away, in the order of ids."""

    brought: tuple[Conflict, ...]
    resolved: tuple[Conflict, ...]


def impacts_of(
    old: Workplan, new: Workplan, changes: Iterable[Change], only: Container[str] | None = None
) -> dict[str, Impact]:
    """Return, by the id of each event that takes other time than before, what that does to conflicts, if anything.

    A conflict between two meetings that both moved is told of both. `only` some delegations (alpha-3) may be asked for.
    """
    events = [change for change in changes if change.section == EVENTS]
    moved = {change.id: change for change in events if _moves(change)}
    if not moved:
        return {}
    names = {change.old_id: change.id for change in events}
    before = _conflicts(old, {change.old_id for change in moved.values()}, names, only)
    after = _conflicts(new, set(moved), {}, only)
    found: dict[str, Impact] = {}
    for name in moved:
        was, now = before.get(name, {}), after.get(name, {})
        impact = Impact(_beyond(now, was), _beyond(was, now))
        if impact != ((), ()):
            found[name] = impact
    return found


def _moves(change: Change) -> bool:
    return not _TAKES_TIME.isdisjoint(field.path for field in change.fields)


def _beyond(conflicts: Mapping[str, tuple[str, ...]], known: Mapping[str, tuple[str, ...]]) -> tuple[Conflict, ...]:
    """Return the conflicts, in the order of ids, with the delegations that no known one has."""
    found = []
    for other in sorted(conflicts):
        there = set(known.get(other, ()))
        if codes := tuple(code for code in conflicts[other] if code not in there):
            found.append(Conflict(other, codes, len(conflicts[other]) - len(codes)))
    return tuple(found)


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


def _conflicts(plan: Workplan, wanted: set[str], names: Mapping[str, str], only: Container[str] | None) -> Conflicts:
    """Return the conflicts of some meetings with others: ids as the new plan has them, and whom they concern."""
    meetings = list(_near(meetings_of(plan), wanted))
    ids = [meeting.event.id for meeting in meetings]
    asked = [name in wanted for name in ids]
    found: Conflicts = {}
    overlaps = overlaps_of(meetings).certain
    for one, other in ((one, other) for one, others in enumerate(overlaps) for other in others):
        if asked[one] or asked[other]:
            shared = meetings[one].members & meetings[other].members
            if shared:
                codes = tuple(sorted(code for code in delegations_of(plan, shared) if only is None or code in only))
                for left, right in ((one, other), (other, one)):
                    found.setdefault(names.get(ids[left], ids[left]), {})[names.get(ids[right], ids[right])] = codes
    return found
