"""Names by which a preview may be asked for: this machine's own, and no name that another site can lead to it."""

from __future__ import annotations

import pytest

from gcmplan.preview.hosts import Hosts, in_address, is_loopback

EVERYWHERE = "0.0.0.0"  # noqa: S104 - no port is taken


@pytest.mark.parametrize(
    ("given", "header", "fits"),
    [
        *(
            ("127.0.0.1", header, True)
            for header in ("127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000")
        ),
        *(
            ("127.0.0.1", header, False)
            for header in (
                "", "example.org", "example.org:8000", "127.0.0.1.example.org", "localhost.example.org:8000",
                "a@localhost", "192.0.2.1:8000", "localhost:x", "[::1", "::1", "desk",
                 "127.0.0.1 evil", "localhost,evil",
            )
        ),
        ("127.0.0.2", "127.0.0.2:8000", True),
        ("192.0.2.1", "192.0.2.1:8000", True),
        ("192.0.2.1", "192.0.2.2:8000", False),
        ("192.0.2.1", "desk:8000", False),
        ("desk.example.org", "Desk.example.org:8000", True),
        ("desk.example.org", "example.org", False),
        # From everywhere: by any address, which no other site can give to its name, and by the machine's own name.
        (EVERYWHERE, "192.0.2.7:8000", True),
        (EVERYWHERE, "[2001:db8::7]:8000", True),
        (EVERYWHERE, "desk:8000", True),
        (EVERYWHERE, "example.org:8000", False),
        ("::", "[2001:db8::7]", True),
    ],
)  # fmt: skip
def test_host(given: str, header: str, fits: bool) -> None:  # noqa: FBT001 - a table
    assert Hosts(given, "desk").fits(header) == fits


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "LocalHost", "::1"])
def test_what_is_private(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.168.0.1", "localhost.example.org", "127.0.0.1.a", ""])
def test_what_is_not(host: str) -> None:
    assert not is_loopback(host)


def test_how_others_reach_it() -> None:
    assert Hosts(EVERYWHERE, "desk").shown == "desk"
    assert in_address(Hosts("::1", "desk").shown) == "[::1]"
