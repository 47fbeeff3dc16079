"""Plain text of free dates for pipes: a line each, its facts between tabs, nothing cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.editing.slots import Slot, Unplaced

COLUMNS = ("number", "id", "when", "place", "reasons")


def render(slots: Iterable[Slot], unplaced: Iterable[Unplaced]) -> Iterator[str]:
    """Yield a line for each date: the `COLUMNS`, without a heading; of what has none, number and date are empty."""
    for number, slot in enumerate(slots, 1):
        place = slot.event.place.name if slot.event.place else None
        yield _line(str(number), slot.event.id, str(slot.event.when), place, "; ".join(slot.reasons))
    for one in unplaced:
        yield _line(None, one.event.id, None, None, one.reason)


def _line(*cells: str | None) -> str:
    return "\t".join("" if cell is None else visible(cell) for cell in cells) + "\n"
