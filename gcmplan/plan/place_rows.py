"""places.yaml: where cities lie, and when their clocks say what."""

# Annotations are not postponed here, as in `gcmplan.plan.model`.
from typing import Annotated

from pydantic import Field

from gcmplan.plan.fields import Alpha2, Latitude, Longitude, Text, Title, Zone
from gcmplan.plan.model import Row


class PlaceRow(Row):
    """A city, or a country where the city is not known."""

    name: Title
    also: Annotated[tuple[Title, ...], Field(strict=False)] = ()
    """Its other names, by which filters find it: Genève."""
    country: Alpha2
    subdivision: Title | None = None
    """Its region, for public holidays: the code of ISO 3166-2 behind the country's."""
    timezone: Zone
    latitude: Latitude | None = None
    """Degrees north; cities only."""
    longitude: Longitude | None = None
    """Degrees east; cities only."""
    note: Text | None = None
    doubt: Text | None = None


class PlacesFile(Row):
    """places.yaml."""

    places: tuple[PlaceRow, ...]
