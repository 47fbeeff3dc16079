"""Programmes: times in their zones, items that share time, gaps, and the words for people."""

from __future__ import annotations

from calendar import monthcalendar
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import dateutil.tz
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gcmplan.errors import UnknownValueError
from gcmplan.plan.overlap import sharing_time
from gcmplan.plan.people import find_people, name_words
from gcmplan.plan.programme import ASIDE, ScheduledItem, items_of, programmes
from gcmplan.plan.session import Item, Limit
from gcmplan.plan.sharing import shared_time
from gcmplan.views.agenda import Gap, clock, days_of, hours_text, limit_text, lines_of, people_of, time_text
from rule_examples import plan_of
from strategies import few, moderate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

    from gcmplan.plan.programme import Programme
    from gcmplan.plan.workplan import Workplan

DAY = date(2017, 5, 8)
GENEVA, NEW_YORK = ZoneInfo("Europe/Zurich"), ZoneInfo("America/New_York")
ZONES = [GENEVA, NEW_YORK, ZoneInfo("Asia/Kolkata"), ZoneInfo("Pacific/Apia"), ZoneInfo("Australia/Lord_Howe")]
PLAN = """\
events:
  - {{id: talks, title: Talks, group: official, kind: meeting, when: {when}, place: {place}, source: x}}
# sessions/talks.yaml
id: talks
event: talks
source: x
days:
  - date: {when}
    items:
"""


def programme_of(*items: str, when: str = "8 May 2017", place: str = "Geneva") -> Programme:
    """Return the programme of a meeting on one day, each item written as "10:00-11:00 panel"."""
    text = PLAN.format(when=when, place=place)
    for number, words in enumerate(items):
        hours, _, kind = words.partition(" ")
        hours = "" if hours == "?" else f"time: {hours}, "
        text += f"      - {{id: i{number}, {hours}title: T{number}, kind: {kind or 'panel'}}}\n"
    (programme,) = programmes(plan_of(text))
    return programme


def scheduled(start: time, end: time, kind: str = "panel", number: int = 0) -> ScheduledItem:
    item = Item.model_validate({"id": f"i{number}", "title": "T", "kind": kind})
    first, last = (datetime.combine(DAY, moment, GENEVA) for moment in (start, end))
    return ScheduledItem(item, DAY, first, last, 0, number)


@st.composite
def slots(draw: DrawFn) -> list[ScheduledItem]:
    """Up to twelve slots of a day, many of them back to back."""
    moments = st.integers(0, 23).map(time) | st.builds(time, st.integers(0, 23), st.integers(0, 59))
    found = []
    for number in range(draw(st.integers(0, 12))):
        start, end = sorted(draw(st.lists(moments, min_size=2, max_size=2, unique=True)))
        found.append(scheduled(start, end, draw(st.sampled_from(["panel", "break", "side-event"])), number))
    return found


def brute_force(items: Sequence[ScheduledItem]) -> list[tuple[int, int]]:
    """Return the pairs that share a minute: minute by minute."""
    minutes = []
    for item in items:
        assert item.start
        assert item.end
        first, last = (moment.hour * 60 + moment.minute for moment in (item.start, item.end))
        minutes.append(set(range(first, last)))
    return [(one, other) for one, other in combinations(range(len(items)), 2) if minutes[one] & minutes[other]]


def shared(items: Sequence[ScheduledItem]) -> list[tuple[int, int]]:
    """Return the pairs of indices that share time; no pair may be found twice."""
    found: list[tuple[int, int]] = []
    for sides in sharing_time((item.seconds, index) for index, item in enumerate(items) if item.seconds):
        pairs = combinations(sides[0], 2) if len(sides) == 1 else product(*sides)
        found += ((min(pair), max(pair)) for pair in pairs)
    return sorted(found)


# -- what shares time ------------------------------------------------------------------------------------------------


@moderate
@given(slots())
def test_what_shares_time_agrees_with_brute_force(items: list[ScheduledItem]) -> None:
    assert shared(items) == brute_force(items)


