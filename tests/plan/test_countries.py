"""Codes and names of countries, as plans and users write them."""

from __future__ import annotations

from collections import Counter

import pytest
from holidays.registry import COUNTRIES

from conftest import DATA
from gcmplan.loading.load import load_plan
from gcmplan.plan.countries import alpha2_codes, codes, countries, find_country
from gcmplan.text.accents import folded

NAMES = [
    ("Kenya", "KEN"), ("KEN", "KEN"), ("ke", "KEN"),
    ("Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire", "CIV"), ("Cote d'Ivoire", "CIV"), ("Ivory Coast", "CIV"),
    ("UK", "GBR"), ("United Kingdom", "GBR"), ("Great Britain", "GBR"),
    ("United Kingdom of Great Britain and Northern Ireland", "GBR"),
    ("South Korea", "KOR"), ("Republic of Korea", "KOR"), ("North Korea", "PRK"), ("DPRK", "PRK"),
    ("Türkiye", "TUR"), ("TURKIYE", "TUR"), ("Turkey", "TUR"), ("Vietnam", "VNM"), ("Viet Nam", "VNM"),
    ("Russia", "RUS"), ("Russian Federation", "RUS"), ("Iran", "IRN"), ("Iran (Islamic Republic of)", "IRN"),
    ("Syria", "SYR"), ("Laos", "LAO"), ("Bolivia", "BOL"), ("Venezuela", "VEN"), ("Tanzania", "TZA"),
    ("Moldova", "MDA"), ("Czechia", "CZE"), ("Czech Republic", "CZE"), ("Eswatini", "SWZ"), ("Swaziland", "SWZ"),
    ("Cabo Verde", "CPV"), ("Cape Verde", "CPV"), ("DR Congo", "COD"), ("Congo", "COG"),
    ("Republic of the Congo", "COG"),
    ("North Macedonia", "MKD"), ("The former Yugoslav Republic of Macedonia", "MKD"),
    ("Myanmar", "MMR"), ("Burma", "MMR"), ("Timor-Leste", "TLS"), ("East Timor", "TLS"),
    ("the Gambia", "GMB"), ("Netherlands (Kingdom of the)", "NLD"), ("Holland", "NLD"), ("Brunei", "BRN"),
    ("USA", "USA"), ("United States", "USA"), ("St. Lucia", "LCA"), ("Sao Tome and Principe", "STP"),
    ("Holy See", "VAT"), ("Vatican", "VAT"), ("Palestine", "PSE"), ("State of Palestine", "PSE"),
    ("EU", "EUE"), ("European Union", "EUE"), ("Bosnia", "BIH"), ("Micronesia", "FSM"), ("EL", "GRC"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), NAMES)
def test_names(text: str, code: str) -> None:
    country = find_country(text)
    assert country is not None
    assert country.alpha3 == code


@pytest.mark.parametrize("text", ["ZZ", "XX", "AAA", "", " ", "Korea", "Virgin Islands", "Atlantis", "the"])
def test_what_names_no_country_or_several(text: str) -> None:
    assert find_country(text) is None


def test_every_name_is_of_one_country() -> None:
    names = Counter(
        name
        for one in countries()
        for name in {folded(text) for text in (one.alpha2, one.alpha3, one.name, *one.others)}
    )
    assert {name for name, count in names.items() if count > 1} == set()
    assert "" not in names


def test_standing() -> None:
    """193 Members; the two observer States and the European Union."""
    assert Counter(country.standing for country in countries()) == {"member": 193, "observer": 3, "-": 55}
    assert {country.alpha3 for country in countries() if country.standing == "observer"} == {"EUE", "PSE", "VAT"}


def test_every_country_whose_public_holidays_are_known_has_its_code() -> None:
    assert {names[1] for names in COUNTRIES.values()} <= alpha2_codes()


def test_codes_are_those_of_the_plan() -> None:
    """All states of bodies.yaml by their names of 2017 and by both codes."""
    for state in load_plan(DATA).states:
        country = find_country(state.name)
        assert country is not None
        assert (country.alpha2, country.alpha3) == (state.alpha2, state.alpha3)
    assert len(codes()) == len(alpha2_codes()) == len(countries())
