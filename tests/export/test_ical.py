"""Calendar feeds: every property, what is left out, UIDs that stay, bytes that stay."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.parser import Contentline

from conftest import DATA, ROOT, Cli, Golden
from feeds import AGENDA, DAYS, MEETINGS, WINDOWS, all_feeds, feed_text
from gcmplan.dates.span import Span
from gcmplan.dates.when import When
from gcmplan.errors import UnknownValueError
from gcmplan.export import ics as ical
from gcmplan.feeds.feed import LeftOut, Options, feed_of
from gcmplan.feeds.versions import Edition, Editions, Removed, State, without_history
from gcmplan.loading.load import load_plan
from gcmplan.plan.model import Event, Status
from gcmplan.plan.place import Place
from gcmplan.plan.workplan import Workplan
from gcmplan.query.filters import Criteria
from gcmplan.text.colors import nearest_name
from gcmplan.text.escape import one_line
from ical_lint import Component, complaints, parsed
from rule_examples import plan_of
from strategies import few, moderate, whens

ONLY_CONFIRMED = Options(confirmed_only=True)
PLAN = load_plan(DATA)


def small(text: str, **more: str) -> Workplan:
    """Return a plan of one meeting with the keys given, and further sections."""
    given = {"title": "A meeting", "phase": "I", "group": "official", "kind": "meeting", "source": "x"}
    lines = [f"{key}: {value}" for key, value in given.items() if f"{key}:" not in text] + text.splitlines()
    sections = "\n".join(f"{name}:\n{rows}" for name, rows in more.items())
    return plan_of("events:\n  - id: meeting\n" + "\n".join(f"    {line}" for line in lines) + f"\n{sections}")


def read(feed: bytes) -> list[Component]:
    """Return the events of a feed that has no fault."""
    assert not complaints(feed)
    return parsed(feed)[1:]


def events_of(text: str, options: Options = DAYS) -> list[Component]:
    """Return the events of the feed of one meeting with the keys given."""
    return read(feed_text(small(text), None, options))


def shown(event: Component, *names: str) -> list[str]:
    """Return the values of some properties."""
    return [event.value(name) for name in names]


# -- what stands in a feed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["days", "meetings", "agenda", "windows", "kenya"])
def test_feeds_of_the_real_plan(golden: Golden, name: str) -> None:
    criteria = Criteria(delegations=("KEN",)) if name == "kenya" else None
    options = {"meetings": MEETINGS, "agenda": AGENDA, "windows": WINDOWS}.get(name, DAYS)
    golden(f"feeds/{name}.ics", feed_text(PLAN, criteria, options, base_url="https://example.org/plan/").decode())


def test_every_feed_is_well_formed() -> None:
    for name, published in all_feeds(PLAN).items():
        assert not complaints(published.feed), name
        found = [
            (event.value("UID"), event.value("STATUS"), "TBC" in event.value("SUMMARY"))
            for event in parsed(published.feed)[1:]
        ]
        wanted = [(uid, status, "TBC" in summary) for uid, _, _, summary, status in published.rows]
        assert sorted(found) == sorted(wanted), name


@pytest.mark.parametrize(
    ("keys", "summary", "status", "busy", "days"),
    [
        ("when: 8-9 May 2017", "A meeting", "CONFIRMED", "", "20170508 20170510"),
        ("when: 8 May 2017 TBC", "[TBC] A meeting", "TENTATIVE", "TENTATIVE", "20170508 20170509"),
        ("when: 8 May 2017 TBA", "[TBA] A meeting", "TENTATIVE", "TENTATIVE", "20170508 20170509"),
        ("when: May 2017 TBC", "[TBC] A meeting", "TENTATIVE", "FREE", "20170501 20170601"),
        ("when: 3 days in May 2017 TBA", "[TBA] A meeting", "TENTATIVE", "FREE", "20170501 20170601"),
        (
            "when: last week of May 2017",
            "[CONFIRMED: last week of May 2017] A meeting",
            "TENTATIVE",
            "FREE",
            "20170522 20170601",
        ),
        ("when: 31 December 2100", "A meeting", "CONFIRMED", "", "21001231 21010101"),
        ("when: 8 May 2017\nstatus: cancelled", "CANCELLED: A meeting", "CANCELLED", "FREE", "20170508 20170509"),
        ("when: 8 May 2017 TBC\nstatus: cancelled", "CANCELLED: A meeting", "CANCELLED", "FREE", "20170508 20170509"),
        ("when: 8 May 2017\nstatus: postponed", "[POSTPONED] A meeting", "TENTATIVE", "FREE", "20170508 20170509"),
        ("when: 8 May 2017\nplace: Geneva", "A meeting", "CONFIRMED", "", "20170508 20170509"),
        ("when: 8 May 2017\nplace: Geneva TBC", "[PLACE TBC] A meeting", "CONFIRMED", "", "20170508 20170509"),
        ("when: 8 May 2017\nplace: TBA", "[PLACE TBA] A meeting", "CONFIRMED", "", "20170508 20170509"),
        ("when: 8 May 2017 TBC\nplace: TBA", "[TBC] A meeting", "TENTATIVE", "TENTATIVE", "20170508 20170509"),
        ("when: 8 May 2017\nshort: Short", "Short", "CONFIRMED", "", "20170508 20170509"),
    ],
)
def test_how_sure_an_event_is(keys: str, summary: str, status: str, busy: str, days: str) -> None:
    [event] = events_of(keys, WINDOWS)
    assert shown(event, "SUMMARY", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS") == [summary, status, busy]
    assert (event.value("TRANSP"), " ".join(shown(event, "DTSTART", "DTEND"))) == ("TRANSPARENT", days)


ABOUT = "Example. Not in this calendar: "
WINDOWED = "events whose days are not known yet"
UNCONFIRMED = f"{WINDOWED}\\, what is not confirmed yet"


@pytest.mark.parametrize(
    ("when", "options", "left_out", "said", "about"),
    [
        ("May 2017", DAYS, LeftOut(windows=1), "1 event whose days are not known yet", WINDOWED),
        ("May 2017 TBC", ONLY_CONFIRMED, LeftOut(windows=1), "1 event whose days are not known yet", UNCONFIRMED),
        ("TBC", WINDOWS, LeftOut(undated=1), "1 event without a date", "events without a date"),
        ("8 May 2017 TBC", ONLY_CONFIRMED, LeftOut(unconfirmed=1), "1 event not yet confirmed", UNCONFIRMED),
        (
            "8 May 2017\nstatus: postponed",
            ONLY_CONFIRMED,
            LeftOut(unconfirmed=1),
            "1 event not yet confirmed",
            UNCONFIRMED,
        ),
        (
            "May 2017",
            Options(windows=True, confirmed_only=True),
            LeftOut(unconfirmed=1),
            "1 event not yet confirmed",
            "events without a date\\, what is not confirmed yet",
        ),
    ],
)
def test_what_is_left_out_is_counted(when: str, options: Options, left_out: LeftOut, said: str, about: str) -> None:
    plan = small(f"when: {when}")
    feed = feed_of(plan, Criteria(), without_history(plan), options)
    assert (feed.parts, feed.left_out, str(feed.left_out)) == ([], left_out, said)
    # Clients keep what the head says with each event: a number in it would make every event another.
    for one in (plan, replace(plan, as_of=date(2018, 1, 1), events=())):
        [calendar] = parsed(feed_text(one, None, options))
        assert calendar.value("DESCRIPTION") == calendar.value("X-WR-CALDESC") == f"{ABOUT}{about}."


def test_where_and_what(plan: Workplan) -> None:
    events = {event.value("UID").partition("@")[0]: event for event in read(feed_text(plan))}
    first = events["thematic-1"]
    assert first.value("LOCATION") == r"Palais des Nations\, Room XIX\, Geneva\, Switzerland"
    assert first.value("GEO") == "46.202200;6.145700"
    assert first.value("CATEGORIES") == "Phase I,Thematic"
    title, when, hours, *rest = first.value("DESCRIPTION").split(r"\n")
    assert title == plan.event("thematic-1").title.replace(",", r"\,")
    assert (when, hours) == (
        "When: 8-9 May 2017",
        "Hours: 10:00-13:00 and 15:00-18:00\\, local time in Geneva (Europe/Zurich)",
    )
    assert rest[:2] == ["Meeting of: Member States of the United Nations", "Mandate: OP15"]
    assert rest[-1].startswith("Source: Work plan as of 12 April 2017")
    # A country has no coordinates, and is there once; a place that is not sure has no point on a map.
    assert shown(events["igc-full-round"], "LOCATION", "GEO") == ["Norway", ""]
    assert shown(events["budapest-process-silk-routes"], "LOCATION", "GEO") == ["Turkey TBC", ""]
    assert shown(events["midwa-data"], "LOCATION", "GEO") == ["", ""]
    assert "Place: TBC" in events["midwa-data"].value("DESCRIPTION")
    assert shown(events_of("when: 8 May 2017\nplace: Geneva TBC")[0], "LOCATION", "GEO") == [
        "Geneva TBC, Switzerland".replace(",", r"\,"),
        "",
    ]


def test_deadlines_have_uids_of_their_own(plan: Workplan) -> None:
    feed = feed_of(plan, Criteria(kinds=("deadline",)), without_history(plan), DAYS)
    assert [part.uid for part in feed.parts] == ["special-accreditation.deadline", "moderator-interest.deadline"]
    assert str(feed.left_out) == "1 deadline whose days are not known yet"
    [event, _] = read(feed_text(plan, Criteria(kinds=("deadline",))))
    assert event.value("SUMMARY") == "Deadline: Application for special accreditation"
    assert event.value("CATEGORIES") == "Deadline"
    assert r"\nFor: Non-governmental\, civil society" in event.value("DESCRIPTION")


# -- parts and their UIDs --------------------------------------------------------------------------------------------


def parts(text: str, options: Options = DAYS) -> list[tuple[str, str, str, str]]:
    """Return UID, start, end and parent of each part."""
    names = ("UID", "DTSTART", "DTEND", "RELATED-TO")
    found = [shown(event, *names) for event in events_of(text, options)]
    assert all(
        not parent or parent == found[0][0].partition("@")[0].split(".")[0] + "@example.org" for *_, parent in found
    )
    return [
        (uid.removesuffix("@example.org"), start, end, parent.removesuffix("@example.org"))
        for uid, start, end, parent in found
    ]


def test_each_span_is_a_part() -> None:
    assert parts("when: 20 and 22-23 February 2018") == [
        ("meeting", "20180220", "20180221", ""),
        ("meeting.2", "20180222", "20180224", "meeting"),
    ]


def test_the_first_id_is_kept() -> None:
    [one, two] = parts("when: 8 and 10 May 2017\nformerly: [first-name, second-name]")
    assert (one[0], two[0], two[3]) == ("first-name", "first-name.2", "first-name")


@pytest.mark.parametrize(
    ("place", "day", "start", "end"),
    [
        ("Geneva", "8 May 2017", "20170508T080000Z", "20170508T110000Z"),
        ("Geneva", "4 December 2017", "20171204T090000Z", "20171204T120000Z"),
        ("New York", "22 May 2017", "20170522T140000Z", "20170522T170000Z"),
        ("Nowhere", "8 May 2017", "20170508T100000Z", "20170508T130000Z"),
    ],
)
def test_hours_are_those_of_the_place(place: str, day: str, start: str, end: str) -> None:
    found = parts(f"when: {day}\nplace: {place}\nhours: 10:00-13:00", MEETINGS)
    assert found == [("meeting", start, end, "")]


def test_each_slot_of_each_day_is_a_part() -> None:
    found = parts("when: 8 and 10 May 2017\nplace: Geneva\nhours: 10:00-13:00 and 15:00-18:00", MEETINGS)
    assert found == [
        ("meeting", "20170508T080000Z", "20170508T110000Z", ""),
        ("meeting.1.2", "20170508T130000Z", "20170508T160000Z", "meeting"),
        ("meeting.2", "20170510T080000Z", "20170510T110000Z", "meeting"),
        ("meeting.2.2", "20170510T130000Z", "20170510T160000Z", "meeting"),
    ]


def test_what_has_hours_keeps_its_time_busy() -> None:
    for status, busy in (("scheduled", "OPAQUE"), ("cancelled", "TRANSPARENT"), ("postponed", "TRANSPARENT")):
        [event] = events_of(f"when: 8 May 2017\nplace: Geneva\nhours: 10:00-13:00\nstatus: {status}", MEETINGS)
        assert event.value("TRANSP") == busy
        local = r"Time: 10:00-13:00 on Monday\, 8 May 2017\, local time in Geneva (Europe/Zurich)"
        assert local in event.value("DESCRIPTION")


@pytest.mark.parametrize(
    "keys",
    [
        "when: 8 May 2017\nplace: Geneva",
        "when: 8 May 2017\nhours: 10:00-13:00",
        "when: 8 May 2017\nplace: TBA\nhours: 10:00-13:00",
        "when: 8 May 2017\nplace: Geneva TBC\nhours: 10:00-13:00",
        "when: May 2017\nplace: Geneva\nhours: 10:00-13:00",
        "when: 8 May - 31 July 2017\nplace: Geneva\nhours: 10:00-13:00",
    ],
)
def test_no_hours_are_made_up(keys: str) -> None:
    [event] = events_of(keys, MEETINGS._replace(windows=True))
    assert "T" not in event.value("DTSTART")
    assert event.value("TRANSP") == "TRANSPARENT"


def test_an_hour_that_the_clock_leaves_out_still_lasts() -> None:
    [(_, start, end, _)] = parts("when: 26 March 2017\nplace: Geneva\nhours: 02:00-03:00", MEETINGS)
    assert (start, end) == ("20170326T010000Z", "20170326T020000Z")


# -- changes and removals --------------------------------------------------------------------------------------------

CHANGED = datetime(2017, 5, 1, 9, 30, tzinfo=UTC)


def removed(event: Event, sequence: int = 3, day: int = 0) -> Removed:
    return Removed(event, Edition(sequence, CHANGED + timedelta(days=day)))


def test_an_edition_is_told() -> None:
    plan = small("when: 8 May 2017")
    changed = {"meeting": Edition(2, CHANGED)}
    [event] = read(feed_text(plan, None, DAYS, Editions(changed, Edition(0, CHANGED))))
    assert shown(event, "DTSTAMP", "LAST-MODIFIED", "SEQUENCE") == ["20170501T093000Z", "20170501T093000Z", "2"]
    [event] = read(feed_text(plan))
    assert shown(event, "DTSTAMP", "LAST-MODIFIED", "SEQUENCE") == ["20170412T000000Z", "20170412T000000Z", "0"]


def test_what_was_removed_stays_as_cancelled() -> None:
    plan = small("when: 8 May 2017")
    gone = plan.events[0].model_copy(update={"id": "gone", "when": When.parse("2 May 2017 TBC")})
    editions = without_history(plan)._replace(removed=(removed(gone),))
    [event, _] = read(feed_text(plan, None, DAYS, editions))
    assert shown(event, "UID", "STATUS", "SEQUENCE", "SUMMARY") == [
        "gone@example.org",
        "CANCELLED",
        "3",
        "CANCELLED: A meeting",
    ]


def withdrawn(event: Event, *whens: str, place: Place | None = None) -> Editions:
    """Return the editions of an event that had other dates before, elsewhere."""
    states = tuple(State(When.parse(when), place) for when in whens)
    edition = {event.id: Edition(4, CHANGED)}
    return Editions(edition, Edition(0, CHANGED), states={event.id: (*states, State(event.when, event.place))})


def test_parts_that_vanish_are_withdrawn() -> None:
    plan = small("when: 8 May 2017")
    editions = withdrawn(plan.events[0], "1 and 3 May 2017", "8, 10 and 12 May 2017")
    found = read(feed_text(plan, None, DAYS, editions))
    assert [shown(event, "UID", "STATUS", "DTSTART", "SEQUENCE", "SUMMARY") for event in found] == [
        ["meeting@example.org", "CONFIRMED", "20170508", "4", "A meeting"],
        ["meeting.2@example.org", "CANCELLED", "20170510", "4", "[MOVED: now 8 May 2017] A meeting"],
        ["meeting.3@example.org", "CANCELLED", "20170512", "4", "[MOVED: now 8 May 2017] A meeting"],
    ]


@pytest.mark.parametrize(
    ("keys", "now"),
    [
        ("when: May 2017 TBC\nplace: Vienna", "May 2017 TBC, Vienna"),
        ("when: 9 May 2017\nplace: Geneva TBC\nstatus: postponed", "9 May 2017, Geneva TBC, postponed"),
    ],
)
def test_a_part_that_vanished_says_where_the_event_is_now(keys: str, now: str) -> None:
    plan = small(keys)
    editions = withdrawn(plan.events[0], "2 and 4 May 2017")

    def about(plan: Workplan) -> str:
        found = {event.value("UID"): event for event in read(feed_text(plan, None, DAYS, editions))}
        return found["meeting.2@example.org"].value("DESCRIPTION").replace("\\,", ",")

    assert rf"\nOnly this entry is withdrawn. The event is now: {now}\n" in about(plan)
    cancelled = plan.events[0].model_copy(update={"status": Status.CANCELLED})
    assert "Only this entry" not in about(replace(plan, events=(cancelled,)))


def test_what_went_to_another_feed_is_not_cancelled() -> None:
    plan = small("when: 8 May 2017")
    editions = withdrawn(plan.events[0], "8 and 10 May 2017")
    before = plan.events[0].model_copy(update={"group": "other"})
    editions = editions._replace(removed=(removed(before),))
    assert read(feed_text(plan, Criteria(groups=("other",)), DAYS, editions)) == []
    assert len(read(feed_text(plan, None, DAYS, editions))) == 2


def test_what_is_withdrawn_on_days_that_are_not_asked_for_is_left_out() -> None:
    plan = small("when: 8 May 2017")
    editions = withdrawn(plan.events[0], "1 April and 8 May 2017")
    for days, count in ((Span(date(2017, 4, 1), date(2017, 5, 31)), 2), (Span(date(2017, 5, 8), date(2017, 5, 8)), 2)):
        assert len(read(feed_text(plan, Criteria(days=(days,)), DAYS, editions))) == count


def test_filters_hold_for_what_was_removed() -> None:
    plan = small("when: 8 May 2017")
    changes: tuple[dict[str, object], ...] = (
        {"group": "other"},
        {"group": "forgotten", "body": "lost"},
        {"phase": "II", "body": "north"},
        {"when": When.parse("TBC")},
    )
    gone = [plan.events[0].model_copy(update={"id": f"gone-{n}"} | change) for n, change in enumerate(changes)]
    editions = without_history(plan)._replace(removed=tuple(map(removed, gone)))

    def uids(criteria: Criteria) -> list[str]:
        found = read(feed_text(plan, criteria, DAYS, editions))
        return [event.value("UID").removesuffix("@example.org") for event in found]

    assert uids(Criteria()) == ["gone-0", "gone-1", "gone-2", "meeting"]
    assert uids(Criteria(groups=("other",))) == ["gone-0"]
    assert uids(Criteria(phases=("I",))) == ["gone-0", "gone-1", "meeting"]
    assert uids(Criteria(statuses=("cancelled",))) == ["gone-0", "gone-1", "gone-2"]
    assert uids(Criteria(kinds=("deadline",), phases=("I",))) == []
    assert uids(Criteria(delegations=("NOR",))) == ["gone-0", "gone-2", "meeting"]
    assert uids(Criteria(delegations=("Chile",))) == ["gone-0", "meeting"]


# -- the calendar's own properties -----------------------------------------------------------------------------------


def test_a_delegation_has_what_concerns_it_and_what_concerns_everyone(plan: Workplan) -> None:
    feed = feed_of(plan, Criteria(delegations=("KEN",)), without_history(plan), DAYS)
    assert feed.name == "Global compact for migration for Kenya"
    ids = {part.uid for part in feed.parts}
    assert {"thematic-1", "eca-september", "rcp-global-meeting", "documents-thematic-2"} <= ids
    assert not {"bali-process", "arcp-third-meeting", "gfmd-civil-society-days"} & ids
    two = feed_of(plan, Criteria(delegations=("KEN", "Norway", "kenya")), without_history(plan), DAYS)
    assert two.name == "Global compact for migration for Kenya and Norway"
    assert feed_of(plan, Criteria(delegations=("KEN",)), without_history(plan), DAYS, "Ours").name == "Ours"
    with pytest.raises(UnknownValueError):
        feed_of(plan, Criteria(delegations=("XYZ",)), without_history(plan), DAYS)


@pytest.mark.parametrize(
    ("group", "color"),
    [("thematic-session", "goldenrod"), ("gfmd", "chocolate"), ("process", "steelblue")],
)
def test_the_feed_of_one_group_has_its_colour(plan: Workplan, group: str, color: str) -> None:
    [calendar, *_] = parsed(feed_text(plan, Criteria(groups=(group,))))
    code = next(found.color for found in plan.groups if found.id == group)
    assert shown(calendar, "COLOR", "X-APPLE-CALENDAR-COLOR") == [color, code]
    whole, *events = parsed(feed_text(plan, Criteria(kinds=("meeting", "deadline"))))
    assert "COLOR" not in whole.names()
    for event in events:
        is_deadline = event.value("CATEGORIES") == "Deadline"
        own = next((found for found in plan.groups if found.short == event.value("CATEGORIES").split(",")[-1]), None)
        assert event.value("COLOR") == (nearest_name(own.color) if own and not is_deadline else "")


def test_colours_have_names() -> None:
    assert [nearest_name(code) for code in ("#000000", "#FFFFFF", "#ff0000", "#808080", "#0072B2")] == [
        "black", "white", "red", "gray", "steelblue",
    ]  # fmt: skip


def test_addresses() -> None:
    plan = small("when: 8 May 2017")
    own = replace(plan, events=(plan.events[0].model_copy(update={"url": "https://example.org/a b;c,é\\\x07?q=1#x"}),))
    urls = [
        parsed(feed_text(of, base_url=base))[1].value("URL")
        for of, base in ((plan, None), (plan, "https://example.org/plan/"), (own, "https://example.org/plan/"))
    ]
    assert urls == ["", "https://example.org/plan/#meeting", "https://example.org/a%20b;c,%C3%A9%5C%07?q=1#x"]


# -- bytes -----------------------------------------------------------------------------------------------------------

TITLE = st.text(min_size=1, max_size=120).filter(
    lambda text: text.strip() and not any("\ud800" <= c <= "\udfff" for c in text)
)


@moderate
@given(titles=st.lists(TITLE, min_size=1, max_size=4), note=TITLE)
def test_every_text_comes_through(titles: list[str], note: str) -> None:
    pattern = PLAN.event("thematic-1").model_copy(update={"short": None, "note": note})
    changes = [{"id": f"event-{n}", "title": title, "venue": title} for n, title in enumerate(titles)]
    feed = feed_text(replace(PLAN, events=tuple(pattern.model_copy(update=change) for change in changes), sessions=()))
    assert not complaints(feed)
    read_by_library = {str(event["UID"]): str(event["SUMMARY"]) for event in Calendar.from_ical(feed).walk("VEVENT")}
    domain = PLAN.calendar.domain
    assert read_by_library == {f"event-{n}@{domain}": one_line(title).strip() for n, title in enumerate(titles)}


LONG = st.text(st.sampled_from("ab,é漢ﷺ🚀‍"), min_size=60, max_size=400)


@moderate
@given(text=LONG)
def test_lines_are_folded_as_a_library_folds_them(text: str) -> None:
    event = PLAN.event("thematic-1").model_copy(update={"source": text, "venue": text})
    feed = feed_text(replace(PLAN, events=(event,), sessions=())).decode()
    lines = feed.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    folded = (Contentline(line).to_ical().decode() if len(line.encode()) > 75 else line for line in lines)  # type: ignore[no-untyped-call]  # the library tells no types
    assert feed == "".join(f"{line}\r\n" for line in folded)


@few
@given(
    when=whens,
    options=st.sampled_from([DAYS, MEETINGS, AGENDA, WINDOWS, ONLY_CONFIRMED]),
    status=st.sampled_from(Status),
)
def test_every_date_makes_a_good_feed(when: When, options: Options, status: Status) -> None:
    event = PLAN.event("thematic-1").model_copy(update={"when": when, "status": status})
    sessions = tuple(filed for filed in PLAN.sessions if filed.session.event in {event.id, None})
    plan = replace(PLAN, events=(event,), sessions=sessions)
    assert not complaints(feed_text(plan, None, options))
    feed = feed_of(plan, Criteria(), without_history(plan), options)
    assert len(feed.parts) > 0 or sum(feed.left_out[:3]) == (status is not Status.CANCELLED)
    if options == DAYS and when.spans:
        assert [(part.start, part.end) for part in feed.parts] == [
            (first, date.fromordinal(last.toordinal() + 1)) for first, last in when.spans
        ]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (b"\r\n", b"\n", "the last line has no end"),
        (b"\r\n ", b"", "octets"),
        (b"Kenya", b"Ken\x07ya", "a control character"),
        (b"SUMMARY:", b"SUMMARY:\xc3", "a character cut in two"),
        (b"STATUS:CONFIRMED\r\n", b"", "STATUS stands 0 times"),
        (b"UID:thematic-2@", b"UID:thematic-1@", "two have the UID thematic-1@"),
        (b"DTEND;VALUE=DATE:20170510", b"DTEND;VALUE=DATE:20170508", "over before it begins"),
        (b"DTSTART;VALUE=DATE:20170508", b"DTSTART:20170508T000000Z", "not two days or two times"),
        (b"SUMMARY:First", b"SUMMARY:First,", "not escaped"),
        (b"SEQUENCE:0", b"SEQUENCE:x", "SEQUENCE: 'x'"),
        (b"METHOD", b"METHOD", ""),
        (b"CALSCALE:GREGORIAN\r\n", b"CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n", "METHOD does not belong here"),
        (b"DTSTAMP:20170412T000000Z", b"DTSTAMP:20170413T000000Z", "DTSTAMP"),
        (b"UID:budapest-process-consultation@", b"UID:zz zz@", "an odd UID"),
        (b"DTSTART;VALUE=DATE:20170302", b"DTSTART;VALUE=DATE:20170301", ""),
    ],
)
def test_the_lint_finds_what_is_wrong(old: bytes, new: bytes, complaint: str) -> None:
    feed = feed_text(PLAN, Criteria(delegations=("KEN",)))
    feed = feed if old in feed else feed_text(PLAN)
    found = complaints(feed.replace(old, new))
    assert any(complaint in said for said in found) if complaint else not found


def test_a_feed_is_never_whole_in_memory() -> None:
    event = PLAN.event("thematic-1")
    plan = replace(PLAN, events=tuple(event.model_copy(update={"id": f"event-{n}"}) for n in range(3000)), sessions=())
    feed = feed_of(plan, Criteria(), without_history(plan), DAYS)
    tracemalloc.start()
    size = sum(map(len, ical.render(plan, feed)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 2_000_000
    assert peak < size / 10


# -- the command -----------------------------------------------------------------------------------------------------


def test_export(cli: Cli, tmp_path: Path) -> None:
    run = cli("export", "ics", "--plan", str(DATA), "--detail", "meetings", "--windows", "--name", "Ours, all")
    assert (run.status, run.err) == (0, "Left out: 4 events without a date\n")
    assert not complaints(run.out.encode())
    assert parsed(run.out.encode())[0].value("NAME") == r"Ours\, all"
    unnamed = cli("export", "ics", "--name", " ")
    assert parsed(unnamed.out.encode())[0].value("NAME") == "Global compact for migration"
    file = tmp_path / "thematic sessions.ics"
    base = ("--base-url", "https://example.org/plan")
    run = cli("export", "ics", "--group", "thematic", "--in", "May 2017", "-o", str(file), *base)
    assert (run.status, run.out, run.err) == (0, "", "")
    [calendar, *events] = parsed(file.read_bytes())
    assert shown(calendar, "SOURCE", "URL") == [
        "https://example.org/plan/thematic%20sessions.ics",
        "https://example.org/plan/",
    ]
    assert [event.value("URL") for event in events] == [f"https://example.org/plan/#thematic-{n}" for n in (1, 2)]


def test_the_name_of_a_file_can_be_any_bytes(cli: Cli, tmp_path: Path) -> None:
    name = os.fsdecode(b"a\xff.ics")
    run = cli("export", "ics", "--base-url", "https://example.org", "--in", "May 2017", "-o", str(tmp_path / name))
    assert run.status == 0
    calendar = parsed((tmp_path / name).read_bytes())[0]
    assert calendar.value("SOURCE") == "https://example.org/a%FF.ics"


def test_what_is_left_out_is_told(cli: Cli) -> None:
    said = "23 events whose days are not known yet, 4 events without a date (--windows includes those with a window)"
    assert cli("export", "ics").err == f"Left out: {said}\n"
    said = "23 events whose days are not known yet, 4 events without a date, 13 events not yet confirmed"
    assert cli("export", "ics", "--confirmed-only").err == f"Left out: {said}\n"
    assert cli("export", "ics", "--grep", "no such text").err == "No event is in this calendar\n"


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org", "https://", "https://a b", "https://a/?q", "https://a/#b"]
)
def test_a_base_is_an_address(cli: Cli, url: str) -> None:
    run = cli("export", "ics", "--base-url", url)
    assert run.status == 2
    assert "--base-url" in run.err


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "gcmplan",
        "export",
        "ics",
        "--plan",
        str(DATA),
        "--detail",
        "agenda",
        "--windows",
    ]
    settings = (
        (ROOT, {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        (tmp_path, {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"}),
    )
    outs = [
        subprocess.run(
            command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)} | more, check=True, capture_output=True
        ).stdout
        for folder, more in settings
    ]
    assert outs[0] == outs[1]
    assert not complaints(outs[0])
