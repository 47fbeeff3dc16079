"""The pages of delegations: the dates, conflicts and deadlines of each, its feed, and the changes that concern it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.site import atom, names
from gcmplan.site.conflicts import conflicts_for
from gcmplan.site.list_pages import words_on
from gcmplan.site.pages import SitePage
from gcmplan.views.sections import outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gcmplan.plan.attendees import Delegation
    from gcmplan.site.changes import Step
    from gcmplan.site.contents import Concern, Contents
    from gcmplan.site.pages import Renderer


def pages(contents: Contents, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """Yield the page and the list of changes of each delegation, with their paths."""
    for delegation in contents.delegations:
        concern = contents.concerning(delegation)
        yield _page(contents, renderer, delegation, concern)
        yield _changes(contents, delegation, concern.steps)
    for delegation in contents.former_delegations:
        yield _changes(contents, delegation, [])


def _page(contents: Contents, renderer: Renderer, delegation: Delegation, concern: Concern) -> tuple[str, bytes]:
    path = names.delegation_file(delegation.code)
    page = SitePage(
        path,
        delegation.name,
        f"The meetings that concern {delegation.name}.",
        (("Start", "index.html"), (contents.plan.attendees.many.capitalize(), "for/index.html")),
        atom=names.delegation_file(delegation.code, "atom"),
    )
    return path, renderer.render(
        "delegation",
        page,
        summary=words_on(concern.records),
        feed=names.delegation_file(delegation.code, "ics"),
        conflicts=conflicts_for(contents.plan, delegation, contents.event_ids),
        sections=outline(contents.plan, concern.records),
    )


def _changes(contents: Contents, delegation: Delegation, steps: Sequence[Step]) -> tuple[str, bytes]:
    title = f"{contents.plan.title}: changes for {delegation.name}"
    where = atom.Where(title, names.delegation_file(delegation.code, "atom"), "changes.html", contents.since)
    return where.file, atom.render(contents.plan, where, steps, contents.options.base_url).encode()
