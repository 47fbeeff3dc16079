"""The names by which a preview may be asked for.

Another site can let its own name lead to this machine, and then read what answers there (DNS rebinding): so a request
must name this machine. A name that is an address leads nowhere else.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import NamedTuple

LOOPBACK = "127.0.0.1"
_LOCAL = frozenset({"localhost", LOOPBACK, "::1"})
_HOST = re.compile(r"\[(?P<six>[0-9a-f:.]+)\](:\d*)?|(?P<name>[^:\[\]/@\s]+)(:\d*)?")


def is_loopback(host: str) -> bool:
    """Whether a name or an address is this machine's own, which no other reaches."""
    return host.lower() == "localhost" or (_is_address(host) and ip_address(host).is_loopback)


def in_address(host: str) -> str:
    """Return a host as addresses have it."""
    return f"[{host}]" if ":" in host else host


class Hosts(NamedTuple):
    """The names of the machine that a preview is reached by."""

    given: str
    machine: str
    """The machine's own name."""

    @property
    def is_private(self) -> bool:
        """Whether no other machine reaches the preview."""
        return is_loopback(self.given)

    @property
    def is_everywhere(self) -> bool:
        """Whether the preview is reached by every address of the machine."""
        return _is_address(self.given) and ip_address(self.given).is_unspecified

    @property
    def shown(self) -> str:
        """The name that others reach the preview by."""
        return self.machine if self.is_everywhere else self.given

    def fits(self, header: str) -> bool:
        """Whether the header Host of a request names the preview."""
        found = _HOST.fullmatch(header.strip().lower())
        host = (found["six"] or found["name"]) if found else ""
        if self.is_everywhere and _is_address(host):
            return True
        return host in _LOCAL or host in {self.given.lower(), self.shown.lower()}


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
