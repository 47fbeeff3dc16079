"""Calendars: entries as rows, by the icalendar library; repeated entries by their days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from gcmplan.dates.span import MOST_SPANS, Certainty, Span, WhenError
from gcmplan.dates.when import When
from gcmplan.importing.own_calendar import PRODUCT, own_rows
from gcmplan.importing.table import CannotImportError, Cell, Row, Table, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING = ("title", "when", "hours", "timezone", "place", "note", "url", "uid", "doubt")
_DAY = timedelta(days=1)
_UTC = {"UTC", "Etc/UTC"}
_FLOATING = "floating"
"""Hours without a zone are local wherever they are read (RFC 5545, 3.3.5)."""
_MORNING = time(8)
"""Hours that end by then on the next day are those of one night, as in a plan."""


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
    events = calendar.walk("VEVENT")
    if PRODUCT in _text(calendar, "PRODID"):
        return [own_rows(events)]
    # A repetition that was changed is an entry of its own, and is none of the rule's any more.
    changed: dict[str, set[date]] = {}
    for event in events:
        changed.setdefault(_text(event, "UID"), set()).update(_days_of(event, "RECURRENCE-ID"))
    return [[heading, *(_row(event, changed[_text(event, "UID")]) for event in events)]]


class _Time(NamedTuple):
    """The first entry of several alike: its first and last day, its hours and their zone, and a doubt about these."""

    first: date
    last: date
    hours: str = ""
    zone: str = ""
    doubt: str = ""


def _row(event: Any, changed: set[date]) -> Row:  # noqa: ANN401 - a component of the library
    title, status = _text(event, "SUMMARY"), _text(event, "STATUS").upper()
    found, days = _time(event), list[Span]()
    doubts = ["the calendar says that it is cancelled"] if status == "CANCELLED" else []
    if found:
        doubts.append(found.doubt)
        days = _days(event, found, changed)
    if "RDATE" in event:
        doubts.append("it has further days, which are not read")
    if len(days) == MOST_SPANS:
        doubts.append(f"it repeats more often than its first {MOST_SPANS} days, which are read")
    when = _when(days, Certainty.TBC if status == "TENTATIVE" else Certainty.CONFIRMED)
    hours, zone = (found.hours, found.zone) if found else ("", "")
    more = (_text(event, name) for name in ("LOCATION", "DESCRIPTION", "URL", "UID"))
    texts = (title, when, hours, zone, *more, "; ".join(filter(None, doubts)))
    return Row(f"entry '{title[:40]}'", tuple(map(Cell, texts)))


def _text(event: Any, name: str) -> str:  # noqa: ANN401
    return one_line(str(event.get(name, "")))


def _time(event: Any) -> _Time | None:  # noqa: ANN401
    """Return the days and hours of an entry; None if it has no start that can be read. No end is included."""
    try:
        start = event.decoded("DTSTART")
        end = event.decoded("DTEND") if "DTEND" in event else start + event.decoded("DURATION", timedelta())
        if not isinstance(start, datetime):
            return _Time(start, max(start, end - _DAY))
        return _timed(start, end, _zone_of(event, start))
    except (KeyError, ValueError, TypeError, OverflowError):
        return None


def _zone_of(event: Any, start: datetime) -> str:  # noqa: ANN401
    """Return the name of the zone of an entry's start; Outlook has names of its own. Empty if it is not known."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - as icalendar

    named = event["DTSTART"].params.get("TZID", "")
    if not named and start.tzinfo is None:
        return _FLOATING
    named = str(named or getattr(start.tzinfo, "key", start.tzinfo))
    zone = WINDOWS_TO_OLSON.get(named, named)
    try:
        return ZoneInfo(zone).key
    except (KeyError, ValueError, OSError):
        return ""


def _timed(start: datetime, end: datetime, zone: str) -> _Time:
    """Return the days and hours of an entry with hours in a zone."""
    first, last = start.date(), max(start, end).date()
    hours = f"{start:%H:%M}-{end:%H:%M}"
    if last == first + _DAY and end.time() <= min(_MORNING, start.time()):
        # A night: hours over midnight, or to its end.
        last, hours = first, hours.replace("-00:00", "-24:00")
    if start == end:
        return _Time(first, last, doubt=f"it begins at {start:%H:%M}; its end is not known")
    if last != first:
        return _Time(
            first, last, doubt=f"it lasts from {hours.replace('-', ' to ')}: the hours of each day are not known"
        )
    if zone == _FLOATING:
        return _Time(first, last, hours)
    if zone in _UTC or not zone:
        name = "UTC" if zone else "a zone that is not known"
        return _Time(first, last, doubt=f"hours and day are those of {name}, {hours}: those of the place are not known")
    return _Time(first, last, hours, zone)


def _days(event: Any, found: _Time, changed: set[date]) -> list[Span]:  # noqa: ANN401
    """Return the days of an entry and of its repetitions; none if the rule of these cannot be read."""
    try:
        starts = list(_starts(event, found.first, changed | _days_of(event, "EXDATE")))
    except (KeyError, ValueError, TypeError, OverflowError):
        return []
    return [Span(day, day + (found.last - found.first)) for day in starts]


def _starts(event: Any, start: date, gone: set[date]) -> Iterator[date]:  # noqa: ANN401
    """Yield the first days: that of the entry and those of its rule without those `gone`, as many as a date has."""
    if "RRULE" not in event:
        yield start
        return
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - for repeated entries alone

    local = datetime(start.year, start.month, start.day)  # noqa: DTZ001 - days alone count
    rule = event["RRULE"].to_ical().decode()
    parts = [part for part in rule.split(";") if not part.startswith("UNTIL=")]
    until = next((part[len("UNTIL=") :][:8] for part in rule.split(";") if part.startswith("UNTIL=")), "")
    days = (moment.date() for moment in rrulestr(";".join(parts), dtstart=local))
    wanted = takewhile(lambda day: not until or f"{day:%Y%m%d}" <= until, days)
    yield from islice((day for day in wanted if day not in gone), MOST_SPANS)


def _days_of(event: Any, name: str) -> set[date]:  # noqa: ANN401
    """Return the days of a property that may be there several times, each with several times."""
    values = event.get(name, [])
    listed = values if isinstance(values, list) else [values]
    moments = [one.dt for value in listed for one in getattr(value, "dts", [value])]
    return {moment.date() if isinstance(moment, datetime) else moment for moment in moments}


def _when(days: list[Span], certainty: Certainty) -> str:
    """Return days as the grammar writes them; empty if they are no date of a plan."""
    try:
        return str(When.known(*sorted(set(days)), certainty=certainty))
    except WhenError:
        return ""
