"""The contents of a calendar feed: its events, their parts, and the omissions."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.changes.other_documents import is_disputed
from gcmplan.dates.span import Certainty
from gcmplan.feeds.choice import as_of, removed_from
from gcmplan.feeds.items import Items
from gcmplan.feeds.left import left_since, were_chosen
from gcmplan.feeds.uids import Held, Register, without
from gcmplan.feeds.versions import State
from gcmplan.feeds.vevent import Part, Standing, Stretch, standing_in, stretches_of, uid_of, zone_of
from gcmplan.plan.model import Deadline, Event, Status
from gcmplan.query.filters import Filter
from gcmplan.query.states import find_state, name_of_state
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import timedelta

    from gcmplan.feeds.versions import Edition, Editions
    from gcmplan.plan.entries import Listed
    from gcmplan.plan.model import Group
    from gcmplan.plan.place import Place
    from gcmplan.plan.workplan import Workplan
    from gcmplan.query.filters import Criteria


class Detail(StrEnum):
    """How finely events are cut."""

    DAYS = "days"
    """Whole days."""
    MEETINGS = "meetings"
    """The hours of each day, where they are known."""
    AGENDA = "agenda"
    """The same, the items of programmes, and meetings outside the workplan."""


class Options(NamedTuple):
    """The options that choose among the events of a feed."""

    detail: Detail = Detail.DAYS
    windows: bool = False
    """Whether it holds events of which only a window is known."""
    confirmed_only: bool = False
    """Whether it leaves out what is TBC, TBA (also its place alone), postponed or only a window.

    Entries that were published and are unsure now stay while their days are the same, marked as unsure.
    """
    keep_cancelled: timedelta | None = None
    """How long before the plan's newest change an entry may have been cancelled or withdrawn and still be in it."""


_COUNTED = {"event": ("{} event", "{} events"), "deadline": ("{} deadline", "{} deadlines")}
_ITEMS = ("{} programme item", "{} programme items")


class LeftOut(NamedTuple):
    """How many of the events chosen are not in the feed, and why; and how many items of programmes."""

    windows: int = 0
    undated: int = 0
    unconfirmed: int = 0
    what: str = "event"
    """Or "deadline", if nothing else was chosen."""
    items: int = 0
    """Those without a time, at a place that is not sure, or on a day that is none of the meeting's."""
    tentative: int = 0
    """Those of tentative programmes."""

    def __str__(self) -> str:
        """Return "21 events whose days are not known yet, 4 events without a date", or nothing."""
        reasons = ("whose days are not known yet", "without a date", "not yet confirmed")
        counted = [(number, _COUNTED[self.what], reason) for number, reason in zip(self[:3], reasons, strict=True)]
        counted.append((self.items, _ITEMS, "whose time is not known"))
        counted.append((self.tentative, _ITEMS, "still tentative"))
        return ", ".join(f"{plural(number, *words)} {reason}" for number, words, reason in counted if number)


class Feed(NamedTuple):
    """A calendar; its parts by start, then UID."""

    name: str
    group: Group | None
    """The group that all its events are of, if they are of one."""
    parts: list[Part]
    left_out: LeftOut
    options: Options


def feed_of(plan: Workplan, criteria: Criteria, editions: Editions, options: Options, name: str | None = None) -> Feed:
    """Return the feed of the events that meet the criteria; a delegation's also has what concerns everyone.

    Raises:
        UnknownValueError, AmbiguousValueError: a value of the criteria is none of the plan's.

    """
    agendas = options.detail is Detail.AGENDA
    chosen = Filter(plan, criteria)
    entries = chosen.entries()
    meetings = chosen.meetings() if agendas or chosen.asks_for_sessions else []
    gone = removed_from(chosen, editions, agendas=agendas)
    gathering = _Gathering(plan, editions, options, criteria)
    for entry in (*entries, *meetings):
        gathering.add(entry, were_chosen(chosen, criteria, editions, entry, agendas=agendas))
    for entry in gone:
        gathering.add(entry, were_chosen(chosen, criteria, editions, entry, agendas=agendas), is_gone=True)
    left = list(left_since(chosen, criteria, editions, [*entries, *meetings, *gone], agendas=agendas))
    for one, was_chosen in left:
        gathering.add_left(one, was_chosen)
    if agendas:
        gathering.add_items([*entries, *meetings], gone, [one for one, _ in left])
    counted = gathering.left
    what = "event" if meetings or any(isinstance(entry, Event) for entry in entries) else "deadline"
    reasons = (counted["windows"], counted["undated"], counted["unconfirmed"])
    left_out = LeftOut(*reasons, what, counted["items"], counted["tentative"])
    named = (name or "").strip() or name_of(plan, criteria)
    return Feed(named, group_of_all(plan, [*entries, *meetings]), gathering.ordered(), left_out, options)


