"""Time zones as they are named on the command line: of the IANA database, by a city, or by what they are from UTC."""

from __future__ import annotations

import re
from datetime import timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from gcmplan.errors import AmbiguousValueError, GcmplanError, UnknownValueError
from gcmplan.text.accents import folded, unaccented
from gcmplan.text.pattern import lazy

if TYPE_CHECKING:
    from datetime import tzinfo

    from gcmplan.plan.workplan import Workplan

_OFFSET = lazy(
    r"(?:UTC|GMT)?\s*(?P<sign>[+\-\u2212])\s*(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?", re.IGNORECASE
)
_UTC = {"utc", "gmt", "z", "zulu"}
_MOST_HOURS, _HOUR = 14, 60
_LONGEST_SHORT = 4
_MEANT = {
    "EST": "New_York", "EDT": "New_York", "ET": "New_York", "CST": "Chicago, or Shanghai", "CDT": "Chicago",
    "MST": "Denver", "MDT": "Denver", "PST": "Los_Angeles", "PDT": "Los_Angeles", "HST": "Honolulu",
    "BST": "London, or Dhaka", "WET": "Lisbon", "WEST": "Lisbon", "CET": "Paris", "CEST": "Paris", "MET": "Paris",
    "EET": "Athens", "EEST": "Athens", "MSK": "Moscow", "IST": "Kolkata, Jerusalem or Dublin", "SGT": "Singapore",
    "JST": "Tokyo", "KST": "Seoul", "EAT": "Nairobi", "WAT": "Lagos", "CAT": "Maputo", "SAST": "Johannesburg",
    "AEST": "Sydney", "AEDT": "Sydney", "NZST": "Auckland", "NZDT": "Auckland", "BRT": "Sao_Paulo", "GST": "Dubai",
}  # fmt: skip
"""Abbreviations hide whether the clocks are changed, and some mean several zones: the city is asked for."""
_HIDDEN = ("Etc/", "posix/", "right/", "SystemV/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/")
"""Other names of zones that have one: their last parts are no cities."""


class AbbreviatedZoneError(GcmplanError):
    """An abbreviation of a time zone."""

    def __init__(self, text: str, city: str) -> None:
        """Name the city that is meant."""
        super().__init__(f"{text!r} is no time zone: several share it, or the clocks there are changed")
        self.hint = f"name the city: {city}"


def find_zone(plan: Workplan, text: str) -> tzinfo:
    """Return a time zone: a name of the IANA database, a place of the plan, the city of a name, or an offset from UTC.

    An offset is read as in ISO 8601: `+02:00`, `UTC+2` and `GMT+2` are two hours ahead of UTC.

    Raises:
        UnknownValueError: it is no such name.
        AmbiguousValueError: several names end so.
        AbbreviatedZoneError: it is an abbreviation such as EST.

    """
    if zone := offset_from(text):
        return zone
    wanted, city = _plain(text), folded(text)
    for place in plan.places:
        if city and city in map(folded, (place.name, *place.also)):
            return ZoneInfo(place.timezone)
    names = sorted(available_timezones())
    whole = [name for name in names if _plain(name) == wanted and _is_whole(name)]
    cities = [name for name in names if city and _city(name) == city]
    fitting = whole or cities
    if not fitting and text.strip().upper() in _MEANT:
        raise AbbreviatedZoneError(text.strip(), _MEANT[text.strip().upper()])
    if len(fitting) > 1:
        raise AmbiguousValueError("time zone", text, fitting)
    if fitting:
        return ZoneInfo(fitting[0])
    in_region = [name for name in names if wanted and _plain(name).startswith(f"{wanted}/") and _city(name)]
    if in_region:
        raise UnknownValueError("time zone", text, in_region)
    known = list(dict.fromkeys(place.timezone for place in plan.places))
    raise UnknownValueError("time zone", text, known, [name.rpartition("/")[2] for name in names if _city(name)])


def offset_from(text: str) -> tzinfo | None:
    """Return the zone of "UTC", "+02:00" or "GMT+2" (two hours ahead of UTC); None if a text is no offset."""
    if text.strip().lower() in _UTC:
        return ZoneInfo("UTC")
    found = _OFFSET.fullmatch(text.strip())
    if not found:
        return None
    minutes = int(found["hours"]) * _HOUR + int(found["minutes"] or 0)
    if minutes > _MOST_HOURS * _HOUR or int(found["minutes"] or 0) >= _HOUR:
        raise UnknownValueError("time zone", text, ["UTC-14:00 to UTC+14:00"])
    return timezone(timedelta(minutes=minutes if found["sign"] == "+" else -minutes))


def _plain(text: str) -> str:
    """Return a whole name so that letter case, accents and blanks make no difference; the sign of an offset does."""
    return unaccented(text.strip()).replace(" ", "_")


def _is_whole(name: str) -> bool:
    """Whether a name says which zone it is: Europe/Zurich, Japan; not EST, EST5EDT."""
    return "/" in name or (name.isalpha() and len(name) > _LONGEST_SHORT and name.upper() not in _MEANT)


def _city(name: str) -> str:
    """Return the last part of a zone's name; nothing if that is no city."""
    region, slash, city = name.rpartition("/")
    return folded(city) if slash and not f"{region}/".startswith(_HIDDEN) else ""
