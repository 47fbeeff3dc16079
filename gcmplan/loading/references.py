"""Names that a plan's rows give each other: ids used twice, and names of nothing.

They are checked on the raw values, since a row may be unreadable for another reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.files.document import Mapping, Sequence
from gcmplan.loading.policies import check_policies
from gcmplan.plan.countries import codes
from gcmplan.plan.fields import Place
from gcmplan.text.escape import shown
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.files.document import Document, Value
    from gcmplan.loading.validate import Reader
    from gcmplan.problems.problem import Position

Path = tuple[str | int, ...]
Known = dict[str, int] | None
"""Names with the index of their row; nothing if the section cannot be read: then no name is called unknown."""

_STANDINGS = {"members", "suspended", "observers", "associates"}
"""The keys of a body that list states."""
_MOST_HINTS, _MOST_COMPARED = 30, 100_000
"""Looking for the nearest name is slow; a plan with more unknown names has another trouble than a slip of the pen."""

_NAMELESS = {
    "when", "title", "short", "kind", "venue", "hours", "mandate", "status", "source", "note", "doubt", "url",
    "purpose", "amount", "audience", "reason", "until", "time", "moderator", "speakers", "limits", "outcomes",
    "recommendations",
}  # fmt: skip
"""Keys whose values are no names here, and refer to none."""


def check_references(
    main: Reader,
    bodies: Reader | None,
    places: Reader | None,
    sessions: Iterable[Reader] = (),
    papers: Iterable[Reader] = (),
) -> None:
    """Note ids given twice and names of nothing."""
    known = _Names()
    groups, phases, events = known.of(main, "groups"), known.of(main, "phases"), known.of(main, "events", "formerly")
    deadlines = known.of(main, "deadlines")
    for section in ("policies", "participation"):
        known.of(main, section)
    check_policies(main)
    body_ids = known.of(bodies, "bodies") if bodies else {}
    states = known.of(bodies, "states", key="alpha3") if bodies else {}
    place_names = known.of(places, "places", key="name") if places else {}
    body_file = "bodies.yaml" if bodies else "bodies.yaml, which is not there"
    place_file = "places.yaml" if places else "places.yaml, which is not there"
    known.refer(main, "groups", "body", body_ids, body_file)
    known.refer(main, "events", "phase", phases, "'phases'")
    known.refer(main, "events", "group", groups, "'groups'")
    known.refer(main, "events", "body", body_ids, body_file)
    known.refer(main, "events", "after", events, "'events'")
    known.refer(main, "events", "place", place_names, place_file)
    known.refer(main, "deadlines", "event", events, "'events'")
    known.refer(main, "participation", "groups", groups, "'groups'")
    known.refer(main, "participation", "deadline", deadlines, "'deadlines'")
    known.refer(main, "waivers", "events", events, "'events'")
    known.refer(main, "holidays", "places", place_names, place_file)
    if bodies:
        known.refer(bodies, "bodies", "joint", body_ids, "'bodies'")
        for standing in sorted(_STANDINGS):
            known.refer(bodies, "bodies", standing, states, "'states'")
    for paper in papers:
        known.of(paper, "events")
        known.refer(paper, "events", "id", events, "the workplan's 'events'")
        known.refer(paper, "events", "place", place_names, place_file)
    _Sessions(known, list(sessions)).check(main, events, place_names, place_file)


def same_names(old: list[Document], new: list[Document]) -> bool:
    """Tell whether the files of two plans hold the same names in the same places: what is found is found in both."""
    return [one.path for one in old] == [one.path for one in new] and all(
        one is other or _alike(one.root, other.root) for one, other in zip(old, new, strict=True)
    )


def _alike(old: Value, new: Value) -> bool:
    """Tell whether two values have the same parts, apart from those that are nameless."""
    if old is new:
        return True
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(key in _NAMELESS or _alike(old[key], new[key]) for key in new)
    if isinstance(old, Sequence) and isinstance(new, Sequence):
        return len(old) == len(new) and all(map(_alike, old, new))
    return bool(old == new)


class _Sessions:
    """Checks names in sessions, and the names that events give them."""

    def __init__(self, known: _Names, readers: list[Reader]) -> None:
        self.known = known
        self.roots = [(reader, reader.document.root) for reader in readers if isinstance(reader.document.root, Mapping)]
        self.complete = len(self.roots) == len(readers)
        self.first: dict[str, tuple[Reader, Mapping]] = {}
        """By id."""
        self.items: dict[str, dict[str, Position]] = {}
        """Where the items of each event stand, by id; those of a session without an event by the session's file."""

    def check(self, main: Reader, events: Known, places: Known, place_file: str) -> None:
        """Note ids given twice, names of nothing, and sessions that lack an event or what stands for one."""
        for reader, root in self.roots:
            # The items of a copy are copies too: that the file is one is told once.
            if self.identify(reader, root):
                self.number_items(reader, root)
            self.refer(reader, root, "event", events, "the workplan's 'events'")
            self.refer(reader, root, "place", places, place_file)
            if "event" not in root and not {"title", "when"} <= set(root):
                message = "the session belongs to no event and lacks a title or a date of its own"
                reader.report("GP002", (), message, "add 'event:', or both 'title:' and 'when:'", fields=("event",))
        for index, row in _mappings(_section(main, "events") or ()):
            if isinstance(row.get("session"), str) and not main.full:
                self.match(main, index, row, events)

    def identify(self, reader: Reader, root: Mapping) -> bool:
        """Return whether a session has an id that no other has; notes it if one has."""
        name = root.get("id")
        if not isinstance(name, str):
            return True
        first, _ = self.first.setdefault(name, (reader, root))
        if first is not reader:
            hint = f"choose another; the first is in {first.document.path}"
            reader.report("GP004", ("id",), f"the id {shown(name)} is used a second time", hint)
        return first is reader

    def number_items(self, reader: Reader, root: Mapping) -> None:
        """Note ids of items that another item of the same meeting has: in a calendar the two would be one."""
        event = root.get("event")
        seen = self.items.setdefault(event if isinstance(event, str) else reader.document.path, {})
        for day, row in _mappings(_rows(root, "days")):
            for index, item in _mappings(_rows(row, "items")):
                name = item.get("id")
                if not isinstance(name, str) or reader.full:
                    continue
                location = ("days", day, "items", index, "id")
                if first := seen.get(name):
                    hint = f"choose another; the first is in {first.path}, line {first.line}"
                    reader.report("GP004", location, f"the id {shown(name)} is used a second time", hint)
                else:
                    seen[name] = reader.document.position_of(location)

    def refer(self, reader: Reader, root: Mapping, key: str, known: Known, where: str) -> None:
        """Note a value of the session's own that names nothing known."""
        value = root.get(key)
        name = Place.parse(value).name if key == "place" and isinstance(value, str) else value
        if isinstance(name, str) and known is not None and name not in known and not reader.full:
            reader.report("GP005", (key,), f"{shown(name)} is not in {where}", self.known.hint(name, known, where))

    def match(self, main: Reader, index: int, row: Mapping, events: Known) -> None:
        """Note a session that an event names and that is not there, or belongs to another."""
        location = ("events", index, "session")
        name, own = row["session"], row.get("id")
        if name not in self.first:
            if self.complete:
                hint = self.known.hint(name, dict.fromkeys(self.first, 0), "sessions/")
                main.report("GP005", location, f"{shown(name)} is not in sessions/", hint)
            return
        reader, root = self.first[name]
        event = root.get("event")
        # An event that is not there has been told where the session names it.
        known = event is None or (isinstance(event, str) and event in (events or {}))
        if isinstance(own, str) and event != own and known:
            belongs = f"to {shown(event)}" if event else "to no event"
            hint = f"name another session, or write 'event: {own}' in {reader.document.path}"
            main.report("GP005", location, f"the session {shown(name)} belongs {belongs}, not to {shown(own)}", hint)


