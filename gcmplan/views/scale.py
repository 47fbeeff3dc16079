"""Days as columns of characters: how many days a column is, and what is drawn in each."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.span import MONTHS
from gcmplan.views.timeline import months_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.dates.span import Span
    from gcmplan.views.timeline import Band, Bar, Sureness

_WEEK = 7
_LEAST_OF_WEEK = 3
"""A week has its day above the bars if so many columns are free for it."""
_MONTH_NAME = 3


class Scale(NamedTuple):
    """An axis in columns: each is `days` days, the last perhaps fewer, or a day is `width` columns."""

    axis: Span
    days: int
    width: int

    @classmethod
    def fitting(cls, axis: Span, room: int) -> Scale:
        """Return the finest scale that takes no more than some columns."""
        total = (axis.last - axis.first).days + 1
        return cls(axis, -(-total // room), max(1, min(_LEAST_OF_WEEK, room // total)))

    @property
    def columns(self) -> int:
        """How many columns there are."""
        total = (self.axis.last - self.axis.first).days + 1
        return -(-total // self.days) * self.width

    def column(self, day: date) -> int:
        """Return the first column of a day, which is perhaps beyond the axis."""
        return (day - self.axis.first).days // self.days * self.width

    def extent(self, first: date, last: date) -> tuple[int, int]:
        """Return the first column of some days and the one after their last, within the axis."""
        start = max(0, self.column(first))
        return start, min(self.columns, self.column(last) + self.width)

    @property
    def words(self) -> str:
        """The days of a column."""
        if self.days == 1:
            return "one column is a day" if self.width == 1 else f"{self.width} columns are a day"
        return f"one column is {self.days} days"


class Drawn(NamedTuple):
    """The columns of a row: how sure each is, and whether a window goes on beyond either end."""

    cells: tuple[Sureness | None, ...]
    before: bool
    after: bool


def drawn(scale: Scale, bars: Iterable[Bar]) -> Drawn:
    """Return the columns of some bars: each as sure as the surest day in it."""
    cells: list[Sureness | None] = [None] * scale.columns
    before = after = False
    for first, last, sureness in bars:
        before, after = before or first < scale.axis.first, after or last > scale.axis.last
        for column in range(*scale.extent(first, last)):
            here = cells[column]
            cells[column] = sureness if here is None else max(here, sureness)
    return Drawn(tuple(cells), before, after)


def months_line(scale: Scale) -> str:
    """Return the names of the months over their columns: whole, their first three letters or one, as all have room."""
    months = months_of(scale.axis)
    starts = [scale.column(month) for month in months]
    room = min((after - before for before, after in pairwise(starts)), default=scale.columns + 1) - 1
    names = [MONTHS[month.month - 1] for month in months]
    length = next((length for length in (max(map(len, names)), _MONTH_NAME) if length <= room), 1)
    return _over(scale, [(month, name[:length]) for month, name in zip(months, names, strict=True)])


def years_line(scale: Scale) -> str:
    """Return the years over their columns."""
    years = dict.fromkeys(month.year for month in months_of(scale.axis))
    return _over(scale, [(max(scale.axis.first, date(year, 1, 1)), str(year)) for year in years])


def weeks_line(scale: Scale) -> str:
    """Return the days of the months on which weeks begin; nothing if there is no room for them."""
    if scale.column(scale.axis.first + timedelta(days=_WEEK)) < _LEAST_OF_WEEK:
        return ""
    monday = scale.axis.first + timedelta(days=-scale.axis.first.weekday() % _WEEK)
    days = range((scale.axis.last - monday).days + 1)
    return _over(scale, [(day, str(day.day)) for day in (monday + timedelta(days=n) for n in days[::_WEEK])])


def _over(scale: Scale, marks: list[tuple[date, str]]) -> str:
    """Return texts each at the column of its day; what has no room before the next is left out."""
    line = ""
    for (day, text), following in zip(marks, [*marks[1:], None], strict=True):
        start, end = scale.column(day), scale.column(following[0]) if following else scale.columns
        if start >= len(line) and len(text) <= end - start - bool(following):
            line = line.ljust(start) + text
    return line[: scale.columns].ljust(scale.columns)


def band_line(scale: Scale, band: Band, ends: tuple[str, str, str]) -> str:
    """Return a phase as a line between two ends, with as much of its name as there is room for."""
    start, end = scale.extent(band.first, band.last)
    left, between, right = ends
    inner = end - start - 2
    if inner < 0:
        return " " * start + between
    return " " * start + left + band.label[:inner].center(inner, between) + right
