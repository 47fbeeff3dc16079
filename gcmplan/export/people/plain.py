"""Plain text of the parts that people have in sessions, for pipes: one part a line, its facts between tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.plan.programme_status import status_of
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.plan.people import Appearance

COLUMNS = ("status", "name", "role", "part", "session", "item", "date", "start", "end", "title")


def render(found: Iterable[Appearance]) -> Iterator[str]:
    """Yield a line for each part: the `COLUMNS`, without a heading; of a whole session its date, title and no item."""
    for one in found:
        item = one.item
        times = item.clocks if item else (None, None)
        cells = (
            status_of(one.programme),
            one.name,
            one.role,
            one.part,
            one.programme.session.id,
            item and item.item.id,
            item.date if item else one.programme.when,
            *times,
            item.item.title if item else one.programme.title,
        )
        yield "\t".join("" if cell is None else visible(str(cell)) for cell in cells) + "\n"
