"""The workplan as frozen values. Pure: nothing here reads a file, a clock or the environment.

The classes that YAML is read into are pydantic models: every scalar comes as text and is read by its type, unknown keys
are refused. `gcmplan.plan.workplan.Workplan` is the whole.
"""

# Annotations are not postponed here: `Row` keeps them as they are.
from enum import StrEnum
from typing import Annotated, Literal

from gcmplan.dates.span import Certainty, least_sure
from gcmplan.plan.attendees import Attendees
from gcmplan.plan.constraints import Field
from gcmplan.plan.fields import (
    Address,
    CalendarUid,
    Day,
    Doubt,
    HoursText,
    Id,
    Identifier,
    Identifiers,
    Label,
    Line,
    Month,
    Name,
    OneOrMore,
    PhaseName,
    PlaceText,
    Text,
    Title,
    WhenText,
    Whole,
    Zone,
)
from gcmplan.plan.keys import ADDED, Aspect, Form, Refers, Trait
from gcmplan.plan.publication import Site
from gcmplan.plan.row import Row, Source
from gcmplan.text.pattern import lazy

_DAYS_IN_WEEK = 7
LONGEST_SHORT = 12
"""The letters of the word of a group."""
_NUMBERED = lazy("[0-9]+|[IVXLC]+|[A-Z]")
"""Ids of phases that are a number, or a letter for one."""


class Kind(StrEnum):
    """meeting, document or milestone; only a meeting can double-book delegations."""

    MEETING = "meeting"
    DOCUMENT = "document"
    MILESTONE = "milestone"


class Status(StrEnum):
    """Whether an event takes place."""

    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


Guests = Annotated[tuple[Literal["observers", "associates"], ...], Field(strict=False), ADDED, Aspect.OWNER]
PhaseId = Annotated[PhaseName, Refers("phases")]
CertaintyText = Annotated[Certainty, Field(strict=False), Aspect.CERTAINTY]
KindText = Annotated[Kind, Field(strict=False), Aspect.OWNER]
StatusText = Annotated[Status, Field(strict=False), Aspect.STATUS]
GroupId = Annotated[Identifier, Aspect.OWNER, Refers("groups")]
BodyId = Annotated[Identifier, Aspect.OWNER, Refers("bodies")]


class Event(Row):
    """A row of the workplan."""

    id: Id
    """Short name in lower case with hyphens; never changes once published."""
    title: Title
    """The words of the document."""
    short: Line | None = None
    """A shorter title for narrow tables."""
    phase: Annotated[PhaseId | None, Aspect.PHASE] = None
    """A phase of the plan, by its id; left out, it belongs to none."""
    group: GroupId
    """A group of the colour key, by its id."""
    kind: KindText = Kind.MEETING
    """meeting, document or milestone; left out, meeting."""
    when: WhenText
    """The date, as far as it is known."""
    certainty: CertaintyText = Certainty.CONFIRMED
    """Whether the event itself is sure, whatever is known of its date: confirmed, tbc or tba."""
    takes: Literal["half day", "full day"] | None = None
    """How much of each of its days it takes, if its document says so; then it is one day where no days are known."""
    place: PlaceText | None = None
    """A place of places.yaml, or online; with TBC or TBA if that is not sure."""
    venue: Annotated[Label | None, Aspect.ROOM] = None
    """Room and building."""
    hours: HoursText | None = None
    """Local hours of each day."""
    timezone: Zone | None = None
    """The time zone of its hours: required if it is online; default: the zone of its place."""
    body: BodyId | None = None
    """The body whose meeting it is, by its id in bodies.yaml; default: its group's."""
    invites: Guests | None = None
    """The guests besides the members of its body: observers, associates; default: as its group says."""
    assumption: Label | None = None
    """The assumption of findings about its delegations: "if all Member States attend", "who attends is not known"."""
    mandate: Label | None = None
    """The operative paragraph that asks for it; left out, its group's."""
    after: Annotated[Identifiers, Refers("events"), ADDED] = ()
    """Ids of the events that come before it."""
    session: Annotated[Identifier | None, Refers("sessions")] = None
    """Its programme, by its id in sessions/."""
    status: StatusText = Status.SCHEDULED
    """scheduled, postponed or cancelled."""
    formerly: Annotated[Identifiers, ADDED._replace(is_ordered=True), Trait.EARLIER_IDENTITY] = ()
    """Ids that it had before; calendars keep the first."""
    uid: CalendarUid | None = None
    """The UID of its entry in the calendar that it comes from; the calendars of the plan keep it."""
    source: Source = None
    """The document that says so; left out, the plan's."""
    note: Text | None = None
    """A remark for everyone."""
    doubt: Doubt | None = None
    """A doubt, for the secretariat alone: `show` shows it, and nothing else does."""
    url: Address | None = None
    """Its page."""

    @property
    def sureness(self) -> Certainty:
        """How sure the event is on its date: the less sure of its own certainty and its date's."""
        return least_sure(self.certainty, self.when.certainty)

    @property
    def first_id(self) -> str:
        """The id by which it was known first: it stays when the event is renamed."""
        return self.formerly[0] if self.formerly else self.id


class Deadline(Row):
    """A last day for something; not an event."""

    id: Id
    title: Title
    when: WhenText
    """The last day."""
    audience: Line | None = None
    """The addressee, who must keep it."""
    event: Annotated[OneOrMore, Refers("events"), ADDED] = ()
    """The event that it concerns, or a list of them."""
    source: Source = None
    note: Text | None = None
    doubt: Doubt | None = None


