"""The states that decided on days and hours of all calendar entries, revision by revision."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gcmplan.changes.diff import PLACES
from gcmplan.dates.hours import parse_hours
from gcmplan.dates.span import Certainty
from gcmplan.dates.when import When
from gcmplan.feeds.document_versions import DocumentHistory
from gcmplan.feeds.versions import State
from gcmplan.feeds.vevent import is_sure
from gcmplan.plan.model import Status
from gcmplan.plan.place import Place

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from gcmplan.changes.change import Change
    from gcmplan.changes.values import Nested

_Texts = tuple[str | None, ...]
"""When, place, hours, status, certainty and zone; and a text if the date is disputed."""
_DISPUTED = "disputed"


class StateHistory:
    """Keeps the states of events, deadlines and meetings outside the workplan, by UID."""

    def __init__(self) -> None:
        """Begin before the first revision."""
        self._texts: dict[str, list[_Texts]] = {}
        self.documents = DocumentHistory()
        self._zones: dict[str, str] = {}
        """All places that ever existed."""

    def enter_places(self, changes: Iterable[Change]) -> None:
        """Learn in which zones places are."""
        for change in changes:
            if change.section == PLACES:
                new = next((field.new for field in change.fields if field.key == "timezone"), None)
                if zone := new or self._zones.get(change.old_id):
                    self._zones[change.id] = zone

    def zone_of(self, place: Place | None, own: str | None) -> str | None:
        """Return the zone in which hours hold at a place, if it is sure: one's own, or that of the place."""
        return own or self._zones.get(place.name or "") if place and is_sure(place) else None

    def enter(self, uid: str, facts: Nested) -> None:
        """Note what is said of a row after a revision."""
        place = facts.get("place")
        zone = (facts.get("timezone") or self._zones.get(place)) if place else None
        disputed = _DISPUTED if uid in self.documents.disputed else None
        texts = (
            facts.get("when"),
            place,
            facts.get("hours"),
            facts.get("status"),
            facts.get("certainty"),
            zone,
            disputed,
        )
        known = self._texts.setdefault(uid, [])
        if known[-1:] != [texts]:
            known.append(texts)

    def states(self, removed: Container[str]) -> dict[str, list[State]]:
        """Return the states of all that ever changed, or were removed: by UID, the latest last."""
        told = {uid: texts for uid, texts in self._texts.items() if len(texts) > 1 or uid in removed}
        return {uid: [_state(*one) for one in texts] for uid, texts in told.items()}


@lru_cache(maxsize=1000)
def _state(*texts: str | None) -> State:
    when, place, hours, status, certainty, zone, disputed = texts
    return State(
        When.parse(when or "TBA"),
        Place.parse(place) if place else None,
        parse_hours(hours) if hours else None,
        Status(status) if status in set(Status) else Status.SCHEDULED,
        zone,
        Certainty(certainty) if certainty else Certainty.CONFIRMED,
        is_disputed=disputed is not None,
    )
