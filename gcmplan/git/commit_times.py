"""The commits whose dates calendars can rely on: clocks are wrong, and a commit can have any date.

A commit is dated too late if that is after what follows it, or in the future. If dates contradict each other, most of
them are right: the longest row of commits that are dated one after another counts, and of two as long the later
commits. A day more or less is no matter: clocks differ.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEEWAY = timedelta(days=1)


def are_too_late(times: Sequence[datetime], now: datetime | None) -> list[bool]:
    """Return, for each of some commits in their order, whether it is dated too late."""
    limit = now + _LEEWAY if now else datetime.max.replace(tzinfo=times[0].tzinfo) if times else None
    past = [number for number, time in enumerate(times) if limit and time <= limit]
    kept = set(_one_after_another(past, times))
    late = [number not in kept and number not in past for number in range(len(times))]
    next_kept: datetime | None = None
    for number in reversed(past):
        if number in kept:
            next_kept = times[number]
        else:
            late[number] = next_kept is not None and times[number] > next_kept + _LEEWAY
    return late


def _one_after_another(numbers: Sequence[int], times: Sequence[datetime]) -> list[int]:
    """Return the longest row of commits in which none is dated before the one that it follows."""
    latest = list(accumulate((times[number] for number in numbers), max))
    if latest == [times[number] for number in numbers]:
        return list(numbers)
    # Backwards, how long is the row that each begins: no date may be after that of the one before, so all are negated.
    backwards = list(reversed(numbers))
    tails: list[float] = []
    lengths = []
    for number in backwards:
        place = bisect_right(tails, key := -times[number].timestamp())
        tails[place : place + 1] = [key]
        lengths.append(place + 1)
    found: list[int] = []
    wanted, end = len(tails), len(backwards)
    while wanted:
        least = times[found[-1]] if found else datetime.min.replace(tzinfo=times[0].tzinfo)
        fitting = (n for n in range(end) if lengths[n] == wanted and times[backwards[n]] >= least)
        end = next(fitting)
        found.append(backwards[end])
        wanted -= 1
    return found
