"""The countries and territories of ISO 3166-1: their codes, their names, and whether they are Members of the UN."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from gcmplan.text.accents import folded

ALPHA2, ALPHA3 = "two capital letters of ISO 3166-1, like 'CH'", "three capital letters of ISO 3166-1, like 'CHE'"
"""The form of the codes."""
SETS = {"UN Member States": "member", "UN observers": "observer"}
"""Words for sets of states, with their standing: the observers are the Holy See, Palestine and the European Union."""
_TABLE = Path(__file__).with_name("countries.tsv")


class Country(NamedTuple):
    """A country or territory. `standing` at the United Nations is "member", "observer" or "-"."""

    alpha2: str
    alpha3: str
    standing: str
    name: str
    others: tuple[str, ...]
    """Its other usual names: "UK", "Ivory Coast"."""


@cache
def countries() -> tuple[Country, ...]:
    """Return all countries, in the order of their alpha-3 codes."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return tuple(_country(*line.split("\t")) for line in lines if not line.startswith("#"))


def _country(alpha2: str, alpha3: str, standing: str, name: str, others: str) -> Country:
    return Country(alpha2, alpha3, standing, name, tuple(filter(None, others.split("; "))))


@cache
def codes() -> dict[str, str]:
    """Return the codes of two letters by those of three."""
    return {country.alpha3: country.alpha2 for country in countries()}


@cache
def alpha2_codes() -> frozenset[str]:
    """Return the codes of two letters."""
    return frozenset(codes().values())


def name_of_country(alpha2: str) -> str:
    """Return the name of a country by its code of two letters."""
    return _by_alpha2()[alpha2].name if alpha2 in _by_alpha2() else alpha2


@cache
def _by_alpha2() -> dict[str, Country]:
    return {country.alpha2: country for country in countries()}


def set_named(text: str) -> tuple[str, ...]:
    """Return the codes (alpha-3) of a set of states, if a text names one: "UN Member States"; letter case is free."""
    wanted = folded(text)
    standing = next((standing for words, standing in SETS.items() if folded(words) == wanted), None)
    return tuple(one.alpha3 for one in countries() if one.standing == standing) if standing else ()


def find_country(text: str) -> Country | None:
    """Return the country of a code or a name; accents, apostrophes, hyphens and letter case make no difference."""
    return _by_name().get(folded(text))


@cache
def _by_name() -> dict[str, Country]:
    return {folded(name): one for one in countries() for name in (*one.others, one.name, one.alpha3, one.alpha2)}