@moderate
@given(slots())
def test_only_breaks_and_side_events_may_share_it(items: list[ScheduledItem]) -> None:
    colliding = [(one, other) for one, other in brute_force(items) if items[one].collides(items[other])]
    aside = [item.item.kind in ASIDE for item in items]
    assert colliding == [pair for pair in brute_force(items) if not all(aside[index] for index in pair)]


@moderate
@given(slots())
def test_an_item_names_the_first_three_before_it_that_share_its_time(items: list[ScheduledItem]) -> None:
    before: dict[int, list[int]] = {}
    for one, other in combinations(items, 2):
        if one.collides(other):
            before.setdefault(other.number, []).append(one.number)
    found = {item.number: ([one.number for one in shared.items], shared.more) for item, shared in shared_time(items)}
    assert found == {number: (others[:3], max(0, len(others) - 3)) for number, others in before.items()}


def test_an_agenda_grows_as_its_items_do() -> None:
    programme = programme_of(*["10:00-11:00"] * 40)
    [day] = days_of(programme)
    told = [list(lines_of(day, row)) for row in day.rows if isinstance(row, ScheduledItem)]
    assert [len(lines) for lines in told] == [0, 1, 2, 3, *[4] * 36]
    named = [f"Shares time with 'i{number}' (10:00-11:00)" for number in range(3)]
    assert told[39] == [*named, "Shares time with 36 more"]


@moderate
@given(st.sets(st.builds(time, st.integers(0, 23), st.integers(0, 59)), min_size=2).map(sorted))
def test_back_to_back_slots_share_nothing(moments: list[time]) -> None:
    items = [scheduled(*pair, number=number) for number, pair in enumerate(pairwise(moments))]
    assert shared(items) == []
    assert not any(one.collides(other) for one, other in combinations(items, 2))


def test_items_without_a_time_share_none() -> None:
    programme = programme_of("?", "10:00-11:00", "?")
    assert shared(programme.items) == []
    assert [item.minutes for item in programme.items] == [None, 60, None]


# -- zones -----------------------------------------------------------------------------------------------------------

# The clocks went forward on 12 March in New York and on 26 March 2017 in Geneva; back on 29 October and 5 November.
APART = [
    ("11 March 2017", 6),
    ("12 March 2017", 5),
    ("25 March 2017", 5),
    ("26 March 2017", 6),
    ("28 October 2017", 6),
    ("29 October 2017", 5),
    ("4 November 2017", 5),
    ("5 November 2017", 6),
]


@pytest.mark.parametrize(("when", "hours"), APART)
def test_geneva_and_new_york_while_only_one_has_changed(when: str, hours: int) -> None:
    (item,) = programme_of("10:15-13:00", when=when).items
    assert item.start
    assert item.end
    assert clock(item.start, item.end, NEW_YORK) == f"{10 - hours:02}:15-{13 - hours:02}:00"


def sundays(year: int, month: int) -> list[date]:
    """Return the Sundays of a month."""
    return [date(year, month, week[-1]) for week in monthcalendar(year, month) if week[-1]]


def changes(year: int) -> tuple[date, date, date, date]:
    """Return the days on which the clocks of New York and of Geneva change, by law since 2007."""
    return sundays(year, 3)[1], sundays(year, 3)[-1], sundays(year, 10)[-1], sundays(year, 11)[0]


days_about_changes = st.builds(
    lambda year, which, days: changes(year)[which] + timedelta(days),
    st.integers(2007, 2037),
    st.integers(0, 3),
    st.integers(-16, 16),
)


@moderate
@given(days_about_changes, st.integers(8, 22))
@example(date(2017, 3, 20), 10)
@example(date(2017, 10, 30), 10)
def test_weeks_in_which_only_one_has_changed(day: date, hour: int) -> None:
    """In spring and in autumn: by the law, by zoneinfo and by dateutil New York is five hours behind, else six.

    From eight in the morning in Geneva the clocks of both have changed, if they do that day.
    """
    (item,) = programme_of(f"{hour:02}:00-{hour:02}:30", when=day.isoformat()).items
    assert item.start
    assert item.end
    forward, later, back, last = changes(day.year)
    apart = 5 if forward <= day < later or back <= day < last else 6
    there = datetime.combine(day, time(hour)) - timedelta(hours=apart)
    theirs = datetime.combine(day, time(hour), dateutil.tz.gettz("Europe/Zurich")).astimezone(
        dateutil.tz.gettz("America/New_York")
    )
    assert theirs.replace(tzinfo=None) == there
    assert item.start.astimezone(NEW_YORK).replace(tzinfo=None) == there
    assert clock(item.start, item.end, NEW_YORK) == f"{there:%H:%M}-{there:%H}:30"


