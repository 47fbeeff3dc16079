"""The files beside the pages: style, script, icon, and what servers are told."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from gcmplan.export.page import Page
from gcmplan.export.web_page import styles_of
from gcmplan.site.pages import POLICY
from gcmplan.text.colors import letters_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.site.contents import Contents
    from gcmplan.site.pages import Renderer

_COLOR = Page(".{} {{ background: {}; color: {}; }}\n")
_HEADERS = """\
/*
  Content-Security-Policy: {policy}; frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
/*.ics
  Content-Type: text/calendar; charset=utf-8
/*.atom
  Content-Type: application/atom+xml; charset=utf-8
"""


def beside(contents: Contents, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """Yield each of these files with its path."""
    del renderer
    static = files("gcmplan.site").joinpath("static")
    styles = styles_of(contents.plan)
    colors = (_COLOR.format(styles[one.id], one.color, letters_on(one.color)) for one in contents.plan.groups)
    yield "style.css", (static.joinpath("style.css").read_text(encoding="utf-8") + Page("").join(colors)).encode()
    yield "search.js", static.joinpath("search.js").read_bytes()
    yield "favicon.svg", static.joinpath("favicon.svg").read_bytes()
    yield ".nojekyll", b""
    yield "_headers", _HEADERS.format(policy=POLICY).encode()
