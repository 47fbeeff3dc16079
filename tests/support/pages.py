"""A comment in two Markdown parsers."""

from __future__ import annotations

from html.parser import HTMLParser

import cmarkgfm  # type: ignore[import-untyped]
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]
from markdown_it import MarkdownIt


class Page(HTMLParser):
    """The parts of a page in a browser: tags, the texts in code, and the text outside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.codes: list[str] = []
        self.outside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.tags.append(tag)
        if tag == "br":
            self.outside += "\n"
        else:
            self.open.append(tag)
        if tag == "code":
            self.codes.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["code"]:
            self.codes[-1] += data
        else:
            self.outside += data


def by_github(text: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))


def by_commonmark(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
