"""Addresses that were given to readers once: of rows renamed or removed since, and of lists that have no rows now."""

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
    """Yield a page for each former id of an event, each removed row, and each list without rows, with its path."""
    for name, event in contents.renamed.items():
        title = event.short or event.title
        page = SitePage(names.event_file(name), title, f"{title} has another address now.", _TRAIL)
        yield page.path, renderer.render("gone", page, now=names.event_file(event.id), steps=[], address=None)
    for name, event in contents.removed.items():
        title = event.short or event.title
        page = SitePage(names.event_file(name), title, f"{title} is no longer in the work plan.", _TRAIL)
        steps = contents.steps_of_event(event)
        yield page.path, renderer.render("gone", page, now=None, steps=steps, address=None)
    for path, title, about in _others(contents):
        page = SitePage(path, title, about, _TRAIL)
        yield path, renderer.render("gone", page, now=None, steps=[], address=None)


def _others(contents: Contents) -> Iterator[tuple[str, str, str]]:
    """Yield the path, the title and the fate of each former session and delegation, and of each list without rows."""
    for name, title in contents.former_sessions.items():
        yield names.session_file(name), title, "This session is no longer in the work plan."
    for one in contents.former_delegations:
        about = f"{one.name} is in no body of the work plan now. Its calendar has what concerns everyone."
        yield names.delegation_file(one.code), one.name, about
    empty = [(names.group_file(name), title, "events") for name, title in contents.former_groups.items()]
    if contents.had_deadlines and not contents.deadlines:
        empty.append(("deadlines.html", "Deadlines", "deadlines"))
    if contents.former_sessions and not contents.programmes:
        empty.append(("sessions/index.html", "Sessions", "sessions"))
    for path, title, rows in empty:
        yield path, title, f"The work plan has no {rows} here now."
