"""A preview in a process of its own, and requests to it."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PATIENCE = 60


class Got(NamedTuple):
    """An answer."""

    status: int
    headers: dict[str, str]
    data: bytes


def ask(url: str, method: str = "GET", **headers: str) -> Got:
    """Send a request; `Host` among the headers replaces that of the address."""
    parts = urlsplit(url)
    link = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    link.putrequest(method, parts._replace(scheme="", netloc="").geturl(), skip_host="Host" in named)
    for name, value in named.items():
        link.putheader(name, value)
    link.endheaders()
    found = link.getresponse()
    got = Got(found.status, dict(found.getheaders()), found.read())
    link.close()
    return got


def until(found: Callable[[], object]) -> None:
    """Wait until something is true."""
    end = time.monotonic() + _PATIENCE
    while not found():
        assert time.monotonic() < end
        time.sleep(0.02)


class Serving(NamedTuple):
    """A preview that runs."""

    process: subprocess.Popen[str]
    url: str
    first: str
    """Its first line."""


@contextmanager
def serving(folder: Path, *words: str, **environment: str) -> Iterator[Serving]:
    """Run `serve` in a folder at a free port, and end it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GCMPLAN") or key == "GCMPLAN_CACHE"}
    process = subprocess.Popen(
        [sys.executable, "-m", "gcmplan", "serve", "--port", "0", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=kept | environment,
    )
    try:
        assert process.stdout
        first = process.stdout.readline()
        url = next((word for word in first.split() if word.startswith("http://")), "")
        assert url, process.communicate()
        yield Serving(process, url, first)
    finally:
        # Not at once: the preview removes its folder.
        process.terminate()
        process.communicate(timeout=_PATIENCE)
