"""The kinds of change: of dates, by what both say about days; of rows, by the keys whose values differ."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gcmplan.changes.change import TEXT_ONLY, WEIGHT, WHERE, ChangeKind, ordered
from gcmplan.changes.kinds import days_between, kinds_of_row, kinds_of_when
from gcmplan.dates.when import Certainty, Span, When
from gcmplan.plan.bodies import Body
from gcmplan.plan.model import Deadline, Event, Group
from gcmplan.plan.place_rows import PlaceRow
from gcmplan.plan.session import Session
from strategies import any_days, bare, known, moderate, near_pairs, shifts, whens, within

if TYPE_CHECKING:
    from gcmplan.plan.row import Row

POSTPONED, ADVANCED, SHIFTED = ChangeKind.POSTPONED, ChangeKind.ADVANCED, ChangeKind.SHIFTED
NARROWED, WIDENED = ChangeKind.NARROWED, ChangeKind.WIDENED
LENGTHENED, SHORTENED = ChangeKind.LENGTHENED, ChangeKind.SHORTENED
CONFIRMED, UNCONFIRMED = ChangeKind.CONFIRMED, ChangeKind.UNCONFIRMED
MIRRORED = {
    POSTPONED: ADVANCED, ADVANCED: POSTPONED, SHIFTED: SHIFTED, NARROWED: WIDENED, WIDENED: NARROWED,
    LENGTHENED: SHORTENED, SHORTENED: LENGTHENED, CONFIRMED: UNCONFIRMED, UNCONFIRMED: CONFIRMED,
}  # fmt: skip

DATES = {
    "the same": [
        ("8-9 May 2017", "2017-05-08/2017-05-09", ""),
        ("May 2017", "2017-05", ""),
        ("3 days in May 2017", "3 days in May 2017", ""),
        ("TBC", "TBC", ""),
    ],
    "as sure or not": [
        ("8 May 2017 TBC", "8 May 2017", "confirmed"),
        ("8 May 2017 TBA", "8 May 2017", "confirmed"),
        ("8 May 2017 TBC", "8 May 2017 TBA", ""),
        ("May 2017 TBA", "May 2017", "confirmed"),
        ("TBC", "TBA", ""),
    ],
    "known days, beside": [
        ("8-9 May 2017", "10-11 May 2017", "postponed"),
        ("8-9 May 2017", "8-9 May 2018", "postponed"),
        ("8-9 May 2017 TBC", "10-12 May 2017", "postponed confirmed lengthened"),
        ("31 December 2017", "1 January 2018", "postponed"),
    ],
    "known days, overlapping": [
        ("8-9 May 2017", "9-10 May 2017", "shifted"),
        ("8-10 May 2017", "10-20 May 2017", "shifted lengthened"),
        ("8-9 May 2017 TBC", "9-10 May 2017 TBA", "shifted"),
    ],
    "known days, inside": [
        ("8-9 May 2017", "8-10 May 2017", "lengthened widened"),
        ("8-9 May 2017", "7-9 May 2017", "lengthened widened"),
        ("8-9 May 2017", "1-31 May 2017", "lengthened widened"),
        ("8-9 May 2017", "9 May 2017", "shortened narrowed"),
    ],
    "split days": [
        ("1-2 June 2018", "1 and 2 June 2018", "narrowed"),
        ("1-2 and 3 June 2018", "1 and 2-3 June 2018", "shifted"),
        ("20 and 22-23 February 2018", "20-23 February 2018", "lengthened widened"),
        ("1, 3 and 5 June 2018", "1 and 5 June 2018", "shortened narrowed"),
        ("1, 3 and 5 June 2018", "1, 4 and 5 June 2018", "shifted"),
        ("1, 3 and 5 June 2018", "3 June 2018", "shortened narrowed"),
        # Inside the hull, but on none of its days: whoever kept those free cannot come.
        ("1, 3 and 5 June 2018", "4 June 2018", "shifted shortened"),
        ("1 and 5 June 2018", "2-4 June 2018", "shifted lengthened"),
        ("1 and 5 June 2018", "3 and 7 June 2018", "shifted"),
        ("1 and 5 June 2018", "6 and 10 June 2018", "postponed"),
        ("1, 3 and 5 June 2018", "2 and 4 June 2018", "shifted shortened"),
        ("1 and 5 June 2018", "30 May - 6 June 2018", "lengthened widened"),
        ("1 and 5 June 2018", "between 2 and 4 June 2018", "shifted"),
        ("1 and 5 June 2018", "between 1 and 5 June 2018", "widened"),
    ],
    "a window and known days": [
        ("May 2017", "8-9 May 2017", "narrowed"),
        ("May 2017 TBA", "8-9 May 2017", "confirmed narrowed"),
        ("May 2017", "1-31 May 2017", "narrowed"),
        ("May 2017", "1 and 31 May 2017", "narrowed"),
        ("May 2017", "8 June 2017", "postponed"),
        ("May 2017", "31 May - 1 June 2017", "shifted"),
        ("May 2017", "30 April - 1 June 2017", "widened"),
        ("last week of July 2017", "25 July 2017", "narrowed"),
        ("last week of July 2017", "24 July 2017", "narrowed"),
        ("last week of July 2017", "23 July 2017", "advanced"),
    ],
    "two windows": [
        ("June/July 2018", "June 2018", "narrowed"),
        ("2018", "second half of 2018", "narrowed"),
        ("May 2017", "June 2017", "postponed"),
        ("May/June 2017", "June/July 2017", "shifted"),
        ("mid-February 2018", "February 2018", "widened"),
        ("second/third quarter of 2017 TBC", "third quarter of 2017", "confirmed narrowed"),
    ],
    "how many days": [
        ("May 2017", "3 days in May 2017", "narrowed"),
        ("3 days in May 2017", "4 days in May 2017", "lengthened"),
        ("3 days in May 2017 TBA", "4 days in May 2017", "confirmed lengthened"),
        ("3 days in May 2017", "2 days in June 2017", "postponed shortened"),
        ("3 days in May 2017", "8-10 May 2017", "narrowed"),
        ("3 days in May 2017", "8-9 May 2017", "shortened narrowed"),
        ("31 days in May 2017", "1-31 May 2017", "narrowed"),
        ("3 days in June/July 2018", "4 days in June 2018", "lengthened narrowed"),
    ],
    "no date": [
        ("TBC", "8 May 2017", "confirmed narrowed"),
        ("TBA", "8 May 2017 TBA", "narrowed"),
        ("TBC", "2018 TBA", "narrowed"),
        ("TBA", "2018", "confirmed narrowed"),
    ],
}  # fmt: skip


def mirrored(kinds: tuple[ChangeKind, ...]) -> tuple[ChangeKind, ...]:
    return ordered(MIRRORED[kind] for kind in kinds)


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [pytest.param(*row, id=f"{name}: {row[0]} to {row[1]}") for name in DATES for row in DATES[name]],
)
def test_dates(old: str, new: str, kinds: str) -> None:
    expected = tuple(map(ChangeKind, kinds.split()))
    assert kinds_of_when(When.parse(old), When.parse(new)) == expected
    assert kinds_of_when(When.parse(new), When.parse(old)) == mirrored(expected)


def possible(when: When) -> set[date] | None:
    """Return the days on which it may take place; nothing if any day may be."""
    if when.window is None:
        return None
    spans = when.spans or [when.window]
    return {first + timedelta(days=index) for first, last in spans for index in range((last - first).days + 1)}


def is_length_only(old: When, new: When) -> bool:
    """Whether both know in how many of the same days, and only that number differs."""
    return (old.exact, old.window) == (new.exact, new.window) == (False, old.window) and None not in (
        old.days,
        new.days,
    )


pairs = st.tuples(whens, whens) | near_pairs()


@moderate
@given(pairs)
def test_one_kind_says_where_dates_went(pair: tuple[When, When]) -> None:
    old, new = pair
    found = WHERE & set(kinds_of_when(old, new))
    alike = (old.spans, old.window, old.days) == (new.spans, new.window, new.days)
    assert len(found) == (not alike and not is_length_only(old, new))


@moderate
@given(pairs)
def test_what_the_kinds_promise_about_days(pair: tuple[When, When]) -> None:
    old, new = pair
    before, after = possible(old), possible(new)
    kinds = kinds_of_when(old, new)
    assume(before is not None and after is not None)
    assert before
    assert after
    assert (POSTPONED in kinds) == (min(after) > max(before))
    assert (ADVANCED in kinds) == (max(after) < min(before))
    assert NARROWED not in kinds or after <= before
    assert WIDENED not in kinds or before <= after
    moved = not (after <= before or before <= after or {POSTPONED, ADVANCED} & set(kinds))
    in_other_pieces = after == before and len(old.spans) == len(new.spans) and old.spans != new.spans
    assert (SHIFTED in kinds) == (moved or in_other_pieces)
    assert (LENGTHENED in kinds) == (old.days is not None and new.days is not None and new.days > old.days)
    assert (SHORTENED in kinds) == (old.days is not None and new.days is not None and new.days < old.days)


@moderate
@given(pairs)
def test_kinds_of_dates_are_mirrored_and_ordered(pair: tuple[When, When]) -> None:
    old, new = pair
    kinds = kinds_of_when(old, new)
    assert kinds_of_when(new, old) == mirrored(kinds)
    assert all(WEIGHT[one] < WEIGHT[other] for one, other in pairwise(kinds))
    assert (CONFIRMED in kinds, UNCONFIRMED in kinds) == tuple(
        one is not Certainty.CONFIRMED and other is Certainty.CONFIRMED
        for one, other in ((old.certainty, new.certainty), (new.certainty, old.certainty))
    )


@moderate
@given(whens)
def test_a_date_is_not_changed_by_itself(when: When) -> None:
    assert kinds_of_when(when, When.parse(str(when))) == ()


@st.composite
def near_triples(draw: st.DrawFn) -> tuple[When, When, When]:
    first = draw(st.dates(date(2017, 1, 1), date(2018, 1, 1)))
    last = first + timedelta(days=draw(st.integers(2, 6)))
    near = known(first, last) | within(any_days(first, last)) | within(st.just(Span(first, last))) | bare
    return draw(near), draw(near), draw(near)


@moderate
@given(near_triples())
def test_narrowed_twice_is_narrowed(triple: tuple[When, When, When]) -> None:
    first, second, third = triple
    if NARROWED in kinds_of_when(first, second) and NARROWED in kinds_of_when(second, third):
        assert NARROWED in kinds_of_when(first, third)


@moderate
@given(whens.flatmap(lambda when: st.tuples(st.just(when), shifts(when))))
def test_days_are_those_of_the_shift(shifted: tuple[When, int]) -> None:
    when, days = shifted
    old, new = (event(when=str(one)) for one in (when, when.shifted(days)))
    kinds = kinds_of_when(old.when, new.when)
    if days == 0 or when.window is None:
        assert (kinds, days_between(old, new)) == ((), None)
        return
    later = (POSTPONED, SHIFTED) if days > 0 else (ADVANCED, SHIFTED)
    assert len(kinds) == 1
    assert kinds[0] in later
    assert (kinds[0] is not SHIFTED) == (abs(days) >= when.window.days)
    assert days_between(old, new) == (days if when.exact else None)


@moderate
@given(pairs)
def test_only_days_that_all_went_together_have_a_number(pair: tuple[When, When]) -> None:
    old, new = pair
    days = days_between(event(when=str(old)), event(when=str(new)))
    assert days == (-back if (back := days_between(event(when=str(new)), event(when=str(old)))) else None)
    if days is not None:
        assert old.exact
        assert old.shifted(days).spans == new.spans
        assert {POSTPONED, ADVANCED, SHIFTED} & set(kinds_of_when(old, new))


DAYS = [
    ("8-9 May 2017", "10-11 May 2017", 2),
    ("8-9 May 2017", "1-2 May 2017", -7),
    ("8-9 May 2017", "1 May 2017", None),
    ("8-9 May 2017", "9-10 May 2017 TBC", 1),
    ("8-9 May 2017", "8-10 May 2017", None),
    ("8-9 May 2017", "8-9 May 2017 TBC", None),
    ("May 2017", "8 May 2017", None),
    ("1, 3 and 5 June 2018", "1, 4 and 5 June 2018", None),
    ("1, 3 and 5 June 2018", "6, 8 and 10 June 2018", 5),
    ("8 and 20 May 2017", "10-11 May 2017", None),
    ("8 and 20 May 2017", "10 and 20 May 2017", None),
    ("May 2017", "second half of 2017", None),
    ("May 2017", "June 2017", None),
    ("3 days in May 2017", "3 days in June 2017", None),
    ("May 2017", "8 June 2017", None),
    ("first week of May 2017", "second week of May 2017", None),
    ("TBC", "8 May 2017", None),
    ("8 May 2017", "TBC", None),
]


@pytest.mark.parametrize(("old", "new", "days"), DAYS)
def test_days_between(old: str, new: str, days: int | None) -> None:
    assert days_between(event(when=old), event(when=new)) == days


def test_no_days_between_rows_without_dates() -> None:
    assert days_between(None, event()) is None
    assert days_between(event(), None) is None
    assert days_between(group(), group()) is None


# -- rows ------------------------------------------------------------------------------------------------------------


def event(**values: object) -> Event:
    row = {"id": "talks", "title": "Talks", "group": "x", "kind": "meeting", "when": "8 May 2017", "source": "x"}
    return Event.model_validate(row | values)


def group(**values: object) -> Group:
    return Group.model_validate({"id": "x", "title": "x", "short": "x", "color": "#000000"} | values)


def body(**values: object) -> Body:
    return Body.model_validate({"id": "x", "name": "x", "kind": "x", "source": "x", "confidence": "high"} | values)


def place(**values: object) -> PlaceRow:
    return PlaceRow.model_validate({"name": "x", "country": "CH", "timezone": "UTC"} | values)


def session(**values: object) -> Session:
    return Session.model_validate({"id": "x", "event": "x", "source": "x"} | values)


def on(day: int, **values: object) -> dict[str, object]:
    """Return a day of a programme with one item."""
    item = {"id": "x", "title": "x", "kind": "panel", "time": "10:00-11:00"} | values
    return {"date": f"{day} May 2017", "items": [{key: value for key, value in item.items() if value}]}


def deadline(**values: object) -> Deadline:
    row = {"id": "x", "title": "x", "when": "8 May 2017", "audience": "x", "source": "x"}
    return Deadline.model_validate(row | values)


NOTHING: dict[str, object] = {}
BOTH_WAYS: list[tuple[dict[str, object], dict[str, object], str, str]] = [
    ({"when": "8 May 2017"}, {"when": "9 May 2017"}, "postponed", "advanced"),
    ({"status": "scheduled"}, {"status": "cancelled"}, "cancelled", "reinstated"),
    ({"status": "postponed"}, {"status": "cancelled"}, "cancelled", "reinstated"),
    # Put off without a new date: the way back has a name of its own.
    ({"status": "scheduled"}, {"status": "postponed"}, "postponed", "reinstated"),
    ({"status": "postponed"}, {"when": "9 May 2017"}, "reinstated postponed", "postponed advanced"),
    ({"status": "postponed"}, {"when": "7 May 2017"}, "reinstated advanced", "postponed"),
    ({"place": "Geneva"}, {"place": "Nairobi"}, "relocated", "relocated"),
    (NOTHING, {"place": "Geneva"}, "relocated", "relocated"),
    (NOTHING, {"place": "Geneva TBC"}, "relocated", "relocated"),
    (NOTHING, {"place": "TBA"}, "reworded", "reworded"),
    ({"place": "Geneva TBC"}, {"place": "Geneva"}, "confirmed", "unconfirmed"),
    ({"place": "Geneva TBC"}, {"place": "Geneva TBA"}, "reworded", "reworded"),
    ({"place": "TBA"}, {"place": "Geneva"}, "relocated confirmed", "relocated unconfirmed"),
    ({"place": "TBA"}, {"place": "Geneva TBC"}, "relocated", "relocated"),
    ({"place": "TBC"}, {"place": "TBA"}, "reworded", "reworded"),
    ({"place": "Turkey TBC"}, {"place": "Ankara"}, "relocated confirmed", "relocated unconfirmed"),
    ({"takes": "half day"}, {"takes": "full day"}, "reworded", "reworded"),
    ({"certainty": "tbc"}, NOTHING, "confirmed", "unconfirmed"),
    ({"certainty": "tbc"}, {"certainty": "tba"}, "reworded", "reworded"),
    (NOTHING, {"place": "online"}, "relocated", "relocated"),
    ({"place": "Geneva"}, {"place": "online"}, "relocated", "relocated"),
    ({"timezone": "UTC"}, {"timezone": "Europe/Paris"}, "relocated", "relocated"),
    ({"venue": "Room XX"}, {"venue": "Room XXI"}, "relocated", "relocated"),
    (NOTHING, {"venue": "Room XX"}, "relocated", "relocated"),
    (NOTHING, {"hours": "10:00-13:00"}, "narrowed", "widened"),
    ({"hours": "10:00-13:00"}, {"hours": "15:00-18:00"}, "shifted", "shifted"),
    ({"hours": "10:00-13:00"}, {"hours": "10:00-11:30 and 15:00-16:30"}, "shifted", "shifted"),
    ({"hours": "10:00-13:00"}, {"hours": "10:00-13:01"}, "lengthened", "shortened"),
    ({"hours": "09:59-13:00"}, {"hours": "10:00-13:00 and 15:00-15:30"}, "lengthened", "shortened"),
    ({"group": "x"}, {"group": "y"}, "regrouped", "regrouped"),
    (NOTHING, {"body": "union"}, "regrouped", "regrouped"),
    (NOTHING, {"invites": ["observers"]}, "regrouped", "regrouped"),
    (NOTHING, {"assumption": "if all attend"}, "reworded", "reworded"),
    ({"kind": "meeting"}, {"kind": "document"}, "regrouped", "regrouped"),
    (NOTHING, {"phase": "I"}, "rephased", "rephased"),
    ({"phase": "I"}, {"phase": "II"}, "rephased", "rephased"),
    ({"title": "Talks"}, {"title": "Hearing"}, "renamed", "renamed"),
    ({"id": "talks"}, {"id": "hearing"}, "renamed", "renamed"),
    ({"id": "talks"}, {"id": "hearing", "formerly": ["talks"]}, "renamed", "renamed"),
    (NOTHING, {"formerly": ["hearing"]}, "reworded", "reworded"),
    (NOTHING, {"note": "x"}, "reworded", "reworded"),
    (NOTHING, {"doubt": "x"}, "reworded", "reworded"),
    (NOTHING, {"short": "x"}, "reworded", "reworded"),
    (NOTHING, {"mandate": "OP15"}, "reworded", "reworded"),
    (NOTHING, {"after": ["hearing"]}, "reworded", "reworded"),
    (NOTHING, {"session": "talks"}, "reworded", "reworded"),
    (NOTHING, {"url": "https://example.org/"}, "reworded", "reworded"),
    (NOTHING, {"uid": "a1@example.com"}, "reworded", "reworded"),
    ({"source": "x"}, {"source": "y"}, "reworded", "reworded"),
    ({"when": "8 May 2017 TBC"}, {"when": "8 May 2017 TBA"}, "reworded", "reworded"),
    # Hours go with their days; without these they have a kind of their own.
    ({"hours": "10:00-13:00"}, {"when": "9 May 2017", "hours": "10:00-18:00"}, "postponed", "advanced"),
    ({"when": "8 May 2017 TBC"}, {"hours": "10:00-18:00"}, "confirmed narrowed", "unconfirmed widened"),
    # Each kind once, the weightiest first.
    ({"place": "x", "note": "x"}, {"venue": "y", "url": "http://y"}, "relocated reworded", "relocated reworded"),
    (
        {"title": "x", "phase": "I", "group": "x", "place": "x", "when": "May 2017 TBA", "note": "x"},
        {"title": "y", "phase": "II", "group": "y", "place": "y", "when": "3 May 2017", "status": "cancelled"},
        "cancelled relocated confirmed narrowed regrouped rephased renamed reworded",
        "reinstated relocated unconfirmed widened regrouped rephased renamed reworded",
    ),
]  # fmt: skip


def kinds_of(old: Row, new: Row) -> tuple[ChangeKind, ...]:
    keys = [key for key in type(old).model_fields if getattr(old, key) != getattr(new, key)]
    return kinds_of_row(old, new, keys)


def named(kinds: str) -> tuple[ChangeKind, ...]:
    return tuple(map(ChangeKind, kinds.split()))


@pytest.mark.parametrize(("old", "new", "kinds", "back"), BOTH_WAYS)
def test_events(old: dict[str, object], new: dict[str, object], kinds: str, back: str) -> None:
    before, after = event(**old), event(**new)
    assert kinds_of(before, after) == named(kinds)
    assert kinds_of(after, before) == named(back)


OTHERS: list[tuple[Any, dict[str, object], dict[str, object], str]] = [
    (body, {"members": ["KEN"]}, {"members": ["KEN", "UGA"]}, "regrouped"),
    (body, {"associates": []}, {"associates": ["UGA"]}, "regrouped"),
    (body, {"joint": []}, {"joint": ["union"]}, "regrouped"),
    (body, {"name": "x"}, {"name": "y"}, "renamed"),
    (body, {}, {"count": "4"}, "reworded"),
    (group, {"track": "other"}, {"track": "official"}, "regrouped"),
    (group, {}, {"body": "union"}, "regrouped"),
    (group, {"color": "#000000"}, {"color": "#FFFFFF"}, "reworded"),
    (place, {"timezone": "UTC"}, {"timezone": "Europe/Zurich"}, "relocated"),
    (place, {"country": "CH"}, {"country": "KE"}, "relocated"),
    (place, {}, {"subdivision": "GE"}, "relocated"),
    (place, {}, {"latitude": "46", "longitude": "6"}, "relocated"),
    (place, {}, {"note": "x"}, "reworded"),
    (deadline, {}, {"when": "9 May 2017"}, "postponed"),
    (deadline, {}, {"audience": "y"}, "reworded"),
    (session, {}, {"when": "9 May 2017"}, "confirmed narrowed"),
    (session, {}, {"when": "TBC"}, "reworded"),
    (session, {"when": "May 2017"}, {}, "unconfirmed widened"),
    (session, {}, {"hours": "10:00-13:00"}, "narrowed"),
    (session, {}, {"place": "Geneva"}, "relocated"),
    (session, {}, {"venue": "Room XX"}, "relocated"),
    (session, {}, {"organisers": ["x"]}, "reworded"),
    (session, {"days": [on(8)]}, {"days": [on(8, time="11:00-12:00")]}, "shifted"),
    (session, {"days": [on(8)]}, {"days": [on(9)]}, "shifted"),
    (session, {"days": [on(8)]}, {"days": [on(8, time="10:00-10:30")]}, "shortened"),
    (session, {"days": [on(8)]}, {"days": [on(9, time="10:00-12:00")]}, "shifted lengthened"),
    (session, {"days": [on(8)]}, {"days": [on(8, time=None)]}, "widened"),
    (session, {"days": [on(8, time=None)]}, {"days": [on(8)]}, "narrowed"),
    (session, {"days": [on(8)]}, {"days": [on(8, venue="Room XX")]}, "relocated"),
    (session, {"days": [on(8)]}, {"days": [on(8, title="y")]}, "renamed"),
    (session, {"days": [on(8)]}, {"days": [on(8, kind="break")]}, "regrouped"),
    (session, {"days": [on(8)]}, {"days": [on(8, note="y")]}, "reworded"),
    (session, {"days": [on(8)]}, {"days": [on(8), on(9, id="y")]}, "lengthened"),
    (session, {"days": [on(8), on(9, id="y")]}, {"days": [on(8)]}, "shortened"),
    (session, {}, {"days": [on(8, time=None)]}, "reworded"),
    (session, {"days": [on(8), on(8, id="y")]}, {"days": [on(8, id="y"), on(8)]}, "reworded"),
]


@pytest.mark.parametrize(("make", "old", "new", "kinds"), OTHERS)
def test_other_rows(make: Any, old: dict[str, object], new: dict[str, object], kinds: str) -> None:  # noqa: ANN401
    assert kinds_of(make(**old), make(**new)) == named(kinds)


def test_every_key_of_an_event_has_a_kind() -> None:
    told = {key for row in BOTH_WAYS for key in row[0] | row[1]}
    assert told == set(Event.model_fields)


def test_kinds_that_leave_dates_place_and_status_alone() -> None:
    assert named("regrouped rephased renamed reworded") == tuple(kind for kind in ChangeKind if kind in TEXT_ONLY)
    assert len(ChangeKind) == 18
