"""What all JSON outputs share: closed objects, and where something stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

if TYPE_CHECKING:
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
