"""The workplan as frozen values. Pure: nothing here reads a file, a clock or the environment.

The classes that YAML is read into are pydantic models: every scalar comes as text and is read here, unknown keys are
refused. `gcmplan.workplan.Workplan` is the whole.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from gcmplan.hours import Hours, parse_hours
from gcmplan.span import Certainty
from gcmplan.when import When, WhenError

_CERTAINTY = re.compile(r"(?:\((?P<in>TB[CAD])\)|(?<!\S)(?P<sure>TB[CAD]))\Z", re.IGNORECASE)
_LONGEST_TITLE, _LONGEST_TEXT = 500, 5_000
_QUARTER = 90


class Place(NamedTuple):
    """Where an event is: the name of a place if it is known, and how sure that is."""

    name: str | None
    certainty: Certainty

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read "Geneva", "Turkey TBC", "TBA"."""
        match = _CERTAINTY.search(text := text.strip())
        if not match:
            return cls(text, Certainty.CONFIRMED)
        sure = (match["in"] or match["sure"]).lower()
        return cls(text[: match.start()].rstrip() or None, Certainty.TBC if sure == "tbc" else Certainty.TBA)

    def __str__(self) -> str:
        """Return the canonical text."""
        sure = "" if self.certainty is Certainty.CONFIRMED else self.certainty.value.upper()
        return " ".join(filter(None, (self.name, sure)))


def _text(value: Any) -> str:  # noqa: ANN401 - what YAML holds
    if not isinstance(value, str):
        raise PydanticCustomError(
            "no_text", "is a list" if isinstance(value, list) else "is a mapping", {"hint": "write a text"}
        )
    return value


def _day(value: Any) -> date:  # noqa: ANN401
    when = When.parse(_text(value))
    if when.days != 1 or not when.spans or when.certainty is not Certainty.CONFIRMED:
        raise WhenError("this is not one sure day", "write it like '12 April 2017' or '2017-04-12'", end=len(value))
    return when.spans[0].first


def _place(value: Any) -> Place:  # noqa: ANN401
    if not (text := _text(value)).strip():
        raise PydanticCustomError("no_text", "has no value", {"hint": "write a place, or leave the key out"})
    if len(text) > _LONGEST_TITLE:
        raise PydanticCustomError("long_text", "is too long", {"hint": f"write at most {_LONGEST_TITLE} characters"})
    place = Place.parse(text)
    if place.name and Place.parse(place.name).certainty is not Certainty.CONFIRMED:
        raise PydanticCustomError("two_certainties", "has two certainties", {"hint": "keep one of TBC and TBA"})
    return place


def _number(value: Any) -> float:  # noqa: ANN401
    if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,9})?", text := _text(value)):
        raise PydanticCustomError("no_number", "is not a number", {"hint": "write degrees like 46.2044"})
    return float(text)


def _latitude(value: Any) -> float:  # noqa: ANN401
    return _within(_number(value), _QUARTER)


def _longitude(value: Any) -> float:  # noqa: ANN401
    return _within(_number(value), 2 * _QUARTER)


def _within(degrees: float, most: int) -> float:
    if abs(degrees) > most:
        raise PydanticCustomError(
            "no_degrees", "is beyond the globe", {"hint": f"write degrees from -{most} to {most}"}
        )
    return degrees


def _whole(value: Any) -> int:  # noqa: ANN401
    if not re.fullmatch(r"[0-9]{1,6}", text := _text(value)):
        raise PydanticCustomError("no_number", "is not a whole number", {"hint": "write digits alone, like 4"})
    return int(text)


def _zone(value: Any) -> str:  # noqa: ANN401
    text = _text(value)
    try:
        ZoneInfo(text)
    except (OSError, ValueError, LookupError):
        hint = "write a name like Europe/Zurich"
        raise PydanticCustomError("no_zone", "is not a zone of the IANA time zone database", {"hint": hint}) from None
    return text


def _one_or_more(value: Any) -> Any:  # noqa: ANN401
    return [value] if isinstance(value, str) else value


def _examples(*texts: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": list(texts)})


_WHEN_SCHEMA = {
    "type": "string",
    "minLength": 3,
    "maxLength": 2000,
    "examples": ["8-9 May 2017", "3 days in February 2018 TBA"],
}
_NUMBER_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]{1,3}(\.[0-9]{1,9})?$"}]}
_WHOLE_SCHEMA = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]{1,6}$"}]}

