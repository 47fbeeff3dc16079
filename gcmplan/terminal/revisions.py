"""The history of a plan for people: day, author, commit and what changed, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from gcmplan.chronicle import COMMIT_DIGITS
from gcmplan.span import MONTHS
from gcmplan.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gcmplan.chronicle import Entry

_AUTHOR = 20
"""Columns for a name; of a longer one, the beginning."""


def revisions(entries: Sequence[Entry]) -> Table:
    """Return a row for each entry; what changed wraps, and what could not be read is bold as well as said so."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, overflow="ellipsis", max_width=_AUTHOR)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for revision, _, text in entries:
        grid.add_row(
            _day(revision.time),
            Text(visible(revision.author)),
            Text(revision.commit[:COMMIT_DIGITS], style="dim"),
            Text(visible(text), style="bold red" if revision.broken else ""),
        )
    return grid


def _day(time: datetime) -> str:
    """Return "8 May 2017", in the space of "30 Sep 2017"."""
    return f"{time.day:2} {MONTHS[time.month - 1][:3]} {time.year}"
