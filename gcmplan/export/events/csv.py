"""CSV for spreadsheets (RFC 4180): one row for each span of known days, no cell a formula.

Excel in most of Europe takes a semicolon as a separator of cells, whatever is around it, so the text after one must not
begin a formula either.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from gcmplan.text.escape import one_line, without_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.views.row import Record

COLUMNS = (
    "id", "title", "short", "phase", "group", "kind", "status", "when", "certainty", "first_day", "last_day", "exact",
    "place", "place_certainty", "country", "venue", "body", "mandate", "source", "disputed", "documents",
)  # fmt: skip

_MARK = "\ufeff"
_SIGN = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
"""By which a spreadsheet knows a formula; Japanese ones take wide signs, too."""
_FORMULA = re.compile(rf"^(?=\s*{_SIGN})|;(?=[\s\"]*{_SIGN})")


def render(records: Iterable[Record], *, marked: bool = False) -> Iterator[str]:
    """Yield the heading and the rows, each with its line end (CR LF); `marked` puts a byte order mark before them."""
    if marked:
        yield _MARK
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
        record.status, record.when, record.sureness.value, first, last, "yes" if record.when.exact else "no",
        place.name if place else None, place.certainty.value if place else None,
        record.place_row.country if record.place_row else None, record.venue, record.body, record.mandate,
        record.source, "yes" if record.is_disputed else "no", "; ".join(record.documents) or None,
    )  # fmt: skip


def _cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe makes it text."""
    return "" if value is None else _FORMULA.sub(r"\g<0>'", without_marks(one_line(str(value))))
