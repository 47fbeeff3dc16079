"""The likely meaning of a refused text, in words of the grammar; every suggestion can be read."""

from __future__ import annotations

import re

from gcmplan.dates.patterns import (
    MONTH_FIRST,
    MORE,
)
from gcmplan.dates.read import read_or_none
from gcmplan.dates.rewording import TURNS
from gcmplan.dates.span import Certainty
from gcmplan.dates.tokens import DASHES
from gcmplan.dates.write import write

Explained = tuple[str, str] | None
"""Why a text is refused, and the hint; an empty reason leaves that of the reader."""


def quoted(text: str, certainty: Certainty | None = None) -> str:
    """Return a text in its canonical form and quotes; nothing if it cannot be read."""
    rest = tidy(text)
    if (parts := read_or_none(rest)) is None and (found := reworded(rest)):
        parts = read_or_none(found[0])
    if parts is None or (parts.window is None and certainty is None):
        return ""
    sure = certainty if certainty and parts.certainty is Certainty.CONFIRMED else parts.certainty
    return f"'{write(parts.spans, parts.window, parts.days, sure)}'"


def tidy(text: str) -> str:
    """Return a text without what is left of words that were cut out of it."""
    text = re.sub(r"\s+", " ", re.sub(r"[(\[]\s*[)\]]", " ", text))
    return re.sub(rf"^[{DASHES}\s,;:|]+|(?:[{DASHES}\s,;:|]|(?<=\s)and(?=\s*$))+$", "", text)


def without(pattern: re.Pattern[str], text: str) -> str:
    """Return a text without some of its words."""
    return tidy(pattern.sub(" ", text))


def reworded(text: str) -> tuple[str, str] | None:
    """Return a text in words of the grammar that says the same, and what was wrong; by one turn if one is enough."""
    for pattern, turned, message in TURNS:
        if pattern.search(text) and read_or_none(rest := tidy(pattern.sub(turned, text))):
            return rest, message
    rest, first = text, ""
    for pattern, turned, message in TURNS:
        if pattern.search(rest):
            rest, first = pattern.sub(turned, rest), first or message
            for one in (rest, MORE.sub(" ", rest)):
                if read_or_none(one := tidy(one)):
                    return one, first
    return None


def day_first(text: str) -> str:
    """Return "8 May 2017" for "May 8 2017"."""
    return MONTH_FIRST.sub(r"\2 \1", text)
