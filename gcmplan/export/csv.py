"""CSV for spreadsheets (RFC 4180): one row for each span of known days, no cell a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from gcmplan.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.record import Record

COLUMNS = (
    "id", "title", "short", "phase", "group", "kind", "status", "when", "certainty", "first_day", "last_day", "exact",
    "place", "place_certainty", "country", "venue", "body", "mandate", "source",
)  # fmt: skip


def render(records: Iterable[Record]) -> Iterator[str]:
    """Yield the heading and the rows, each with its line end (CR LF)."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for record in records:
        for first, last in record.when.spans or (record.when.window or (None, None),):
            writer.writerow([_cell(value) for value in _row(record, first, last)])
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _row(record: Record, first: object, last: object) -> tuple[object, ...]:
    place = record.place
    return (
        record.id, record.title, record.short, record.phase, record.group.short if record.group else None, record.kind,
        record.status, record.when, record.when.certainty.value, first, last, "yes" if record.when.exact else "no",
        place.name if place else None, place.certainty.value if place else None,
        record.place_row.country if record.place_row else None, record.venue, record.body, record.mandate,
        record.source,
    )  # fmt: skip


def _cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe makes it text."""
    text = "" if value is None else visible(str(value))
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) else text
