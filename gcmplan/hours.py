"""Hours of a day in local time: "10:00-13:00 and 15:00-18:00"."""

from __future__ import annotations

import re
from datetime import time
from typing import NamedTuple

_SLOT = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-\u2013\u2014]\s*([0-9]{1,2}):([0-9]{2})")
_LONGEST = 200
_EXAMPLE = "write it like '10:00-13:00 and 15:00-18:00'"


class HoursError(ValueError):
    """A text that gives no hours; `hint` says what would be right."""

    def __init__(self, message: str, hint: str = _EXAMPLE) -> None:
        """Keep the reason and the remedy."""
        super().__init__(message)
        self.hint = hint


class Slot(NamedTuple):
    """Hours from `start` to `end`, the end excluded."""

    start: time
    end: time

    def __str__(self) -> str:
        """Return "10:00-13:00"."""
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


class Hours(tuple[Slot, ...]):
    """One or more slots of a day, in order and apart."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the canonical text."""
        return " and ".join(map(str, self))


def parse_hours(text: str, example: str = _EXAMPLE) -> Hours:
    """Read hours; `example` is the hint for a text that gives none.

    Raises:
        HoursError: a part is no slot, does not end after it starts, or overlaps the one before.

    """
    if len(text) > _LONGEST:
        raise HoursError(f"hours of {len(text)} characters", example)
    slots: list[Slot] = []
    for part in re.split(r"\s*,\s*|\s+and\s+", text.strip()):
        match = _SLOT.fullmatch(part)
        if not match:
            raise HoursError(f"not understood: {part[:60]!r}", example)
        try:
            start, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
        except ValueError:
            raise HoursError(f"{part!r} is no time of day", "hours go from 00:00 to 23:59") from None
        if slots and start < slots[-1].end:
            raise HoursError(f"{part!r} begins before {slots[-1]} ends", "list the hours in order")
        if start == end:
            raise HoursError(f"{part!r} has no length", "give the time at which it ends; leave it out if none is given")
        if start > end:
            raise HoursError(
                f"{part!r} runs backwards",
                "give the earlier time first; what goes on after midnight is of the next day",
            )
        slots.append(Slot(start, end))
    return Hours(slots)
