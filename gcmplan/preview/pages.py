"""Pages as the preview sends them: with its own script, and pages of its own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from gcmplan.export.page import Page
from gcmplan.site.pages import POLICY

if TYPE_CHECKING:
    from gcmplan.preview.state import Trouble

OWN = "-/"
"""The folder of the preview's own files: no id of a plan gives a file in it."""
CHANGES = f"{OWN}changes"
CONNECT = "connect-src 'self'"
"""The policy of a site lets its pages open no connection; the script of the preview needs one to where it is from."""
_POLICY = b'<meta http-equiv="Content-Security-Policy" content="'
_FILES = {
    f"{OWN}reload.js": ("gcmplan.preview", "reload.js"),
    f"{OWN}preview.css": ("gcmplan.preview", "preview.css"),
    f"{OWN}style.css": ("gcmplan.site", "style.css"),
    f"{OWN}favicon.svg": ("gcmplan.site", "favicon.svg"),
}
_TROUBLE = Page("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/-/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/-/style.css">
<link rel="stylesheet" href="/-/preview.css">
</head>
<body>
<main id="content">
<h1>{title}</h1>
<p>This page shows the plan again when its files are right.</p>
<pre tabindex="0" role="region" aria-label="Problems">{lines}</pre>
</main>
</body>
</html>
""")


@cache
def own_file(path: str) -> bytes | None:
    """Return a file of the preview itself; None if there is none."""
    if path not in _FILES:
        return None
    package, name = _FILES[path]
    return files(package).joinpath("static", name).read_bytes()


def followed(page: bytes, version: str) -> bytes:
    """Return a page with the script that loads it again when the preview has another state than that of a name."""
    head, end, rest = page.partition(b"</head>")
    script = f'<script src="/{OWN}reload.js?{version}" defer></script>\n'.encode()
    opened = head.replace(_POLICY, _POLICY + f"{Page.escape(CONNECT)}; ".encode(), 1)
    return opened + script + end + rest if end else page


def trouble_page(trouble: Trouble) -> bytes:
    """Return the page that shows why there is no new site."""
    lines = Page("\n").join(map(Page.escape, trouble.text.split("\n")))
    return _TROUBLE.format(policy=POLICY, title=trouble.title, lines=lines).encode()
