"""A workbook of `export xlsx` beside its plan: what was changed in its cells, in the plan since, or in both."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.importing.book_cells import KEYS, Cells, draft_of, order_in
from gcmplan.importing.new_values import WrongCellError, value_in, value_now
from gcmplan.importing.table import CannotImportError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gcmplan.importing.draft import Draft
    from gcmplan.importing.own_workbook import Book, BookRow, Exported
    from gcmplan.plan.model import Event
    from gcmplan.plan.workplan import Workplan


class Change(NamedTuple):
    """New values of an event: texts by its keys; empty where a key is removed."""

    where: str
    event: str
    values: Mapping[str, str]
    was: Mapping[str, str] = {}


class Compared(NamedTuple):
    """The changes that a workbook makes to a plan."""

    changes: list[Change]
    drafts: list[Draft]
    removed: list[str]
    """Events that have no row any more."""
    remarks: list[str]
    """Conflicts, and cells that cannot be taken over."""
    conflicts: Sequence[str] = ()
    """Those of the remarks that are conflicts."""


def compared(plan: Workplan, book: Book, current: Mapping[str, Exported]) -> Compared:
    """Return the changes of a workbook; `current` are the values of its events as they would be exported now."""
    return _Comparison(plan, book, current).result()


def still_made(plan: Workplan, book: Book, current: Mapping[str, Exported], given: Iterable[Change]) -> Compared:
    """Return the changes of a review that can be made: their events were not changed in the plan since the export."""
    return _Comparison(plan, book, current).still_made(given)


def is_of(plan: Workplan, book: Book) -> bool:
    """Whether a workbook is one of a plan: of its domain, and with events that it has."""
    known = {name for event in plan.events for name in (event.id, *event.formerly)}
    return book.domain == plan.calendar.domain and not known.isdisjoint(book.exported)


def all_new(book: Book) -> list[Draft]:
    """Return the events of a workbook of another plan."""
    order = order_in(book)
    details = {name: more[0].cells for name, more in book.details.items()}
    firsts = {name: found[0] for name, found in book.rows.items() if found}
    rows = [row._replace(cells={**row.cells, **details.get(name, {})}) for name, row in firsts.items()]
    return [draft for row in (*rows, *book.new) if (draft := draft_of(row, order, None))]


class _Comparison:
    def __init__(self, plan: Workplan, book: Book, current: Mapping[str, Exported]) -> None:
        self.plan, self.book, self.current = plan, book, current
        self.order = order_in(book)
        self.by_name = {name: event for event in plan.events for name in (*event.formerly, event.id)}
        self.remarks, self.conflicts = list(book.remarks), list[str]()

    def result(self) -> Compared:
        changes = [change for name in self.book.exported if (change := self.change(name))]
        removed = [self.by_name[name].id for name in self.book.exported if self.is_removed(name)]
        drafts = [draft for row in self.book.new if (draft := self.draft(row))]
        return Compared(changes, drafts, removed, self.remarks, self.conflicts)

    def is_removed(self, name: str) -> bool:
        return name in self.by_name and not self.book.rows.get(name)

    def draft(self, row: BookRow) -> Draft | None:
        draft = draft_of(row, self.order, self.book.exported.get(row.text("Id")))
        if draft is None:
            self.remarks.append(f"{row.where}: left out, as it has no title")
        return draft

    def change(self, name: str) -> Change | None:
        """Return the change of an event, or remark why there is none though cells were changed."""
        cells = self.cells(name)
        if not cells.is_changed:
            return None
        self.remarks += (f"{cells.where}: {text}" for text in cells.not_read())
        event = self.by_name.get(name)
        if event is None:
            self.remarks.append(f"{cells.where}: '{name}' is no event of the plan; its changes are not taken over")
            return None
        values = dict(self.values(cells, event))
        return self.new(Change(cells.where, event.id, values), name)

    def cells(self, name: str) -> Cells:
        book = self.book
        return Cells(book.rows.get(name, []), book.details.get(name, []), book.exported[name], self.order)

    def new(self, change: Change, name: str) -> Change | None:
        """Return a change without the values that the plan has already; None if none is left, or it is a conflict."""
        event, values = self.by_name[change.event], change.values
        new = {key: text for key, text in values.items() if text != value_now(event, key)}
        made = Change(change.where, event.id, new, {key: value_now(event, key) for key in new})
        return made if new and not self.is_conflict(made, self.cells(name)) else None

    def still_made(self, given: Iterable[Change]) -> Compared:
        """Return the changes of a review that can be made."""
        changes = []
        self.remarks.clear()
        names = {event.id: name for name in self.book.exported if (event := self.by_name.get(name))}
        for change in given:
            event = self.by_name.get(change.event)
            if event is None or event.id not in names:
                raise CannotImportError(
                    f"{change.where}: the workbook has no event '{change.event}'", "see its column Id"
                )
            values = {key: self.known(change, key, text) for key, text in change.values.items()}
            changes.append(self.new(change._replace(event=event.id, values=values), names[event.id]))
        return Compared([change for change in changes if change], [], [], self.remarks, self.conflicts)

    def known(self, change: Change, key: str, text: str) -> str:
        try:
            return value_in(self.plan, key, text)
        except WrongCellError as error:
            raise CannotImportError(f"{change.where}: {error}", "write another one into the review") from None

    def is_conflict(self, change: Change, cells: Cells) -> bool:
        """Whether an event was changed in the plan, too, otherwise than in the workbook; then remark on it."""
        base, now = cells.base, self.current[change.event]
        since = [one for one in KEYS if base.text(one) != now.text(one) and not cells.agree(one, now)]
        if since:
            texts = (f"{key} “{text}” (plan: “{change.was[key]}”)" for key, text in change.values.items())
            changed = ", ".join(f"{one} “{base.text(one)}” to “{now.text(one)}”" for one in since)
            self.conflicts.append(
                f"{change.where}: conflict: the plan has changed {changed} of '{change.event}' since; "
                f"not written: {'; '.join(texts)}"
            )
            self.remarks.append(self.conflicts[-1])
        return bool(since)

    def values(self, cells: Cells, event: Event) -> Iterator[tuple[str, str]]:
        """Yield the values of the changed cells by their keys; remark on cells that cannot be values."""
        for key in dict.fromkeys(KEYS.values()):
            try:
                text = cells.value(key)
                if text is not None:
                    self.check_own(event, key, text)
                    yield key, value_in(self.plan, key, text)
            except WrongCellError as error:
                self.remarks.append(f"{cells.where}: {error}; it stays as it is")

    def check_own(self, event: Event, key: str, text: str) -> None:
        """Refuse an empty cell if the event's row has no such key: the value is that of its group or of the plan."""
        index = next(place for place, one in enumerate(self.plan.events) if one.id == event.id)
        if not text and key not in self.plan.document.value_at(("events", index)):
            raise WrongCellError(f"the {key} is that of its group or of the plan, and cannot be emptied")
