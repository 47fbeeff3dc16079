"""The changes by command of a plan that cannot be loaded: each function returns the edit of its files alone.

Nothing else changes with it, as what depends on a row is known of a plan alone. Whether the edit mends the plan shows
when that is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.dates.span import Certainty
from gcmplan.dates.when import When
from gcmplan.editing.dates import confirmed, moved
from gcmplan.editing.edit import CannotEditError, Edit
from gcmplan.editing.event_row import EVENT_KEYS
from gcmplan.editing.new_place import place_named
from gcmplan.editing.operation import Insert, Operation, Remove, Set, Unset
from gcmplan.editing.rows import NO_SOURCE, id_of, references_to
from gcmplan.editing.targets import find_target
from gcmplan.editing.values import value_of
from gcmplan.plan.keys import annotation_of
from gcmplan.plan.model import Event, Status
from gcmplan.plan.place import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from gcmplan.files.document import Document

    Documents = Mapping[str, Document]

_TBA = When.unknown(Certainty.TBA)


class _Row:
    """The row of an event as its file has it."""

    def __init__(self, documents: Documents, name: str) -> None:
        """Find the row of an id, or of the beginning of one."""
        self.target = find_target(documents, f"event:{name.removeprefix('event:')}", "when")
        self.operations: list[Operation] = []

    @property
    def when(self) -> When:
        """The present date; to be announced if it cannot be read."""
        return When.parse_or_none(str(self.target.row.get("when"))) or _TBA

    def set(self, key: str, value: str) -> None:
        """Give a key a value."""
        self.operations.append(Set((*self.target.path, key), value, EVENT_KEYS))

    def unset(self, key: str) -> None:
        """Take a key away, if it is there."""
        if key in self.target.row:
            self.operations.append(Unset((*self.target.path, key)))

    def edit(self, source: str | None = None) -> Edit:
        """Return the edit, with a document added to those that the row names."""
        named = self.target.row.get("source")
        if source is not None and isinstance(named, str) and source not in named:
            self.set("source", f"{named}; {source}")
        if not self.operations:
            raise CannotEditError(f"nothing of {self.target} changes")
        return Edit({self.target.document.path: self.operations})


def move(documents: Documents, name: str, text: str, source: str | None = None) -> Edit:
    """Give an event another date; one that was postponed is scheduled again."""
    row = _Row(documents, name)
    row.set("when", str(moved(row.when, text)))
    if row.target.row.get("status") == Status.POSTPONED.value:
        row.unset("status")
    return row.edit(source)


def confirm(documents: Documents, name: str, text: str | None = None, source: str | None = None) -> Edit:
    """Drop TBC and TBA from an event, its date and its place; with a date, that one is confirmed."""
    row = _Row(documents, name)
    row.set("when", str(moved(row.when, text) if text else confirmed(row.when)))
    row.unset("certainty")
    place = Place.parse(str(row.target.row.get("place") or ""))
    if place.name and place.certainty is not Certainty.CONFIRMED:
        row.set("place", place.name)
    if row.target.row.get("status") == Status.POSTPONED.value:
        row.unset("status")
    return row.edit(source)


def postpone(documents: Documents, name: str, text: str | None = None, source: str | None = None) -> Edit:
    """Postpone an event: to another date, or to one that is to be announced."""
    if text is not None:
        return move(documents, name, text, source)
    row = _Row(documents, name)
    row.set("status", Status.POSTPONED.value)
    row.set("when", str(_TBA))
    return row.edit(source)


def cancel(documents: Documents, name: str, source: str | None = None) -> Edit:
    """Cancel an event; its row stays."""
    row = _Row(documents, name)
    row.set("status", Status.CANCELLED.value)
    return row.edit(source)


def reinstate(documents: Documents, name: str, source: str | None = None) -> Edit:
    """Schedule an event again."""
    row = _Row(documents, name)
    row.unset("status")
    return row.edit(source)


def remove(documents: Documents, names: Iterable[str], published: Collection[str] = ()) -> Edit:
    """Take the rows of events out of the plan; one that is published, or that is named anywhere else, stays.

    Raises:
        CannotEditError: one stays.

    """
    rows = {row.target.path: row for row in (_Row(documents, name) for name in names)}
    for row in rows.values():
        if row.target.name in published or any(_references(documents, row, "").values()):
            raise CannotEditError(f"{row.target} is published, or named elsewhere in the plan")
    paths = sorted(rows, key=lambda path: int(path[-1]), reverse=True)
    return Edit({next(iter(documents)): [Remove(path) for path in paths]})


def rename(documents: Documents, name: str, new: str, source: str | None = None) -> Edit:
    """Give an event another id, and what refers to it; the earlier one is none that could be kept."""
    row = _Row(documents, name)
    row.set("id", new)
    found = dict(row.edit(source).operations)
    for path, operations in _references(documents, row, new).items():
        found[path] = [*found.get(path, ()), *operations]
    return Edit(found)


def _references(documents: Documents, row: _Row, new: str) -> dict[str, list[Operation]]:
    """Return the operations that put a new id where an event is named, by the path of the file."""
    main = row.target.document
    found = {
        path: list(references_to(document, row.target.name, new, is_main=document is main))
        for path, document in documents.items()
    }
    return {path: operations for path, operations in found.items() if operations}


def add(documents: Documents, values: Mapping[str, str]) -> Edit:
    """Put a new event behind all others; a city that no row of places.yaml has gets one."""
    found = dict(values)
    place = place_named(documents, found.get("place") or "TBA")
    if found.get("place"):
        found["place"] = place.text
    found |= {"when": str(moved(_TBA, found["when"])), "source": found.get("source") or NO_SOURCE}
    found["id"] = found.get("id") or id_of(found.get("short") or "") or id_of(found["title"])
    main = next(iter(documents.values()))
    rows = main.value_at(("events",))
    if not isinstance(rows, list):
        raise CannotEditError("the plan has no list of events")
    row = {key: value_of(key, annotation_of(Event, key), [found[key]]) for key in EVENT_KEYS if found.get(key)}
    return place.added_to(Edit({main.path: [Insert(("events", len(rows)), row)]}))
