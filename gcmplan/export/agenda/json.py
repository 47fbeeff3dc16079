"""JSON of a programme: `gcmplan.agenda/1`. Times are those of the place, "10:15", in the zone that is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.json_parts import (
    EventStatus,
    PersonObject,
    WhenObject,
    closed,
    event_status,
    json_text,
    leaders,
    person_object,
    when_object,
)
from gcmplan.plan.programme import ASIDE
from gcmplan.plan.session import ItemKind  # noqa: TC001 - pydantic reads it for the schema

if TYPE_CHECKING:
    from gcmplan.plan.programme import Programme, ScheduledItem

SCHEMA: Literal["gcmplan.agenda/1"] = "gcmplan.agenda/1"


@closed
class ItemObject(TypedDict):
    """A slot; its times are `null` if the document gives none. An `end` that is not after `start` is of the next day.

    The moderator may be that of the whole session.
    """

    id: str
    start: str | None
    end: str | None
    title: str
    kind: ItemKind
    moderator: PersonObject | None
    speakers: list[PersonObject]


@closed
class DayObject(TypedDict):
    """A day, YYYY-MM-DD, with its items in the order of the file."""

    date: str
    items: list[ItemObject]


@closed
class AgendaObject(TypedDict):
    """The whole output; `days` is empty while there is no programme.

    `tentative` is whether the document itself calls its programme so. `status` and `when` are those of the event, or
    the meeting's own. The days of the programme are valid only within `when`.
    """

    schema: Literal["gcmplan.agenda/1"]
    id: str
    title: str
    status: EventStatus
    tentative: bool
    when: WhenObject
    event: str | None
    place: str | None
    timezone: str | None
    chair: list[PersonObject]
    moderator: PersonObject | None
    rapporteur: PersonObject | None
    days: list[DayObject]


def render(programme: Programme, only: int | None = None) -> str:
    """Return the text; of one day, counted from 1, if it is given."""
    session, place = programme.session, programme.place
    agenda: AgendaObject = {
        "schema": SCHEMA,
        "id": session.id,
        "title": programme.title,
        "status": event_status(programme),
        "tentative": programme.session.is_tentative,
        "when": when_object(programme.when),
        "event": session.event,
        "place": place.name if place else None,
        "timezone": programme.zone.key if programme.zone else None,
        **leaders(programme),
        "days": [
            {
                "date": day.date.isoformat(),
                "items": [_item(programme, item) for item in programme.items_of_day(index)],
            }
            for index, day in enumerate(session.days)
            if only in {None, index + 1}
        ],
    }
    return json_text(agenda)


def _item(programme: Programme, scheduled: ScheduledItem) -> ItemObject:
    item = scheduled.item
    moderator = item.moderator or (None if item.kind in ASIDE else programme.session.moderator)
    return {
        "id": item.id,
        "start": scheduled.clocks[0],
        "end": scheduled.clocks[1],
        "title": item.title,
        "kind": item.kind,
        "moderator": person_object(moderator) if moderator else None,
        "speakers": [person_object(speaker) for speaker in item.speakers],
    }
