"""The preview over real connections: who is refused, what is sent, and pages that wait for changes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import RemoteDisconnected
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from gcmplan.preview.server import CannotServeError, Server, running
from gcmplan.preview.state import Preview
from previews import ask

PAGE = b"<head></head>"
FEED = b"BEGIN:VCALENDAR\r\n"


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    found = Preview(tmp_path / "site")
    found.show({"index.html": PAGE, "all.ics": FEED})
    return found


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def url(preview: Preview, log: list[str]) -> Iterator[str]:
    with Server(preview, "127.0.0.1", 0, log.append, is_told=True) as server, running(server):
        yield server.url


def test_get_and_head(url: str, log: list[str]) -> None:
    got, head = ask(f"{url}all.ics"), ask(f"{url}all.ics", "HEAD")
    assert (got.status, got.data) == (200, FEED)
    assert (head.status, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(FEED))
    assert {**head.headers, "Date": ""} == {**got.headers, "Date": ""}
    assert got.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cache-Control"] == "no-cache"
    assert "Python" not in got.headers["Server"]
    assert log == ['"GET /all.ics HTTP/1.1" 200 -', '"HEAD /all.ics HTTP/1.1" 200 -']


def test_who_has_a_file_is_told_so(url: str, preview: Preview) -> None:
    for path in ("all.ics", "", "-/reload.js"):
        got = ask(url + path)
        again = ask(url + path, If_None_Match=got.headers["ETag"])
        assert (again.status, again.data, again.headers["ETag"]) == (304, b"", got.headers["ETag"])
        assert not {"Content-Length", "Content-Type"} & again.headers.keys()
    got = ask(f"{url}all.ics")
    assert ask(f"{url}all.ics", If_Modified_Since=got.headers["Last-Modified"]).status == 304
    preview.show({"index.html": PAGE, "all.ics": FEED + b"new"})
    for condition in ({"If_None_Match": got.headers["ETag"]}, {"If_Modified_Since": got.headers["Last-Modified"]}):
        assert ask(f"{url}all.ics", **condition).data == FEED + b"new"


@pytest.mark.parametrize("host", ["example.org", "example.org:80", "127.0.0.1.example.org", ""])
def test_a_name_of_others_is_refused(url: str, host: str) -> None:
    for path in ("", "all.ics", "-/changes?x", "-/reload.js"):
        for method in ("GET", "HEAD", "POST"):
            got = ask(url + path, method, Host=host)
            assert (got.status, FEED in got.data, PAGE in got.data) == (403, False, False)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "X"])
def test_a_preview_is_only_read(url: str, method: str) -> None:
    got = ask(url, method)
    assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.0\r\n\r\n", b"403"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: example.org\r\n\r\n", b"403"),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
        (b"GET //etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
        (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
        (b"GET http://localhost/all.ics HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", b"505"),
        (b"GET " + b"/" * 70000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"\x16\x03\x01\x00\xff <b>\r\n\r\n", b"400"),
    ],
)
def test_odd_requests(url: str, sent: bytes, status: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), 20) as link:
        link.sendall(sent)
        found = link.makefile("rb").read()
    assert status in found.partition(b"\r\n")[0]
    assert b"root:" not in found
    assert capsys.readouterr() == ("", "")


def test_a_request_that_is_cut_off_is_no_noise(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    parts = urlsplit(url)
    for sent in (b"", b"GET", b"GET /-/changes?x HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        link = socket.create_connection((parts.hostname, parts.port), 20)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        link.sendall(sent)
        link.close()
    assert ask(url).status == 200
    assert capsys.readouterr() == ("", "")


def test_a_fault_of_the_preview_is_said_and_no_end(
    url: str, preview: Preview, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(preview, "read", None)
        with pytest.raises(RemoteDisconnected):
            ask(f"{url}a\x1b.ics".replace("\x1b", "%1b"))
    assert log == ["Error: no answer to '/a%1b.ics' (TypeError: 'NoneType' object is not callable)"]
    assert ask(url).status == 200


def test_a_page_that_waits_is_told_of_a_change(url: str, preview: Preview) -> None:
    found: list[bytes] = []
    address = f"{url}-/changes?{preview.version}"
    waiting = [Thread(target=lambda: found.append(ask(address).data), daemon=True) for _ in range(8)]
    for one in waiting:
        one.start()
    assert ask(url).status == 200
    preview.show({"index.html": PAGE, "all.ics": b"new"})
    for one in waiting:
        one.join(30)
    assert [data.endswith(b"event: reload\ndata: changed\n\n") for data in found] == [True] * 8


def test_a_page_of_an_older_state_is_told_at_once(url: str) -> None:
    got = ask(f"{url}-/changes?older")
    assert (got.headers["Content-Type"], got.headers["Cache-Control"]) == ("text/event-stream", "no-store")
    assert got.data == b"event: reload\ndata: changed\n\n"
    assert ask(f"{url}-/changes?older", "HEAD").data == b""


def test_pages_that_wait_do_not_hold_up_the_end(preview: Preview) -> None:
    with Server(preview, "127.0.0.1", 0, print) as server, running(server):
        place = urlsplit(server.url)
        links = [socket.create_connection((place.hostname, place.port), 20) for _ in range(3)]
        for link in links[1:]:
            link.sendall(f"GET /-/changes?{preview.version} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert link.recv(8) == b"HTTP/1.0"
    for link in links[1:]:
        assert b"reload" not in link.makefile("rb").read()
    for link in links:
        link.close()


def test_a_port_that_is_taken(preview: Preview) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotServeError) as refused:
            Server(preview, "127.0.0.1", port, print)
    assert str(refused.value) == f"port {port} is in use by another program"
    assert "--port 0 takes a free one" in refused.value.hint


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid", "a" * 80, "a..b", ""])
def test_an_address_that_is_not_here(preview: Preview, host: str) -> None:
    with pytest.raises(CannotServeError, match="is no address of this machine"):
        Server(preview, host, 0, print)


def test_loopback_is_not_the_network(preview: Preview) -> None:
    """Other addresses of the machine, as others would use them, take no connection."""
    with Server(preview, "127.0.0.1", 0, print) as server, running(server):
        port = int(server.server_address[1])
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port), 20)


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="there is no IPv6 here")
def test_the_other_loopback(preview: Preview) -> None:
    with Server(preview, "::1", 0, print) as server, running(server):
        assert server.url.startswith("http://[::1]:")
        assert ask(server.url).status == 200
