"""Plain text for pipes: one event a line, its facts between tabs, nothing cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.views.row import Record

COLUMNS = ("id", "earliest", "latest", "when", "phase", "group", "kind", "status", "place", "title")


def render(records: Iterable[Record]) -> Iterator[str]:
    """Yield a line for each record: the `COLUMNS`, without a heading; marks come before the title, as in calendars."""
    for record in records:
        when = record.when
        cells = (
            record.id,
            when.earliest,
            when.latest,
            when,
            record.phase,
            record.group.id if record.group else None,
            record.kind,
            record.status,
            record.place,
            f"{_marks(record)}{record.title}",
        )
        yield "\t".join("" if cell is None else visible(str(cell)) for cell in cells) + "\n"


def _marks(record: Record) -> str:
    """Return "[TBC] " of an event that is not sure itself, "[DATES DIFFER] " of one whose date is disputed."""
    marks = (record.mark, "DATES DIFFER" if record.is_disputed else "")
    return "".join(f"[{mark}] " for mark in marks if mark)
