"""Dates in cells: by the grammar of the plan alone, after what the cell itself says; what cannot be read is TBC.

Numbers like 8/5/2017 are days or months by what the whole column shows: one day beyond 12 decides, and is named. If
nothing decides, or both orders occur, such a date is not read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.patterns import SURE, SURE_AT_END
from gcmplan.dates.span import FIRST_YEAR, LAST_YEAR, Certainty, Span, WhenError, day_text, least_sure
from gcmplan.dates.when import When

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.importing.table import Cell

_NUMERIC = re.compile(r"(?<![0-9./-])([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})(?![0-9./-])")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_MONTHS = 12
_LEFT_OUT = {"day": 0, "month": 1, "year": 2}
"""The words of "8 May 2017" that a file does not show."""
_WORDED = (
    # May 8-9, 2017: the order of words in the United States.
    (
        re.compile(
            r"(?P<weekday>[A-Za-z]+\.?,?\s+)?(?P<month>[A-Za-z]{3,9})\.?\s+"
            r"(?P<days>[0-9]{1,2}(?:st|nd|rd|th)?(?:\s*[-\u2013]\s*[0-9]{1,2})?),?\s+(?P<year>[0-9]{4})"
        ),
        "{weekday}{days} {month} {year}",
    ),
    # 8-May-2017, as databases write it.
    (re.compile(r"(?P<days>[0-9]{1,2})([-/.])(?P<month>[A-Za-z]{3,9})\2(?P<year>[0-9]{4})"), "{days} {month} {year}"),
    (re.compile(r"(?P<year>[0-9]{4})([/.])(?P<month>[0-9]{2})\2(?P<days>[0-9]{2})"), "{year}-{month}-{days}"),
)
"""Dates with one meaning that the grammar of the plan writes otherwise."""
_OF_OTHERS = re.compile(
    rf"\b(?:venues?|places?|locations?|cit(?:y|ies)|times?|hours|titles?|agendas?|hosts?|speakers?|rooms?)\s*:?\s+"
    rf"{SURE.pattern}",
    re.IGNORECASE,
)
"""What is to be confirmed, and no date."""
_TWO = 2
_JOINED = re.compile(r"\s*(?:-|\u2013|\u2014|\bto\b)\s*")


class Order(NamedTuple):
    """The order of day and month in a column: 0 if the day is first, 1 if the month is, None if that is not known."""

    day: int | None
    example: str = ""
    """The date that decides."""


class Reading(NamedTuple):
    """A date as it is read: a text of the grammar, and a doubt if there is one."""

    when: str
    doubt: str = ""


def order_of(texts: Iterable[str]) -> Order:
    """Return the order of day and month in a column."""
    decided: dict[int, str] = {}
    for text in texts:
        for found in _NUMERIC.finditer(text):
            for place, number in enumerate((int(found[1]), int(found[3]))):
                if number > _MONTHS:
                    decided.setdefault(place, found[0])
    if len(decided) != 1:
        return Order(None)
    [(day, example)] = decided.items()
    return Order(day, example)


def read(cell: Cell, end: Cell | None, order: Order, context: str) -> Reading:
    """Return the date of a cell, or of two that are its first and last day; `context` is a month or year above it."""
    is_two = end is not None and (end.day or end.text)
    reading = _from_to(cell, end, order, context) if end and is_two else _one(cell, order, context)
    hours = " to ".join(one.hours for one in (cell, end) if one and one.hours)
    said = f"the hours {hours} in the file are not read" if hours else ""
    reading = _no_surer_than(reading, context)
    return reading._replace(doubt="; ".join(filter(None, (reading.doubt, said))))


def _no_surer_than(reading: Reading, context: str) -> Reading:
    """Return a date as TBC or TBA if the heading above it says so."""
    when, (_, above) = When.parse(reading.when), _without_sure(context)
    if when.window is None or least_sure(when.certainty, above) is when.certainty:
        return reading
    said = f"“{context}” is above it"
    return Reading(str(replace(when, certainty=above)), "; ".join(filter(None, (reading.doubt, said))))


def _from_to(cell: Cell, end: Cell, order: Order, context: str) -> Reading:
    first, last = _one(cell, order, context), _one(end, order, context)
    if first.doubt or last.doubt or not (first.when and last.when):
        why = (first.doubt if cell.day else "") or (last.doubt if end.day else "")
        return Reading("TBC", _said(f"{cell.text} to {end.text}", why))
    return _span(first.when, last.when)


def _one(cell: Cell, order: Order, context: str) -> Reading:
    if cell.day is not None:
        if not FIRST_YEAR <= cell.day.year <= LAST_YEAR:
            return Reading("TBC", _said(cell.text, f"the year is outside {FIRST_YEAR}-{LAST_YEAR}"))
        when = day_text(cell.day).split(" ", _LEFT_OUT[cell.shown])[-1]
        return Reading(when, "; ".join(_stored(cell, cell.day, order)))
    text = cell.text.strip()
    if not text:
        return Reading("TBC", "the file gives no date")
    if _NUMERIC.search(text):
        return _numeric(text, order)
    return _worded(text, context)


def is_month_or_year(text: str) -> bool:
    """Return whether a text is a month, a year or the like, and nothing else."""
    when = When.parse_or_none(text)
    return when is not None and when.window is not None and not when.spans


def context_of(text: str) -> str:
    """Return the month or year that a heading names, for dates below it that lack it; empty if it names none."""
    when = When.parse_or_none(text)
    if when is None:
        years = set(_YEAR.findall(text))
        sure = None if _OF_OTHERS.search(text) else SURE.search(text)
        return f"{years.pop()} {sure[0] if sure else ''}".strip() if len(years) == 1 else ""
    return text if is_month_or_year(text) else ""


def _stored(cell: Cell, day: date, order: Order) -> Iterator[str]:
    """Yield doubts about a day that a workbook stores.

    Excel leaves a text what is no date in its own order: its dates beside such texts may be in the wrong order.
    """
    if not cell.has_year:
        yield f"the file shows no year; it stores {day.year}"
    if cell.shown == "day" and order.day is not None and day.day <= _MONTHS and day.day != day.month:
        other = day_text(date(day.year, day.day, day.month))
        yield f"beside {order.example}, which is a text, {other} may have been typed"


def _worded(text: str, context: str) -> Reading:
    try:
        return Reading(str(When.parse(_reworded(text))))
    except WhenError as error:
        hint = error.hint
    if context and not _YEAR.search(text):
        for more, found in _in_context(text, context):
            if found.window:
                return Reading(str(found), f"the file says “{text}”; read with “{more}” above it")
    return Reading("TBC", _said(text, hint))


def _in_context(text: str, context: str) -> Iterator[tuple[str, When]]:
    """Yield readings of a text with the month or the year above it; the less sure of the two makes it so.

    A text that has a month of its own takes the year alone, if there is but one.
    """
    words, own = _without_sure(text)
    more, above = _without_sure(context)
    years = set(_YEAR.findall(context))
    for one in dict.fromkeys((more, *(years if len(years) == 1 else ()))):
        if found := When.parse_or_none(f"{words} {one}"):
            yield context if one == more else one, replace(found, certainty=least_sure(own, above))


def _without_sure(text: str) -> tuple[str, Certainty]:
    """Return a text without TBC or TBA at its end, and what it says."""
    if (found := SURE_AT_END.search(text)) and (sure := When.parse_or_none(found["sure"])):
        return text[: found.start()], sure.certainty
    return text, Certainty.CONFIRMED


def _reworded(text: str) -> str:
    for pattern, form in _WORDED:
        if found := pattern.fullmatch(text):
            return form.format(**{key: part or "" for key, part in found.groupdict().items()})
    return text


def _numeric(text: str, order: Order) -> Reading:
    if order.day is None and any(found[1] != found[3] for found in _NUMERIC.finditer(text)):
        return Reading("TBC", _said(text, "day and month can be read in two ways"))
    try:
        worded = _NUMERIC.sub(lambda found: day_text(_day(found, order.day or 0)), text)
    except ValueError:
        return Reading("TBC", _said(text, "there is no such day"))
    pieces = [When.parse_or_none(piece) for piece in _JOINED.split(worded)]
    if len(pieces) == _TWO and all(one and one.spans for one in pieces):
        return _span(*map(str, pieces))
    found = When.parse_or_none(worded)
    return Reading(str(found)) if found else Reading("TBC", _said(text))


def _span(first: str, last: str) -> Reading:
    """Return the days from one date to another; one TBC makes both so."""
    one, other = When.parse(first), When.parse(last)
    if len(one.spans) > 1 and len(other.spans) == 1 and one.spans[-1].last == other.spans[0].last:
        return Reading(str(replace(one, certainty=least_sure(one.certainty, other.certainty))))
    if len(one.spans) != 1 or len(other.spans) != 1:
        return Reading("TBC", _said(f"{first} to {last}"))
    try:
        certainty = least_sure(one.certainty, other.certainty)
        return Reading(str(When.known(Span(one.spans[0].first, other.spans[-1].last), certainty=certainty)))
    except WhenError:
        return Reading("TBC", _said(f"{first} to {last}", "the end is before the start"))


def _day(found: re.Match[str], day: int) -> date:
    numbers = int(found[1]), int(found[3])
    return date(int(found[4]), numbers[1 - day], numbers[day])


def _said(text: str, why: str = "") -> str:
    return f"the file says “{text}”" + (f": {why}" if why else "")
