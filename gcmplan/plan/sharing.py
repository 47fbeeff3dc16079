"""Which items of a day share time with those before them in the file: the first few, and how many they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.plan.programme import ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.plan.programme import ScheduledItem

_NAMED = 3


class Shared(NamedTuple):
    """The items before one that share time with it and may not: the first of them, and how many more there are."""

    items: tuple[ScheduledItem, ...]
    more: int


class _Times:
    """Spans of time of which none is listed again to count those that meet another."""

    def __init__(self) -> None:
        """Begin without any."""
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    def add(self, first: int, last: int) -> None:
        """Note one more; both ends are included."""
        insort(self._firsts, first)
        insort(self._lasts, last)

    def meeting(self, first: int, last: int) -> int:
        """Return how many share a second with another span."""
        return bisect_right(self._firsts, last) - bisect_left(self._lasts, first)


def shared_time(items: Iterable[ScheduledItem]) -> Iterator[tuple[ScheduledItem, Shared]]:
    """Yield each item of a day that shares time with some before it, with these."""
    every, aside = _Times(), _Times()
    before: list[ScheduledItem] = []
    for item in items:
        time = item.seconds
        # An item may take no time when the clocks go forward.
        if not time or time[1] < time[0]:
            continue
        is_aside = item.item.kind in ASIDE
        if number := every.meeting(*time) - (aside.meeting(*time) if is_aside else 0):
            first = tuple(islice((one for one in before if one.collides(item)), min(number, _NAMED)))
            yield item, Shared(first, number - len(first))
        every.add(*time)
        if is_aside:
            aside.add(*time)
        before.append(item)
