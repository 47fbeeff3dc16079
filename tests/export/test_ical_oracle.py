"""Our feed is what the icalendar library writes from the same entries, byte for byte.

The library is the oracle of the format alone: of properties, types, escapes and folds. The text of an entry comes from
`Words`, as in our writer. Its one defect, a literal backslash before N read as a line break, is in no text here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA
from feeds import AGENDA, DAYS, MEETINGS, WINDOWS, feed_text
from gcmplan.export.ics import render
from gcmplan.feeds.feed import Feed, Options, feed_of
from gcmplan.feeds.versions import without_history
from gcmplan.feeds.vevent import Part, Standing
from gcmplan.loading.load import load_plan
from gcmplan.plan.workplan import Workplan
from gcmplan.query.filters import Criteria
from gcmplan.views.feed_text import Words
from strategies import moderate

PLAN = load_plan(DATA)
BASE = "https://example.org/plan/"
TENTATIVE = {Standing.UNSURE: "TENTATIVE", Standing.DISPUTED: "TENTATIVE"}
FREE = {Standing.WINDOW: "TENTATIVE", Standing.POSTPONED: "TENTATIVE"}
CANCELLED = {Standing.WITHDRAWN: "CANCELLED", Standing.CANCELLED: "CANCELLED"}


class Degrees(icalendar.vGeo):
    """GEO with six digits, which the library does not keep."""

    def to_ical(self) -> str:
        return f"{self.latitude:.6f};{self.longitude:.6f}"


def written(plan: Workplan, feed: Feed) -> bytes:
    """Return a feed as the library writes it."""
    own = icalendar.Calendar.from_ical("".join(render(plan, feed, BASE)))
    calendar = icalendar.Calendar()
    # The library reads the values of X- properties without their type.
    texts = {"x-wr-calname": "name", "x-wr-caldesc": "description"}
    for name in ("version", "prodid", "calscale", "name", "x-wr-calname", "description", "x-wr-caldesc"):
        calendar.add(name, icalendar.vText(str(own[texts.get(name, name)])), encode=False)
    for name in ("refresh-interval", "x-published-ttl", "color", "x-apple-calendar-color", "url"):
        if name in own:
            calendar.add(name, own[name], encode=False)
    for part in feed.parts:
        calendar.add_component(event_of(Words(plan, BASE), plan, part))
    # RFC 5545 allows 75 octets; the library folds a line of exactly so many.
    return re.sub(rb"(?m)^([^ \r\n].{73})\r\n (.)\r\n", rb"\1\2\r\n", calendar.to_ical(sorted=False))


def event_of(words: Words, plan: Workplan, part: Part) -> icalendar.Event:
    """Return the entry of a part, made by the library from values."""
    event = icalendar.Event()
    event.add("uid", f"{part.uid}@{plan.calendar.domain}")
    changed = part.edition.changed.astimezone(UTC)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", part.edition.sequence)
    event.add("dtstart", in_utc(part.start))
    event.add("dtend", in_utc(part.end))
    event.add("summary", words.summary(part).strip())
    event.add("description", "\n".join(line.strip() for line in words.description(part)))
    if location := words.location(part):
        event.add("location", location.strip())
    if found := words.coordinates(part):
        event.add("geo", Degrees(found), encode=False)
    status = {**TENTATIVE, **FREE, **CANCELLED}.get(part.standing, "CONFIRMED")
    event.add("status", status)
    if status != "CONFIRMED":
        event.add("x-microsoft-cdo-busystatus", "TENTATIVE" if part.standing in TENTATIVE else "FREE")
    event.add("transp", "OPAQUE" if is_busy(part) else "TRANSPARENT")
    if categories := list(words.categories(part.entry)):
        event.add("categories", categories)
    if color := words.color(part.entry):
        event.add("color", color)
    if url := words.address(part.entry):
        event.add("url", url)
    if part.parent:
        event.add("related-to", f"{part.parent}@{plan.calendar.domain}")
    return event


def in_utc(moment: date | datetime) -> date | datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def is_busy(part: Part) -> bool:
    stands = part.standing in {Standing.SURE, *TENTATIVE}
    is_break = part.scheduled is not None and part.scheduled[1].item.kind in {"break", "side-event"}
    return part.local is not None and stands and not is_break


@pytest.mark.parametrize("options", [DAYS, MEETINGS, AGENDA, WINDOWS], ids=["days", "meetings", "agenda", "windows"])
def test_the_real_plan_is_what_the_library_writes(options: Options) -> None:
    feed = feed_of(PLAN, Criteria(), without_history(PLAN), options)
    assert len(feed.parts) >= 40
    assert "".join(render(PLAN, feed, BASE)).encode() == written(PLAN, feed)


TEXT = st.text(st.sampled_from("ab ,;é漢:\"'#"), min_size=1, max_size=60).filter(str.strip)


@moderate
@given(title=TEXT, venue=TEXT)
def test_every_text_is_escaped_as_the_library_does(title: str, venue: str) -> None:
    event = PLAN.event("thematic-1").model_copy(update={"short": None, "title": title, "venue": venue})
    plan = replace(PLAN, events=(event,), sessions=())
    feed = feed_of(plan, Criteria(), without_history(plan), DAYS)
    # Our writer folds lines at other places: not behind the backslash of an escape, and not before a command of a CI
    # runner.
    assert unfolded("".join(render(plan, feed, BASE)).encode()) == unfolded(written(plan, feed))


def unfolded(feed: bytes) -> bytes:
    return feed.replace(b"\r\n ", b"")


def test_a_read_feed_is_written_again_alike() -> None:
    feed = feed_text(PLAN)
    calendar = icalendar.Calendar.from_ical(feed)
    for event in calendar.walk("VEVENT"):
        geo: Any = event.get("GEO")
        if geo:
            event["GEO"] = Degrees((geo.latitude, geo.longitude))
    assert calendar.to_ical(sorted=False) == feed
