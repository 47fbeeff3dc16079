"""Rows of a file as drafts of events: how each is read, and what is doubtful about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.hours import HoursError, parse_hours
from gcmplan.dates.span import Certainty
from gcmplan.dates.when import When
from gcmplan.importing.columns import check_found, columns_of, parts_of
from gcmplan.importing.dates import Order, context_of, is_month_or_year, order_of, read
from gcmplan.importing.table import Cell, Row
from gcmplan.plan.place import Place
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gcmplan.importing.columns import Columns
    from gcmplan.importing.table import Table

_PLAIN = (
    "id", "short", "place", "venue", "timezone", "group", "phase", "kind", "status", "body", "mandate", "after", "note",
    "source", "url",
)  # fmt: skip
_OF_WORD = "table "
"""The place of a row of Word begins so."""
_NO_EVENTS = ("deadline", "session")
"""Kinds of rows of our own exports that are no events."""


class Draft(NamedTuple):
    """An event as it is read from a row."""

    where: str
    values: dict[str, str]
    """By the key of an event; a title and a date are always there."""
    doubts: tuple[str, ...] = ()
    has_no_date: bool = False
    """Whether it is TBC for want of a date that can be read."""
    uid: str = ""
    """The UID of an entry of a calendar."""
    event: str = ""
    """The event of the plan that it is; empty if it is a new one."""
    is_guess: bool = False
    """Whether it may be that event, and is to be asked about."""
    hints: tuple[str, ...] = ()
    """Values that the plan does not know."""


class Read(NamedTuple):
    """The contents of a file: drafts, and remarks on the columns."""

    drafts: list[Draft]
    remarks: list[str]
    new_groups: Mapping[str, str] | None = None
    """If groups of the file become groups of the plan: their colours, as far as they have one."""


def drafts_of(tables: Sequence[Table], given: Mapping[str, str]) -> Read:
    """Return the drafts of a file's tables; `given` are keys by heading.

    Raises:
        CannotImportError: no table has headings of events, or a given heading is in none.

    """
    tables = _joined(tables, given)
    parts = [part for table in tables for part in parts_of(table, given)]
    check_found(tables, [columns for _, columns in parts], given)
    drafts: list[Draft] = []
    remarks: list[str] = []
    for table, one in parts:
        if one:
            order = _order(table, one)
            remarks += _remarks(table[one.heading], one, order)
            remarks += _unread(table, one)
            found = list(_drafts(table[one.heading + 1 :], one, order, _above(table[: one.heading])))
            drafts += _each_once(draft for draft in found if isinstance(draft, Draft))
            remarks += (_remark(row, one) for row in found if not isinstance(row, Draft))
        elif table:
            name, rows = (
                table[0].where.rpartition(", row")[0] or table[0].where,
                plural(len(table), "{:,} row", "{:,} rows"),
            )
            remarks.append(f"{name}: left out with {rows}, as it has no headings for a title and a date")
    return Read(drafts, remarks)


def _joined(tables: Sequence[Table], given: Mapping[str, str]) -> list[Table]:
    """Return tables; one of Word without a heading, which continues the one before it, is a part of that one."""
    joined: list[Table] = []
    for table in tables:
        if joined and not columns_of(table, given) and _continues(table, joined[-1], given):
            joined[-1] = [*joined[-1], *table]
        else:
            joined.append(table)
    return joined


def _continues(table: Table, before: Table, given: Mapping[str, str]) -> bool:
    """Return whether a table of Word has as many columns as the one before it, and dates in the same one."""
    columns = columns_of(before, given)
    is_alike = table[0].where.startswith(_OF_WORD) and _width(table) == _width(before)
    if not columns or not is_alike or "when" not in columns.by_key:
        return False
    texts, order = [row.text(columns.by_key["when"]) for row in table], _order(before, columns)
    return any(When.parse(read(Cell(text), None, order, "").when).exact for text in texts)


def _width(table: Table) -> int:
    return max(len(row.cells) for row in table)


def _unread(table: Table, columns: Columns) -> Iterator[str]:
    """Yield a remark on the columns that have contents of their own, and a heading that is not known."""
    rows = [(row, {row.text(place) for place in columns.by_key.values()}) for row in table[columns.heading + 1 :]]
    heading = table[columns.heading]
    others = (place for place in range(_width(table)) if place not in columns.by_key.values())
    filled = (place for place in others if any(row.text(place) not in {"", *known} for row, known in rows))
    if names := ", ".join(
        f"'{heading.text(place)}'" if heading.text(place) else f"column {place + 1}" for place in filled
    ):
        yield f"{heading.where}: columns that are not read: {names}"


class _Heading(NamedTuple):
    """A row that names the month or year of the rows below it."""

    row: Row


def _remark(found: Row | _Heading, columns: Columns) -> str:
    if isinstance(found, Row):
        return _left_out(found, columns)
    text = next(cell.text for cell in found.row.cells if cell.text)
    return f"{found.row.where}: a heading, and no event: “{text}”"


def _left_out(row: Row, columns: Columns) -> str:
    text = "; ".join(dict.fromkeys(cell.text for cell in row.cells if cell.text))
    kind = _kind(row, columns)
    why = f"is a {kind}, and no event" if kind in _NO_EVENTS else "has no title"
    return f"{row.where}: left out, as it {why}: “{text}”"


def _kind(row: Row, columns: Columns) -> str:
    return row.text(columns.by_key["kind"]).lower() if "kind" in columns.by_key else ""


def _each_once(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield drafts; of rows with the same id and values the first alone: our own tables have a row for each span."""
    seen = set()
    for draft in drafts:
        known = (draft.values.get("id"), tuple(draft.values.items()))
        if known[0] is None or known not in seen:
            seen.add(known)
            yield draft


