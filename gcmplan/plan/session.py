"""The programme of a meeting: a file in sessions/. Times are local to the meeting's place."""

# Annotations are not postponed here: `Row` keeps them as they are.
from typing import Annotated, Literal, NamedTuple

from gcmplan.files.document import Document
from gcmplan.plan.constraints import AfterValidator, BeforeValidator, Field, refused
from gcmplan.plan.fields import (
    Day,
    Doubt,
    HoursText,
    Id,
    Identifier,
    Label,
    Labels,
    Line,
    MinutesText,
    Name,
    PlaceText,
    SlotText,
    Text,
    Texts,
    Title,
    WhenText,
    Whole,
    Zone,
)
from gcmplan.plan.keys import Aspect, Refers, Trait
from gcmplan.plan.row import Row

ItemKind = Literal["opening", "keynote", "panel", "discussion", "summary", "break", "side-event", "closing"]


class Person(Row):
    """A participant of a meeting: by name, or by role alone while no name is known."""

    name: Name | None = None
    """The name with its titles, as printed."""
    role: Label | None = None
    """The office, or the part in the meeting."""


def _somebody(person: Person) -> Person:
    if person.name is None and person.role is None:
        raise refused("nobody", "names nobody", {"hint": "give a name, a role or both"})
    return person


def _named(value: object) -> object:
    """Take a text for a name."""
    return {"name": value} if isinstance(value, str) else value


def _one_or_more(value: object) -> object:
    """Take one text or mapping for a list of one."""
    return [_named(value)] if isinstance(value, str | dict) else value


Somebody = Annotated[Person, AfterValidator(_somebody)]
PersonOrName = Annotated[Somebody, BeforeValidator(_named, json_schema_input_type=Person | Label)]
People = Annotated[tuple[Somebody, ...], Field(strict=False)]
OneOrMorePeople = Annotated[
    People,
    BeforeValidator(_one_or_more, json_schema_input_type=Person | Label | list[Person]),
    Trait.ONE_OR_MORE,
]


class Limit(Row):
    """How long somebody may speak."""

    who: Line
    """moderator, expert, floor."""
    what: Line | None = None
    """The purpose, if there are several: opening remarks."""
    minutes: MinutesText
    """The most, or the least and the most, for each: 7, 5-7."""
    times: Whole | None = None
    """How many speak, or how often; left out if that is open: then it is in no sum."""


class Item(Row):
    """A slot of a programme."""

    id: Id
    """Short name, unique in the meeting; stays when the item moves."""
    time: SlotText | None = None
    """Local hours; left out where the document gives none."""
    title: Title
    """The words of the document."""
    kind: Annotated[ItemKind, Aspect.OWNER]
    """The kind of item; breaks and side events may overlap others."""
    about: Text | None = None
    """The subject."""
    venue: Annotated[Label | None, Aspect.ROOM] = None
    """Its room, if not that of the session."""
    moderator: PersonOrName | None = None
    """Its moderator, if not the session's."""
    speakers: People = ()
    """Those who speak: names, roles, or both."""
    limits: Annotated[tuple[Limit, ...], Field(strict=False)] = ()
    """How long they may speak."""
    note: Text | None = None
    doubt: Doubt | None = None


class ProgrammeDay(Row):
    """A day of a programme."""

    date: Day
    """The day, like 2017-05-08 or 8 May 2017."""
    items: Annotated[tuple[Item, ...], Field(strict=False)]
    """The items in the order of their times."""


class Session(Row):
    """A meeting's programme, or what is known of it; an event of the workplan, or a meeting that is not in it."""

    id: Id
    event: Annotated[Identifier | None, Refers("events")] = None
    """The event of the workplan that it belongs to; left out, it has a title and a date of its own."""
    status: Annotated[Literal["tentative", "final"], Aspect.STATUS] = "final"
    """tentative: its document says that the programme may still change."""
    title: Title | None = None
    """The words of the document; left out, the event's."""
    when: WhenText | None = None
    """The date of its document; required without an event."""
    place: PlaceText | None = None
    """A place of places.yaml; left out, the event's."""
    venue: Annotated[Label | None, Aspect.ROOM] = None
    """Room and building."""
    hours: HoursText | None = None
    """Local hours of each day; left out, the event's."""
    timezone: Zone | None = None
    """The zone of its times, if not that of its place; default: the event's."""
    organisers: Labels = ()
    """Those who organise it."""
    chair: OneOrMorePeople = ()
    """The chair: one or several."""
    moderator: PersonOrName | None = None
    """The moderator of all of it."""
    rapporteur: PersonOrName | None = None
    """Its rapporteur."""
    source: Line | None = None
    """The document that says so; left out, the plan's."""
    format: Texts = ()
    """How it is held."""
    objectives: Texts = ()
    """Its objectives."""
    preparation: Texts = ()
    """The meetings that prepare it."""
    days: Annotated[tuple[ProgrammeDay, ...], Field(strict=False), Aspect.PROGRAMME] = ()
    """The programme; left out while there is none."""
    outcomes: Texts = ()
    """Its outcomes."""
    recommendations: dict[str, Texts] = {}  # noqa: RUF012 - pydantic copies it for each row
    """The recommendations, under the document's own headings."""
    references: Labels = ()
    """The symbols of the documents that it cites: A/RES/71/1."""
    note: Text | None = None
    doubt: Doubt | None = None

    @property
    def is_tentative(self) -> bool:
        """Whether its document calls the programme tentative."""
        return self.status == "tentative"


class FiledSession(NamedTuple):
    """A session, and the file that it was read from."""

    session: Session
    document: Document
