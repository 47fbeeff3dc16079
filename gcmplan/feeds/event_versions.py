"""How often and when events changed, revision by revision, and all that their calendar entries have to go by."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.changes.diff import EVENTS, difference
from gcmplan.changes.values import updated
from gcmplan.feeds.session_versions import ProgrammeLedger, places_in_other_zones
from gcmplan.feeds.state_versions import StateHistory
from gcmplan.feeds.versions import Edition, Editions, Removed, without_history
from gcmplan.feeds.vevent import uid_of
from gcmplan.git.commit_times import are_too_late
from gcmplan.plan.model import Event
from gcmplan.plan.place import Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gcmplan.changes.change import Change
    from gcmplan.changes.values import Nested
    from gcmplan.history.walk import History, Revision
    from gcmplan.plan.workplan import Workplan


def editions_of(plan: Workplan, history: History, now: datetime | None = None) -> Editions:
    """Return how often and when each event changed, up to the plan as it is now; `history` has its latest plan.

    Uncommitted changes count as one more revision, a second after the last. So does a commit that is dated too late;
    `now` is the time after which no commit can be.
    """
    unknown = without_history(plan)
    if not history.revisions:
        return unknown
    states = StateHistory()
    ledger, programmes = _Ledger(states), ProgrammeLedger(states)
    late = are_too_late([revision.time for revision in history.revisions], now)
    sound = (revision.time for revision, is_late in zip(history.revisions, late, strict=True) if not is_late)
    time = next(sound, unknown.default.changed) - timedelta(seconds=1)
    for revision, is_late in zip(history.revisions, late, strict=True):
        time += timedelta(seconds=bool(revision.changes))
        if not is_late:
            time = max(time, revision.time)
        _enter(ledger, programmes, revision.changes, time)
    _enter(ledger, programmes, difference(history.latest, plan), time + timedelta(seconds=1))
    removed = (*ledger.gone(), *programmes.removed())
    return Editions(
        {name: known.edition for name, known in ledger.known.items()},
        unknown.default,
        removed,
        programmes.editions,
        tuple(programmes.sittings()),
        states.states({uid_of(one.entry) for one in removed}),
    )


def dated_too_late(history: History, now: datetime) -> list[Revision]:
    """Return the revisions whose time is not taken over."""
    late = are_too_late([revision.time for revision in history.revisions], now)
    return [revision for revision, is_late in zip(history.revisions, late, strict=True) if is_late]


def _enter(ledger: _Ledger, programmes: ProgrammeLedger, changes: Sequence[Change], time: datetime) -> None:
    changes = ledger.states.documents.enter(changes)
    ledger.states.enter_places(changes)
    ledger.enter(changes, time)
    programmes.enter(changes, time, ledger.facts_of)


class _Known(NamedTuple):
    """An event in the plan: its public contents, and its edition."""

    facts: Nested
    edition: Edition


class _Ledger:
    """Keeps the edition of each event, revision by revision.

    A calendar knows an event by its first id, its UID: all events that ever had one UID continue one count, even if one
    was removed meanwhile, or taken over by an event that turns out to have been the same.
    """

    def __init__(self, states: StateHistory) -> None:
        self.states = states
        self.known: dict[str, _Known] = {}
        """By the ids of now."""
        self.removed: dict[str, Removed] = {}
        """By UID; also of events that have another UID now."""
        self.successors: dict[str, str] = {}
        """The next UID of events whose first id was corrected, by UID."""

    def enter(self, changes: Sequence[Change], time: datetime) -> None:
        """Count the changes of a revision."""
        events = [change for change in changes if change.section == EVENTS]
        before = [self.known.pop(change.old_id, None) for change in events]
        after = [_after(change, known) for change, known in zip(events, before, strict=True)]
        # A UID that one event leaves another may take over.
        for known, facts in zip(before, after, strict=True):
            if known and (not facts or _uid(facts) != _uid(known.facts)):
                edition = Edition(known.edition.sequence + 1, time)
                self.removed[_uid(known.facts)] = Removed(Event.model_validate(known.facts), edition)
                self.successors.pop(_uid(known.facts), None)
                if facts:
                    self.successors[_uid(known.facts)] = _uid(facts)
        zones = places_in_other_zones(changes)
        for name, known in self.known.items():
            if _is_timed_in(known.facts, zones):
                self.known[name] = known._replace(edition=Edition(known.edition.sequence + 1, time))
                self.states.enter(_uid(known.facts), known.facts)
        for change, known, facts in zip(events, before, after, strict=True):
            if facts:
                self.stand(change, known, facts, time, revises=change.revises or _is_timed_in(facts, zones))

    def stand(self, change: Change, before: _Known | None, facts: Nested, time: datetime, *, revises: bool) -> None:
        """Note an event that exists after a change."""
        gone = self.removed.pop(_uid(facts), None)
        self.successors.pop(_uid(facts), None)
        numbers = [one.edition.sequence for one in (before, gone) if one]
        rises = revises or gone is not None
        self.known[change.id] = _Known(facts, Edition(max(numbers) + rises if numbers else 0, time))
        self.states.enter(_uid(facts), facts)

    def gone(self) -> list[Removed]:
        """Return the events that were removed; one that has another UID now is none, and is not called cancelled."""
        standing = {_uid(known.facts) for known in self.known.values()}
        return [one for uid, one in self.removed.items() if self._last_uid(uid) not in standing]

    def _last_uid(self, uid: str) -> str:
        """Return the UID that the event of a UID had last."""
        while following := self.successors.get(uid):
            uid = following
        return uid

    def facts_of(self, event_id: str) -> Nested:
        """Return the public contents of an event in the plan."""
        return self.known[event_id].facts


def _after(change: Change, before: _Known | None) -> Nested:
    """Return what is said of an event after a change; nothing if it was removed."""
    return updated(before.facts if before else {}, change.fields)


def _is_timed_in(facts: Nested, places: set[str]) -> bool:
    """Whether an event has hours that hold in the time of one of some places, of which there are mostly none."""
    return bool(places and facts.get("hours") and facts.get("place")) and Place.parse(facts["place"]).name in places


def _uid(facts: Nested) -> str:
    return str(facts["formerly"][0] if facts.get("formerly") else facts["id"])
