"""The keys of a row that no view knows by name: what was added to a model is shown without more ado."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gcmplan.plan.keys import is_row, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.row import Row


def facts_of_other_keys(row: Row, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield label and text of each key that a view does not show by itself; keys without a value are left out."""
    for name, key in keys_of(type(row)).items():
        value = getattr(row, name)
        if name not in known and not key.is_internal and value not in (None, (), {}):
            yield label_of(name), _text(value)


def label_of(name: str) -> str:
    """Return "By month"."""
    return name.replace("_", " ").capitalize()


def _text(value: Any) -> str:  # noqa: ANN401 - a value of any key
    if type(value) is tuple:
        return ", ".join(map(_text, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(part)}" for name, part in value.items())
    if is_row(type(value)):
        return ", ".join(f"{name} {_text(part)}" for name, part in value if part not in (None, ()))
    return str(value)