WhenText = Annotated[When, PlainValidator(When.parse), BeforeValidator(_text), WithJsonSchema(_WHEN_SCHEMA)]
Day = Annotated[date, PlainValidator(_day), _examples("2017-04-12", "12 April 2017")]
PlaceText = Annotated[Place, PlainValidator(_place), _examples("Geneva", "Turkey TBC", "TBA")]
HoursText = Annotated[
    Hours, PlainValidator(parse_hours), BeforeValidator(_text), _examples("10:00-13:00 and 15:00-18:00")
]
Latitude = Annotated[float, PlainValidator(_latitude), WithJsonSchema(_NUMBER_SCHEMA)]
Longitude = Annotated[float, PlainValidator(_longitude), WithJsonSchema(_NUMBER_SCHEMA)]
Whole = Annotated[int, PlainValidator(_whole), WithJsonSchema(_WHOLE_SCHEMA)]
Zone = Annotated[str, PlainValidator(_zone), _examples("Europe/Zurich")]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Title = Annotated[str, Field(min_length=1, max_length=_LONGEST_TITLE, pattern=r"\S")]
Text = Annotated[str, Field(max_length=_LONGEST_TEXT)]
Alpha2 = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Alpha3 = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Month = Annotated[str, Field(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")]
Identifiers = Annotated[tuple[Identifier, ...], Field(strict=False)]
Codes = Annotated[tuple[Alpha3, ...], Field(strict=False)]


class Kind(StrEnum):
    """What an event is; only a meeting can double-book anyone."""

    MEETING = "meeting"
    DOCUMENT = "document"
    MILESTONE = "milestone"


class Status(StrEnum):
    """Whether an event stands."""

    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


PhaseId = Literal["I", "II", "III"]
KindText = Annotated[Kind, Field(strict=False)]
StatusText = Annotated[Status, Field(strict=False)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Event(_Row):
    """A row of the workplan."""

    id: Identifier
    """Short name in lower case with hyphens; never changes once published."""
    title: Title
    """The words of the document."""
    short: Title | None = None
    """A shorter title for narrow tables."""
    phase: PhaseId | None = None
    """I, II or III; none for the conference."""
    group: Identifier
    """A group of the colour key, by its id."""
    kind: KindText
    """meeting, document or milestone."""
    when: WhenText
    """What is known about the date."""
    place: PlaceText | None = None
    """A place of places.yaml, with TBC or TBA if that is not sure."""
    venue: Title | None = None
    """Room and building."""
    hours: HoursText | None = None
    """Local hours of each day."""
    body: Identifier | None = None
    """Whose meeting it is, by its id in bodies.yaml; left out, its group's."""
    mandate: Title | None = None
    """The operative paragraph that asks for it; left out, its group's."""
    after: Identifiers = ()
    """Ids of the events that come before it."""
    session: Identifier | None = None
    """Its programme, by its id in sessions/."""
    status: StatusText = Status.SCHEDULED
    """scheduled, postponed or cancelled."""
    formerly: Identifiers = ()
    """Ids that it had before; calendars keep the first."""
    source: Title
    """The document that says so."""
    note: Text | None = None
    """Doubts and footnotes."""
    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=_LONGEST_TITLE)] | None = None
    """Its page."""


class Deadline(_Row):
    """A last day for something; not an event."""

    id: Identifier
    title: Title
    when: WhenText
    """The last day."""
    audience: Title
    """Who must keep it."""
    event: Annotated[
        Identifiers, BeforeValidator(_one_or_more, json_schema_input_type=Identifier | list[Identifier])
    ] = ()
    """The event that it concerns, or a list of them."""
    source: Title
    note: Text | None = None


class Phase(_Row):
    """A part of the process."""

    id: PhaseId
    title: Title
    when: WhenText
    """Its window."""
    purpose: Text
    source: Title
    note: Text | None = None


class Group(_Row):
    """A line of the colour key."""

    id: Identifier
    title: Title
    short: Annotated[str, Field(min_length=1, max_length=12)]
    """The word that stands beside the colour."""
    color: Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$")]
    body: Identifier | None = None
    """Whose meetings these are unless an event says otherwise."""
    mandate: Title | None = None
    """The paragraph that asks for them unless an event says otherwise."""
    track: Literal["official", "other"] = "other"
    """official: the meetings that the negotiations themselves consist of; two of these must never overlap."""
    note: Text | None = None


class Policy(_Row):
    """A number that the plan has to keep to."""

    id: Identifier
    title: Title
    amount: Whole
    unit: Literal["days", "weeks", "sessions"]
    by_month: Annotated[dict[Month, Whole], Field(strict=False)] | None = None
    """The amount month by month (YYYY-MM)."""
    source: Title
    note: Text | None = None


class Waiver(_Row):
    """A problem that is known and accepted."""

    rule: Title
    events: Identifiers = ()
    reason: Title
    until: Day | None = None
    """The last day on which it holds."""


class Holiday(_Row):
    """A day on which some places, or all if it names none, do not work; besides those of their countries."""

    date: Day
    name: Title
    places: Annotated[tuple[Title, ...], Field(strict=False)] = ()
    source: Title


class Calendar(_Row):
    """How the calendar feed is called."""

    name: Title
    domain: Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$", max_length=200)]
    """What stands behind the @ of every UID, for ever."""


class State(_Row):
    """A state or territory that is a member of a body."""

    alpha3: Alpha3
    alpha2: Alpha2
    name: Title
    note: Text | None = None


class Body(_Row):
    """Whose meeting an event is."""

    id: Identifier
    name: Title
    kind: Title
    members: Codes = ()
    """ISO 3166-1 alpha-3 codes; of a joint body, those of its parts come on top."""
    associates: Codes = ()
    joint: Identifiers = ()
    """The bodies that meet together."""
    count: Whole | None = None
    """How many members the source counts."""
    source: Title
    confidence: Literal["high", "medium", "low"]
    note: Text | None = None


class PlaceRow(_Row):
    """A city, or a country where the city is not known."""

    name: Title
    country: Alpha2
    subdivision: Title | None = None
    """Its region, for public holidays: the code of ISO 3166-2 behind the country's."""
    timezone: Zone
    latitude: Latitude | None = None
    """Degrees north; cities only."""
    longitude: Longitude | None = None
    """Degrees east; cities only."""
    note: Text | None = None


class WorkplanFile(_Row):
    """workplan.yaml."""

    title: Title
    as_of: Day
    """The day whose knowledge the plan holds."""
    calendar: Calendar
    phases: tuple[Phase, ...] = ()
    groups: tuple[Group, ...]
    policies: tuple[Policy, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    events: tuple[Event, ...]
    waivers: tuple[Waiver, ...] = ()
    holidays: tuple[Holiday, ...] = ()


class BodiesFile(_Row):
    """bodies.yaml."""

    states: tuple[State, ...] = ()
    bodies: tuple[Body, ...]


class PlacesFile(_Row):
    """places.yaml."""

    places: tuple[PlaceRow, ...]
