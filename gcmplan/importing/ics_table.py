"""Calendars: entries as rows, by the icalendar library; repeated entries by their days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from gcmplan.dates.span import MOST_SPANS, Certainty, Span, WhenError
from gcmplan.dates.when import When
from gcmplan.importing.table import CannotImportError, Cell, Row, Table, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING = ("title", "when", "hours", "place", "note", "url", "doubt")
_DAY = timedelta(days=1)


def tables(data: bytes) -> list[Table]:
    """Return the one table of a calendar; its first row has the keys of events.

    Raises:
        CannotImportError: the file is no calendar.

    """
    import icalendar  # noqa: PLC0415 - 0.15 s, for calendars alone

    try:
        calendar = icalendar.Calendar.from_ical(data)
    except Exception as error:  # noqa: BLE001 - the library raises whatever its parts raise
        raise CannotImportError(f"this is no calendar: {one_line(str(error))[:100]}", "export it anew") from None
    heading = Row("heading", tuple(map(Cell, HEADING)))
    return [[heading, *map(_row, calendar.walk("VEVENT"))]]


def _row(event: Any) -> Row:  # noqa: ANN401 - a component of the library
    title = _text(event, "SUMMARY")
    hours, doubt = _hours(event)
    status = _text(event, "STATUS").upper()
    certainty = Certainty.TBC if status == "TENTATIVE" else Certainty.CONFIRMED
    if status == "CANCELLED":
        doubt = f"{doubt}; the calendar says that it is cancelled".removeprefix("; ")
    days = _days(event)
    if len(days) == MOST_SPANS:
        doubt = f"{doubt}; it repeats more often than its first {MOST_SPANS} days, which are read".removeprefix("; ")
    when = _when(days, certainty)
    texts = (title, when, hours, *(_text(event, name) for name in ("LOCATION", "DESCRIPTION", "URL")), doubt)
    return Row(f"entry '{title[:40]}'", tuple(map(Cell, texts)))


def _text(event: Any, name: str) -> str:  # noqa: ANN401
    return one_line(str(event.get(name, "")))


def _days(event: Any) -> list[Span]:  # noqa: ANN401
    """Return the days of an entry, those of its repetitions too; none if they cannot be read."""
    try:
        start = event.decoded("DTSTART")
        end = event.decoded("DTEND") if "DTEND" in event else start + event.decoded("DURATION", timedelta())
        first, last = _day(start), _day(end)
        if not isinstance(start, datetime) and last > first:
            # The end of whole days is not included.
            last -= _DAY
        length = max(last - first, timedelta())
        return [Span(day, day + length) for day in _starts(event, start)]
    except (KeyError, ValueError, TypeError, OverflowError):
        return []


def _starts(event: Any, start: date) -> Iterator[date]:  # noqa: ANN401
    """Yield the first days: that of the entry, and those of its rule, as many as a date can have."""
    if "RRULE" not in event:
        yield _day(start)
        return
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - for repeated entries alone

    local = datetime(start.year, start.month, start.day)  # noqa: DTZ001 - days alone count
    rule = event["RRULE"].to_ical().decode()
    parts = [part for part in rule.split(";") if not part.startswith("UNTIL=")]
    until = next((part[len("UNTIL=") :][:8] for part in rule.split(";") if part.startswith("UNTIL=")), "")
    for moment in islice(rrulestr(";".join(parts), dtstart=local), MOST_SPANS):
        if until and f"{moment:%Y%m%d}" > until:
            return
        yield moment.date()


def _hours(event: Any) -> tuple[str, str]:  # noqa: ANN401
    """Return the hours, if they are local; else a doubt that has them."""
    start, end = event.get("DTSTART"), event.get("DTEND")
    first, last = (getattr(one, "dt", None) for one in (start, end))
    if not (isinstance(first, datetime) and isinstance(last, datetime)) or first.date() != last.date():
        return "", ""
    hours = f"{first:%H:%M}-{last:%H:%M}"
    if first.utcoffset() == timedelta() and str(first.tzinfo) in {"UTC", "Etc/UTC", "utc"}:
        return "", f"hours and day are those of UTC, {hours}: those of the place are not known"
    return hours, ""


def _when(days: list[Span], certainty: Certainty) -> str:
    """Return days as the grammar writes them; empty if they are no date of a plan."""
    try:
        return str(When.known(*sorted(set(days)), certainty=certainty))
    except WhenError:
        return ""


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
