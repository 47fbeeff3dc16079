"""The words that dates are written in: a text cut into tokens, and how to stop at one of them."""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from gcmplan.dates.span import FIRST_YEAR, LAST_YEAR, MONTHS, ORDINALS, WEEKDAYS, Certainty, WhenError

EXAMPLES = "write a day, days or a window, such as 8-9 May 2017, last week of July 2017, June 2018 TBA; or TBC"

_SHORT = 3
MONTH = {name[:size].lower(): number for number, name in enumerate(MONTHS, 1) for size in (_SHORT, len(name))}
MONTH["sept"] = 9
WEEKDAY = {name[:size].lower(): number for number, name in enumerate(WEEKDAYS) for size in (_SHORT, len(name))}
WEEKDAY |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
SURE = {"tbc": Certainty.TBC, "tba": Certainty.TBA, "tbd": Certainty.TBA}
NUMBER = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "late": 2, "end": 2}
"""The words for the three parts of a month or a year."""
UNITS = ("week", "quarter", "half", "semester")
_SPELLED_OUT = {"confirmed": "tbc", "announced": "tba", "determined": "tbd"}
_LONGEST_SHORT = 5
_SUFFIXES = ("st", "nd", "rd")
_TEEN, _TENS = 1, 10
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_HYPHENS = "-\u2010\u2011"
"""Of the dashes, those that are within one word: other ones join a year to what is after it."""
_PATTERN = re.compile(
    rf"""(?:(?P<iso>[0-9]{{4}}[{DASHES}][0-9]{{2}}[{DASHES}][0-9]{{2}}(?![0-9]))
    |(?P<isomonth>[0-9]{{4}}[{_HYPHENS}][0-9]{{2}}(?![0-9]|[{_HYPHENS}]))
    |(?P<isoweek>[0-9]{{4}}[{DASHES}]W[0-9]{{2}}(?!\w))|(?P<isoquarter>[0-9]{{4}}[{_HYPHENS}]Q[1-4](?!\w))
    |(?P<quarter>(?<!\w)Q[1-4](?!\w))
    |(?P<ordinal>[0-9]{{1,2}}(?:st|nd|rd|th)(?!\w))|(?P<number>[0-9]+)|(?P<word>[^\W\d_]+)|(?P<dash>[{DASHES}])
    |(?P<mark>[/,.()\[\]&])|(?P<other>\S))""",
    re.VERBOSE | re.IGNORECASE,
)


