"""The common parts of all JSON outputs: closed objects, dates and places, positions, and the way they are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from typing_extensions import TypedDict

from gcmplan.changes.change import ChangeKind  # noqa: TC001 - pydantic reads it for the schemas
from gcmplan.text.decimals import plain_decimals
from gcmplan.text.escape import without_marks

if TYPE_CHECKING:
    from gcmplan.changes.change import Change
    from gcmplan.dates.when import When
    from gcmplan.plan.place import Place
    from gcmplan.plan.place_rows import PlaceRow
    from gcmplan.plan.programme import Programme
    from gcmplan.plan.session import Person
    from gcmplan.problems.problem import Position

_Dict = TypeVar("_Dict", bound=type)


def closed(kind: _Dict) -> _Dict:
    """Make a typed dictionary whose keys are always all there, and no others; what is not known is `null`."""
    # As pydantic.with_config, without importing pydantic.
    kind.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]
    return kind


@closed
class PositionObject(TypedDict):
    """A position: lines and columns count from 1."""

    path: str
    line: int
    column: int


def position_object(place: Position) -> PositionObject:
    """Return a position's path, line and column."""
    return {"path": place.path, "line": place.line, "column": place.column}


@closed
class FieldObject(TypedDict):
    """A value that changed: its path in the row, and the old and new value as plain JSON; `null` is not there."""

    path: str
    old: Any
    new: Any


class ChangeObject(TypedDict):
    """The changes of a row of a plan.

    `days` is how many days later it is, if its days are known before and after and all went elsewhere together.
    """

    section: str
    id: str
    kinds: list[ChangeKind]
    days: int | None
    fields: list[FieldObject]


def change_object(change: Change) -> ChangeObject:
    """Return a change without its positions."""
    return {
        "section": change.section,
        "id": change.id,
        "kinds": list(change.kinds),
        "days": change.days,
        "fields": [{"path": field.dotted, "old": field.old, "new": field.new} for field in change.fields],
    }


@closed
class WhenObject(TypedDict):
    """A date that may be uncertain; days are written YYYY-MM-DD, both ends included."""

    text: str
    certainty: Literal["confirmed", "tbc", "tba"]
    exact: bool
    earliest: str | None
    latest: str | None
    days: int | None
    spans: list[tuple[str, str]]


def when_object(when: When) -> WhenObject:
    """Return what is known about a date."""
    return {
        "text": str(when),
        "certainty": when.certainty.value,
        "exact": when.exact,
        "earliest": when.earliest.isoformat() if when.earliest else None,
        "latest": when.latest.isoformat() if when.latest else None,
        "days": when.days,
        "spans": [(first.isoformat(), last.isoformat()) for first, last in when.spans],
    }


@closed
class PlaceObject(TypedDict):
    """The place of a meeting; `country` is ISO 3166-1 alpha-2, `timezone` a name of the IANA database."""

    name: str | None
    country: str | None
    timezone: str | None
    certainty: Literal["confirmed", "tbc", "tba"] | None


def place_object(place: Place | None, row: PlaceRow | None, timezone: str | None) -> PlaceObject:
    """Return a place, with what places.yaml says of it; and the zone in which hours hold there."""
    return {
        "name": place.name if place else None,
        "country": row.country if row else None,
        "timezone": timezone,
        "certainty": place.certainty.value if place else None,
    }


EventStatus = Literal["scheduled", "postponed", "cancelled"]


def event_status(programme: Programme) -> EventStatus:
    """Return the status of a programme's event; a meeting outside the workplan is scheduled."""
    return programme.event.status.value if programme.event else "scheduled"


@closed
class PersonObject(TypedDict):
    """A participant; without a name if only the role is known yet."""

    name: str | None
    role: str | None


def person_object(person: Person) -> PersonObject:
    """Return a person's name and role."""
    return {"name": person.name, "role": person.role}


class LeadersObject(TypedDict):
    """A leader of the whole session."""

    chair: list[PersonObject]
    moderator: PersonObject | None
    rapporteur: PersonObject | None


def leaders(programme: Programme) -> LeadersObject:
    """Return who chairs, moderates and reports on the whole of a session."""
    session = programme.session
    return {
        "chair": [person_object(person) for person in session.chair],
        "moderator": person_object(session.moderator) if session.moderator else None,
        "rapporteur": person_object(session.rapporteur) if session.rapporteur else None,
    }


def json_line(value: object) -> str:
    """Return an object as text on one line, in ASCII; small numbers in plain decimals."""
    return plain_decimals(without_marks(json.dumps(value), r"\u0023"))


def json_text(value: object) -> str:
    """Return an object as readable text over several lines; what is no letter, sign or blank in it is escaped."""
    text = without_marks(json.dumps(value, ensure_ascii=False, indent=2) + "\n", r"\u0023")
    if text.replace("\n", "").isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter == "\n" else json.dumps(letter)[1:-1] for letter in text)
