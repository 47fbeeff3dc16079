"""iCalendar (RFC 5545, RFC 7986) for calendars that subscribe: the same feed gives the same bytes.

Lines end with CR LF and hold at most 75 octets. There is no METHOD, ORGANIZER, VALARM or VTODO: these make events
read-only, refused or noisy. Times are in UTC: zones written out are read an hour late by some clients.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from icalendar.parser import Contentline

from gcmplan.css_color import nearest_name
from gcmplan.feed import Standing
from gcmplan.model import Event, Kind
from gcmplan.record import DEADLINE
from gcmplan.span import WEEKDAYS, Certainty, day_text
from gcmplan.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.feed import Feed, Part
    from gcmplan.record import Entry
    from gcmplan.workplan import Workplan

_LONGEST = 75
_REFRESHED = "PT12H"
_PARTS_OF_ADDRESSES = "%:/?#[]@!$&'()*+,;=~"
_BUSY = "X-MICROSOFT-CDO-BUSYSTATUS"
"""What Outlook reads before TRANSP and STATUS."""
_STATUS = {
    Standing.SURE: ("STATUS:CONFIRMED",),
    Standing.UNSURE: ("STATUS:TENTATIVE", f"{_BUSY}:TENTATIVE"),
    Standing.WINDOW: ("STATUS:TENTATIVE", f"{_BUSY}:FREE"),
    Standing.POSTPONED: ("STATUS:TENTATIVE", f"{_BUSY}:FREE"),
    Standing.CANCELLED: ("STATUS:CANCELLED", f"{_BUSY}:FREE"),
}
_DOUBTS = {
    Standing.UNSURE: "These days are not confirmed yet.",
    Standing.WINDOW: "The days are not known yet: this is the time in which they lie.",
}


def render(plan: Workplan, feed: Feed, base_url: str | None = None, source: str | None = None) -> Iterator[str]:
    """Yield the calendar's head, each of its events and its end.

    `base_url` is the page of the plan: an event that has no page of its own is found there below its id. `source` is
    the address of the feed itself.
    """
    yield _folded(_head(plan, feed, base_url, source))
    writer = _Writer(plan, base_url)
    for part in feed.parts:
        yield _folded(writer.lines(part))
    yield _folded(["END:VCALENDAR"])


def _head(plan: Workplan, feed: Feed, base_url: str | None, source: str | None) -> Iterator[str]:
    left_out = f". Not in this calendar: {feed.left_out}" if str(feed.left_out) else ""
    about = _text(f"{plan.title}, as of {day_text(plan.as_of)}{left_out}.")
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gcmplan//gcmplan//EN", "CALSCALE:GREGORIAN")
    yield from (f"NAME:{_text(feed.name)}", f"X-WR-CALNAME:{_text(feed.name)}")
    yield from (f"DESCRIPTION:{about}", f"X-WR-CALDESC:{about}")
    yield from (f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESHED}", f"X-PUBLISHED-TTL:{_REFRESHED}")
    if feed.group:
        yield from (f"COLOR:{nearest_name(feed.group.color)}", f"X-APPLE-CALENDAR-COLOR:{feed.group.color}")
    if source:
        yield f"SOURCE;VALUE=URI:{_address(source)}"
    if base_url:
        yield f"URL:{_address(base_url)}"


class _Writer:
    """Writes parts of events. What was removed may name a group, body or place that the plan no longer has."""

    def __init__(self, plan: Workplan, base_url: str | None) -> None:
        self.domain, self.base_url = plan.calendar.domain, base_url
        self.groups = {group.id: group for group in plan.groups}
        self.bodies = {body.id: body.name for body in plan.bodies}
        self.places = {place.name: place for place in plan.places}
        self.states = {state.alpha2: state.name for state in plan.states}

    def lines(self, part: Part) -> Iterator[str]:
        """Yield the lines of a VEVENT, always in the same order."""
        entry, edition, standing = part.entry, part.edition, part.standing
        changed = f"{edition.changed:%Y%m%dT%H%M%SZ}"
        yield from ("BEGIN:VEVENT", f"UID:{part.uid}@{self.domain}")
        yield from (f"DTSTAMP:{changed}", f"LAST-MODIFIED:{changed}", f"SEQUENCE:{edition.sequence}")
        form = ":%Y%m%dT%H%M%SZ" if part.local else ";VALUE=DATE:%Y%m%d"
        yield from (f"DTSTART{part.start:{form}}", f"DTEND{part.end:{form}}")
        yield f"SUMMARY:{_summary(entry, standing)}"
        yield "DESCRIPTION:" + r"\n".join(
            _text(line) for text in self.description(part) if text for line in text.splitlines() if line.strip()
        )
        if isinstance(entry, Event):
            yield from self.place(entry)
        yield from _STATUS[standing]
        busy = part.local and standing in {Standing.SURE, Standing.UNSURE}
        yield "TRANSP:OPAQUE" if busy else "TRANSP:TRANSPARENT"
        if categories := ",".join(map(_text, self.categories(entry))):
            yield f"CATEGORIES:{categories}"
        if url := getattr(entry, "url", None) or (self.base_url and f"{self.base_url}#{entry.id}"):
            yield f"URL:{_address(url)}"
        if part.parent:
            yield f"RELATED-TO:{part.parent}@{self.domain}"
        yield "END:VEVENT"

    def description(self, part: Part) -> Iterator[str | None]:
        """Yield what is to be read besides the summary, in paragraphs."""
        entry = part.entry
        if isinstance(entry, Event):
            yield entry.title if entry.short else None
        yield f"When: {entry.when}"
        yield _DOUBTS.get(part.standing)
        if isinstance(entry, Event):
            yield self.hours(entry, part)
            yield f"Place: {entry.place}" if entry.place and entry.place.certainty is not Certainty.CONFIRMED else None
            group = self.groups.get(entry.group)
            body = self.bodies.get(entry.body or (group.body if group else None) or "")
            yield f"Meeting of: {body}" if body and entry.kind is Kind.MEETING else None
            mandate = entry.mandate or (group.mandate if group else None)
            yield f"Mandate: {mandate}" if mandate else None
        else:
            yield f"For: {entry.audience}"
        yield entry.note
        yield f"Source: {entry.source}"

    def hours(self, event: Event, part: Part) -> str | None:
        """Return the local hours: of the part if it has its own, else of each day."""
        row = self.places.get(event.place.name or "") if event.place else None
        zone = f" in {row.name} ({row.timezone})" if row else ""
        if part.local:
            day, slot = part.local
            return f"Time: {slot} on {WEEKDAYS[day.weekday()]}, {day_text(day)}, local time{zone}"
        return f"Hours: {event.hours}, local time{zone}" if event.hours else None

    def place(self, event: Event) -> Iterator[str]:
        """Yield room, building, city and country, and the coordinates if the place is sure."""
        row = self.places.get(event.place.name or "") if event.place else None
        country = self.states.get(row.country, row.country) if row else None
        named = event.place if event.place and event.place.name else None
        parts = (event.venue, named, country if row and country != row.name else None)
        if location := ", ".join(str(part) for part in parts if part):
            yield f"LOCATION:{_text(location)}"
        sure = named and named.certainty is Certainty.CONFIRMED
        if row and sure and row.latitude is not None and row.longitude is not None:
            yield f"GEO:{row.latitude:.6f};{row.longitude:.6f}"

    def categories(self, entry: Entry) -> Iterator[str]:
        """Yield the phase and the word of the group."""
        if not isinstance(entry, Event):
            yield DEADLINE.capitalize()
            return
        if entry.phase:
            yield f"Phase {entry.phase}"
        if group := self.groups.get(entry.group):
            yield group.short


def _summary(entry: Entry, standing: Standing) -> str:
    """Return the short title, behind what warns of relying on it."""
    title = (entry.short or entry.title) if isinstance(entry, Event) else f"Deadline: {entry.title}"
    sure = "TBC" if entry.when.certainty is Certainty.TBC else "TBA"
    marks = {
        Standing.UNSURE: f"[{sure}] ",
        Standing.WINDOW: f"[{sure}] ",
        Standing.POSTPONED: "[POSTPONED] ",
        Standing.CANCELLED: "CANCELLED: ",
    }
    return marks.get(standing, "") + _text(title)


def _text(text: str) -> str:
    """Return a text on one line as a value: nothing in it ends the value, and no control character is left.

    The library would take a backslash before an N for a line break.
    """
    return visible(text).strip().replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,")


def _address(url: str) -> str:
    """Return an address with whatever an address cannot hold as escapes."""
    return quote(url, safe=_PARTS_OF_ADDRESSES)


def _folded(lines: Iterable[str]) -> str:
    """Return lines with their ends, each cut so that it holds no more octets than are allowed and no cut character."""
    return "".join(f"{line if _fits(line) else _fold(line)}\r\n" for line in lines)


def _fits(line: str) -> bool:
    return len(line) <= _LONGEST and (line.isascii() or len(line.encode()) <= _LONGEST)


def _fold(line: str) -> str:
    return str(Contentline(line).to_ical(), "utf-8")  # type: ignore[no-untyped-call]  # the library tells no types
