"""The effect of other official documents on each event, revision by revision: their statements, and disputed dates.

A calendar entry says both, so that it changes with a document or a waiver though the event itself does not.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.changes.change import Change, ChangeKind, ordered
from gcmplan.changes.diff import EVENTS, PLACES
from gcmplan.changes.other_documents import CONTRADICTS, current_statements, is_disputed
from gcmplan.changes.values import as_read, updated
from gcmplan.files.document import Document
from gcmplan.plan.model import Calendar, Event, Waiver
from gcmplan.plan.official_document import FiledPaper, Paper
from gcmplan.plan.place_rows import PlaceRow
from gcmplan.plan.sections import PLAN
from gcmplan.plan.workplan import Workplan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gcmplan.changes.values import Nested

_SOURCES, _WAIVERS = "sources", "waivers"
_SECTIONS = {PLAN, EVENTS, PLACES, _SOURCES, _WAIVERS}
_RESTS_ON = _SECTIONS - {EVENTS}
"""The sections that can change what documents say of every event."""


class _Said(NamedTuple):
    """The statements of other documents about an event."""

    statements: tuple[str, ...] = ()
    is_disputed: bool = False


class DocumentHistory:
    """Keeps what other documents say of events; `disputed` holds the UIDs of those with a disputed date."""

    def __init__(self) -> None:
        """Begin before the first revision."""
        self.disputed: set[str] = set()
        self._rows: dict[str, dict[str, Nested]] = {section: {} for section in _SECTIONS}
        self._said: dict[str, _Said] = {}
        """By the UIDs of the events of which a document says anything, or said."""
        self._named: set[str] = set()
        """The ids of the events that documents name."""
        self._beside: Workplan | None = None
        """The values besides the events themselves that decide; None if there never was another document."""

    def enter(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Return the changes of a revision, with those of events that only other documents changed."""
        for change in changes:
            if change.section in _SECTIONS:
                _apply(self._rows[change.section], change)
        names = {change.id for change in changes if change.section == EVENTS}
        concerned = names & self._named
        if (self._beside or self._rows[_SOURCES]) and any(change.section in _RESTS_ON for change in changes):
            before = self._named
            self._beside = self._read_beside()
            self._named = {row.id for filed in self._beside.papers for row in filed.paper.events}
            concerned = before | self._named
        extra = {name: kinds for name in sorted(concerned) if (kinds := self._kinds(name))}
        alone = (Change(EVENTS, name, "", kinds, None, ()) for name, kinds in extra.items() if name not in names)
        return [*_merged(changes, extra), *alone] if extra else changes

    def _kinds(self, name: str) -> tuple[ChangeKind, ...]:
        """Note what is said of an event now; return how that changed."""
        facts = self._rows[EVENTS].get(name)
        if facts is None or self._beside is None:
            return ()
        event = Event.model_validate(facts)
        before = self._said.get(event.first_id, _Said())
        now = _Said(current_statements(self._beside, event), is_disputed(self._beside, event))
        self._said[event.first_id] = now
        if now.is_disputed is before.is_disputed:
            return (ChangeKind.REWORDED,) if now != before else ()
        (self.disputed.add if now.is_disputed else self.disputed.discard)(event.first_id)
        return (ChangeKind.UNCONFIRMED if now.is_disputed else ChangeKind.CONFIRMED,)

    def _read_beside(self) -> Workplan:
        """Return a plan with nothing but what decides beside the events."""
        rows = self._rows
        waivers = (Waiver.model_validate(row) for row in rows[_WAIVERS].values() if row["rule"] in CONTRADICTS)
        return Workplan(
            title="",
            as_of=date.fromisoformat(rows[PLAN][PLAN]["as_of"]),
            calendar=Calendar(name="", domain=""),
            phases=(), groups=(), policies=(), deadlines=(), events=(), bodies=(), states=(),
            waivers=tuple(waivers),
            places=tuple(PlaceRow(**row) for row in rows[PLACES].values()),
            document=Document("", ""),
            papers=tuple(_paper(name, row) for name, row in rows[_SOURCES].items()),
        )  # fmt: skip


def _apply(rows: dict[str, Nested], change: Change) -> None:
    """Bring what a row says up to date."""
    if now := updated(rows.pop(change.old_id, {}), change.fields):
        rows[change.id] = now


def _paper(name: str, row: Nested) -> FiledPaper:
    """Return a document, given what it says."""
    said = as_read(Paper, row)
    paper = Paper.model_validate(said | {"events": tuple(said.get("events", ()))})
    return FiledPaper(paper, Document(f"{name}.yaml", ""))


def _merged(changes: Iterable[Change], extra: dict[str, tuple[ChangeKind, ...]]) -> Iterator[Change]:
    """Yield the changes of a revision, those of events with what documents add to them."""
    for change in changes:
        is_kept = change.section == EVENTS and not {ChangeKind.ADDED, ChangeKind.REMOVED} & set(change.kinds)
        kinds = extra.get(change.id, ()) if is_kept else ()
        yield change._replace(kinds=ordered((*change.kinds, *kinds))) if kinds else change
