"""The notice of changes as a page without styles, to open in a browser and to paste into Word or a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.export.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.views.notice import Notice, NoticeLine

_HEAD = Page("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<title>{title}</title>
</head>
<body>
<h1 dir="auto">{title}</h1>
<p>{subtitle}</p>
""")
_PARAGRAPH = Page("<p>{}</p>\n")
_SECTION = Page("<h2>{}</h2>\n<ul>\n")
_LINE = Page('<li dir="auto"><strong>{}</strong>{}{}</li>\n')
_TEXT = Page(": {}")
_DETAILS = Page("\n<ul>\n{}</ul>\n")
_DETAIL = Page('<li dir="auto">{}</li>\n')


def render(notice: Notice) -> Iterator[str]:
    """Yield the page in pieces."""
    yield _HEAD.format(title=notice.title, subtitle=notice.subtitle)
    yield from (_PARAGRAPH.format(text) for text in _paragraphs(notice))
    for section in notice.sections:
        yield _SECTION.format(section.heading)
        yield from map(_line, section.lines)
        yield "</ul>\n"
    yield "</body>\n</html>\n"


def _paragraphs(notice: Notice) -> Iterable[str]:
    return filter(None, (notice.only, "" if notice.sections else "No changes."))


def _line(line: NoticeLine) -> Page:
    text = _TEXT.format(line.text) if line.text else Page("")
    details = _DETAILS.format(Page("").join(map(_DETAIL.format, line.details))) if line.details else Page("")
    return _LINE.format(line.name, text, details)
