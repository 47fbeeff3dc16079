"""Rows of events as a whole: a new one, one under another id, one less."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

from gcmplan.dates.span import Certainty
from gcmplan.dates.when import When
from gcmplan.editing.dates import moved
from gcmplan.editing.edit import CannotEditError, Edit
from gcmplan.editing.event_row import EVENT_KEYS, EventRow, listed
from gcmplan.editing.new_place import place_named
from gcmplan.editing.operation import Insert, Operation, Remove, Set, Value
from gcmplan.editing.values import value_of
from gcmplan.errors import UnknownValueError
from gcmplan.plan.keys import annotation_of, keys_of
from gcmplan.plan.model import Event
from gcmplan.plan.sections import MAIN, MODELS
from gcmplan.text.accents import folded, unaccented

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from gcmplan.files.document import Document
    from gcmplan.plan.workplan import Workplan

NO_SOURCE = "No document named"
"""The source of an event that is added without one."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 40
_REFERENCES = [
    (section, key) for section in MAIN for key, facts in keys_of(MODELS[section]).items() if facts.refers == "events"
]
"""The sections of workplan.yaml and their keys that name events."""


def rename(plan: Workplan, name: str, new: str, source: str | None = None) -> Edit:
    """Give an event another id: it keeps the earlier one under `formerly`, and all references follow."""
    row = EventRow(plan, name)
    old, path = row.event.id, plan.document.path
    if not _ID.fullmatch(new):
        made = id_of(new)
        hint = "write lower-case letters and digits, with hyphens between" + (f", like {made}" if made else "")
        raise CannotEditError(f"{new!r} cannot be an id", hint)
    _check_unused_id(plan, old, new)
    row.set("id", new)
    row.add(path, Set(("events", row.index, "formerly"), [*row.event.formerly, old], EVENT_KEYS))
    for document in plan.documents.values():
        row.add(document.path, *references_to(document, old, new, is_main=document is plan.document))
    if source is not None:
        row.record(source)
    return row.edit()


def _check_unused_id(plan: Workplan, old: str, new: str) -> None:
    """Raise an error if an event has, or had, the id that another one is to have."""
    taken = next((event for event in plan.events if new in (event.id, *event.formerly)), None)
    if taken is None:
        return
    if new == old:
        raise CannotEditError(f"'{old}' has this id already", f"choose another one: gcmplan rename {old} NEW")
    if taken.id == old:
        hint = "'gcmplan undo' takes the last rename back; else choose another one"
        raise CannotEditError(f"'{old}' had the id '{new}' before, and keeps it under 'formerly'", hint)
    has = "has it" if new == taken.id else "had it before"
    raise CannotEditError(f"the id '{new}' is used already", f"choose another one: '{taken.id}' {has}")


def remove(plan: Workplan, names: Iterable[str], published: Collection[str] = ()) -> Edit:
    """Take the rows of events out of the plan; `published` are the ids under which others know events.

    Raises:
        CannotEditError: one is published, or something that stays in the plan refers to it.

    """
    rows = {row.index: row for row in (EventRow(plan, name) for name in names)}
    removed = {row.event.id for row in rows.values()}
    for row in rows.values():
        _check_unused(plan, row, removed, published)
    # From the last row to the first: the others keep their places.
    return Edit({plan.document.path: [Remove(("events", index)) for index in sorted(rows, reverse=True)]})


def _check_unused(plan: Workplan, row: EventRow, removed: Collection[str], published: Collection[str]) -> None:
    if known := {row.event.id, *row.event.formerly}.intersection(published):
        hint = f"gcmplan cancel {row.event.id}; --anyway removes it all the same"
        raise CannotEditError(f"'{min(known)}' is published: the last commit has it", hint)
    users = [
        *(f"event '{other.id}'" for other in plan.followers_of(row.event) if other.id not in removed),
        *(f"deadline '{one.id}'" for one in plan.deadlines_of(row.event)),
        *(f"waiver {waiver}" for waiver in plan.waivers if row.event.id in waiver.events),
        *(f"session '{filed.session.id}'" for filed in plan.sessions_of(row.event)),
        *(f"'{paper.title}'" for paper, _ in plan.papers if any(one.id == row.event.id for one in paper.events)),
    ]
    if users:
        hint = f"gcmplan cancel {row.event.id}; what has been published is cancelled, not removed"
        raise CannotEditError(f"'{row.event.id}' is named by {listed(users)}", hint)


