"""A lint of calendar feeds, byte for byte. Nothing here asks gcmplan or a library how a feed is written."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

LONGEST = 75
UID = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9.-]+")
LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[A-Z-]+)*):(.*)")
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
ESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,n])*")
CUT_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\\Z")
MOMENT = re.compile(r"[0-9]{8}T[0-9]{6}Z")
DAY = re.compile(r"[0-9]{8}")
ONCE = {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP"}
ORDER = [
    "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "GEO",
    "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS", "TRANSP", "CATEGORIES", "COLOR", "URL", "RELATED-TO",
]  # fmt: skip
HEAD = [
    "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "REFRESH-INTERVAL",
    "X-PUBLISHED-TTL", "COLOR", "X-APPLE-CALENDAR-COLOR", "SOURCE", "URL",
]  # fmt: skip
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "COLOR"}


class Property(NamedTuple):
    """A line, unfolded: its name, its parameters as written, its value as written."""

    name: str
    parameters: str
    value: str


class Component(NamedTuple):
    """The properties of the calendar itself, or of an event."""

    properties: list[Property]

    def value(self, name: str) -> str:
        """Return the value of a property, or nothing."""
        return next((found.value for found in self.properties if found.name == name), "")

    def names(self) -> list[str]:
        return [found.name for found in self.properties]


def complaints(feed: bytes) -> list[str]:
    """Return what is wrong with a feed."""
    if found := bytes_wrong(feed):
        # Without whole lines there is nothing to compare.
        return found
    return [*(said for part in parsed(feed) for said in part_wrong(part)), *order_wrong(feed)]


def bytes_wrong(feed: bytes) -> list[str]:
    found = [] if feed.endswith(b"\r\n") else ["the last line has no end"]
    for line in feed.removesuffix(b"\r\n").split(b"\r\n"):
        if not line.strip():
            found.append("an empty line")
        if CUT_ESCAPE.search(line):
            found.append(f"an escape cut in two: {line!r}")
        if len(line) > LONGEST:
            found.append(f"{len(line)} octets: {line!r}")
        try:
            if HIDDEN.search(line.decode("utf-8")):
                found.append(f"a control character: {line!r}")
        except UnicodeDecodeError:
            found.append(f"a character cut in two: {line!r}")
    return found


def parsed(feed: bytes) -> list[Component]:
    """Return the calendar and its events; raises AssertionError for what is nested wrongly or is no property."""
    lines = feed.decode("utf-8", "replace").replace("\r\n ", "").splitlines()
    assert lines[0] == "BEGIN:VCALENDAR", lines[0]
    assert lines[-1] == "END:VCALENDAR", lines[-1]
    found = [Component([])]
    inside = False
    for line in lines[1:-1]:
        if line in {"BEGIN:VEVENT", "END:VEVENT"}:
            assert inside == line.startswith("END"), "nested"
            inside = not inside
            if inside:
                found.append(Component([]))
            continue
        match = LINE.fullmatch(line)
        assert match, f"no property: {line!r}"
        assert inside or len(found) == 1, f"between events: {line!r}"
        found[-1].properties.append(Property(*match.groups()))
    return found


def part_wrong(part: Component) -> list[str]:
    """Return what is wrong with the calendar's own properties, or those of an event."""
    names = part.names()
    is_event = "UID" in names
    order = ORDER if is_event else HEAD
    required = ONCE if is_event else set(HEAD[:9])
    found = [f"{name} stands {names.count(name)} times" for name in {*names, *required} if names.count(name) != 1]
    found += [f"{name} does not belong here" for name in names if name not in order]
    if names != [name for name in order if name in names]:
        found.append(f"out of order: {names}")
    found += [
        f"not escaped: {one.value!r}"
        for one in part.properties
        if one.name in TEXTS and not ESCAPED.fullmatch(one.value)
    ]
    return found + (event_wrong(part) if is_event else [])


def event_wrong(event: Component) -> list[str]:
    found = []
    starts = [one for one in event.properties if one.name in {"DTSTART", "DTEND"}]
    form, parameters = (DAY, ";VALUE=DATE") if "T" not in event.value("DTSTART") else (MOMENT, "")
    if any(one.parameters != parameters or not form.fullmatch(one.value) for one in starts):
        found.append(f"not two days or two times: {starts}")
    if event.value("DTSTART") >= event.value("DTEND"):
        found.append(f"over before it begins: {starts}")
    if not UID.fullmatch(event.value("UID")):
        found.append(f"an odd UID: {event.value('UID')!r}")
    if event.value("DTSTAMP") != event.value("LAST-MODIFIED") or not MOMENT.fullmatch(event.value("DTSTAMP")):
        found.append(f"DTSTAMP: {event.value('DTSTAMP')!r}")
    if not re.fullmatch("0|[1-9][0-9]*", event.value("SEQUENCE")):
        found.append(f"SEQUENCE: {event.value('SEQUENCE')!r}")
    if "COLOR" in event.names() and not re.fullmatch("[a-z]+", event.value("COLOR")):
        found.append(f"no name of a colour: {event.value('COLOR')!r}")
    if not re.fullmatch(r"(?:https?://[!-~]+)?", event.value("URL")):
        found.append(f"URL: {event.value('URL')!r}")
    return found


def order_wrong(feed: bytes) -> list[str]:
    keys = [(event.value("DTSTART"), event.value("UID")) for event in parsed(feed)[1:]]
    found = [f"{right} stands behind {left}" for left, right in pairwise(keys) if left > right]
    uids = [uid for _, uid in keys]
    return found + [f"two have the UID {uid}" for uid in set(uids) if uids.count(uid) > 1]
