"""Calendars: entries as rows, by the icalendar library; repeated entries by their days within the plan's phases."""

from __future__ import annotations

import re
import warnings
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from gcmplan.dates.span import MOST_SPANS, Certainty, Span, WhenError
from gcmplan.dates.when import When
from gcmplan.importing.entry_times import days_in, known_zone, starts_of, time_of
from gcmplan.importing.own_calendar import PRODUCT, own_rows
from gcmplan.importing.table import MOST_LINES, MOST_ROWS, CannotImportError, Cell, Row, Table, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gcmplan.importing.entry_times import Time

HEADING = ("title", "when", "hours", "timezone", "place", "note", "url", "uid", "doubt")
_MOST_PARTS = 5 * MOST_ROWS
"""Entries with their reminders, and zones."""
_LONG = re.compile(rb"[^\n]{1000000}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


class _Calendar(NamedTuple):
    """The facts of a calendar that its entries are read by."""

    zone: str
    """The zone of hours that are given in UTC; empty if the calendar names none."""
    within: Span | None
    """The days of the plan's phases, within which repeated entries are read."""
    changed: Mapping[str, set[date]]
    """Days of repetitions that are entries of their own, by the UID of the rule."""


def tables(data: bytes, within: Span | None = None) -> list[Table]:
    """Return the one table of a calendar; its first row has the keys of events.

    Raises:
        CannotImportError: the file is no calendar.

    """
    with warnings.catch_warnings():
        # The library warns of what a zone's name may mean.
        warnings.simplefilter("ignore")
        return [_table(data, within)]


def _table(data: bytes, within: Span | None) -> Table:
    import icalendar  # noqa: PLC0415 - 0.15 s, for calendars alone

    if data.count(b"BEGIN:VEVENT") > MOST_ROWS:
        raise CannotImportError(f"the calendar has more than {MOST_ROWS:,} entries", "split it")
    if data.count(b"\n") > MOST_LINES or data.count(b"BEGIN:") > _MOST_PARTS or _LONG.search(data):
        raise CannotImportError("the calendar has too many lines or parts", "export it anew")
    try:
        calendar = icalendar.Calendar.from_ical(data)
    except Exception as error:  # noqa: BLE001 - the library raises whatever its parts raise
        raise CannotImportError(f"this is no calendar: {one_line(str(error))[:100]}", "export it anew") from None
    heading = Row("heading", tuple(map(Cell, HEADING)))
    events = calendar.walk("VEVENT")
    if PRODUCT in _text(calendar, "PRODID"):
        return own_rows(events)
    zone, changed = known_zone(_text(calendar, "X-WR-TIMEZONE")), dict[str, set[date]]()
    for event in events:
        changed.setdefault(_text(event, "UID"), set()).update(days_in(event, "RECURRENCE-ID", zone))
    about = _Calendar(zone, within, changed)
    return [heading, *(_row(event, about) for event in events)]


def _row(event: Any, about: _Calendar) -> Row:  # noqa: ANN401 - a component of the library
    title, status = _text(event, "SUMMARY"), _text(event, "STATUS").upper()
    found, days = time_of(event, about.zone), list[Span]()
    doubts = ["the calendar says that it is cancelled"] if status == "CANCELLED" else []
    if found:
        doubts.append(found.doubt)
        days, doubt = _days(event, found, about)
        doubts.append(doubt)
    when = _when(days, Certainty.TBC if status == "TENTATIVE" else Certainty.CONFIRMED)
    hours, zone = (found.hours, found.zone) if found else ("", "")
    note = one_line(unescape(_TAG.sub(" ", _text(event, "DESCRIPTION"))))
    more = (_text(event, "LOCATION"), note, _text(event, "URL"), _text(event, "UID"))
    texts = (title, when, hours, zone, *more, "; ".join(filter(None, doubts)))
    return Row(f"entry '{title[:40]}'", tuple(map(Cell, texts)))


def _text(event: Any, name: str) -> str:  # noqa: ANN401
    return one_line(str(event.get(name, "")))


def _days(event: Any, found: Time, about: _Calendar) -> tuple[list[Span], str]:  # noqa: ANN401
    """Return the days of an entry and of its repetitions, and a doubt; no days if their rule cannot be read."""
    gone = days_in(event, "EXDATE", about.zone)
    gone |= about.changed[_text(event, "UID")] if "RECURRENCE-ID" not in event else set()
    within = about.within if "RRULE" in event else None
    try:
        starts = starts_of(event, found, gone, within, days_in(event, "RDATE", about.zone))
    except (KeyError, ValueError, TypeError, OverflowError):
        return [], "its repetition cannot be read" if "RRULE" in event else ""
    doubt = ""
    if len(starts) > MOST_SPANS:
        doubt = f"it repeats more often than its first {MOST_SPANS} days, which are read"
    elif within and not starts:
        starts, doubt = [found.first], "it repeats, but not within the phases of the plan; its first day is read"
    return [Span(day, day + (found.last - found.first)) for day in starts[:MOST_SPANS]], doubt


def _when(days: list[Span], certainty: Certainty) -> str:
    """Return days as the grammar writes them; empty if they are no date of a plan."""
    try:
        return str(When.known(*sorted(set(days)), certainty=certainty))
    except WhenError:
        return ""
