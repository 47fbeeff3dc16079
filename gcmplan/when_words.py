"""The words that dates are written in: a text cut into tokens, and how to stop at one of them."""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from gcmplan.errors import did_you_mean
from gcmplan.span import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    MONTHS_IN,
    ORDINALS,
    THIRDS,
    WEEKDAYS,
    Certainty,
    WhenError,
)

EXAMPLES = (
    "write it like '8-9 May 2017', '24 April 2017 TBC', "
    "'last week of July 2017', '3 days in February 2018 TBA' or 'TBC'"
)

MONTH = {name[:size].lower(): number for number, name in enumerate(MONTHS, 1) for size in (3, len(name))}
WEEKDAY = {name[:size].lower(): number for number, name in enumerate(WEEKDAYS) for size in (3, len(name))}
SURE = {"tbc": Certainty.TBC, "tba": Certainty.TBA, "tbd": Certainty.TBA}
_CONNECTING = ("week", "days", "between", "and", "to", "of", "in")
_DAYS_AND_MONTHS = [short for name in (*MONTHS, *WEEKDAYS) for short in (name, name[:3])]
_OTHERS = [*ORDINALS, *THIRDS, *MONTHS_IN, *(word.upper() for word in SURE), *_CONNECTING]
_LOWER = {word.lower() for word in (*_DAYS_AND_MONTHS, *_OTHERS)}
_PATTERN = re.compile(
    r"(?:(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))|(?P<isomonth>[0-9]{4}-[0-9]{2}(?![0-9-]))|(?P<number>[0-9]+)"
    r"|(?P<word>[^\W\d_]+)|(?P<dash>[-\u2010\u2011\u2013\u2014])|(?P<mark>[/,()])|(?P<other>\S))",
)


class Token(NamedTuple):
    """A word, number or mark, in lower case, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


class Words:
    """The tokens of a text, read left to right; `at` counts those that were taken."""

    def __init__(self, text: str) -> None:
        """Cut a text into tokens."""
        self.text = text
        self.tokens = [
            Token(kind, match[kind].lower(), match.start(kind), match.end(kind))
            for match in _PATTERN.finditer(text)
            if (kind := match.lastgroup)
        ]
        self.split_years()
        self.at = 0
        self.stop = len(text)

    def split_years(self) -> None:
        """Take "December 2017-12 January 2018" apart: behind a month's name, 2017-12 is no month."""
        for index in range(len(self.tokens) - 1, 0, -1):
            token = self.tokens[index]
            if token.kind == "isomonth" and self.tokens[index - 1].text in MONTH:
                dash = token.start + len("2017")
                self.tokens[index : index + 1] = [
                    Token("number", token.text[:4], token.start, dash),
                    Token("dash", "-", dash, dash + 1),
                    Token("number", token.text[5:], dash + 1, token.end),
                ]

    def peek(self, ahead: int = 0) -> Token:
        """Return the word that comes next; an empty one of kind "end" after the last."""
        index = self.at + ahead
        return self.tokens[index] if index < len(self.tokens) else Token("end", "", self.stop, self.stop + 1)

    def take(self) -> Token:
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

    def fail(self, message: str, hint: str = EXAMPLES, token: Token | None = None) -> NoReturn:
        """Stop at a word."""
        where = token or self.peek()
        raise WhenError(message, hint, start=where.start, end=where.end)

    def fail_at_word(self) -> NoReturn:
        """Stop at a word that has no meaning here."""
        token = self.peek()
        self.fail(f"not understood: {self.text[token.start : token.end]!r}", self.nearest(token) or EXAMPLES)

    def nearest(self, token: Token) -> str:
        """Return a hint if the word is nearly one of the grammar's."""
        if token.kind != "word":
            return ""
        if token.text in _LOWER:
            return ""
        return did_you_mean(token.text, _DAYS_AND_MONTHS) or did_you_mean(token.text, _OTHERS)

    def refuse_numerals(self, token: Token) -> None:
        """Refuse 5/9/2017, 5.9.2017, 2017/09/05 and 2017-9-5: nobody can tell the day from the month."""
        mark, second, again, third = (self.peek(ahead) for ahead in range(4))
        if mark.text in {"/", ".", "-"} and again.text == mark.text and second.kind == third.kind == "number":
            raise WhenError(
                f"{self.text[token.start : third.end]!r} can be read in two ways",
                "write the month as a word, '5 September 2017', or in full as 2017-09-05",
                start=token.start,
                end=third.end,
            )

    def number(self, token: Token, most: int = 4) -> int:
        """Return the value of a number of not too many digits."""
        if len(token.text) > most:
            self.fail("a number too long for a day or a year", EXAMPLES, token)
        return int(token.text)

    def year(self, token: Token) -> int:
        """Return the value of a year within the grammar's limits."""
        year = self.number(token)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            wide = len(token.text) == len(str(FIRST_YEAR))
            hint = f"name one from {FIRST_YEAR} to {LAST_YEAR}" if wide else "give the year in four digits"
            self.fail(f"{token.text} is not a year from {FIRST_YEAR} to {LAST_YEAR}", hint, token)
        return year
