"""HTML: one page that needs no other file, for screens, screen readers and paper.

Every text that `format` puts into a `Page` is made visible and escaped. There is no script, and the one style sheet is
known to the content security policy by its hash, so that whatever else came in would not be applied. A colour always
has its word beside it.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from gcmplan.dates.span import day_text
from gcmplan.export.page import Page
from gcmplan.text.colors import letters_on
from gcmplan.views.sections import count_words, disputed_words, outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record


STYLE = Page("""
:root { color-scheme: light dark; --faint: #595959; --line: #c8c8c8; --band: #f0f0f0; }
@media (prefers-color-scheme: dark) { :root { --faint: #b0b0b0; --line: #4d4d4d; --band: #2a2a2a; } }
body { font: 1rem/1.4 system-ui, sans-serif; margin: 1rem auto; max-width: 70rem; padding: 0 1rem; }
h1, h2 { line-height: 1.2; margin: 0; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.2rem; }
.key { list-style: none; padding: 0; }
.key li { margin: .25rem 0; }
.group { border-radius: .2rem; display: inline-block; font-size: .85rem; padding: .05rem .4rem; }
.plain { border: 1px solid; }
table { border-collapse: collapse; margin: 2rem 0 0; table-layout: fixed; width: 100%; }
caption { padding: .5rem 0; text-align: start; }
th, td { border-bottom: 1px solid var(--line); font-weight: normal; overflow-wrap: break-word; padding: .4rem;
  text-align: left; vertical-align: top; }
thead th, .month { font-weight: bold; }
.month { background: var(--band); }
.when { width: 20%; }
.in { width: 7.5rem; }
.place { width: 18%; }
.title, .venue, .other-document { display: block; }
.title, .venue { color: var(--faint); }
.window { font-style: italic; }
.picture { overflow-x: auto; }
.picture svg { display: block; height: auto; min-width: 60rem; width: 100%; }
@media (max-width: 40rem) {
  body { margin: .5rem auto; padding: 0 .5rem; }
  table, caption, tbody, td, tbody th { display: block; }
  thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }
  tbody tr { border-bottom: 1px solid var(--line); display: grid; gap: 0 .5rem; grid-template-columns: 1fr auto; }
  td, tbody th { border: 0; padding: .15rem .2rem; }
  td:nth-child(1) { grid-area: 1 / 1; }
  td:nth-child(3) { grid-area: 1 / 2; }
  tbody th, td:nth-child(4) { grid-column: 1 / -1; }
}
@media print {
  :root { color-scheme: light; font-size: 8.5pt; --faint: #404040; --line: #999999; --band: #eeeeee; }
  @page { margin: 15mm; }
  body { margin: 0; max-width: none; padding: 0; }
  tr { break-inside: avoid; }
  th, td { padding: .25rem .4rem; }
  caption, .month { break-after: avoid; }
  .picture { overflow: visible; }
  .picture svg { min-width: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .group, .month { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
""")
_COLOR = Page(".{} {{ background: {}; color: {}; }}\n")
_HEAD = Page("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; \
form-action 'none'">
<meta name="viewport" content="width=device-width">
<title>{name}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
{only}<p>As of {day}. {summary}</p>
</header>
<main>
<section>
<h2>Colour key</h2>
<ul class="key">
""")
_ONLY = Page('<p><strong dir="auto">{}</strong></p>\n')
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
<table role="table">
<caption><h2>{heading}</h2></caption>
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
_FOOT = Page("</main>\n</body>\n</html>\n")


def render(plan: Workplan, records: list[Record], only: str = "", picture: Page = Page()) -> Iterator[str]:  # noqa: B008
    """Yield the page in pieces; `only` names the filters, `picture` is placed above the tables."""
    styles = {group.id: f"group-{number}" for number, group in enumerate(plan.groups, 1)}
    colors = ((styles[group.id], group.color, letters_on(group.color)) for group in plan.groups)
    style = STYLE + Page("").join(_COLOR.format(*color) for color in colors)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    day, summary = day_text(plan.as_of), _summary(records)
    name = f"{plan.title} ({only})" if only else plan.title
    kept = _ONLY.format(only) if only else ""
    yield _HEAD.format(digest=digest, name=name, title=plan.title, style=style, only=kept, day=day, summary=summary)
    for group in plan.groups:
        yield _KEY.format(style=styles[group.id], short=group.short, title=group.title)
    yield _WORDS
    if picture:
        yield _PICTURE.format(picture)
    for section in outline(plan, records):
        yield _TABLE.format(heading=section.heading)
        for month in section.months:
            yield _MONTH.format(heading=month.heading)
            for record in month.records:
                yield _row(record, styles)
            yield "</tbody>\n"
        yield "</table>\n"
    yield _FOOT


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
