"""The beginning and end of a web page that needs no other file, for screens, screen readers and paper.

There is no script, and the one style sheet is known to the content security policy by its hash, so that whatever else
came in would not be applied.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from gcmplan.export.page import Page
from gcmplan.text.colors import letters_on

if TYPE_CHECKING:
    from gcmplan.plan.workplan import Workplan

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
.month-grid { margin: 2rem 0 0; }
.month-grid svg { display: block; height: auto; max-width: 60rem; min-width: 40rem; width: 100%; }
.month-grid .picture svg { min-width: 40rem; }
.notes { padding-inline-start: 1.2rem; }
.notes li { margin: .2rem 0; }
h3 { font-size: 1rem; margin: .8rem 0 0; }
.number { text-align: end; width: 3.5rem; }
@media (max-width: 40rem) {
  body { margin: .5rem auto; padding: 0 .5rem; }
  table, tbody, td, tbody th { display: block; }
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
  h2, .month { break-after: avoid; }
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
{only}<p>{summary}</p>
</header>
<main>
""")
_ONLY = Page('<p><strong dir="auto">{}</strong></p>\n')
CLOSING = Page("</main>\n</body>\n</html>\n")


def styles_of(plan: Workplan) -> dict[str, str]:
    """Return the class of each group, by its id: it has the group's colour."""
    return {group.id: f"group-{number}" for number, group in enumerate(plan.groups, 1)}


def opening(plan: Workplan, only: str, summary: str) -> Page:
    """Return the page up to its content: `only` names the filters, `summary` is the line below the title."""
    styles = styles_of(plan)
    colors = ((styles[group.id], group.color, letters_on(group.color)) for group in plan.groups)
    style = STYLE + Page("").join(_COLOR.format(*color) for color in colors)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    name = f"{plan.title} ({only})" if only else plan.title
    kept = _ONLY.format(only) if only else ""
    return _HEAD.format(digest=digest, name=name, title=plan.title, style=style, only=kept, summary=summary)
