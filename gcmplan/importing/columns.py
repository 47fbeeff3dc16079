"""The columns of a table: which row is the heading, and which column has which key of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.importing.dates import context_of
from gcmplan.importing.table import CannotImportError, Row, Table
from gcmplan.text.accents import folded
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
_SHOWN = 12
"""Headings that a message names."""
_LONGEST = 40
"""Characters of a heading below another one."""


class Columns(NamedTuple):
    """The heading of a table, and the columns of its keys."""

    heading: int
    """The index of its row."""
    by_key: Mapping[str, int]
    named: Mapping[str, str]
    """The heading of each of these columns, by its key."""


def parts_of(table: Table, given: Mapping[str, str]) -> list[tuple[Table, Columns | None]]:
    """Return the tables that are one below another in a table, each with its columns; `given` are keys by heading.

    A heading that is repeated, as on a new page, is left out. A table without a heading of events stays whole.

    Raises:
        CannotImportError: a given key is none of an event.

    """
    first = columns_of(table, given)
    if first is None:
        return [(table, None)]
    rows, columns = table[: first.heading + 1], first
    parts = []
    for row in table[first.heading + 1 :]:
        found = _again(row, columns, given)
        if found is None:
            rows.append(row)
        elif found != columns.by_key:
            above = _time_above(rows[columns.heading + 1 :])
            parts.append((rows, columns))
            rows, columns = [*above, row], _columns(len(above), row, found)
    return [*parts, (rows, columns)]


def _again(row: Row, before: Columns, given: Mapping[str, str]) -> Mapping[str, int] | None:
    """Return the keys of a row that is a heading below another; None if it is none.

    Such a row has the word for a date. The column of titles may have another name than any known one: "Document".
    """
    known, wanted = _known(given)
    if not any(known.get(folded(cell.text)) == "when" for cell in row.cells if len(cell.text) <= _LONGEST):
        return None
    found = _keys(row, known, wanted)
    title = before.by_key["title"]
    if "title" not in found and row.text(title) and title not in found.values():
        found = {**found, "title": title} if len(found) >= _LEAST else {}
    # A column that was added, such as that of the groups by colour, has its heading in the first row alone.
    found = {**{key: at for key, at in before.by_key.items() if key in wanted.values() and not row.text(at)}, **found}
    return found if len(found) >= _LEAST and "title" in found else None


def _time_above(rows: Table) -> Table:
    """Return the last of some rows, if it names the month or year of the table below it."""
    filled = {cell.text for cell in rows[-1].cells if cell.text} if rows else set()
    return rows[-1:] if len(filled) == 1 and context_of(filled.pop()) else []


def columns_of(table: Table, given: Mapping[str, str]) -> Columns | None:
    """Return the columns of a table; `given` are keys by heading. None if it has no heading of events.

    Raises:
        CannotImportError: a given key is none of an event.

    """
    for key in given.values():
        if key not in NAMES:
            raise CannotImportError(f"{key!r} is no key of an event", f"known: {', '.join(NAMES)}")
    known, wanted = _known(given)
    for index, row in enumerate(table[:_ROWS]):
        found = _keys(row, known, wanted)
        if len(found) >= _LEAST and "title" in found:
            return _columns(index, row, found)
    return None


def _columns(index: int, row: Row, found: Mapping[str, int]) -> Columns:
    return Columns(index, found, {key: row.text(column) for key, column in found.items()})


def _known(given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the keys of all headings, and of those that were given."""
    wanted = {folded(name): key for name, key in given.items()}
    return {folded(name): key for key, names in NAMES.items() for name in names} | wanted, wanted


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


def check_found(tables: Sequence[Table], columns: Sequence[Columns | None], given: Mapping[str, str]) -> None:
    """Refuse a file without a table of events, and a heading that was asked for and is in none.

    Raises:
        CannotImportError: it is so.

    """
    if not tables:
        raise CannotImportError("the file has no table with rows", "choose the file that has the table")
    texts = list(dict.fromkeys(cell.text for table in tables for row in table for cell in row.cells if cell.text))
    missing = next((name for name in given if not any(folded(name) == folded(text) for text in texts)), None)
    if missing:
        hint = did_you_mean(missing, texts) or f"known: {', '.join(texts[:20])}"
        raise CannotImportError(f"no column is called {missing!r}", hint)
    if not any(columns):
        row = max(tables[0][:_ROWS], key=lambda row: len(set(filter(None, (cell.text for cell in row.cells)))))
        names = ", ".join(repr(cell.text) for cell in row.cells[:_SHOWN] if cell.text)
        raise CannotImportError(
            f"no table has headings for a title and a date; {row.where} has {names}",
            'name them with --map, like --map "Meeting=title,Day(s)=when"',
        )
