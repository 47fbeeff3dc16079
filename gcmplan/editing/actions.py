"""What can be done to a plan by command: each function returns the edit that makes it so.

All that must change with an event changes with it: the days of its programme, the references to its id, the place of
its row among the others. What changes nowhere but should be looked at is remarked on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gcmplan.dates.span import Certainty, day_text
from gcmplan.dates.when import When
from gcmplan.editing.dates import confirmed, moved
from gcmplan.editing.edit import CannotEditError, Edit
from gcmplan.editing.operation import Insert, Move, Operation, Remove, Set, Unset, Value
from gcmplan.plan.fields import Place
from gcmplan.plan.model import Event, Status
from gcmplan.query.filters import find_event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gcmplan.plan.session import FiledSession
    from gcmplan.plan.workplan import Workplan

EVENT_KEYS = tuple(Event.model_fields)


class _Row:
    """An event's row, and the operations on it and on what depends on it, by the path of the file."""

    def __init__(self, plan: Workplan, name: str) -> None:
        self.plan = plan
        self.event = find_event(plan, name)
        self.index = next(place for place, event in enumerate(plan.events) if event.id == self.event.id)
        self.operations: dict[str, list[Operation]] = {}
        self.remarks: list[str] = []
        self.last: list[Operation] = []
        """Done after all others: they go by the row's index."""

    def edit(self) -> Edit:
        if self.last:
            self.add(self.plan.document.path, *self.last)
        return Edit(self.operations, tuple(self.remarks))

    def add(self, path: str, *operations: Operation) -> None:
        self.operations.setdefault(path, []).extend(operations)

    def set(self, key: str, value: str) -> None:
        """Give the event's key a value."""
        self.add(self.plan.document.path, Set(("events", self.index, key), value, EVENT_KEYS))

    def unset(self, key: str) -> None:
        """Take the event's key away, if it has it."""
        if key in self.plan.document.value_at(("events", self.index)):
            self.add(self.plan.document.path, Unset(("events", self.index, key)))

    def record(self, source: str | None) -> None:
        """Add a document to those that the row comes from, or remark that it does not name one."""
        if source is None:
            self.remarks.append(f"the row still names as its source: {self.event.source}")
        elif source not in self.event.source:
            self.set("source", f"{self.event.source}; {source}")

    def date(self, when: When) -> None:
        """Give the event a date, its programme the days that follow from it, and its row its place."""
        if when == self.event.when:
            raise CannotEditError(f"the date of '{self.event.id}' is {when} already")
        for filed in self.plan.sessions_of(self.event):
            self.add(filed.document.path, *_of_session(filed, self.event.when, when, self.remarks))
        self.set("when", str(when))
        target = _place_in_order(self.plan, self.index, when)
        if target != self.index:
            self.last = [Move(("events", self.index), target, when.earliest)]
        self.remark_on_others(when)

    def remark_on_others(self, when: When) -> None:
        """Remark on what may have to change with a date, and does not."""
        followers = [other.id for other in self.plan.followers_of(self.event)]
        earlier = [other for other in self.event.after if self.plan.event(other).kind != "meeting"]
        if followers:
            self.remarks.append(f"{_listed(followers)} {_stand(followers)} after it in the plan: look at the dates")
        if earlier:
            self.remarks.append(f"{_listed(earlier)} {_stand(earlier)} before it in the plan: look at the lead times")
        for filed in self.plan.papers:
            for row in filed.paper.events:
                if row.id == self.event.id and row.when and row.when.window and row.when.spans != when.spans:
                    self.remarks.append(f"{filed.paper.title} gives {row.when}")


def move(plan: Workplan, name: str, text: str, source: str | None = None) -> Edit:
    """Give an event another date, absolute or relative to its own; one that was postponed is scheduled again."""
    row = _Row(plan, name)
    _refuse_cancelled(row.event)
    when = moved(row.event.when, text)
    if row.event.status is Status.POSTPONED and when.window:
        row.unset("status")
    row.date(when)
    row.record(source)
    return row.edit()