class _Names:
    """Looks names up, and counts how many nearest ones were looked for."""

    def __init__(self) -> None:
        self.hints = self.compared = 0
        self.now: dict[str, str] = {}
        """What has another id now, by the one that it had."""

    def of(self, reader: Reader, section: str, *more: str, key: str = "id") -> Known:
        """Return the ids of a section with their rows; notes each that is given twice, also under `more` keys."""
        rows = _section(reader, section)
        if rows is None or reader.full:
            return None
        seen: dict[str, int] = {}
        known: dict[str, int] = {}
        for index, row in _mappings(rows):
            for name in (key, *more):
                for path, value in _texts(row, name):
                    if value in seen and not reader.full:
                        first = reader.document.position_of((section, seen[value]))
                        hint = f"choose another; the first is in line {first.line}"
                        reader.report(
                            "GP004", (section, index, *path), f"the {key} {shown(value)} is used a second time", hint
                        )
                    seen.setdefault(value, index)
                    if name == key:
                        known.setdefault(value, index)
                    elif isinstance(now := row.get(key), str):
                        self.now.setdefault(value, now)
        return known

    def refer(self, reader: Reader, section: str, key: str, known: Known, where: str) -> None:
        """Note each value of a key that names nothing known; what is no code where one belongs is told as that."""
        if known is None or reader.full:
            return
        known_codes = codes() if key in _STANDINGS else None
        for index, row in _mappings(_section(reader, section) or ()):
            for path, value in _texts(row, key):
                name = Place.parse(value).name if key == "place" else value
                if name and name not in known and (known_codes is None or name in known_codes) and not reader.full:
                    hint = self.hint(name, known, where)
                    reader.report("GP005", (section, index, *path), f"{shown(name)} is not in {where}", hint)

    def hint(self, name: str, known: dict[str, int], where: str) -> str:
        """Return what it is called now, the nearest known name, or what else to do."""
        if (now := self.now.get(name)) in known:
            return f"it is called {shown(now)} now"
        self.hints += 1
        self.compared += len(known)
        near = self.hints <= _MOST_HINTS and self.compared <= _MOST_COMPARED and did_you_mean(name, known)
        return near or f"name one of {where.partition(',')[0]}, or add it there"


def _section(reader: Reader, section: str) -> Sequence | tuple[()] | None:
    """Return the rows of a section: none if it is left out, nothing if it cannot be read."""
    root = reader.document.root
    if not isinstance(root, Mapping):
        return None
    rows = root.get(section)
    if rows is None:
        unread = section in root and reader.document.mark_of((section,)) in reader.document.spoilt
        return None if unread else ()
    return rows if isinstance(rows, Sequence) else None


def _rows(mapping: Mapping, key: str) -> Sequence | tuple[()]:
    """Return the rows below a key; none if they cannot be read."""
    rows = mapping.get(key)
    return rows if isinstance(rows, Sequence) else ()


def _mappings(rows: Sequence | tuple[()]) -> Iterator[tuple[int, Mapping]]:
    return ((index, row) for index, row in enumerate(rows) if isinstance(row, Mapping))


def _texts(row: Mapping, key: str) -> Iterator[tuple[Path, str]]:
    """Yield the texts of a key that holds one or a list, each with its path below the row."""
    value = row.get(key)
    if isinstance(value, str):
        yield (key,), value
    elif isinstance(value, Sequence):
        yield from (((key, index), item) for index, item in enumerate(value) if isinstance(item, str))
