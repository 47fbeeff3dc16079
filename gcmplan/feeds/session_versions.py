"""How often and when items of programmes and deadlines changed, revision by revision; how each was last shown.

An item changes with its own time, day, room and words, and with what its meeting takes it along to: another day, place
or status of the event raises the SEQUENCE of its items, too, and so does another time zone of the place where their
hours hold. The kinds are those of `diff`: the two never disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gcmplan.changes.change import TEXT_ONLY, ChangeKind
from gcmplan.changes.diff import DEADLINES, EVENTS, PLACES, SESSIONS
from gcmplan.changes.kinds import items_of, kinds_of_item, kinds_of_row
from gcmplan.changes.values import as_read, updated
from gcmplan.dates.span import Certainty
from gcmplan.feeds.versions import Edition, Removed, Sitting
from gcmplan.feeds.vevent import is_timed, uid_of, uid_of_deadline, uid_of_item, uid_of_session
from gcmplan.plan.model import Deadline, Event, Status
from gcmplan.plan.session import ProgrammeDay, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from datetime import datetime

    from gcmplan.changes.change import Change
    from gcmplan.changes.kinds import PlacedItem
    from gcmplan.changes.values import Nested
    from gcmplan.feeds.state_versions import StateHistory

_SHOWN = {"event", "status", "title", "when", "place", "venue", "source"}
"""The contents of an item's entry that come from its session."""
_KEPT = _SHOWN | {"id", "hours", "timezone", "days", "organisers", "chair", "moderator", "rapporteur", "note"}
"""The contents of a session's entry in a calendar."""


class _Known(NamedTuple):
    """A session in the plan, with its event."""

    session: Session
    event: Event | None

    @property
    def meeting(self) -> str | None:
        """The UID of the event."""
        return uid_of(self.event) if self.event else None

    def is_in(self, places: Container[str | None]) -> bool:
        """Whether it takes place in one of some places."""
        place = self.session.place or (self.event.place if self.event else None)
        return place is not None and place.name in places

    @property
    def items(self) -> dict[str, PlacedItem]:
        """The items by their UIDs."""
        meeting = self.meeting or uid_of_session(self.session)
        return {uid_of_item(meeting, one[1]): one for one in items_of(self.session.days).values()}


