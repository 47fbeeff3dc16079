"""The cells of an event in a workbook of `export xlsx`: which were changed, and the values that they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.dates.span import Certainty, Span, WhenError
from gcmplan.dates.when import When
from gcmplan.importing.dates import Reading, order_of, read
from gcmplan.importing.draft import Draft
from gcmplan.importing.new_values import WrongCellError
from gcmplan.importing.table import Cell
from gcmplan.plan.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from gcmplan.importing.dates import Order
    from gcmplan.importing.own_workbook import Book, BookRow, Exported

KEYS = {
    "Title": "title", "Short title": "short", "When": "when", "Place": "place", "Place is": "place", "Group": "group",
    "Status": "status", "Kind": "kind", "Phase": "phase", "Venue": "venue", "Body": "body", "Mandate": "mandate",
    "Source": "source",
}  # fmt: skip
"""The columns that are read, and the keys of an event that they give."""
_FIRST, _LAST = "First day", "Last day"
_DERIVED = ("Certainty", "Country", "Days known", "Disputed")
"""Columns that follow from others."""
_ERRORS = {
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA",
}  # fmt: skip
"""The results of formulas that failed."""


class Cells:
    """The cells of an event that were changed since the export."""

    def __init__(self, rows: Sequence[BookRow], details: Sequence[BookRow], base: Exported, order: Order) -> None:
        """Find them in the rows of both sheets."""
        self.rows, self.base, self.order = rows, base, order
        self.changed: dict[str, dict[str, Cell]] = {}
        """By heading and text."""
        every = [*rows, *details]
        self.where = every[0].where if every else ""
        for row in every:
            for heading, cell in row.cells.items():
                if heading in {*KEYS, *_DERIVED} and cell.text != base.text(heading):
                    self.changed.setdefault(heading, {})[cell.text] = cell
        self.unlike = {heading: texts for sheet in (rows, details) for heading, texts in _unlike(sheet)}
        """Texts by heading, where the rows of the event do not say the same."""
        self.days = [days for row in rows if (days := _days(row)) != "/"]
        self.day_cells = {_days(row): _day_cells(row) for row in rows}
        has_days = bool(rows) and {_FIRST, _LAST} <= rows[0].cells.keys()
        self.other_days = has_days and set(self.days) != set(base.days)

    @property
    def is_changed(self) -> bool:
        """Whether any cell was changed."""
        return bool(self.changed or self.other_days)

    def agree(self, heading: str, now: Exported) -> bool:
        """Whether a cell was given the text that the plan has now."""
        if heading == "When" and self.other_days and set(self.days) == set(now.days):
            return True
        return now.text(heading) in self.changed.get(heading, ())

    def not_read(self) -> Iterator[str]:
        """Yield remarks on cells of columns that follow from others."""
        for heading in _DERIVED:
            for text in self.changed.get(heading, ()):
                yield f"{heading} follows from other columns; “{text}” is not taken over"

    def value(self, key: str) -> str | None:
        """Return the text that the cells give a key; None if they are as they were.

        Raises:
            WrongCellError: they contradict each other, or cannot be read.

        """
        if key == "when":
            return self._when()
        if key == "place":
            return self._place()
        found = self._one(next(heading for heading, one in KEYS.items() if one == key))
        return found.text if found else None

    def _one(self, heading: str) -> Cell | None:
        found = self.changed.get(heading, {})
        if len(found) > 1:
            raise WrongCellError(f"{heading} has several new texts: {', '.join(f'“{text}”' for text in found)}")
        if found and heading in self.unlike:
            texts = " and ".join(f"“{text}”" for text in self.unlike[heading])
            raise WrongCellError(f"{heading} is {texts} in the rows of one event; write the same text in each of them")
        return next((_checked(heading, cell) for cell in found.values()), None)

    def _place(self) -> str | None:
        name, sure = self._one("Place"), self._one("Place is")
        if name is None and sure is None:
            return None
        return _place_text(
            *(cell.text if cell else self.base.text(key) for key, cell in (("Place", name), ("Place is", sure)))
        )

    def _when(self) -> str | None:
        cell, old = self._one("When"), self._old()
        new = self._written(cell) if cell else old
        if not self.other_days:
            return str(new) if cell else None
        if cell and not self.days:
            return str(new)
        if not old.exact and old.window and new == old:
            raise WrongCellError("the days of a window follow from When; write the new date there")
        spans = [self._span(cells) for cells in self.day_cells.values()]
        try:
            by_days = When.known(*sorted(set(spans)), certainty=new.certainty)
        except WhenError as error:
            raise WrongCellError(f"the days cannot be a date: {error.message}") from None
        if new not in (old, by_days):
            raise WrongCellError(f"When says “{new}”, the days “{by_days}”")
        return str(by_days)

    def _old(self) -> When:
        try:
            return When.parse(self.base.text("When"))
        except WhenError:
            raise WrongCellError("its date at the time of the export is lost") from None

    def _written(self, cell: Cell) -> When:
        reading = read(cell, None, self.order, "")
        if reading.doubt:
            raise WrongCellError(f"the date cannot be read: {reading.doubt}")
        return When.parse(reading.when)

    def _span(self, cells: tuple[Cell, Cell]) -> Span:
        first, last = cells
        if not (first.text and last.text):
            empty = "the days are" if first.text == last.text else f"{_LAST if first.text else _FIRST} is"
            raise WrongCellError(f"{empty} empty; write both, or delete the row")
        return Span(self._day(first), self._day(last))

    def _day(self, cell: Cell) -> date:
        reading = read(cell, None, self.order, "")
        when = When.parse(reading.when)
        if cell.day and (reading.doubt or when.days != 1):
            fault = reading.doubt or f"the file shows “{reading.when}” alone"
            raise WrongCellError(f"“{cell.text}” is no day: {fault}")
        if when.days != 1 or not when.exact:
            raise WrongCellError(f"“{cell.text}” is no day")
        return when.spans[0].first


def order_in(book: Book) -> Order:
    """Return the order of day and month in the dates that were typed."""
    rows = [row for found in (*book.rows.values(), *book.details.values(), book.new) for row in found]
    return order_of(row.text(heading) for row in rows for heading in ("When", _FIRST, _LAST))


def draft_of(row: BookRow, order: Order, copied: Exported | None) -> Draft | None:
    """Return the draft of a row of an event that the plan has not; None if it has no title.

    A row that was copied from that of an event has its id and, if only the days were changed, its date in words.
    """
    if not row.text("Title"):
        return None
    reading = _reading(row, order, copied)
    doubts = [reading.doubt, _other_days(row, order, reading, copied)]
    values = {"title": row.text("Title"), "when": reading.when}
    values |= {key: row.text(heading) for heading, key in KEYS.items() if key not in {*values, "place"}}
    values |= {key: values[key].lower() for key in ("kind", "status")}
    try:
        values["place"] = _place_text(row.text("Place"), row.text("Place is"))
    except WrongCellError as error:
        values["place"] = row.text("Place")
        doubts.append(str(error))
    if copied is None:
        values["id"] = row.text("Id")
    for key in [key for key, text in values.items() if text in _ERRORS]:
        doubts.append(f"the {key} is an error of a formula, “{values[key]}”")
        values[key] = values[key] if key == "title" else ""
    return Draft(row.where, {key: text for key, text in values.items() if text}, tuple(filter(None, doubts)))


def _reading(row: BookRow, order: Order, copied: Exported | None) -> Reading:
    when, days = row.cells.get("When", Cell("")), _day_cells(row)
    is_old = copied is not None and when.text == copied.text("When")
    if (is_old and _has_other_days(row, copied)) or not when.text:
        return read(*days, order, "")
    return read(when, None, order, "")


def _other_days(row: BookRow, order: Order, reading: Reading, copied: Exported | None) -> str:
    """Return a doubt if the days of a new row are not among those of its When; those that were copied do not count."""
    if reading.doubt or not row.text("When") or (copied is not None and not _has_other_days(row, copied)):
        return ""
    when = When.parse(reading.when)
    spans = when.spans or ((when.window,) if when.window else ())
    for heading, cell in zip((_FIRST, _LAST), _day_cells(row), strict=True):
        found = read(cell, None, order, "") if cell.text else None
        known = [str(When.known(Span(day, day))) for span in spans for day in (span[heading == _LAST],)]
        if found and found.when not in known:
            return f"When says “{row.text('When')}”, {heading} “{cell.text}”"
    return ""


def _has_other_days(row: BookRow, copied: Exported | None) -> bool:
    return copied is not None and _days(row) not in copied.days


def _day_cells(row: BookRow) -> tuple[Cell, Cell]:
    return row.cells.get(_FIRST, Cell("")), row.cells.get(_LAST, Cell(""))


def _unlike(rows: Sequence[BookRow]) -> Iterator[tuple[str, list[str]]]:
    """Yield the headings under which rows have several texts."""
    for heading in KEYS:
        texts = list(dict.fromkeys(row.text(heading) for row in rows if heading in row.cells))
        if len(texts) > 1:
            yield heading, texts


def _checked(heading: str, cell: Cell) -> Cell:
    """Return a cell.

    Raises:
        WrongCellError: it is the error of a formula.

    """
    if cell.text in _ERRORS:
        raise WrongCellError(f"{heading} is an error of a formula, “{cell.text}”")
    return cell


def _days(row: BookRow) -> str:
    return f"{row.text(_FIRST)}/{row.text(_LAST)}"


def _place_text(name: str, sure: str) -> str:
    """Return a place as a plan writes it.

    Raises:
        WrongCellError: its certainty is none.

    """
    known = [one.value for one in Certainty]
    if sure and sure.lower() not in known:
        raise WrongCellError(f"“{sure}” is no certainty of a place; known: {', '.join(known)}")
    place = Place.parse(name)
    certainty = Certainty(sure.lower()) if sure and place.certainty is Certainty.CONFIRMED else place.certainty
    return str(place._replace(certainty=certainty))
