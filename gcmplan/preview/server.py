"""The preview over http: a server for a person at this machine, on loopback unless another address is asked for."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from errno import EACCES, EADDRINUSE, EADDRNOTAVAIL
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

from gcmplan.errors import GcmplanError
from gcmplan.preview import pages
from gcmplan.preview.answers import HEADERS, Answer, answer, text_answer, unchanged
from gcmplan.preview.hosts import Hosts, in_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gcmplan.preview.state import Preview

_BEAT = 15
"""Seconds after which a connection that waits for changes gets a line, by which the end of its page is noticed."""
_PATIENCE = 60
"""Seconds that a connection may take to say what it asks for."""

_LAST = 65535


class CannotServeError(GcmplanError):
    """No connection can be taken at an address."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both."""
        super().__init__(message)
        self.hint = hint


class Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own, which the end of the process does not wait for."""

    daemon_threads = True
    block_on_close = False

    def __init__(
        self, preview: Preview, host: str, port: int, say: Callable[[str], object], *, is_told: bool = False
    ) -> None:
        """Take a port, 0 for a free one; `say` gets a line for each fault and, if asked for, for each request.

        Raises:
            CannotServeError: the port or the address cannot be taken.

        """
        self.preview, self.say, self.is_told = preview, say, is_told
        self.hosts = Hosts(host, socket.gethostname())
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        if not host:
            # A socket would take it for every address.
            raise _refusal(OSError(EADDRNOTAVAIL, ""), host, port)
        try:
            super().__init__((host, port), Handler)
        except (OSError, UnicodeError) as error:
            raise _refusal(error, host, port) from None

    @property
    def url(self) -> str:
        """The address of the start page, with a slash at its end."""
        return f"http://{in_address(self.hosts.shown)}:{self.server_address[1]}/"

    def server_bind(self) -> None:
        """Take the port, and ask no name server for the own name."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])


def _refusal(error: OSError | UnicodeError, host: str, port: int) -> CannotServeError:
    number = error.errno if isinstance(error, OSError) else None
    if number == EADDRINUSE:
        return CannotServeError(
            f"port {port} is in use by another program",
            "choose another with --port; --port 0 takes a free one",
        )
    if number == EACCES:
        return CannotServeError(f"port {port} may not be used by you", "choose one from 1024 on, or --port 0")
    if number == EADDRNOTAVAIL or isinstance(error, socket.gaierror | UnicodeError):
        return CannotServeError(f"{host!r} is no address of this machine", "--host 127.0.0.1 is only for this machine")
    reason = str(getattr(error, "strerror", None) or error).lower()
    return CannotServeError(f"cannot serve at {host}, port {port}: {reason}")


@contextmanager
def running(server: Server) -> Iterator[None]:
    """Answer requests in the background, up to the end of the block."""
    thread = Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.preview.end()
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    server: Server
    timeout = _PATIENCE

    def handle(self) -> None:
        """Answer, unless the connection is cut: pages do that when they are closed."""
        try:
            super().handle()
        except OSError:
            return
        except Exception as error:  # noqa: BLE001 - the preview goes on
            self.server.say(f"Error: no answer to {self.path!r} ({type(error).__name__}: {error})")

    def parse_request(self) -> bool:
        """Read a request; refuse one that does not name this machine, or does not only read."""
        if not super().parse_request():
            return False
        named = self.headers.get_all("Host") or []
        if len(named) != 1 or not self.server.hosts.fits(named[0]):
            self._send(text_answer(HTTPStatus.FORBIDDEN, f"This preview is at {self.server.url}"))
            return False
        if self.command not in {"GET", "HEAD"}:
            self._send(text_answer(HTTPStatus.METHOD_NOT_ALLOWED, "A preview is only read", Allow="GET, HEAD"))
            return False
        return True

    def do_GET(self) -> None:
        """Send a file of the site, or wait for changes."""
        path, _, version = self.path.partition("?")
        if path == f"/{pages.CHANGES}":
            self._follow(version)
        else:
            self._send(answer(self.server.preview, self.path))

    do_HEAD = do_GET  # noqa: N815 - as the library has it

    def _send(self, found: Answer) -> None:
        none_match = ", ".join(self.headers.get_all("If-None-Match") or []) or None
        if unchanged(found, none_match, self.headers["If-Modified-Since"]):
            kept = {name: value for name, value in found.headers.items() if name != "Content-Type"}
            found = Answer(HTTPStatus.NOT_MODIFIED, b"", kept)
        self.send_response(found.status)
        for name, value in (HEADERS | dict(found.headers)).items():
            self.send_header(name, value)
        if found.status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(found.data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(found.data)

    def _follow(self, version: str) -> None:
        """Hold the connection until the preview has another state than the page, and say so (server-sent events)."""
        self.send_response(HTTPStatus.OK)
        for name, value in (HEADERS | {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}).items():
            self.send_header(name, value)
        self.end_headers()
        preview = self.server.preview
        while not preview.is_over and self.command != "HEAD":
            if preview.is_changed(version, _BEAT):
                self.wfile.write(b"event: reload\ndata: changed\n\n")
                return
            self.wfile.write(b":\n\n")

    def version_string(self) -> str:
        """Return the program's name alone."""
        return "gcmplan"

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as the library has it
        """Say what was asked for, if that is wanted."""
        if self.server.is_told:
            self.server.say(format % arguments)