class ProgrammeLedger:
    """Keeps the editions of items, of meetings outside the workplan and of deadlines, by UID."""

    def __init__(self, states: StateHistory) -> None:
        """Begin before the first revision; what decides on days and hours goes to `states`, too."""
        self.states = states
        self.sessions: dict[str, Nested] = {}
        self.known: dict[str, _Known] = {}
        """By the ids of sessions."""
        self.editions: dict[str, Edition] = {}
        """All sessions that ever existed; removed ones with their removal counted."""
        self.last: dict[str, Sitting] = {}
        """How items were last when a calendar could hold them, by UID."""
        self.sure: dict[str, Sitting] = {}
        """The same of those whose meeting was confirmed."""
        self.meetings: dict[str, Session] = {}
        """How meetings outside the workplan were last, by UID."""
        self.deadlines: dict[str, Nested] = {}
        """The contents of present sessions, by id."""
        self.held: dict[str, Deadline] = {}
        """How they were last, also those that were removed, by UID."""

    def enter(self, changes: Iterable[Change], time: datetime, row_of: Callable[[str], Nested]) -> None:
        """Count the changes of a revision; `row_of` returns the contents of the event of an id after it."""
        own = [change for change in changes if change.section in {EVENTS, SESSIONS, DEADLINES}]
        events = {name: change for change in own if change.section == EVENTS for name in (change.old_id, change.id)}
        sessions = {change.id: change for change in own if change.section == SESSIONS}
        zones = places_in_other_zones(changes)
        touched = (
            name
            for name, known in self.known.items()
            if (known.event and known.event.id in events) or known.is_in(zones)
        )
        names = dict.fromkeys((*touched, *sessions))
        before = {name: self.known.pop(name) for name in names if name in self.known}
        for change in sessions.values():
            _apply(self.sessions, change)
        after = {name: _read(self.sessions[name], row_of) for name in names if name in self.sessions}
        self.known |= after
        rezoned = {name for name, known in after.items() if known.is_in(zones)}
        self.enter_meetings(before, after, sessions, rezoned, time)
        self.enter_items(before, after, events, rezoned, time)
        self.enter_former_items(_meetings_with_other_programmes(before, after), time)
        for change in own:
            if change.section == DEADLINES:
                self.enter_deadline(change, time)

    def enter_deadline(self, change: Change, time: datetime) -> None:
        """Count the change of a deadline, and keep how it is."""
        uid = uid_of_deadline(change.id)
        self.count(uid, time, revises=change.revises)
        _apply(self.deadlines, change)
        if facts := self.deadlines.get(change.id):
            self.states.enter(uid, facts)
            self.held[uid] = Deadline.model_validate(as_read(Deadline, facts))

    def removed(self) -> Iterator[Removed]:
        """Yield how the deadlines and the meetings outside the workplan were that are there no more."""
        standing = {uid_of_deadline(name) for name in self.deadlines}
        standing |= {uid_of_session(known.session) for known in self.known.values() if not known.event}
        gone: dict[str, Deadline | Session] = {**self.held, **self.meetings}
        yield from (Removed(entry, self.editions[uid]) for uid, entry in gone.items() if uid not in standing)

    def enter_meetings(
        self,
        before: dict[str, _Known],
        after: dict[str, _Known],
        changes: dict[str, Change],
        rezoned: Container[str],
        time: datetime,
    ) -> None:
        """Count the changes of meetings outside the workplan, with those whose place has another time zone."""
        was, now = ({name for name, known in side.items() if not known.event} for side in (before, after))
        for name in sorted(was | now):
            uid = uid_of_session((after.get(name) or before[name]).session)
            change = changes.get(name)
            rises = (name in was) != (name in now) or (name in rezoned and after[name].session.hours is not None)
            if change or rises:
                self.count(uid, time, revises=rises or bool(change and change.revises))
            if name in now:
                self.states.enter(uid, self.sessions[name])
                self.meetings[uid] = after[name].session.model_copy(update={"days": ()})

    def enter_items(
        self,
        before: dict[str, _Known],
        after: dict[str, _Known],
        events: dict[str, Change],
        rezoned: Container[str],
        time: datetime,
    ) -> None:
        """Count the changes of items, with those whose place has another time zone."""
        was, now = (
            {uid: (known, one) for known in side.values() for uid, one in known.items.items()}
            for side in (before, after)
        )
        for uid in dict.fromkeys((*was, *now)):
            (old, one), (new, other) = was.get(uid, (None, None)), now.get(uid, (None, None))
            kinds = {*kinds_of_item(one, other), *(_kinds_of_heads(old.session, new.session) if old and new else ())}
            change = events.get(new.event.id) if old and new and new.event else None
            moves = bool(new and other and other[1].time and new.session.id in rezoned)
            if kinds or change or moves:
                self.count(uid, time, revises=moves or bool(kinds - TEXT_ONLY or (change and change.revises)))
            if uid in now:
                self.keep(uid, *now[uid])

    def enter_former_items(self, meetings: set[str], time: datetime) -> None:
        """Note that some events got a programme or lost it, by which their former items are cancelled or withdrawn."""
        if not meetings:
            return
        standing = {uid for known in self.known.values() if known.meeting in meetings for uid in known.items}
        for uid, sitting in self.last.items():
            if sitting.meeting in meetings and uid not in standing:
                self.editions[uid] = self.editions[uid]._replace(changed=time)

    def count(self, uid: str, time: datetime, *, revises: bool) -> None:
        """Note a change; what was removed counts on when it comes back."""
        edition = self.editions.get(uid)
        self.editions[uid] = Edition(edition.sequence + revises if edition else 0, time)

    def keep(self, uid: str, known: _Known, one: PlacedItem) -> None:
        """Keep an item as it is, if a calendar can hold it."""
        (day, item), session, event = one, known.session, known.event
        place = session.place or (event.place if event else None)
        when = event.when if event else session.when
        if when and is_timed(item, day, when, place):
            venue = session.venue or (event.venue if event else None)
            days = (ProgrammeDay(date=day, items=(item,)),)
            alone = session.model_copy(update={"days": days, "place": place, "venue": venue})
            certainty = event.sureness if event else when.certainty
            is_sure = certainty is Certainty.CONFIRMED and not (event and event.status is Status.POSTPONED)
            is_sure = is_sure and not session.is_tentative and known.meeting not in self.states.documents.disputed
            own = session.timezone or (event.timezone if event and not session.place else None)
            zone, meeting = self.states.zone_of(place, own), known.meeting or uid_of_session(session)
            self.last[uid] = Sitting(alone, meeting, self.editions[uid], zone, is_sure)
            if is_sure:
                self.sure[uid] = self.last[uid]

    def sittings(self) -> Iterator[Sitting]:
        """Yield how items were last, and when that was last sure, with the editions of now."""
        for uid, last in self.last.items():
            sure = self.sure.get(uid, last)
            for sitting in (last, *([sure] if sure is not last else [])):
                yield sitting._replace(edition=self.editions[uid])


def _meetings_with_other_programmes(before: dict[str, _Known], after: dict[str, _Known]) -> set[str]:
    """Return the UIDs of the events of which a session got its first items, or lost its last."""
    was, now = ({(one.meeting, name) for name, one in side.items() if one.items} for side in (before, after))
    return {meeting for meeting, _ in was ^ now if meeting}


def places_in_other_zones(changes: Iterable[Change]) -> set[str]:
    """Return the names of the places whose time zone a revision corrected: hours there are other hours elsewhere."""
    return {
        change.id
        for change in changes
        if change.section == PLACES and any(one.key == "timezone" and one.old and one.new for one in change.fields)
    }


def _kinds_of_heads(old: Session, new: Session) -> set[ChangeKind]:
    """Return how what a session says for all its items changed."""
    return set(kinds_of_row(old, new, [key for key in _SHOWN if getattr(old, key) != getattr(new, key)]))


def _apply(known: dict[str, Nested], change: Change) -> None:
    """Bring what is said of a session or a deadline up to date."""
    if now := updated(known.pop(change.id, {}), change.fields):
        known[change.id] = now


def _read(row: Nested, row_of: Callable[[str], Nested]) -> _Known:
    """Return a session, as far as a calendar shows it, and its event."""
    kept = {key: value for key, value in row.items() if key in _KEPT}
    session = Session.model_validate(_texts(as_read(Session, kept)))
    return _Known(session, Event.model_validate(as_read(Event, row_of(session.event))) if session.event else None)


def _texts(value: Any) -> Any:  # noqa: ANN401 - plain JSON
    """Return a value with its numbers as texts, as YAML is read."""
    if isinstance(value, dict):
        return {key: _texts(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(part) for part in value]
    return str(value) if isinstance(value, int) else value
