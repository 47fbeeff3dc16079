"""JSON for programs: `gcmplan.events/1`, one event a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.objects import PositionObject, closed, position_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.record import Record
    from gcmplan.when import When
    from gcmplan.workplan import Workplan

SCHEMA = "gcmplan.events/1"


@closed
class WhenObject(TypedDict):
    """What is known about a date; days are written YYYY-MM-DD, both ends included."""

    text: str
    certainty: Literal["confirmed", "tbc", "tba"]
    exact: bool
    earliest: str | None
    latest: str | None
    days: int | None
    spans: list[tuple[str, str]]


@closed
class PlaceObject(TypedDict):
    """Where an event is; `country` is ISO 3166-1 alpha-2, `timezone` a name of the IANA database."""

    name: str | None
    country: str | None
    timezone: str | None
    certainty: Literal["confirmed", "tbc", "tba"] | None


@closed
class EventObject(TypedDict):
    """An event, or a deadline if its kind says so."""

    id: str
    title: str
    short: str | None
    phase: Literal["I", "II", "III"] | None
    group: str | None
    kind: Literal["meeting", "document", "milestone", "deadline"]
    status: Literal["scheduled", "postponed", "cancelled"]
    when: WhenObject
    place: PlaceObject
    venue: str | None
    body: str | None
    mandate: str | None
    after: list[str]
    session: str | None
    source: str
    position: PositionObject


@closed
class PlanObject(TypedDict):
    """The plan that the events are of."""

    title: str
    as_of: str


@closed
class EventsObject(TypedDict):
    """The whole output."""

    schema: Literal["gcmplan.events/1"]
    plan: PlanObject
    events: list[EventObject]


def render(plan: Workplan, records: Iterable[Record]) -> Iterator[str]:
    """Yield the text in pieces."""
    dumps = json.JSONEncoder(ensure_ascii=False).encode
    head = dumps({"title": plan.title, "as_of": plan.as_of.isoformat()})
    yield f'{{"schema": "{SCHEMA}", "plan": {head}, "events": ['
    separator = "\n"
    for record in records:
        yield f"{separator}{dumps(_event(record))}"
        separator = ",\n"
    yield "\n]}\n"


def _event(record: Record) -> EventObject:
    place, row = record.place, record.place_row
    return {
        "id": record.id,
        "title": record.title,
        "short": record.short,
        "phase": record.phase,
        "group": record.group.id if record.group else None,
        "kind": record.kind,
        "status": record.status,
        "when": _when(record.when),
        "place": {
            "name": place.name if place else None,
            "country": row.country if row else None,
            "timezone": row.timezone if row else None,
            "certainty": place.certainty.value if place else None,
        },
        "venue": record.venue,
        "body": record.body,
        "mandate": record.mandate,
        "after": list(record.after),
        "session": record.session,
        "source": record.source,
        "position": position_object(record.position),
    }


def _when(when: When) -> WhenObject:
    return {
        "text": str(when),
        "certainty": when.certainty.value,
        "exact": when.exact,
        "earliest": when.earliest.isoformat() if when.earliest else None,
        "latest": when.latest.isoformat() if when.latest else None,
        "days": when.days,
        "spans": [(first.isoformat(), last.isoformat()) for first, last in when.spans],
    }
