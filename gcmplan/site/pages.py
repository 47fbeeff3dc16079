"""The pages of a site, each with its place in the whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gcmplan.export.web_page import styles_of
from gcmplan.site import names
from gcmplan.site.atom import anchor
from gcmplan.site.files import Files
from gcmplan.site.templating import environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcmplan.export.page import Page
    from gcmplan.site.contents import Contents
    from gcmplan.views.row import Record

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"
MENU = (
    ("Start", "index.html"),
    ("Events", "list.html"),
    ("Months", "months/index.html"),
    ("Sessions", "sessions/index.html"),
    ("Delegations", "for/index.html"),
    ("Deadlines", "deadlines.html"),
    ("Changes", "changes.html"),
    ("Calendars", "calendars.html"),
)
"""The pages that every page leads to. The word for delegations is the plan's own."""


_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')


@dataclass(frozen=True)
class SitePage:
    """A page: its path in the site, its title, what it is about in one line, and the pages above it."""

    path: str
    title: str
    about: str
    trail: tuple[tuple[str, str], ...] = ()
    """Labels and paths of the pages above it."""
    label: str = ""
    """Its name below those of the pages above it; default: its title."""
    atom: str = "changes.atom"
    """The list of changes beside it."""
    link: Any = field(init=False)
    """Makes the link from this page to another file."""

    def __post_init__(self) -> None:
        """Make the links relative to its own path."""
        object.__setattr__(self, "link", partial(names.relative, self.path))


def size_of(picture: str) -> tuple[int, int]:
    """Return the width and the height of an SVG of ours, in pixels."""
    found = _SIZE.search(picture)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _needed(contents: Contents) -> dict[str, Sequence[object]]:
    """Return the pages that a plan may have no need of, and what each leads to."""
    return {
        "months/index.html": contents.months,
        "sessions/index.html": contents.programmes,
        "for/index.html": contents.delegations,
        "deadlines.html": contents.deadlines,
    }


class Renderer:
    """Fills the templates; knows what all pages share."""

    def __init__(self, contents: Contents) -> None:
        """Look up what all pages share."""
        self.contents = contents
        self.plan, self.base_url = contents.plan, contents.options.base_url
        empty = {path for path, rows in _needed(contents).items() if not rows}
        names_of = {"Delegations": self.plan.attendees.many.capitalize()}
        menu = [(names_of.get(label, label), path) for label, path in MENU if path not in empty]
        self.shared = {
            "plan": self.plan,
            "only": contents.options.only,
            "policy": POLICY,
            "menu": menu,
            "styles": styles_of(self.plan),
            "files": Files(contents),
            "addresses": self.addresses,
            "anchor": anchor,
            "row_html": self.row,
            "has_delegations": bool(contents.delegations),
            "contact": self.plan.site.contact if self.plan.site else None,
        }
        self.rows: dict[tuple[str, str, int], Page] = {}
        self.macros: Any = environment().get_template("macros.html").make_module(self.shared)

    def render(self, template: str, page: SitePage, **values: object) -> bytes:
        """Return a page."""
        address = names.address(self.base_url, page.path) if self.base_url else None
        found = environment().get_template(f"{template}.html")
        text = found.render(**{"page": page, "link": page.link, "address": address} | self.shared | values)
        return text.encode()

    def row(self, record: Record, page: SitePage) -> Page:
        """Return a row of a list: the same on every page as deep in the site."""
        key = record.kind, record.id, page.path.count("/")
        if key not in self.rows:
            self.rows[key] = self.macros.row(record, page)
        return self.rows[key]

    def addresses(self, path: str, name: str) -> dict[str, str] | None:
        """Return the ways to subscribe to a feed: its address, and what the large programs open it with."""
        if self.base_url is None:
            return None
        https = names.absolute(self.base_url, path)
        webcal = f"webcal://{https.partition('://')[2]}"
        asked, called = quote(https, safe=""), quote(name, safe="")
        return {
            "https": https,
            "google": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
            "outlook": f"https://outlook.office.com/calendar/0/addfromweb?url={asked}&name={called}",
            "webcal": webcal,
        }
