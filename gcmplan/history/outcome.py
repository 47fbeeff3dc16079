"""The changes of a revision as text for the cache; read back only if it has the shape that is written."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from gcmplan.changes.change import Change, ChangeKind, FieldChange, Path
from gcmplan.changes.diff import SECTIONS

Outcome = tuple[Change, ...] | str
"""The changes in meaning, without positions; or the reason why the plan could not be read."""


def written(outcome: Outcome) -> str:
    """Return an outcome as text, in ASCII."""
    if isinstance(outcome, str):
        return json.dumps(outcome)
    return json.dumps(
        [
            (
                change.section, change.id, change.title, change.kinds, change.days, change.fields,
                change.first and change.first.isoformat(),
            )
            for change in outcome
        ]
    )  # fmt: skip


def parsed(text: str) -> Outcome | None:
    """Return the outcome that a text holds, or None if the text has another shape."""
    try:
        found = json.loads(text)
        if isinstance(found, str):
            return found
        return tuple(_change(row) for row in found) if isinstance(found, list) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _change(row: Any) -> Change:  # noqa: ANN401 - whatever JSON has
    """Return the change that a row holds.

    Raises:
        ValueError, TypeError: a value is not what a change has there.

    """
    section, key, title, kinds, days, fields, first = row
    if section not in SECTIONS or type(days) not in {int, type(None)}:
        raise ValueError(section, days)
    day = None if first is None else date.fromisoformat(first)
    kept = tuple(FieldChange(_path(steps), old, new) for steps, old, new in fields)
    return Change(section, _text(key), _text(title), tuple(map(ChangeKind, kinds)), days, kept, first=day)


def _path(steps: Any) -> Path:  # noqa: ANN401 - whatever JSON has
    if not isinstance(steps, list) or not steps:
        raise TypeError(steps)
    return tuple(map(_text, steps))


def _text(value: Any) -> str:  # noqa: ANN401 - whatever JSON has
    if not isinstance(value, str):
        raise TypeError(value)
    return value
