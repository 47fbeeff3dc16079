"""Problems of a plan as values: `Position`, `Severity`, `Problem`. Lines and columns are counted from 1."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.problems.pairs import Box
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from gcmplan.problems.cluster import Cluster
    from gcmplan.problems.pairs import Boxes


NAMED = 20
"""The number of events and places in a text for people. JSON has all of them."""


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


RANK = {severity: place for place, severity in enumerate(Severity)}
"""The smaller, the more severe."""


class Position(NamedTuple):
    """A place in a file: `line` and `column` count characters from 1; `length` is how many characters it covers."""

    path: str
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        """Return "data/workplan.yaml:12:5"."""
        return f"{self.path}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One thing that is wrong, where, and what would be right.

    `message` is one sentence without its full stop; `hint` says what to do. `fields` are the keys concerned: with the
    code and the events they make the fingerprint, which stays when lines move. `lasting` replaces both if their names
    had predecessors: the events' first ids in order, "", and the fields by the first names.
    """

    code: str
    name: str
    severity: Severity
    position: Position
    message: str
    hint: str = ""
    events: tuple[str, ...] = ()
    delegations: tuple[str, ...] = ()
    related: tuple[Position, ...] = ()
    fields: tuple[str, ...] = ()
    waived: str | None = None
    """The reason for which it is accepted."""
    lasting: tuple[str, ...] = ()
    pairs: int | None = None
    """How many pairs it reports, if it is about pairs."""
    cluster: Cluster | None = None
    """Which pairs these are, if the events do not say it."""
    gathers: bool = False
    """Whether it is the one problem of all events that have it: with fewer of them it is none that is new."""
    stands_for: int = 1
    """The number of problems: one that only counts the rest of a rule's problems counts as all of them."""

    @property
    def named(self) -> str:
        """Its events, as many as someone reads: "thematic-1, thematic-2 and 38 more"."""
        more = len(self.events) - NAMED
        return ", ".join(self.events[:NAMED]) + (f" and {more:,} more" if more > 0 else "")

    @property
    def beside(self) -> tuple[str, ...]:
        """Its related places in words, as many as someone reads: "see also data/workplan.yaml:12:5"."""
        more = len(self.related) - NAMED
        places = (f"see also {position}" for position in self.related[:NAMED])
        return (*places, *([f"and {plural(more, '{:,} place more', '{:,} places more')}"] if more > 0 else []))

    @property
    def boxes(self) -> Boxes:
        """The pairs that it reports, by first ids."""
        if self.cluster:
            return self.cluster.boxes
        if not self.pairs:
            return ()
        one, other = self.lasting[:2] or self.events
        return (Box(frozenset((one,)), frozenset((other,))),)

    @property
    def scope(self) -> tuple[str, ...]:
        """The kind of its pairs, besides the rule."""
        return self.cluster.scope if self.cluster else ()

    @property
    def known_by(self) -> tuple[str, ...]:
        """Its events and fields: those that were renamed by their first ids."""
        return self.lasting or (*sorted(self.events), "", *self.fields)

    @property
    def first_events(self) -> frozenset[str]:
        """Its events by their first ids."""
        return frozenset(self.lasting[: self.lasting.index("")] if self.lasting else self.events)

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits of code, events and fields: of an event that was renamed, by its first id."""
        from hashlib import sha256  # noqa: PLC0415 - OpenSSL, 2 ms: most commands show no problems

        return sha256("\x1f".join((self.code, *self.known_by)).encode("utf-8", "replace")).hexdigest()[:16]
