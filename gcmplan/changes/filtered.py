"""Filters over compared plans: a value need be known to only one of them."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from gcmplan.changes.diff import EVENTS
from gcmplan.errors import UnknownValueError
from gcmplan.plan.model import Event
from gcmplan.query.filters import Criteria, Filter
from gcmplan.query.states import find_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcmplan.plan.workplan import Workplan

Keys = set[tuple[str, str]]
"""Section and id of rows."""
_FREE = {"texts", "days"}
"""Criteria whose values need not be in a plan."""


def kept_of(plans: Sequence[Workplan], criteria: Criteria) -> list[Keys]:
    """Return what the filters keep of each plan: events with their programmes, deadlines, other programmes.

    Raises:
        UnknownValueError: a value is none of any plan's.
        AmbiguousValueError: the start of a name fits several.

    """
    try:
        return [_keys(plan, criteria) for plan in plans]
    except UnknownValueError:
        asked = {one.name: getattr(criteria, one.name) for one in fields(criteria) if one.name not in _FREE}
    known: list[dict[str, Any]] = [
        {name: tuple(value for value in asked[name] if _knows(plan, name, value)) for name in asked if asked[name]}
        for plan in plans
    ]
    for name, values in asked.items():
        for value in values:
            if not any(value in one[name] for one in known):
                _only(plans[-1], name, value)
    # A plan that knows none of the alternatives has nothing of the kind.
    pairs = zip(plans, known, strict=True)
    return [_keys(plan, replace(criteria, **one)) if all(one.values()) else set() for plan, one in pairs]


def delegations_asked(plans: Sequence[Workplan], criteria: Criteria) -> set[str] | None:
    """Return the delegations (alpha-3) that the filters name, in whichever plan knows them; nothing if they name none.

    Raises:
        AmbiguousValueError: a part of a name fits several.

    """
    if not criteria.delegations:
        return None
    pairs = [(plan, text) for plan in plans for text in criteria.delegations if _knows(plan, "delegations", text)]
    return {find_state(plan, text) for plan, text in pairs}


def _keys(plan: Workplan, criteria: Criteria) -> Keys:
    chosen = Filter(plan, criteria)
    found = {(EVENTS if isinstance(row, Event) else "deadlines", row.id) for row in chosen.entries()}
    inside = (filed.session for filed in plan.sessions if (EVENTS, filed.session.event) in found)
    outside = (programme.session for programme in chosen.meetings())
    return found | {("sessions", session.id) for session in (*inside, *outside)}


def _knows(plan: Workplan, name: str, value: str) -> bool:
    try:
        _only(plan, name, value)
    except UnknownValueError:
        return False
    return True


def _only(plan: Workplan, name: str, value: str) -> None:
    """Look up one value of a criterion.

    Raises:
        UnknownValueError: the plan does not know it.

    """
    only: dict[str, Any] = {name: (value,)}
    Filter(plan, Criteria(**only))
