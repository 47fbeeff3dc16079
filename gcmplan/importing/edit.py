"""Drafts to one edit of a plan: rows that are there already are left out, unknown names become doubts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gcmplan.dates.when import When
from gcmplan.editing.edit import Edit
from gcmplan.editing.new_place import SeveralCitiesError, UnknownPlaceError, place_named
from gcmplan.editing.operation import Insert, Operation
from gcmplan.editing.rows import add, id_of, known_group
from gcmplan.errors import UnknownValueError
from gcmplan.importing.table import CannotImportError
from gcmplan.plan.model import Event
from gcmplan.text.accents import folded
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcmplan.importing.draft import Draft
    from gcmplan.plan.workplan import Workplan


class NothingNewError(Exception):
    """Every draft is in the plan already."""


def edit_of(plan: Workplan, drafts: Sequence[Draft], source: str, group: str | None) -> Edit:
    """Return the edit that adds drafts as events; `group` is that of drafts without one.

    Raises:
        CannotImportError: a draft has no group.
        NothingNewError: all of them are there already.

    """
    return _Adding(plan, source, group).edit(drafts)


class _Adding:
    """Adds drafts one after another, each to the plan with those before it."""

    def __init__(self, plan: Workplan, source: str, group: str | None) -> None:
        self.plan, self.source = plan, source
        self.group = known_group(plan, group) if group else plan.groups[0].id if len(plan.groups) == 1 else None
        self.operations: dict[str, list[Operation]] = {}
        self.remarks: list[str] = []
        self.there = {(folded(event.title), str(event.when)) for event in plan.events}
        self.new_places: set[str] = set()
        self.left = 0

    def edit(self, drafts: Sequence[Draft]) -> Edit:
        for draft in drafts:
            key = folded(draft.values["title"]), str(When.parse(draft.values["when"]))
            if key in self.there:
                self.left += 1
                continue
            self.there.add(key)
            self.add(draft)
        if not self.operations:
            raise NothingNewError
        if self.left:
            self.remarks.insert(
                0, plural(self.left, "{} row is in the plan already", "{} rows are in the plan already")
            )
        return Edit(self.operations, tuple(self.remarks))

    def add(self, draft: Draft) -> None:
        doubts = list(draft.doubts)
        values = dict(draft.values)
        values["group"] = self.group_of(draft, values.get("group"), doubts)
        if "place" in values and not self.is_place(values["place"], doubts):
            del values["place"]
        unknown = [key for key in ("phase", "body") if key in values and not self.is_known(key, values[key])]
        doubts += [f"the {key} “{values.pop(key)}” is not known" for key in unknown]
        if not values.get("id"):
            values["id"] = self.new_id(values["title"])
        values |= {"source": values.get("source") or self.source}
        values |= {"doubt": f"{draft.where}: {'; '.join(doubts)}"} if doubts else {}
        found = add(self.plan, values)
        for path, operations in found.operations.items():
            self.enter(path, operations)
        # Each row comes to its place among those before it.
        [insert] = (one for one in found.operations[self.plan.document.path] if isinstance(one, Insert))
        event = Event.model_validate(insert.value)
        index = int(insert.path[-1])
        events = self.plan.events
        self.plan = replace(self.plan, events=(*events[:index], event, *events[index:]))

    def enter(self, path: str, operations: Sequence[Operation]) -> None:
        for operation in operations:
            row = operation.value if isinstance(operation, Insert) and path != self.plan.document.path else None
            name = str(row["name"]) if isinstance(row, dict) and "name" in row else ""
            # A city that two rows name is added once.
            if name not in self.new_places:
                self.operations.setdefault(path, []).append(operation)
            self.new_places |= {name} if name else set()

    def group_of(self, draft: Draft, text: str | None, doubts: list[str]) -> str:
        try:
            if text:
                return known_group(self.plan, text)
        except UnknownValueError:
            doubts.append(f"the group “{text}” is not known")
        if self.group is None:
            known = ", ".join(group.id for group in self.plan.groups)
            raise CannotImportError(f"{draft.where}: no group is known", f"give one with --group: {known}")
        return self.group

    def is_place(self, text: str, doubts: list[str]) -> bool:
        try:
            place_named(self.plan.documents, text)
        except UnknownPlaceError:
            doubts.append(f"the place “{text}” is not known")
        except SeveralCitiesError as error:
            doubts.append(f"{error.args[0]}")
        except (UnknownValueError, ValueError):
            doubts.append(f"the place “{text}” cannot be read")
        else:
            return True
        return False

    def is_known(self, key: str, text: str) -> bool:
        known = self.plan.phases if key == "phase" else self.plan.bodies
        return any(row.id == text for row in known)

    def new_id(self, title: str) -> str:
        taken = {name for event in self.plan.events for name in (event.id, *event.formerly)}
        made = id_of(title) or "event"
        names = (made if number == 1 else f"{made}-{number}" for number in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)
