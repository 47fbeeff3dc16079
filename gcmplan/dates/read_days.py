"""Reading known days: single days, spans and lists of them, with or without their weekdays."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple, NoReturn

from gcmplan.dates.read_windows import Windows
from gcmplan.dates.span import FIRST_YEAR, LAST_YEAR, MONTHS, WEEKDAYS, Span, day_text
from gcmplan.dates.tokens import MONTH, WEEKDAY, Token

CLOSING = {"(": ")", "[": "]"}
_DECEMBER = 12
_DAY = timedelta(days=1)


class _Day(NamedTuple):
    """A day as written: month and year may follow further to the right."""

    token: Token
    day: int
    month: int | None
    year: int | None
    weekday: Token | None


class _Weekdays(NamedTuple):
    """Weekdays before or behind the days that they belong to: both ends of each span, or one for each day."""

    tokens: list[Token]
    are_ends: bool


class Days(Windows):
    """Words that name days."""

    def known(self) -> tuple[tuple[Span, ...], Span, int]:
        """Read "20 and 22-23 February 2018", or "25 or 26 May 2017": spans, window, days."""
        before, behind = self.weekdays_before(), self.weekdays_behind()
        written: list[tuple[_Day, _Day]] = []
        joints: list[str] = []
        while True:
            first = self.day()
            ranged = self.takes_dash() or (first.token.kind == "iso" and self.takes("/"))
            written.append((first, self.day() if ranged else first))
            if not (joint := self.joint()):
                break
            joints.append(joint)
        if written[-1][1].year is None and self.peek().kind != "end":
            self.fail_at_word()
        spans = self.dated_spans(written)
        for weekdays in (before, behind):
            if weekdays:
                self.check_weekdays(weekdays, spans)
        window = Span(spans[0].first, spans[-1].last)
        if "or" in joints:
            self.check_alternatives(written, joints, spans)
            return (), window, 1
        return spans, window, sum(span.days for span in spans)

    def joint(self) -> str:
        """Take what joins two days, and return its last word: "or", "and" or ","; nothing if none comes next."""
        comma = self.takes(",")
        word = next((word for word in ("or", "and") if self.takes(word)), "")
        return word or "," * comma

    def check_alternatives(self, written: list[tuple[_Day, _Day]], joints: list[str], spans: tuple[Span, ...]) -> None:
        """Refuse "8-9 or 15-16 May 2017": only days next to each other make a window that says no more."""
        if "and" in joints or joints[-1] != "or":
            self.refuse("'or' among days that are listed", "write the days, or a window and TBC", written[0][0].token)
        apart = any(one.last + _DAY != other.first for one, other in pairwise(spans))
        if apart or any(span.days > 1 for span in spans):
            hint = "only single days next to each other can be joined by or: write TBC, or a window"
            self.refuse("either of several dates", hint, written[0][0].token)

    def weekdays_before(self) -> _Weekdays | None:
        """Read "Monday-Tuesday," or "Monday and Tuesday" before the days; None unless there are several."""
        start = self.at
        if self.peek().text in WEEKDAY:
            tokens, are_ends = self.weekdays()
            if len(tokens) > 1:
                self.takes(",")
                return _Weekdays(tokens, are_ends)
        self.at = start
        return None

    def weekdays_behind(self) -> _Weekdays | None:
        """Take "(Monday-Tuesday)" off the end."""
        opening = next((index for index, token in enumerate(self.tokens) if token.text in CLOSING), None)
        if opening is None or self.tokens[-1].text != CLOSING[self.tokens[opening].text]:
            return None
        at, self.at = self.at, opening + 1
        if self.peek().text not in WEEKDAY:
            self.at = at
            return None
        tokens, are_ends = self.weekdays()
        if self.at != len(self.tokens) - 1:
            self.at = at
            return None
        self.at = at
        self.cut(opening)
        return _Weekdays(tokens, are_ends)

    def weekdays(self) -> tuple[list[Token], bool]:
        """Read weekdays joined by a dash, which are the ends of a span, or by commas and "and"."""
        tokens = [self.take()]
        if (self.peek().kind == "dash" or self.peek().text == "to") and self.peek(1).text in WEEKDAY:
            self.take()
            return [*tokens, self.take()], True
        while self.peek().text in {",", "and"}:
            ahead = 1 + (self.peek(1).text == "and")
            if self.peek(ahead).text not in WEEKDAY:
                break
            self.at += ahead
            tokens.append(self.take())
        return tokens, False

    def check_weekdays(self, weekdays: _Weekdays, spans: tuple[Span, ...]) -> None:
        """Refuse weekdays that are not those of the days."""
        tokens, are_ends = weekdays
        if are_ends or len(tokens) == 1:
            pairs = [(token, day) for span in spans for token, day in zip(tokens, span, strict=False)]
        else:
            days = [day for span in spans for day in span.each_day()][: len(tokens) + 1]
            if len(days) != len(tokens):
                self.refuse(
                    "the weekdays are not as many as the days", "give one for each day, or both ends", tokens[0]
                )
            pairs = list(zip(tokens, days, strict=True))
        for token, day in pairs:
            self.check_weekday(token, day)

    def check_weekday(self, token: Token, day: date) -> None:
        """Refuse a weekday that is not the day's."""
        if day.weekday() != WEEKDAY[token.text]:
            right, wrong = WEEKDAYS[day.weekday()], WEEKDAYS[WEEKDAY[token.text]]
            self.refuse(f"{day_text(day)} is a {right}, not a {wrong}", f"write {right}, or check the day", token)

    def dated_spans(self, written: list[tuple[_Day, _Day]]) -> tuple[Span, ...]:
        """Give each day the month and year that it has or takes from its right, and check their order."""
        spans: list[Span] = []
        month: int | None = None
        year: int | None = None
        for first, last in reversed(written):
            end, month, year = self.dated(last, month, year)
            start, month, year = self.dated(first, month, year)
            if start > end:
                self.refuse(
                    f"{day_text(start)} - {day_text(end)} runs backwards",
                    "give the earlier day first, and the year to both",
                    first.token,
                )
            if spans and end >= spans[-1].first:
                word = "overlap" if start <= spans[-1].last else "are not in order"
                self.refuse(f"the days {word}", "list the days in order, each once", last.token)
            spans.append(Span(start, end))
        return tuple(reversed(spans))

    def day(self) -> _Day:
        """Read "Monday 17 April 2017", as much of it as is written."""
        weekday: Token | None = None
        if self.peek().text in WEEKDAY:
            weekday = self.take()
            self.takes(",")
        token = self.take()
        if token.kind == "iso":
            parts = [int(part) for part in token.text.split("-")]
            return _Day(token, parts[2], parts[1], parts[0], weekday)
        if token.kind not in {"number", "ordinal"}:
            self.at -= 1
            self.fail_at_day()
        day = self.number(token)
        month: int | None = None
        year: int | None = None
        if self.peek().text == "of" and self.peek(1).text in MONTH:
            self.take()
        if self.peek().text in MONTH:
            month = MONTH[self.take().text]
            year = self.takes_year()
        return _Day(token, day, month, year, weekday)

    def fail_at_day(self) -> NoReturn:
        """Stop at the place of a day."""
        token = self.peek()
        if token.kind == "end":
            self.fail("the date breaks off")
        if token.text in MONTH:
            self.fail("no day before the month", "write the day, a blank, and the month", token)
        self.fail_at_word()

    def dated(self, written: _Day, month: int | None, year: int | None) -> tuple[date, int, int]:
        """Return the day with its month and year: its own, or those to its right."""
        if written.month is not None:
            month, year = written.month, year if written.year is None else written.year
        if month is None:
            self.fail("no month", "name the month and the year", written.token)
        if year is None:
            self.fail("no year", "add the year", written.token)
        day = self.existing(written, year, month)
        if written.weekday:
            self.check_weekday(written.weekday, day)
        return day, month, year

    def existing(self, written: _Day, year: int, month: int) -> date:
        """Return the day if the calendar has it."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            self.refuse(f"{year:04} is not a year from {FIRST_YEAR} to {LAST_YEAR}", "check the year", written.token)
        if not 1 <= month <= _DECEMBER:
            self.refuse(f"there is no month {month:02}", "months go from 01 to 12", written.token)
        longest = monthrange(year, month)[1]
        if not 1 <= written.day <= longest:
            name = f"{MONTHS[month - 1]} {year}"
            self.refuse(f"there is no day {written.day} in {name}", f"{name} has {longest} days", written.token)
        return date(year, month, written.day)

    def between(self) -> Span:
        """Read "between 5 and 16 June 2018"."""
        opening = self.take()
        first = self.day()
        self.expect("and")
        last = self.day()
        end, month, year = self.dated(last, None, None)
        start, _, _ = self.dated(first, month, year)
        if start >= end:
            word = "is one day" if start == end else "runs backwards"
            self.refuse(f"'between' {word}", "give two days, the earlier first", opening)
        return Span(start, end)
