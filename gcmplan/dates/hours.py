"""Hours of a day in local time: "10:00-13:00 and 15:00-18:00", "20:00-24:00", "20:00-02:00" over midnight.

An end that is not after its start is on the next day, as in final nights of negotiations. 24:00 is the end of a day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from gcmplan.text.pattern import lazy

_CLOCK = "([0-9]{1,2}):([0-9]{2})"
_SLOT = lazy(rf"{_CLOCK}\s*(?:[-\u2010-\u2015\u2212]|to)\s*{_CLOCK}")
_LONGEST = 200
_EXAMPLE = "write hours such as '10:00-13:00 and 15:00-18:00'"
_HOUR = 60
DAY = 24 * _HOUR
"""Minutes of a day."""
_LATEST_END = 8 * _HOUR
_LONGEST_NIGHT = 18 * _HOUR
"""Hours over midnight end by 08:00 and last no longer; otherwise the two times are probably swapped."""


class HoursError(ValueError):
    """A text that gives no hours; `hint` says what would be right."""

    def __init__(self, message: str, hint: str = _EXAMPLE) -> None:
        """Keep the reason and the remedy."""
        super().__init__(message)
        self.hint = hint


class Slot(NamedTuple):
    """Hours from `start` to `end`, in minutes from the day's beginning; the end is excluded, over midnight > 1440."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it takes by the clock on the wall."""
        return self.end - self.start

    @property
    def clocks(self) -> tuple[str, str]:
        """Return "20:00" and "24:00", or "02:00" of the next day."""
        return _clock(self.start), _clock(self.end if self.end <= DAY else self.end - DAY)

    def on(self, day: date, zone: tzinfo | None) -> tuple[datetime, datetime]:
        """Return when it begins and ends on a day: local times with a zone, or without one."""
        midnight = datetime.combine(day, time())
        start, end = (midnight + timedelta(minutes=minutes) for minutes in self)
        return start.replace(tzinfo=zone), end.replace(tzinfo=zone)

    def __str__(self) -> str:
        """Return "10:00-13:00"."""
        return "-".join(self.clocks)


class Hours(tuple[Slot, ...]):
    """One or more slots of a day, in order and apart; only the last may run over midnight."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the canonical text."""
        return " and ".join(map(str, self))


def parse_hours(text: str, example: str = _EXAMPLE) -> Hours:
    """Read hours; `example` is the hint for a text that gives none.

    Raises:
        HoursError: a part is no slot, has no length, or overlaps the one before or the first of the next day.

    """
    if len(text) > _LONGEST:
        raise HoursError(f"hours of {len(text)} characters", example)
    slots: list[Slot] = []
    for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", text.strip()):
        slot = _slot(part, example)
        if slots and slot.start < slots[-1].end:
            raise HoursError(f"{part!r} begins before {slots[-1]} ends", "list the hours in order")
        slots.append(slot)
    if slots[-1].end - DAY > slots[0].start:
        raise HoursError(f"{slots[-1]} ends after {slots[0]} begins on the next day", "list the hours of one day")
    return Hours(slots)


def _slot(part: str, example: str) -> Slot:
    match = _SLOT.fullmatch(part)
    if not match:
        raise HoursError(f"not understood: {part[:60]!r}", example)
    start, end = _minutes(part, match[1], match[2]), _minutes(part, match[3], match[4])
    if start == DAY:
        raise HoursError(f"{part!r} begins at the end of the day", "write 00:00, and the next day")
    if start == end:
        raise HoursError(f"{part!r} has no length", "give the time at which it ends; leave it out if none is given")
    if end > start:
        return Slot(start, end)
    if end > _LATEST_END or end + DAY - start > _LONGEST_NIGHT:
        raise HoursError(f"{part!r} runs backwards", "give the earlier time first")
    return Slot(start, end + DAY)


def _minutes(part: str, hour: str, minute: str) -> int:
    minutes = int(hour) * _HOUR + int(minute)
    if int(minute) >= _HOUR or minutes > DAY:
        raise HoursError(f"{part!r} is no time of day", "hours go from 00:00 to 24:00")
    return minutes


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"
