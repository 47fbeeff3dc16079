"""HTML of months: each grid as a picture, below it what its numbers mean as a table and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.dates.span import day_text
from gcmplan.export.month_grid import grid_alone
from gcmplan.export.page import Page
from gcmplan.export.web_page import CLOSING, opening, styles_of
from gcmplan.views.month import window_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.month import Listed, Month

SIGNS = "Filled bars are confirmed, striped ones to be confirmed. ! is in conflict, * is a holiday of a host."
"""The meanings of what a grid shows."""
_MONTH = Page("""\
<section class="month-grid" aria-labelledby="month-{id}">
<h2 id="month-{id}">{heading}</h2>
<div class="picture" tabindex="0" role="group" aria-label="Grid of {heading}">
{picture}</div>
""")
_TABLE = Page("""\
<table>
<thead><tr><th scope="col" class="number">No.</th><th scope="col" class="when">When</th><th scope="col">Event</th>\
<th scope="col" class="in">Group</th><th scope="col" class="place">Place</th></tr></thead>
<tbody>
""")
_ROW = Page("""\
<tr><td class="number">{number}</td><td>{when}</td><th scope="row" dir="auto">{name}{conflict}</th>\
<td>{group}</td><td dir="auto">{place}</td></tr>
""")
_GROUP = Page('<span class="group {style}">{word}</span>')
_LIST = Page('<h3>{heading}</h3>\n<ul class="notes">\n{items}</ul>\n')
_ITEM = Page('<li dir="auto">{}</li>\n')
_CONFLICT = Page(" <strong>!</strong>")


def render(plan: Workplan, months: Sequence[Month], on: date, only: str = "") -> Iterator[str]:
    """Yield the page in pieces; `only` names the filters."""
    styles = styles_of(plan)
    yield opening(plan, only, f"As of {day_text(plan.as_of)}. {SIGNS}")
    for month in months:
        yield _MONTH.format(id=f"{month.first:%Y-%m}", heading=month.heading, picture=grid_alone(month, on))
        if month.listed:
            yield _TABLE
            yield from (_row(one, styles) for one in month.listed)
            yield "</tbody>\n</table>\n"
        yield from _notes(month)
        yield "</section>\n"
    yield CLOSING


def _row(one: Listed, styles: Mapping[str, str]) -> Page:
    record = one.record
    group = record.group
    return _ROW.format(
        number=one.number or "-",
        when=record.when,
        name=one.name,
        conflict=_CONFLICT if one.is_conflict else "",
        group=_GROUP.format(style=styles[group.id], word=group.short) if group else record.kind.capitalize(),
        place=record.place or "",
    )


def _notes(month: Month) -> Iterator[Page]:
    """Yield what may fall into a month, its conflicts, its holidays."""
    more = [f"{month.more_conflicts:,} more conflicts, see 'gcmplan check'"] * bool(month.more_conflicts)
    yield _list("Some time within", [window_words(record) for record in month.windows])
    yield _list("Conflicts", [*(conflict.words for conflict in month.conflicts), *more])
    yield _list("Holidays of the hosts", [*(holiday.words for holiday in month.holidays), *month.weekends])


def _list(heading: str, items: Iterable[str]) -> Page:
    found = Page("").join(_ITEM.format(item) for item in items)
    return _LIST.format(heading=heading, items=found) if found else Page("")