def _order(table: Table, columns: Columns) -> Order:
    places = [columns.by_key[key] for key in ("when", "end") if key in columns.by_key]
    return order_of(row.text(place) for row in table[columns.heading + 1 :] for place in places)


def _remarks(heading: Row, columns: Columns, order: Order) -> Iterator[str]:
    if any(name != key for key, name in columns.named.items()):
        named = ", ".join(f"'{name}' is {key}" for key, name in columns.named.items())
        yield f"{heading.where}: {named}"
    if order.day is not None:
        first = ("day", "month")[order.day]
        yield f"{heading.where}: in dates in numbers the {first} comes first, as {order.example} shows"


def _above(rows: Sequence[Row]) -> str:
    """Return the month or year above the heading."""
    found = (context_of(cell.text) for row in reversed(rows) for cell in row.cells if cell.text)
    return next(filter(None, found), "")


def _drafts(rows: Sequence[Row], columns: Columns, order: Order, context: str) -> Iterator[Draft | Row | _Heading]:
    """Yield the draft of each row; a heading, and a row without a title, come as they are."""
    title = columns.by_key["title"]
    for row in rows:
        filled = [cell.text for cell in row.cells if cell.text]
        # A text that is alone in its row, or merged over it, is a heading if it names a time, or is no title.
        is_alone = len(set(filled)) == 1
        if is_alone and (found := _named_by(filled, is_title=bool(row.text(title)))):
            context = found
            yield _Heading(row)
        elif row.text(title) and not (is_alone and len(filled) > 1) and _kind(row, columns) not in _NO_EVENTS:
            yield _draft(row, columns, order, context)
        else:
            yield row


def _named_by(filled: Sequence[str], *, is_title: bool) -> str:
    """Return the month or year that a row with one text names; a lone title with a year in it is an event."""
    if is_title and len(filled) == 1 and not is_month_or_year(filled[0]):
        return ""
    return context_of(filled[0])


def _draft(row: Row, columns: Columns, order: Order, context: str) -> Draft:
    place = columns.by_key.get("when")
    cell = row.cells[place] if place is not None and place < len(row.cells) else Cell("")
    last = columns.by_key.get("end")
    end = row.cells[last] if last is not None and last < len(row.cells) else None
    reading = read(cell, end, order, context)
    texts = {key: row.text(columns.by_key[key]) for key in _PLAIN if key in columns.by_key}
    values = {"title": row.text(columns.by_key["title"]), "when": reading.when}
    values |= {key: text.lower() if key in {"kind", "status"} else text for key, text in texts.items() if text}
    doubts = [reading.doubt, *_hours(row, columns, values), *_certainties(row, columns, values)]
    doubts += [row.text(columns.by_key["doubt"])] if "doubt" in columns.by_key else []
    doubts += ["the row is hidden in the file"] if row.is_hidden else []
    uid = row.text(columns.by_key["uid"]) if "uid" in columns.by_key else ""
    has_no_date = bool(reading.doubt) and reading.when == "TBC"
    return Draft(row.where, values, tuple(filter(None, doubts)), has_no_date, uid)


def _certainties(row: Row, columns: Columns, values: dict[str, str]) -> Iterator[str]:
    """Put the certainties of a row among its values, unless its date says as much; yield doubts about unknown words."""
    for heading in ("certainty", "place certainty"):
        text = row.text(columns.by_key[heading]).lower() if heading in columns.by_key else ""
        if text and text not in list(Certainty):
            yield f"the {heading} “{text}” is not known"
        elif text and heading == "certainty":
            is_said = When.parse(values["when"]).certainty is not Certainty.CONFIRMED
            values |= {} if is_said or text == Certainty.CONFIRMED else {heading: text}
        elif text and (place := str(Place.parse(values.get("place", ""))._replace(certainty=Certainty(text)))):
            values["place"] = place


def _hours(row: Row, columns: Columns, values: dict[str, str]) -> Iterator[str]:
    """Put the hours of a row among its values; yield a doubt if they cannot be read."""
    text = row.text(columns.by_key["hours"]) if "hours" in columns.by_key else ""
    if not text:
        return
    try:
        values["hours"] = str(parse_hours(text))
    except HoursError:
        yield f"the hours “{text}” cannot be read"
