"""A date that may be uncertain: the value `When`.

A workplan says "8-9 May 2017", "24 April 2017 TBC", "last week of July 2017", "3 days in February 2018 TBA" or just
"TBC". A `When` holds what such words say, no more and no less: a month never becomes a firm day.

Conventions: days are whole calendar days; both ends of every span and window are included. The words of the grammar
are read by `gcmplan.dates.read` and written by `gcmplan.dates.write`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from gcmplan.dates import write as when_write
from gcmplan.dates.span import FIRST_YEAR, LAST_YEAR, MOST_SPANS, Certainty, Span, WhenError
from gcmplan.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Certainty", "Span", "When", "WhenError"]

_ANY_DAYS = "write a day or a month, such as 8 May 2017, May 2017, today or +30d"
_OF_A_PLAN = lazy(r"TB[CA]|deadline|event|'hours'")
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEP = lazy(
    r"(?P<sign>[+\-\u2212])?(?P<ahead>in )? *(?P<number>[0-9]{1,5}) *"
    r"(?P<unit>d|w|days?|weeks?|months?|years?)(?P<ago> ago)?"
)
_BESIDE = lazy(
    r"(?P<number>[0-9]{1,5}) *(?P<unit>d|w|days?|weeks?|months?|years?) (?P<way>before|after) (?P<from>\S.*)",
    re.IGNORECASE,
)
_UNIT = {"d": "days", "w": "weeks", "m": "months", "y": "years"}


@dataclass(frozen=True, slots=True)
class When:
    """Known days, or a window that holds them, or nothing but a certainty.

    `spans` are the known days, in order and apart; `window` is their hull, or the days between which an event must
    take place; `days` is how many days it takes, `None` if that is not known.

    Raises:
        WhenError: the parts contradict each other, or a year is outside 1945-2100.

    """

    spans: tuple[Span, ...]
    window: Span | None
    days: int | None
    certainty: Certainty = Certainty.CONFIRMED

    def __post_init__(self) -> None:
        """Refuse what no words could mean."""
        for first, last in (*self.spans, *((self.window,) if self.window else ())):
            if first > last:
                raise WhenError(f"{first} to {last} runs backwards")
            if first.year < FIRST_YEAR or last.year > LAST_YEAR:
                raise WhenError(f"the year is outside {FIRST_YEAR}-{LAST_YEAR}", "check the year")
        if any(left.last >= right.first for left, right in zip(self.spans, self.spans[1:], strict=False)):
            raise WhenError("the days overlap or are not in order")
        if len(self.spans) > MOST_SPANS:
            raise WhenError(f"{len(self.spans)} spans of days", f"give at most {MOST_SPANS}")
        if self.spans:
            self._check_known_days()
        elif self.window:
            self._check_window(self.window)
        elif self.days is not None or self.certainty is Certainty.CONFIRMED:
            raise WhenError("a date that is not known is to be confirmed or to be announced")

    def _check_known_days(self) -> None:
        hull = Span(self.spans[0].first, self.spans[-1].last)
        if (self.window, self.days) != (hull, sum(span.days for span in self.spans)):
            raise WhenError("the window of known days is their hull, the duration their number")

    def _check_window(self, window: Span) -> None:
        if window.days == 1:
            raise WhenError("a window of one day is that day")
        if self.days is not None and not 1 <= self.days <= window.days:
            raise WhenError(f"{self.days} days do not fit into {window.days}")

    @classmethod
    def known(cls, *spans: Span, certainty: Certainty = Certainty.CONFIRMED) -> When:
        """Make a When of known days: spans in order, none touching the days of another."""
        if not spans:
            raise WhenError("no days")
        hull = Span(spans[0].first, spans[-1].last)
        return cls(spans, hull, sum(span.days for span in spans), certainty)

    @classmethod
    def within(cls, window: Span, days: int | None = None, certainty: Certainty = Certainty.CONFIRMED) -> When:
        """Make a When of a window, and of how many days in it if that is known."""
        return cls((), window, days, certainty)

    @classmethod
    def unknown(cls, certainty: Certainty) -> When:
        """Make a bare "TBC" or "TBA"."""
        return cls((), None, None, certainty)

    @classmethod
    def parse(cls, text: str) -> When:
        """Read a text of the grammar.

        Raises:
            WhenError: the text is not in the grammar; carries the place of the offending words.

        """
        return _parse(text)

    @classmethod
    def parse_or_none(cls, text: str) -> When | None:
        """Read a text of the grammar; None for all others, whose hints would take as long as a whole plan."""
        from gcmplan.dates.read import read_or_none  # noqa: PLC0415 - as in `_parse`

        parts = read_or_none(text)
        return cls(*parts) if parts else None

    def __str__(self) -> str:
        """Return the canonical English text; `When.parse` reads it back to an equal value."""
        return when_write.write(self.spans, self.window, self.days, self.certainty)

    @property
    def exact(self) -> bool:
        """Whether the days are known."""
        return bool(self.spans)

    @property
    def earliest(self) -> date | None:
        """First day of the window."""
        return self.window.first if self.window else None

    @property
    def latest(self) -> date | None:
        """Last day of the window."""
        return self.window.last if self.window else None

    @property
    def latest_start(self) -> date | None:
        """Last day on which it can begin: latest - days + 1; an unknown duration counts as 1 day."""
        return self.window.last - timedelta(days=self._least_days - 1) if self.window else None

    @property
    def earliest_end(self) -> date | None:
        """First day on which it can be over: earliest + days - 1; an unknown duration counts as 1 day."""
        return self.window.first + timedelta(days=self._least_days - 1) if self.window else None

    @property
    def _least_days(self) -> int:
        """Days from first to last, at least: a known hull is filled by its gaps too."""
        if self.spans and self.window:
            return self.window.days
        return self.days or 1

    def shifted(self, days: int) -> When:
        """Return the same, `days` days later (earlier if negative).

        Raises:
            WhenError: a day would leave the years 1945-2100.

        """
        if self.window is None:
            return self
        try:
            step = timedelta(days=days)
            spans = tuple(Span(first + step, last + step) for first, last in self.spans)
            window = Span(self.window.first + step, self.window.last + step)
        except OverflowError as error:
            raise WhenError(f"the year is outside {FIRST_YEAR}-{LAST_YEAR}") from error
        return When(spans, window, self.days, self.certainty)


def parse_days(text: str, today: date, when_of: Callable[[str], When] | None = None) -> tuple[Span, ...]:
    """Read the days of a date given on a command line: a text of the grammar, or a relative day.

    Relative to today are `today`, `yesterday`, `tomorrow`, `+30d`, `-2 weeks`, `+2 months`, `in 3 weeks`, `3 weeks
    ago`; relative to another date `3 weeks before 24 July 2017` and, if `when_of` returns the date of an event by its
    id, `3 weeks before thematic-4`. "Before" counts from the first known day, "after" from the last.
    Known days are in order, each span for itself; else it is the window alone.

    Raises:
        WhenError: the text is none of these, or names no days.

    """
    beside = _BESIDE.fullmatch(text.strip())
    if day := _day_beside(beside, when_of) if beside else _day_from(text.strip().lower(), today):
        return (Span(day, day),)
    try:
        when = When.parse(text)
    except WhenError as error:
        error.hint = _hint_for_days(error.hint)
        raise
    if when.window is None:
        raise WhenError("this names no days", _ANY_DAYS, end=len(text))
    return when.spans or (when.window,)


def _hint_for_days(hint: str) -> str:
    """Return the hint for a command line that asks for days: no TBC, no deadline and no hours can be written there."""
    if not _OF_A_PLAN.search(hint):
        return hint
    written = re.match(r"write '([^']*?)(?: TBC)?'", hint)
    return f"write '{written[1]}'" if written else _ANY_DAYS


def _day_from(word: str, today: date) -> date | None:
    """Return the day that a word names from today; None if it is no such word.

    Raises:
        WhenError: the day lies out of the years 1945-2100.

    """
    step = _STEP.fullmatch(word)
    if word not in _NEAR and (step is None or not (step["sign"] or step["ago"] or step["ahead"])):
        return None
    number, unit = (int(step["number"]), _UNIT[step["unit"][0]]) if step else (_NEAR[word], "days")
    if step and (step["sign"] in {"-", "\u2212"} or step["ago"]):
        number = -number
    try:
        day = today + timedelta(days=number) if unit == "days" else _months_away(today, unit, number)
    except (OverflowError, ValueError):
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise WhenError(f"the year is outside {FIRST_YEAR}-{LAST_YEAR}", "give fewer days", end=len(word))
    return day


def _day_beside(step: re.Match[str], when_of: Callable[[str], When] | None) -> date:
    """Return the day that is some days, weeks, months or years before or after a date or an event.

    Raises:
        WhenError: the days of that date or event are not known, or the day lies out of the years 1945-2100.

    """
    try:
        when = When.parse(step["from"])
    except WhenError:
        if when_of is None:
            raise
        when = when_of(step["from"])
    if not when.spans:
        raise WhenError(f"the days of {step['from']!r} are not known", "name the day itself")
    is_before = step["way"].lower() == "before"
    start = when.spans[0].first if is_before else when.spans[-1].last
    sign = "-" if is_before else "+"
    day = _day_from(f"{sign}{step['number']} {step['unit'].lower()}", start)
    return day or start


def _months_away(today: date, unit: str, number: int) -> date:
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - 31 January and a month is 28 February

    return today + relativedelta(**{unit: number})  # type: ignore[arg-type]


@lru_cache(maxsize=8192)
def _parse(text: str) -> When:
    from gcmplan.dates.read import read  # noqa: PLC0415 - the grammar, which a plan from the cache does without

    return When(*read(text))
