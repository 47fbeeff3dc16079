"""The files beside the pages: style, script, icon, and the rules for servers."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from gcmplan.export.page import Page
from gcmplan.export.web_page import styles_of
from gcmplan.site.embed_pages import FOLDER
from gcmplan.site.pages import POLICY
from gcmplan.text.colors import letters_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gcmplan.plan.workplan import Workplan

_COLOR = Page(".{} {{ background: {}; color: {}; }}\n")
NOBODY = "'none'"
_TYPES = """\
/*.ics
  Content-Type: text/calendar; charset=utf-8
/*.atom
  Content-Type: application/atom+xml; charset=utf-8
"""


def beside(plan: Workplan) -> Iterator[tuple[str, bytes]]:
    """Yield each of these files with its path."""
    static = files("gcmplan.site").joinpath("static")
    styles = styles_of(plan)
    colors = (_COLOR.format(styles[one.id], one.color, letters_on(one.color)) for one in plan.groups)
    yield "style.css", static.joinpath("style.css").read_bytes() + Page("").join(colors).encode()
    yield "search.js", static.joinpath("search.js").read_bytes()
    yield "favicon.svg", static.joinpath("favicon.svg").read_bytes()
    yield ".nojekyll", b""


def headers(paths: Iterable[str], embed: Sequence[str]) -> str:
    """Return what a server is to send with the pages, in the form of Netlify and Cloudflare.

    Where two rules fit a page they send both policies, and the stricter holds: so no rule for all pages may be there if
    some of them are for other sites.
    """
    if not embed:
        return f"{_rule('/*', NOBODY)}{_TYPES}"
    pages = [path for path in paths if path.endswith(".html")]
    own = {"/", *(f"/{path.partition('/')[0]}{'/*' * ('/' in path)}" for path in pages)} - {f"/{FOLDER}/*"}
    rules = (_rule(path, NOBODY) for path in sorted(own))
    return f"{''.join(rules)}{_rule(f'/{FOLDER}/*', ' '.join(embed))}{_TYPES}"


def _rule(path: str, ancestors: str) -> str:
    policy = f"{POLICY}; frame-ancestors {ancestors}"
    return (
        f"{path}\n  Content-Security-Policy: {policy}\n"
        "  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n"
    )
