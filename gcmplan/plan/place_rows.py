"""places.yaml: the coordinates and time zones of cities."""

# Annotations are not postponed here, as in `gcmplan.plan.model`.
from typing import Annotated

from gcmplan.plan.constraints import Field
from gcmplan.plan.fields import Alpha2, Doubt, Label, Latitude, Longitude, PlaceName, Text, Zone
from gcmplan.plan.keys import Aspect, Trait
from gcmplan.plan.row import Row


class PlaceRow(Row):
    """A city, or a country where the city is not known."""

    name: Annotated[PlaceName, Trait.IDENTITY]
    also: Annotated[tuple[Label, ...], Field(strict=False)] = ()
    """Its other names, by which filters find it: Genève."""
    country: Annotated[Alpha2, Aspect.ROOM]
    """The two letters of ISO 3166-1."""
    subdivision: Annotated[Label | None, Aspect.ROOM] = None
    """Its region, for public holidays: the code of ISO 3166-2 behind the country's."""
    timezone: Zone
    """The time zone of its hours."""
    latitude: Latitude | None = None
    """Degrees north; cities only."""
    longitude: Longitude | None = None
    """Degrees east; cities only."""
    note: Text | None = None
    doubt: Doubt | None = None