class _Gathering:
    """Gathers the parts of a feed, one for each UID: the first that is added."""

    def __init__(self, plan: Workplan, editions: Editions, options: Options, criteria: Criteria) -> None:
        self.plan, self.editions, self.options, self.criteria = plan, editions, options, criteria
        self.hours = options.detail is not Detail.DAYS
        self.parts: dict[str, Part] = {}
        self.left: Counter[str] = Counter()
        self.gone = {uid_of(one.entry): one.edition for one in editions.removed}

    def ordered(self) -> list[Part]:
        """Return the parts by start, then UID, without what was cancelled too long ago."""
        parts: Iterable[Part] = self.parts.values()
        if self.options.keep_cancelled is not None:
            oldest, past = self.editions.newest - self.options.keep_cancelled, {Standing.CANCELLED, Standing.WITHDRAWN}
            parts = (part for part in parts if part.standing not in past or part.edition.changed >= oldest)
        return sorted(parts, key=lambda part: (part.start.isoformat(), f"{part.uid}@"))

    def add(self, entry: Listed, was_chosen: Sequence[bool], *, is_gone: bool = False) -> None:
        """Add what was chosen, with what was withdrawn of it, or count why it is left out."""
        now, register = _state_of(self.plan, entry), Register[State](uid_of(entry))
        states = self.editions.states.get(register.uid, ())
        # A removed entry may have been at a place that the plan no longer has: its states know the zone.
        replayed = states if states and (is_gone or states[-1] == now) else (*states, now)
        seen = self.replay(register, entry, replayed, was_chosen)
        reason, standing = _reason(now, self.options), Standing.CANCELLED if is_gone else standing_in(self.plan, entry)
        if not register.standing and reason and standing is not Standing.CANCELLED:
            self.left[reason] += 1
        if reason == "unconfirmed" and standing is Standing.SURE:
            standing = Standing.UNSURE
        edition = self.edition_of(entry)
        self.enter(_parts(entry, edition, standing, register.standing))
        self.enter(self.withdrawn(entry, edition, standing, register.withdrawn))
        self.enter(self.withdrawn(entry, edition, standing, _rests_of(seen, register, standing)))

    def add_left(self, entry: Listed, was_chosen: Sequence[bool]) -> None:
        """Add the entries of what was chosen in some of its states and is not now.

        Entries on their former days stay, also those on more days than before; the rest is withdrawn.
        """
        register = Register[State](uid_of(entry))
        states = self.editions.states[register.uid]
        seen = self.replay(register, entry, states, was_chosen)
        edition = self.edition_of(entry)
        standing = Standing.CANCELLED if register.uid in self.gone else standing_in(self.plan, entry)
        rests = _rests_of(seen, register, standing)
        if standing is not Standing.CANCELLED:
            kept = {
                uid: held
                for uid, held in register.standing.items()
                if uid in seen and (uid not in rests or self.still_shows(held, seen[uid]))
            }
            now_at = None if isinstance(entry, Deadline) else entry.place
            place = [state.place for state, is_chosen in zip(states, was_chosen, strict=True) if is_chosen][-1]
            moved = place if place and place.name and place.name != (now_at.name if now_at else None) else None
            self.enter(_parts(entry, edition, standing, kept, moved))
        self.enter(self.withdrawn(entry, edition, standing, rests))

    def replay(
        self, register: Register[State], entry: Listed, states: Sequence[State], was_chosen: Sequence[bool]
    ) -> dict[str, Held[State]]:
        """Enter the states of an event; return the entries that the feed had in those in which it was chosen."""
        seen: dict[str, Held[State]] = {}
        for state, is_chosen in zip(states, chain(was_chosen, repeat(object=False)), strict=False):
            register.enter(self.visible(state, register, entry), state)
            if is_chosen:
                asked = ((uid, held) for uid, held in register.withdrawn.items() if self.asks_for(held))
                seen |= dict(asked) | register.standing
        return seen

    def asks_for(self, held: Held[State]) -> bool:
        """Whether an entry is on the days that the feed is for."""
        return _is_asked_for(held.state, self.criteria)

    def still_shows(self, held: Held[State], shown: Held[State]) -> bool:
        """Whether an entry is on the days that it had when it was chosen, and that the feed is for."""
        return held.stretch == shown.stretch and self.asks_for(held)

    def visible(self, state: State, register: Register[State], entry: Listed) -> list[Stretch]:
        """Return what a feed holds of a state; of an unsure one that it leaves out, only days held before."""
        reason = _reason(state, self.options)
        hours = state.hours if self.hours and not isinstance(entry, Deadline) else None
        if reason is None:
            return stretches_of(state.when, hours, state.zone)
        if reason == "unconfirmed" and state.when.exact:
            return [one for one in stretches_of(state.when, hours, state.zone) if register.meets(one)]
        return []

    def withdrawn(
        self, entry: Listed, edition: Edition, standing: Standing, parts: Mapping[str, Held[State]]
    ) -> Iterator[Part]:
        """Yield those withdrawn parts of an event that are on the days that the feed is for."""
        fate = Standing.CANCELLED if standing is Standing.CANCELLED else Standing.WITHDRAWN
        for uid, held in parts.items():
            if self.asks_for(held):
                yield from _parts(as_of(entry, held.state), edition, fate, {uid: held})

    def edition_of(self, entry: Listed) -> Edition:
        uid = uid_of(entry)
        if uid in self.gone:
            return self.gone[uid]
        if isinstance(entry, Event):
            return self.editions.of(entry.id)
        return self.editions.programmes.get(uid, self.editions.default)

    def enter(self, parts: Iterable[Part]) -> None:
        for part in parts:
            self.parts.setdefault(part.uid, part)

    def add_items(self, entries: list[Listed], gone: list[Listed], left: list[Listed]) -> None:
        """Add the items of the chosen entries, then former items; for entries that left the feed, the present items."""
        items = Items(self.plan, self.editions, confirmed_only=self.options.confirmed_only)
        for entry in entries:
            reason = _reason(_state_of(self.plan, entry), self.options)
            self.enter(items.standing(entry, is_unsure=reason == "unconfirmed"))
        self.left["items"], self.left["tentative"] = items.left, items.tentative
        standing = [entry for entry in left if uid_of(entry) not in self.gone]
        for entry in standing:
            self.enter(items.standing(entry, only_known=True))
        gone = [*gone, *(entry for entry in left if uid_of(entry) in self.gone)]
        self.enter(items.past([*entries, *standing], gone, self.edition_of))


