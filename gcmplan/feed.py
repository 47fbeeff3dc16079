"""What a calendar feed holds: which events, in which parts; and what it leaves out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.edition import Removed
from gcmplan.model import Deadline, Event, Status
from gcmplan.part import Part, Standing, is_timed, part_of_item, parts_of, standing_of, uid_of, uid_of_item
from gcmplan.programme import Programme, programme_of
from gcmplan.query import Criteria, beside, choose, listed
from gcmplan.session import FiledSession
from gcmplan.span import Certainty
from gcmplan.states import find_state, name_of_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gcmplan.edition import Edition, Editions, Sitting
    from gcmplan.model import Group
    from gcmplan.record import Entry, Listed
    from gcmplan.workplan import Workplan


class Detail(StrEnum):
    """How finely events are cut."""

    DAYS = "days"
    """Whole days."""
    MEETINGS = "meetings"
    """The hours of each day, where they are known."""
    AGENDA = "agenda"
    """The same, the items of programmes, and meetings outside the workplan."""


class Options(NamedTuple):
    """What of the chosen events a feed holds."""

    detail: Detail = Detail.DAYS
    windows: bool = False
    """Whether it holds events of which only a window is known."""
    confirmed_only: bool = False
    """Whether it leaves out what is TBC, TBA (also its place alone), postponed or only a window."""


class LeftOut(NamedTuple):
    """How many of the events chosen are not in the feed, and why; and how many items of programmes."""

    windows: int = 0
    undated: int = 0
    unconfirmed: int = 0
    what: str = "event"
    """Or "deadline", if nothing else was chosen."""
    items: int = 0
    """Those without a time, at a place that is not sure, or on a day that is none of the meeting's."""

    def __str__(self) -> str:
        """Return "21 events whose days are not known yet, 4 events without a date", or nothing."""
        reasons = ("whose days are not known yet", "without a date", "not yet confirmed")
        counted = [(count, self.what, reason) for count, reason in zip(self[:3], reasons, strict=True)]
        counted.append((self.items, "programme item", "whose time is not known"))
        return ", ".join(f"{count} {what}{'s' * (count != 1)} {reason}" for count, what, reason in counted if count)


class Feed(NamedTuple):
    """A calendar; its parts by start, then UID."""

    name: str
    group: Group | None
    """The group that all its events are of, if they are of one."""
    parts: list[Part]
    left_out: LeftOut


def feed_of(plan: Workplan, criteria: Criteria, editions: Editions, options: Options, name: str | None = None) -> Feed:
    """Return the feed of the events that meet the criteria; a delegation's also has what concerns everyone.

    Raises:
        UnknownValueError, AmbiguousValueError: a value of the criteria is none of the plan's.

    """
    entries = _concerning(plan, criteria)
    meetings = _meetings(plan, criteria, options.detail)
    gathering = _Gathering(plan, editions, options)
    for entry in (*entries, *meetings):
        gathering.add(entry)
    if options.detail is Detail.AGENDA:
        gathering.add_items([*entries, *meetings])
    standing: list[Entry] = [*plan.events, *plan.deadlines]
    elsewhere = set(map(uid_of, standing)).difference(map(uid_of, entries))
    gone = [one for one in _removed(plan, criteria, editions) if uid_of(one.entry) not in elsewhere]
    for one in gone:
        gathering.add_removed(one)
    gathering.add_sittings([*entries, *(one.entry for one in gone)], criteria)
    left = gathering.left
    what = "event" if meetings or any(isinstance(entry, Event) for entry in entries) else "deadline"
    left_out = LeftOut(left["windows"], left["undated"], left["unconfirmed"], what, left["items"])
    named = (name or "").strip() or _name(plan, criteria)
    return Feed(named, _group(plan, [*entries, *meetings]), gathering.ordered(), left_out)


