"""Addresses that were given to readers once: of events renamed or removed since, and of lists that have no rows now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.site import names
from gcmplan.site.pages import SitePage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.site.contents import Contents
    from gcmplan.site.pages import Renderer

_TRAIL = (("Start", "index.html"), ("Events", "list.html"))


def pages(contents: Contents, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """Yield a page for each former id of an event, each removed event, and each list without rows, with its path."""
    for name, event in contents.renamed.items():
        title = event.short or event.title
        page = SitePage(names.event_file(name), title, f"{title} has another address now.", _TRAIL)
        yield page.path, renderer.render("gone", page, now=names.event_file(event.id), steps=[], address=None)
    for event in contents.removed:
        title = event.short or event.title
        page = SitePage(names.event_file(event.id), title, f"{title} is no longer in the work plan.", _TRAIL)
        steps = contents.steps_of_event(event)
        yield page.path, renderer.render("gone", page, now=None, steps=steps, address=None)
    lists = [(names.group_file(name), title, "events") for name, title in contents.former_groups.items()]
    if contents.had_deadlines and not contents.deadlines:
        lists.append(("deadlines.html", "Deadlines", "deadlines"))
    for path, title, rows in lists:
        page = SitePage(path, title, f"The work plan has no {rows} here now.", _TRAIL)
        yield path, renderer.render("gone", page, now=None, steps=[], address=None)
