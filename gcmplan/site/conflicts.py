"""Meetings on the same days: for the page of each how many delegations belong in both, for a delegation its own.

A number comes with what it assumes, in the words of `check`; the names of delegations are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.plan.caveats import caveats_of, counted
from gcmplan.plan.overlap import alike, double_booked, meetings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from gcmplan.plan.attendees import Delegation
    from gcmplan.plan.model import Event
    from gcmplan.plan.overlap import Alike, Meeting
    from gcmplan.plan.workplan import Workplan


class Same(NamedTuple):
    """Another meeting on the same days, and how many delegations belong in both: "21 delegations"."""

    event: Event
    delegations: str


class Conflict(NamedTuple):
    """Two meetings of one delegation on the same days, and what has to be true for it."""

    one: Event
    other: Event
    assumption: str


class Conflicts(NamedTuple):
    """The conflicts of a delegation."""

    pairs: list[Conflict]
    is_whole: bool
    """Whether all of its meetings were compared: filters may leave some out."""


def same_days(plan: Workplan, shown: Collection[str]) -> dict[str, list[Same]]:
    """Return the meetings that certainly overlap each other and share delegations, by the id of the other."""
    found: dict[str, list[Same]] = {}
    for one, other in _pairs(meetings_of(plan)):
        number = (one.members & other.members).bit_count()
        words = counted(number, plan.attendees, caveats_of(one, other).assumptions).removesuffix(",")
        for own, met in ((one, other), (other, one)):
            if met.id in shown:
                found.setdefault(own.id, []).append(Same(met.event, words))
    return found


def conflicts_for(plan: Workplan, delegation: Delegation, shown: Collection[str]) -> Conflicts:
    """Return the pairs of meetings that certainly double-book a delegation, as far as both are shown."""
    meetings = meetings_of(plan, delegation.code)
    compared = [meeting for meeting in meetings if meeting.id in shown]
    found = [
        Conflict(one.event, other.event, "; ".join(caveats_of(one, other).assumptions))
        for one, other in _pairs(compared)
    ]
    return Conflicts(found, is_whole=len(compared) == len(meetings))


def _pairs(meetings: Sequence[Meeting]) -> Iterator[tuple[Meeting, Meeting]]:
    """Yield the meetings that certainly overlap and share members, two by two."""
    for one, other in double_booked(alike(meetings)):
        for first, second in _indices(one, other):
            yield meetings[first], meetings[second]


def _indices(one: Alike, other: Alike) -> Iterable[tuple[int, int]]:
    if one is other:
        return ((a, b) for number, a in enumerate(one.indices) for b in one.indices[number + 1 :])
    return ((a, b) for a in one.indices for b in other.indices)
