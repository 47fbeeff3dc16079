"""JSON for programs: `gcmplan.diff/1`, one change a line. Applied to the old plan, the changes give the new one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.changes.diff import EVENTS
from gcmplan.export.json_parts import ChangeObject, PositionObject, change_object, closed, json_line, position_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.changes.change import Change
    from gcmplan.changes.impact import Conflict
    from gcmplan.views.change_words import Telling

SCHEMA = "gcmplan.diff/1"

SidesObject = TypedDict("SidesObject", {"from": PositionObject | None, "to": PositionObject | None})
SidesObject.__doc__ = "Where a row stands on either side, if it stands there."
closed(SidesObject)


@closed
class ConflictObject(TypedDict):
    """Another meeting that certainly overlaps, and delegations (ISO 3166-1 alpha-3) that belong in both.

    `more` is how many other meetings there are of which the same is true, if they are too many to be told one by one.
    """

    event: str
    delegations: list[str]
    more: int


@closed
class DifferenceObject(ChangeObject):
    """What changed in a row, where it stands, and what that does to conflicts.

    `brought` has the delegations that are newly double-booked, `resolved` those that no longer are.
    `verdict` says how another document and the plan speak of the event, if it is these that are compared.
    """

    positions: SidesObject
    brought: list[ConflictObject]
    resolved: list[ConflictObject]
    verdict: Literal["contradict", "mixed", "less precise", "more precise", "agree"] | None


@closed
class SummaryObject(TypedDict):
    """How many events changed and did not, how often each kind of change is there, and how many other rows changed."""

    changed: int
    unchanged: int
    kinds: dict[str, int]
    others: int


DiffObject = TypedDict(
    "DiffObject",
    {
        "schema": Literal["gcmplan.diff/1"],
        "from": str,
        "to": str,
        "summary": SummaryObject,
        "changes": list[DifferenceObject],
    },
)
DiffObject.__doc__ = """The whole output.

To apply a change: in the row of its section and id (or of the old value of its field "id"), give each path its new
value; null takes it away, and a row without values is gone."""
closed(DiffObject)


def render(telling: Telling) -> Iterator[str]:
    """Yield the text in pieces; of two documents, also the events of which they say the same."""
    events = [change for change in telling.changes if change.section == EVENTS]
    changed = [change for change in events if change.kinds]
    summary: SummaryObject = {
        "changed": len(changed),
        "unchanged": telling.unchanged,
        "kinds": dict(Counter(kind.value for change in changed for kind in change.kinds)),
        "others": len(telling.changes) - len(events),
    }
    head = f'"schema": "{SCHEMA}", "from": {json_line(telling.old)}, "to": {json_line(telling.new)}'
    yield f'{{{head}, "summary": {json_line(summary)}, "changes": ['
    separator = "\n"
    for change in telling.changes:
        yield separator + json_line(_difference(change, telling))
        separator = ",\n"
    yield "\n]}\n"


def _difference(change: Change, telling: Telling) -> DifferenceObject:
    old, new = change.positions
    impact, verdict = telling.impact(change), telling.verdict(change)
    return {
        **change_object(change),
        "positions": {"from": position_object(old) if old else None, "to": position_object(new) if new else None},
        "brought": _conflicts(impact.brought) if impact else [],
        "resolved": _conflicts(impact.resolved) if impact else [],
        "verdict": verdict.value if verdict else None,
    }


def _conflicts(conflicts: Iterable[Conflict]) -> list[ConflictObject]:
    return [{"event": one.event, "delegations": list(one.delegations), "more": one.more} for one in conflicts]