@pytest.mark.parametrize(
    ("hours", "zone", "text"),
    [
        ("10:15-13:00", NEW_YORK, "04:15-07:00"),
        ("10:15-13:00", ZoneInfo("Pacific/Auckland"), "20:15-23:00"),
        ("13:00-15:00", ZoneInfo("Pacific/Auckland"), "23:00-Tue 01:00"),
        ("15:00-18:00", ZoneInfo("Pacific/Auckland"), "Tue 01:00-04:00"),
        ("00:00-08:00", NEW_YORK, "Sun 18:00-Mon 02:00"),
        ("00:00-01:00", NEW_YORK, "Sun 18:00-19:00"),
        ("10:00-11:00", ZoneInfo("Asia/Kathmandu"), "13:45-14:45"),
        ("10:00-11:00", None, "10:00-11:00"),
    ],
)
def test_another_day_is_named(hours: str, zone: ZoneInfo | None, text: str) -> None:
    (item,) = programme_of(hours).items
    assert item.start
    assert item.end
    assert clock(item.start, item.end, zone) == text


@moderate
@given(st.dates(date(1970, 1, 2), date(2037, 12, 30)), st.times(), st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_zones_agree_with_dateutil(day: date, moment: time, own: ZoneInfo, other: ZoneInfo) -> None:
    """Another implementation of the same database: the same wall clock, also in nights in which clocks change."""
    theirs, zone = dateutil.tz.gettz(own.key), dateutil.tz.gettz(other.key)
    start = datetime.combine(day, moment.replace(second=0, microsecond=0), own)
    end = start + timedelta(hours=1)
    ours = clock(start, end, other)
    begins, ends = (time.replace(tzinfo=theirs) for time in (start, end))
    # The hour that the clocks leave out is no time; the two go different ways there.
    if dateutil.tz.datetime_exists(begins) and dateutil.tz.datetime_exists(ends):
        begins, ends = (time.astimezone(UTC).astimezone(zone) for time in (begins, ends))
        assert ours.removeprefix(f"{begins:%a} ")[:5] == f"{begins:%H:%M}"
        assert ours[-5:].replace("24:00", "00:00") == f"{ends:%H:%M}"
        assert ours.startswith(f"{begins:%a}") == (begins.date() != day)


@pytest.mark.parametrize(
    ("when", "hours", "minutes"),
    [
        ("26 March 2017", "01:00-04:00", 120),
        ("29 October 2017", "01:00-04:00", 240),
        ("26 March 2017", "10:00-13:00", 180),
        # A time that the clocks pass over that night; nothing shorter than nothing comes of it.
        ("26 March 2017", "02:45-03:15", 0),
    ],
)
def test_an_item_is_as_long_as_it_really_is(when: str, hours: str, minutes: int) -> None:
    (item,) = programme_of(hours, when=when).items
    assert item.minutes == minutes


@pytest.mark.parametrize(
    ("when", "zone", "text"),
    [
        ("8-9 May 2017", None, "10:00-13:00 and 15:00-23:30"),
        ("8-9 May 2017", NEW_YORK, "10:00-13:00 and 15:00-23:30 (in New York 04:00-07:00 and 09:00-17:30)"),
        (
            "8-9 May 2017",
            ZoneInfo("Pacific/Kiritimati"),
            "10:00-13:00 and 15:00-23:30 (in Kiritimati 22:00-next day 01:00 and next day 03:00-11:30)",
        ),
        (
            "8 May 2017",
            ZoneInfo("Pacific/Niue"),
            "10:00-13:00 and 15:00-23:30 (in Niue day before 21:00-next day 00:00 and 02:00-10:30)",
        ),
        # The clocks of New York change between the two days; a window has no days.
        ("11-12 March 2017", NEW_YORK, "10:00-13:00 and 15:00-23:30"),
        ("6-31 March 2017", NEW_YORK, "10:00-13:00 and 15:00-23:30"),
        ("May 2017", NEW_YORK, "10:00-13:00 and 15:00-23:30"),
    ],
)
def test_hours_of_a_meeting_in_two_zones(when: str, zone: ZoneInfo | None, text: str) -> None:
    session = f"id: a\ntitle: A\nwhen: {when}\nplace: Geneva\nhours: 10:00-13:00, 15:00-23:30\nsource: x\n"
    (programme,) = programmes(plan_of(f"# sessions/a.yaml\n{session}"))
    assert hours_text(programme, zone) == text


def test_without_a_place_times_have_no_zone() -> None:
    plan = plan_of(
        "# sessions/forum.yaml\nid: forum\ntitle: Forum\nwhen: 8 May 2017\nsource: x\ndays:\n  - date: 8 May 2017\n"
        "    items:\n      - {id: a, time: 10:00-11:30, title: A, kind: panel}\n"
    )
    ((item,), zone) = (programmes(plan)[0].items, programmes(plan)[0].zone)
    assert zone is None
    assert item.start == datetime(2017, 5, 8, 10)  # noqa: DTZ001 - that is the point
    assert item.minutes == 90


# -- in words --------------------------------------------------------------------------------------------------------


def rows(*items: str) -> list[str]:
    """Return what a day shows: items by their id, gaps by their length."""
    (day,) = days_of(programme_of(*items))
    return [f"{row.minutes} free" if isinstance(row, Gap) else row.item.id for row in day.rows]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["10:00-11:00", "11:00-12:00"], ["i0", "i1"]),
        (["10:00-11:00", "11:15-12:00"], ["i0", "15 free", "i1"]),
        (["10:00-13:00", "10:30-11:00 side-event", "12:00-13:30", "14:00-15:00"], ["i0", "i1", "i2", "30 free", "i3"]),
        (["10:00-11:00", "?", "12:00-13:00"], ["i0", "i1", "60 free", "i2"]),
        (["?", "?"], ["i0", "i1"]),
        (["15:00-16:00", "10:00-11:00"], ["i0", "i1"]),
    ],
)
def test_gaps_are_visible(items: list[str], expected: list[str]) -> None:
    assert rows(*items) == expected


