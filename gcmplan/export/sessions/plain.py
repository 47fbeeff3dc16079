"""Plain text of the list of sessions for pipes: one session a line, its facts between tabs, nothing cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.plan.programme_status import status_of
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.plan.programme import Programme

COLUMNS = ("status", "id", "event", "when", "place", "programme", "title")


def render(programmes: Iterable[Programme]) -> Iterator[str]:
    """Yield a line for each session: the `COLUMNS`, without a heading; the programme is "yes" or "no"."""
    for one in programmes:
        programme = "yes" if one.session.days else "no"
        cells = (status_of(one), one.session.id, one.session.event, one.when, one.place, programme, one.title)
        yield "\t".join("" if cell is None else visible(str(cell)) for cell in cells) + "\n"
