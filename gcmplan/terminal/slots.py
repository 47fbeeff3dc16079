"""Free dates on a terminal: a line each, below it what speaks for and against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.dates.span import WEEKDAYS
from gcmplan.terminal.console import width_of
from gcmplan.terminal.lines import rendered_lines, wrapped
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from gcmplan.editing.slots import Slot, Unplaced
    from gcmplan.terminal.lines import Line

_STYLES = {"warning": "yellow", "info": "cyan"}
_HANGING = "      "


def slots_text(slots: Sequence[Slot], unplaced: Sequence[Unplaced], out: Console, *, with_ids: bool) -> str:
    """Return the lines as a console shows them, wrapped at its width; `with_ids` names the meeting of each date."""
    width = width_of(out)
    found = list(_lines(slots, unplaced, with_ids=with_ids))
    return rendered_lines((part for line in found for part in wrapped(line, width, _HANGING)), out)


def _lines(slots: Sequence[Slot], unplaced: Sequence[Unplaced], *, with_ids: bool) -> Iterator[Line]:
    digits = len(str(len(slots)))
    for number, slot in enumerate(slots, 1):
        spans = slot.event.when.spans
        days = WEEKDAYS[spans[0].first.weekday()]
        place = f"  {slot.event.place.name}" if slot.event.place and slot.event.place.name else ""
        name = f"{slot.event.id}: " if with_ids else ""
        yield (("", ""), (visible(f"{number:>{digits}}  {name}{days} {slot.event.when}{place}"), "bold"))
        yield from (_reason(reason) for reason in slot.reasons)
    yield from ((("-  ", "dim"), (visible(f"{one.event.id}: {one.reason}"), "")) for one in unplaced)


def _reason(reason: str) -> Line:
    level = reason.partition(" ")[0]
    sign = "-" if level in _STYLES else "+"
    return ((f"    {sign} ", _STYLES.get(level, "green")), (visible(reason), ""))
