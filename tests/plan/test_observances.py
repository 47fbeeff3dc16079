"""`data/observances.yaml`: every day computed anew, from calendars and from holidays of countries that keep it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from dateutil.easter import EASTER_ORTHODOX, easter
from holidays import country_holidays

from gcmplan.plan.observances import Observance
from gcmplan.plan.workplan import Workplan

YEARS = (2017, 2018, 2026, 2027, 2028)
NAMES = (
    "Orthodox Christmas", "Orthodox Good Friday", "Day of Vesak", "Yom Kippur", "Diwali", "Gurpurab", "Eid al-Fitr",
    "Eid al-Adha",
)  # fmt: skip
KEPT_IN = {
    "Yom Kippur": [("IL", "Yom Kippur")],
    "Day of Vesak": [("IN", "Buddha Purnima"), ("TH", "Visakha Bucha")],
    "Diwali": [("IN", "Diwali")],
    "Gurpurab": [("IN", "Guru Nanak")],
    "Eid al-Fitr": [("TR", "Eid al-Fitr"), ("PK", "Eid al-Fitr")],
    "Eid al-Adha": [("TR", "Eid al-Adha"), ("PK", "Eid al-Adha")],
}
"""Countries that keep an observance, and how it is called there; the second has another day in some years."""


def days_of(plan: Workplan, name: str) -> list[date]:
    return [one.date for one in plan.observances if one.name == name]


def first_day(country: str, name: str, year: int) -> date:
    """Return the first day of a year that a country calls so, if several are."""
    everything = set(country_holidays(country).supported_categories) - {"half_day"}
    days = country_holidays(country, years=year, language="en_US", categories=everything)
    return min(day for day, names in days.items() if any(one.startswith(name) for one in names.split("; ")))


def test_each_year_has_each_observance(plan: Workplan) -> None:
    found = Counter((one.name, one.date.year) for one in plan.observances)
    twice = {("Day of Vesak", 2018), ("Day of Vesak", 2026)}
    assert found == Counter((name, year) for name in NAMES for year in YEARS) + Counter(twice)
    assert [one.date for one in plan.observances] == sorted(one.date for one in plan.observances)


def test_the_orthodox_days(plan: Workplan) -> None:
    sundays = [easter(year, EASTER_ORTHODOX) for year in YEARS]
    assert days_of(plan, "Orthodox Good Friday") == [day - timedelta(days=2) for day in sundays]
    # The Julian calendar is 13 days behind from 1900 to 2099.
    assert days_of(plan, "Orthodox Christmas") == [date(year - 1, 12, 25) + timedelta(days=13) for year in YEARS]


@pytest.mark.parametrize("name", ["Yom Kippur", "Gurpurab", "Day of Vesak"])
def test_the_days_are_those_of_the_countries_that_keep_them(plan: Workplan, name: str) -> None:
    days = {first_day(country, called, year) for country, called in KEPT_IN[name] for year in YEARS}
    assert sorted(days) == days_of(plan, name)


def test_diwali_is_the_day_of_northern_india(plan: Workplan) -> None:
    for day in days_of(plan, "Diwali"):
        names = country_holidays("IN", years=day.year, language="en_US", categories=("public", "optional")).get(day, "")
        assert "Diwali" in names.split("; "), day


@pytest.mark.parametrize("name", ["Eid al-Fitr", "Eid al-Adha"])
def test_what_depends_on_the_moon_is_within_a_day_and_says_so(plan: Workplan, name: str) -> None:
    for one in (one for one in plan.observances if one.name == name):
        days = [first_day(country, called, one.date.year) for country, called in KEPT_IN[name]]
        assert one.date in days, days
        assert all(abs(day - one.date) <= timedelta(days=1) for day in days)
        assert "depends on the sighting of the moon" in (one.note or "")


def test_the_days_of_the_circular_of_2017(plan: Workplan) -> None:
    """Those that it moves to a working day have rows of their own."""
    named = [one for one in plan.observances if "Official holidays for 2017" in (one.source or "")]
    assert [(one.name, one.date.day, one.date.month) for one in named] == [
        ("Orthodox Good Friday", 14, 4), ("Day of Vesak", 10, 5), ("Eid al-Fitr", 26, 6), ("Eid al-Adha", 1, 9),
        ("Diwali", 19, 10),
    ]  # fmt: skip
    moved = {one.name: one.date.weekday() for one in plan.observances if "floating holiday" in (one.note or "")}
    assert moved == dict.fromkeys(("Orthodox Christmas", "Yom Kippur", "Gurpurab"), 5)


def test_each_has_the_resolution_as_its_source(plan: Workplan) -> None:
    def is_told(one: Observance) -> bool:
        resolution, _, rest = (one.source or "").partition("; ")
        return resolution.startswith("General Assembly resolution 69/250, section I") and bool(rest)

    assert [one for one in plan.observances if not is_told(one)] == []
