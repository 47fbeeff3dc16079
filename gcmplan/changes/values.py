"""What a row says, as plain JSON by path: what diff compares, and what a program can apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from gcmplan.plan.keys import Aspect, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Facts = dict[str, Any]
"""Values by path: "when", "calendar.name", "days.2017-05-08.items.panel-1.title"."""


def facts_of(row: BaseModel | None) -> Facts:
    """Return what a row says to everyone, without doubts and values not given; rows inside it stand under their ids."""
    found: Facts = {}
    if row is not None:
        fields = type(row).model_fields
        for name, key in keys_of(type(row)).items():
            if key.is_internal:
                continue
            value = getattr(row, name)
            if key.aspect is Aspect.STATUS or value != fields[name].default:
                found.update(_flat(name, _in_order(value) if key.listed and not key.listed.is_ordered else value))
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
            yield path, _plain(value)
        else:
            for name, row in rows.items():
                yield from _flat(f"{path}.{name}", row)
    else:
        yield path, _plain(value)


def _in_order(names: Any) -> Any:  # noqa: ANN401 - a list of names, or None
    """Return names in one order: theirs says nothing."""
    return tuple(sorted(names, key=str)) if names else names


def _name_of(row: object) -> str | None:
    """Return what a row inside another is recognised by, if it is one that can be."""
    name = getattr(row, "id", None) or getattr(row, "date", None)
    return str(name) if name and isinstance(row, BaseModel) else None


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as plain JSON."""
    if isinstance(value, BaseModel):
        keys = keys_of(type(value))
        return {name: _plain(part) for name, part in value if part not in (None, ()) and not keys[name].is_internal}
    # What has a text of its own, like hours or a place, is a subclass.
    if type(value) is tuple:
        return [_plain(part) for part in value]
    return value if isinstance(value, bool | int | float | None) else str(value)
