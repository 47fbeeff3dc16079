"""Drafts to one edit of a plan: rows that are there already are left out, unknown names become doubts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import chain, count
from typing import TYPE_CHECKING

from gcmplan.dates.when import When
from gcmplan.editing.edit import Edit
from gcmplan.editing.new_place import SeveralCitiesError, UnknownPlaceError, place_named
from gcmplan.editing.operation import Insert, Operation
from gcmplan.editing.rows import add, id_of, known_group
from gcmplan.errors import UnknownValueError
from gcmplan.importing.matched import change_of
from gcmplan.importing.new_values import WrongCellError, can_be, inherited, value_in
from gcmplan.importing.table import CannotImportError
from gcmplan.plan.model import Event
from gcmplan.text.accents import folded
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from gcmplan.importing.changing import Changing
    from gcmplan.importing.draft import Draft
    from gcmplan.plan.workplan import Workplan

_SHOWN = 60
"""Characters of a text that is far too long."""


def _first_day(draft: Draft) -> date:
    """Return the first day of a draft; the last of all days for one without a date."""
    return When.parse(draft.values["when"]).earliest or date.max


class NothingNewError(Exception):
    """No draft can be added; the remarks say why."""

    def __init__(self, remarks: Sequence[str]) -> None:
        """Keep the remarks."""
        super().__init__(*remarks)


def edit_of_table(drafts: Sequence[Draft], changing: Changing, file: str, group: str | None) -> Edit:
    """Return the edit that a table makes: drafts that are events of the plan change these, the others are added.

    Raises:
        UnknownValueError: a draft is an event that the plan has not.
        Other errors as `edit_of`.

    """
    changing.change([change_of(changing.plan, draft) for draft in drafts if draft.event])
    # A review that is given back a second time has rows that were new when it was written.
    rows = {_key_of(draft) for draft in drafts}
    there = {event.id for event in changing.plan.events if _known_by(event) in rows}
    changing.remarks += missing(changing.plan, changing.source or file, there.union(changing.named))
    return edit_of([draft for draft in drafts if not draft.event], changing, file, group)


def missing(plan: Workplan, source: str, named: Collection[str]) -> Iterator[str]:
    """Yield a remark on each event of a source that is not named any more."""
    for event in plan.events:
        if event.source == source and event.id not in named:
            yield f"'{event.id}' is in no row of the file any more: gcmplan cancel {event.id}"


def edit_of(drafts: Sequence[Draft], before: Changing, file: str, group: str | None) -> Edit:
    """Return the edit that adds drafts as events, after the changes made before.

    The file is their source if none is given; `group` is that of drafts without one.

    Raises:
        CannotImportError: a draft has no group.
        NothingNewError: none of them is new, and nothing changes before.

    """
    return _Adding(before, file, group).edit(drafts)


class _Adding:
    """Adds drafts one after another, each to the plan with those before it."""

    def __init__(self, before: Changing, file: str, group: str | None) -> None:
        self.plan, self.source, self.left = before.plan, before.source or file, before.unchanged
        groups = self.plan.groups
        self.group = known_group(self.plan, group) if group else groups[0].id if len(groups) == 1 else None
        self.operations: dict[str, list[Operation]] = {}
        self.remarks = list(before.remarks)
        self.there = Counter(_known_by(event) for event in self.plan.events if event.id not in before.named)
        self.ids = {name for event in self.plan.events for name in (event.id, *event.formerly)}
        self.uids = {event.uid for event in self.plan.events}
        self.known = self.ids
        """Ids that events may name."""
        self.new_places: set[str] = set()
        for path, operations in before.operations.items():
            self.enter(path, operations)

    def edit(self, drafts: Sequence[Draft]) -> Edit:
        """Return the edit of the drafts that are not there yet."""
        self.known = self.ids.union(draft.values.get("id", "") for draft in drafts)
        new = [draft for draft in drafts if not self.is_there(draft)]
        said = dict[int, list[str]]()
        # In the order of their dates, rows that are next to each other come one after another: a window shows both.
        for number, draft in sorted(enumerate(new), key=lambda one: _first_day(one[1])):
            said[number] = self.add(draft)
        self.remarks += chain.from_iterable(said[number] for number in range(len(new)))
        if self.left:
            self.remarks.insert(
                0, plural(self.left, "{} row is in the plan already", "{} rows are in the plan already")
            )
        if not self.operations:
            raise NothingNewError(self.remarks)
        return Edit(self.operations, tuple(self.remarks))

    def is_there(self, draft: Draft) -> bool:
        """Whether a draft is an event of the plan; of two rows alike, each is another event."""
        key = _key_of(draft)
        if not self.there[key]:
            return False
        self.there[key] -= 1
        self.left += 1
        return True

    def check_identity(self, values: dict[str, str], news: list[str]) -> None:
        """Take out an id or a UID that another event has; a changed repetition has the UID of its entry."""
        if values.get("id") in self.ids:
            news.append(f"the id “{values.pop('id')}” is that of another event")
        if values.get("uid") in self.uids:
            values.pop("uid", None)
        self.uids.add(values.get("uid"))

    def add(self, draft: Draft) -> list[str]:
        """Add a draft; a value that cannot be taken over becomes a doubt with its words, which are returned."""
        news: list[str] = []
        values = dict(draft.values)
        values["group"] = self.group_of(draft, values.get("group"), news)
        if "place" in values and not self.is_place(values["place"], news):
            del values["place"]
        self.check_identity(values, news)
        for key in ("phase", "body"):
            try:
                values |= {key: value_in(self.plan, key, values[key])} if key in values else {}
            except WrongCellError as error:
                del values[key]
                news.append(str(error))
        if after := [name for name in re.split(r"[\s,]+", values.pop("after", "")) if name]:
            values["after"] = ", ".join(name for name in after if name in self.known)
            news += (
                f"the event “{name}” that comes before it is not known" for name in after if name not in self.known
            )
        for key in ("body", "mandate"):
            if values.get(key) == inherited(self.plan, values["group"], key):
                values.pop(key, None)
        news += _without_wrong(values, draft)
        if not (values.get("id") or id_of(values["title"])):
            # Titles in other letters give no id.
            values["id"] = next(name for name in map("event-{}".format, count(1)) if not self.plan.has_event(name))
        values |= {"source": values.get("source") or self.source}
        doubts = [*draft.doubts, *news]
        values |= {"doubt": f"{draft.where}: {'; '.join(doubts)}"} if doubts else {}
        found = add(self.plan, values)
        for path, operations in found.operations.items():
            self.enter(path, operations)
        # Each row comes to its place among those before it.
        [insert] = (one for one in found.operations[self.plan.document.path] if isinstance(one, Insert))
        index, events = int(insert.path[-1]), self.plan.events
        event = Event.model_validate(insert.value)
        self.ids.add(event.id)
        self.plan = replace(self.plan, events=(*events[:index], event, *events[index:]))
        # The review has the other doubts; these are seen before the effect is agreed to.
        return [f"{draft.where}: {one}" for one in news]

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


def _key_of(draft: Draft) -> tuple[str, str]:
    return folded(draft.values["title"]), str(When.parse(draft.values["when"]))


def _known_by(event: Event) -> tuple[str, str]:
    return folded(event.title), str(event.when)


def _without_wrong(values: dict[str, str], draft: Draft) -> list[str]:
    """Take values out that an event cannot have, and return doubts with their words.

    Raises:
        CannotImportError: the title or the date is wrong.

    """
    wrong = [key for key, text in values.items() if not can_be(key, text)]
    if named := next((key for key in ("title", "when") if key in wrong), None):
        text = values[named]
        shown = f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text
        raise CannotImportError(f"{draft.where}: no event can have the {named} “{shown}”", "shorten it")
    if "timezone" in wrong and "hours" in values:
        # In another zone these would be other hours.
        wrong.append("hours")
    return [f"the {key} “{values.pop(key)}” cannot be taken over" for key in dict.fromkeys(wrong)]