def confirm(plan: Workplan, name: str, text: str | None = None, source: str | None = None) -> Edit:
    """Drop TBC and TBA from an event's date and place; with a date, that one is confirmed."""
    row = _Row(plan, name)
    event = row.event
    _refuse_cancelled(event)
    when = moved(event.when, text) if text else confirmed(event.when)
    if when.certainty is not Certainty.CONFIRMED:
        raise CannotEditError(f"{when} is not confirmed", f"gcmplan move {event.id} '{when}'")
    place = event.place
    unsure = place is not None and place.certainty is not Certainty.CONFIRMED
    if when == event.when and not unsure:
        raise CannotEditError(f"the date and the place of '{event.id}' are confirmed already: {when}")
    if when != event.when:
        row.date(when)
    if place and unsure and place.name:
        row.set("place", str(Place(place.name, Certainty.CONFIRMED)))
    elif unsure:
        row.remarks.append(f"the place is {place}: gcmplan set {event.id} place CITY")
    if event.status is Status.POSTPONED:
        row.unset("status")
    row.record(source)
    return row.edit()


def postpone(plan: Workplan, name: str, text: str | None = None, source: str | None = None) -> Edit:
    """Postpone an event: to a later date, or to one that is to be announced."""
    row = _Row(plan, name)
    _refuse_cancelled(row.event)
    if text is None:
        if row.event.status is Status.POSTPONED and row.event.when.window is None:
            raise CannotEditError(f"'{row.event.id}' is postponed already")
        row.set("status", Status.POSTPONED.value)
        if row.event.when != When.unknown(Certainty.TBA):
            row.date(When.unknown(Certainty.TBA))
    else:
        when, old = moved(row.event.when, text), row.event.when
        if when.window and old.window and when.window.first < old.window.first:
            raise CannotEditError(f"{when} is not later than {old}", f"gcmplan move {row.event.id} '{when}'")
        if row.event.status is Status.POSTPONED:
            row.unset("status")
        row.date(when)
    row.record(source)
    return row.edit()


def cancel(plan: Workplan, name: str, source: str | None = None) -> Edit:
    """Cancel an event; its row stays."""
    row = _Row(plan, name)
    _refuse_cancelled(row.event)
    row.set("status", Status.CANCELLED.value)
    followers = [other.id for other in plan.followers_of(row.event) if other.status is not Status.CANCELLED]
    earlier = [one for one in row.event.after if plan.event(one).kind == "document"]
    if followers or earlier:
        names = [*earlier, *followers]
        row.remarks.append(f"look at what belongs to it: {_listed(names)}")
    row.record(source)
    return row.edit()


def reinstate(plan: Workplan, name: str, source: str | None = None) -> Edit:
    """Schedule an event again that was cancelled or postponed."""
    row = _Row(plan, name)
    if row.event.status is Status.SCHEDULED:
        raise CannotEditError(f"'{row.event.id}' is neither cancelled nor postponed")
    row.unset("status")
    if row.event.when.window is None:
        row.remarks.append(f"the date is {row.event.when}: gcmplan move {row.event.id} DATE")
    row.record(source)
    return row.edit()


def rename(plan: Workplan, name: str, new: str) -> Edit:
    """Give an event another id: it keeps the earlier one under `formerly`, and all references follow."""
    row = _Row(plan, name)
    old, path = row.event.id, plan.document.path
    taken = next((event.id for event in plan.events if new in (event.id, *event.formerly)), None)
    if taken:
        raise CannotEditError(f"the id '{new}' is used already", f"it is that of '{taken}', or was")
    row.set("id", new)
    row.add(path, Set(("events", row.index, "formerly"), [*row.event.formerly, old], EVENT_KEYS))
    for section, key in (("events", "after"), ("deadlines", "event"), ("waivers", "events")):
        row.add(path, *_renamed(plan.document.value_at((section,)), section, key, old, new))
    for filed in plan.sessions:
        if filed.session.event == old:
            row.add(filed.document.path, Set(("event",), new))
    for paper, document in plan.papers:
        places = (index for index, one in enumerate(paper.events) if one.id == old)
        row.add(document.path, *(Set(("events", index, "id"), new) for index in places))
    return row.edit()


