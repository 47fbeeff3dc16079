"""Delegations that the plan had once: readers were given the addresses of their pages and calendars."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from gcmplan.plan.countries import countries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.changes.change import Change
    from gcmplan.history.walk import Revision

_BODIES, _NAMED = "bodies", {"states", "members"}
_LISTS = {"members", "suspended", "observers", "associates"}


def delegations_ever(revisions: Iterable[Revision]) -> dict[str, str]:
    """Return the last names of all delegations that the plan ever had, by code."""
    changes = [change for revision in revisions for change in revision.changes]
    codes = set(chain.from_iterable(_codes(change) for change in changes if change.section == _BODIES))
    found = {one.alpha3: one.name for one in countries() if one.alpha3 in codes}
    for change in changes:
        if change.section in _NAMED:
            known = found.pop(change.old_id, change.id)
            name = next((field.new or field.old for field in change.fields if field.key == "name"), known)
            found |= {change.old_id: name, change.id: name}
    return found


def _codes(change: Change) -> Iterator[str]:
    """Yield the codes that a body has in its lists, before or after a change."""
    for field in change.fields:
        if field.key in _LISTS:
            yield from (*(field.old or ()), *(field.new or ()))
