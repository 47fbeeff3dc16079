"""The columns of a table: which row is the heading, and which column has which key of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.importing.table import CannotImportError, Row, Table
from gcmplan.text.accents import folded
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAMES = {
    "when": ("when", "date", "dates", "date(s)", "day", "days", "start", "start date", "from", "begin", "begins"),
    "end": ("end", "end date", "to", "until", "ends"),
    "title": (
        "title", "event", "events", "meeting", "meetings", "activity", "what", "name", "subject", "session",
        "milestone",
    ),
    "short": ("short", "short title"),
    "place": ("place", "location", "city", "where", "town"),
    "venue": ("venue", "room", "building"),
    "hours": ("hours", "time", "times", "time of day"),
    "timezone": ("timezone", "time zone", "zone"),
    "group": ("group", "category", "type", "track", "stream"),
    "phase": ("phase", "stage"),
    "id": ("id", "key"),
    "note": ("note", "notes", "remark", "remarks", "comment", "comments", "description"),
    "url": ("url", "link", "page", "website"),
    "kind": ("kind",),
    "status": ("status",),
    "certainty": ("certainty",),
    "place certainty": ("place_certainty", "place is"),
    "body": ("body",),
    "mandate": ("mandate",),
    "after": ("after",),
    "source": ("source",),
    "uid": ("uid",),
    "doubt": ("doubt",),
}  # fmt: skip
"""Headings by the key that they mean; `end` is the last day of `when`."""
_ABOUT = {"of", "the", "meeting", "meetings", "event", "events", "session"}
"""Words that a heading may have beside such a name: "Name of the meeting", "Event date"."""
_LEAST = 2
"""Known headings that make a row the heading."""
_ROWS = 30
"""Rows in which the heading is looked for."""


class Columns(NamedTuple):
    """The heading of a table, and the columns of its keys."""

    heading: int
    """The index of its row."""
    by_key: Mapping[str, int]
    named: Mapping[str, str]
    """The heading of each of these columns, by its key."""


def columns_of(table: Table, given: Mapping[str, str]) -> Columns | None:
    """Return the columns of a table; `given` are keys by heading. None if it has no heading of events.

    Raises:
        CannotImportError: a given key is none of an event.

    """
    for key in given.values():
        if key not in NAMES:
            raise CannotImportError(f"{key!r} is no key of an event", f"known: {', '.join(NAMES)}")
    wanted = {folded(name): key for name, key in given.items()}
    known = {folded(name): key for key, names in NAMES.items() for name in names} | wanted
    for index, row in enumerate(table[:_ROWS]):
        found = _keys(row, known, wanted)
        if len(found) >= _LEAST and "title" in found:
            return Columns(index, found, {key: row.text(column) for key, column in found.items()})
    return None


def _keys(row: Row, known: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, int]:
    """Return the keys of a row's headings; the first column of a key counts, and one that was asked for before it."""
    texts = [folded(cell.text) for cell in row.cells]
    asked = {wanted[text]: column for column, text in reversed(list(enumerate(texts))) if text in wanted}
    short = [folded(" ".join(word for word in cell.text.split() if folded(word) not in _ABOUT)) for cell in row.cells]
    found = dict(asked)
    for column, text in [*enumerate(texts), *enumerate(short)]:
        key = known.get(text)
        if key and key not in found and column not in found.values():
            found[key] = column
    return found


def check_found(tables: list[Columns | None], given: Mapping[str, str], headings: Iterable[str]) -> None:
    """Refuse a table without events, and a heading that was asked for and is in none.

    Raises:
        CannotImportError: it is so.

    """
    found = [one for one in tables if one]
    texts = [text for text in headings if text]
    missing = next((name for name in given if not any(folded(name) == folded(text) for text in texts)), None)
    if missing:
        hint = did_you_mean(missing, texts) or f"known: {', '.join(texts[:20])}"
        raise CannotImportError(f"no column is called {missing!r}", hint)
    if not found:
        raise CannotImportError(
            "no table has headings for a title and a date",
            "name them with --map, like --map 'Meeting=title,Day(s)=when'",
        )
