"""The answer to a request: a file of the site, or its substitute."""

from __future__ import annotations

from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from gcmplan.preview import pages
from gcmplan.site.pages import POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gcmplan.preview.state import Preview

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UNKNOWN = "application/octet-stream"
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": f"{POLICY}; {pages.CONNECT}; frame-ancestors 'self'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""The headers of every answer."""


class Answer(NamedTuple):
    """An answer as it is sent."""

    status: HTTPStatus
    data: bytes = b""
    headers: Mapping[str, str] = {}


def text_answer(status: HTTPStatus, text: str, **more: str) -> Answer:
    """Return a line of text."""
    return Answer(status, f"{text}\n".encode(), {"Content-Type": _TYPES[".txt"]} | more)


def answer(preview: Preview, target: str) -> Answer:
    """Return the answer to a request for a target such as "/events/a.html?b"."""
    path, trouble, version = path_of(target), preview.trouble, preview.version
    own = pages.own_file(path) if path else None
    if path and own is not None:
        return _file(path, own)
    if trouble and (path is None or path.endswith(".html") or preview.read(path) is None):
        return _page(HTTPStatus.SERVICE_UNAVAILABLE, pages.trouble_page(trouble), version)
    found = preview.read(path) if path else None
    if path and found:
        return _file(path, pages.followed(found.data, version) if path.endswith(".html") else found.data, found.time)
    if path and preview.read(f"{path}/index.html"):
        return text_answer(HTTPStatus.MOVED_PERMANENTLY, "This is a folder", Location=quote(f"/{path}/"))
    missing = preview.read("404.html")
    if missing:
        return _page(HTTPStatus.NOT_FOUND, missing.data, version)
    return text_answer(HTTPStatus.NOT_FOUND, "There is no such page")


def _file(path: str, data: bytes, time: float | None = None) -> Answer:
    kind = _TYPES.get(PurePosixPath(path).suffix.lower(), _UNKNOWN)
    headers = {"Content-Type": kind, "ETag": f'"{sha256(data).hexdigest()[:32]}"'}
    if time is not None:
        headers["Last-Modified"] = formatdate(int(time), usegmt=True)
    return Answer(HTTPStatus.OK, data, headers)


def _page(status: HTTPStatus, page: bytes, version: str) -> Answer:
    return Answer(status, pages.followed(page, version), {"Content-Type": _TYPES[".html"]})


def path_of(target: str) -> str | None:
    """Return the path in the site that a target asks for; None if it can be none, or leads out of it.

    The site has no file whose name begins with a full stop but those that are for servers.
    """
    path = target.partition("?")[0].partition("#")[0]
    try:
        steps = [unquote(step, errors="strict") for step in path.split("/")]
    except UnicodeDecodeError:
        return None
    first, *steps = steps
    is_inside = not any(step.startswith(".") or set("/\\:\0") & set(step) for step in steps)
    if first or not steps or "" in steps[:-1] or not is_inside:
        return None
    return "/".join([*steps[:-1], steps[-1] or "index.html"])


def unchanged(found: Answer, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether who asks has what would be sent: by its sum, else by its time (RFC 9110, 13.1)."""
    if found.status is not HTTPStatus.OK:
        return False
    if if_none_match is not None:
        tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
        return "*" in tags or found.headers.get("ETag") in tags
    if if_modified_since is None or "Last-Modified" not in found.headers:
        return False
    try:
        return parsedate_to_datetime(found.headers["Last-Modified"]) <= parsedate_to_datetime(if_modified_since)
    except (TypeError, ValueError):
        return False
