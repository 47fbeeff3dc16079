"""The UID of a day or slot, from one state of a plan to the next: no scheduled one is ever called off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import AGENDA, DAYS, MEETINGS, WINDOWS
from gcmplan.feeds.feed import Detail, Options
from gcmplan.feeds.uids import Register
from gcmplan.feeds.vevent import Stretch
from gcmplan.plan.workplan import Workplan
from ical_lint import Component
from published import Entries, entries, feeds_of
from rule_examples import plan_of
from strategies import few, moderate

ROW = "{id: talks, title: Talks, group: official, kind: meeting, source: x"
SLOTS = "10:00-13:00 and 15:00-18:00"
SURE = Options(confirmed_only=True)


def plan(when: str, place: str = "Geneva", hours: str | None = None, status: str = "scheduled") -> Workplan:
    """Return the plan of one meeting."""
    keys = f"when: '{when}', place: {place}, status: {status}" + (f", hours: '{hours}'" if hours else "")
    return plan_of(f"events:\n  - {ROW}, {keys}}}\n")


def shown(found: Entries) -> list[tuple[str, str, str]]:
    """Return UID, beginning and summary of each entry."""
    return [(uid, event.value("DTSTART"), event.value("SUMMARY").replace("\\", "")) for uid, event in found.items()]


# -- the cases of the report -----------------------------------------------------------------------------------------


def test_a_date_that_is_open_again() -> None:
    [(uid, begins, summary)] = shown(entries([plan("19-20 June 2017"), plan("June 2017 TBA")]))
    assert (uid, begins, summary) == ("talks", "20170619", "[DATE OPEN: now June 2017 TBA] Talks")
    [(uid, begins, summary)] = shown(entries([plan("19-20 June 2017"), plan("June 2017 TBA")], WINDOWS))
    assert (uid, begins, summary) == ("talks", "20170601", "[TBA] Talks")


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (
            ["1, 6 and 13 June 2017", "6 and 13 June 2017"],
            [
                ("talks", "20170601", "[MOVED: now 6 and 13 June 2017] Talks"),
                ("talks.2", "20170606", "Talks"),
                ("talks.3", "20170613", "Talks"),
            ],
        ),
        (
            ["1, 6 and 13 June 2017", "6 and 13 June 2017", "6, 13 and 20 June 2017"],
            [
                ("talks", "20170601", "[MOVED: now 6, 13 and 20 June 2017] Talks"),
                ("talks.2", "20170606", "Talks"),
                ("talks.3", "20170613", "Talks"),
                ("talks.4", "20170620", "Talks"),
            ],
        ),
        (
            ["1, 6 and 13 June 2017", "6 and 13 June 2017", "1, 6 and 13 June 2017"],
            [("talks", "20170601", "Talks"), ("talks.2", "20170606", "Talks"), ("talks.3", "20170613", "Talks")],
        ),
        (["8 and 9 May 2017", "8-9 May 2017"], [("talks", "20170508", "Talks"), ("talks.2", "20170509", "Talks")]),
        (["8-9 May 2017", "9 May 2017"], [("talks", "20170509", "Talks")]),
        (["8-9 May 2017", "8 and 9 May 2017"], [("talks", "20170508", "Talks"), ("talks.2", "20170509", "Talks")]),
        (["8-9 May 2017", "22-23 May 2017"], [("talks", "20170522", "Talks")]),
        (
            ["8 and 22-23 May 2017", "TBC", "29-30 May 2017"],
            [("talks.2", "20170522", "[MOVED: now 29-30 May 2017] Talks"), ("talks", "20170529", "Talks")],
        ),
    ],
)
def test_days(states: list[str], expected: list[tuple[str, str, str]]) -> None:
    assert shown(entries([plan(when) for when in states])) == expected


def test_a_day_of_two_with_hours() -> None:
    found = entries([plan("8-9 May 2017", hours="10:00-13:00"), plan("9 May 2017", hours="10:00-13:00")], MEETINGS)
    assert shown(found) == [
        ("talks", "20170508T080000Z", "[MOVED: now 9 May 2017] Talks"),
        ("talks.2", "20170509T080000Z", "Talks"),
    ]


def test_hours_that_were_withdrawn() -> None:
    found = entries([plan("8 May 2017", hours=SLOTS), plan("8 May 2017", hours="15:00-18:00")], MEETINGS)
    assert shown(found) == [
        ("talks", "20170508T080000Z", "[MOVED: now 15:00-18:00] Talks"),
        ("talks.1.2", "20170508T130000Z", "Talks"),
    ]
    assert found["talks"].value("STATUS") == "CANCELLED"
    assert "Only this entry is withdrawn. The event is now: 8 May 2017\\, Geneva" in found["talks"].value("DESCRIPTION")


def test_a_place_that_is_open_again() -> None:
    found = entries([plan("8-9 May 2017", hours=SLOTS), plan("8-9 May 2017", "TBA", SLOTS)], MEETINGS)
    assert shown(found) == [
        ("talks", "20170508", "[PLACE TBA] Talks"),
        ("talks.1.2", "20170508T130000Z", "[HOURS OPEN] Talks"),
        ("talks.2", "20170509T080000Z", "[HOURS OPEN] Talks"),
        ("talks.2.2", "20170509T130000Z", "[HOURS OPEN] Talks"),
    ]
    assert {event.value("SEQUENCE") for event in found.values()} == {"1"}
    back = entries(
        [plan("8-9 May 2017", hours=SLOTS), plan("8-9 May 2017", "TBA", SLOTS), plan("8-9 May 2017", hours=SLOTS)],
        MEETINGS,
    )
    assert [(uid, summary) for uid, _, summary in shown(back)] == [
        (uid, "Talks") for uid in ("talks", "talks.1.2", "talks.2", "talks.2.2")
    ]


@pytest.mark.parametrize("last", [plan("8-9 May 2017", status="cancelled"), plan_of("")])
def test_only_what_is_cancelled_or_removed_is_called_so(last: Workplan) -> None:
    found = entries([plan("1 and 8-9 May 2017"), plan("8-9 May 2017"), last])
    assert shown(found) == [("talks", "20170501", "CANCELLED: Talks"), ("talks.2", "20170508", "CANCELLED: Talks")]


def test_what_is_unsure_stays_in_a_feed_of_what_is_sure() -> None:
    sure = plan("8-9 May 2017")

    def after(*states: Workplan) -> list[tuple[str, str, str]]:
        return shown(entries([sure, *states], SURE))

    assert after(plan("8-9 May 2017 TBC")) == [("talks", "20170508", "[TBC] Talks")]
    assert after(plan("8-9 May 2017", "Geneva TBC")) == [("talks", "20170508", "[PLACE TBC] Talks")]
    assert after(plan("8-9 May 2017", status="postponed")) == [("talks", "20170508", "[POSTPONED] Talks")]
    assert after(plan("May 2017 TBA")) == [("talks", "20170508", "[DATE OPEN: now May 2017 TBA] Talks")]
    assert after(plan("TBA", status="postponed")) == [("talks", "20170508", "[POSTPONED: date open] Talks")]
    in_june = after(plan("June 2017 TBA", status="postponed"))
    assert in_june == [("talks", "20170508", "[POSTPONED: now June 2017 TBA] Talks")]
    assert after(plan("22-23 May 2017 TBC")) == [("talks", "20170508", "[MOVED: now 22-23 May 2017 TBC] Talks")]
    assert after(plan("22-23 May 2017 TBC"), plan("22-23 May 2017")) == [("talks", "20170522", "Talks")]
    assert after(plan("8-9 May 2017 TBC"), plan("8-9 May 2017 TBC", status="cancelled")) == [
        ("talks", "20170508", "CANCELLED: Talks")
    ]
    assert shown(entries([plan("8-9 May 2017 TBC"), plan("9-10 May 2017 TBC")], SURE)) == []


def test_numbers_are_of_one_detail_and_the_first_is_everywhere_the_event() -> None:
    meeting = plan("8-9 May 2017", hours="10:00-13:00 and 15:00-18:00")
    found = {detail: set(entries([meeting], Options(detail=detail))) for detail in Detail}
    slots = {"talks", "talks.1.2", "talks.2", "talks.2.2"}
    assert found == {Detail.DAYS: {"talks"}, Detail.MEETINGS: slots, Detail.AGENDA: slots}


# -- property --------------------------------------------------------------------------------------------------------

WHENS = (
    "1, 6 and 13 June 2017", "6 and 13 June 2017", "6-13 June 2017", "1-6 and 8-13 June 2017", "5-7 June 2017",
    "13 June 2017", "1-13 June 2017", "1-2, 3-4 and 5-6 June 2017", "20 June 2017 TBC", "1 and 6 June 2017 TBA",
    "June 2017 TBA", "early June 2017", "TBC",
)  # fmt: skip
HOURS = (None, None, "10:00-13:00", "15:00-18:00", SLOTS, "10:00-18:00", "12:00-16:00", "10:00-12:00 and 12:00-18:00")
states = st.one_of(
    st.builds(
        plan,
        st.sampled_from(WHENS),
        st.sampled_from(["Geneva", "Geneva", "Vienna", "Geneva TBC", "TBA"]),
        st.sampled_from(HOURS),
        st.sampled_from(["scheduled"] * 4 + ["postponed", "cancelled"]),
    ),
    st.just(plan_of("")),
)
OPTIONS = [
    Options(detail, windows, sure)
    for detail in (DAYS.detail, MEETINGS.detail, AGENDA.detail)
    for windows in (False, True)
    for sure in (False, True)
]
"""Every detail, with and without windows, and with what is sure alone."""


def ends(event: Component) -> tuple[datetime, datetime]:
    """Return the beginning and the end of an entry; a day lasts from midnight to midnight."""
    texts = (event.value("DTSTART"), event.value("DTEND"))
    first, last = (datetime.strptime(f"{text}T000000Z"[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for text in texts)
    return first, last


def overlap(one: Component, other: Component) -> bool:
    """Whether two entries share days or hours. A day on which hours alone were withdrawn stays."""
    if "T" in one.value("DTSTART") and "T" not in other.value("DTSTART"):
        return False
    (start, end), (first, last) = ends(one), ends(other)
    return start < last and first < end


def is_past(event: Component) -> bool:
    return event.value("STATUS") == "CANCELLED"


def check_step(before: Entries, after: Entries, now: Workplan) -> None:
    """Assert what holds from one feed of one meeting to the next."""
    assert before.keys() <= after.keys()
    for uid in before:
        assert int(before[uid].value("SEQUENCE")) <= int(after[uid].value("SEQUENCE"))
        assert before[uid].value("DTSTAMP") <= after[uid].value("DTSTAMP")
        moved = any(before[uid].value(name) != after[uid].value(name) for name in ("DTSTART", "DTEND", "STATUS"))
        assert not moved or int(before[uid].value("SEQUENCE")) < int(after[uid].value("SEQUENCE"))
    past, standing = ([event for event in after.values() if is_past(event) == side] for side in (True, False))
    assert not any(overlap(one, other) for one in past for other in standing)
    called_off = not now.events or now.events[0].status == "cancelled"
    assert all(event.value("SUMMARY").startswith("CANCELLED: ") == called_off for event in past)
    assert not called_off or not standing
    # Each entry of a day is there yet, or elsewhere, or says that it was withdrawn.
    assert all(uid in after for uid, event in before.items() if not is_past(event))


@few
@given(history=st.lists(states, min_size=2, max_size=6), options=st.sampled_from(OPTIONS))
def test_no_entry_is_called_off_where_its_event_stands(history: list[Workplan], options: Options) -> None:
    found: Entries = {}
    for number, after in enumerate(feeds_of(history, options)):
        check_step(found, after, history[number])
        found = after
        if options.confirmed_only or not history[number].events:
            continue
        # The scheduled days are those of the plan, each once.
        event = history[number].events[0]
        spans = event.when.spans or (() if not (options.windows and event.when.window) else (event.when.window,))
        days = [day for first, last in spans for day in each_day(first, last)]
        standing = [one for one in after.values() if not is_past(one) or event.status == "cancelled"]
        shown_days = chain.from_iterable(each_day(*local_days(one)) for one in standing)
        assert set(days) <= set(shown_days)


def each_day(first: date, last: date) -> list[date]:
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]


def local_days(event: Component) -> tuple[date, date]:
    """Return the first and the last day of an entry, both included; no hours of the tests end on another day in UTC."""
    first, last = ends(event)
    return first.date(), (last - timedelta(seconds=1)).date()


slots = st.lists(
    st.integers(0, 30).flatmap(lambda start: st.integers(1, 6).map(lambda length: (start, start + length))), max_size=5
)


def stretches(ends: list[tuple[int, int]], kind: Callable[[int], date], *, timed: bool) -> list[Stretch]:
    """Return days, or hours of one day, that do not overlap."""
    found: list[Stretch] = []
    for start, end in sorted(ends):
        if not found or found[-1].end <= kind(start):
            local = (date(2017, 6, 1), (start, end)) if timed else None
            found.append(Stretch(kind(start), kind(end), local))  # type: ignore[arg-type]  # any two ends are a slot here
    return found


@moderate
@given(history=st.lists(slots, max_size=8), timed=st.booleans())
def test_a_register_keeps_every_uid_apart(history: list[list[tuple[int, int]]], *, timed: bool) -> None:
    first = datetime(2017, 6, 1, tzinfo=UTC)
    kind = (lambda n: first + timedelta(minutes=n)) if timed else (lambda n: (first + timedelta(days=n)).date())
    register, known = Register[int]("x"), set[str]()
    for number, state in enumerate(history):
        wanted = stretches(state, kind, timed=timed)
        register.enter(wanted, number)
        standing = [held.stretch for held in register.standing.values()]
        held = {**register.standing, **register.withdrawn}
        assert len(held) == len(register.standing) + len(register.withdrawn)
        assert known <= held.keys()
        known = set(held)
        for one, other in pairwise(sorted(standing, key=lambda one: one.start.isoformat())):
            assert one.end <= other.start
        assert sum((one.end - one.start for one in standing), timedelta()) == sum(
            (one.end - one.start for one in wanted),
            timedelta(),
        )
        for past in register.withdrawn.values():
            assert past.stretch.start < past.stretch.end
            assert all(one.end <= past.stretch.start or past.stretch.end <= one.start for one in standing)
