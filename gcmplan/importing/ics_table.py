"""Calendars: entries as rows, by the icalendar library; repeated entries by their days within the plan's phases."""

from __future__ import annotations

import re
import warnings
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from gcmplan.dates.span import MOST_SPANS, Certainty, Span, WhenError
from gcmplan.dates.when import When
from gcmplan.importing.entry_times import Time, days_of, known_zone, moments_in, starts_of, time_of
from gcmplan.importing.own_calendar import PRODUCT, own_rows
from gcmplan.importing.table import MOST_LINES, MOST_ROWS, CannotImportError, Cell, Row, Table, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEADING = ("title", "when", "hours", "timezone", "place", "note", "url", "uid", "doubt", "status")
_MOST_PARTS = 5 * MOST_ROWS
"""Entries with their reminders, and zones."""
_LONG = re.compile(rb"[^\n]{1000000}")
_TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")
"""Properties that give the days of an entry."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


class _Calendar(NamedTuple):
    """The facts of a calendar that its entries are read by."""

    zone: str
    """The zone of hours that are given in UTC; empty if the calendar names none."""
    within: Span | None
    """The days of the plan's phases, within which repeated entries are read."""
    changed: Mapping[str, Sequence[date]]
    """Moments of repetitions that are entries of their own, by the UID of the rule."""
    doubtful: Mapping[str, str]
    """Why the days of a rule are not sure, by its UID."""


class _Days(NamedTuple):
    """The days of an entry and of its repetitions; none if they cannot be read."""

    found: Time | None
    spans: Sequence[Span] = ()
    doubt: str = ""
    is_sure: bool = True


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
    about = _Calendar(known_zone(_text(calendar, "X-WR-TIMEZONE")), within, *_changes(events))
    return [heading, *(_row(event, about) for event in events)]


def _changes(events: Sequence[Any]) -> tuple[Mapping[str, Sequence[date]], Mapping[str, str]]:
    """Return the moments that entries of their own replace, and doubts about the rest, by the UID of a rule."""
    changed, doubtful = dict[str, list[date]](), dict[str, str]()
    changes = ((_text(event, "UID"), event) for event in events if "RECURRENCE-ID" in event)
    for uid, event in ((uid, event) for uid, event in changes if uid):
        try:
            changed.setdefault(uid, []).extend(moments_in(event, "RECURRENCE-ID"))
            if event["RECURRENCE-ID"].params.get("RANGE"):
                doubtful[uid] = "another entry changes it and all its later days"
        except Exception:  # noqa: BLE001 - the library raises whatever its parts raise
            doubtful[uid] = "another entry changes one of its days, and does not say which"
    return changed, doubtful


def _row(event: Any, about: _Calendar) -> Row:  # noqa: ANN401 - a component of the library
    title, status = _text(event, "SUMMARY"), _text(event, "STATUS").upper()
    days = _days(event, about)
    is_tbc = status == "TENTATIVE" or not days.is_sure
    when = _when(days.spans, Certainty.TBC if is_tbc else Certainty.CONFIRMED)
    hours, zone = (days.found.hours, days.found.zone) if days.found else ("", "")
    unread = "" if when or days.doubt else _unread("date", event)
    doubts = (days.found.doubt if days.found else "", days.doubt, unread)
    note = one_line(unescape(_TAG.sub(" ", _text(event, "DESCRIPTION"))))
    more = (_text(event, "LOCATION"), note, _text(event, "URL"), _text(event, "UID"))
    last = ("; ".join(filter(None, doubts)), "cancelled" if status == "CANCELLED" else "")
    texts = (title, when, hours, zone, *more, *last)
    return Row(f"entry '{title[:40]}'", tuple(map(Cell, texts)))


def _text(event: Any, name: str) -> str:  # noqa: ANN401
    """Return the text of a property, of several the first."""
    value = event.get(name, "")
    return one_line(str(value[0] if isinstance(value, list) else value))


def _days(event: Any, about: _Calendar) -> _Days:  # noqa: ANN401
    try:
        found = time_of(event, about.zone)
    except Exception:  # noqa: BLE001 - the library raises whatever its parts raise
        return _Days(None, doubt=_unread("date", event))
    try:
        return _repeated(event, found, about)
    except Exception:  # noqa: BLE001
        return _Days(found, doubt=_unread("repetition", event))


def _unread(part: str, event: Any) -> str:  # noqa: ANN401
    """Return a doubt with the properties that give the days, as the file writes them; none if there are none."""
    listed = ((name, value) for name in _TIMES for value in _listed(event.get(name, [])))
    words = ", ".join(f"{name} {_written(value)}" for name, value in listed)
    return f"its {part} cannot be read: {words}" if words else ""


def _listed(values: Any) -> list[Any]:  # noqa: ANN401
    return values if isinstance(values, list) else [values]


def _written(value: Any) -> str:  # noqa: ANN401
    try:
        written = value.to_ical()
        return one_line(written.decode() if isinstance(written, bytes) else written)[:100]
    except Exception:  # noqa: BLE001
        return one_line(str(value))[:100]


def _repeated(event: Any, found: Time, about: _Calendar) -> _Days:  # noqa: ANN401
    """Return the days of an entry and of its repetitions."""
    if "EXRULE" in event:
        return _Days(found, doubt=_unread("repetition", event))
    own, uid = moments_in(event, "RECURRENCE-ID"), _text(event, "UID")
    gone = days_of([*moments_in(event, "EXDATE"), *([] if own else about.changed.get(uid, []))], found, about.zone)
    within = about.within if "RRULE" in event else None
    starts = starts_of(event, found, gone, within, days_of(moments_in(event, "RDATE"), found, about.zone))
    doubt = "" if own else about.doubtful.get(uid, "")
    is_sure = not doubt
    if len(starts) > MOST_SPANS:
        doubt = f"it repeats more often than its first {MOST_SPANS} days, which are read"
    elif within and not starts:
        starts, doubt = [found.first], "it repeats, but not within the phases of the plan; its first day is read"
    spans = [Span(day, day + (found.last - found.first)) for day in starts[:MOST_SPANS]]
    return _Days(found, spans, doubt, is_sure)


def _when(days: Sequence[Span], certainty: Certainty) -> str:
    """Return days as the grammar writes them; empty if they are no date of a plan."""
    try:
        return str(When.known(*sorted(set(days)), certainty=certainty))
    except WhenError:
        return ""