class _Gathering:
    """Gathers the parts of a feed, one for each UID: the first that is added."""

    def __init__(self, plan: Workplan, editions: Editions, options: Options) -> None:
        self.plan, self.editions, self.options = plan, editions, options
        self.hours = options.detail is not Detail.DAYS
        self.parts: dict[str, Part] = {}
        self.left: Counter[str] = Counter()

    def ordered(self) -> list[Part]:
        """Return the parts by start, then UID."""
        return sorted(self.parts.values(), key=lambda part: (part.start.isoformat(), f"{part.uid}@"))

    def add(self, entry: Listed) -> None:
        """Add what was chosen, or count why it is left out."""
        reason = _reason(entry, self.options)
        if reason is None:
            self.enter(parts_of(self.plan, entry, self.edition_of(entry), hours=self.hours))
        elif standing_of(entry) is not Standing.CANCELLED:
            self.left[reason] += 1

    def edition_of(self, entry: Listed) -> Edition:
        if isinstance(entry, Event):
            return self.editions.of(entry.id)
        return self.editions.programmes.get(uid_of(entry), self.editions.default)

    def enter(self, parts: Iterable[Part]) -> None:
        for part in parts:
            self.parts.setdefault(part.uid, part)

    def add_items(self, entries: Iterable[Listed]) -> None:
        """Add the items of what was chosen, or count those that no calendar can hold."""
        by_event: dict[str | None, list[FiledSession]] = {}
        for filed in self.plan.sessions:
            by_event.setdefault(filed.session.event, []).append(filed)
        for entry in entries:
            if _reason(entry, self.options) == "unconfirmed":
                continue
            if isinstance(entry, Programme):
                self.add_items_of(entry)
            for filed in by_event.get(entry.id, ()) if isinstance(entry, Event) else ():
                self.add_items_of(programme_of(self.plan, filed))

    def add_items_of(self, programme: Programme) -> None:
        """Add the items of a programme."""
        entry = programme.event or programme
        for item in programme.items:
            uid = uid_of_item(uid_of(entry), item.item)
            edition = self.editions.programmes.get(uid, self.editions.default)
            timed = is_timed(item.item, item.date, programme.when, programme.place)
            part = part_of_item(self.plan, programme, item, edition, standing_of(entry)) if timed else None
            self.left["items"] += part is None
            self.enter([part] if part else ())

    def add_removed(self, removed: Removed) -> None:
        """Add an event or a deadline as it was, cancelled."""
        if _reason(removed.entry, self.options) is None:
            self.enter(parts_of(self.plan, *removed, Standing.CANCELLED, hours=self.hours))

    def add_sittings(self, entries: Sequence[Entry], criteria: Criteria) -> None:
        """Add items and meetings outside the workplan as they were, cancelled."""
        if not self.editions.sittings:
            return
        # What stands comes first, then the latest of what does not.
        events = {uid_of(entry): entry for entry in reversed(entries) if isinstance(entry, Event)}
        for sitting in self.editions.sittings:
            event = events.get(sitting.meeting or "")
            if event or not sitting.meeting:
                self.enter(self.parts_of_sitting(sitting, event, criteria))

    def parts_of_sitting(self, sitting: Sitting, event: Event | None, criteria: Criteria) -> Iterator[Part]:
        """Yield what was, cancelled, if the feed would hold it now: of an event that is in it, or by the criteria."""
        place = sitting.session.place
        row = next((row for row in self.plan.places if place and row.name == place.name), None)
        # Where it stood in its file nobody will ask.
        programme = Programme(FiledSession(sitting.session, self.plan.document), event, row)
        if event is None and place and place.name and not row:
            return
        alone = replace(self.plan, sessions=(programme.filed,))
        if event is None and not _meetings(alone, criteria, self.options.detail):
            return
        if _reason(event or programme, self.options) == "unconfirmed":
            return
        known = sitting.edition, Standing.CANCELLED
        if self.options.detail is Detail.AGENDA:
            parts = (part_of_item(self.plan, programme, item, *known) for item in programme.items)
            yield from (part for part in parts if part)
        if event is None and not programme.items and _reason(programme, self.options) is None:
            yield from parts_of(self.plan, programme, *known, hours=self.hours)


def _concerning(plan: Workplan, criteria: Criteria) -> list[Entry]:
    """Return what to choose, in the plan's order; for a delegation, also what no one body meets for."""
    chosen = choose(plan, criteria)
    if not criteria.delegations:
        return chosen
    own = {id(entry) for entry in chosen}
    everyones = choose(plan, replace(criteria, delegations=()))
    return [entry for entry in everyones if id(entry) in own or _is_everyones(plan, entry)]


