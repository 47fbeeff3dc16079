"""The pairs of one problem, if they are too many to be listed one by one."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.problems.pairs import Box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.problems.pairs import Boxes
    from gcmplan.problems.problem import Position


class Member(NamedTuple):
    """A member of a cluster: an event, or an item of a programme, which has `words` of its own.

    Names with "first" in them use the first ids of renamed rows.
    """

    name: str
    first: str
    position: Position
    event: str | None
    first_event: str | None
    words: tuple[str, ...] = ()
    first_words: tuple[str, ...] = ()


class Cluster(NamedTuple):
    """Which pairs of `members` have a problem, and the words for it: "40 <lead> (780 pairs)<tail>".

    `boxes` hold the members by their `first`. `members` are in the order of the plan.
    """

    members: tuple[Member, ...]
    boxes: Boxes
    lead: str
    tail: str = ""
    subject: str = "meetings"
    """The kind of the members."""
    scope: tuple[str, ...] = ()
    """The other parts that distinguish pairs of items, by first ids: their session, or the person."""
    is_star: bool = False
    """Whether all pairs are of one member, which the rule words as it does a pair."""

    @classmethod
    def of(
        cls,
        *sides: Iterable[Member],
        lead: str,
        tail: str = "",
        subject: str = "meetings",
        scope: tuple[str, ...] = (),
    ) -> Cluster:
        """Return the cluster of each member of one side with each of the other, or of one side within itself."""
        listed = [list(side) for side in sides]
        members = sorted((member for side in listed for member in side), key=attrgetter("position"))
        boxes = (Box.of(frozenset(member.first for member in side) for side in listed),)
        return cls(tuple(members), boxes, lead, tail, subject, scope)
