"""iCalendar (RFC 5545, RFC 7986) for calendars that subscribe: the same feed gives the same bytes.

Lines end with CR LF and hold at most 75 octets. There is no METHOD, ORGANIZER, VALARM or VTODO: these make events
read-only, refused or noisy. Times are in UTC: zones written out are read an hour late by some clients.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from gcmplan.feeds.feed import Detail
from gcmplan.feeds.vevent import Standing, whole_uid
from gcmplan.plan.programme import ASIDE
from gcmplan.text.colors import nearest_name
from gcmplan.text.escape import MARK, one_line
from gcmplan.views.feed_text import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gcmplan.feeds.feed import Feed, Options
    from gcmplan.feeds.vevent import Part
    from gcmplan.plan.model import Event
    from gcmplan.plan.workplan import Workplan

END = "END:VCALENDAR\r\n"
_LONGEST = 75
_MASK, _WITHIN = 0b1100_0000, 0b1000_0000
"""Within a character, the first bits of an octet are these."""
_STANDING = {Standing.SURE, Standing.UNSURE, Standing.DISPUTED}
_REFRESHED = "PT12H"
_PARTS_OF_ADDRESSES = "%:/?#[]@!$&'()*+,;=~"
_BUSY = "X-MICROSOFT-CDO-BUSYSTATUS"
"""Outlook reads it before TRANSP and STATUS."""
_STATUS = {
    Standing.SURE: ("STATUS:CONFIRMED",),
    Standing.UNSURE: ("STATUS:TENTATIVE", f"{_BUSY}:TENTATIVE"),
    Standing.DISPUTED: ("STATUS:TENTATIVE", f"{_BUSY}:TENTATIVE"),
    Standing.WINDOW: ("STATUS:TENTATIVE", f"{_BUSY}:FREE"),
    Standing.POSTPONED: ("STATUS:TENTATIVE", f"{_BUSY}:FREE"),
    Standing.WITHDRAWN: ("STATUS:CANCELLED", f"{_BUSY}:FREE"),
    Standing.CANCELLED: ("STATUS:CANCELLED", f"{_BUSY}:FREE"),
}


def render(
    plan: Workplan,
    feed: Feed,
    base_url: str | None = None,
    source: str | None = None,
    page_of: Callable[[Event], str] | None = None,
) -> Iterator[str]:
    """Yield the calendar's head, each of its events and its end.

    `base_url` is the page of the plan: an event that has no page of its own is found there below its id, or at the
    address that `page_of` gives. `source` is the address of the feed itself.
    """
    yield head_text(plan, feed, base_url, source)
    words = Words(plan, base_url, page_of)
    for part in feed.parts:
        yield event_text(words, part)
    yield END


def head_text(plan: Workplan, feed: Feed, base_url: str | None, source: str | None) -> str:
    """Return the lines before the first event."""
    return _folded(_head(plan, feed, base_url, source))


def event_text(words: Words, part: Part) -> str:
    """Return the lines of one event."""
    return _folded(_event(words, words.plan.calendar.domain, part))


def _head(plan: Workplan, feed: Feed, base_url: str | None, source: str | None) -> Iterator[str]:
    # No number, day or count: clients that keep these with each event would take every event for another.
    about = _text(f"{plan.title}. Not in this calendar: {', '.join(_left_out(feed.options))}.")
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


def _left_out(options: Options) -> Iterator[str]:
    """Yield what a feed leaves out by its options."""
    yield "events without a date" if options.windows else "events whose days are not known yet"
    if options.confirmed_only:
        yield "what is not confirmed yet"
    if options.detail is Detail.AGENDA:
        yield "programme items whose time is not known"


def _event(words: Words, domain: str, part: Part) -> Iterator[str]:
    """Yield the lines of a VEVENT, always in the same order."""
    changed = f"{part.edition.changed:%Y%m%dT%H%M%SZ}"
    yield from ("BEGIN:VEVENT", f"UID:{_text(whole_uid(part.uid, part.entry, domain))}")
    yield from (f"DTSTAMP:{changed}", f"LAST-MODIFIED:{changed}", f"SEQUENCE:{part.edition.sequence}")
    form = ":%Y%m%dT%H%M%SZ" if part.local else ";VALUE=DATE:%Y%m%d"
    yield from (f"DTSTART{part.start:{form}}", f"DTEND{part.end:{form}}")
    yield f"SUMMARY:{_text(words.summary(part))}"
    yield "DESCRIPTION:" + r"\n".join(map(_text, words.description(part)))
    if location := words.location(part):
        yield f"LOCATION:{_text(location)}"
    if found := words.coordinates(part):
        yield f"GEO:{found[0]:.6f};{found[1]:.6f}"
    yield from _STATUS[part.standing]
    yield "TRANSP:OPAQUE" if _is_busy(part) else "TRANSP:TRANSPARENT"
    if categories := ",".join(map(_text, words.categories(part.entry))):
        yield f"CATEGORIES:{categories}"
    if color := words.color(part.entry):
        yield f"COLOR:{color}"
    if url := words.address(part.entry):
        yield f"URL:{_address(url)}"
    if part.parent:
        yield f"RELATED-TO:{_text(whole_uid(part.parent, part.entry, domain))}"
    yield "END:VEVENT"


def _is_busy(part: Part) -> bool:
    """Whether a part makes its attendees busy: valid hours, other than breaks and side events."""
    aside = part.scheduled is not None and part.scheduled[1].item.kind in ASIDE
    return part.local is not None and part.standing in _STANDING and not aside


def _text(text: str) -> str:
    """Return a text on one line as a value: nothing in it ends the value, and no control character is left.

    The library would take a backslash before an N for a line break.
    """
    return one_line(text).strip().replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,")


def _address(url: str) -> str:
    """Return an address with whatever an address cannot hold as escapes."""
    return quote(url, safe=_PARTS_OF_ADDRESSES)


def _folded(lines: Iterable[str]) -> str:
    """Return lines with their ends, each cut so that it holds no more octets than are allowed and no cut character."""
    return "".join(f"{line if _fits(line) else _fold(line)}\r\n" for line in lines)


def _fits(line: str) -> bool:
    if "##" in line and MARK.search(line):
        return False
    return len(line) <= _LONGEST and (line.isascii() or len(line.encode()) <= _LONGEST)


def _fold(line: str) -> str:
    """Return a line in pieces, each below the one before, behind a blank.

    No piece ends within a character, nor behind a backslash that escapes what follows: not all clients join these. And
    none is a command of a runner, in whose log a feed may be shown: a fold parts what would be one.
    """
    octets = line.encode()
    may_command = b"::" in octets or b"##" in octets
    pieces, start = [], 0
    while start < len(octets):
        end = start + _LONGEST - 1
        while end < len(octets) and octets[end] & _MASK == _WITHIN:
            end -= 1
        piece = octets[start:end]
        if end < len(octets) and (len(piece) - len(piece.rstrip(b"\\"))) % 2:
            end -= 1
        if may_command:
            end = start + _harmless(octets[start:end])
        pieces.append(octets[start:end])
        start = end
    return b"\r\n ".join(pieces).decode()


def _harmless(piece: bytes) -> int:
    """Return how many octets of a piece are allowed on a line: those before the second sign of a command."""
    text = piece.decode()
    if text.lstrip().startswith("::"):
        return piece.index(b"::") + 1
    found = MARK.search(text)
    return len(text[: found.start()].encode()) if found else len(piece)
