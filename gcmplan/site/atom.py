"""Lists of changes for feed readers (Atom, RFC 4287): one entry for each revision that changed what is published.

Ids and days come from the commits, so that the same history gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.export.page import Page
from gcmplan.site.names import absolute

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gcmplan.plan.workplan import Workplan
    from gcmplan.site.changes import Step

_MOST = 50
_HEAD = Page("""\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>{id}</id>
<title>{title}</title>
<updated>{updated}</updated>
{links}""")
_LINK = Page('<link rel="{rel}" type="{kind}" href="{address}"/>\n')
_ENTRY = Page("""\
<entry>
<id>{id}</id>
<title>{title}</title>
<updated>{updated}</updated>
<author><name>{author}</name></author>
{links}<content type="text">{content}</content>
</entry>
""")


class Where(NamedTuple):
    """A list of changes: its title, its file, the page that shows the same, and a day that never changes."""

    title: str
    file: str
    page: str
    since: date
    """In ids: the plan's domain was its own on this day."""


def render(plan: Workplan, where: Where, steps: Sequence[Step], base_url: str | None) -> str:
    """Return a list of the newest changes."""
    tag = f"tag:{plan.calendar.domain},{where.since}:{where.file}"
    updated = f"{steps[0].revision.time:%Y-%m-%dT%H:%M:%SZ}" if steps else f"{plan.as_of}T00:00:00Z"
    links = Page("")
    if base_url:
        links = _LINK.format(rel="self", kind="application/atom+xml", address=absolute(base_url, where.file))
        links += _LINK.format(rel="alternate", kind="text/html", address=absolute(base_url, where.page))
    found = _HEAD.format(id=tag, title=where.title, updated=updated, links=links)
    return found + Page("").join(_entry(plan, where, step, base_url) for step in steps[:_MOST]) + Page("</feed>\n")


def _entry(plan: Workplan, where: Where, step: Step, base_url: str | None) -> Page:
    revision = step.revision
    address = f"{absolute(base_url, where.page)}#{anchor(step)}" if base_url else ""
    lines = [f"{change.title}: {change.text}" for change in step.changes]
    return _ENTRY.format(
        id=f"tag:{plan.calendar.domain},{step.day}:{where.file}:{revision.commit}",
        title=title(step),
        updated=f"{revision.time:%Y-%m-%dT%H:%M:%SZ}",
        author=revision.author or "unknown",
        links=_LINK.format(rel="alternate", kind="text/html", address=address) if address else Page(""),
        content=Page("\n").join(Page.escape(line) for line in lines) or title(step),
    )


def anchor(step: Step) -> str:
    """Return the id of a revision on the page of changes."""
    return f"change-{step.revision.commit[:10]}"


def title(step: Step) -> str:
    """Return the changes of a revision in one line."""
    if step.begins:
        return "The plan begins"
    first, *rest = step.changes
    more = f" and {len(rest)} more" if rest else ""
    return f"{first.title}: {first.text}{more}"