def _is_everyones(plan: Workplan, entry: Entry) -> bool:
    return plan.body_of(entry) is None if isinstance(entry, Event) else not entry.event


def _meetings(plan: Workplan, criteria: Criteria, detail: Detail) -> list[Programme]:
    """Return the meetings outside the workplan that belong into a feed: with agendas, or if they are asked for.

    Whom they concern is not known: they are in no delegation's feed.
    """
    if detail is Detail.AGENDA:
        return beside(plan, criteria)
    asked = criteria.kinds or criteria.texts
    return [entry for entry in listed(plan, criteria) if isinstance(entry, Programme)] if asked else []


def _removed(plan: Workplan, criteria: Criteria, editions: Editions) -> list[Removed]:
    """Return what was removed and meets the criteria, events as cancelled, the last change of each first.

    What belongs to a body that the plan no longer has is no delegation's, and what is at such a place in no country.
    """
    latest = sorted(editions.removed, key=lambda removed: removed.edition.changed, reverse=True)
    cancelled = {"status": Status.CANCELLED}
    events = [(one.model_copy(update=cancelled), edition) for one, edition in latest if isinstance(one, Event)]
    if criteria != Criteria():
        known = tuple(event for event, _ in events if _is_known(plan, criteria, event))
        kept = {id(entry) for entry in _concerning(replace(plan, events=known, deadlines=()), criteria)}
        events = [(event, edition) for event, edition in events if id(event) in kept]
    deadlines = _removed_deadlines(plan, criteria, latest) if criteria.kinds else []
    return [*(Removed(*one) for one in events), *deadlines]


def _removed_deadlines(plan: Workplan, criteria: Criteria, removed: Iterable[Removed]) -> list[Removed]:
    """Return the deadlines that meet the criteria: some by the events that they concern, those that stand."""
    ids = {event.id for event in plan.events}
    found = [
        (one.model_copy(update={"event": tuple(name for name in one.event if name in ids)}), edition)
        for one, edition in removed
        if isinstance(one, Deadline)
    ]
    chosen = _concerning(replace(plan, deadlines=tuple(deadline for deadline, _ in found)), criteria)
    kept = {id(entry) for entry in chosen}
    return [Removed(deadline, edition) for deadline, edition in found if id(deadline) in kept]


def _is_known(plan: Workplan, criteria: Criteria, event: Event) -> bool:
    """Tell whether the plan still has what it takes to tell whether an event meets the criteria."""
    try:
        if criteria.bodies or criteria.delegations:
            plan.body_of(event)
        if criteria.countries:
            plan.place_of(event)
    except KeyError:
        return False
    return True


def _reason(entry: Listed, options: Options) -> str | None:
    """Return why something is left out, by the name in `LeftOut`; nothing if it is not."""
    when = entry.when
    if when.window is None:
        return "undated"
    if not when.exact and not options.windows:
        return "windows"
    sure = when.exact and when.certainty is Certainty.CONFIRMED and standing_of(entry) is not Standing.POSTPONED
    place = None if isinstance(entry, Deadline) else entry.place
    sure = sure and (place is None or place.certainty is Certainty.CONFIRMED)
    return "unconfirmed" if options.confirmed_only and not sure else None


def _name(plan: Workplan, criteria: Criteria) -> str:
    """Return the plan's name for its calendar; a delegation's says whose it is."""
    codes = dict.fromkeys(find_state(plan, text) for text in criteria.delegations)
    if not codes:
        return plan.calendar.name
    *others, last = (name_of_state(plan, code) for code in codes)
    return f"{plan.calendar.name} for {', '.join(others)}{' and ' * bool(others)}{last}"


def _group(plan: Workplan, entries: Iterable[Listed]) -> Group | None:
    """Return the group that all are of, if they are of one."""
    groups = {entry.group if isinstance(entry, Event) else None for entry in entries}
    return next((group for group in plan.groups if groups == {group.id}), None)
