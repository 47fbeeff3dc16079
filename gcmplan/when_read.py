"""Reading the words for dates: a text of the grammar to the parts of a `When`.

The grammar, in short (letter case and extra blanks make no difference; `-` stands for a hyphen, a dash or "to")::

    when    = known [sure] | [N "days in"] window [sure] | [N "days"] between [sure] | sure
    known   = days {("," | "and") days}                     days    = day ["-" day]
    day     = [weekday [","]] D [month [YYYY]] | YYYY-MM-DD
    window  = month {("/" | "-") month} | ("early" | "mid" | "late") ["-"] month | YYYY | YYYY-MM
            | nth "week of" month YYYY | nth ["/" nth] "quarter of" YYYY | nth "half of" YYYY
    between = "between" day "and" day
    sure    = "TBC" | "TBA" | "TBD", also in brackets

A month or a year written once counts for what stands before it.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
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
)
from gcmplan.when_windows import Windows
from gcmplan.when_words import EXAMPLES, MONTH, SURE, WEEKDAY, Token

_DECEMBER = 12
_LONGEST = 2_000
"""Characters; the text of `MOST_SPANS` spans is shorter."""


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


def read(text: str) -> Parts:
    """Read a text of the grammar.

    Raises:
        WhenError: it is not in the grammar; carries the place of the offending words.

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
        certainty = self.certainty()
        if not self.tokens and certainty:
            return Parts((), None, None, certainty)
        spans, window, days = self.dates()
        if self.peek().kind != "end":
            self.fail_at_rest()
        return Parts(spans, window, days, certainty or Certainty.CONFIRMED)

    def certainty(self) -> Certainty | None:
        """Take TBC, TBA or TBD off the end."""
        sure = [index for index, token in enumerate(self.tokens) if token.text in SURE]
        if not sure:
            return None
        first = sure[0]
        if len(sure) > 1:
            self.fail(
                "two certainties", "keep one of TBC (to be confirmed) and TBA (to be announced)", self.tokens[sure[1]]
            )
        rest = [token.text for token in self.tokens[first + 1 :]]
        bracketed = rest == [")"] and first > 0 and self.tokens[first - 1].text == "("
        if rest and not bracketed:
            name = self.tokens[first].text.upper()
            self.fail(
                f"{name} stands before the date's end", f"write {name} last: '24 April 2017 {name}'", self.tokens[first]
            )
        certainty = SURE[self.tokens[first].text]
        self.stop = self.tokens[first - bracketed].start
        del self.tokens[first - bracketed :]
        return certainty

    def dates(self) -> tuple[tuple[Span, ...], Span | None, int | None]:
        """Everything but the certainty: spans, window, days."""
        if self.peek().kind == "number" and self.peek(1).text in {"day", "days"}:
            return (), *self.duration()
        if self.peek().text == "between":
            return (), self.between(), None
        if window := self.window():
            return (), window, None
        spans = self.spans()
        return spans, Span(spans[0].first, spans[-1].last), sum(span.days for span in spans)

    def duration(self) -> tuple[Span, int]:
        """Read "3 days in February 2018" or "3 days between …"."""
        token = self.take()
        days = self.number(token, most=5)
        self.take()
        if self.peek().text == "between":
            window = self.between()
        else:
            self.expect("in", "between")
            found = self.window()
            if not found:
                self.fail(
                    "no window",
                    "name a month or more, as in '3 days in February 2018', or '3 days between 5 and 16 June 2018'",
                )
            window = found
        if not 1 <= days <= window.days:
            unit = "day does" if days == 1 else "days do"
            self.fail(
                f"{days} {unit} not fit into a window of {window.days} days",
                "give a shorter duration or a longer window",
                token,
            )
        return window, days

    def fail_at_rest(self) -> NoReturn:
        """Stop at what is left over, with the most helpful word about it."""
        token = self.peek()
        before = self.tokens[self.at - 1].text
        if token.kind == "number" and before in MONTH:
            month = MONTHS[MONTH[before] - 1]
            self.fail("the day stands after the month", f"write the day first: '8 {month} 2017'")
        if token.text == "/":
            self.fail("'/' between days can be read in two ways", "write '8-9 May 2017', or 'between 8 and 9 May 2017'")
        if token.text in {"st", "nd", "rd", "th"} and self.tokens[self.at - 1].kind == "number":
            self.fail(f"a day is written without {token.text!r}", f"write '{before} May 2017'")
        self.fail_at_word()

    # -- days ----------------------------------------------------------------------------------------------------

    def spans(self) -> tuple[Span, ...]:
        """Read "20 and 22-23 February 2018"."""
        written: list[tuple[_Day, _Day]] = []
        while True:
            first = self.day()
            ranged = self.takes_dash() or (first.token.kind == "iso" and self.takes("/"))
            written.append((first, self.day() if ranged else first))
            comma, word = self.takes(","), self.takes("and")
            if not (comma or word):
                break
        if written[-1][1].year is None and self.peek().kind != "end":
            self.fail_at_rest()
        return self.dated_spans(written)

    def dated_spans(self, written: list[tuple[_Day, _Day]]) -> tuple[Span, ...]:
        """Give each day the month and year that it has or takes from its right, and check their order."""
        spans: list[Span] = []
        month: int | None = None
        year: int | None = None
        for first, last in reversed(written):
            end, month, year = self.dated(last, month, year)
            start, month, year = self.dated(first, month, year)
            if start > end:
                self.fail(
                    f"{day_text(start)} - {day_text(end)} runs backwards",
                    "give the earlier day first, and the year to both",
                    first.token,
                )
            if spans and end >= spans[-1].first:
                word = "overlap" if start <= spans[-1].last else "are not in order"
                self.fail(f"the days {word}", "list the days in order, each once", last.token)
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
        if token.kind != "number":
            self.at -= 1
            self.fail_at_day()
        self.refuse_numerals(token)
        day = self.number(token)
        month: int | None = None
        year: int | None = None
        if self.peek().text in MONTH:
            month = MONTH[self.take().text]
            if self.peek().kind == "number":
                year = self.year(self.take())
        return _Day(token, day, month, year, weekday)

    def fail_at_day(self) -> NoReturn:
        """Stop where a day should stand."""
        token = self.peek()
        if token.kind == "end":
            self.fail("the date breaks off")
        if token.text in MONTH:
            self.fail(
                "no day before the month",
                f"write '24 {MONTHS[MONTH[token.text] - 1]} 2017', with a blank between",
                token,
            )
        if token.text == "the":
            self.fail("'the' is not needed", "leave it out: 'last week of July 2017'", token)
        self.fail_at_word()

    def dated(self, written: _Day, month: int | None, year: int | None) -> tuple[date, int, int]:
        """Return the day, its month and year: its own, or those of what stands to its right."""
        if written.month is not None:
            month, year = written.month, year if written.year is None else written.year
        if month is None:
            self.fail("no month", "name month and year: '8 May 2017'", written.token)
        if year is None:
            self.fail("no year", f"add the year: '{written.day} {MONTHS[month - 1]} 2017'", written.token)
        day = self.existing(written, year, month)
        if written.weekday and day.weekday() != WEEKDAY[written.weekday.text]:
            right, wrong = WEEKDAYS[day.weekday()], WEEKDAYS[WEEKDAY[written.weekday.text]]
            self.fail(
                f"{day_text(day)} is a {right}, not a {wrong}", f"write {right}, or check the day", written.weekday
            )
        return day, month, year

    def existing(self, written: _Day, year: int, month: int) -> date:
        """Return the day if the calendar has it."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            self.fail(f"{year:04} is not a year from {FIRST_YEAR} to {LAST_YEAR}", "check the year", written.token)
        if not 1 <= month <= _DECEMBER:
            self.fail(f"there is no month {month:02}", "months go from 01 to 12", written.token)
        longest = monthrange(year, month)[1]
        if not 1 <= written.day <= longest:
            name = f"{MONTHS[month - 1]} {year}"
            self.fail(f"there is no day {written.day} in {name}", f"{name} has {longest} days", written.token)
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
            self.fail(f"'between' {word}", "give two days, the earlier first: 'between 5 and 16 June 2018'", opening)
        return Span(start, end)
