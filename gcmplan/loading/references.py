"""Names that a plan's rows give each other: ids used twice, and names of nothing.

They are checked on the raw values, since a row may be unreadable for another reason.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gcmplan.files.document import Mapping, Sequence
from gcmplan.files.folder import PLACES
from gcmplan.loading import online, uids
from gcmplan.loading.policies import check_policies
from gcmplan.plan.cities import cities_called
from gcmplan.plan.countries import find_country, set_named
from gcmplan.plan.keys import Aspect, Trait, annotation_of, is_row, keys_of, models_in, plain_type
from gcmplan.plan.official_document import Paper, PaperEvent
from gcmplan.plan.place import Place
from gcmplan.plan.sections import MAIN, MODELS, BodiesFile, PlacesFile, WorkplanFile
from gcmplan.plan.session import Session
from gcmplan.text.escape import shown
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Mapping_

    from gcmplan.files.document import Document, Value
    from gcmplan.loading.validate import Reader
    from gcmplan.plan.row import Row
    from gcmplan.problems.problem import Position

Path = tuple[str | int, ...]
Known = dict[str, int] | None
"""Names with the index of their row; nothing if the section cannot be read: then no name is called unknown."""

_MOST_HINTS, _MOST_COMPARED = 30, 100_000
"""Looking for the nearest name is slow; a plan with more unknown names has another trouble than a slip of the pen."""

_BY_FAR = 5
_SIMPLE, _ID = re.compile(r"\w[\w -]{0,39}"), re.compile("[a-z0-9-]{1,80}")
"""Names that need no quotes, and ids."""
_IDENTITIES = {Trait.IDENTITY, Trait.EARLIER_IDENTITY}
_POLICY_KEYS = {"unit", "of", "per", "before"}
"""The checks besides names."""


def check_references(
    main: Reader,
    bodies: Reader | None,
    places: Reader | None,
    sessions: Iterable[Reader] = (),
    papers: Iterable[Reader] = (),
) -> None:
    """Note ids given twice and names of nothing."""
    names = _Names()
    known = {section: names.of(main, section, MODELS[section]) for section in MAIN}
    check_policies(main)
    online.check_online(main)
    uids.check_uids(main)
    for section in ("bodies", "states", "members"):
        known[section] = names.of(bodies, section, MODELS[section]) if bodies else {}
    known["places"] = names.of(places, "places", MODELS["places"]) if places else {}
    body_file = "bodies.yaml" if bodies else "bodies.yaml, which is not there"
    beside = {"bodies": body_file, "places": "places.yaml" if places else "places.yaml, which is not there"}
    for section in MAIN:
        names.refer(main, section, MODELS[section], known, {one: f"'{one}'" for one in MAIN} | beside)
    if bodies:
        names.refer(bodies, "bodies", MODELS["bodies"], known, {"bodies": "'bodies'", "members": "'members'"})
    elsewhere = {one: f"the workplan's '{one}'" for one in MAIN} | beside
    for paper in papers:
        names.of(paper, "events", PaperEvent)
        names.refer(paper, "events", PaperEvent, known, elsewhere)
    _Sessions(names, list(sessions)).check(main, known, elsewhere)


def same_names(old: list[Document], new: list[Document]) -> bool:
    """Whether the files of two plans have the same names in the same places, so that both find the same."""
    return [one.path for one in old] == [one.path for one in new] and all(
        one is other or _alike(one.root, other.root) for one, other in zip(old, new, strict=True)
    )


def _alike(old: Value, new: Value) -> bool:
    """Whether two values have the same parts, apart from those without names."""
    if old is new:
        return True
    if old == new:
        return True
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(key not in _with_names() or _alike(old[key], new[key]) for key in new)
    if isinstance(old, Sequence) and isinstance(new, Sequence):
        return len(old) == len(new) and all(map(_alike, old, new))
    return False


@cache
def _with_names() -> frozenset[str]:
    """Return the keys whose values are names, refer to rows, or hold rows that do."""
    files = (WorkplanFile, BodiesFile, PlacesFile, Session, Paper)
    return frozenset(name for model in files for name in _naming(model)) | _POLICY_KEYS | online.KEYS | uids.KEYS


def _naming(model: type[Row]) -> set[str]:
    found = set[str]()
    for name, key in keys_of(model).items():
        inner = {one for part in models_in(annotation_of(model, name)) for one in _naming(part)}
        if inner or key.refers or _IDENTITIES & key.traits:
            found |= {name, *inner}
    return found


class _Sessions:
    """Checks names in sessions, and the names that events give them."""

    def __init__(self, known: _Names, readers: list[Reader]) -> None:
        self.known = known
        self.roots = [(reader, reader.document.root) for reader in readers if isinstance(reader.document.root, Mapping)]
        self.complete = len(self.roots) == len(readers)
        self.first: dict[str, tuple[Reader, Mapping]] = {}
        """By id."""
        self.items: dict[str, dict[str, Position]] = {}
        """The positions of the items of each event, by id; those of a session without an event by the session's file.
        """

    def check(self, main: Reader, known: Mapping_[str, Known], where: Mapping_[str, str]) -> None:
        """Report duplicate ids, unknown names, and sessions without an event or the keys that replace one."""
        for reader, root in self.roots:
            # The items of a copy are copies too: only the file is reported.
            if self.identify(reader, root):
                self.number_items(reader, root)
            self.refer(reader, root, known, where)
            if "event" not in root and not {"title", "when"} <= set(root):
                message = "the session belongs to no event and lacks a title or a date of its own"
                reader.report("GP002", (), message, "add 'event:', or both 'title:' and 'when:'", fields=("event",))
        for index, row in _mappings(_section(main, "events") or ()):
            if isinstance(row.get("session"), str) and not main.full:
                self.match(main, index, row, known["events"])

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

    def refer(self, reader: Reader, root: Mapping, known: Mapping_[str, Known], where: Mapping_[str, str]) -> None:
        """Note each value of the session's own that names nothing known."""
        for key, section, aspect in _references(Session, known):
            for path, value in _texts_at(root, key):
                self.known.look_up(reader, path, _name(value, aspect), known[section], where[section])

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
        # A missing event is reported at the session that names it.
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
        """The present ids by former ids."""

    def of(self, reader: Reader, section: str, model: type[Row]) -> Known:
        """Return the ids of a section with their rows; notes each that is given twice, now or formerly."""
        rows = _section(reader, section)
        if rows is None or reader.full:
            return None
        facts = keys_of(model)
        key = next((name for name, one in facts.items() if Trait.IDENTITY in one.traits), "")
        more = [name for name, one in facts.items() if Trait.EARLIER_IDENTITY in one.traits]
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

    def refer(
        self,
        reader: Reader,
        section: str,
        model: type[Row],
        known: Mapping_[str, Known],
        where: Mapping_[str, str],
    ) -> None:
        """Note each value in the rows of a section that names nothing known."""
        for key, other, aspect in _references(model, known):
            if reader.full:
                return
            for index, row in _mappings(_section(reader, section) or ()):
                for path, value in _texts_at(row, key):
                    if other != "members" or _is_own(value):
                        self.look_up(reader, (section, index, *path), _name(value, aspect), known[other], where[other])

    def look_up(self, reader: Reader, path: Path, name: str | None, known: Known, where: str) -> None:
        """Note a name that is not among the known ones."""
        if name and known is not None and name not in known and not reader.full:
            reader.report("GP005", path, f"{shown(name)} is not in {where}", self.hint(name, known, where))

    def hint(self, name: str, known: dict[str, int], where: str) -> str:
        """Return what it is called now, the nearest known name, or what else to do."""
        if (now := self.now.get(name)) in known:
            return f"it is called {shown(now)} now"
        self.hints += 1
        self.compared += len(known)
        if where == "'members'" and (country := find_country(name)):
            return f"write '{country.alpha3}', the code of {country.name}"
        other = f"name one of {where.partition(',')[0]}, or add it there{_like(name, where)}"
        is_worth_it = self.hints <= _MOST_HINTS and self.compared <= _MOST_COMPARED
        if not is_worth_it:
            return other
        row = _row_of_city(name) if where.startswith(PLACES) else None
        return "; ".join(filter(None, (did_you_mean(name, known), row))) or other


