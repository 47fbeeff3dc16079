"""The UIDs that events have from other calendars: each once, and none of the plan's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.files.document import Mapping, Sequence
from gcmplan.text.escape import shown

if TYPE_CHECKING:
    from gcmplan.loading.validate import Reader

KEYS = frozenset({"uid", "calendar"})
"""The keys on which the check depends."""


def check_uids(reader: Reader) -> None:
    """Note each event whose UID another event has, or whose UID is of the plan's own domain."""
    root = reader.document.root
    rows = root.get("events") if isinstance(root, Mapping) else None
    calendar = root.get("calendar") if isinstance(root, Mapping) else None
    domain = calendar.get("domain") if isinstance(calendar, Mapping) else None
    seen: dict[str, int] = {}
    for index, row in enumerate(rows if isinstance(rows, Sequence) else ()):
        uid = row.get("uid") if isinstance(row, Mapping) else None
        if not isinstance(uid, str) or reader.full:
            continue
        where = ("events", index, "uid")
        if uid in seen:
            line = reader.document.position_of(("events", seen[uid])).line
            message = f"the uid {shown(uid)} is used a second time"
            reader.report("GP004", where, message, f"remove one; the first is in line {line}")
        elif isinstance(domain, str) and uid.endswith(f"@{domain}"):
            message = f"the uid {shown(uid)} is one of the plan's own calendars"
            reader.report("GP002", where, message, "remove it; an event that had another id has it under 'formerly'")
        seen.setdefault(uid, index)
