"""A published site as tests look into it: its files, its pages as trees, and the links between them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "https://example.org/gcm/"
_LINKS = {"a": "href", "link": "href", "img": "src", "script": "src"}


def files_of(site: Path) -> dict[str, bytes]:
    """Return all files of a folder by their paths in it."""
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return dict(sorted(found.items()))


def page_of(data: bytes) -> Element:
    """Return a page as a tree; a page that is not valid raises an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    page: Element = parser.parse(data, transport_encoding="utf-8")
    return page


def ids_of(page: Element) -> list[str]:
    return [node.attrib["id"] for node in page.iter() if "id" in node.attrib]


def links_of(page: Element) -> Iterator[str]:
    """Yield whatever a page leads to or loads."""
    for node in page.iter():
        if node.tag in _LINKS and _LINKS[node.tag] in node.attrib:
            yield node.attrib[_LINKS[node.tag]]


def target_of(page: str, link: str) -> tuple[str, str] | None:
    """Return the file and the id in it that a link on a page leads to; None if it leads out of the site."""
    if link.startswith(BASE):
        link = f"/{link.removeprefix(BASE)}"
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if path.startswith("/"):
        return f"{path[1:]}index.html" if path.endswith("/") else path[1:], unquote(parts.fragment)
    steps = page.split("/")[:-1]
    for step in path.split("/") if path else page.split("/")[-1:]:
        if step == "..":
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps), unquote(parts.fragment)


def text_of(page: Element) -> str:
    return " ".join("".join(page.itertext()).split())
