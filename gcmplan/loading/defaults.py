"""The defaults of rows: the plan's source; of groups, a word and a colour of their own."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any, TypeVar

from gcmplan.plan.model import LONGEST_SHORT, Group
from gcmplan.plan.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

R = TypeVar("R", bound=Row)

_PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
"""The colours of Okabe and Ito, which people with colour blindness can distinguish."""


def with_defaults(rows: dict[str, tuple[Any, ...]], source: str | None) -> dict[str, tuple[Any, ...]]:
    """Return the rows of all sections with what they leave out; `source` is the plan's."""
    found = {section: _with_source(own, source) for section, own in rows.items()} if source else dict(rows)
    return found | {"groups": tuple(_with_looks(found["groups"]))}


def _with_source(rows: tuple[R, ...], source: str) -> tuple[R, ...]:
    """Return rows that all have a source, if theirs is a key of them at all."""
    if all(getattr(row, "source", source) for row in rows):
        return rows
    return tuple(row if getattr(row, "source", source) else row.model_copy(update={"source": source}) for row in rows)


def _with_looks(groups: tuple[Group, ...]) -> Iterator[Group]:
    """Yield groups with a word and a colour: of the colours that no group names, each in turn."""
    taken = {group.color.upper() for group in groups}
    free = cycle([color for color in _PALETTE if color not in taken] or _PALETTE)
    for group in groups:
        looks = {
            "short": group.short or _beginning(group.title.split()),
            "color": group.color or next(free),
        }
        yield group.model_copy(update=looks) if (group.short, group.color) != tuple(looks.values()) else group


def _beginning(words: Iterable[str]) -> str:
    """Return as many words as a group's word may have letters; of a longer first word its beginning."""
    first, *others = words
    found = first[:LONGEST_SHORT]
    for word in others:
        if len(found) + 1 + len(word) > LONGEST_SHORT:
            break
        found = f"{found} {word}"
    return found
