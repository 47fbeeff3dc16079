"""How often and when events changed, and the items of programmes, as a published calendar has to say it.

Whoever knows the history of a plan makes these; without one, everything is of the plan's own day.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gcmplan.model import Deadline, Event
    from gcmplan.session import Session
    from gcmplan.workplan import Workplan


class Edition(NamedTuple):
    """The state that an event is in."""

    sequence: int
    """How many changes of its dates, place or status there were so far."""
    changed: datetime
    """When it last changed in meaning: in UTC, without fractions of a second."""


class Removed(NamedTuple):
    """An event or a deadline that was published and stands no more, or not so."""

    entry: Event | Deadline
    """As it was last. It may still be in the plan: with fewer parts, or without known days."""
    edition: Edition
    """Its last, with the removal counted as a change."""


class Sitting(NamedTuple):
    """An item of a programme or a whole session, as a calendar held it at some time; it may still be in the plan."""

    session: Session
    """Its days hold nothing but the item; of a whole session, none is there."""
    meeting: str | None
    """The UID of the event that it belongs to, if it belongs to one."""
    edition: Edition
    """Its last; of what was removed, with the removal counted as a change."""


class Editions(NamedTuple):
    """The editions of all events of a plan."""

    current: Mapping[str, Edition]
    """By the ids of events that stand in the plan."""
    default: Edition
    """Of whatever is not in `current` or `programmes`."""
    removed: tuple[Removed, ...] = ()
    """Of one UID, the latest first."""
    programmes: Mapping[str, Edition] = {}
    """Of items of programmes, and of meetings outside the workplan: by UID."""
    sittings: tuple[Sitting, ...] = ()
    """How these were last when a calendar could hold them, the latest of each first."""

    def of(self, event_id: str) -> Edition:
        """Return an event's edition."""
        return self.current.get(event_id, self.default)


def without_history(plan: Workplan) -> Editions:
    """Return the editions of a plan of which no earlier state is known: nothing changed, all is as of its day."""
    return Editions({}, Edition(0, datetime.combine(plan.as_of, time(), UTC)))
