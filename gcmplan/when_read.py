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

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple, NoReturn

from gcmplan.span import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    MONTHS_IN,
    ORDINALS,
    THIRDS,
    WEEKDAYS,
    Certainty,
    Span,
    WhenError,
    day_text,
    week_of,
)

EXAMPLES = (
    "write it like '8-9 May 2017', '24 April 2017 TBC', "
    "'last week of July 2017', '3 days in February 2018 TBA' or 'TBC'"
)

_MONTH = {name[:size].lower(): number for number, name in enumerate(MONTHS, 1) for size in (3, len(name))}
_WEEKDAY = {name[:size].lower(): number for number, name in enumerate(WEEKDAYS) for size in (3, len(name))}
_SURE = {"tbc": Certainty.TBC, "tba": Certainty.TBA, "tbd": Certainty.TBA}
_LAST, _DECEMBER = 4, 12
_WORDS = ("week", "days", "between", "and", "to", "of", "in")
_LONGEST = 200
_TOKEN = re.compile(
    r"\s*(?:(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))|(?P<isomonth>[0-9]{4}-[0-9]{2}(?![0-9-]))|(?P<number>[0-9]+)"
    r"|(?P<word>[^\W\d_]+)|(?P<dash>[-\u2010\u2011\u2013\u2014])|(?P<mark>[/,()])|(?P<other>\S))",
)


class Parts(NamedTuple):
    """What a text says; see `gcmplan.when.When` for the meaning of each."""

    spans: tuple[Span, ...]
    window: Span | None
    days: int | None
    certainty: Certainty


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class _Day(NamedTuple):
    """A day as written: month and year may stand further to the right."""

    token: _Token
    day: int
    month: int | None
    year: int | None
    weekday: int | None


def read(text: str) -> Parts:
    """Read a text of the grammar.

    Raises:
        WhenError: it is not in the grammar; carries the place of the offending words.

    """
    if len(text) > _LONGEST:
        raise _error(f"a date of {len(text)} characters", EXAMPLES, 0, len(text))
    return _Reader(text).when()


def _error(message: str, hint: str, start: int, end: int) -> WhenError:
    return WhenError(message, hint, start=start, end=end)


