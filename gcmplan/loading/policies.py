"""The policies that rules compare a plan with, by their ids; another id would be compared with nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.files.document import Mapping, Sequence
from gcmplan.text.escape import shown
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from gcmplan.loading.validate import Reader

LEAD_TIMES = ("issue-brief-lead-time", "procedural-note-lead-time")
THEMATIC_SESSIONS, THEMATIC_SESSION_DAYS = "thematic-sessions", "thematic-session-days"
HEARING_DAYS, HEARING_DAYS_PHASE_ONE = "hearing-days", "hearing-days-phase-one"
NEGOTIATION_DAYS, FREE_DAYS = "negotiation-days", "free-days-between-cities"

_DAYS = ("days", "weeks")
_UNITS = (*_DAYS, "sessions")
UNITS = {
    **dict.fromkeys(LEAD_TIMES, _DAYS),
    THEMATIC_SESSIONS: ("sessions",),
    THEMATIC_SESSION_DAYS: _DAYS,
    HEARING_DAYS: _DAYS,
    HEARING_DAYS_PHASE_ONE: _DAYS,
    NEGOTIATION_DAYS: _DAYS,
    FREE_DAYS: _DAYS,
}
"""In which units the amount of each policy is given."""


def check_policies(reader: Reader) -> None:
    """Note each policy that no rule asks for, and each in a unit that its rule does not count in."""
    root = reader.document.root
    rows = root.get("policies") if isinstance(root, Mapping) else None
    for index, row in enumerate(rows if isinstance(rows, Sequence) else ()):
        name, unit = (row.get("id"), row.get("unit")) if isinstance(row, Mapping) else (None, None)
        if not isinstance(name, str) or reader.full:
            continue
        if name not in UNITS:
            near = did_you_mean(name, UNITS)
            hint = "; ".join(filter(None, (near, f"the policies that rules know: {', '.join(UNITS)}")))
            reader.report("GP005", ("policies", index, "id"), f"no rule knows the policy {shown(name)}", hint)
        elif unit in _UNITS and unit not in UNITS[name]:
            message = f"the policy {shown(name)} is given in {shown(unit)}, which its rule does not count"
            reader.report("GP005", ("policies", index, "unit"), message, f"write {' or '.join(UNITS[name])}")
