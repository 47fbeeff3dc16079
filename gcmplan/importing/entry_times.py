"""The days and hours of an entry of a calendar, and of its repetitions.

Programs write hours with the zone's name of the IANA, of Windows, or behind a prefix of their own; others in UTC alone,
and the zone of the whole calendar.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from gcmplan.dates.span import MOST_SPANS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.dates.span import Span

_DAY = timedelta(days=1)
_UTC = {"UTC", "Etc/UTC"}
_FLOATING = "floating"
"""Hours without a zone are local wherever they are read (RFC 5545, 3.3.5)."""
_MORNING = time(8)
"""Hours that end by then on the next day are those of one night, as in a plan."""
_MOST_REPEATS = 40_000
"""Repetitions that are looked at: every day for a century."""
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_SLOW = {"BYMONTH", "BYYEARDAY", "BYWEEKNO"}
"""Parts of rules of days, weeks and months that may fit no day: dateutil looks for one to the year 9999."""
_PARTS = (2, 3)
"""Parts of the names of zones behind a prefix, as in "/freeassociation.sourceforge.net/Europe/Zurich"."""


class Time(NamedTuple):
    """The first entry of several alike: its first and last day, its hours and their zone, and a doubt about these."""

    first: date
    last: date
    hours: str = ""
    zone: str = ""
    doubt: str = ""
    start: datetime | None = None
    """The local moment of its start, if it has hours."""


def time_of(event: Any, own_zone: str) -> Time:  # noqa: ANN401
    """Return the days and hours of an entry; the library raises whatever its parts raise if they cannot be read.

    `own_zone` is the zone of the calendar, for hours in UTC; empty if it names none.
    """
    start = event.decoded("DTSTART")
    if not isinstance(start, date):
        raise TypeError(start)
    end = event.decoded("DTEND") if "DTEND" in event else start + event.decoded("DURATION", timedelta())
    if not isinstance(start, datetime):
        return Time(start, max(start, end - _DAY))
    if start.tzinfo and end.tzinfo:
        end = end.astimezone(start.tzinfo)
    zone = _zone_of(event, start)
    if zone not in _UTC or own_zone in {"", *_UTC}:
        return _timed(start, end, zone)._replace(start=start)
    start, end = (moment.astimezone(ZoneInfo(own_zone)) for moment in (start, end))
    found = _timed(start, end, own_zone)
    doubt = f"the calendar gives UTC; day and hours are those of its own zone, {own_zone}"
    return found._replace(start=start, doubt="; ".join(filter(None, (found.doubt, doubt))))


def _zone_of(event: Any, start: datetime) -> str:  # noqa: ANN401
    """Return the name of the zone of an entry's start; Outlook has names of its own. Empty if it is not known."""
    named = event["DTSTART"].params.get("TZID", "")
    if not named and start.tzinfo is None:
        return _FLOATING
    return known_zone(str(named or getattr(start.tzinfo, "key", start.tzinfo)))


def known_zone(name: str) -> str:
    """Return the IANA name of a zone; empty if it is not known."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - as icalendar

    parts = name.split("/")
    for one in (WINDOWS_TO_OLSON.get(name, name), *("/".join(parts[-number:]) for number in _PARTS)):
        try:
            return ZoneInfo(one).key
        except (KeyError, ValueError, OSError):
            continue
    return ""


def _timed(start: datetime, end: datetime, zone: str) -> Time:
    """Return the days and hours of an entry with hours in a zone; no end is included."""
    if start.time() == end.time() == time() and start < end and zone not in _UTC:
        # Outlook writes whole days from midnight to midnight.
        return Time(start.date(), (end - _DAY).date())
    first, last = start.date(), max(start, end).date()
    hours = f"{start:%H:%M}-{end:%H:%M}"
    if last > first and end.time() == time():
        # No end is included: midnight is the end of the day before.
        last, hours = last - _DAY, f"{start:%H:%M}-24:00"
    elif last == first + _DAY and end.time() <= min(_MORNING, start.time()):
        # A night: hours over midnight.
        last = first
    if start == end:
        return Time(first, last, doubt=f"it begins at {start:%H:%M}; its end is not known")
    if last != first:
        return Time(
            first, last, doubt=f"it lasts from {hours.replace('-', ' to ')}: the hours of each day are not known"
        )
    if zone == _FLOATING:
        return Time(first, last, hours)
    if zone in _UTC or not zone:
        name = "UTC" if zone else "a zone that is not known"
        return Time(first, last, doubt=f"hours and day are those of {name}, {hours}: those of the place are not known")
    return Time(first, last, hours, zone)


def starts_of(event: Any, found: Time, gone: set[date], within: Span | None, more: set[date]) -> list[date]:  # noqa: ANN401
    """Return the first days of an entry and its repetitions without those `gone`, one more than a date has at most.

    `more` are days besides those of its rule. A rule counts for days in `within` only.
    """
    if "RRULE" not in event:
        return sorted(({found.first} | more) - gone)
    length = found.last - found.first
    days = (day for day in _by_rule(event, found) if within is None or day + length >= within.first)
    wanted = (day for day in days if day not in gone)
    return sorted({*islice(_until(wanted, within), MOST_SPANS + 1), *more - gone})


def _until(days: Iterator[date], within: Span | None) -> Iterator[date]:
    for day in days:
        if within is not None and day > within.last:
            return
        yield day


def _by_rule(event: Any, found: Time) -> Iterator[date]:  # noqa: ANN401
    """Yield the days of a rule; its last moment is one of the zone of the entry, though it is written in UTC."""
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - for repeated entries alone

    rule = event["RRULE"]
    freq = str(rule.get("FREQ", [""])[0]).upper()
    if freq not in _FREQUENCIES or (freq != "YEARLY" and not _SLOW.isdisjoint(rule)):
        raise ValueError(freq)
    parts = [part for part in rule.to_ical().decode().split(";") if not part.startswith("UNTIL=")]
    first = found.start or datetime(found.first.year, found.first.month, found.first.day)  # noqa: DTZ001 - as it is local
    until = next(iter(rule.get("UNTIL", [])), None)
    if isinstance(until, datetime) and until.tzinfo and first.tzinfo:
        until = until.astimezone(first.tzinfo)
    for moment in islice(rrulestr(";".join(parts), dtstart=first.replace(tzinfo=None)), _MOST_REPEATS):
        if until is not None and _is_after(moment, until):
            return
        yield moment.date()


def _is_after(moment: datetime, until: date) -> bool:
    if isinstance(until, datetime):
        return moment > until.replace(tzinfo=None)
    return moment.date() > until


def moments_in(event: Any, name: str) -> list[date]:  # noqa: ANN401
    """Return the moments of a property that may be there several times, each with several times.

    Raises:
        ValueError: one is a period.

    """
    values = event.get(name, [])
    listed = values if isinstance(values, list) else [values]
    moments = [one.dt for value in listed for one in getattr(value, "dts", [value])]
    if not all(isinstance(moment, date) for moment in moments):
        raise ValueError(name)
    return moments


def days_of(moments: Iterable[date], found: Time, own_zone: str) -> set[date]:
    """Return the days of moments, in the zone of the start of an entry."""
    return {_day_of(moment, found, own_zone) for moment in moments}


def _day_of(moment: date, found: Time, own_zone: str) -> date:
    if not isinstance(moment, datetime):
        return moment
    zone = found.start.tzinfo if found.start else None
    if zone is None and str(moment.tzinfo) in _UTC and own_zone:
        zone = ZoneInfo(own_zone)
    return (moment.astimezone(zone) if zone and moment.tzinfo else moment).date()
