"""What a row says, as plain JSON by path: what diff compares, and what a program can apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator

Facts = dict[str, Any]
"""Values by path: "when", "calendar.name", "days.2017-05-08.items.panel-1.title"."""

_SETS = {
    "members", "suspended", "observers", "associates", "invites", "joint", "after", "event", "events", "groups",
    "places",
}  # fmt: skip
"""Lists whose order says nothing."""
INTERNAL = "doubt"
"""The key that is for the secretariat alone: a change of it is no change of what a plan says."""


def facts_of(row: BaseModel | None) -> Facts:
    """Return what a row says to everyone, without doubts and values not given; rows inside it stand under their ids."""
    found: Facts = {}
    if row is not None:
        for name, field in type(row).model_fields.items():
            if name == INTERNAL:
                continue
            value = getattr(row, name)
            if name == "status" or value != field.default:
                found.update(_flat(name, value))
    return found


def _flat(path: str, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - values of any key
    """Yield the plain values in a value, each with its path."""
    if isinstance(value, BaseModel):
        for key, part in facts_of(value).items():
            yield f"{path}.{key}", part
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(f"{path}.{key}", part)
    elif type(value) is tuple:
        rows = {_name_of(part): part for part in value}
        if None in rows or len(rows) < len(value) or not rows:
            yield path, _plain(tuple(sorted(value, key=str)) if path in _SETS else value)
        else:
            for name, row in rows.items():
                yield from _flat(f"{path}.{name}", row)
    else:
        yield path, _plain(value)


def _name_of(row: object) -> str | None:
    """Return what a row inside another is recognised by, if it is one that can be."""
    name = getattr(row, "id", None) or getattr(row, "date", None)
    return str(name) if name and isinstance(row, BaseModel) else None


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as plain JSON."""
    if isinstance(value, BaseModel):
        return {name: _plain(part) for name, part in value if part not in (None, ()) and name != INTERNAL}
    # What has a text of its own, like hours or a place, is a subclass.
    if type(value) is tuple:
        return [_plain(part) for part in value]
    return value if isinstance(value, bool | int | float | None) else str(value)
