"""Changes and removals of events to one edit, and the plan in memory as it is then."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from gcmplan.dates.when import When
from gcmplan.editing.edit import CannotEditError
from gcmplan.editing.event_row import EventRow, place_in_order
from gcmplan.editing.new_place import place_named
from gcmplan.editing.operation import Insert, Move, Operation
from gcmplan.editing.rows import id_of, known_group, remove
from gcmplan.errors import UnknownValueError
from gcmplan.importing.table import CannotImportError
from gcmplan.plan.model import Group
from gcmplan.plan.place import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from gcmplan.importing.compared import Change
    from gcmplan.plan.workplan import Workplan


class Changing:
    """Makes changes one after another, each to the plan with those before it."""

    def __init__(self, plan: Workplan, source: str | None) -> None:
        """Begin with a plan; `source` is the document that says so."""
        self.plan, self.source = plan, source
        self.operations: dict[str, list[Operation]] = {}
        self.remarks: list[str] = []
        self.named: set[str] = set()
        """The events of the changes."""
        self.unchanged = 0
        """Changes without a value."""

    def add_groups(self, names: Iterable[str], colours: Mapping[str, str]) -> None:
        """Add the groups that the plan does not know."""
        for name in dict.fromkeys(names):
            try:
                known_group(self.plan, name)
            except UnknownValueError:
                self._add_group(name, colours.get(name))

    def _add_group(self, name: str, colour: str | None) -> None:
        taken = {group.id for group in self.plan.groups}
        made = id_of(name) or "group"
        names = chain([made], (f"{made}-{number}" for number in count(2)))
        values = {"id": next(one for one in names if one not in taken)}
        values |= {"title": name, **({"color": colour} if colour else {})}
        group = Group.model_validate(values)
        self._enter({self.plan.document.path: [Insert(("groups", len(self.plan.groups)), dict(values))]})
        self.plan = replace(self.plan, groups=(*self.plan.groups, group))
        self.remarks.append(f"the group “{name}” is new")

    def change(self, changes: Sequence[Change]) -> None:
        """Give events new values, then move their rows into the order of dates.

        Raises:
            CannotImportError: two changes of one event are not the same.

        """
        firsts: dict[str, Change] = {}
        for one in changes:
            first = firsts.setdefault(one.event, one)
            if first.values != one.values:
                raise CannotImportError(
                    f"{first.where} and {one.where} are both the event '{one.event}', and say different things",
                    "write a review with --review, and delete one of the two rows or its line 'event:'",
                )
        for one in firsts.values():
            self.named.add(one.event)
            if one.values:
                self._change(one)
            else:
                self.unchanged += 1
        for one in firsts.values():
            if "when" in one.values or "phase" in one.values:
                self._move(one.event)

    def remove(self, names: Sequence[str], published: Collection[str]) -> None:
        """Take events out, those that others name after these; remark on those that must stay."""
        left, refused = list(names), dict[str, CannotEditError]()
        while left:
            refused = {name: error for name in left if (error := self._remove(name, published))}
            if len(refused) == len(left):
                break
            left = list(refused)
        for name, error in refused.items():
            self.remarks.append(f"'{name}' is not removed: {error} ({error.hint})")

    def _remove(self, name: str, published: Collection[str]) -> CannotEditError | None:
        try:
            edit = remove(self.plan, [name], published)
        except CannotEditError as error:
            return error
        self._enter(edit.operations)
        self.plan = replace(self.plan, events=tuple(event for event in self.plan.events if event.id != name))
        return None

    def _change(self, change: Change) -> None:
        row = EventRow(self.plan, change.event)
        news: dict[str, Any] = dict(change.values)
        for key, text in change.values.items():
            if key == "when":
                news[key] = When.parse(text)
                row.date(news[key])
            elif key == "place" and text:
                named = place_named(self.plan.documents, text)
                news[key] = Place.parse(named.text)
                row.place(named.text)
                self._enter(named.operations)
                self.remarks += named.remarks
            elif text:
                row.set(key, text)
            else:
                row.unset(key)
        if self.source and "source" not in change.values:
            row.record(self.source)
        self._enter(row.operations)
        self.remarks += (f"'{change.event}': {remark}" for remark in row.remarks)
        # The order of rows needs the date and the phase, references the id: the rest is read from the files afterwards.
        known = {key: value or None for key, value in news.items() if key in {"when", "phase"}}
        event = row.event.model_copy(update=known)
        self.plan = replace(self.plan, events=_with(self.plan.events, row.index, event))

    def _move(self, name: str) -> None:
        """Move a row to its place in the order of dates."""
        index = next(place for place, event in enumerate(self.plan.events) if event.id == name)
        event = self.plan.events[index]
        target = place_in_order(self.plan, index, event.when)
        if target != index:
            self._enter({self.plan.document.path: [Move(("events", index), target, event.when.earliest)]})
            others = [*self.plan.events[:index], *self.plan.events[index + 1 :]]
            self.plan = replace(self.plan, events=(*others[:target], event, *others[target:]))

    def _enter(self, operations: Mapping[str, Sequence[Operation]]) -> None:
        for path, some in operations.items():
            self.operations.setdefault(path, []).extend(some)


def _with(events: tuple[Any, ...], index: int, event: Any) -> tuple[Any, ...]:  # noqa: ANN401
    return (*events[:index], event, *events[index + 1 :])
