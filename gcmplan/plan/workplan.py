"""The whole plan, with its cross-references resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Literal

from gcmplan.plan.attendees import Attendees, Delegation, DelegationNames
from gcmplan.plan.countries import countries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from gcmplan.files.document import Document
    from gcmplan.plan.attendees import OwnMember
    from gcmplan.plan.bodies import Body, State
    from gcmplan.plan.model import (
        Calendar,
        Deadline,
        Event,
        Group,
        Holiday,
        Participation,
        Phase,
        Policy,
        Selection,
        Waiver,
    )
    from gcmplan.plan.observances import Observance
    from gcmplan.plan.official_document import FiledPaper, PaperEvent
    from gcmplan.plan.place import Place
    from gcmplan.plan.place_rows import PlaceRow
    from gcmplan.plan.publication import Site
    from gcmplan.plan.session import FiledSession, Session
    from gcmplan.problems.problem import Position


@dataclass(frozen=True)
class Workplan:
    """A plan that was loaded without an error: every id is unique, every reference known.

    Raises:
        KeyError: by the methods, for an id that the plan does not have.

    """

    title: str
    as_of: date
    calendar: Calendar
    phases: tuple[Phase, ...]
    groups: tuple[Group, ...]
    policies: tuple[Policy, ...]
    deadlines: tuple[Deadline, ...]
    events: tuple[Event, ...]
    waivers: tuple[Waiver, ...]
    bodies: tuple[Body, ...]
    states: tuple[State, ...]
    places: tuple[PlaceRow, ...]
    document: Document
    """workplan.yaml, with the events."""
    source: str | None = None
    """The document that rows without a source of their own are from."""
    attendees: Attendees = field(default_factory=Attendees)
    """The plan's words for its attendees."""
    site: Site | None = None
    """The plan's website."""
    members: tuple[OwnMember, ...] = ()
    """Members of bodies that are no states."""
    order: Literal["date", "document"] = "date"
    """The order of the rows of events."""
    holidays: tuple[Holiday, ...] = ()
    observances: tuple[Observance, ...] = ()
    participation: tuple[Participation, ...] = ()
    sessions: tuple[FiledSession, ...] = ()
    """The programmes of meetings, also of those outside the events; in the order of their files' names."""
    papers: tuple[FiledPaper, ...] = ()
    beside: Mapping[str, Document] = field(default_factory=dict)
    """Files beside workplan.yaml that hold sections of their own, by section: bodies, states, places, observances."""

    @property
    def documents(self) -> dict[str, Document]:
        """The files that rules point into, by path."""
        filed = (*(one.document for one in self.sessions), *(one.document for one in self.papers))
        return {document.path: document for document in (self.document, *self.beside.values(), *filed)}

    @cached_property
    def delegations(self) -> tuple[Delegation, ...]:
        """The plan's states, other states that are in its bodies, and its own members."""
        own = {state.alpha3: state.name for state in self.states} | {one.id: one.name for one in self.members}
        listed = (codes for body in self.bodies for codes in (body.members, body.suspended, body.observers))
        named = set(chain.from_iterable((*listed, *(body.associates for body in self.bodies)))).difference(own)
        more = {one.alpha3: one.name for one in countries() if one.alpha3 in named}
        return tuple(Delegation(code, name) for code, name in (own | more).items())

    @cached_property
    def delegation_names(self) -> DelegationNames:
        """The names of these by their codes."""
        found = DelegationNames((one.code, one.name) for one in self.delegations)
        found.words = self.attendees
        return found

    @cached_property
    def _index(self) -> dict[str, int]:
        return {event.id: index for index, event in enumerate(self.events)}

    @cached_property
    def _deadlines(self) -> dict[str, int]:
        return {deadline.id: index for index, deadline in enumerate(self.deadlines)}

    @cached_property
    def _groups(self) -> dict[str, Group]:
        return {group.id: group for group in self.groups}

    @cached_property
    def _phases(self) -> dict[str, Phase]:
        return {phase.id: phase for phase in self.phases}

    @cached_property
    def _bodies(self) -> dict[str, Body]:
        return {body.id: body for body in self.bodies}

    @cached_property
    def _places(self) -> dict[str, PlaceRow]:
        return {place.name: place for place in self.places}

    @cached_property
    def _listed(self) -> dict[tuple[str, str], frozenset[str]]:
        return {}

    @cached_property
    def _taking_part(self) -> dict[tuple[str, frozenset[str]], frozenset[str]]:
        return {}

    def event(self, event_id: str) -> Event:
        """Return the event of an id."""
        return self.events[self._index[event_id]]

    def has_event(self, event_id: str) -> bool:
        """Return whether an event has an id now; former ids do not count."""
        return event_id in self._index

    def group_of(self, event: Event) -> Group:
        """Return an event's group."""
        return self._groups[event.group]

    def phase_of(self, event: Event) -> Phase | None:
        """Return an event's phase, if it belongs to one."""
        return self._phases.get(event.phase) if event.phase else None

    def body_of(self, event: Event) -> Body | None:
        """Return whose meeting an event is: its own body, or its group's."""
        body = event.body or self.group_of(event).body
        return self._bodies[body] if body else None

    def mandate_of(self, event: Event) -> str | None:
        """Return the paragraph that asks for an event: its own, or its group's."""
        return event.mandate or self.group_of(event).mandate

    def place_of(self, event: Event) -> PlaceRow | None:
        """Return where an event is, if a place is named; of what is online, none."""
        return self._places[event.place.row] if event.place and event.place.row else None

    def zone_of(self, event: Event) -> str | None:
        """Return the time zone in which an event's hours hold, if it is known."""
        place = self.place_of(event)
        return event.timezone or (place.timezone if place else None)

    def has_place(self, place: Place | None) -> bool:
        """Whether a place is one of the plan's, online, or not named."""
        return place is None or place.row is None or place.row in self._places

    def place(self, name: str) -> PlaceRow:
        """Return the place of a name."""
        return self._places[name]

    def is_of(self, event: Event, selection: Selection) -> bool:
        """Whether an event is one of those that a policy names."""
        body = self.body_of(event)
        return (
            event.kind is selection.kind
            and selection.group in (None, event.group)
            and selection.phase in (None, event.phase)
            and selection.body in (None, body.id if body else None)
            and selection.mandate in (None, self.mandate_of(event))
        )

    def policy(self, policy_id: str) -> Policy | None:
        """Return a policy, if the plan has it."""
        return next((policy for policy in self.policies if policy.id == policy_id), None)

    def members_of(self, body: Body) -> frozenset[str]:
        """Return the members of a body (alpha-3), with those of the bodies that meet in it; without the suspended."""
        return self.listed_in(body, "members")

    def listed_in(self, body: Body, standing: str) -> frozenset[str]:
        """Return who has a standing (a key of `Body`: members, suspended, observers …) in a body or in its parts."""
        found = self._listed.get((body.id, standing))
        if found is None:
            lists = (
                frozenset(getattr(part, standing)).difference(part.suspended if standing != "suspended" else ())
                for part in self._parts_of(body)
            )
            found = self._listed[body.id, standing] = frozenset().union(*lists)
        return found

    def _parts_of(self, body: Body) -> list[Body]:
        """Return a body and its parts; a joint body can be a part of another itself."""
        parts: dict[str, Body] = {}
        more = {body.id: body}
        while more:
            parts |= more
            joint = (name for part in more.values() for name in part.joint)
            more = {name: self._bodies[name] for name in joint if name not in parts}
        return list(parts.values())

    def invited_to(self, event: Event) -> tuple[str, ...]:
        """Return who is invited besides members: "observers", "associates"; an event's own body has its own guests."""
        if event.invites is not None:
            return event.invites
        return () if event.body else self.group_of(event).invites

    def taking_part(self, body: Body, invited: Iterable[str] = ()) -> frozenset[str]:
        """Return the members of a body, and of its observers and associates those that are invited."""
        key = body.id, frozenset(invited)
        found = self._taking_part.get(key)
        if found is None:
            found = self._taking_part[key] = self.members_of(body).union(*(self.listed_in(body, one) for one in key[1]))
        return found

    def concerns(self, event: Event, delegations: Iterable[str]) -> bool:
        """Whether an event concerns one of some delegations (alpha-3); what is no one body's own concerns everyone."""
        body = self.body_of(event)
        return body is None or not self.taking_part(body, self.invited_to(event)).isdisjoint(delegations)

    def assumption_of(self, event: Event) -> str | None:
        """Return what is assumed where delegations of an event are counted: its own, its group's or its body's."""
        body = self.body_of(event)
        if event.assumption or body is None:
            return event.assumption
        return (None if event.body else self.group_of(event).assumption) or self._assumed_of(body)

    def _assumed_of(self, body: Body) -> str | None:
        """Return what is assumed of the members of a body, or of the first of its parts where something is."""
        for part in self._parts_of(body):
            if part.assumption:
                return part.assumption
            if part.confidence != "high" and self.members_of(part):
                return f"if the members of {part.name} are as listed"
        return None

    def followers_of(self, event: Event) -> Iterable[Event]:
        """Yield the events that come after an event, in the plan's order."""
        return (other for other in self.events if event.id in other.after)

    def deadlines_of(self, event: Event) -> Iterable[Deadline]:
        """Yield the deadlines that concern an event."""
        return (deadline for deadline in self.deadlines if event.id in deadline.event)

    @cached_property
    def _other_documents(self) -> dict[str, list[tuple[FiledPaper, PaperEvent]]]:
        found: dict[str, list[tuple[FiledPaper, PaperEvent]]] = {}
        for filed in self.papers:
            for row in filed.paper.events:
                found.setdefault(row.id, []).append((filed, row))
        return found

    def other_documents_on(self, event: Event) -> Iterable[tuple[FiledPaper, PaperEvent]]:
        """Return what other documents say of an event: each document with its row."""
        return self._other_documents.get(event.id, ()) if self.papers else ()

    def position_of_row(self, section: str, index: int, *keys: str) -> Position:
        """Return the position of the row of an index in a section, or of a value in it; sessions, sources are files."""
        if section in {"sessions", "sources"}:
            filed = self.sessions if section == "sessions" else self.papers
            return filed[index].document.position_of(keys)
        return self.beside.get(section, self.document).position_of((section, index, *keys))

    def sessions_of(self, event: Event) -> tuple[FiledSession, ...]:
        """Return an event's sessions: first the one that it names, then others that name it."""
        own = [filed for filed in self.sessions if filed.session.event == event.id]
        return tuple(sorted(own, key=lambda filed: filed.session.id != event.session))

    def event_of(self, session: Session) -> Event | None:
        """Return the event that a session belongs to, if it is in the workplan."""
        return self.event(session.event) if session.event else None

    def participation_in(self, event: Event) -> Iterable[Participation]:
        """Yield who may attend an event and how, as far as the plan says so."""
        return (row for row in self.participation if event.kind == "meeting" and event.group in row.groups)

    def position_of_deadline(self, deadline: Deadline) -> Position:
        """Return the position of a deadline."""
        return self.document.position_of(("deadlines", self._deadlines[deadline.id]))

    def position_of(self, event: Event, key: str | None = None) -> Position:
        """Return the position of an event, or of one of its values."""
        return self.document.position_of(("events", self._index[event.id], *((key,) if key else ())))

    def positions_of_dates(self, rows: Iterable[int]) -> list[Position]:
        """Return the positions of the dates of events, by their indices: faster than one by one."""
        events, place = self.document.value_at(("events",)) or [], self.document.position_at
        return [place(row.value_mark("when"), row["when"]) for row in map(events.__getitem__, rows)]
