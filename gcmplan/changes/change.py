"""The kinds of change of a plan: the one notion behind diff, log, notices and the feeds' SEQUENCE."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gcmplan.problems.problem import Position


class ChangeKind(StrEnum):
    """How something changed, the weightiest first. The list is closed."""

    REMOVED = "removed"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    POSTPONED = "postponed"
    """Every day later than before; or it was put off without a new date."""
    ADVANCED = "advanced"
    """Every day earlier than before."""
    SHIFTED = "shifted"
    """To days that partly are the same."""
    RELOCATED = "relocated"
    """To another place, or another room."""
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    LENGTHENED = "lengthened"
    SHORTENED = "shortened"
    WIDENED = "widened"
    """The old window lies inside the new one."""
    NARROWED = "narrowed"
    """The new window lies inside the old one."""
    ADDED = "added"
    REGROUPED = "regrouped"
    """Another group, body or kind."""
    REPHASED = "rephased"
    RENAMED = "renamed"
    REWORDED = "reworded"
    """Nothing but text."""


WEIGHT = {kind: place for place, kind in enumerate(ChangeKind)}
"""The smaller, the weightier."""

WHERE = frozenset(
    {ChangeKind.POSTPONED, ChangeKind.ADVANCED, ChangeKind.SHIFTED, ChangeKind.WIDENED, ChangeKind.NARROWED}
)
"""The kinds that say where dates went."""

TEXT_ONLY = frozenset({ChangeKind.REGROUPED, ChangeKind.REPHASED, ChangeKind.RENAMED, ChangeKind.REWORDED})
"""The kinds that leave dates, place and status as they were: calendars need no new SEQUENCE for these."""


Path = tuple[str, ...]
"""Keys, ids of rows inside a row and headings, one a step: nothing takes a path apart by its points."""


class FieldChange(NamedTuple):
    """One value that changed: its path in the row, and the old and new value as plain JSON (`None`: not there)."""

    path: Path
    old: Any
    new: Any

    @property
    def key(self) -> str:
        """The row's own key that the value is below."""
        return self.path[0]

    @property
    def dotted(self) -> str:
        """The path as programs are given it: "days.2017-05-08.items.panel-1.title"."""
        return ".".join(self.path)


class Positions(NamedTuple):
    """The position of the changed row on either side, if it exists there."""

    old: Position | None = None
    new: Position | None = None


class Change(NamedTuple):
    """The changes of one row of a plan.

    `kinds` are in order of weight; none at all means that two documents agree. `days` is how many days later it is
    (negative: earlier), if its days are known before and after and all went elsewhere together. `first` is the row's
    first possible day, the new one where there is one.
    """

    section: str
    """The part of the plan: events, deadlines, bodies, sessions, ..."""
    id: str
    """The row's id, the new one if it was renamed."""
    title: str
    kinds: tuple[ChangeKind, ...]
    days: int | None
    fields: tuple[FieldChange, ...]
    positions: Positions = Positions()
    first: date | None = None

    @property
    def old_id(self) -> str:
        """The id before the change."""
        return next((str(field.old) for field in self.fields if field.path == ("id",) and field.old), self.id)

    @property
    def revises(self) -> bool:
        """Whether dates, place or status changed: what makes a calendar's SEQUENCE rise."""
        return bool(set(self.kinds) - TEXT_ONLY)


def by_weight(changes: Iterable[Change]) -> list[Change]:
    """Return changes with events first, the weightiest kind first, then by date; what has no date comes last."""
    return sorted(
        changes,
        key=lambda change: (
            change.section != "events",
            change.section,
            WEIGHT[change.kinds[0]] if change.kinds else len(WEIGHT),
            change.first is None,
            change.first and change.first.toordinal(),
            change.id,
        ),
    )


def ordered(kinds: Iterable[ChangeKind]) -> tuple[ChangeKind, ...]:
    """Return kinds once each, the weightiest first."""
    return tuple(sorted(set(kinds), key=WEIGHT.__getitem__))
