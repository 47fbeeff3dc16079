"""The catalogue: one rule a file, its docstring its manual page; no rule imports another."""

from __future__ import annotations

from gcmplan.rules import (
    double_booked,
    duplicate_id,
    duplicate_key,
    expired_waiver,
    near_duplicate,
    outside_phase,
    possible_overlap,
    public_holiday,
    same_room,
    short_lead_time,
    stale_tbc,
    tight_travel,
    total_differs,
    unknown_reference,
    unreadable_date,
    unreadable_file,
    unsorted_events,
    unused_waiver,
    weekend,
    wrong_order,
    wrong_shape,
)

RULES = (
    unreadable_file.RULE,
    wrong_shape.RULE,
    unreadable_date.RULE,
    duplicate_id.RULE,
    unknown_reference.RULE,
    duplicate_key.RULE,
    double_booked.RULE,
    same_room.RULE,
    tight_travel.RULE,
    possible_overlap.RULE,
    near_duplicate.RULE,
    outside_phase.RULE,
    stale_tbc.RULE,
    weekend.RULE,
    public_holiday.RULE,
    wrong_order.RULE,
    short_lead_time.RULE,
    total_differs.RULE,
    unused_waiver.RULE,
    expired_waiver.RULE,
    unsorted_events.RULE,
)
"""Every rule, by code."""
