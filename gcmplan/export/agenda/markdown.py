"""Markdown of a programme, fit to print: what the meeting is, a table for each day, and what came of it."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from gcmplan.plan.programme_status import status_text
from gcmplan.query.filter_words import day_words
from gcmplan.text.escape import in_markdown
from gcmplan.views.agenda import NO_PROGRAMME, Gap, clock, days_of, lines_of, time_heads, time_text
from gcmplan.views.session_details import facts_of_head, facts_of_rest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from gcmplan.plan.programme import Programme, ScheduledItem
    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.agenda import Day
    from gcmplan.views.session_details import Fact

_TITLE = ("Id", "Title", "Status", "Stands in")
"""Labels of what is said above, or is of no use in print."""


def render(plan: Workplan, programme: Programme, zone: tzinfo | None = None, only: int | None = None) -> Iterator[str]:
    """Yield the text; with a zone its time beside that of the place, of one day, counted from 1, if it is given."""
    yield f"# {in_markdown(programme.title)}\n\n"
    if status := status_text(programme):
        yield f"**{in_markdown(status)}**\n\n"
    if only is not None:
        yield f"**{day_words(only, len(programme.session.days))}**\n\n"
    yield from _list(facts_of_head(programme, zone))
    if not programme.session.days:
        yield f"\n{NO_PROGRAMME}\n"
    for day in days_of(programme, only):
        yield f"\n## {day.heading}\n\n"
        yield from _table(programme, day, zone)
    if only is None:
        yield "\n"
        yield from _list(facts_of_rest(plan, programme))


def _list(facts: Iterable[Fact]) -> Iterator[str]:
    """Yield a line for each label; several texts of one label are a list below it."""
    kept = (fact for fact in facts if fact[0] not in _TITLE)
    for label, group in groupby(kept, key=itemgetter(0)):
        texts = [in_markdown(text) for _, text in group]
        if len(texts) == 1:
            yield f"- **{label}**: {texts[0]}\n"
        else:
            yield f"- **{label}**:\n"
            yield from (f"  - {text}\n" for text in texts)


def _table(programme: Programme, day: Day, zone: tzinfo | None) -> Iterator[str]:
    heads = [*map(in_markdown, time_heads(programme, zone)), "Item", "Minutes"]
    yield f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"
    for row in day.rows:
        zones = [None, zone] if zone else [None]
        times = [clock(row.start, row.end, one) if row.start and row.end else "" for one in zones]
        cells = ("*free*", f"{row.minutes} min") if isinstance(row, Gap) else (_item(day, row), time_text(row))
        yield f"| {' | '.join((*times, *cells))} |\n"


def _item(day: Day, item: ScheduledItem) -> str:
    """Return the title, and below it what is known and what is odd."""
    return "<br>".join([f"**{in_markdown(item.item.title)}**", *map(in_markdown, lines_of(day, item))])
