"""The table of cities: sound, small, and the same as what the plan says of its places."""

from __future__ import annotations

import gzip
from collections import Counter
from math import asin, cos, radians, sin, sqrt

import pytest

from gcmplan.plan.cities import TABLE, City, cities, cities_called
from gcmplan.plan.countries import alpha2_codes, countries
from gcmplan.plan.place_rows import PlaceRow
from gcmplan.plan.workplan import Workplan
from gcmplan.text.accents import folded

ELSEWHERE = {"Bali": "an island; the table has a city of India that is called so"}
"""Places of the plan that are no city of the table, and why."""


def kilometres(place: PlaceRow, city: City) -> float:
    """Return the distance on the great circle."""
    assert place.latitude is not None
    assert place.longitude is not None
    one, other = radians(place.latitude), radians(float(city.latitude))
    east = radians(float(city.longitude) - place.longitude)
    half = sin((other - one) / 2) ** 2 + cos(one) * cos(other) * sin(east / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def test_the_places_of_the_plan_are_those_of_the_table(plan: Workplan) -> None:
    places = [place for place in plan.places if place.latitude is not None]
    assert len(places) > 15
    for place in places:
        found = [city for city in cities_called(place.name) if city.country == place.country]
        if place.name in ELSEWHERE:
            assert not found
            continue
        city = found[0]
        assert city.timezone == place.timezone, place.name
        assert kilometres(place, city) < 30, place.name
        if city.country in {"CH", "US"}:
            assert city.region == place.subdivision


@pytest.mark.parametrize(
    ("text", "name", "country", "zone"),
    [
        ("Geneva", "Geneva", "CH", "Europe/Zurich"),
        ("Genève", "Geneva", "CH", "Europe/Zurich"),
        ("Genf", "Geneva", "CH", "Europe/Zurich"),
        ("Nairobi", "Nairobi", "KE", "Africa/Nairobi"),
        ("Wien", "Vienna", "AT", "Europe/Vienna"),
        ("Bonn", "Bonn", "DE", "Europe/Berlin"),
        ("The Hague", "The Hague", "NL", "Europe/Amsterdam"),
        ("La Haye", "The Hague", "NL", "Europe/Amsterdam"),
        ("Arusha", "Arusha", "TZ", "Africa/Dar_es_Salaam"),
        ("Marrakech", "Marrakesh", "MA", "Africa/Casablanca"),
        ("New York", "New York City", "US", "America/New_York"),
        ("addis-ababa", "Addis Ababa", "ET", "Africa/Addis_Ababa"),
        ("Cologne", "Köln", "DE", "Europe/Berlin"),
        ("Brindisi", "Brindisi", "IT", "Europe/Rome"),
        ("Puerto Vallarta", "Puerto Vallarta", "MX", "America/Mexico_City"),
    ],
)
def test_a_city_is_found_by_the_names_that_documents_use(text: str, name: str, country: str, zone: str) -> None:
    city = cities_called(text)[0]
    assert (city.name, city.country, city.timezone) == (name, country, zone)


def test_geneva_is_in_switzerland_and_in_illinois() -> None:
    assert [(city.country, city.region) for city in cities_called("Geneva")] == [("CH", "GE"), ("US", "IL")]


def test_the_names_of_countries_are_those_of_no_city_but_its_own() -> None:
    """A state is asked about by its name; a city that is merely also called so is not meant."""
    for country in countries():
        for city in cities_called(country.name):
            assert folded(city.name) == folded(country.name)


def test_every_row_can_be_a_place_of_a_plan() -> None:
    codes, zones = alpha2_codes(), {city.timezone for city in cities()}
    for zone in zones:
        assert PlaceRow.can_have({"name": "x", "country": "CH", "timezone": zone})
    for city in cities():
        assert city.country in codes
        assert -90 <= float(city.latitude) <= 90
        assert -180 <= float(city.longitude) <= 180
        assert city.name == city.name.strip() != ""
        assert folded(city.name) not in map(folded, city.others)
        assert len({*map(folded, city.others)}) == len(city.others)


def test_name_and_region_mean_one_city() -> None:
    counted = Counter((folded(city.name), city.country, city.region) for city in cities())
    assert set(counted.values()) == {1}


def test_large_cities_and_capitals_are_there() -> None:
    assert sum(city.inhabitants >= 100_000 for city in cities()) > 5_500
    without = {country.alpha2 for country in countries() if country.standing == "member"} - {
        city.country for city in cities()
    }
    assert without == {"PW"}, "the capital of Palau has fewer than 500 inhabitants"


def test_the_table_is_small_and_names_its_source_and_licence() -> None:
    data = TABLE.read_bytes()
    assert len(data) < 300_000
    head = "".join(line for line in gzip.decompress(data).decode().splitlines() if line.startswith("#"))
    assert "GeoNames (https://www.geonames.org)" in head
    assert "Creative Commons Attribution 4.0" in head
