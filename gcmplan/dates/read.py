"""Reading the words for dates: a text of the grammar to the parts of a `When`.

The grammar, in short (letter case and extra blanks make no difference; `-` means a hyphen, a dash or "to")::

    when    = known [sure] | [N "days in"] window ["(" N "days" ")"] [sure] | [N "days"] between [sure] | sure
    known   = [weekdays [","]] days {("," | "and") days} ["(" weekdays ")"] | day {("," | "or") day}
    days    = day ["-" day]            day = [weekday [","]] D [["of"] month [[","] YYYY]] | YYYY-MM-DD
    window  = piece {("/" | "-" | "or") piece} | "week of" day | YYYY-Www
    piece   = month | part [["of"] (month | YYYY)] | nth [unit ["of"] [month]] | "Qn" | YYYY | YYYY-MM | YYYY-Qn
    part    = "early" | "mid" ["-"] | "late" | "beginning" | "end"      unit = "week" | "quarter" | "half"
    between = "between" day "and" day
    sure    = ["date" | "dates"] ("TBC" | "TBA" | "TBD" | "to be confirmed" ...), also in brackets or behind a dash

A month or a year written once also counts for the days before it. Words that are none of these are refused; what would
be right is found by `gcmplan.dates.hints`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from gcmplan.dates.read_days import CLOSING, Days
from gcmplan.dates.span import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    Certainty,
    Span,
    WhenError,
    week_with,
)
from gcmplan.dates.tokens import EXAMPLES, MONTH, NUMBER, SURE, Token
from gcmplan.words.plural import plural

_LONGEST = 2_000
"""Characters; the text of `MOST_SPANS` spans is shorter."""
_PLAIN = re.compile(
    rf"([0-9]{{1,2}})(?:-([0-9]{{1,2}}))? ({'|'.join(MONTHS)}) ([0-9]{{4}})(?: ({'|'.join(map(str.upper, SURE))}))?"
)


class Parts(NamedTuple):
    """The meaning of a text; see `gcmplan.dates.when.When` for its parts."""

    spans: tuple[Span, ...]
    window: Span | None
    days: int | None
    certainty: Certainty


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
        from gcmplan.dates.hints import explained  # noqa: PLC0415 - only what is refused needs it

        raise explained(text, error) from None


def read_or_none(text: str) -> Parts | None:
    """Return what a text says; None if it is not in the grammar, without looking for its likely meaning."""
    try:
        return _plain(text) or read_strictly(text)
    except WhenError:
        return None


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


class _Reader(Days):
    """Recursive descent over the words, left to right; `at` is the word that comes next."""

    # -- the whole -----------------------------------------------------------------------------------------------

    def when(self) -> Parts:
        """Read the whole text."""
        if not self.tokens:
            self.fail("no date")
        length = self.length()
        certainty = self.certainty()
        if not self.tokens and certainty:
            if length:
                self.refuse("a number of days, and no time", "name a month or more, or write TBC alone", length[0])
            return Parts((), None, None, certainty)
        length = length or self.length()
        spans, window, days = self.dates()
        if self.peek().kind != "end":
            self.fail_at_word()
        if length:
            days = self.fitting(length, window, days)
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
        bracketed = opening in CLOSING and rest == [CLOSING[opening]]
        if rest and not bracketed:
            self.fail(f"{token.text.upper()} is before the date's end", f"write {token.text.upper()} last", token)
        start -= bracketed
        if start > 1 and (self.tokens[start - 1].kind == "dash" or self.tokens[start - 1].text == ","):
            start -= 1
        self.cut(start)
        return SURE[token.text]

    def length(self) -> tuple[Token, int] | None:
        """Take "(3 days)" off the end."""
        texts = [token.text for token in self.tokens[-4:]]
        if len(texts) < len("(Nd)") or texts[0] not in CLOSING or texts[3] != CLOSING[texts[0]]:
            return None
        number = self.tokens[-3]
        if texts[2] not in {"day", "days"} or not (number.kind == "number" or number.text in NUMBER):
            return None
        self.cut(len(self.tokens) - 4)
        return number, self.count(number)

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
                self.fail(f"no window{self.found()}", "name a month or more, or two days (between … and …)")
            window = found
        return window, self.fitting((token, days), window, None)

    def fitting(self, length: tuple[Token, int], window: Span | None, known: int | None) -> int:
        """Return a number of days that fits into a window, and is that of known days."""
        token, days = length
        if known is not None:
            if days != known:
                self.refuse(
                    f"these are {plural(known, '{} day', '{} days')}, not {days}",
                    "leave out the number, or check the days",
                    token,
                )
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
