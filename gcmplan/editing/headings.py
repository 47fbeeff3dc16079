"""Comment lines that head the rows below them: "# Phase I, May 2017". They stay where they are when a row moves."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gcmplan.dates.when import When

if TYPE_CHECKING:
    from gcmplan.dates.span import Span


@lru_cache(maxsize=512)
def heading_of(line: str) -> Span | None:
    """Return the days of a comment line that is a heading, if it or the part after its last comma is a date."""
    words = line.strip().removeprefix("#").strip(" #-=:")
    for text in (words, words.rpartition(",")[2], words.rpartition(":")[2]):
        if when := When.parse_or_none(text.strip()):
            return when.window
    return None
