"""JSON of the list of sessions: `gcmplan.sessions/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.json_parts import (
    EventStatus,
    PersonObject,
    PlaceObject,
    WhenObject,
    closed,
    event_status,
    json_text,
    leaders,
    place_object,
    when_object,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.plan.programme import Programme

SCHEMA: Literal["gcmplan.sessions/1"] = "gcmplan.sessions/1"


@closed
class SessionObject(TypedDict):
    """A session; `event` is `null` if it is not in the workplan, `programme` says whether there is one yet."""

    id: str
    title: str
    status: EventStatus
    tentative: bool
    event: str | None
    place: PlaceObject
    when: WhenObject
    chair: list[PersonObject]
    moderator: PersonObject | None
    rapporteur: PersonObject | None
    programme: bool
    source: str | None


@closed
class SessionsObject(TypedDict):
    """The whole output."""

    schema: Literal["gcmplan.sessions/1"]
    sessions: list[SessionObject]


def render(programmes: Iterable[Programme]) -> str:
    """Return the text."""
    sessions: SessionsObject = {"schema": SCHEMA, "sessions": [_session(programme) for programme in programmes]}
    return json_text(sessions)


def _session(programme: Programme) -> SessionObject:
    session = programme.session
    return {
        "id": session.id,
        "title": programme.title,
        "status": event_status(programme),
        "tentative": session.is_tentative,
        "event": session.event,
        "place": place_object(programme.place, programme.place_row, programme.zone.key if programme.zone else None),
        "when": when_object(programme.when),
        **leaders(programme),
        "programme": bool(session.days),
        "source": session.source,
    }