def _references(model: type[Row], known: Mapping_[str, Known]) -> Iterator[tuple[Path, str, Aspect]]:
    """Yield the paths of keys that name rows of known sections, with the section and what a change of the key is."""
    return (one for one in _referring(model) if known.get(one[1]) is not None)


@cache
def _referring(model: type[Row]) -> tuple[tuple[Path, str, Aspect], ...]:
    """Return the paths of all keys that name rows; found once, since each revision of a plan is loaded."""
    found: list[tuple[Path, str, Aspect]] = []
    for name, key in keys_of(model).items():
        kind = plain_type(model.model_fields[name].annotation)
        if is_row(kind):
            found += [((name, *path), section, aspect) for path, section, aspect in _referring(kind)]
        elif key.refers is not None:
            found.append(((name,), key.refers, key.aspect))
    return tuple(found)


def _like(name: str, where: str) -> str:
    """Return an example of a new row of a section, for a name that needs no quotes."""
    if _SIMPLE.fullmatch(name) and where.startswith(PLACES):
        return f", like '- {{name: {name}, country: CH, timezone: Europe/Zurich}}'"
    if _ID.fullmatch(name) and where in {"'groups'", "the workplan's 'groups'"}:
        return f", like '- {{id: {name}, title: Some title}}'"
    return ""


def _row_of_city(name: str) -> str | None:
    """Return the row of places.yaml of a city, if one alone is called so, or is by far the largest of them."""
    found = cities_called(name) if _SIMPLE.fullmatch(name) else []
    if not found or any(other.inhabitants * _BY_FAR > found[0].inhabitants for other in found[1:]):
        return None
    one = found[0]
    degrees = f"latitude: {one.latitude}, longitude: {one.longitude}"
    return f"add its row there: '- {{name: {name}, country: {one.country}, timezone: {one.timezone}, {degrees}}}'"


def _is_own(member: str) -> bool:
    """Whether a text can only be the id of a member of the plan's own: what is no code either is reported as that."""
    return member == member.lower() and not set_named(member)


def _name(text: str, aspect: Aspect) -> str | None:
    """Return the name that a text gives: of a place, without how sure it is."""
    return Place.parse(text).row if aspect is Aspect.PLACE else text


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


def _texts_at(row: Mapping, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the texts of a key of a row, or of mappings inside it, each with its path below the row."""
    first, *rest = path
    if not rest:
        yield from _texts(row, str(first))
    elif isinstance(inner := row.get(str(first)), Mapping):
        yield from (((first, *below), text) for below, text in _texts_at(inner, tuple(rest)))


def _texts(row: Mapping, key: str) -> Iterator[tuple[Path, str]]:
    """Yield the texts of a key that holds one or a list, each with its path below the row."""
    value = row.get(key)
    if isinstance(value, str):
        yield (key,), value
    elif isinstance(value, Sequence):
        yield from (((key, index), item) for index, item in enumerate(value) if isinstance(item, str))
