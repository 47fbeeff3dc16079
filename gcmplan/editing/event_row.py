"""An event's row, and the operations on it and on what depends on it.

All that must change with an event changes with it: the days of its programme, the place of its row among the others.
Remarks name the rows that do not change but should be looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.changes.crosscheck import places_differ
from gcmplan.dates.span import day_text
from gcmplan.editing.edit import CannotEditError, Edit
from gcmplan.editing.operation import Move, Operation, Set, Unset
from gcmplan.plan.model import Event
from gcmplan.plan.place import Place
from gcmplan.query.filters import find_event
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gcmplan.dates.when import When
    from gcmplan.plan.session import FiledSession
    from gcmplan.plan.workplan import Workplan

EVENT_KEYS = tuple(Event.model_fields)


class EventRow:
    """An event's row, and the operations on it and on what depends on it, by the path of the file."""

    def __init__(self, plan: Workplan, name: str) -> None:
        """Find the event of an id, or of the beginning of one."""
        self.plan = plan
        self.event = find_event(plan, name)
        self.index = next(place for place, event in enumerate(plan.events) if event.id == self.event.id)
        self.operations: dict[str, list[Operation]] = {}
        self.remarks: list[str] = []
        self.moves = False
        """Whether it has another date."""
        self.last: list[Operation] = []
        """Done after all others: they go by the row's index."""

    def edit(self) -> Edit:
        """Return the edit that all the operations make."""
        if self.last:
            self.add(self.plan.document.path, *self.last)
        return Edit(self.operations, tuple(self.remarks))

    def add(self, path: str, *operations: Operation) -> None:
        """Add operations on a file."""
        if operations:
            self.operations.setdefault(path, []).extend(operations)

    def set(self, key: str, value: str) -> None:
        """Give the event's key a value."""
        self.add(self.plan.document.path, Set(("events", self.index, key), value, EVENT_KEYS))

    def unset(self, key: str) -> None:
        """Take the event's key away, if it has it."""
        if key in self.plan.document.value_at(("events", self.index)):
            self.add(self.plan.document.path, Unset(("events", self.index, key)))

    def record(self, source: str | None) -> None:
        """Add a document to those that the row comes from, or remark that those which it names say otherwise."""
        if source is None:
            still = f" still says {self.event.when}" if self.moves else " does not say so"
            named = f"its source{still}: {self.event.source} (--source TEXT names another)"
            self.remarks.append(named if self.event.source else "it names no document (--source TEXT names one)")
        elif source not in (self.event.source or ""):
            self.set("source", "; ".join(filter(None, (self.event.source, source))))

    def date(self, when: When) -> None:
        """Give the event a date, its programme the days that follow from it, and its row its place."""
        if when == self.event.when:
            raise CannotEditError(f"the date of '{self.event.id}' is {when} already")
        for filed in self.plan.sessions_of(self.event):
            self.add(filed.document.path, *_of_session(filed, self.event.when, when, self.remarks))
        self.set("when", str(when))
        self.moves = True
        target = place_in_order(self.plan, self.index, when)
        if target != self.index:
            self.last = [Move(("events", self.index), target, when.earliest)]
        self.remark_on_others(when)

    def place(self, text: str) -> None:
        """Put the event in another place, and its programme that is where the event was."""
        self.set("place", text)
        self.remark_on_place(text)

    def remark_on_place(self, text: str) -> None:
        """Move the place of the event's programme along, and remark on what is elsewhere, and on a room that stays."""
        new = Place.parse(text)
        for filed in self.plan.sessions_of(self.event):
            own = filed.session.place
            if moves_along(own, self.event.place, new):
                self.add(filed.document.path, Set(("place",), text))
            elif own and own.name != new.name:
                self.remarks.append(f"the programme '{filed.session.id}' is {own.where}")
        if self.event.venue and self.event.place and self.event.place.name != new.name:
            self.remarks.append(f"its room is still {self.event.venue}")
        for paper, _ in self.plan.papers:
            for row in paper.events:
                if row.id == self.event.id and row.place and places_differ(self.plan, row.place, new):
                    self.remarks.append(f"{paper.title} says {row.place}")

    def remark_on_others(self, when: When) -> None:
        """Remark on what may have to change with a date, and does not."""
        followers = [_dated(other) for other in self.plan.followers_of(self.event)]
        earlier = [_dated(one) for name in self.event.after if (one := self.plan.event(name)).kind != "meeting"]
        deadlines = [f"{one.id} ({one.when})" for one in self.plan.deadlines_of(self.event)]
        if followers:
            self.remarks.append(f"{listed(followers)} {_comes(followers)} after it")
        if earlier:
            self.remarks.append(f"{listed(earlier)} {_comes(earlier)} before it")
        if deadlines:
            self.remarks.append(
                f"{plural(len(deadlines), 'the deadline for it', 'the deadlines for it')}: {listed(deadlines)}"
            )
        for filed in self.plan.papers:
            for row in filed.paper.events:
                if row.id == self.event.id and row.when and row.when.window and row.when.spans != when.spans:
                    self.remarks.append(f"{filed.paper.title} says {row.when}")


def moves_along(own: Place | None, old: Place | None, new: Place) -> bool:
    """Whether the place of a programme changes with that of its event: it has the event's, and not yet the new one."""
    return own is not None and old is not None and own.name is not None and own.name == old.name and own != new


def _of_session(filed: FiledSession, old: When, new: When, remarks: list[str]) -> Iterator[Operation]:
    """Yield the operations that move a programme with its event; items keep their ids and hours."""
    session = filed.session
    if session.when == old:
        yield Set(("when",), str(new))
    if not session.days:
        return
    days = new_days(old, new)
    if days is None:
        remarks.append(f"the programme '{session.id}' keeps its days: the new ones are not known")
        return
    lost = []
    for index, day in enumerate(session.days):
        if day.date in days:
            written, new_day = str(filed.document.value_at(("days", index, "date"))), days[day.date]
            yield Set(("days", index, "date"), new_day.isoformat() if "-" in written else day_text(new_day))
        else:
            lost.append(day_text(day.date))
    if lost:
        remarks.append(f"the programme '{session.id}' has days that the event has not: {', '.join(lost)}")


def new_days(old: When, new: When) -> dict[date, date] | None:
    """Return on which day each day of a meeting is now; None if days are not known."""
    if not (old.exact and new.exact):
        return None
    before, after = ([day for span in when.spans for day in span.each_day()] for when in (old, new))
    return dict(zip(before, after, strict=False))


def place_in_order(plan: Workplan, index: int, when: When) -> int:
    """Return the index at which a row is in order of date within its phase: its own unless it is out of order."""
    phase = plan.events[index].phase
    others = [(place, event) for place, event in enumerate(plan.events) if place != index and event.phase == phase]
    dated = [(place, event.when.spans[0].first) for place, event in others if event.when.spans]
    if not when.spans or not dated:
        return index
    first = when.spans[0].first
    above, below = [day for place, day in dated if place < index], [day for place, day in dated if place > index]
    if (not above or above[-1] <= first) and (not below or first <= below[0]):
        return index
    before = [place for place, day in dated if day <= first]
    target = before[-1] + 1 if before else dated[0][0]
    return target - (target > index)


def listed(names: list[str]) -> str:
    """Return "a, b, c and 2 more"."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")  # noqa: PLR2004


def _dated(event: Event) -> str:
    """Return "thematic-2 (22-23 May 2017)"."""
    return f"{event.id} ({event.when})"


def _comes(names: list[str]) -> str:
    return "come" if len(names) > 1 else "comes"
