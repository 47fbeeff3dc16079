"""A whole site as bytes by path: nothing is written, and the same plan and history give the same bytes."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from gcmplan.export.page import Page
from gcmplan.export.timeline import svg
from gcmplan.site import atom, delegation_pages, embed_pages, gone_pages, list_pages, names, row_pages
from gcmplan.site.beside import beside, headers
from gcmplan.site.contents import Contents
from gcmplan.site.data_files import data_files
from gcmplan.site.feeds import Wanted, feeds_of
from gcmplan.site.pages import Renderer
from gcmplan.views.timeline import By, timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gcmplan.plan.workplan import Workplan
    from gcmplan.site.contents import Past
    from gcmplan.site.options import Options

_URL = Page("<url><loc>{}</loc></url>")
Files = dict[str, bytes]
"""The bytes of each file by its path in the site, with '/' between folders."""


def build(plan: Workplan, past: Past, options: Options, schemas: Mapping[str, str]) -> Files:
    """Return the files of a site; `schemas` are the JSON Schemas of its data by name.

    Raises:
        UnknownValueError, AmbiguousValueError: a value of the filters is none of the plan's, or fits several.
        UnreadableFeedError: a feed cannot be read back.

    """
    contents = Contents(plan, past, options)
    renderer = Renderer(contents)
    picture = _timeline(contents)
    found: Files = {"timeline.svg": picture.encode()} if picture else {}
    for path, data in chain(
        _feeds(contents),
        [_changes(contents)],
        data_files(contents),
        ((f"schemas/{name}.schema.json", text.encode()) for name, text in schemas.items()),
        beside(plan),
        list_pages.pages(contents, renderer, picture),
        row_pages.pages(contents, renderer),
        delegation_pages.pages(contents, renderer),
        embed_pages.pages(contents, renderer),
    ):
        _add(found, path, data)
    found["_headers"] = headers(found, plan.site.embed if plan.site else ()).encode()
    found = _with_map(found, options.base_url)
    for path, data in gone_pages.pages(contents, renderer):
        _add(found, path, data)
    return dict(sorted(found.items()))


def _add(files: Files, path: str, data: bytes) -> None:
    """Add a file.

    Raises:
        ValueError: there is one at its path, and readers would miss one of the two.

    """
    if path in files:
        message = f"two files of the site are at {path}"
        raise ValueError(message)
    files[path] = data


def _feeds(contents: Contents) -> Iterable[tuple[str, bytes]]:
    return feeds_of(
        Wanted(
            plan=contents.plan,
            editions=contents.past.editions,
            criteria=contents.criteria,
            base_url=contents.options.base_url,
            events=contents.events,
            renamed=contents.renamed,
            removed=contents.removed,
            groups=contents.groups,
            former_groups=contents.former_groups,
            delegations=contents.delegations,
            former_delegations=contents.former_delegations,
            had_deadlines=contents.had_deadlines,
        )
    )


def _changes(contents: Contents) -> tuple[str, bytes]:
    where = atom.Where(f"{contents.plan.title}: changes", "changes.atom", "changes.html", contents.since)
    return where.file, atom.render(contents.plan, where, contents.steps, contents.options.base_url).encode()


def _timeline(contents: Contents) -> str:
    """Return the picture of the timeline; empty if there are no events."""
    records = [record for record in contents.records if record.kind in {"meeting", "document", "milestone"}]
    found = timeline(contents.plan, records, By.EVENT, contents.on)
    pages = svg.render(found, svg.SIZES["tall"], contents.options.only) if records else []
    return pages[0] if pages else ""


def _with_map(files: Files, base_url: str | None) -> Files:
    """Add the list of pages for search engines, which needs whole addresses."""
    robots = "User-agent: *\nDisallow:\n"
    if base_url:
        pages = sorted(path for path in files if path.endswith(".html") and path != "404.html")
        pages = [path for path in pages if not path.startswith("embed/")]
        lines = (_URL.format(names.address(base_url, path)) for path in pages)
        head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        files["sitemap.xml"] = "\n".join([head, *lines, "</urlset>\n"]).encode()
        robots += f"Sitemap: {names.absolute(base_url, 'sitemap.xml')}\n"
    files["robots.txt"] = robots.encode()
    return files
