"""Cities that a plan may use without knowing them: coordinates and time zones; a table from GeoNames."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gcmplan.text.accents import folded

TABLE = Path(__file__).with_name("cities.tsv.gz")
"""Written by bench/cities.py; its head names its source and licence."""


class City(NamedTuple):
    """A city; `country` is its code of two letters, `region` the code that GeoNames has for a part of the country."""

    name: str
    country: str
    region: str
    timezone: str
    latitude: str
    longitude: str
    inhabitants: int
    others: tuple[str, ...]
    """Its other names in Latin letters: "Genève", "Marrakech"."""


@cache
def cities() -> tuple[City, ...]:
    """Return all cities, in the order of their names."""
    import gzip  # noqa: PLC0415 - only for places that the plan does not know

    lines = gzip.decompress(TABLE.read_bytes()).decode("utf-8").splitlines()
    return tuple(_city(line) for line in lines if not line.startswith("#"))


def _city(line: str) -> City:
    name, country, region, timezone, latitude, longitude, inhabitants, others = line.split("\t")
    names = tuple(filter(None, others.split(";")))
    return City(name, country, region, timezone, latitude, longitude, int(inhabitants), names)


def cities_called(name: str) -> list[City]:
    """Return the cities of a name, the largest first; only if none has it, those that have it as another name."""
    wanted = folded(name)
    found = _by_name().get(wanted) or _by_other_name().get(wanted, [])
    return sorted(found, key=lambda one: -one.inhabitants)


@cache
def _by_name() -> dict[str, list[City]]:
    found = defaultdict[str, list[City]](list)
    for city in cities():
        found[folded(city.name)].append(city)
    return dict(found)


@cache
def _by_other_name() -> dict[str, list[City]]:
    """Return the cities by their other names: 70 ms, which a city that is named as in the table does not take."""
    found = defaultdict[str, list[City]](list)
    for city in cities():
        for name in city.others:
            found[folded(name)].append(city)
    return dict(found)
