"""Markdown: a table for each phase, its cells escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gcmplan.outline import outline
from gcmplan.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.record import Record
    from gcmplan.workplan import Workplan

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$!])")


def render(plan: Workplan, records: Iterable[Record]) -> Iterator[str]:
    """Yield a heading and a table for each phase, and for what has no date."""
    blank = ""
    for section in outline(plan, records):
        yield f"{blank}## {escaped(section.heading)}\n\n| When | Event | Group | Place |\n|---|---|---|---|\n"
        for row in (row for month in section.months for row in month.records):
            cells = (row.when, row.title, row.group.short if row.group else row.kind, row.place or "")
            yield f"| {' | '.join(escaped(str(cell)) for cell in cells)} |\n"
        blank = "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is: no markup, mention, link or table cell begins in it."""
    return _SPECIAL.sub(r"\\\1", visible(text))
