"""The history of a plan for people: day, author, commit and what changed, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gcmplan.dates.span import MONTHS
from gcmplan.text.escape import visible
from gcmplan.views.log import COMMIT_DIGITS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gcmplan.views.log import Entry

_AUTHOR = 20
"""Columns for a name; of a longer one, the beginning."""
_GAP, _LEAST = 2, 16
"""Columns between two, and as many as the words of what changed need to be read."""


def revisions(entries: Sequence[Entry], width: int) -> Table:
    """Return a row for each entry, `width` characters wide; what could not be read is bold as well as said so.

    The changes wrap; if few columns would be left for them, they are below the others.
    """
    authors = min(_AUTHOR, max((cell_len(visible(one.revision.author)) for one in entries), default=0))
    left = width - len("30 Sep 2017") - authors - COMMIT_DIGITS - 3 * _GAP
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    if left >= _LEAST:
        grid.add_column(no_wrap=True)
        grid.add_column(no_wrap=True, overflow="ellipsis", max_width=_AUTHOR)
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for revision, _, text in entries:
        head = (
            Text(_day(revision.time)),
            Text(visible(revision.author)),
            Text(revision.commit[:COMMIT_DIGITS], style="dim"),
        )
        what = Text(visible(text), style="bold red" if revision.broken else "")
        if left >= _LEAST:
            grid.add_row(*head, what)
        else:
            grid.add_row(Text("  ").join(head))
            grid.add_row(Padding(what, (0, 0, 0, _GAP)))
    return grid


def _day(time: datetime) -> str:
    """Return "8 May 2017", in the space of "30 Sep 2017"."""
    return f"{time.day:2} {MONTHS[time.month - 1][:3]} {time.year}"
