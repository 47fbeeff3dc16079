"""Drafts beside the events of a plan: which are there already, which may be events under another title or date.

An id decides, or the title with the date. Else the title on another date, or the date and place under another title,
propose an event if there is one alone, as does the title on days in its window: whether it is that one is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from gcmplan.dates.when import When
from gcmplan.importing.compared import Change
from gcmplan.importing.new_values import WrongCellError, can_be, inherited, value_in, value_now
from gcmplan.plan.place import Place
from gcmplan.query.filters import find_event
from gcmplan.text.accents import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gcmplan.dates.span import Span
    from gcmplan.importing.draft import Draft
    from gcmplan.plan.model import Event
    from gcmplan.plan.workplan import Workplan

T = TypeVar("T")
_UNIQUE = 20
"""The characters of a UID without a domain that no other calendar has, either; a number of a row has fewer."""
_NOT_CHANGED = {"id", "after", "source", "formerly", "uid"}
"""Keys of an event that a newer edition of a table does not change."""


def matched(
    plan: Workplan, drafts: Sequence[Draft], named: Mapping[str, str], *, adds_groups: bool = False
) -> list[Draft]:
    """Return the drafts with the events that they are or may be, and hints on values that the plan does not know.

    `named` are events by the UIDs of entries.

    Raises:
        UnknownValueError: the plan has no such event.

    """
    ids = {name: event.id for event in plan.events for name in (*event.formerly, event.id)}
    uids = {event.uid: event.id for event in plan.events if event.uid}
    drafts = [draft._replace(values={**draft.values, **_identity(plan, draft.uid)}) for draft in drafts]
    # At the first import, the first of the repetitions of an entry has got its UID.
    firsts = {draft.uid: index for index, draft in reversed(list(enumerate(drafts)))}
    sure = {uid: find_event(plan, name).id for uid, name in named.items()}

    def known(index: int, draft: Draft) -> str:
        if draft.event or draft.uid in sure:
            return draft.event or sure[draft.uid]
        is_first = not draft.uid or index == firsts[draft.uid]
        return uids.get(draft.uid) or ids.get(_id_in(draft), "") if is_first else ""

    found = [
        draft._replace(
            event=known(index, draft),
            hints=tuple(_hints(plan, draft, {"group"} if adds_groups else set())),
        )
        for index, draft in enumerate(drafts)
    ]
    _match_same(plan, found)
    for of_event, of_draft in _LIKENESSES:
        taken = {draft.event for draft in found}
        by_event = _by([event for event in plan.events if event.id not in taken], of_event)
        rows = [index for index, draft in enumerate(found) if not draft.event]
        by_row = _by(rows, lambda index, key=of_draft: key(plan, found[index]))  # type: ignore[misc]
        for key, events in by_event.items():
            if key is not None and len(events) == len(by_row.get(key, ())) == 1:
                [index] = by_row[key]
                found[index] = found[index]._replace(event=events[0].id, is_guess=True)
    _match_windows(plan, found)
    return found


def _match_windows(plan: Workplan, drafts: list[Draft]) -> None:
    """Propose for a draft the one event with its title in whose window its days are, if these are in no other."""
    taken = {draft.event for draft in drafts}
    there = _by([event for event in plan.events if event.id not in taken], _title)
    rows: dict[str, list[int]] = {}
    for index, draft in enumerate(drafts):
        spans = When.parse(draft.values["when"]).spans
        events = there.get(folded(draft.values["title"]), ())
        around = [event.id for event in events if _is_within(spans, event.when)]
        if spans and not draft.event and len(around) == 1:
            rows.setdefault(around[0], []).append(index)
    for name, found in rows.items():
        if len(found) == 1:
            drafts[found[0]] = drafts[found[0]]._replace(event=name, is_guess=True)


def _is_within(spans: Sequence[Span], when: When) -> bool:
    window = None if when.spans else when.window
    return window is not None and all(window.first <= one.first and one.last <= window.last for one in spans)


def _match_same(plan: Workplan, drafts: list[Draft]) -> None:
    """Give drafts the events with the same title and date; two rows alike are two events."""
    taken = {draft.event for draft in drafts}
    there = _by([event for event in plan.events if event.id not in taken], _title_and_date)
    for index, draft in enumerate(drafts):
        same = there.get((folded(draft.values["title"]), str(When.parse(draft.values["when"]))))
        if same and not draft.event:
            drafts[index] = draft._replace(event=same.pop(0).id)


def _id_in(draft: Draft) -> str:
    return draft.values.get("id") or draft.values.get("formerly", "")


def _identity(plan: Workplan, uid: str) -> dict[str, str]:
    """Return the value that keeps the UID of an entry, so that our feed does not double it.

    In the plan's own domain it is a former id; that of another calendar is kept as it is.
    """
    name, _, domain = uid.rpartition("@")
    if domain == plan.calendar.domain:
        return {"formerly": name} if can_be("id", name) else {}
    is_unique = "@" in uid or len(uid) >= _UNIQUE
    return {"uid": uid} if is_unique and can_be("uid", uid) else {}


def _by(items: Iterable[T], key: Callable[[T], object]) -> dict[object, list[T]]:
    found: dict[object, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def with_hints(plan: Workplan, drafts: Iterable[Draft]) -> list[Draft]:
    """Return drafts with hints on values that the plan does not know."""
    return [draft._replace(hints=tuple(_hints(plan, draft, set()))) for draft in drafts]


def change_of(plan: Workplan, draft: Draft) -> Change:
    """Return the change that a draft makes to the event that it is; what cannot be a value stays as it is.

    Raises:
        UnknownValueError: the plan has no such event.

    """
    event = find_event(plan, draft.event)
    values = {}
    for key, text in draft.values.items():
        if key in _NOT_CHANGED or (key == "when" and draft.has_no_date):
            continue
        try:
            value = value_in(plan, key, text)
        except WrongCellError:
            continue
        if value not in (value_now(event, key), inherited(plan, event.group, key)):
            values[key] = value
    return Change(draft.where, event.id, values, {key: value_now(event, key) for key in values})


def _hints(plan: Workplan, draft: Draft, known: set[str]) -> Iterator[str]:
    for key, text in draft.values.items():
        if key not in {*_NOT_CHANGED, *known, "title"}:
            try:
                value_in(plan, key, text)
            except WrongCellError as error:
                yield str(error)


def _title_and_date(event: Event) -> tuple[str, str]:
    return folded(event.title), str(event.when)


def _title(event: Event) -> str:
    return folded(event.title)


def _title_of(_: Workplan, draft: Draft) -> str:
    return folded(draft.values["title"])


def _day_and_place(event: Event) -> tuple[object, str] | None:
    return (event.when.spans, event.place.name) if event.when.spans and event.place and event.place.name else None


def _day_and_place_of(plan: Workplan, draft: Draft) -> tuple[object, str] | None:
    spans, text = When.parse(draft.values["when"]).spans, draft.values.get("place", "")
    if not (spans and text):
        return None
    try:
        place = Place.parse(value_in(plan, "place", text))
    except WrongCellError:
        return None
    return (spans, place.name) if place.name else None


_LIKENESSES = ((_title, _title_of), (_day_and_place, _day_and_place_of))
