"""The contents of a row as plain JSON by path, which diff compares and programs apply; and the reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gcmplan.changes.change import Path
from gcmplan.plan.keys import Aspect, annotation_of, is_row, keys_of, models_in, plain_type
from gcmplan.plan.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.changes.change import FieldChange

Facts = dict[Path, Any]
"""Values by path: ("when",), ("calendar", "name"), ("days", "2017-05-08", "items", "panel-1", "title")."""
Nested = dict[str, Any]
"""The same step by step: nested rows are mappings by their ids."""


def facts_of(row: Row | None) -> Facts:
    """Return the public contents of a row, without doubts and missing values; nested rows are mappings by their ids."""
    found: Facts = {}
    if row is not None:
        fields = type(row).model_fields
        for name, key in keys_of(type(row)).items():
            if key.is_internal:
                continue
            value = getattr(row, name)
            if key.aspect is Aspect.STATUS or value != fields[name].default:
                found.update(_flat((name,), _in_order(value) if key.listed and not key.listed.is_ordered else value))
    return found


def updated(row: Nested, fields: Iterable[FieldChange]) -> Nested:
    """Return what a row says after some values changed; nothing if it says nothing any more."""
    result = dict(row)
    for field in fields:
        _put(result, field.path, field.new)
    return result


def _put(row: Nested, path: Path, value: Any) -> None:  # noqa: ANN401 - plain JSON
    """Put a value in its place, or take away what is there; mappings on the way are copied."""
    first, *rest = path
    if rest:
        inner = dict(row[first]) if isinstance(row.get(first), dict) else {}
        _put(inner, tuple(rest), value)
        value = inner or None
    if value is None:
        row.pop(first, None)
    else:
        row[first] = value


def as_read(model: type[Row], row: Nested) -> Nested:
    """Return the contents of a row as its model reads it: nested rows in lists, without ids as keys."""
    found = {}
    for key, value in row.items():
        kind = plain_type(annotation_of(model, key))
        inner = next(models_in(kind), None)
        if inner and isinstance(value, dict) and not is_row(kind):
            found[key] = tuple(as_read(inner, part) for part in value.values())
        else:
            found[key] = value
    return found


def _flat(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:  # noqa: ANN401 - values of any key
    """Yield the plain values in a value, each with its path."""
    if isinstance(value, Row):
        for below, part in facts_of(value).items():
            yield (*path, *below), part
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _flat((*path, key), part)
    elif type(value) is tuple:
        rows = {name: part for part in value if (name := _name_of(part)) is not None}
        if len(rows) < len(value) or not rows:
            yield path, _plain(value)
        else:
            for name, row in rows.items():
                yield from _flat((*path, name), row)
    else:
        yield path, _plain(value)


def _in_order(names: Any) -> Any:  # noqa: ANN401 - a list of names, or None
    """Return names in one order: theirs says nothing."""
    return tuple(sorted(names, key=str)) if names else names


def _name_of(row: object) -> str | None:
    """Return what a row inside another is recognised by, if it is one that can be."""
    name = getattr(row, "id", None) or getattr(row, "date", None)
    return str(name) if name and isinstance(row, Row) else None


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as plain JSON."""
    if isinstance(value, Row):
        keys = keys_of(type(value))
        return {
            name: _plain(part)
            for name, part in vars(value).items()
            if part not in (None, ()) and not keys[name].is_internal
        }
    # Classes with a text form, like hours or a place, are subclasses.
    if type(value) is tuple:
        return [_plain(part) for part in value]
    return value if isinstance(value, bool | int | float | None) else str(value)
