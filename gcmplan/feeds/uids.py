"""The UIDs of an event's entries over its whole history: one belongs to a day or slot, and goes with it.

States of the event come in one after another, as stretches of days or hours. Each state's stretches take over UIDs from
the state before: first that of the same day and slot, then that of a day or hour that they share, then those that are
left in their order; what is new gets a new number. A UID that nothing takes over stays where it was, as withdrawn, and
whatever comes back to its day takes it over again.

No withdrawn entry is on a day or hour that is valid: it is cut down to the rest; if nothing is left, the stretch that
covers it is cut in pieces, and it has one of them. (So "8 and 9 May" stays two entries as "8-9 May".) A withdrawn slot
may be on a day that is valid as a whole: then the hours alone are open.

The first UID is the event's own. The n-th day or span has `.n` behind it, a later slot of that day its number, too:
`thematic-1.2`, `thematic-1.2.2`.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from gcmplan.feeds.vevent import Stretch

S = TypeVar("S")
_DAY, _NONE = timedelta(days=1), timedelta()
_ANY = timedelta(microseconds=1)
"""The share of an hour and its whole day: less than hours or days among themselves."""


class Held(NamedTuple, Generic[S]):
    """The present or last place of the entry of a UID, and its state."""

    stretch: Stretch
    state: S


class Register(Generic[S]):
    """Gives the stretches of one event their UIDs, state after state."""

    def __init__(self, uid: str) -> None:
        """Begin with an event that no calendar has seen, given the UID of its first entry."""
        self.uid = uid
        self.standing: dict[str, Held[S]] = {}
        self.withdrawn: dict[str, Held[S]] = {}
        self._latest: list[str] = []
        """The entries of the last state that had any."""
        self._numbers: dict[str, tuple[int, int]] = {}
        """The numbers of day and slot in each UID."""

    def enter(self, stretches: Sequence[Stretch], state: S) -> None:
        """Take the next state: its stretches in order, none of which overlaps another."""
        if not self._numbers and len(stretches) == 1:
            # Most events are so, and stay so.
            self.standing, self._latest, self._numbers = (
                {self.uid: Held(stretches[0], state)},
                [self.uid],
                {self.uid: (1, 1)},
            )
            return
        held = self.standing | self.withdrawn
        owners: list[list[str]] = [[] for _ in stretches]
        if held:
            self._take_over(held, stretches, owners)
        left = self._left(held, stretches, owners)
        self.standing = dict(self._placed(held, stretches, owners, state))
        self.withdrawn = {uid: Held(rest, held[uid].state) for uid, rest in left.items()}
        if self.standing:
            self._latest = list(self.standing)

    def meets(self, stretch: Stretch) -> bool:
        """Whether an entry is or was on a day of a stretch."""
        return any(_shared(held.stretch, stretch) for part in (self.standing, self.withdrawn) for held in part.values())

    def _take_over(self, held: dict[str, Held[S]], stretches: Sequence[Stretch], owners: list[list[str]]) -> None:
        """Give stretches the UIDs of the same days and slots, then of shared ones, then the remaining ones in order."""
        free = dict.fromkeys([*self._latest, *held])
        by_key = {_key(held[uid].stretch): uid for uid in reversed(free)}
        for stretch, owner in zip(stretches, owners, strict=True):
            uid = by_key.get(_key(stretch))
            if uid in free:
                del free[uid]
                owner.append(uid)
        for number, uid in _by_share(held, free, stretches, owners):
            if uid in free and not owners[number]:
                del free[uid]
                owners[number].append(uid)
        in_order = sorted((uid for uid in self._latest if uid in free), key=lambda uid: _begin(held[uid].stretch))
        for owner, uid in zip((owner for owner in owners if not owner), in_order, strict=False):
            owner.append(uid)

    def _left(
        self, held: dict[str, Held[S]], stretches: Sequence[Stretch], owners: list[list[str]]
    ) -> dict[str, Stretch]:
        """Return what is withdrawn of the UIDs that nothing took over; those of which nothing is left get an owner."""
        taken = {uid for owner in owners for uid in owner}
        left: dict[str, Stretch] = {}
        for uid, (stretch, _) in held.items():
            if uid in taken:
                continue
            rest = without(stretch, stretches)
            if rest:
                left[uid] = rest
            else:
                number = max(range(len(stretches)), key=lambda one: _shared(stretch, stretches[one]))
                owners[number].append(uid)
        for owner in owners:
            owner.sort(key=lambda uid: _begin(held[uid].stretch))
        return left

    def _placed(
        self, held: dict[str, Held[S]], stretches: Sequence[Stretch], owners: list[list[str]], state: S
    ) -> Iterator[tuple[str, Held[S]]]:
        """Yield each UID with its stretch, or its piece of one."""
        numbered = ((stretch.local, owner) for stretch, owner in zip(stretches, owners, strict=True) if owner)
        days = {local[0]: owner[0] for local, owner in numbered if local}
        for stretch, owner in zip(stretches, owners, strict=True):
            if not owner:
                owner.append(self._new(stretch, days))
            if len(owner) == 1:
                yield owner[0], Held(stretch, state)
                continue
            for uid, piece in zip(owner, _pieces(stretch, [held[uid].stretch for uid in owner]), strict=True):
                yield uid, Held(piece, state)

    def _new(self, stretch: Stretch, days: dict[date, str]) -> str:
        """Return a new UID: of a day that has a number, its next slot; else the next number."""
        day = stretch.local[0] if stretch.local else None
        known = days.get(day) if day else None
        number = self._numbers[known][0] if known else 1 + max((one for one, _ in self._numbers.values()), default=0)
        slot = 1
        while (uid := _named(self.uid, number, slot)) in self._numbers:
            slot += 1
        self._numbers[uid] = number, slot
        if day:
            days.setdefault(day, uid)
        return uid


def _named(uid: str, number: int, slot: int) -> str:
    if slot > 1:
        return f"{uid}.{number}.{slot}"
    return f"{uid}.{number}" if number > 1 else uid


def _key(stretch: Stretch) -> object:
    """Return the day and slot in local time, or the days."""
    return stretch.local or stretch[:2]


def _begin(stretch: Stretch) -> str:
    """Return when a stretch begins, as a text that sorts days among hours."""
    return stretch.start.isoformat()


def _by_share(
    held: dict[str, Held[S]], free: Iterable[str], stretches: Sequence[Stretch], owners: list[list[str]]
) -> list[tuple[int, str]]:
    """Return the pairs of stretches and UIDs that share days or hours: those with the longest overlap first."""
    open_ones = [number for number, owner in enumerate(owners) if not owner]
    order = {uid: place for place, uid in enumerate(free)}
    pairs = [
        (-share, order[uid], number, uid)
        for number in open_ones
        for uid in order
        if (share := _shared(held[uid].stretch, stretches[number]))
    ]
    return [(number, uid) for *_, number, uid in sorted(pairs)]


def _shared(one: Stretch, other: Stretch) -> timedelta:
    """Return how much two stretches share; hours share next to nothing with their whole days."""
    if (one.local is None) != (other.local is None):
        days, hours = (other, one) if one.local else (one, other)
        first, last = _bounds(hours, days)
        return _ANY if days.start <= first and last <= days.end else _NONE
    (start, end), (first, last) = _bounds(one, one), _bounds(other, other)
    shared: timedelta = min(end, last) - max(start, first)
    return max(_NONE, shared)


def without(stretch: Stretch, others: Iterable[Stretch]) -> Stretch | None:
    """Return the first piece that others leave of a stretch; whole days leave the hours in them as they are."""
    start, end = _bounds(stretch, stretch)
    for other in sorted(others, key=_begin):
        if stretch.local and not other.local:
            continue
        first, last = _bounds(other, stretch)
        if first <= start < last:
            start = last
        elif start < first < end:
            end = first
    return stretch._replace(start=start, end=end) if start < end else None


def _pieces(stretch: Stretch, was: Sequence[Stretch]) -> list[Stretch]:
    """Cut a stretch where those that had its days or hours began, else into equal pieces."""
    first, last = _bounds(stretch, stretch)
    cuts = [first, *(_bounds(one, stretch)[0] for one in was[1:]), last]
    if any(one >= other for one, other in pairwise(cuts)):
        step = timedelta(seconds=(last - first) // timedelta(seconds=len(was)))
        cuts = [*(first + step * number for number in range(len(was))), last]
    return [stretch._replace(start=start, end=end) for start, end in pairwise(cuts)]


def _bounds(one: Stretch, like: Stretch) -> tuple[Any, Any]:
    """Return where a stretch begins and ends, in days or hours like another."""
    if one.local and not like.local:
        day = one.local[0]
        return day, day + _DAY
    if like.local and not one.local:
        return like.start, like.end
    return one.start, one.end