class Token(NamedTuple):
    """A word, number or mark, in lower case, and its place."""

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
            Token(kind, _word(kind, match[kind]), match.start(kind), match.end(kind))
            for match in _PATTERN.finditer(text)
            if (kind := match.lastgroup)
        ]
        if "." in text:
            self.drop_full_stops()
        if "&" in text or any(token.text == "be" for token in self.tokens):
            self.join_words()
        self.split_years()
        self.at = 0
        self.stop = len(text)

    def drop_full_stops(self) -> None:
        """Read over the full stop of "Sept." and "Mon."; the token then ends behind it."""
        for index in range(len(self.tokens) - 1, 0, -1):
            mark, word = self.tokens[index], self.tokens[index - 1]
            is_short = len(word.text) < _LONGEST_SHORT + 1 and (word.text in MONTH or word.text in WEEKDAY)
            if mark.text == "." and mark.start == word.end and is_short:
                self.tokens[index - 1 : index + 1] = [word._replace(end=mark.end)]

    def join_words(self) -> None:
        """Read "to be confirmed" as TBC, and "&" as "and"."""
        joined: list[Token] = []
        for token in self.tokens:
            sure = _SPELLED_OUT.get(token.text)
            if sure and [one.text for one in joined[-2:]] == ["to", "be"]:
                joined[-2:] = [Token("word", sure, joined[-2].start, token.end)]
            else:
                joined.append(token._replace(kind="word", text="and") if token.text == "&" else token)
        self.tokens = joined

    def split_years(self) -> None:
        """Take "December 2017-12 January 2018" and "Q4 2017-Q1 2018" apart: what has its year needs no other."""
        for index in range(len(self.tokens) - 1, 0, -1):
            token, before = self.tokens[index], self.tokens[index - 1]
            behind = {"isomonth": "number", "isoquarter": "quarter"}.get(token.kind)
            named = self.tokens[index - 2] if before.text == "," and index > 1 else before
            if behind and (named.text in MONTH or before.kind == "quarter"):
                dash = token.start + len("2017")
                self.tokens[index : index + 1] = [
                    Token("number", token.text[:4], token.start, dash),
                    Token("dash", "-", dash, dash + 1),
                    Token(behind, token.text[5:], dash + 1, token.end),
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

    def cut(self, index: int) -> None:
        """End the text before a token."""
        self.stop = self.tokens[index].start
        del self.tokens[index:]

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

    def takes_year(self) -> int | None:
        """Return the year that comes next, also behind a comma, and go on; None if none does."""
        comma = self.peek().text == ","
        token = self.peek(comma)
        if token.kind != "number" or (comma and len(token.text) != len("2017")):
            return None
        self.at += comma + 1
        return self.year(token)

    def is_year(self, token: Token) -> bool:
        """Whether a token can be nothing but a year."""
        return token.kind == "number" and len(token.text) == len("2017")

    def expect(self, *texts: str) -> None:
        """Go past one of these words."""
        if not self.takes(*texts):
            self.fail(f"expected {' or '.join(map(repr, texts))}{self.found()}")

    def found(self) -> str:
        """How to name the next word in a message."""
        token = self.peek()
        return f", found {self.text[token.start : token.end]!r}" if token.kind != "end" else ""

    def fail(self, message: str, hint: str = EXAMPLES, token: Token | None = None) -> NoReturn:
        """Stop at a word that is not of the grammar, or not here."""
        where = token or self.peek()
        raise WhenError(message, hint, start=where.start, end=where.end)

    def refuse(self, message: str, hint: str, token: Token) -> NoReturn:
        """Stop at a word that is understood and cannot be true."""
        raise WhenError(message, hint, start=token.start, end=token.end, is_final=True)

    def fail_at_word(self) -> NoReturn:
        """Stop at a word that has no meaning here."""
        token = self.peek()
        self.fail(f"not understood: {self.text[token.start : token.end]!r}")

    def number(self, token: Token, most: int = 4) -> int:
        """Return the value of a number of not too many digits, or of an ordinal like 21st."""
        digits = token.text[:-2] if token.kind == "ordinal" else token.text
        if len(digits) > most:
            self.fail("a number too long for a day or a year", token=token)
        number = int(digits)
        if token.kind == "ordinal" and token.text[-2:] != suffix_of(number):
            self.refuse(
                f"{token.text!r} is no ordinal", f"write {number}{suffix_of(number)}, or the number alone", token
            )
        return number

    def year(self, token: Token) -> int:
        """Return the value of a year within the grammar's limits."""
        year = self.number(token)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            wide = len(token.text) == len(str(FIRST_YEAR))
            hint = f"name one from {FIRST_YEAR} to {LAST_YEAR}" if wide else "give the year in four digits"
            self.fail(f"{token.text} is not a year from {FIRST_YEAR} to {LAST_YEAR}", hint, token)
        return year


def _word(kind: str, text: str) -> str:
    """Return the text of a token in lower case; the parts of a date of ISO 8601 are joined by hyphens."""
    return re.sub(f"[{DASHES}]", "-", text.lower()) if kind.startswith("iso") else text.lower()


def suffix_of(number: int) -> str:
    """Return "st" for 1 and 21, "th" for 11."""
    tens, ones = divmod(number, _TENS)
    return _SUFFIXES[ones - 1] if tens != _TEEN and 0 < ones <= len(_SUFFIXES) else "th"


def ordinal_of(token: Token) -> int | None:
    """Return which of several a token means, from 0, -1 for the last; None if it is no ordinal."""
    if token.text in ORDINALS:
        index = ORDINALS.index(token.text)
        return -1 if token.text == "last" else index
    return int(token.text[:-2]) - 1 if token.kind == "ordinal" and 0 < int(token.text[:-2]) < len(ORDINALS) else None
