"""The columns of a workbook, and the values of its rows: as they are shown, and as they were when it was exported.

The hidden sheet of the values at the time of the export is read by `import`: so it finds the cells that were changed in
the workbook, and the rows that were changed in the plan since. It needs no revision of git: a plan that was never
committed can be exported, too, and the same plan still gives the same bytes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.importing.own_format import DAYS
from gcmplan.text.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from gcmplan.views.row import Record


class Column(NamedTuple):
    """A column of the sheet of events: its heading, how many letters wide it is, and what the legend says of it."""

    heading: str
    width: int
    meaning: str
    is_hidden: bool = False


EVENTS = (
    Column("When", 27, "The date in the words of the plan."),
    Column("Short title", 31, "A shorter title, if there is one."),
    Column("Title", 96, "The words of the document."),
    Column("Place", 16, "A city, or a country if the city is not known."),
    Column("Group", 13, "The line of the colour key."),
    Column("Status", 11, "scheduled, postponed or cancelled."),
    Column("First day", 12, "The first day; of a window, the first that is possible."),
    Column("Last day", 12, "The last day; of a window, the last that is possible."),
    Column("Id", 96, "", is_hidden=True),
)
"""The columns that a person reads first, on a few printed pages; the hidden ids stay beside their rows when sorted."""
DETAILS = (
    Column("Id", 28, "The name by which gcmplan knows it; it never changes. Each row has that of the row of Events."),
    Column("When", 22, "The date in the words of the plan."),
    Column("Days known", 12, "yes: on these days. no: some time from the first day to the last, if these are known."),
    Column("Certainty", 11, "How sure the event is on this date."),
    Column("Kind", 11, "meeting, document or milestone; deadline, session: beside the events."),
    Column("Phase", 8, "The phase of the plan, if it belongs to one."),
    Column("Place is", 11, "How sure the place is."),
    Column("Country", 9, "Two letters, ISO 3166-1."),
    Column("Venue", 28, "Room and building."),
    Column("Body", 24, "Whose meeting it is."),
    Column("Mandate", 10, "The operative paragraph that asks for it."),
    Column("Source", 36, "The document that says so."),
    Column("Disputed", 10, "yes: another official document gives another date, and no waiver accepts that."),
    Column("Documents", 48, "Where other official documents say otherwise or more, unless they are superseded."),
)
COLUMNS = tuple({column.heading: column for column in (*EVENTS, *DETAILS)}.values())


def values_of(record: Record, first: date | None, last: date | None) -> dict[str, object]:
    """Return the values of the columns by their headings."""
    when, place = record.when, record.place
    return {
        "When": str(when), "First day": first, "Last day": last, "Days known": "yes" if when.exact else "no",
        "Certainty": record.sureness.value, "Short title": record.short, "Title": record.title,
        "Group": record.group.short if record.group else None, "Kind": record.kind, "Status": record.status,
        "Phase": record.phase, "Place": place.name if place else None,
        "Place is": place.certainty.value if place else None,
        "Country": record.place_row.country if record.place_row else None, "Venue": record.venue,
        "Body": record.body, "Mandate": record.mandate, "Source": record.source, "Id": record.id,
        "Disputed": "yes" if record.is_disputed else "no", "Documents": "; ".join(record.documents) or None,
    }  # fmt: skip


def days_of(record: Record) -> Iterable[tuple[date | None, date | None]]:
    """Return the first and the last day of each row of an event: of its spans, or of its window."""
    return record.when.spans or (record.when.window or (None, None),)


def exported(records: Iterable[Record]) -> Iterator[tuple[str, str]]:
    """Yield the id of each event and its values as JSON, without the columns of days: each row has its own."""
    for record in records:
        yield record.id, json.dumps(shown_values(record), ensure_ascii=False)


def shown_values(record: Record) -> dict[str, str | list[str]]:
    """Return the texts of an event by the headings that are filled, and its days as "2017-05-08/2017-05-09".

    Documents are no values of its own.
    """
    values = values_of(record, None, None)
    texts = {key: one_line(str(value)) for key, value in values.items() if value is not None and key != "Documents"}
    return texts | {DAYS: [f"{first}/{last}" for first, last in days_of(record) if first]}
