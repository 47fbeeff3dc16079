"""Meetings online whose hours hold in no time zone: they are no one place's, so the event has to name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.files.document import Mapping, Sequence
from gcmplan.plan.place import Place

if TYPE_CHECKING:
    from gcmplan.loading.validate import Reader

KEYS = {"hours", "timezone"}
"""The values to look at, besides the place."""
_HINT = "add the zone in which the hours hold, like 'timezone: Europe/Paris'"


def check_online(reader: Reader) -> None:
    """Note each event that is online at some hours, in no zone."""
    root = reader.document.root
    rows = root.get("events") if isinstance(root, Mapping) else None
    for index, row in enumerate(rows if isinstance(rows, Sequence) else ()):
        if isinstance(row, Mapping) and row.get("hours") and not row.get("timezone") and not reader.full:
            place = row.get("place")
            if isinstance(place, str) and Place.parse(place).is_online:
                message = "the hours of a meeting online are in no time zone"
                reader.report("GP002", ("events", index, "hours"), message, _HINT)
