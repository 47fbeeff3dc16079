"""Markdown: the plan's title, and a table for each phase, its cells escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.dates.span import day_text
from gcmplan.text.escape import in_markdown
from gcmplan.views.sections import outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

_HEAD = "| When | Event | Group | Place |\n|---|---|---|---|\n"


def render(plan: Workplan, records: Iterable[Record], only: str = "") -> Iterator[str]:
    """Yield the title and what filters kept, then a heading and a table for each phase, and for what has no date."""
    kept = f"**{in_markdown(only)}**\n\n" if only else ""
    yield f"# {in_markdown(plan.title)}\n\n{kept}"
    yield f"As of {day_text(plan.as_of)}. TBC: to be confirmed. TBA: to be announced.\n"
    for section in outline(plan, records):
        yield f"\n## {in_markdown(section.heading)}\n\n{_HEAD}"
        for row in (row for month in section.months for row in month.records):
            group = row.group.short if row.group else row.kind
            place = in_markdown(str(row.place or ""))
            yield f"| {in_markdown(str(row.when))} | {_title(row)} | {in_markdown(group)} | {place} |\n"


def _title(row: Record) -> str:
    """Return the short title and the title, said to be cancelled or postponed if they are."""
    title = in_markdown(row.title)
    if row.short:
        title = f"**{in_markdown(row.short)}**: {title}"
    if row.mark:
        title = f"**{row.mark}:** {title}"
    if row.status != "scheduled":
        title = f"**{row.status.capitalize()}:** {f'~~{title}~~' if row.status == 'cancelled' else title}"
    return "<br>".join([title, *map(in_markdown, row.documents)])
