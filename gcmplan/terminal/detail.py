"""The facts of one event, its labels in a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDTH, _WIDEST = 9, 24


def detail(facts: Iterable[tuple[str, str]]) -> Table:
    """Return labels and texts side by side; long texts wrap, a repeated label is said once."""
    facts = list(facts)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=min(_WIDEST, max((_WIDTH, *(len(label) for label, _ in facts)))))
    grid.add_column(overflow="fold")
    previous = ""
    for label, text in facts:
        style = "bold" if label == "Title" else ""
        grid.add_row(Text("" if label == previous else label, style="dim"), Text(visible(text), style=style))
        previous = label
    return grid
