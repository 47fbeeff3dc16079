"""What all JSON outputs share: closed objects, and where something stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

if TYPE_CHECKING:
    from gcmplan.change import Change
    from gcmplan.problem import Position

closed = with_config(ConfigDict(extra="forbid"))
"""Makes a typed dictionary whose keys are always all there, and no others; what is not known is `null`."""


@closed
class PositionObject(TypedDict):
    """Where something stands: lines and columns count from 1."""

    path: str
    line: int
    column: int


def position_object(place: Position) -> PositionObject:
    """Return a position's path, line and column."""
    return {"path": place.path, "line": place.line, "column": place.column}


@closed
class FieldObject(TypedDict):
    """A value that changed: its path in the row, and the old and new value as plain JSON; `null` is not there."""

    path: str
    old: Any
    new: Any


class ChangeObject(TypedDict):
    """What changed in a row of a plan; `days` is how many days later it is, if its dates went elsewhere."""

    section: str
    id: str
    kinds: list[str]
    days: int | None
    fields: list[FieldObject]


def change_object(change: Change) -> ChangeObject:
    """Return a change without its positions."""
    return {
        "section": change.section,
        "id": change.id,
        "kinds": [kind.value for kind in change.kinds],
        "days": change.days,
        "fields": [{"path": field.path, "old": field.old, "new": field.new} for field in change.fields],
    }