def _parts(
    entry: Listed, edition: Edition, standing: Standing, held: Mapping[str, Held[State]], moved: Place | None = None
) -> Iterator[Part]:
    """Yield the parts of an event by their UIDs; those but the first name it as their parent."""
    first = uid_of(entry)
    for uid, (stretch, _) in held.items():
        yield Part(uid, first if uid != first else None, entry, edition, standing, *stretch, moved_from=moved)


def _rests_of(seen: Mapping[str, Held[State]], register: Register[State], standing: Standing) -> dict[str, Held[State]]:
    """Return what entries that calendars have seen are withdrawn on: their days then, but for those that are valid.

    If nothing is left of these and the entry is on no valid day, it is withdrawn where it was last.
    """
    stands = [held.stretch for held in register.standing.values() if standing is not Standing.CANCELLED]
    rests = {uid: Held(rest, held.state) for uid, held in seen.items() if (rest := without(held.stretch, stands))}
    last = ((uid, held) for uid, held in register.withdrawn.items() if uid in seen and uid not in rests)
    return rests | {uid: Held(held.stretch, seen[uid].state) for uid, held in last}


def _state_of(plan: Workplan, entry: Listed) -> State:
    """Return what decides on the days and hours of an event now."""
    if isinstance(entry, Deadline):
        return State(entry.when)
    status = entry.status if isinstance(entry, Event) else Status.SCHEDULED
    disputed = bool(plan.papers) and isinstance(entry, Event) and is_disputed(plan, entry)
    certainty = entry.certainty if isinstance(entry, Event) else Certainty.CONFIRMED
    zone = zone_of(plan, entry.place, entry.timezone)
    return State(entry.when, entry.place, entry.hours, status, zone, certainty, disputed)


def _is_asked_for(state: State, criteria: Criteria) -> bool:
    """Whether a state has days of those that a feed is for."""
    window = state.when.window
    if not criteria.days or window is None:
        return not criteria.days
    return any(days.first <= window.last and window.first <= days.last for days in criteria.days)


def _reason(state: State, options: Options) -> str | None:
    """Return why something is left out, by the name in `LeftOut`; None if it is not."""
    when, place = state.when, state.place
    if when.window is None:
        return "undated"
    if not when.exact and not options.windows:
        return "windows"
    sure = when.exact and when.certainty is Certainty.CONFIRMED and state.status is not Status.POSTPONED
    sure = sure and state.certainty is Certainty.CONFIRMED and not state.is_disputed
    sure = sure and (place is None or place.certainty is Certainty.CONFIRMED)
    return "unconfirmed" if options.confirmed_only and not sure else None


def name_of(plan: Workplan, criteria: Criteria) -> str:
    """Return the plan's name for its calendar; a delegation's says whose it is."""
    codes = dict.fromkeys(find_state(plan, text) for text in criteria.delegations)
    if not codes:
        return plan.calendar.name
    *others, last = (name_of_state(plan, code) for code in codes)
    return f"{plan.calendar.name} for {', '.join(others)}{' and ' * bool(others)}{last}"


def group_of_all(plan: Workplan, entries: Iterable[Listed]) -> Group | None:
    """Return the group that all are of, if they are of one."""
    groups = {entry.group if isinstance(entry, Event) else None for entry in entries}
    return next((group for group in plan.groups if groups == {group.id}), None)