def remove(plan: Workplan, name: str) -> Edit:
    """Take an event's row out of the plan.

    Raises:
        CannotEditError: something in the plan refers to it.

    """
    row = _Row(plan, name)
    users = [
        *(f"event '{other.id}'" for other in plan.followers_of(row.event)),
        *(f"deadline '{one.id}'" for one in plan.deadlines_of(row.event)),
        *(f"waiver {waiver}" for waiver in plan.waivers if row.event.id in waiver.events),
        *(f"session '{filed.session.id}'" for filed in plan.sessions_of(row.event)),
        *(f"'{paper.title}'" for paper, _ in plan.papers if any(one.id == row.event.id for one in paper.events)),
    ]
    if users:
        hint = f"gcmplan cancel {row.event.id}; what has been published is cancelled, not removed"
        raise CannotEditError(f"'{row.event.id}' is named by {_listed(users)}", hint)
    row.add(plan.document.path, Remove(("events", row.index)))
    return row.edit()


def add(plan: Workplan, values: dict[str, str]) -> Edit:
    """Put a new event into the plan, in its place among those of its phase."""
    row: dict[str, Value] = {key: values[key] for key in EVENT_KEYS if values.get(key)}
    when = moved(When.unknown(Certainty.TBA), values["when"])
    row["when"] = str(when)
    place = _place_of_new(plan, values.get("phase"), when)
    return Edit({plan.document.path: [Insert(("events", place), row, when.earliest)]})


def _refuse_cancelled(event: Event) -> None:
    if event.status is Status.CANCELLED:
        raise CannotEditError(f"'{event.id}' is cancelled", f"gcmplan reinstate {event.id}")


def _renamed(rows: Any, section: str, key: str, old: str, new: str) -> Iterator[Operation]:  # noqa: ANN401
    """Yield the operations that put a new id in the place of another, wherever a section's rows name it."""
    for index, row in enumerate(rows or ()):
        value = row.get(key)
        if value == old:
            yield Set((section, index, key), new)
        elif isinstance(value, list):
            yield from (Set((section, index, key, place), new) for place, one in enumerate(value) if one == old)


def _of_session(filed: FiledSession, old: When, new: When, remarks: list[str]) -> Iterator[Operation]:
    """Yield the operations that move a programme with its event; items keep their ids and hours."""
    session = filed.session
    if session.when == old:
        yield Set(("when",), str(new))
    if not session.days:
        return
    days = _new_days(old, new)
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


def _new_days(old: When, new: When) -> dict[date, date] | None:
    """Return on which day each day of a meeting is now; None if days are not known."""
    if not (old.exact and new.exact):
        return None
    before, after = ([day for span in when.spans for day in span.each_day()] for when in (old, new))
    return dict(zip(before, after, strict=False))


def _place_in_order(plan: Workplan, index: int, when: When) -> int:
    """Return the index at which a row stands in order of date within its phase: its own unless it is out of order."""
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


def _place_of_new(plan: Workplan, phase: str | None, when: When) -> int:
    """Return the index at which a new row is put: before the first of its phase that begins later, else behind all."""
    own = [(place, event) for place, event in enumerate(plan.events) if event.phase == phase]
    for place, event in own:
        if when.latest and event.when.spans and event.when.spans[0].first > when.latest:
            return place
    # Rows without a date stand at the end of a phase: what has one goes before them.
    dated = [place for place, event in own if event.when.spans]
    last = dated if when.window and dated else [place for place, _ in own]
    return last[-1] + 1 if last else len(plan.events)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")  # noqa: PLR2004


def _stand(names: list[str]) -> str:
    return "stand" if len(names) > 1 else "stands"
