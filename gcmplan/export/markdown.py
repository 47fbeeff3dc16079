"""Markdown: a table for each phase, its cells escaped."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from gcmplan.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.record import Record
    from gcmplan.workplan import Workplan

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$!])")


def render(plan: Workplan, records: Iterable[Record]) -> Iterator[str]:
    """Yield a heading and a table for each run of records of one phase."""
    titles: dict[str | None, str] = {
        phase.id: f"Phase {phase.id}: {escaped(phase.title)} ({phase.when})" for phase in plan.phases
    }
    first = True
    for phase, rows in groupby(records, key=lambda record: record.phase):
        yield f"{'' if first else chr(10)}## {titles.get(phase, 'Outside the phases')}\n\n"
        yield "| When | Event | Group | Place |\n|---|---|---|---|\n"
        for row in rows:
            cells = (row.when, row.title, row.group.short if row.group else row.kind, row.place or "")
            yield f"| {' | '.join(escaped(str(cell)) for cell in cells)} |\n"
        first = False


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is: no markup, mention, link or table cell begins in it."""
    return _SPECIAL.sub(r"\\\1", visible(text))
