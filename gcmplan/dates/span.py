"""The parts that dates are made of, and their English names.

Days are whole calendar days; both ends of a span are included.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FIRST_YEAR, LAST_YEAR = 1945, 2100
MOST_SPANS = 50
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = ("first", "second", "third", "fourth", "last")
THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
"""First and last day of the parts of a month; no month is longer than its days."""
MONTHS_IN = {"quarter": 3, "half": 6}
_DAYS_IN_WEEK = 7


class Certainty(StrEnum):
    """How sure a date, a place or an event is."""

    CONFIRMED = "confirmed"
    TBC = "tbc"
    """Proposed, to be confirmed."""
    TBA = "tba"
    """To be announced; "TBD" says the same."""


def least_sure(one: Certainty, other: Certainty) -> Certainty:
    """Return the certainty that promises less."""
    return max(one, other, key=list(Certainty).index)


class Span(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Length in days, at least 1."""
        return (self.last - self.first).days + 1

    def each_day(self) -> Iterator[date]:
        """Yield its days in order."""
        return (self.first + timedelta(days=number) for number in range(self.days))


ALL_DAYS = Span(date.min, date.max)
"""The days of no limit."""


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the days of some spans as spans in order that neither share a day nor follow one upon another."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.first.toordinal() <= found[-1].last.toordinal() + 1:
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return found


class WhenError(ValueError):
    """A text or a value that is no `When`.

    `start` and `end` are the offsets of the offending words (end excluded); `hint` says what would be right. `is_final`
    says that the words were understood and cannot be true: nothing else can have been meant.
    """

    def __init__(self, message: str, hint: str = "", *, start: int = 0, end: int = 0, is_final: bool = False) -> None:
        """Keep the reason, the remedy and the place."""
        super().__init__(message)
        self.message, self.hint, self.start, self.end, self.is_final = message, hint, start, end, is_final


def day_text(day: date) -> str:
    """Return "8 May 2017"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def week_of(index: int, month: int, year: int) -> Span:
    """Return the days that a month's week can mean: `index` counts the `ORDINALS`, -1 is the last.

    Week n is days 7n-6 to 7n of the month, the last week its last seven days; each is widened to the Monday before and
    the Sunday after, within the month: an office means working weeks.
    """
    length = monthrange(year, month)[1]
    start, end = seven_days_of(index, month, year)
    first_day = max(1, start.day - start.weekday())
    return Span(
        date(year, month, first_day), date(year, month, min(length, end.day + _DAYS_IN_WEEK - 1 - end.weekday()))
    )


def seven_days_of(index: int, month: int, year: int) -> Span:
    """Return the seven days of a month's week before they are widened; `index` as in `week_of`."""
    last = monthrange(year, month)[1] if ORDINALS[index] == "last" else (index + 1) * _DAYS_IN_WEEK
    return Span(date(year, month, last - _DAYS_IN_WEEK + 1), date(year, month, last))


def week_with(day: date) -> Span:
    """Return Monday to Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return Span(monday, monday + timedelta(days=_DAYS_IN_WEEK - 1))
