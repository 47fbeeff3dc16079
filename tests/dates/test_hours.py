"""Hours of a day, and places with their certainty."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcmplan.dates.hours import Hours, HoursError, Slot, parse_hours
from gcmplan.dates.when import Certainty
from gcmplan.plan.place import Place
from strategies import UNCERTAIN, certainties, few, moderate

CONFIRMED, TBC, TBA = Certainty
BLANKS = 20_000
"""As many as an attacker can write into one value with ease."""

SPELLINGS = [
    ("10:00-13:00 and 15:00-18:00", "10:00-13:00 and 15:00-18:00"),
    ("10:00-13:00, 15:00-18:00", "10:00-13:00 and 15:00-18:00"),
    (" 10:00 - 13:00,15:00 - 18:00 ", "10:00-13:00 and 15:00-18:00"),
    ("10:00\u201313:00", "10:00-13:00"),
    ("10:00 \u2014 13:00", "10:00-13:00"),
    ("9:00-10:00", "09:00-10:00"),
    ("09:00-10:00 and 10:00-11:00", "09:00-10:00 and 10:00-11:00"),
    ("00:00-23:59", "00:00-23:59"),
    ("10:00 to 13:00", "10:00-13:00"),
    ("10:00-13:00, and 15:00-18:00", "10:00-13:00 and 15:00-18:00"),
    ("10:00-13:00 & 15:00-18:00", "10:00-13:00 and 15:00-18:00"),
    ("20:00-24:00", "20:00-24:00"),
    ("00:00-24:00", "00:00-24:00"),
    ("20:00-00:00", "20:00-24:00"),
    ("20:00-02:00", "20:00-02:00"),
    ("10:00-13:00 and 20:00-03:30", "10:00-13:00 and 20:00-03:30"),
]


@pytest.mark.parametrize(("text", "canonical"), SPELLINGS)
def test_hours(text: str, canonical: str) -> None:
    assert str(parse_hours(text)) == canonical
    assert parse_hours(text) == parse_hours(canonical)


def test_slots() -> None:
    assert parse_hours("10:00-13:00 and 15:00-18:00") == (
        Slot(600, 780),
        Slot(900, 1080),
    )


def test_hours_over_midnight() -> None:
    """The end of the day is 24:00; an end that is not after the start is on the next day."""
    (evening,), (night,) = parse_hours("20:00-24:00"), parse_hours("20:00-02:00")
    assert (evening, night) == (Slot(1200, 1440), Slot(1200, 1560))
    assert (evening.minutes, night.minutes) == (240, 360)
    zone = ZoneInfo("Europe/Zurich")
    assert [f"{time:%d %H:%M %z}" for time in night.on(date(2017, 3, 25), zone)] == ["25 20:00 +0100", "26 02:00 +0100"]
    assert [f"{time:%d %H:%M}" for time in evening.on(date(2017, 5, 31), None)] == ["31 20:00", "01 00:00"]


times = st.integers(0, 1440)


@moderate
@given(st.sets(times, min_size=2, max_size=12).map(sorted))
def test_hours_have_one_text(moments: list[int]) -> None:
    hours = Hours(Slot(start, end) for start, end in zip(moments[::2], moments[1::2], strict=False))
    assert parse_hours(str(hours)) == hours
    assert str(parse_hours(str(hours))) == str(hours)


REFUSED_HOURS = [
    ("", "not understood", "10:00-13:00"),
    ("10:00", "not understood: '10:00'", "10:00-13:00"),
    ("10-13", "not understood", "10:00-13:00"),
    ("10.00-13.00", "not understood", "10:00-13:00"),
    ("10:0-13:00", "not understood", "10:00-13:00"),
    ("all day", "not understood: 'all day'", "10:00-13:00"),
    ("10:00-13:00 and", "not understood", "10:00-13:00"),
    ("10:00-13:00, , 15:00-18:00", "not understood", "10:00-13:00"),
    ("10:00-13:00 and tea", "not understood: 'tea'", "10:00-13:00"),
    ("\u0661\u0660:00-13:00", "not understood", "10:00-13:00"),
    ("10:00-24:01", "'10:00-24:01' is no time of day", "24:00"),
    ("24:00-02:00", "'24:00-02:00' begins at the end of the day", "next day"),
    ("10:60-11:00", "no time of day", "24:00"),
    ("18:00-10:00", "'18:00-10:00' runs backwards", "earlier"),
    ("20:00-02:00 and 22:00-23:00", "'22:00-23:00' begins before 20:00-02:00 ends", "order"),
    ("01:00-03:00 and 20:00-02:00", "20:00-02:00 ends after 01:00-03:00 begins on the next day", "one day"),
    ("13:00-10:00", "'13:00-10:00' runs backwards", "earlier"),
    ("10:00-10:00", "'10:00-10:00' has no length", "leave it out"),
    ("10:00-13:00 and 12:59-14:00", "'12:59-14:00'", ""),
    ("15:00-18:00 and 10:00-13:00", "'10:00-13:00'", ""),
]


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED_HOURS)
def test_refused_hours(text: str, message: str, hint: str) -> None:
    with pytest.raises(HoursError) as caught:
        parse_hours(text)
    assert message in str(caught.value)
    assert hint in caught.value.hint
    assert caught.value.hint


def test_overlapping_hours_do_not_run_backwards() -> None:
    """The reason is the true one."""
    with pytest.raises(HoursError) as caught:
        parse_hours("10:00-13:00 and 12:00-14:00")
    assert "backwards" not in str(caught.value)


@few
@given(st.text() | st.text(alphabet="0123456789:-,and "))
def test_any_text_gives_hours_or_a_reason(text: str) -> None:
    try:
        hours = parse_hours(text)
    except HoursError as caught:
        error = caught
    else:
        assert parse_hours(str(hours)) == hours
        return
    assert str(error)
    assert error.hint


PLACES = [
    ("Geneva", "Geneva", CONFIRMED),
    ("New York", "New York", CONFIRMED),
    ("Turkey TBC", "Turkey", TBC),
    ("Turkey (TBC)", "Turkey", TBC),
    ("Turkey(TBC)", "Turkey", TBC),
    ("turkey tbc", "turkey", TBC),
    ("Turkey TBA", "Turkey", TBA),
    ("Turkey TBD", "Turkey", TBA),
    (" Turkey \t TBC\n", "Turkey", TBC),
    ("Turkey\u00a0(tbd) ", "Turkey", TBA),
    ("  Geneva ", "Geneva", CONFIRMED),
    ("TBC", None, TBC),
    ("(TBC)", None, TBC),
    ("TBA", None, TBA),
    ("TBD", None, TBA),
    (" tbd ", None, TBA),
    ("Tbcville", "Tbcville", CONFIRMED),
    ("TBC Island", "TBC Island", CONFIRMED),
    ("Old Tbc-Town", "Old Tbc-Town", CONFIRMED),
    ("TurkeyTBC", "TurkeyTBC", CONFIRMED),
    ("C\u00f4te d'Ivoire TBC", "C\u00f4te d'Ivoire", TBC),
    ("\u0627\u0644\u0642\u0627\u0647\u0631\u0629 TBA", "\u0627\u0644\u0642\u0627\u0647\u0631\u0629", TBA),
]


@pytest.mark.parametrize(("text", "name", "certainty"), PLACES)
def test_place(text: str, name: str | None, certainty: Certainty) -> None:
    place = Place.parse(text)
    assert place == Place(name, certainty)
    assert Place.parse(str(place)) == place


names = st.text(alphabet="abTBCAD\u00e9\u6f22,.'()- ", min_size=1, max_size=12).filter(
    lambda name: name == name.strip() and Place.parse(name).certainty is CONFIRMED
)


@moderate
@given(names, certainties)
def test_places_have_one_text(name: str, certainty: Certainty) -> None:
    place = Place(name, certainty)
    assert Place.parse(str(place)) == place
    assert str(Place.parse(str(place))) == str(place)


def test_places_without_a_name_have_one_text() -> None:
    for certainty in UNCERTAIN:
        assert Place.parse(str(Place(None, certainty))) == Place(None, certainty)


@pytest.mark.parametrize("text", [f"10:00-13:00{' ' * BLANKS}x", f"10:00-13:00, {'a ' * BLANKS}"], ids=["1", "2"])
def test_hostile_hours_take_no_time(text: str) -> None:
    began = perf_counter()
    with pytest.raises(HoursError) as caught:
        parse_hours(text)
    assert perf_counter() - began < 0.5
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("text", [f"Geneva{' ' * BLANKS}x", "(TBC" * BLANKS, "a " * BLANKS], ids=["1", "2", "3"])
def test_a_hostile_place_takes_no_time(text: str) -> None:
    """Taken as a name or refused, but at once."""
    began = perf_counter()
    with suppress(ValueError):
        assert Place.parse(text).certainty is CONFIRMED
    assert perf_counter() - began < 0.5
