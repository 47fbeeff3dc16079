"""The catalogue: one rule a file, its docstring its manual page; no rule imports another."""

from __future__ import annotations

from gcmplan.rules import double_booked, possible_overlap, same_room, tight_travel

RULES = (
    double_booked.RULE,
    same_room.RULE,
    tight_travel.RULE,
    possible_overlap.RULE,
)
"""Every rule, by code. Those about waivers stand where they find what the others met."""
