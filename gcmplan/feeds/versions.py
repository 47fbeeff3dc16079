"""How often and when events changed, and the items of programmes, as a published calendar has to say it.

Whoever knows the history of a plan makes these; without one, everything is of the plan's own day.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.span import Certainty
from gcmplan.plan.model import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gcmplan.dates.hours import Hours
    from gcmplan.dates.when import When
    from gcmplan.plan.model import Deadline, Event
    from gcmplan.plan.place import Place
    from gcmplan.plan.session import Session
    from gcmplan.plan.workplan import Workplan


class Edition(NamedTuple):
    """The state that an event is in."""

    sequence: int
    """How many changes of its dates, place or status there were so far."""
    changed: datetime
    """When it last changed in meaning: in UTC, without fractions of a second."""


class State(NamedTuple):
    """A state that decided on the days and hours of an event, a deadline or a meeting outside the workplan."""

    when: When
    place: Place | None = None
    hours: Hours | None = None
    status: Status = Status.SCHEDULED
    zone: str | None = None
    """That in which hours held there, if the place was sure."""
    certainty: Certainty = Certainty.CONFIRMED
    """That of the event itself."""
    is_disputed: bool = False
    """Whether another official document gave another date."""


class Removed(NamedTuple):
    """An event, a deadline or a meeting outside the workplan that was published and is in the plan no more."""

    entry: Event | Deadline | Session
    """As it was last."""
    edition: Edition
    """Its last, with the removal counted as a change."""


class Sitting(NamedTuple):
    """An item of a programme as a calendar held it at some time; it may still be in the plan."""

    session: Session
    """Its days hold nothing but the item, and it has the place of its event."""
    meeting: str
    """The UID of the event that it belongs to, or of its meeting outside the workplan."""
    edition: Edition
    """Its last; of what was removed, with the removal counted as a change."""
    zone: str | None = None
    """That in which its time held."""
    is_sure: bool = True
    """Whether its meeting was confirmed then."""


class Editions(NamedTuple):
    """The editions of all events of a plan, and what they were before."""

    current: Mapping[str, Edition]
    """By the ids of the events in the plan."""
    default: Edition
    """The default for entries outside `current` and `programmes`."""
    removed: tuple[Removed, ...] = ()
    """One for each UID."""
    programmes: Mapping[str, Edition] = {}
    """Items of programmes, meetings outside the workplan and deadlines: by UID."""
    sittings: tuple[Sitting, ...] = ()
    """How items were last when a calendar could hold them; how they are now first, then when that was last sure."""
    states: Mapping[str, Sequence[State]] = {}
    """All that events, deadlines and meetings outside the workplan went through, the latest last: by UID.

    Present entries that never changed are left out.
    """

    def of(self, event_id: str) -> Edition:
        """Return an event's edition."""
        return self.current.get(event_id, self.default)

    @property
    def newest(self) -> datetime:
        """When anything last changed."""
        return max(
            (one.changed for one in (*self.current.values(), *self.programmes.values())), default=self.default.changed
        )


def without_history(plan: Workplan) -> Editions:
    """Return the editions of a plan of which no earlier state is known: nothing changed, all is as of its day."""
    return Editions({}, Edition(0, datetime.combine(plan.as_of, time(), UTC)))
