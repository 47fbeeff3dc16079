"""Time zones as they are named: by the IANA database, a city, a place of the plan, an offset; never by half a name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Cli
from gcmplan.errors import AmbiguousValueError, UnknownValueError
from gcmplan.plan.workplan import Workplan
from gcmplan.query.zones import AbbreviatedZoneError, find_zone, offset_from
from gcmplan.views.agenda import zone_name
from strategies import few

MAY = datetime(2017, 5, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("America/New_York", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("new york", "America/New_York"),
        ("port-au-prince", "America/Port-au-Prince"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Zürich", "Europe/Zurich"),
        ("Newyork", "America/New_York"),
        ("Geneva", "Europe/Zurich"),
        (" Tokyo ", "Asia/Tokyo"),
        ("Japan", "Japan"),
        ("UTC", "UTC"),
        ("gmt", "UTC"),
        ("Z", "UTC"),
        ("Istanbul", "Europe/Istanbul"),
        ("Samoa", "Pacific/Samoa"),
        ("Etc/GMT+2", "Etc/GMT+2"),
    ],
)
def test_zones_by_name(plan: Workplan, text: str, key: str) -> None:
    zone = find_zone(plan, text)
    assert isinstance(zone, ZoneInfo)
    assert zone.key == key


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("GMT+2", 120), ("UTC+2", 120), ("+02:00", 120), ("+0200", 120), ("+2", 120), ("utc +2", 120),
        ("UTC+05:30", 330), ("GMT-5", -300), ("UTC-5", -300), ("-05:00", -300), ("\u22125", -300), ("UTC+0", 0),
        ("+14", 840), ("UTC-12", -720),
    ],
)  # fmt: skip
def test_an_offset_is_read_as_in_iso_8601(plan: Workplan, text: str, minutes: int) -> None:
    """GMT+2 is ahead of Greenwich: the zone Etc/GMT+2 of the database is four hours from it."""
    assert find_zone(plan, text).utcoffset(MAY) == timedelta(minutes=minutes)


@few
@given(st.integers(-14 * 60, 14 * 60), st.sampled_from(["", "UTC", "GMT", "utc ", "Gmt"]), st.sampled_from([":", ""]))
def test_offsets(minutes: int, name: str, colon: str) -> None:
    hours, rest = divmod(abs(minutes), 60)
    zone = offset_from(f"{name}{'+' if minutes >= 0 else '-'}{hours:02}{colon}{rest:02}")
    assert zone is not None
    assert zone.utcoffset(None) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["EST", "EDT", "BST", "CET", "CEST", "PST", "IST", "est", " bst "])
def test_an_abbreviation_is_refused_with_the_city_that_is_meant(plan: Workplan, text: str) -> None:
    with pytest.raises(AbbreviatedZoneError) as caught:
        find_zone(plan, text)
    cities = caught.value.hint.removeprefix("name the city: ").replace(" or ", ", ").split(", ")
    assert all(find_zone(plan, city) for city in cities if city)


@pytest.mark.parametrize(
    "text",
    ["", "Nowhere", "../../etc/passwd", "/etc/localtime", "a\0b", "Europe", "x" * 5_000, "+15:00", "+02:60", "EST5EDT",
     "GMT0", "Zulu2", "Etc", "Eastern", "2"],
)  # fmt: skip
def test_what_is_no_zone(plan: Workplan, text: str) -> None:
    with pytest.raises(UnknownValueError, match="there is no time zone"):
        find_zone(plan, text)


def test_a_name_of_several_zones(plan: Workplan) -> None:
    with pytest.raises(AmbiguousValueError, match="Asia/Nicosia, Europe/Nicosia"):
        find_zone(plan, "nicosia")


def test_zones_are_found_by_their_names(plan: Workplan) -> None:
    for name in sorted(available_timezones())[::10]:
        if "/" in name:
            zone = find_zone(plan, name)
            assert isinstance(zone, ZoneInfo)
            assert zone.key == name


def test_no_zone_is_found_by_the_last_part_of_a_name_that_is_no_city(plan: Workplan) -> None:
    """Etc/GMT+2 is two hours behind UTC, GMT+2 two hours ahead."""
    names = [name for name in available_timezones() if name.startswith("Etc/GMT") and name[-1].isdigit()]
    for name in names:
        part = name.rpartition("/")[2]
        if "+" in part or "-" in part:
            assert find_zone(plan, part).utcoffset(MAY) == -(ZoneInfo(name).utcoffset(MAY) or timedelta())


def test_how_a_zone_is_called() -> None:
    assert zone_name(ZoneInfo("America/New_York")) == "New York"
    zone = offset_from("GMT+2")
    assert zone is not None
    assert zone_name(zone) == "UTC+02:00"


def test_an_agenda_in_another_zone(cli: Cli) -> None:
    """10:15 in Geneva in May is 08:15 in UTC, 10:15 at UTC+2, 13:45 at UTC+05:30."""
    for text, time in (("GMT+2", "10:15"), ("+05:30", "13:45"), ("UTC", "08:15"), ("Nairobi", "11:15")):
        run = cli("agenda", "thematic-1", "--tz", text, "--format", "plain")
        assert run.status == 0
        assert f"\t2017-05-08 {time}\t" in run.out
    run = cli("agenda", "thematic-1", "--tz", "EST")
    assert (run.status, run.out) == (2, "")
    assert "name the city: New_York" in run.err
