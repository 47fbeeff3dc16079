"""Dates beside the names of events: with what makes an event unsure though its date is sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.dates.span import Certainty

if TYPE_CHECKING:
    from gcmplan.plan.model import Event
    from gcmplan.views.row import Record


def dated(one: Event | Record) -> str:
    """Return a date; behind it whether the event itself is not sure, or is put off: "11 May 2027 (event TBC)"."""
    remarks = [
        f"event {one.certainty.upper()}" if one.certainty is not Certainty.CONFIRMED else "",
        one.status if one.status != "scheduled" else "",
    ]
    told = ", ".join(filter(None, remarks))
    return f"{one.when} ({told})" if told else str(one.when)
