"""A change of a row in JSON, and what it does to conflicts: the same in a diff and in the effect of an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.json_parts import ChangeObject, PositionObject, change_object, closed, position_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.changes.change import Change
    from gcmplan.changes.impact import Conflict
    from gcmplan.views.change_words import Telling

Sets = dict[tuple[str, ...], int]
"""Delegations that are listed once, with their indices."""

SidesObject = TypedDict("SidesObject", {"from": PositionObject | None, "to": PositionObject | None})
SidesObject.__doc__ = "Where a row stands on either side, if it stands there."
closed(SidesObject)


@closed
class ConflictObject(TypedDict):
    """Another meeting that certainly overlaps, and delegations (ISO 3166-1 alpha-3) that belong in both.

    If a diff lists them in its `sets`, `delegations` is `null` and `set` the index there, from 0. `assumptions` are
    what their number assumes, `suspended` members that are not counted. `more` counts the other meetings with the same
    conflict, if they are too many to be listed.
    """

    event: str
    delegations: list[str] | None
    set: int | None
    more: int
    assumptions: list[str]
    suspended: list[str]


@closed
class DifferenceObject(ChangeObject):
    """The changes of a row, its position, and the effect on conflicts.

    `brought` has the delegations that are newly double-booked, `resolved` those that no longer are.
    `verdict` says how another document and the plan speak of the event, if it is these that are compared.
    """

    positions: SidesObject
    brought: list[ConflictObject]
    resolved: list[ConflictObject]
    verdict: Literal["contradict", "mixed", "less precise", "more precise", "agree"] | None


def difference_object(change: Change, telling: Telling, sets: Sets | None = None) -> DifferenceObject:
    """Return a change with its position and its effect on conflicts; delegations of the sets by their indices."""
    old, new = change.positions
    impact, verdict = telling.impact(change), telling.verdict(change)
    return {
        **change_object(change),
        "positions": {"from": position_object(old) if old else None, "to": position_object(new) if new else None},
        "brought": _conflicts(impact.brought, sets or {}) if impact else [],
        "resolved": _conflicts(impact.resolved, sets or {}) if impact else [],
        "verdict": verdict.value if verdict else None,
    }


def _conflicts(conflicts: Iterable[Conflict], sets: Sets) -> list[ConflictObject]:
    return [
        {
            "event": one.event,
            "delegations": None if one.delegations in sets else list(one.delegations),
            "set": sets.get(one.delegations),
            "more": one.more,
            "assumptions": list(one.assumptions),
            "suspended": list(one.suspended),
        }
        for one in conflicts
    ]