class Participation(Row):
    """The participants of the meetings of some groups, and the rules for them."""

    id: Id
    who: Line
    """Those who may attend."""
    how: Text
    """Their duties or rights."""
    groups: Annotated[Identifiers, Refers("groups"), ADDED]
    """The groups whose meetings it governs."""
    deadline: Annotated[Identifier | None, Refers("deadlines")] = None
    """The deadline that they have to keep."""
    source: Source = None
    note: Text | None = None
    doubt: Doubt | None = None


class Phase(Row):
    """A part of the process."""

    id: Annotated[PhaseName, Aspect.NAME, Trait.IDENTITY]
    """A numeral like II, or a short name like drafting."""
    title: Title
    when: WhenText
    """Its window."""
    purpose: Text | None = None
    """The purpose of the phase."""
    source: Source = None
    note: Text | None = None
    doubt: Doubt | None = None

    @property
    def label(self) -> str:
        """A short name. "Phase II", or its title if its id is no number."""
        return f"Phase {self.id}" if self.is_numbered else self.title

    @property
    def is_numbered(self) -> bool:
        """Whether its id is a number or a letter, so that people say "Phase II"."""
        return _NUMBERED.fullmatch(self.id) is not None

    def named(self, between: str) -> str:
        """Return its label and its title: "Phase II: Stocktaking"; the title alone if that is its label."""
        return f"{self.label}{between}{self.title}" if self.is_numbered else self.title


class Group(Row):
    """A line of the colour key."""

    id: Id
    title: Title
    short: Annotated[str, Field(min_length=1, max_length=LONGEST_SHORT), Trait.PROSE] = ""
    """The word beside the colour; default: the beginning of the title."""
    color: Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$"), Form("a colour like '#E69F00', in quotes")] = ""
    """Left out, one that no other group has."""
    body: BodyId | None = None
    """The body of these meetings, unless an event has another."""
    invites: Guests = ()
    """The guests besides the members of the body."""
    assumption: Label | None = None
    """The assumption of findings about delegations of this body's meetings: "if all Member States attend"."""
    mandate: Label | None = None
    """The paragraph that asks for them unless an event says otherwise."""
    track: Annotated[Literal["official", "other"], Aspect.OWNER] = "other"
    """official: the meetings of the process itself. Two of these that double-book a delegation are an error (GP101);
    with a meeting of the other track it is a warning, unless one body holds both."""
    note: Text | None = None
    doubt: Doubt | None = None


class Selection(Row):
    """Events that have all of some things in common."""

    kind: KindText = Kind.MEETING
    """meeting, document or milestone; left out, meeting."""
    group: GroupId | None = None
    """Only events of this group."""
    phase: PhaseId | None = None
    """Only events of this phase."""
    body: BodyId | None = None
    """Their body, or that of their group."""
    mandate: Label | None = None
    """Their mandate, or that of their group."""


class Policy(Row):
    """A number that the plan has to keep to."""

    id: Id
    title: Title
    amount: Whole
    """The number to keep to."""
    unit: Literal["days", "weeks", "sessions"]
    """The unit of the amount."""
    of: Selection | None = None
    """The events whose days, or number, it states."""
    per: Literal["event"] | None = None
    """event: the amount is that of each of them, not of all together."""
    before: Selection | None = None
    """The events before which their documents come so long."""
    by_month: Annotated[dict[Month, Whole], Field(strict=False)] | None = None
    """The amount month by month (YYYY-MM)."""
    source: Source = None
    note: Text | None = None
    doubt: Doubt | None = None

    @property
    def days(self) -> int:
        """The amount in days, as far as it is one of days or weeks."""
        return self.amount * (_DAYS_IN_WEEK if self.unit == "weeks" else 1)


class Waiver(Row):
    """A problem that is known and accepted."""

    rule: Label
    """A code or a name."""
    events: Annotated[Identifiers, Refers("events"), ADDED] = ()
    """Exactly the events of the problem."""
    about: Line | None = None
    """Needed if several problems have the same events: the policy, with its month if any ("negotiation-days 2018-03"),
    the session with its items ("thematic-1 closing-1 panel-2").
    """
    reason: Line
    """Why it is accepted."""
    until: Day | None = None
    """The last day on which it holds."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The part that distinguishes a problem of this waiver from others."""
        return ("waivers", self.rule, *([self.about] if self.about else []))

    def __str__(self) -> str:
        """Return "of 'same-room' for 'talks', 'forum'" or "of 'total-differs' about 'hearing-days'"."""
        events = ", ".join(f"'{event}'" for event in self.events)
        about = f" about '{self.about}'" if self.about else "" if events else " for no event"
        return f"of '{self.rule}'{f' for {events}' if events else ''}{about}"


class Holiday(Row):
    """A day on which some places, or all if it names none, do not work; besides those of their countries."""

    date: Day
    """The day, like 2017-06-26 or 26 June 2017."""
    name: Name
    places: Annotated[tuple[Label, ...], Field(strict=False), Refers("places"), ADDED] = ()
    """The places where it is kept; default: everywhere."""
    source: Source = None


class Calendar(Row):
    """How the calendar feed is called."""

    name: Name
    domain: Annotated[
        str,
        Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$", max_length=200),
        Form("a domain like 'example.org'"),
    ]
    """The domain after the @ of every UID, for ever."""


class PlanHead(Row):
    """The head of workplan.yaml."""

    title: Title
    as_of: Day
    """The day whose knowledge the plan has."""
    """The day whose knowledge the plan holds."""
    source: Line | None = None
    """The document that rows without a source of their own are from."""
    calendar: Calendar
    """The name of the feed, and the domain of its UIDs."""
    attendees: Attendees = Attendees()
    """The plan's words for its attendees: one delegation, many delegations."""
    site: Site | None = None
    """The plan's website, as `publish` makes it."""
    order: Literal["date", "document"] = "date"
    """The order of the rows of events: by date, or as in their official document."""
