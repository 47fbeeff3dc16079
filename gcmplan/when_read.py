"""Reading the words for dates: a text of the grammar to the parts of a `When`.

The grammar, in short (letter case and extra blanks make no difference; `-` stands for a hyphen, a dash or "to")::

    when    = known [sure] | [N "days in"] window ["(" N "days" ")"] [sure] | [N "days"] between [sure] | sure
    known   = [weekdays [","]] days {("," | "and") days} ["(" weekdays ")"] | day {("," | "or") day}
    days    = day ["-" day]            day = [weekday [","]] D [["of"] month [[","] YYYY]] | YYYY-MM-DD
    window  = piece {("/" | "-" | "or") piece} | "week of" day | YYYY-Www
    piece   = month | part [["of"] (month | YYYY)] | nth [unit ["of"] [month]] | "Qn" | YYYY | YYYY-MM | YYYY-Qn
    part    = "early" | "mid" ["-"] | "late" | "beginning" | "end"      unit = "week" | "quarter" | "half"
    between = "between" day "and" day
    sure    = ["date" | "dates"] ("TBC" | "TBA" | "TBD" | "to be confirmed" ...), also in brackets or behind a dash

A month or a year written once counts for what stands before it. Words that are none of these are refused; what would be
right is found by `gcmplan.when_hints`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple, NoReturn

from gcmplan.span import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    WEEKDAYS,
    Certainty,
    Span,
    WhenError,
    day_text,
    week_with,
)
from gcmplan.when_windows import Windows
from gcmplan.when_words import EXAMPLES, MONTH, NUMBER, SURE, WEEKDAY, Token

_DECEMBER = 12
_LONGEST = 2_000
"""Characters; the text of `MOST_SPANS` spans is shorter."""
_CLOSING = {"(": ")", "[": "]"}
_DAY = timedelta(days=1)
_PLAIN = re.compile(
    rf"([0-9]{{1,2}})(?:-([0-9]{{1,2}}))? ({'|'.join(MONTHS)}) ([0-9]{{4}})(?: ({'|'.join(map(str.upper, SURE))}))?"
)


class Parts(NamedTuple):
    """What a text says; see `gcmplan.when.When` for the meaning of each."""

    spans: tuple[Span, ...]
    window: Span | None
    days: int | None
    certainty: Certainty


class _Day(NamedTuple):
    """A day as written: month and year may stand further to the right."""

    token: Token
    day: int
    month: int | None
    year: int | None
    weekday: Token | None


class _Weekdays(NamedTuple):
    """Weekdays before or behind the days that they belong to: both ends of each span, or one for each day."""

    tokens: list[Token]
    are_ends: bool


def read(text: str) -> Parts:
    """Read a text of the grammar.

    Raises:
        WhenError: it is not in the grammar; carries the place of the offending words.

    """
    if parts := _plain(text):
        return parts
    try:
        return read_strictly(text)
    except WhenError as error:
        from gcmplan.when_hints import explained  # noqa: PLC0415 - only what is refused needs it

        raise explained(text, error) from None


def _plain(text: str) -> Parts | None:
    """Return what the commonest texts say, without cutting them into words; None for all others.

    These are two thirds of the dates of a plan, and it takes a sixth of the time.
    """
    found = _PLAIN.fullmatch(text)
    if not found:
        return None
    first, last, month, year, sure = found.groups()
    try:
        end = date(int(year), MONTH[month.lower()], int(last or first))
        start = end.replace(day=int(first))
    except ValueError:
        return None
    if start > end or not FIRST_YEAR <= end.year <= LAST_YEAR:
        return None
    span = Span(start, end)
    return Parts((span,), span, span.days, SURE[sure.lower()] if sure else Certainty.CONFIRMED)


def read_strictly(text: str) -> Parts:
    """Read a text of the grammar; what is refused is not explained beyond the word at which reading stopped.

    Raises:
        WhenError: it is not in the grammar.

    """
    if len(text) > _LONGEST:
        raise WhenError(f"a date of {len(text)} characters", EXAMPLES, end=len(text))
    return _Reader(text).when()


class _Reader(Windows):
    """Recursive descent over the words, left to right; `at` is the word that comes next."""

    # -- the whole -----------------------------------------------------------------------------------------------

    def when(self) -> Parts:
        """Read the whole text."""
        if not self.tokens:
            self.fail("no date")
        length = self.length()
        certainty = self.certainty()
        if not self.tokens and certainty:
            return Parts((), None, None, certainty)
        length = length or self.length()
        spans, window, days = self.dates()
        if self.peek().kind != "end":
            self.fail_at_word()
        if length:
            days = self.fitting(length, spans, window, days)
        return Parts(spans, window, days, certainty or Certainty.CONFIRMED)

    def certainty(self) -> Certainty | None:
        """Take TBC, TBA or TBD off the end, with its brackets, dash or comma, and the word "dates"."""
        sure = [index for index, token in enumerate(self.tokens) if token.text in SURE]
        if not sure:
            return None
        first = sure[0]
        if len(sure) > 1:
            self.refuse(
                "two certainties", "keep one of TBC (to be confirmed) and TBA (to be announced)", self.tokens[sure[1]]
            )
        token = self.tokens[first]
        start = first - (first > 0 and self.tokens[first - 1].text in {"date", "dates"})
        opening = self.tokens[start - 1].text if start else ""
        rest = [token.text for token in self.tokens[first + 1 :]]
        bracketed = opening in _CLOSING and rest == [_CLOSING[opening]]
        if rest and not bracketed:
            self.fail(f"{token.text.upper()} stands before the date's end", f"write {token.text.upper()} last", token)
        start -= bracketed
        if start > 1 and (self.tokens[start - 1].kind == "dash" or self.tokens[start - 1].text == ","):
            start -= 1
        self.cut(start)
        return SURE[token.text]

    def length(self) -> tuple[Token, int] | None:
        """Take "(3 days)" off the end."""
        texts = [token.text for token in self.tokens[-4:]]
        if len(texts) < len("(Nd)") or texts[0] not in _CLOSING or texts[3] != _CLOSING[texts[0]]:
            return None
        number = self.tokens[-3]
        if texts[2] not in {"day", "days"} or not (number.kind == "number" or number.text in NUMBER):
            return None
        self.cut(len(self.tokens) - 4)
        return number, self.count(number)

    def cut(self, index: int) -> None:
        """End the text before a token."""
        self.stop = self.tokens[index].start
        del self.tokens[index:]

    def count(self, token: Token) -> int:
        """Return a number of days, in digits or as a word."""
        return NUMBER[token.text] if token.text in NUMBER else self.number(token, most=5)

    def dates(self) -> tuple[tuple[Span, ...], Span | None, int | None]:
        """Everything but the certainty: spans, window, days."""
        token, follows = self.peek(), self.peek(1)
        if (token.kind == "number" or token.text in NUMBER) and follows.text in {"day", "days"}:
            return (), *self.duration()
        if token.text == "between":
            return (), self.between(), None
        window = self.week() or self.window()
        return ((), window, None) if window else self.known()

    def duration(self) -> tuple[Span, int]:
        """Read "3 days in February 2018" or "3 days between …"."""
        token = self.take()
        days = self.count(token)
        self.take()
        if self.peek().text == "between":
            window = self.between()
        else:
            self.expect("in", "between")
            found = self.week() or self.window()
            if not found:
                self.fail(f"no window{self.found()}", "name a month or more, or two days with between and and")
            window = found
        return window, self.fitting((token, days), (), window, None)

    def fitting(
        self, length: tuple[Token, int], spans: tuple[Span, ...], window: Span | None, known: int | None
    ) -> int:
        """Return a number of days that fits into a window, and is that of known days."""
        token, days = length
        if spans:
            if days != known:
                self.refuse(f"these are {known} days, not {days}", "leave out the number, or check the days", token)
            return days
        longest = window.days if window else 0
        if not 1 <= days <= longest:
            unit = "day does" if days == 1 else "days do"
            message = f"{days} {unit} not fit into a window of {longest} days"
            self.refuse(message, "give a shorter duration or a longer window", token)
        return days

    def week(self) -> Span | None:
        """Read "week of 22 May 2000", "w/c 22 May 2000", "2017-W19"; None if none begins here."""
        token = self.peek()
        if token.kind == "isoweek":
            self.take()
            year = self.year(token._replace(kind="number", text=token.text[:4]))
            try:
                return week_with(date.fromisocalendar(year, int(token.text[-2:]), 1))
            except ValueError:
                self.refuse(f"{year} has no week {token.text[-2:]}", "ISO weeks go from 01 to 52 or 53", token)
        words = [self.peek(ahead).text for ahead in range(3)]
        if words == ["w", "/", "c"]:
            self.at += 3
        elif words[0] == "week" and words[1] in {"of", "beginning", "commencing", "starting"}:
            self.at += 2
        else:
            return None
        return week_with(self.dated(self.day(), None, None)[0])

    # -- days ----------------------------------------------------------------------------------------------------

    def known(self) -> tuple[tuple[Span, ...], Span, int]:
        """Read "20 and 22-23 February 2018", or "25 or 26 May 2017": spans, window, days."""
        before, behind = self.weekdays_before(), self.weekdays_behind()
        written: list[tuple[_Day, _Day]] = []
        alternatives = False
        while True:
            first = self.day()
            ranged = self.takes_dash() or (first.token.kind == "iso" and self.takes("/"))
            written.append((first, self.day() if ranged else first))
            comma, either, word = self.takes(","), self.takes("or"), self.takes("and")
            alternatives = alternatives or either
            if not (comma or either or word):
                break
        if written[-1][1].year is None and self.peek().kind != "end":
            self.fail_at_word()
        spans = self.dated_spans(written)
        for weekdays in (before, behind):
            if weekdays:
                self.check_weekdays(weekdays, spans)
        window = Span(spans[0].first, spans[-1].last)
        if alternatives:
            self.check_alternatives(written, spans)
            return (), window, 1
        return spans, window, sum(span.days for span in spans)

    def check_alternatives(self, written: list[tuple[_Day, _Day]], spans: tuple[Span, ...]) -> None:
        """Refuse "8-9 or 15-16 May 2017": only days next to each other make a window that says no more."""
        apart = any(one.last + _DAY != other.first for one, other in pairwise(spans))
        if apart or any(span.days > 1 for span in spans):
            hint = "only single days next to each other can be joined by or: write TBC, or a window"
            self.refuse("either of several dates", hint, written[0][0].token)

    def weekdays_before(self) -> _Weekdays | None:
        """Read "Monday-Tuesday," or "Monday and Tuesday" before the days; None unless several stand together."""
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
        opening = next((index for index, token in enumerate(self.tokens) if token.text in _CLOSING), None)
        if opening is None or self.tokens[-1].text != _CLOSING[self.tokens[opening].text]:
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
        """Stop where a day should stand."""
        token = self.peek()
        if token.kind == "end":
            self.fail("the date breaks off")
        if token.text in MONTH:
            self.fail("no day before the month", "write the day, a blank, and the month", token)
        self.fail_at_word()

    def dated(self, written: _Day, month: int | None, year: int | None) -> tuple[date, int, int]:
        """Return the day, its month and year: its own, or those of what stands to its right."""
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
