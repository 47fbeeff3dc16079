"""The programmes of meetings, with what they take from the workplan: where and when, and how full each slot is.

Times are local to the meeting's place and, where that is known, carry its zone. The end of an item is not part of it:
another may begin then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.span import Certainty
from gcmplan.dates.when import When
from gcmplan.plan.fields import Minutes
from gcmplan.plan.session import FiledSession, Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

    from gcmplan.dates.hours import Hours
    from gcmplan.plan.model import Event
    from gcmplan.plan.place import Place
    from gcmplan.plan.place_rows import PlaceRow
    from gcmplan.plan.session import Item
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Position

ASIDE = {"break", "side-event"}
"""The kinds of items that may share their time: side events fill the breaks."""
_MINUTE = 60
_NO_DATE = When((), None, None, Certainty.TBA)


class ScheduledItem(NamedTuple):
    """An item on its day.

    `start` and `end` are local times with the place's zone, or without one if that is not known; both are `None` if the
    document gives no time. `day` and `number` count from 0, in the order of the file.
    """

    item: Item
    date: date
    start: datetime | None
    end: datetime | None
    day: int
    number: int

    @property
    def clocks(self) -> tuple[str, str] | tuple[None, None]:
        """Return "20:00" and "24:00", or nothing if no time is known."""
        return self.item.time.clocks if self.item.time else (None, None)

    @property
    def seconds(self) -> tuple[int, int] | None:
        """First and last second, both included, counted from 1970 in UTC; of times without a zone, as if in UTC."""
        return (seconds_of(self.start), seconds_of(self.end) - 1) if self.start and self.end else None

    @property
    def minutes(self) -> int | None:
        """How long it takes; in a night in which the clocks change, as long as it really does."""
        return max(0, self.seconds[1] + 1 - self.seconds[0]) // _MINUTE if self.seconds else None

    @property
    def planned(self) -> Minutes | None:
        """The sum of the speaking limits; those without a number of speakers do not count."""
        counted = [(limit.minutes, limit.times) for limit in self.item.limits if limit.times is not None]
        least, most = (sum(minutes[end] * times for minutes, times in counted) for end in (0, 1))
        return Minutes(least, most) if counted else None

    def collides(self, other: ScheduledItem) -> bool:
        """Whether the two share time and may not."""
        if not (self.seconds and other.seconds) or {self.item.kind, other.item.kind} <= ASIDE:
            return False
        return self.seconds[0] <= other.seconds[1] and other.seconds[0] <= self.seconds[1]


@dataclass(frozen=True)
class Programme:
    """A session with the event that it belongs to: what it does not say itself, the event says."""

    filed: FiledSession
    event: Event | None
    place_row: PlaceRow | None
    at: tuple[str | int, ...] = ()
    """Its place in the document: the root of a session's own file."""

    @property
    def session(self) -> Session:
        """The session itself."""
        return self.filed.session

    @property
    def first_id(self) -> str:
        """The session's id; if that is its event's too, the one by which the event was known first."""
        name = self.session.id
        return self.event.first_id if self.event and self.event.id == name else name

    @property
    def title(self) -> str:
        """The session's title, or the event's."""
        return self.session.title or (self.event.title if self.event else self.session.id)

    @property
    def when(self) -> When:
        """The date of the event; of a meeting that is not in the workplan, its own."""
        return self.event.when if self.event else self.session.when or _NO_DATE

    @property
    def place(self) -> Place | None:
        """The session's place, or the event's."""
        return self.session.place or (self.event.place if self.event else None)

    @property
    def venue(self) -> str | None:
        """The session's room and building, or the event's."""
        return self.session.venue or (self.event.venue if self.event else None)

    def room_of(self, item: Item) -> str | None:
        """Return the room of an item: lunch and side events are in that of the meeting only if the document says so."""
        return item.venue or (None if item.kind in ASIDE else self.venue)

    @property
    def hours(self) -> Hours | None:
        """The session's hours of each day, or the event's."""
        return self.session.hours or (self.event.hours if self.event else None)

    @cached_property
    def zone(self) -> ZoneInfo | None:
        """The time zone in which its times hold, if that is known: its own, or that of its place."""
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - most lists show no hours

        name = self.timezone or (self.place_row.timezone if self.place_row else None)
        return ZoneInfo(name) if name else None

    @property
    def timezone(self) -> str | None:
        """The name of the time zone that the session names itself, or its event unless the session is elsewhere."""
        return self.session.timezone or (self.event.timezone if self.event and not self.session.place else None)

    @cached_property
    def items(self) -> tuple[ScheduledItem, ...]:
        """The items of all days, in the order of the file."""
        return tuple(
            self._scheduled(item, day.date, index, number)
            for index, day in enumerate(self.session.days)
            for number, item in enumerate(day.items)
        )

    def _scheduled(self, item: Item, day: date, index: int, number: int) -> ScheduledItem:
        if item.time is None:
            return ScheduledItem(item, day, None, None, index, number)
        return ScheduledItem(item, day, *item.time.on(day, self.zone), index, number)

    def items_of_day(self, day: int) -> tuple[ScheduledItem, ...]:
        """Return the items of a day, counted from 0."""
        return tuple(item for item in self.items if item.day == day)

    def position(self, *location: str | int) -> Position:
        """Return the position of a value in the session's file, or of the nearest one around it."""
        return self.filed.document.position_of((*self.at, *location))

    def position_of(self, item: ScheduledItem, *keys: str | int) -> Position:
        """Return the position of an item, or of a value in it."""
        return self.position("days", item.day, "items", item.number, *keys)


def seconds_of(time: datetime) -> int:
    """Return the seconds since 1970 in UTC; a time without a zone counts as if it were in UTC."""
    return int((time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp())


def programme_of(plan: Workplan, filed: FiledSession) -> Programme:
    """Return a session's programme."""
    event = plan.event_of(filed.session)
    place = filed.session.place or (event.place if event else None)
    return Programme(filed, event, plan.place(place.row) if place and place.row else None)


def programme_without_session(plan: Workplan, event: Event) -> Programme:
    """Return the programme of an event without a session: the statements of the event itself."""
    session = Session(id=event.id, event=event.id, source=event.source, note=event.note, doubt=event.doubt)
    filed = FiledSession(session, plan.document)
    return Programme(filed, event, plan.place_of(event), ("events", plan.events.index(event)))


def programmes(plan: Workplan) -> list[Programme]:
    """Return the programmes of all sessions, in the order of their files' names."""
    return [programme_of(plan, filed) for filed in plan.sessions]


def items_of(plan: Workplan, event: Event) -> Iterator[tuple[Programme, ScheduledItem]]:
    """Yield the items of an event's sessions, each with its programme: first of the session that the event names."""
    for filed in plan.sessions_of(event):
        programme = programme_of(plan, filed)
        yield from ((programme, item) for item in programme.items)
