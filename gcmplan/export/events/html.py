"""HTML: one page that needs no other file, for screens, screen readers and paper.

Every text that `format` puts into a `Page` is made visible and escaped. A colour always has its word beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.dates.span import day_text
from gcmplan.export.page import Page
from gcmplan.export.web_page import CLOSING, opening, styles_of
from gcmplan.views.sections import count_words, disputed_words, outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record


_KEYS = Page("""\
<section>
<h2>Colour key</h2>
<ul class="key">
""")
_KEY = Page('<li><span class="group {style}">{short}</span> {title}</li>\n')
_WORDS = Page("""\
</ul>
<p>TBC: to be confirmed. TBA: to be announced. <span class="window">Slanted</span>: some time within these dates.</p>
</section>
""")
_PICTURE = Page("""\
<section class="picture" tabindex="0" aria-label="Timeline">
{}</section>
""")
_TABLE = Page("""\
<h2 id="part_{number}">{heading}</h2>
<table role="table" aria-labelledby="part_{number}">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="when">When</th>\
<th role="columnheader" scope="col">Event</th><th role="columnheader" scope="col" class="in">Group</th>\
<th role="columnheader" scope="col" class="place">Place</th></tr></thead>
""")
"""The roles are those that the elements have, until they are laid out for a narrow screen."""
_MONTH = Page("""\
<tbody role="rowgroup">
<tr role="row"><th role="rowheader" colspan="4" scope="rowgroup" class="month">{heading}</th></tr>
""")
_ROW = Page("""\
<tr role="row"{id}><td role="cell">{when}</td><th role="rowheader" scope="row">{event}</th>\
<td role="cell">{group}</td><td role="cell">{place}</td></tr>
""")
_ID = Page(' id="{}"')
_WINDOW = Page('<span class="window">{}</span>')
_SHORT = Page('<strong dir="auto">{}</strong> ')
_TITLE = Page('<span class="title" dir="auto">{}</span>')
_DOCUMENT = Page(' <span class="other-document" dir="auto">{}</span>')
_STATUS = {
    "scheduled": Page("{}{}"),
    "postponed": Page("<em>Postponed</em> {}{}"),
    "cancelled": Page("<em>Cancelled</em> <s>{}{}</s>"),
}
_MARK = Page("<em>{}</em> ")
_GROUP = Page('<span class="group {style}">{word}</span>')
_PLACE = Page('<span dir="auto">{}</span> ')
_VENUE = Page('<span class="venue" dir="auto">{}</span>')


def render(plan: Workplan, records: list[Record], only: str = "", picture: Page = Page()) -> Iterator[str]:  # noqa: B008
    """Yield the page in pieces; `only` names the filters, `picture` is placed above the tables."""
    styles = styles_of(plan)
    yield opening(plan, only, f"As of {day_text(plan.as_of)}. {_summary(records)}")
    yield _KEYS
    for group in plan.groups:
        yield _KEY.format(style=styles[group.id], short=group.short, title=group.title)
    yield _WORDS
    if picture:
        yield _PICTURE.format(picture)
    for number, section in enumerate(outline(plan, records), 1):
        yield _TABLE.format(number=number, heading=section.heading)
        for month in section.months:
            yield _MONTH.format(heading=month.heading)
            for record in month.records:
                yield _row(record, styles)
            yield "</tbody>\n"
        yield "</table>\n"
    yield CLOSING


def _row(record: Record, styles: dict[str, str]) -> Page:
    """Return the row of a record; only an event can be pointed at, for others may have the id of one."""
    group, place = record.group, record.place
    word, style = (group.short, styles[group.id]) if group else (record.kind.capitalize(), "plain")
    short, title = (record.short, _TITLE.format(record.title)) if record.short else (record.title, "")
    window = record.when.window and not record.when.exact
    return _ROW.format(
        id=_ID.format(record.id) if group else "",
        when=_WINDOW.format(record.when) if window else record.when,
        event=(_MARK.format(record.mark) if record.mark else Page(""))
        + _STATUS[record.status].format(_SHORT.format(short), title)
        + Page("").join(_DOCUMENT.format(text) for text in record.documents),
        group=_GROUP.format(style=style, word=word),
        place=(_PLACE.format(place) if place else Page("")) + (_VENUE.format(record.venue) if record.venue else ""),
    )


def _summary(records: list[Record]) -> str:
    """Return how many there are, and how sure."""
    counts = f"{count_words(records).removesuffix('.')}."
    disputed = disputed_words(records)
    return f"{counts} {disputed}." if disputed else counts
