"""Feeds of agendas: items of programmes, meetings outside the workplan, and what is never given a made-up time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA, Cli
from feeds import AGENDA, DAYS, MEETINGS, feed_text
from gcmplan.dates.span import Span
from gcmplan.feeds.feed import Detail, Options, feed_of
from gcmplan.feeds.versions import Edition, Editions, Removed, Sitting, without_history
from gcmplan.loading.load import load_plan
from gcmplan.plan.session import Session
from gcmplan.plan.workplan import Workplan
from gcmplan.query.filters import Criteria
from ical_lint import Component, complaints, parsed
from published import entries
from rule_examples import plan_of
from strategies import few

PLAN = load_plan(DATA)
DOMAIN = "@example.org"
TALKS = "{id: talks, title: Talks, group: official, kind: meeting, source: x, "
KEYS = "when: 8-9 May 2017, place: Geneva, venue: Room XX, hours: 10:00-13:00}"
PANEL = "{id: panel, time: 10:15-13:00, title: A panel, kind: panel}"


def test_lunch_and_side_events_have_no_room_of_the_meeting(plan: Workplan) -> None:
    """The note gives Room XIX for the session, and none for lunch or for side events."""
    found = read(plan)
    assert found["thematic-1.item.panel-1"].value("LOCATION") == r"Palais des Nations\, Room XIX\, Geneva\, Switzerland"
    aside = [
        f"thematic-1.item.{item.id}"
        for filed in plan.sessions
        if filed.session.id == "thematic-1"
        for day in filed.session.days
        for item in day.items
        if item.kind in {"break", "side-event"}
    ]
    assert len(aside) == 4
    assert {found[uid].value("LOCATION") for uid in aside} == {r"Geneva\, Switzerland"}


def test_a_tentative_programme_is_tentative_in_calendars(plan: Workplan) -> None:
    """The letter of 13 April 2017 calls the agenda of 8-9 May tentative: the session itself is sure."""
    found = read(plan)
    assert found["thematic-1"].value("STATUS") == "CONFIRMED"
    panel = found["thematic-1.item.panel-1"]
    assert (panel.value("STATUS"), panel.value("SUMMARY")[:12]) == ("TENTATIVE", "[TENTATIVE] ")


def plan_with(*items: str, event: str = KEYS, head: str = "", day: str = "8 May 2017") -> Workplan:
    """Return the plan of one meeting with some items on a day."""
    rows = "".join(f"      - {item}\n" for item in items)
    days = f"days:\n  - date: {day}\n    items:\n{rows}" if items else ""
    session = f"id: talks-agenda\nevent: talks\nsource: The agenda\n{head}{days}"
    return plan_of(f"events:\n  - {TALKS}{event}\n# sessions/talks.yaml\n{session}")


def beside(head: str, *items: str) -> Workplan:
    """Return a plan of nothing but a meeting outside the workplan."""
    rows = "".join(f"      - {item}\n" for item in items)
    days = f"days:\n  - date: 8 May 2017\n    items:\n{rows}" if items else ""
    return plan_of(f"# sessions/lunch.yaml\nid: lunch\ntitle: A lunch\nsource: A note\n{head}\n{days}")


def read(
    plan: Workplan, criteria: Criteria | None = None, options: Options = AGENDA, editions: Editions | None = None
) -> dict[str, Component]:
    """Return the events of a feed that has no fault by the part of their UIDs before the @."""
    feed = feed_text(plan, criteria, options, editions)
    assert not complaints(feed)
    return {event.value("UID").partition("@")[0]: event for event in parsed(feed)[1:]}


def times(events: dict[str, Component]) -> dict[str, tuple[str, str]]:
    return {uid: (event.value("DTSTART"), event.value("DTEND")) for uid, event in events.items()}


def left_out(plan: Workplan, options: Options = AGENDA) -> str:
    return str(feed_of(plan, Criteria(), without_history(plan), options).left_out)


# -- items -----------------------------------------------------------------------------------------------------------


def test_an_item_stands_beside_the_hours_of_its_meeting() -> None:
    plan = plan_with(PANEL)
    events = read(plan)
    assert times(events) == {
        "talks": ("20170508T080000Z", "20170508T110000Z"),
        "talks.2": ("20170509T080000Z", "20170509T110000Z"),
        "talks.item.panel": ("20170508T081500Z", "20170508T110000Z"),
    }
    assert events["talks.item.panel"].value("RELATED-TO") == f"talks{DOMAIN}"
    assert read(plan, None, MEETINGS).keys() == {"talks", "talks.2"}
    assert times(read(plan, None, DAYS)) == {"talks": ("20170508", "20170510")}


def test_what_an_item_says() -> None:
    item = (
        "{id: panel, time: 10:15-13:00, title: 'One, two', kind: panel, about: What it deals with., note: A doubt., "
        "moderator: Ms. A, speakers: [{name: Mr. B, role: Office}, {role: Expert}, {role: Expert}], "
        "limits: [{who: expert, minutes: 7, times: 2}]}"
    )
    event = read(plan_with(item))["talks.item.panel"]
    assert event.value("SUMMARY") == r"One\, two"
    assert event.value("DESCRIPTION").split(r"\n") == [
        "Part of: Talks",
        r"Time: 10:15-13:00 on Monday\, 8 May 2017\, local time in Geneva (Europe/Zurich)",
        "What it deals with.",
        "Moderator: Ms. A",
        r"Mr. B\, Office",
        "Expert (2)",
        "Limits: expert: 2 x 7 min",
        "A doubt.",
        "Source: The agenda",
    ]
    assert [event.value(name) for name in ("LOCATION", "GEO", "CATEGORIES", "STATUS")] == [
        r"Room XX\, Geneva\, Switzerland",
        "46.200000;6.150000",
        "Official",
        "CONFIRMED",
    ]


def test_a_room_is_that_of_the_item_else_of_the_session_else_of_the_event() -> None:
    own = PANEL.replace("kind", "venue: Room 3, kind")
    head = "venue: Room 2\n"
    found = [
        read(plan)["talks.item.panel"].value("LOCATION").partition("\\")[0]
        for plan in (plan_with(own, head=head), plan_with(PANEL, head=head), plan_with(PANEL))
    ]
    assert found == ["Room 3", "Room 2", "Room XX"]


@pytest.mark.parametrize(
    ("kind", "busy"), [("panel", "OPAQUE"), ("break", "TRANSPARENT"), ("side-event", "TRANSPARENT")]
)
def test_breaks_take_nobodys_time(kind: str, busy: str) -> None:
    event = read(plan_with(PANEL.replace("kind: panel", f"kind: {kind}")))["talks.item.panel"]
    assert event.value("TRANSP") == busy


@pytest.mark.parametrize(
    ("keys", "summary", "status"),
    [
        (KEYS.replace("8-9 May 2017", "8-9 May 2017 TBC"), "[TBC] A panel", "TENTATIVE"),
        (KEYS.replace("place", "status: cancelled, place"), "CANCELLED: A panel", "CANCELLED"),
        (KEYS.replace("place", "status: postponed, place"), "[POSTPONED] A panel", "TENTATIVE"),
    ],
)
def test_an_item_is_as_sure_as_its_meeting(keys: str, summary: str, status: str) -> None:
    event = read(plan_with(PANEL, event=keys))["talks.item.panel"]
    assert [event.value(name) for name in ("SUMMARY", "STATUS")] == [summary, status]
    assert ("talks.item.panel" in read(plan_with(PANEL, event=keys), None, AGENDA._replace(confirmed_only=True))) == (
        status == "CANCELLED"
    )


def test_uids_stay_when_items_move_or_are_put_in_and_when_the_event_is_renamed() -> None:
    other = "{id: opening, time: 10:00-10:15, title: Opening, kind: opening}"
    uids = {"talks.item.panel", "talks.item.opening"}
    assert uids < read(plan_with(PANEL, other)).keys()
    assert uids < read(plan_with(other, PANEL.replace("10:15", "10:30"), day="9 May 2017")).keys()
    renamed = plan_with(PANEL, other, event=KEYS.replace("when", "formerly: [first-name], when"))
    assert {"first-name", "first-name.item.panel"} < read(renamed).keys()
    # An item whose id is a number is no second day of the meeting.
    assert {"talks.2", "talks.item.2"} < read(plan_with(PANEL.replace("id: panel", 'id: "2"'))).keys()


@pytest.mark.parametrize(
    ("item", "keys", "day"),
    [
        (PANEL.replace("time: 10:15-13:00, ", ""), KEYS, "8 May 2017"),
        (PANEL, KEYS.replace("place: Geneva, ", ""), "8 May 2017"),
        (PANEL, KEYS.replace("Geneva", "TBA"), "8 May 2017"),
        (PANEL, KEYS.replace("Geneva", "Geneva TBC"), "8 May 2017"),
        (PANEL, KEYS, "10 May 2017"),
        (PANEL, KEYS.replace("8-9 May 2017", "May 2017"), "8 May 2017"),
        (PANEL, KEYS.replace("8-9 May 2017", "TBC"), "8 May 2017"),
    ],
)
def test_no_time_is_made_up(item: str, keys: str, day: str) -> None:
    plan = plan_with(item, event=keys, day=day)
    assert not any("item" in uid for uid in read(plan, None, AGENDA._replace(windows=True)))
    assert left_out(plan).endswith("1 programme item whose time is not known")
    assert "item" not in left_out(plan, MEETINGS)
    [calendar, *_] = parsed(feed_text(plan, None, AGENDA))
    assert calendar.value("DESCRIPTION").endswith("programme items whose time is not known.")


def test_an_hour_that_the_clock_leaves_out_still_lasts() -> None:
    event = KEYS.replace("8-9 May", "26 March")
    plan = plan_with(PANEL.replace("10:15-13:00", "02:00-03:00"), event=event, day="26 March 2017")
    assert times(read(plan))["talks.item.panel"] == ("20170326T010000Z", "20170326T020000Z")


@few
@given(titles=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80), max_size=4))
def test_items_have_any_title(titles: list[str]) -> None:
    plan = plan_with(PANEL)
    [filed] = plan.sessions
    [day] = filed.session.days
    rows = [day.items[0].model_copy(update={"id": f"i{n}", "title": f"x{title}"}) for n, title in enumerate(titles)]
    session = filed.session.model_copy(update={"days": (day.model_copy(update={"items": tuple(rows)}),)})
    plan = replace(plan, sessions=(filed._replace(session=session),))
    assert len(read(plan)) == len(titles) + 2


# -- meetings outside the workplan -----------------------------------------------------------------------------------

LUNCH = "when: 8 May 2017\nplace: Geneva\nvenue: Bar\nhours: 13:00-15:00\norganisers: [Some office]"


def test_a_meeting_outside_the_workplan_stands_in_agendas() -> None:
    plan = beside(LUNCH, "{id: toast, time: 13:30-13:40, title: A toast, kind: closing}")
    events = read(plan)
    assert times(events) == {
        "lunch.session": ("20170508T110000Z", "20170508T130000Z"),
        "lunch.session.item.toast": ("20170508T113000Z", "20170508T114000Z"),
    }
    meeting, toast = events.values()
    assert meeting.value("DESCRIPTION").split(r"\n") == [
        "When: 8 May 2017",
        r"Time: 13:00-15:00 on Monday\, 8 May 2017\, local time in Geneva (Europe/Zurich)",
        "Organiser: Some office",
        "Source: A note",
    ]
    assert [meeting.value(name) for name in ("SUMMARY", "LOCATION", "CATEGORIES")] == [
        "A lunch",
        r"Bar\, Geneva\, Switzerland",
        "Session",
    ]
    assert toast.value("RELATED-TO") == f"lunch.session{DOMAIN}"
    assert toast.value("DESCRIPTION").startswith(r"Part of: A lunch\n")


def test_without_a_place_it_takes_its_day() -> None:
    plan = beside("when: 8 May 2017\nhours: 13:00-15:00")
    events = read(plan)
    assert times(events) == {"lunch.session": ("20170508", "20170509")}
    assert r"Hours: 13:00-15:00\, local time" in events["lunch.session"].value("DESCRIPTION")


def test_without_days_it_is_left_out_and_counted() -> None:
    plan = beside("when: May 2017\nplace: Geneva")
    assert read(plan) == {}
    assert left_out(plan) == "1 event whose days are not known yet"
    [event] = read(plan, None, AGENDA._replace(windows=True)).values()
    assert [event.value(name) for name in ("SUMMARY", "DTSTART")] == ["[CONFIRMED: May 2017] A lunch", "20170501"]


@pytest.mark.parametrize(
    ("criteria", "detail", "is_there"),
    [
        (Criteria(), Detail.AGENDA, True),
        (Criteria(), Detail.MEETINGS, False),
        (Criteria(), Detail.DAYS, False),
        (Criteria(kinds=("session",)), Detail.DAYS, True),
        (Criteria(texts=("lunch",)), Detail.MEETINGS, True),
        (Criteria(texts=("dinner",)), Detail.AGENDA, False),
        (Criteria(kinds=("meeting",)), Detail.AGENDA, False),
        (Criteria(groups=("official",)), Detail.AGENDA, False),
        (Criteria(places=("Geneva",)), Detail.AGENDA, True),
        (Criteria(places=("Vienna",)), Detail.AGENDA, False),
        # It is no one body's own, and so concerns everyone.
        (Criteria(delegations=("NOR",)), Detail.AGENDA, True),
    ],
)
def test_filters_hold_for_meetings_outside_the_workplan(criteria: Criteria, detail: Detail, *, is_there: bool) -> None:
    assert list(read(beside(LUNCH), criteria, Options(detail))) == ["lunch.session"] * is_there


def test_meetings_of_the_real_plan() -> None:
    found = [uid for uid in read(PLAN) if uid.endswith(".session")]
    assert found == [
        "high-level-dialogue-2016.session",
        "coordination-meeting-15-panel.session",
        "human-rights-council-42-side-event.session",
    ]


# -- what was --------------------------------------------------------------------------------------------------------

THEN = Edition(4, datetime(2017, 5, 1, tzinfo=UTC))


def sat(plan: Workplan) -> Editions:
    """Return the editions of a plan, with the one item of its session as it was last."""
    session = plan.sessions[0].session.model_copy(update={"place": plan.events[0].place})
    return without_history(plan)._replace(sittings=(Sitting(session, "talks", THEN),))


@pytest.mark.parametrize(
    ("now", "summary"),
    [
        # The programme has another item in its place, or was removed as a whole.
        (plan_with(PANEL.replace("id: panel", "id: other")), "CANCELLED: A panel"),
        (plan_with(event=KEYS), "[HOURS OPEN] A panel"),
        (plan_with(PANEL.replace("time: 10:15-13:00, ", "")), "[HOURS OPEN] A panel"),
        (plan_with(PANEL, event=KEYS.replace("Geneva", "TBA")), "[HOURS OPEN] A panel"),
        (plan_with(PANEL, event=KEYS.replace("8-9 May 2017", "May 2017 TBC")), "[DATE OPEN: now May 2017 TBC] A panel"),
        (plan_with(PANEL, event=KEYS.replace("8-9 May 2017", "22-23 May 2017")), "[MOVED: now 22-23 May 2017] A panel"),
        (plan_with(event=KEYS.replace("place", "status: cancelled, place")), "CANCELLED: A panel"),
    ],
)
def test_an_item_that_is_gone_says_what_became_of_it(now: Workplan, summary: str) -> None:
    editions = sat(plan_with(PANEL))
    gone = read(now, None, AGENDA, editions)["talks.item.panel"]
    assert [gone.value(name) for name in ("STATUS", "SEQUENCE", "SUMMARY", "DTSTART", "TRANSP")] == [
        "CANCELLED",
        "4",
        summary,
        "20170508T081500Z",
        "TRANSPARENT",
    ]
    assert "talks.item.panel" not in read(now, None, MEETINGS, editions)
    assert "talks.item.panel" not in read(now, Criteria(phases=("I",)), AGENDA, editions)


def test_an_item_that_stands_is_not_as_it_was() -> None:
    plan = plan_with(PANEL)
    assert read(plan, None, AGENDA, sat(plan))["talks.item.panel"].value("STATUS") == "CONFIRMED"


def test_an_item_that_is_unsure_now_stays_in_a_feed_of_what_is_sure() -> None:
    sure, options = plan_with(PANEL), AGENDA._replace(confirmed_only=True)
    unsure = plan_with(PANEL, event=KEYS.replace("8-9 May 2017", "8-9 May 2017 TBC"))
    assert entries([unsure], options) == {}
    assert entries([sure, unsure], options)["talks.item.panel"].value("SUMMARY") == "[TBC] A panel"
    open_again = plan_with(PANEL, event=KEYS.replace("8-9 May 2017", "May 2017 TBC"))
    assert entries([sure, unsure, open_again], options)["talks.item.panel"].value("STATUS") == "CANCELLED"
    assert "talks.item.panel" not in entries([unsure, open_again], options)


def test_a_meeting_that_is_gone_is_cancelled() -> None:
    now = plan_of("")
    states = [beside(LUNCH), now]
    gone = entries(states, AGENDA)["lunch.session"]
    assert [gone.value(name) for name in ("STATUS", "SEQUENCE", "DTSTART")] == ["CANCELLED", "1", "20170508T110000Z"]
    assert gone.value("SUMMARY") == "CANCELLED: A lunch"
    assert entries(states, DAYS) == {}
    assert entries(states, AGENDA, Criteria(groups=("official",))) == {}
    lost = Session.model_validate({"id": "lunch", "title": "x", "when": "8 May 2017", "place": "Lost", "source": "x"})
    editions = without_history(now)._replace(removed=(Removed(lost, THEN),))
    assert read(now, None, AGENDA, editions)["lunch.session"].value("STATUS") == "CANCELLED"
    assert read(now, Criteria(places=("Geneva",)), AGENDA, editions) == {}


@pytest.mark.parametrize(
    ("criteria", "left"),
    [
        (Criteria(places=("Geneva",)), KEYS.replace("Geneva", "Vienna")),
        (Criteria(countries=("CH",)), KEYS.replace("Geneva", "Vienna")),
        (Criteria(days=(Span(date(2017, 5, 1), date(2017, 5, 31)),)), KEYS.replace("8-9 May", "8-9 June")),
        (Criteria(certainties=("confirmed",)), KEYS.replace("8-9 May 2017", "8-9 May 2017 TBC")),
    ],
    ids=["place", "country", "days", "certainty"],
)
def test_items_of_a_meeting_that_left_a_feed_and_was_removed_are_cancelled(criteria: Criteria, left: str) -> None:
    seen = entries([plan_with(PANEL)], AGENDA, criteria)
    assert seen.keys() == {"talks", "talks.2", "talks.item.panel"}
    gone = entries([plan_with(PANEL), plan_with(PANEL, event=left), plan_of("")], AGENDA, criteria)
    assert gone.keys() == seen.keys()
    assert {one.value("STATUS") for one in gone.values()} == {"CANCELLED"}
    assert gone["talks.item.panel"].value("SUMMARY") == "CANCELLED: A panel"


def test_a_meeting_outside_the_workplan_that_moves_says_so() -> None:
    states = [beside(LUNCH), beside(LUNCH.replace("8 May 2017", "May 2017 TBC"))]
    assert entries(states, AGENDA)["lunch.session"].value("SUMMARY") == "[DATE OPEN: now May 2017 TBC] A lunch"


# -- the command -----------------------------------------------------------------------------------------------------


def test_export(cli: Cli) -> None:
    run = cli("export", "ics", "--plan", str(DATA), "--detail", "agenda", "--in", "8-9 May 2017", "--group", "thematic")
    assert (run.status, run.err) == (0, "")
    uids = [event.value("UID").partition("@")[0] for event in parsed(run.out.encode())[1:]]
    assert [uid for uid in uids if ".item." not in uid] == [
        "thematic-1", "thematic-1.1.2", "thematic-1.2", "thematic-1.2.2",
    ]  # fmt: skip
    assert len(uids) == 4 + 13
    run = cli("export", "ics", "--plan", str(DATA), "--detail", "agenda", "--grep", "McCarney")
    assert "programme items whose time is not known\n" in run.err