@few
@given(slots())
def test_gaps_and_items_fill_the_day(items: list[ScheduledItem]) -> None:
    """Every minute between the first and the last is an item's or a gap's, never both."""
    ordered = sorted(items, key=lambda item: item.seconds or (0, 0))
    if not ordered:
        return
    (day,) = days_of(programme_of(*(f"{item.start:%H:%M}-{item.end:%H:%M}" for item in ordered)))
    taken: set[int] = set()
    free: set[int] = set()
    for row in day.rows:
        assert row.start
        assert row.end
        minutes = range(row.start.hour * 60 + row.start.minute, row.end.hour * 60 + row.end.minute)
        (free if isinstance(row, Gap) else taken).update(minutes)
    assert not taken & free
    assert taken | free == set(range(min(taken), max(taken) + 1))


LIMITS = [
    (
        {"who": "moderator", "what": "opening remarks", "minutes": "7", "times": "1"},
        "moderator, opening remarks: 7 min",
    ),
    ({"who": "expert", "minutes": "5-7", "times": "3"}, "expert: 3 x 5-7 min"),
    ({"who": "floor", "minutes": "3"}, "floor: 3 min each"),
    ({"who": "floor", "minutes": "3", "times": "0"}, "floor: 0 x 3 min"),
]


@pytest.mark.parametrize(("limit", "text"), LIMITS)
def test_limits_in_words(limit: dict[str, str], text: str) -> None:
    assert limit_text(Limit.model_validate(limit)) == text


