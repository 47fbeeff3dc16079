"""Sets of pairs that are too many to be listed: each a sum of boxes.

A box of `ones` and `others` holds the pairs of one of these with one of those, a box without `others` the pairs that
`ones` form among themselves: 2,000 meetings on one day are one box of 1,999,000 pairs. A box with the sign -1 takes its
pairs away again, so that differences, too, take no more room than what they are made of. Pairs have no order.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Box(NamedTuple):
    """Pairs between two sets that share nothing or, without `others`, within one; the sign is 1 or -1."""

    ones: frozenset[str]
    others: frozenset[str] = frozenset()
    sign: int = 1

    @classmethod
    def of(cls, sides: Iterable[frozenset[str]], sign: int = 1) -> Box:
        """Return the box of one side, or of two."""
        ones, *others = sides
        return cls(ones, others[0] if others else frozenset(), sign)

    @property
    def size(self) -> int:
        """How many pairs it holds."""
        number = len(self.ones)
        return number * len(self.others) if self.others else number * (number - 1) // 2

    def common(self, other: Box) -> Iterator[Box]:
        """Yield boxes of the pairs that both hold."""
        sign = self.sign * other.sign
        if not self.others and not other.others:
            yield Box(self.ones & other.ones, frozenset(), sign)
            return
        one, two = (self, other) if self.others else (other, self)
        # Within one set the order of a pair does not matter; between two sets both orders occur.
        ways = ((two.ones, two.others), (two.others, two.ones)) if two.others else ((two.ones, two.ones),)
        for left, right in ways:
            ones, others = one.ones & left, one.others & right
            if ones and others:
                yield Box(ones, others, sign)


Boxes = tuple[Box, ...]


def count(boxes: Iterable[Box]) -> int:
    """Return how many pairs some boxes hold."""
    return sum(box.sign * box.size for box in boxes)


def common(boxes: Iterable[Box], others: Iterable[Box]) -> Boxes:
    """Return the pairs that two sets of pairs share."""
    there = tuple(others)
    return tuple(part for box in boxes for other in there for part in box.common(other) if part.size)


def without(boxes: Iterable[Box], others: Iterable[Box]) -> Boxes:
    """Return the pairs of a set that are not in another."""
    own = tuple(boxes)
    return (*own, *(box._replace(sign=-box.sign) for box in common(own, others)))


def degrees(boxes: Iterable[Box]) -> dict[str, int]:
    """Return of each member in how many of the pairs it is; who is in none is left out."""
    found: Counter[str] = Counter()
    for ones, others, sign in boxes:
        for member in ones:
            found[member] += sign * (len(others) or len(ones) - 1)
        for member in others:
            found[member] += sign * len(ones)
    return {member: number for member, number in found.items() if number}
