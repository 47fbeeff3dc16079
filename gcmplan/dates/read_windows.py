"""Reading windows: months, quarters, halves and years, their parts, and several of these joined.

A window is made of pieces: "mid-June", "first half of July 2017", "Q3 2017". The pieces are joined by "/", a dash, "to"
or "or"; the window goes from the first day of the first piece to the last day of the last. A piece takes its missing
parts (its year; the month or unit of a part, as in "mid/late June", "second/third quarter") from the piece to its
right.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple, NoReturn

from gcmplan.dates.span import FIRST_YEAR, LAST_YEAR, THIRDS, Span, seven_days_of, week_of
from gcmplan.dates.tokens import MONTH, PARTS, UNITS, Token, Words, ordinal_of

_DECEMBER = 12
_MONTHS_IN = {"quarter": 3, "half": 6, "semester": 6}
_THIRD = 4
"""Months of a third of a year."""
_MIDDLE = 15
"""Last day of the first half of a month."""
_DAY = timedelta(days=1)


class _Piece(NamedTuple):
    """A piece as written; what it does not say is None.

    `kind` is "part" (early, mid, late), "nth" (of a week, quarter or half), "month" or "year"; `number` counts from 0,
    -1 is the last.
    """

    token: Token
    kind: str
    number: int = 0
    unit: str | None = None
    month: int | None = None
    year: int | None = None

    @property
    def is_bare(self) -> bool:
        """Whether it names only the part, as does the piece to its right."""
        return (self.kind == "part" and self.month is None and self.year is None) or (
            self.kind == "nth" and self.unit is None
        )


class Windows(Words):
    """Words that name a window."""

    def window(self) -> Span | None:
        """Read a window; None if none begins here."""
        if not self.begins_piece():
            return None
        pieces, joints = [self.piece()], []
        while self.peek().text in {"/", "or"} or self.peek().kind == "dash" or self.peek().text == "to":
            joints.append(self.take())
            if not self.begins_piece():
                self.fail(f"no month{self.found()}", "name a month, or a part of one")
            pieces.append(self.piece())
        return self.joined(pieces, joints)

    # -- pieces --------------------------------------------------------------------------------------------------

    def begins_piece(self) -> bool:
        """Whether the next words name a month, a quarter, a half, a year, or a part of one."""
        token = self.peek()
        if token.text in PARTS or token.text in MONTH or self.is_year(token):
            return True
        return token.kind in {"isomonth", "isoquarter", "quarter"} or (
            ordinal_of(token) is not None and self.is_before_unit()
        )

    def is_before_unit(self) -> bool:
        """Whether the ordinal that comes next is one of weeks, quarters or halves, and not a day: "1st week"."""
        ahead = 0
        while ordinal_of(self.peek(ahead)) is not None:
            ahead += 1
            if self.peek(ahead).text in {"/", "or", "to"} or self.peek(ahead).kind == "dash":
                ahead += 1
        return self.peek(ahead).text in UNITS or self.peek(0).kind == "word"

    def piece(self) -> _Piece:
        """Read one piece, as much of it as is written."""
        token = self.take()
        if token.text in PARTS:
            return self.part(token)
        if token.text in MONTH:
            return _Piece(token, "month", month=MONTH[token.text], year=self.takes_year())
        if token.kind == "isomonth":
            return self.iso_month(token)
        if token.kind == "isoquarter":
            year = self.year(token._replace(kind="number", text=token.text[:4]))
            return _Piece(token, "nth", int(token.text[-1]) - 1, "quarter", year=year)
        if token.kind == "quarter":
            return _Piece(token, "nth", int(token.text[-1]) - 1, "quarter", year=self.takes_year())
        if token.kind == "number":
            return _Piece(token, "year", year=self.year(token))
        return self.nth(token)

    def part(self, token: Token) -> _Piece:
        """Read "mid-February 2018", "end of October", "early 2018", or "mid" alone."""
        ahead = self.peek(1)
        if self.peek().kind == "dash" and (ahead.text in MONTH or ahead.kind in {"number", "isomonth"}):
            self.take()
        elif token.text in {"beginning", "start", "end"}:
            self.takes("of")
        month = year = None
        if self.peek().text in MONTH:
            month = MONTH[self.take().text]
            year = self.takes_year()
        elif self.peek().kind == "isomonth":
            _, _, _, _, month, year = self.iso_month(self.take())
        elif self.is_year(self.peek()):
            year = self.year(self.take())
        elif self.peek().text not in {"/", "or", "to"} and self.peek().kind != "dash":
            self.fail(f"no month{self.found()}", "name a month and its year, or a year")
        return _Piece(token, "part", PARTS[token.text], month=month, year=year)

    def nth(self, token: Token) -> _Piece:
        """Read "last week of July 2017", "second half of June", "third quarter 2017", or "second" alone."""
        index = ordinal_of(token)
        if index is None:
            self.fail_at_unit()
        if self.peek().text in {"/", "or", "to"} or self.peek().kind == "dash":
            return _Piece(token, "nth", index)
        unit = self.take()
        if unit.text not in UNITS:
            self.at -= 1
            self.fail_at_unit()
        self.takes("of")
        month = None
        if self.peek().text in MONTH and unit.text in {"week", "half"}:
            month = MONTH[self.take().text]
        elif self.peek().kind == "isomonth" and unit.text in {"week", "half"}:
            _, _, _, _, month, year = self.iso_month(self.take())
            return _Piece(token, "nth", index, unit.text, month, year)
        return _Piece(token, "nth", index, unit.text, month, self.takes_year())

    def fail_at_unit(self) -> NoReturn:
        """Stop at the place of a week, a quarter or a half."""
        self.fail("expected a week, a quarter or a half" + self.found())

    def iso_month(self, token: Token) -> _Piece:
        """Read "2017-08"."""
        year, month = (int(part) for part in token.text.split("-"))
        if not 1 <= month <= _DECEMBER:
            self.fail(f"there is no month {month:02}", "months go from 01 to 12", token)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            self.fail(f"{year:04} is not a year from {FIRST_YEAR} to {LAST_YEAR}", "check the year", token)
        return _Piece(token, "month", month=month, year=year)

    # -- joining -------------------------------------------------------------------------------------------------

    def joined(self, pieces: list[_Piece], joints: list[Token]) -> Span:
        """Give each piece what it takes from its right, and return the window from the first to the last."""
        spans: list[Span] = []
        right: _Piece | None = None
        for piece in reversed(pieces):
            if piece.kind == "year" and len(pieces) > 1:
                self.fail("a range of years", "name months", piece.token)
            follows, right = right, self.completed(piece, right)
            spans.append(self.span_of(right))
            if follows:
                self.check_order(right, spans[-1], spans[-2])
                self.check_choice(right, follows, joints[len(pieces) - len(spans)])
        return Span(spans[-1].first, spans[0].last)

    def check_order(self, piece: _Piece, span: Span, follows: Span) -> None:
        """Refuse pieces that run backwards."""
        if not (span.first < follows.first and span.last < follows.last):
            message = f"the {_many(piece)} run backwards, or are the same"
            self.refuse(message, "give the earlier first, and the year to both", piece.token)

    def check_choice(self, piece: _Piece, follows: _Piece, joint: Token) -> None:
        """Refuse either of two pieces that are not next to each other."""
        is_choice = joint.text == "or" or (joint.text == "/" and piece.kind != "month")
        if is_choice and self.least_of(piece).last + _DAY < self.least_of(follows).first:
            hint = "only what is next to each other can be joined so: name the whole window, or write TBC"
            self.refuse(f"either of two {_many(piece)}", hint, piece.token)

    def least_of(self, piece: _Piece) -> Span:
        """Return the days of a piece, of a week without those that widen it: every second week would touch another."""
        _, _, number, unit, month, year = piece
        return seven_days_of(number, month, year) if unit == "week" and month and year else self.span_of(piece)

    def completed(self, piece: _Piece, right: _Piece | None) -> _Piece:
        """Return a piece with what it takes from the one to its right."""
        if piece.is_bare:
            if right is None or right.kind != piece.kind:
                self.fail("no month or year", "say of which month or year", piece.token)
            piece = piece._replace(unit=right.unit, month=right.month)
        elif piece.kind == "nth" and piece.unit == "week" and piece.month is None:
            if right is None or right.unit != "week" or piece.year is not None:
                self.fail("no month", "say of which month", piece.token)
            piece = piece._replace(month=right.month)
        year = piece.year if piece.year is not None else right.year if right else None
        if year is None:
            self.fail("no year", "add the year", piece.token)
        return piece._replace(year=year)

    def span_of(self, piece: _Piece) -> Span:
        """Return the days of a piece that says all."""
        token, kind, number, unit, month, year = piece
        if year is None:
            self.fail("no year", "add the year", token)
        if kind == "month" and month:
            return _months(year, month, 1)
        if kind == "year":
            return _months(year, 1, _DECEMBER)
        if kind == "part":
            return _third(year, month, number)
        if unit == "week" and month:
            return week_of(number, month, year)
        return self.part_of(token, number, unit or "", month, year)

    def part_of(self, token: Token, index: int, unit: str, month: int | None, year: int) -> Span:
        """Return the days of the n-th quarter or half."""
        size = _MONTHS_IN.get(unit)
        if size is None:
            self.fail("no month or year", "say of which month or year", token)
        count = _DECEMBER // size
        index = count - 1 if index == -1 else index
        if index >= count:
            what = unit if month is None else "half of a month"
            self.refuse(f"there is no such {what}", f"there are {count}", token)
        if month:
            length = monthrange(year, month)[1]
            first, last = (1, _MIDDLE) if index == 0 else (_MIDDLE + 1, length)
            return Span(date(year, month, first), date(year, month, last))
        return _months(year, index * size + 1, size)


def _months(year: int, first: int, count: int) -> Span:
    """Return the days of some whole months of a year."""
    last = first + count - 1
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _third(year: int, month: int | None, index: int) -> Span:
    """Return the days of the early, middle or late part of a month or a year."""
    if month is None:
        return _months(year, index * _THIRD + 1, _THIRD)
    first, last = tuple(THIRDS.values())[index]
    return Span(date(year, month, first), date(year, month, min(last, monthrange(year, month)[1])))


def _many(piece: _Piece) -> str:
    """Return what several pieces of this kind are called."""
    unit = {"half": "halves", None: "parts"}.get(piece.unit, f"{piece.unit}s") if piece.kind == "nth" else "parts"
    return "months" if piece.kind == "month" else unit