class _Reader:
    """Recursive descent over the words, left to right; `at` is the word that comes next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [
            _Token(kind, match[kind].lower(), match.start(kind), match.end(kind))
            for match in _TOKEN.finditer(text)
            if (kind := match.lastgroup)
        ]
        self.at = 0

    # -- words ---------------------------------------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> _Token:
        """Return the word that comes next; an empty one of kind "end" after the last."""
        index = self.at + ahead
        return self.tokens[index] if index < len(self.tokens) else _Token("end", "", len(self.text), len(self.text) + 1)

    def take(self) -> _Token:
        """Return the word that comes next, and go on."""
        token = self.peek()
        self.at += 1
        return token

    def takes(self, *texts: str) -> bool:
        """Whether the next word is one of these; if so, go on."""
        found = self.peek().text in texts
        self.at += found
        return found

    def takes_dash(self) -> bool:
        """Whether a hyphen, a dash or "to" comes next; if so, go on."""
        found = self.peek().kind == "dash" or self.peek().text == "to"
        self.at += found
        return found

    def expect(self, *texts: str) -> None:
        """Go past one of these words."""
        if not self.takes(*texts):
            self.fail(f"expected {' or '.join(map(repr, texts))}{self.found()}")

    def found(self) -> str:
        """How to name the next word in a message."""
        token = self.peek()
        return f", found {self.text[token.start : token.end]!r}" if token.kind != "end" else ""

    def fail(self, message: str, hint: str = EXAMPLES, token: _Token | None = None) -> NoReturn:
        """Stop at a word."""
        where = token or self.peek()
        raise _error(message, hint, where.start, where.end)

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
        sure = [index for index, token in enumerate(self.tokens) if token.text in _SURE]
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
        certainty = _SURE[self.tokens[first].text]
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
        days = self.number(token)
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
        if token.kind == "number" and before in _MONTH:
            month = MONTHS[_MONTH[before] - 1]
            self.fail("the day stands after the month", f"write the day first: '8 {month} 2017'")
        if token.text == "/":
            self.fail("'/' between days can be read in two ways", "write '8-9 May 2017', or 'between 8 and 9 May 2017'")
        if token.text in {"st", "nd", "rd", "th"} and self.tokens[self.at - 1].kind == "number":
            self.fail(f"a day is written without {token.text!r}", f"write '{before} May 2017'")
        self.fail_at_word()

    def fail_at_word(self) -> NoReturn:
        """Stop at a word that has no meaning here."""
        token = self.peek()
        self.fail(f"not understood: {self.text[token.start : token.end]!r}", self.nearest(token) or EXAMPLES)

    def nearest(self, token: _Token) -> str:
        """Return a hint if the word is nearly one of the grammar's."""
        if token.kind != "word":
            return ""
        import difflib  # noqa: PLC0415 - needed only to word a problem

        words = [*_MONTH, *_WEEKDAY, *ORDINALS, *THIRDS, *MONTHS_IN, *_SURE, *_WORDS]
        close = difflib.get_close_matches(token.text[:30], words, 1, 0.7)
        if not close or close[0] == token.text:
            return ""
        word = close[0]
        names = {
            **{key: MONTHS[number - 1] for key, number in _MONTH.items()},
            **{key: WEEKDAYS[n] for key, n in _WEEKDAY.items()},
        }
        return f"did you mean {names.get(word, word.upper() if word in _SURE else word)!r}?"

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
        if written[-1][1].month is None and self.peek().kind != "end":
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
        weekday = None
        if self.peek().text in _WEEKDAY:
            weekday = _WEEKDAY[self.take().text]
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
        if self.peek().text in _MONTH:
            month = _MONTH[self.take().text]
            if self.peek().kind == "number":
                year = self.year(self.take())
        return _Day(token, day, month, year, weekday)

    def fail_at_day(self) -> NoReturn:
        """Stop where a day should stand."""
        token = self.peek()
        if token.kind == "end":
            self.fail("the date breaks off")
        if token.text in _MONTH:
            self.fail(
                "no day before the month",
                f"write '24 {MONTHS[_MONTH[token.text] - 1]} 2017', with a blank between",
                token,
            )
        if token.text == "the":
            self.fail("'the' is not needed", "leave it out: 'last week of July 2017'", token)
        self.fail_at_word()

    def refuse_numerals(self, token: _Token) -> None:
        """Refuse 5/9/2017, 5.9.2017, 2017/09/05 and 2017-9-5: nobody can tell the day from the month."""
        mark, second, again, third = (self.peek(ahead) for ahead in range(4))
        if mark.text in {"/", ".", "-"} and again.text == mark.text and second.kind == third.kind == "number":
            raise _error(
                f"{self.text[token.start : third.end]!r} can be read in two ways",
                "write the month as a word, '5 September 2017', or in full as 2017-09-05",
                token.start,
                third.end,
            )

    def number(self, token: _Token) -> int:
        """Return the value of a number of at most four digits."""
        if len(token.text) > len("2017"):
            self.fail("a number too long for a day or a year", EXAMPLES, token)
        return int(token.text)

    def year(self, token: _Token) -> int:
        """Return the value of a year within the grammar's limits."""
        year = self.number(token)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            self.fail(
                f"{token.text} is not a year from {FIRST_YEAR} to {LAST_YEAR}", "give the year in four digits", token
            )
        return year

    def dated(self, written: _Day, month: int | None, year: int | None) -> tuple[date, int, int]:
        """Return the day, its month and year: its own, or those of what stands to its right."""
        if written.month is not None:
            month, year = written.month, written.year or year
        if month is None:
            self.fail("no month", "name month and year: '8 May 2017'", written.token)
        if year is None:
            self.fail("no year", f"add the year: '{written.day} {MONTHS[month - 1]} 2017'", written.token)
        day = self.existing(written, year, month)
        if written.weekday is not None and day.weekday() != written.weekday:
            right, wrong = WEEKDAYS[day.weekday()], WEEKDAYS[written.weekday]
            self.fail(f"{day_text(day)} is a {right}, not a {wrong}", f"write {right}, or check the day", written.token)
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

    # -- windows -------------------------------------------------------------------------------------------------

    def window(self) -> Span | None:
        """Read a month, a part of one, several, a quarter, a half or a year; nothing if none begins here."""
        token = self.peek()
        if token.text in THIRDS:
            return self.third()
        if token.text in ORDINALS:
            return self.ordinal()
        if token.text in _MONTH or token.kind == "isomonth":
            return self.months()
        if token.kind == "number" and len(token.text) == len("2017"):
            self.refuse_numerals(self.take())
            year = self.year(token)
            return Span(date(year, 1, 1), date(year, 12, 31))
        return None

    def third(self) -> Span:
        """Read "mid-February 2018"."""
        first, last = THIRDS[self.take().text]
        if self.peek().kind == "dash":
            self.take()
        month, year = self.month_of_year()
        return Span(date(year, month, first), date(year, month, min(last, monthrange(year, month)[1])))

    def month_of_year(self) -> tuple[int, int]:
        """Read "February 2018"."""
        name = self.take()
        if name.text not in _MONTH:
            self.fail("no month", self.nearest(name) or "name a month and its year: 'July 2017'", name)
        if self.peek().kind != "number":
            self.fail("no year", f"add the year: '{MONTHS[_MONTH[name.text] - 1]} 2017'", name)
        return _MONTH[name.text], self.year(self.take())

    def months(self) -> Span:
        """Read "June/July 2018", "November 2017 - January 2018", "2017-08"."""
        written = [self.month()]
        while self.peek().text == "/" or self.peek().kind == "dash" or self.peek().text == "to":
            self.take()
            written.append(self.month())
        year: int | None = None
        found: list[tuple[int, int]] = []
        for token, month, own in reversed(written):
            year = year if own is None else own
            if year is None:
                self.fail_without_year(token, month)
            if found and (year, month) >= found[-1]:
                self.fail("the months run backwards", "give the earlier month first, and the year to both", token)
            found.append((year, month))
        (last_year, last), (first_year, first) = found[0], found[-1]
        return Span(date(first_year, first, 1), date(last_year, last, monthrange(last_year, last)[1]))

    def month(self) -> tuple[_Token, int, int | None]:
        """Read "July", "July 2017" or "2017-07"."""
        token = self.take()
        if token.kind == "isomonth":
            parts = [int(part) for part in token.text.split("-")]
            self.existing(_Day(token, 1, parts[1], parts[0], None), parts[0], parts[1])
            return token, parts[1], parts[0]
        if token.text not in _MONTH:
            self.fail("no month", self.nearest(token) or "name a month: 'June/July 2018'", token)
        follows = self.peek()
        year = self.year(self.take()) if follows.kind == "number" and len(follows.text) > len("31") else None
        return token, _MONTH[token.text], year

    def fail_without_year(self, token: _Token, month: int) -> NoReturn:
        """Stop at a month without a year, or at "May 8, 2017"."""
        follows = next((other for other in self.tokens if other.start >= token.end), None)
        if follows and follows.kind == "number":
            self.fail("the day stands after the month", f"write the day first: '8 {MONTHS[month - 1]} 2017'", follows)
        self.fail("no year", f"add the year: '{MONTHS[month - 1]} 2017'", token)

    def ordinal(self) -> Span:
        """Read "last week of July 2017", "second/third quarter of 2017", "second half of 2017"."""
        first = self.take()
        last = first
        if self.peek().text == "/" or self.takes_dash():
            self.takes("/")
            last = self.take()
            if last.text not in ORDINALS:
                self.fail("expected first, second, third or fourth", EXAMPLES, last)
        unit = self.take()
        if unit.text not in {"week", *MONTHS_IN}:
            self.fail("expected 'week', 'quarter' or 'half'", self.nearest(unit) or EXAMPLES, unit)
        self.expect("of")
        if unit.text == "week":
            if last is not first:
                self.fail("two weeks", "write 'between 1 and 14 July 2017'", last)
            month, year = self.month_of_year()
            return week_of(ORDINALS.index(first.text), month, year)
        size = MONTHS_IN[unit.text]
        start, end = (self.part_of_year(token, unit, _DECEMBER // size) for token in (first, last))
        if (start == end) is not (first is last) or start > end:
            self.fail(f"the {unit.text}s run backwards", "give the earlier first", last)
        number = self.take()
        if number.kind != "number":
            self.fail("no year", f"add the year: '{first.text} {unit.text} of 2017'", number)
        year = self.year(number)
        return Span(
            date(year, start * size + 1, 1), date(year, (end + 1) * size, monthrange(year, (end + 1) * size)[1])
        )

    def part_of_year(self, token: _Token, unit: _Token, parts: int) -> int:
        """Return which quarter or half of a year is meant, from 0."""
        index = ORDINALS.index(token.text)
        index = parts - 1 if index == _LAST else index
        if index >= parts:
            self.fail(
                f"a year has no {token.text} {unit.text}",
                "a year has two halves" if unit.text == "half" else "a year has four quarters",
                token,
            )
        return index

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
