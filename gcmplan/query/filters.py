"""Choosing and ordering events: the filters that every command shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from gcmplan.dates.span import Certainty, Span
from gcmplan.errors import AmbiguousValueError, UnknownValueError
from gcmplan.plan.countries import codes, find_country
from gcmplan.plan.entries import DEADLINE, SESSION, Entry, Listed, certainty_of
from gcmplan.plan.model import Deadline, Event, Kind, Status
from gcmplan.plan.people import appearances_in
from gcmplan.plan.place import ONLINE
from gcmplan.plan.programme import programme_of, programmes
from gcmplan.query.states import find_state
from gcmplan.text.accents import folded, unaccented

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from gcmplan.dates.when import When
    from gcmplan.plan.place_rows import PlaceRow
    from gcmplan.plan.programme import Programme
    from gcmplan.plan.session import FiledSession
    from gcmplan.plan.workplan import Workplan

_NO_PHASE = "none"
_NEVER = date.max

D = TypeVar("D", bound=Listed)


@dataclass(frozen=True, slots=True)
class Criteria:
    """Filters: each empty one keeps all; several values of one are alternatives.

    `days` keeps what can fall into one of them: both ends are included, and an undated event falls into none.
    """

    phases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    certainties: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    delegations: tuple[str, ...] = ()
    days: tuple[Span, ...] = ()


def choose(plan: Workplan, criteria: Criteria) -> list[Entry]:
    """Return the events that meet all criteria, in the plan's order; deadlines only if their kind is asked for.

    Raises:
        UnknownValueError: a value is none of the plan's.
        AmbiguousValueError: the start of a name fits several.

    """
    return Filter(plan, criteria).entries()


def listed(plan: Workplan, criteria: Criteria) -> list[Listed]:
    """Return what `choose` does and, where a text or their kind is asked for, meetings outside the workplan; by date.

    Raises:
        UnknownValueError, AmbiguousValueError: as `choose`.

    """
    chosen = Filter(plan, criteria)
    return by_date([*chosen.entries(), *(chosen.meetings() if chosen.asks_for_sessions else ())])


def by_date(entries: Iterable[D]) -> list[D]:
    """Return entries by first and last possible day; what has no date comes last; else in the order given."""
    return sorted(entries, key=lambda entry: (entry.when.earliest or _NEVER, entry.when.latest or _NEVER))


def upcoming(plan: Workplan, criteria: Criteria, on: date) -> list[Listed]:
    """Return what is not over on a day, by date, without what has no date or is cancelled.

    These are events, deadlines, and meetings outside the workplan.
    """
    chosen = Filter(plan, criteria)
    entries: list[Listed] = [event for event in plan.events if event.status is not Status.CANCELLED]
    entries += plan.deadlines if not chosen.kinds or DEADLINE in chosen.kinds else ()
    kept = (*filter(chosen.keeps, entries), *chosen.meetings())
    coming = [one for one in kept if one.when.latest and one.when.latest >= on]
    return sorted(
        coming, key=lambda entry: (max(entry.when.earliest or on, on), not entry.when.exact, entry.when.latest)
    )


def find_event(plan: Workplan, text: str, also: Iterable[str] = ()) -> Event:
    """Return the event of an id, of an id it had before, or of the start of an id that fits one alone.

    `also` are other names that may have been meant, for the hint.

    Raises:
        UnknownValueError: no id is or begins so.
        AmbiguousValueError: several ids begin so.

    """
    wanted = unaccented(text.strip())
    for event in plan.events:
        if event.id == wanted or wanted in event.formerly:
            return event
    fitting = [event for event in plan.events if event.id.startswith(wanted)] if wanted else []
    if len(fitting) > 1:
        raise AmbiguousValueError("event", text, [event.id for event in fitting])
    if not fitting:
        raise UnknownValueError("event", text, [event.id for event in plan.events], also)
    return fitting[0]


def names_of(place: PlaceRow) -> Iterator[str]:
    """Yield the names of a place; of a country named without a city, all that the country has, its own the last."""
    # As everywhere, a place without coordinates is a country.
    country = find_country(place.name) if place.latitude is None else None
    yield from (*(country.others if country else ()), *([country.name] if country else ()), *place.also, place.name)


def find_place(plan: Workplan, text: str) -> PlaceRow:
    """Return the place of a name, or of one of its other names.

    Raises:
        UnknownValueError: no place is called so.

    """
    places = {name: place.name for place in plan.places for name in names_of(place)}
    (found,) = _looked_up("place", (text,), places, [place.name for place in plan.places])
    return plan.place(found)


class Filter:
    """The criteria, with every value looked up in a plan once; it is then asked of one entry after another.

    The entries need not be in the plan: feeds ask of what an event was, and of what was removed.

    Raises:
        UnknownValueError: a value is none of the plan's.
        AmbiguousValueError: the start of a name fits several.

    """

    def __init__(self, plan: Workplan, criteria: Criteria) -> None:
        """Look up every value."""
        self.plan = plan
        groups = {name: group.id for group in plan.groups for name in (group.title, group.short, group.id)}
        bodies = {name: body.id for body in plan.bodies for name in (body.name, body.id)}
        self.phases = _looked_up(
            "phase", criteria.phases, phases_by_name(plan), [*(phase.id for phase in plan.phases), _NO_PHASE]
        )
        self.groups = _looked_up("group", criteria.groups, groups, [group.id for group in plan.groups])
        self.kinds = _looked_up("kind", criteria.kinds, {kind: kind for kind in (*map(str, Kind), DEADLINE, SESSION)})
        self.bodies = _looked_up("body", criteria.bodies, bodies, [body.id for body in plan.bodies])
        # A body is concerned when a joint body that it is a part of is; that one can be a part of another.
        more = self.bodies
        while more:
            more = {body.id for body in plan.bodies if more.intersection(body.joint)} - self.bodies
            self.bodies = self.bodies | more
        self.places = _places_of(plan, criteria.places) if criteria.places else set()
        self.statuses = _looked_up("status", criteria.statuses, {status: status for status in map(str, Status)})
        self.certainties = _looked_up(
            "certainty",
            criteria.certainties,
            {**{name: name for name in map(str, Certainty)}, "tbd": "tba"},
            map(str, Certainty),
        )
        self.countries = {codes()[find_state(plan, text)] for text in criteria.countries}
        delegations = {find_state(plan, text) for text in criteria.delegations}
        self.delegations = delegations
        self.texts = [unaccented(text) for text in criteria.texts]
        self.sessions: dict[str | None, list[FiledSession]] = {}
        for filed in plan.sessions if self.texts else ():
            self.sessions.setdefault(filed.session.event, []).append(filed)
        self.days = criteria.days

    def entries(self) -> list[Entry]:
        """Return the events of the plan that meet all criteria, and the deadlines if their kind is asked for."""
        entries: list[Entry] = [*self.plan.events, *(self.plan.deadlines if DEADLINE in self.kinds else ())]
        return [one for one in entries if self.keeps(one)]

    def meetings(self) -> list[Programme]:
        """Return the meetings outside the workplan that meet all criteria."""
        return [one for one in programmes(self.plan) if one.event is None and self.keeps(one)]

    def keeps(self, entry: Listed) -> bool:
        """Whether an entry matches all criteria."""
        if isinstance(entry, Event):
            return self.keeps_event(entry)
        return self.keeps_deadline(entry) if isinstance(entry, Deadline) else self.keeps_programme(entry)

    def knows(self, event: Event) -> bool:
        """Whether the bodies and places that the criteria need of an event still exist in the plan."""
        try:
            if self.bodies or self.delegations:
                self.plan.body_of(event)
            if self.countries:
                self.plan.place_of(event)
        except KeyError:
            return False
        return True

    def keeps_event(self, event: Event) -> bool:
        """Whether an event matches all criteria."""
        return (
            (not self.kinds or event.kind in self.kinds)
            and self.is_as_asked(event)
            and (not self.texts or self.reads(*self.texts_of(event)))
        )

    def keeps_session(self, programme: Programme) -> bool:
        """Whether a meeting with a programme matches all criteria: the criteria of its event, and its own texts."""
        event = programme.event
        if event is None:
            return self.keeps_programme(programme)
        return (
            (not self.kinds or bool(self.kinds & {SESSION, event.kind}))
            and self.is_as_asked(event)
            and (not self.texts or self.reads(*_names_of(event), *_texts_of(programme)))
        )

    def is_as_asked(self, event: Event) -> bool:
        """Whether an event matches all criteria but those of kind and text."""
        return (
            (not self.statuses or event.status in self.statuses)
            and (not self.certainties or event.sureness in self.certainties)
            and (not self.days or _can_fall_into(event.when, self.days))
            and self.concerns(event)
        )

    def concerns(self, event: Event) -> bool:
        """Whether an event matches the criteria of phase, group, body and place."""
        return (
            (not self.phases or (event.phase or _NO_PHASE) in self.phases)
            and (not self.groups or event.group in self.groups)
            and (not self.bodies or self.body_of(event) in self.bodies)
            and (not self.delegations or self.plan.concerns(event, self.delegations))
            and (not self.places or self.is_placed(event))
            and (not self.countries or self.is_in_country(self.plan.place_of(event)))
        )

    def body_of(self, event: Event) -> str | None:
        """Return the body whose meeting an event is."""
        return event.body or self.plan.group_of(event).body

    def keeps_deadline(self, deadline: Deadline) -> bool:
        """Whether a deadline matches the criteria itself, and one of its events those that a deadline does not have."""
        events = [self.plan.event(event_id) for event_id in deadline.event]
        asks = any((self.phases, self.groups, self.bodies, self.places, self.countries, self.delegations and events))
        return (
            (not self.statuses or Status.SCHEDULED in self.statuses)
            and (not self.certainties or deadline.when.certainty in self.certainties)
            and (not self.days or _can_fall_into(deadline.when, self.days))
            and (not self.texts or self.reads(deadline.id, deadline.title, deadline.audience, deadline.note))
            and (not asks or any(self.concerns(event) for event in events))
        )

    @property
    def asks_for_sessions(self) -> bool:
        """Whether meetings outside the workplan are meant, too."""
        return bool(self.texts) or SESSION in self.kinds

    def keeps_programme(self, programme: Programme) -> bool:
        """Whether a meeting outside the workplan matches all criteria: it has no phase, group or body."""
        asks = any((self.phases, self.groups, self.bodies))
        return (
            not asks
            and (not self.kinds or SESSION in self.kinds)
            and (not self.statuses or Status.SCHEDULED in self.statuses)
            and (not self.certainties or certainty_of(programme) in self.certainties)
            and (not self.days or _can_fall_into(programme.when, self.days))
            and (not self.places or self.is_placed(programme))
            and (not self.countries or self.is_in_country(programme.place_row))
            and (not self.texts or self.reads(*_texts_of(programme)))
        )

    def is_placed(self, entry: Event | Programme) -> bool:
        """Whether something is in one of the places, or its place as sure as asked."""
        return entry.place is not None and (entry.place.name in self.places or entry.place.certainty in self.places)

    def is_in_country(self, place: PlaceRow | None) -> bool:
        """Whether a place is in one of the countries."""
        return place is not None and place.country in self.countries

    def texts_of(self, event: Event) -> Iterator[object]:
        """Yield the texts of an event and of its sessions."""
        yield from _names_of(event)
        for filed in self.sessions.get(event.id, ()):
            yield from _texts_of(programme_of(self.plan, filed))

    def reads(self, *texts: object) -> bool:
        """Whether one of the texts has one of the words looked for."""
        whole = unaccented("\n".join(str(text) for text in texts if text))
        return any(text in whole for text in self.texts)


def _names_of(event: Event) -> tuple[object, ...]:
    """Return the texts of an event itself."""
    return event.id, event.title, event.short, event.note, event.venue, event.place


def _texts_of(programme: Programme) -> Iterator[object]:
    """Yield what can be looked for in a session."""
    session = programme.session
    yield from (session.id, programme.title, session.note, programme.venue, programme.place)
    yield from (*session.format, *session.objectives, *session.preparation, *session.outcomes)
    yield from (text for texts in session.recommendations.values() for text in texts)
    yield from (text for item in programme.items for text in (item.item.title, item.item.about, item.item.note))
    yield from (text for one in appearances_in(programme) for text in (one.name, one.role))


def phases_by_name(plan: Workplan) -> dict[str, str]:
    """Return the ids of phases by their names: the id, the title, the number in the plan's order, "Phase 1"."""
    numbers = {str(number): phase.id for number, phase in enumerate(plan.phases, 1)}
    own = numbers | {name: phase.id for phase in plan.phases for name in (phase.title, phase.id)}
    return {f"phase {name}": phase for name, phase in own.items()} | own | {_NO_PHASE: _NO_PHASE}


def _places_of(plan: Workplan, texts: Collection[str]) -> set[str]:
    """Return the places of some names; where there are none, the names of the countries are not asked for: 4 ms."""
    places = {"TBC": "tbc", "TBA": "tba", ONLINE: ONLINE}
    places |= {name: place.name for place in plan.places for name in names_of(place)}
    return _looked_up("place", texts, places, [*(place.name for place in plan.places), "TBC", "TBA"])


def _looked_up(what: str, values: Collection[str], names: Mapping[str, str], known: Iterable[str] = ()) -> set[str]:
    """Return what each value names; accents, apostrophes, hyphens and letter case make no difference."""
    if not values:
        return set()
    alike = {folded(name): value for name, value in names.items()}
    found = set()
    for value in values:
        if folded(value) not in alike:
            raise UnknownValueError(what, value, known or names, names)
        found.add(alike[folded(value)])
    return found


def _can_fall_into(when: When, days: tuple[Span, ...]) -> bool:
    """Whether known days, or else a window, meet one of some ranges of days."""
    spans = when.spans or ((when.window,) if when.window else ())
    return any(first <= one.last and one.first <= last for first, last in spans for one in days)
