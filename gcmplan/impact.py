"""What a change does to delegations' calendars: the conflicts that it brings, and those that it takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.diff import EVENTS
from gcmplan.overlap import delegations_of, meetings_of, overlaps_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gcmplan.change import Change
    from gcmplan.workplan import Workplan


class Conflict(NamedTuple):
    """Another meeting that certainly overlaps, by its id, and the delegations (alpha-3) that belong in both."""

    event: str
    delegations: tuple[str, ...]


class Impact(NamedTuple):
    """The conflicts that a change of one meeting brings, and those that it takes away, in the order of ids."""

    brought: tuple[Conflict, ...]
    resolved: tuple[Conflict, ...]


def impacts_of(old: Workplan, new: Workplan, changes: Iterable[Change]) -> dict[str, Impact]:
    """Return, by the id of each changed event, what that does to conflicts, if it does anything.

    A conflict between two meetings that both changed is told of both.
    """
    changed = [change for change in changes if change.section == EVENTS and change.revises]
    if not changed:
        return {}
    names = {change.old_id: change.id for change in changed}
    before = _conflicts(old, {change.old_id for change in changed}, names)
    after = _conflicts(new, {change.id for change in changed}, {})
    found: dict[str, Impact] = {}
    for change in changed:
        was, now = before.get(change.id, {}), after.get(change.id, {})
        impact = Impact(_sorted(now, was), _sorted(was, now))
        if impact != ((), ()):
            found[change.id] = impact
    return found


def _sorted(conflicts: Mapping[str, tuple[str, ...]], but: Mapping[str, object]) -> tuple[Conflict, ...]:
    return tuple(Conflict(other, conflicts[other]) for other in sorted(conflicts) if other not in but)


def _conflicts(plan: Workplan, wanted: set[str], names: Mapping[str, str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the conflicts of some meetings with others: ids as the new plan has them, and whom they concern."""
    meetings = meetings_of(plan)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for one, other in overlaps_of(meetings).certain:
        first, second = meetings[one], meetings[other]
        shared = first.members & second.members
        if shared and not wanted.isdisjoint((first.event.id, second.event.id)):
            codes = tuple(sorted(delegations_of(plan, shared)))
            for left, right in ((first, second), (second, first)):
                name, partner = (names.get(meeting.event.id, meeting.event.id) for meeting in (left, right))
                found.setdefault(name, {})[partner] = codes
    return found
