"""Reading windows: a month, a part of one, several, a quarter, a half or a year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NoReturn

from gcmplan.errors import did_you_mean
from gcmplan.span import FIRST_YEAR, LAST_YEAR, MONTHS, MONTHS_IN, ORDINALS, THIRDS, Span, week_of
from gcmplan.when_words import EXAMPLES, MONTH, Token, Words

_LAST, _DECEMBER = 4, 12


class Windows(Words):
    """Words that name a window."""

    def window(self) -> Span | None:
        """Read a month, a part of one, several, a quarter, a half or a year; nothing if none begins here."""
        token = self.peek()
        if token.text in THIRDS:
            return self.third()
        if token.text in ORDINALS:
            return self.ordinal()
        if token.text in MONTH or token.kind == "isomonth":
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
        if name.text not in MONTH:
            self.fail("no month", self.nearest(name) or "name a month and its year: 'July 2017'", name)
        if self.peek().kind != "number":
            self.fail("no year", f"add the year: '{MONTHS[MONTH[name.text] - 1]} 2017'", name)
        return MONTH[name.text], self.year(self.take())

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

    def month(self) -> tuple[Token, int, int | None]:
        """Read "July", "July 2017" or "2017-07"."""
        token = self.take()
        if token.kind == "isomonth":
            written_year, written_month = (int(part) for part in token.text.split("-"))
            if not 1 <= written_month <= _DECEMBER:
                self.fail(f"there is no month {written_month:02}", "months go from 01 to 12", token)
            if not FIRST_YEAR <= written_year <= LAST_YEAR:
                self.fail(f"{written_year:04} is not a year from {FIRST_YEAR} to {LAST_YEAR}", "check the year", token)
            return token, written_month, written_year
        if token.text not in MONTH:
            self.fail("no month", self.nearest(token) or "name a month: 'June/July 2018'", token)
        follows = self.peek()
        year = self.year(self.take()) if follows.kind == "number" and len(follows.text) > len("31") else None
        return token, MONTH[token.text], year

    def fail_without_year(self, token: Token, month: int) -> NoReturn:
        """Stop at a month without a year, or at "May 8, 2017"."""
        follows = next((other for other in self.tokens if other.start >= token.end), None)
        if follows and follows.kind == "number":
            self.fail("the day stands after the month", f"write the day first: '8 {MONTHS[month - 1]} 2017'", follows)
        self.fail("no year", f"add the year: '{MONTHS[month - 1]} 2017'", token)

    def ordinal(self) -> Span:
        """Read "last week of July 2017", "second/third quarter of 2017", "second half of 2017"."""
        first = self.take()
        last = first
        if self.takes("/") or self.takes_dash():
            last = self.take()
            if last.text not in ORDINALS:
                self.fail("expected first, second, third or fourth", EXAMPLES, last)
        unit = self.take()
        if unit.text not in {"week", *MONTHS_IN}:
            self.fail(
                "expected 'week', 'quarter' or 'half'",
                did_you_mean(unit.text, ("week", "quarter", "half")) or EXAMPLES,
                unit,
            )
        self.expect("of")
        if unit.text == "week":
            if last is not first:
                self.fail("two weeks", "write 'between 1 and 14 July 2017'", last)
            month, year = self.month_of_year()
            return week_of(ORDINALS.index(first.text), month, year)
        size = MONTHS_IN[unit.text]
        start, end = (self.part_of_year(token, unit, _DECEMBER // size) for token in (first, last))
        if (start == end) is not (first is last) or start > end:
            self.fail(
                f"the {'halves' if unit.text == 'half' else 'quarters'} run backwards", "give the earlier first", last
            )
        number = self.take()
        if number.kind != "number":
            self.fail("no year", f"add the year: '{first.text} {unit.text} of 2017'", number)
        year = self.year(number)
        return Span(
            date(year, start * size + 1, 1), date(year, (end + 1) * size, monthrange(year, (end + 1) * size)[1])
        )

    def part_of_year(self, token: Token, unit: Token, parts: int) -> int:
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