def add(plan: Workplan, values: Mapping[str, str]) -> Edit:
    """Put a new event into the plan, in its place among those of its phase; `values` are those of its keys.

    An id is made from the title, a phase from the date, if they are not given. Places and groups have other names and
    spellings.

    Raises:
        CannotEditError, UnknownValueError, SeveralCitiesError: a value is none that is known, or an event has the id.

    """
    found = dict(values)
    when = moved(When.unknown(Certainty.TBA), found["when"])
    found |= {"when": str(when), "kind": found.get("kind") or "meeting", "source": found.get("source") or NO_SOURCE}
    found["group"] = known_group(plan, found["group"])
    if found.get("body"):
        found["body"] = known_body(plan, found["body"])
    place = place_named(plan.documents, found.get("place") or "TBA")
    if found.get("place"):
        found["place"] = place.text
    remarks = []
    if not found.get("phase") and (phase := _phase_at(plan, when)):
        found["phase"] = phase
        remarks.append(f"it is put into phase {phase}, by its date")
    if not values.get("source"):
        remarks.append("no document says so yet: name it with --source")
    found["id"] = _new_id(plan, found)
    row: dict[str, Value] = {key: _value(key, found[key]) for key in EVENT_KEYS if found.get(key)}
    index = _place_of_new(plan, found.get("phase"), when)
    edit = Edit({plan.document.path: [Insert(("events", index), row, when.earliest)]}, tuple(remarks))
    return place.added_to(edit)


def known_group(plan: Workplan, text: str) -> str:
    """Return the id of a group that is named by its id, title or short title.

    Raises:
        UnknownValueError: there is none.

    """
    return _known("group", text, {group.id: (group.title, group.short) for group in plan.groups})


def known_body(plan: Workplan, text: str) -> str:
    """Return the id of a body that is named by its id or name.

    Raises:
        UnknownValueError: there is none.

    """
    return _known("body", text, {body.id: (body.name,) for body in plan.bodies})


def id_of(title: str) -> str:
    """Return an id made from the letters and digits of a title, cut between words; nothing if it has none."""
    words, text = re.findall(r"[a-z0-9]+", unaccented(title)), ""
    for word in words:
        if text and len(text) + len(word) >= _LONGEST_ID:
            break
        text = f"{text}-{word}" if text else word[:_LONGEST_ID]
    return text


def _new_id(plan: Workplan, values: Mapping[str, str]) -> str:
    """Return the id of a new event: the one given, or one from its title that no event has or had."""
    taken = {name for event in plan.events for name in (event.id, *event.formerly)}
    if given := values.get("id"):
        if given in taken:
            raise CannotEditError(f"the id '{given}' is used already", "choose another one with --id")
        return given
    made = id_of(values.get("short") or "") or id_of(values["title"])
    if not made:
        raise CannotEditError("no id can be made from the title", "give one with --id, like 'expert-meeting'")
    return next(name for number in count(1) if (name := made + f"-{number}" * (number > 1)) not in taken)


def _known(what: str, text: str, known: Mapping[str, Iterable[str]]) -> str:
    """Return the id that a text is, or whose name it is.

    Raises:
        UnknownValueError: there is none.

    """
    wanted = folded(text)
    for name, others in known.items():
        if wanted in map(folded, (name, *others)):
            return name
    error = UnknownValueError(what, text, known)
    file, section = ("bodies.yaml", "bodies") if what == "body" else ("workplan.yaml", "groups")
    error.hint = "; ".join(filter(None, (error.hint, f"a new {what} is a row below '{section}:' in {file}")))
    raise error


def _phase_at(plan: Workplan, when: When) -> str | None:
    """Return the one phase that contains a date, if there is one alone."""
    if when.window is None:
        return None
    first, last = when.window
    windows = [(phase.id, phase.when.window) for phase in plan.phases if phase.when.window]
    fits = [name for name, window in windows if window.first <= first and last <= window.last]
    return fits[0] if len(fits) == 1 else None


def _value(key: str, text: str) -> Value:
    return value_of(key, annotation_of(Event, key), [text])


def references_to(document: Document, old: str, new: str, *, is_main: bool) -> Iterator[Operation]:
    """Yield the operations that put an event's new id where a file of a plan names it by another."""
    if is_main:
        for section, key in _REFERENCES:
            yield from _renamed(document.value_at((section,)), section, key, old, new)
    elif document.value_at(("event",)) == old:
        yield Set(("event",), new)
    else:
        # A document of others names events by the ids of their rows.
        yield from _renamed(document.value_at(("events",)), "events", "id", old, new)


def _renamed(rows: Any, section: str, key: str, old: str, new: str) -> Iterator[Operation]:  # noqa: ANN401
    """Yield the operations that put a new id in the place of another, wherever a section's rows name it."""
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        value = row.get(key) if isinstance(row, dict) else None
        if value == old:
            yield Set((section, index, key), new)
        elif isinstance(value, list):
            yield from (Set((section, index, key, place), new) for place, one in enumerate(value) if one == old)


def _place_of_new(plan: Workplan, phase: str | None, when: When) -> int:
    """Return the index at which a new row is put: before the first of its phase that begins later, else behind all."""
    own = [(place, event) for place, event in enumerate(plan.events) if event.phase == phase]
    for place, event in own:
        if when.latest and event.when.spans and event.when.spans[0].first > when.latest:
            return place
    # Rows without a date are at the end of a phase, after the rows with one.
    dated = [place for place, event in own if event.when.spans]
    last = dated if when.window and dated else [place for place, _ in own]
    return last[-1] + 1 if last else len(plan.events)
