"""Which row of which file a name on the command line means: also in a plan that cannot be loaded.

The rows are looked up in the values of the files, not in the plan that they make: a row whose date cannot be read is
found by its id all the same, so that the date can be corrected.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from gcmplan.errors import AmbiguousValueError, GcmplanError, UnknownValueError
from gcmplan.files.folder import SESSIONS
from gcmplan.plan import model
from gcmplan.plan.attendees import OwnMember
from gcmplan.plan.bodies import Body, State
from gcmplan.plan.place_rows import PlaceRow
from gcmplan.plan.session import Item, Session
from gcmplan.text.accents import folded, unaccented
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gcmplan.editing.operation import Path
    from gcmplan.files.document import Document
    from gcmplan.plan.row import Row

_SECTIONS: dict[str, tuple[str, type[Row]]] = {
    "events": ("event", model.Event),
    "deadlines": ("deadline", model.Deadline),
    "policies": ("policy", model.Policy),
    "phases": ("phase", model.Phase),
    "groups": ("group", model.Group),
    "participation": ("participation", model.Participation),
    "bodies": ("body", Body),
    "states": ("state", State),
    "members": ("member", OwnMember),
    "places": ("place", PlaceRow),
}
"""The sections whose rows have names, in the order of precedence: what one row is called, and its model."""
_PLAN, _SESSION = "plan", "session"
_NAME_KEYS = ("id", "alpha3", "name")
_PER_ITEM = "/"
_MEANT = {
    "when": ("date", "dates", "day", "days", "start"),
    "place": ("city", "location", "where", "town", "country"),
    "venue": ("room", "building", "hall", "address"),
    "title": ("name", "meeting", "event", "subject"),
    "short": ("shorttitle", "abbreviation"),
    "hours": ("time", "times", "hour"),
    "url": ("link", "website", "page", "web"),
    "note": ("notes", "remark", "remarks", "comment", "comments", "description"),
    "kind": ("type",),
    "group": ("category", "track"),
    "body": ("members", "participants", "attendees"),
    "status": ("state",),
    "timezone": ("zone", "time zone"),
}
"""Keys by words that people try for them."""


class UnknownKeyError(GcmplanError):
    """A row has no such key."""

    def __init__(self, name: str, key: str, known: Iterable[str]) -> None:
        """Name the row, the key, and those that it may have."""
        keys = list(known)
        super().__init__(f"{name} has no key {key!r}")
        meant = next((one for one, names in _MEANT.items() if one in keys and key.lower() in names), None)
        near = f"did you mean {meant!r}?" if meant else did_you_mean(key, keys)
        self.hint = near or f"known keys: {', '.join(keys)}"


class Target(NamedTuple):
    """A row, or a whole file that is one: where it is, what it may hold, and what it holds."""

    kind: str
    """event, deadline, policy, place, session, item, plan …"""
    name: str
    """Its id, or its name if it has none."""
    model: type[Row]
    document: Document
    path: Path
    row: Mapping[str, Any]

    def __str__(self) -> str:
        """Return "event 'thematic-1'"."""
        return "the plan's head" if self.kind == _PLAN else f"{self.kind} '{self.name}'"


def find_target(documents: Mapping[str, Document], text: str, key: str) -> Target:
    """Return the row that a text names and that may have a key; `documents` are a plan's, workplan.yaml first.

    A text is an id, a name, a title, or the beginning of an id that fits one alone; "thematic-1/panel-1" is an item of
    a programme, "plan" the plan's head, and "body:gfmd" a row of that kind alone.

    Raises:
        UnknownValueError: nothing is named so.
        UnknownKeyError: what is named so cannot have the key.
        AmbiguousValueError: several rows are, and all may have it.

    """
    kind, colon, rest = text.partition(":")
    known = list(_targets(documents))
    if colon and kind in {one.kind for one in known}:
        known, text = [one for one in known if one.kind == kind], rest.strip()
    elif _PER_ITEM not in text:
        known = [one for one in known if one.kind != "item"]
    able = [one for one in known if key in one.model.model_fields]
    fitting, found = _named(able, text), _named(known, text)
    if not found:
        raise UnknownValueError("row", text, [one.name for one in known if one.kind == "event"],
                                (one.name for one in known))  # fmt: skip
    if not fitting:
        raise UnknownKeyError(str(found[0]), key, found[0].model.model_fields)
    return _only(fitting, text)


def _only(fitting: list[Target], text: str) -> Target:
    """Return the one of several rows that is meant: an event's goes before those of its programme.

    Raises:
        AmbiguousValueError: it is not to be told which.

    """
    kinds = {one.kind for one in fitting}
    if kinds == {"event", _SESSION} and len({one.name for one in fitting}) == 1:
        return fitting[0]
    if len(fitting) > 1:
        error = AmbiguousValueError("row", text, (f"{one.kind}:{one.name}" for one in fitting))
        if len(kinds) > 1:
            error.hint = f"write its kind before it, like '{fitting[0].kind}:{fitting[0].name}'"
        raise error
    return fitting[0]


def _named(known: list[Target], text: str) -> list[Target]:
    """Return the rows that a text names, by the first way in which it names any."""
    wanted, words = unaccented(text.strip()), folded(text)
    for fits in (
        [one for one in known if one.name == text.strip() or one.name == wanted],
        [one for one in known if wanted in _texts(one.row.get("formerly"))],
        [one for one in known if words and words in map(folded, _titles(one))],
        [one for one in known if wanted and unaccented(one.name).startswith(wanted)],
    ):
        if fits:
            return fits
    return []


def _titles(target: Target) -> Iterator[str]:
    # The short name of a group is that of many events, too.
    for key in ("title", "name", "also", *(("short",) if target.kind == "event" else ())):
        yield from _texts(target.row.get(key))


def _texts(value: Any) -> list[str]:  # noqa: ANN401 - what a file holds
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _targets(documents: Mapping[str, Document]) -> Iterator[Target]:
    """Yield every row that has a name, in order of precedence."""
    main = next(iter(documents.values()))
    folder = PurePath(main.path).parent
    own = [one for one in documents.values() if PurePath(one.path).parent == folder]
    for section, (kind, row_model) in _SECTIONS.items():
        for document in own:
            for index, row in _rows(document.root, section):
                if name := next((row[key] for key in _NAME_KEYS if isinstance(row.get(key), str)), ""):
                    yield Target(kind, name, row_model, document, (section, index), row)
    for document in documents.values():
        if PurePath(document.path).parent == folder / SESSIONS and isinstance(document.root, dict):
            yield from _of_session(document)
    if isinstance(main.root, dict):
        yield Target(_PLAN, _PLAN, model.PlanHead, main, (), main.root)


def _of_session(document: Document) -> Iterator[Target]:
    session = str(document.root.get("id"))
    yield Target(_SESSION, session, Session, document, (), document.root)
    for place, day in _rows(document.root, "days"):
        for index, item in _rows(day, "items"):
            name = f"{session}{_PER_ITEM}{item.get('id')}"
            yield Target("item", name, Item, document, ("days", place, "items", index), item)


def _rows(root: Any, key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:  # noqa: ANN401 - what a file holds
    rows = root.get(key) if isinstance(root, dict) else None
    yield from (
        (index, row) for index, row in enumerate(rows if isinstance(rows, list) else ()) if isinstance(row, dict)
    )
