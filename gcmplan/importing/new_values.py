"""Texts of cells as values of an event: names as ids, defaults as no value; what cannot be a value is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.editing.edit import CannotEditError
from gcmplan.editing.new_place import SeveralCitiesError, place_named
from gcmplan.editing.rows import known_body, known_group
from gcmplan.editing.values import value_of
from gcmplan.errors import UnknownValueError
from gcmplan.plan.keys import annotation_of
from gcmplan.plan.model import Event
from gcmplan.text.accents import folded

if TYPE_CHECKING:
    from gcmplan.plan.workplan import Workplan

_LEAST = {"id": "x", "title": "x", "when": "TBC", "group": "x"}
"""An event by which one value at a time is tried."""
_DEFAULTS = {"kind": "meeting", "status": "scheduled"}


class WrongCellError(Exception):
    """A cell cannot be taken over; the text says why."""


def value_in(plan: Workplan, key: str, text: str) -> str:
    """Return the value that a text is for a key of an event; empty if it is the one without the key.

    Raises:
        WrongCellError: it is none.

    """
    if not text:
        if Event.model_fields[key].is_required():
            raise WrongCellError(f"the {key} cannot be empty")
        return ""
    try:
        value = _known(plan, key, text)
    except SeveralCitiesError as error:
        raise WrongCellError(str(error)) from None
    except (UnknownValueError, ValueError):
        raise WrongCellError(f"the {key} “{text}” is not known") from None
    if not can_be(key, value):
        raise WrongCellError(f"the {key} “{text}” cannot be taken over")
    return "" if _DEFAULTS.get(key) == value else value


def value_now(event: Event, key: str) -> str:
    """Return the value that an event has, in the same way."""
    value = getattr(event, key)
    text = str(getattr(value, "value", value)) if value is not None else ""
    return "" if _DEFAULTS.get(key) == text else text


def inherited(plan: Workplan, group: str, key: str) -> str | None:
    """Return the value of a key that events of a group have without one of their own; None if they have none."""
    row = next(one for one in plan.groups if one.id == group)
    return getattr(row, key) if key in {"body", "mandate"} else None


def can_be(key: str, text: str) -> bool:
    """Whether an event can have a value, whatever the plan."""
    try:
        return Event.can_have({**_LEAST, key: value_of(key, annotation_of(Event, key), [text])})
    except CannotEditError:
        return False


def _known(plan: Workplan, key: str, text: str) -> str:
    if key == "group":
        return known_group(plan, text)
    if key == "body":
        return known_body(plan, text)
    if key == "place":
        return place_named(plan.documents, text).text
    if key == "phase":
        return _phase(plan, text)
    return text.lower() if key in _DEFAULTS else text


def _phase(plan: Workplan, text: str) -> str:
    """Return the id of a phase that is named by its id, label or title.

    Raises:
        UnknownValueError: there is none.

    """
    for phase in plan.phases:
        if folded(text) in map(folded, (phase.id, phase.label, phase.title)):
            return phase.id
    raise UnknownValueError("phase", text, [phase.id for phase in plan.phases])