@pytest.mark.parametrize(
    ("limits", "hours", "text"),
    [
        ([limit for limit, _ in LIMITS[:3]], (time(10), time(10, 30)), "22-28 of 30 min"),
        ([LIMITS[0][0]], (time(10), time(10, 30)), "7 of 30 min"),
        ([LIMITS[2][0]], (time(10), time(10, 30)), "30 min"),
        ([LIMITS[0][0]], None, "7 min"),
        ([], None, ""),
    ],
)
def test_minutes_planned_of_minutes_there_are(
    limits: list[dict[str, str]], hours: tuple[time, time] | None, text: str
) -> None:
    item = Item.model_validate({"id": "a", "title": "A", "kind": "panel", "limits": limits})
    start, end = [datetime.combine(DAY, moment, GENEVA) for moment in hours] if hours else (None, None)
    assert time_text(ScheduledItem(item, DAY, start, end, 0, 0)) == text


def test_people_in_words() -> None:
    speakers = [{"role": "Expert"}, {"name": "Ms. A", "role": "X"}, {"role": "Expert"}, {"name": "Mr. B"}]
    item = Item.model_validate({"id": "a", "title": "A", "kind": "panel", "moderator": "Ms. C", "speakers": speakers})
    people = list(people_of(ScheduledItem(item, DAY, None, None, 0, 0)))
    assert people == ["Moderator: Ms. C", "Expert (2)", "Ms. A, X", "Mr. B"]


# -- sessions of events, people --------------------------------------------------------------------------------------


def test_an_event_with_several_sessions() -> None:
    text = """\
events:
  - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, session: b, source: x}
# sessions/a.yaml
id: a
event: talks
source: x
days: [{date: 8 May 2017, items: [{id: one, title: One, kind: panel}]}]
# sessions/b.yaml
id: b
event: talks
source: x
days: [{date: 8 May 2017, items: [{id: two, title: Two, kind: panel}]}]
"""
    plan = plan_of(text)
    event = plan.event("talks")
    assert [filed.session.id for filed in plan.sessions_of(event)] == ["b", "a"]
    assert [(one.session.id, item.item.id) for one, item in items_of(plan, event)] == [("b", "two"), ("a", "one")]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Mr. Gómez Camacho", "gomez camacho"),
        ("H.E. Mr. Md. Shahidul Haque", "md shahidul haque"),
        ("H. E. Ambassador Jürg LAUBER", "jurg lauber"),
        ("His Excellency Mr. Juan Jose Gómez Camacho", "juan jose gomez camacho"),
        ("Søren Łukasz Æbelø", "soren lukasz aebelo"),
        ("Straße", "strasse"),
        ("María del Socorro Flores Liera", "maria del socorro flores liera"),
        ("Mr.", ""),
        ("\u0130pek \u015eahin", "ipek sahin"),
    ],
)
def test_titles_accents_and_capitals_make_no_difference(name: str, words: str) -> None:
    assert " ".join(name_words(name)) == words


def test_he_is_a_name_and_h_e_a_title() -> None:
    assert name_words("Mr. He Wei") == ("he", "wei")
    assert name_words("H.E. Mr. Wei") == name_words("H. E. Wei") == name_words("HE Ms. Wei") == ("wei",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gomez Camacho", {"Juan José Gómez Camacho"}),
        ("gómez", {"Juan José Gómez Camacho"}),
        ("H.E. Mr. Juan Gomez", {"Juan José Gómez Camacho"}),
        ("lauber", {"Jürg Lauber", "H.E. Ambassador Jürg Lauber"}),
        ("Gois", {"Mr. William Gois"}),
        ("Seebrucke", {"Ms. Alina Lyapina"}),
        ("Foreign Secretary", {"H.E. Mr. Md. Shahidul Haque"}),
        ("Special Representative", {"Louise Arbour", "Mr. Peter Sutherland"}),
        ("PICUM", {"Platform for International Cooperation on Undocumented Migrants (PICUM)", "Ms. Michele Levoy"}),
    ],
)
def test_people_are_found(plan: Workplan, text: str, names: set[str]) -> None:
    assert {one.name for one in find_people(plan, text)} == names


@pytest.mark.parametrize("text", ["Nobody", "", "   ", "Camachoo", "\x1b[2J"])
def test_nobody_is_found(plan: Workplan, text: str) -> None:
    with pytest.raises(UnknownValueError, match="no person or office"):
        find_people(plan, text)
