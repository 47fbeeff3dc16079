"""The policies that rules compare a plan with; another would be compared with nothing.

A policy says itself which events it counts (`of`) or which its lead time is before (`before`); one is known by its id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.files.document import Mapping, Sequence
from gcmplan.text.escape import shown
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from gcmplan.loading.validate import Reader

FREE_DAYS = "free-days-between-cities"

_TIMES = ("days", "weeks")
_UNITS = (*_TIMES, "sessions")
_BY_ID = (FREE_DAYS,)
_WITHOUT_EVENTS = (
    "say which events it counts, like 'of: {group: ID}', or which it is a lead time of, 'before: {group: ID}'"
)


def check_policies(reader: Reader) -> None:
    """Note each policy that no rule asks for, and each in a unit that its rule does not count in."""
    root = reader.document.root
    rows = root.get("policies") if isinstance(root, Mapping) else None
    for index, row in enumerate(rows if isinstance(rows, Sequence) else ()):
        name, unit = (row.get("id"), row.get("unit")) if isinstance(row, Mapping) else (None, None)
        if not isinstance(name, str) or reader.full:
            continue
        if name not in _BY_ID and not {"of", "before"} & row.keys():
            hint = "; ".join(filter(None, (did_you_mean(name, _BY_ID), _WITHOUT_EVENTS)))
            reader.report("GP005", ("policies", index, "id"), f"no rule knows the policy {shown(name)}", hint)
        elif unit in _UNITS and unit not in (units := _units(row)):
            message = f"the policy {shown(name)} is given in {shown(unit)}, which its rule does not count"
            reader.report("GP005", ("policies", index, "unit"), message, f"write {' or '.join(units)}")


def _units(row: Mapping) -> tuple[str, ...]:
    """Return the units in which a policy can be given: of events together, their number or their days."""
    is_number = "of" in row and not {"per", "by_month", "before"} & row.keys() and row.get("id") not in _BY_ID
    return _UNITS if is_number else _TIMES
