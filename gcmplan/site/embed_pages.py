"""Pages for other sites to show inside their own: a list without the frame of the site; only if the plan allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.site import names
from gcmplan.site.pages import SitePage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gcmplan.site.contents import Contents
    from gcmplan.site.pages import Renderer
    from gcmplan.views.row import Record

FOLDER = "embed"
_NEXT = 8


def pages(contents: Contents, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """Yield each of these pages with its path: what is next, everything, each group, each delegation."""
    if not (contents.plan.site and contents.plan.site.embed):
        return
    records = contents.records
    yield _page(renderer, "index.html", f"{FOLDER}/next.html", "What comes next", contents.next_records(_NEXT))
    yield _page(renderer, "list.html", f"{FOLDER}/list.html", "Events", records)
    for group in contents.groups:
        own = [record for record in records if record.group and record.group.id == group.id]
        whole = names.group_file(group.id)
        yield _page(renderer, whole, f"{FOLDER}/{whole}", group.title, own)
    for name, title in contents.former_groups.items():
        whole = names.group_file(name)
        yield _page(renderer, whole, f"{FOLDER}/{whole}", title, [])
    for delegation in contents.former_delegations:
        whole = names.delegation_file(delegation.code)
        yield _page(renderer, whole, f"{FOLDER}/{whole}", delegation.name, contents.concerning_everyone())
    for delegation in contents.delegations:
        whole = names.delegation_file(delegation.code)
        own = contents.concerning(delegation).records
        yield _page(renderer, whole, f"{FOLDER}/{whole}", delegation.name, own)


def _page(renderer: Renderer, whole: str, path: str, title: str, records: Sequence[Record]) -> tuple[str, bytes]:
    page = SitePage(path, title, title)
    return path, renderer.render("embed", page, records=records, whole=whole)
