"""JSON for programs: `gcmplan.events/1`, one event a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.json_parts import (
    PlaceObject,
    PositionObject,
    WhenObject,
    closed,
    place_object,
    position_object,
    when_object,
)
from gcmplan.text.escape import without_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

SCHEMA = "gcmplan.events/1"
_encode = json.JSONEncoder(ensure_ascii=False).encode


@closed
class EventObject(TypedDict):
    """An event; a deadline or a meeting outside the workplan (session) if its kind says so.

    `documents` holds what other official documents say otherwise or more, unless they are superseded; `disputed` says
    that one of them gives another date, and no waiver accepts that.
    """

    id: str
    title: str
    short: str | None
    phase: str | None
    group: str | None
    kind: Literal["meeting", "document", "milestone", "deadline", "session"]
    status: Literal["scheduled", "postponed", "cancelled"]
    when: WhenObject
    certainty: Literal["confirmed", "tbc", "tba"]
    place: PlaceObject
    venue: str | None
    body: str | None
    mandate: str | None
    after: list[str]
    session: str | None
    source: str | None
    disputed: bool
    documents: list[str]
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
    head = _dumps({"title": plan.title, "as_of": plan.as_of.isoformat()})
    yield f'{{"schema": "{SCHEMA}", "plan": {head}, "events": ['
    separator = "\n"
    for record in records:
        yield f"{separator}{_dumps(_event(record))}"
        separator = ",\n"
    yield "\n]}\n"


def _dumps(value: EventObject | PlanObject) -> str:
    """Return an object's text, readable; what is no letter, sign or blank (controls, directions) is escaped."""
    text = without_marks(_encode(value), r"\u0023")
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text)


def _event(record: Record) -> EventObject:
    return {
        "id": record.id,
        "title": record.title,
        "short": record.short,
        "phase": record.phase,
        "group": record.group.id if record.group else None,
        "kind": record.kind,
        "status": record.status,
        "when": when_object(record.when),
        "certainty": record.certainty.value,
        "place": place_object(record.place, record.place_row, record.timezone),
        "venue": record.venue,
        "body": record.body,
        "mandate": record.mandate,
        "after": list(record.after),
        "session": record.session,
        "source": record.source,
        "disputed": record.is_disputed,
        "documents": list(record.documents),
        "position": position_object(record.position()),
    }
