"""A place as it was typed: one of the plan's, or a city that gets its row in places.yaml."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from gcmplan.editing.edit import Edit, WrongValueError
from gcmplan.editing.operation import Insert, Operation, Set, Value
from gcmplan.errors import AmbiguousValueError, UnknownValueError
from gcmplan.files.folder import PLACES
from gcmplan.plan.cities import City, cities, cities_called
from gcmplan.plan.countries import find_country
from gcmplan.plan.place import Place
from gcmplan.text.accents import folded
from gcmplan.text.suggest import nearest
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gcmplan.files.document import Document

_ISO_REGIONS = {"CH", "US"}
"""Countries whose regions GeoNames gives by the codes of ISO 3166-2."""
_LONGEST_CODE = 2
_ALIKE = 0.75
"""How like a name of thousands must be to be the one that was meant: "Room XIX" is no "Uromi"."""
_ONLINE = set(
    map(folded, ("Zoom", "Teams", "Microsoft Teams", "MS Teams", "Webex", "Skype", "virtual", "Internet", "remote"))
)
"""Names that people give to a meeting online."""
Row = dict[str, Any]


class UnknownPlaceError(UnknownValueError, WrongValueError):
    """The plan has no such place, and no city of the table is called so."""

    def __init__(self, name: str, known: Sequence[str], elsewhere: Sequence[str] = ()) -> None:
        """Name the places of the plan, and how to add one; `elsewhere` are cities of the name in other countries."""
        super().__init__("place", name, known)
        inner = next((one for part in name.split(",") for one in known if folded(one) == folded(part.strip())), None)
        if folded(name) in _ONLINE:
            self.hint = "did you mean 'online'?"
            return
        if inner:
            self.hint = f"the place is '{inner}'; the building and the room are its 'venue'"
            return
        if elsewhere:
            self.hint = f"did you mean {' or '.join(map(repr, elsewhere))}?"
        elif not self.hint and (city := nearest(name, (city.name for city in cities()), _ALIKE)):
            self.hint = f"did you mean {city!r}?"
        row = f"- {{name: {name}, country: CH, timezone: Europe/Zurich}}"
        by_hand = f"for a place that is no large city, add a row of places.yaml by hand: '{row}', with its own values"
        self.hint = "; ".join(filter(None, (self.hint, by_hand)))


class SeveralCitiesError(AmbiguousValueError, WrongValueError):
    """Several cities are called so; `choices` are what to write for each, and which it is."""

    def __init__(self, place: Place, found: Sequence[tuple[str, City]]) -> None:
        """Name each, and how to write it; `place` is what was typed."""
        self.name = str(place.name)
        super().__init__("place", self.name, ())
        self.choices = [(str(place._replace(name=name)), _which(city)) for name, city in found]
        named = "; ".join(f"{name} ({which})" for name, which in self.choices)
        self.args = (f"{self.name!r} is the name of {plural(len(found), '{} city', '{} cities')}: {named}",)
        self.hint = f"write which, like '{self.choices[0][0]}'"


class NamedPlace(NamedTuple):
    """A place as the plan writes it, and what must be done to the plan so that it knows it."""

    text: str
    """With TBC or TBA, if it is not sure."""
    row: Mapping[str, Value] | None = None
    """Its new row of places.yaml."""
    operations: Mapping[str, Sequence[Operation]] = {}
    remarks: tuple[str, ...] = ()

    def added_to(self, edit: Edit) -> Edit:
        """Return an edit that also adds the place, if it is new; the files of the edit come first."""
        merged = dict(edit.operations)
        for path, operations in self.operations.items():
            merged[path] = [*merged.get(path, ()), *operations]
        return Edit(merged, (*edit.remarks, *self.remarks))


def place_named(documents: Mapping[str, Document], text: str) -> NamedPlace:
    """Return the place that a text means: one of the plan's by any of its names, else a city.

    A plan without a file of places gets one.

    Cities with the same name are distinguished by "Geneva, CH", "Geneva, Switzerland" or "Springfield, US-IL".

    Raises:
        UnknownPlaceError: neither the plan nor the table has it.
        SeveralCitiesError: several cities are called so.

    """
    place = Place.parse(text)
    if place.name is None or place.is_online:
        return NamedPlace(str(place))
    document = _file_of_places(documents)
    rows = list(_rows(document))
    if own := next((row for row in rows if folded(place.name) in map(folded, _names(row))), None):
        return NamedPlace(str(place._replace(name=own["name"])))
    name, city = _city(place, [row["name"] for row in rows])
    if own := next((row for row in rows if _is_row_of(row, city)), None):
        return NamedPlace(str(place._replace(name=own["name"])), remarks=(f"{name} is '{own['name']}' in the plan",))
    row = _row(name, city, {folded(one) for row in rows for one in _names(row)})
    where = f"{row['name']} is new in {PLACES}: {_which(city)}; by GeoNames"
    added = _added(document, row) if document else {_path(documents): [Insert(("places", 0), row)]}
    return NamedPlace(str(place._replace(name=row["name"])), row, added, (where,))


def _file_of_places(documents: Mapping[str, Document]) -> Document | None:
    return documents.get(_path(documents))


def _path(documents: Mapping[str, Document]) -> str:
    """Return the path of the file of places, which need not be there."""
    return PurePath(next(iter(documents))).with_name(PLACES).as_posix()


def _rows(document: Document | None) -> Iterator[Row]:
    """Yield the rows of places that have a name; the file may be a broken one."""
    root = document.root if document else None
    rows = root.get("places") if isinstance(root, dict) else None
    yield from (row for row in rows or () if isinstance(row, dict) and isinstance(row.get("name"), str))


def _names(row: Row) -> list[str]:
    also = row.get("also")
    return [row["name"], *(one for one in (also if isinstance(also, list) else ()) if isinstance(one, str))]


def _is_row_of(row: Row, city: City) -> bool:
    """Whether a row of the plan is that of a city, which was named by another of its names."""
    own = set(map(folded, (city.name, *city.others)))
    return row.get("country") == city.country and row.get("latitude") is not None and folded(row["name"]) in own


def _city(place: Place, known: Sequence[str]) -> tuple[str, City]:
    """Return the city that a place means, with its name as it was typed.

    Raises:
        UnknownPlaceError, SeveralCitiesError: there is none, or several are called so.

    """
    name = text = str(place.name)
    found = cities_called(text)
    if not found:
        name, _, where = (part.strip() for part in text.rpartition(","))
        called = cities_called(name) if name else []
        found = [city for city in called if _is_in(city, where)]
        # "IL" is Israel, and of a Geneva Illinois.
        found = found or [city for city in called if city.region == where.upper()]
        if not found:
            raise UnknownPlaceError(text, known, [_told_apart(city.name, city, called) for city in called])
    if len(found) > 1:
        raise SeveralCitiesError(place, [(_told_apart(_spelled(name, city), city, found), city) for city in found])
    return _spelled(name, found[0]), found[0]


def _is_in(city: City, where: str) -> bool:
    """Whether a city is in a country, by its code or name, or in a region of one: "US-IL"."""
    code, _, region = where.upper().partition("-")
    if len(code) == _LONGEST_CODE:
        return code == city.country and region in {"", city.region}
    country = find_country(where)
    return country is not None and country.alpha2 == city.country


def _told_apart(name: str, city: City, among: Sequence[City]) -> str:
    """Return the name of a city with a distinguishing part: its country, or the region if that is not enough."""
    same = [one for one in among if one.country == city.country]
    return f"{name}, {city.country}" + (f"-{city.region}" if len(same) > 1 else "")


def _spelled(name: str, city: City) -> str:
    """Return a name as the table writes it; another name of the city as it was typed, if it was with capitals."""
    if folded(name) == folded(city.name):
        return city.name
    return name if name != name.lower() else next(one for one in city.others if folded(one) == folded(name))


def _row(name: str, city: City, taken: set[str]) -> Row:
    """Return the row of a city under a name that no other place has."""
    names = (name, f"{name}, {city.country}", f"{name}, {city.country}-{city.region}")
    own = next((one for one in names if folded(one) not in taken), names[-1])
    also = [city.name] if not {folded(city.name)} & {*taken, folded(name)} else []
    subdivision = city.region if city.country in _ISO_REGIONS else ""
    row = {
        "name": own, "also": also, "country": city.country, "subdivision": subdivision, "timezone": city.timezone,
        "latitude": city.latitude, "longitude": city.longitude,
    }  # fmt: skip
    return {key: value for key, value in row.items() if value}


def _added(document: Document, row: Row) -> dict[str, list[Operation]]:
    """Return the operation that puts a row among those of cities, by its name if these are in that order."""
    root = document.root if isinstance(document.root, dict) else {}
    rows = root.get("places")
    if not isinstance(rows, list):
        return {document.path: [Set(("places",), [row])]}
    named = [(index, one) for index, one in enumerate(rows) if isinstance(one, dict) and one.get("latitude")]
    later = [index for index, one in named if folded(str(one.get("name"))) > folded(row["name"])]
    names = [folded(str(one.get("name"))) for _, one in named]
    behind = named[-1][0] + 1 if named else len(rows)
    place = later[0] if later and names == sorted(names) else behind
    return {document.path: [Insert(("places", place), row)]}


def _which(city: City) -> str:
    """Return the country of a city, its time zone and its size, to distinguish it."""
    country = find_country(city.country)
    return f"{country.name if country else city.country}, {city.timezone}, {city.inhabitants:,} inhabitants"
