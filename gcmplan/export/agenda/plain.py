"""Plain text of a programme for pipes: one item a line, its facts between tabs, nothing cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.plan.programme_status import status_of
from gcmplan.text.escape import visible
from gcmplan.views.agenda import people_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from gcmplan.plan.programme import Programme

COLUMNS = (
    "status", "date", "start", "end", "other_start", "other_end", "minutes", "planned", "kind", "id", "title", "people",
)  # fmt: skip


def render(programme: Programme, zone: tzinfo | None = None, only: int | None = None) -> Iterator[str]:
    """Yield a line for each item: the `COLUMNS`, without a heading; the other times are those in a zone."""
    for item in programme.items:
        if only not in {None, item.day + 1}:
            continue
        other = [zone and time and f"{time.astimezone(zone):%Y-%m-%d %H:%M}" for time in (item.start, item.end)]
        facts = (item.item.kind, item.item.id, item.item.title, "; ".join(people_of(item)))
        cells = (status_of(programme), item.date, *item.clocks, *other, item.minutes, item.planned, *facts)
        yield "\t".join("" if cell is None else visible(str(cell)) for cell in cells) + "\n"
