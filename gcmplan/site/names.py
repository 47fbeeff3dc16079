"""The names of the site's files, and the links between them.

A file's name follows from an id alone, so that an address stays when other events come and go. Any id gives a name that
every file system and web server can hold: letters that differ in case alone, and the names of devices on Windows, get
a sum of the id behind them.
"""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote

EVERYTHING, PROGRAMMES, DEADLINES = "all.ics", "programmes.ics", "deadlines.ics"
_PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|[A-Z]{3}")
"""Ids as most are, and codes of states: nothing that only case tells apart, as no id of three letters is a code."""
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_CODE = re.compile("[a-z]{3}")
_LONGEST = 80


def stem(name: str, *, beside_codes: bool = False) -> str:
    """Return the name of the file of an id, without its ending.

    `beside_codes` says that files named by codes of states are in the same folder.
    """
    is_like_a_code = beside_codes and _CODE.fullmatch(name)
    if _PLAIN.fullmatch(name) and len(name) <= _LONGEST and not _DEVICES.fullmatch(name) and not is_like_a_code:
        return name
    letters = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")[:_LONGEST]
    return f"{letters}-{sha256(name.encode()).hexdigest()[:8]}".lstrip("-")


def event_file(name: str, ending: str = "html") -> str:
    """Return the file of an event by its id."""
    return f"events/{stem(name)}.{ending}"


def session_file(name: str) -> str:
    """Return the page of a session."""
    return f"sessions/{stem(name)}.html"


def group_file(name: str, ending: str = "html") -> str:
    """Return the file of a group."""
    return f"groups/{stem(name)}.{ending}"


def phase_file(name: str) -> str:
    """Return the page of a phase."""
    return f"phases/{stem(name)}.html"


def month_file(name: str, ending: str = "html") -> str:
    """Return the file of a month like 2017-05."""
    return f"months/{name}.{ending}"


def delegation_file(code: str, ending: str = "html") -> str:
    """Return the file of a delegation by its code."""
    return f"for/{stem(code, beside_codes=True)}.{ending}"


def relative(page: str, target: str) -> str:
    """Return the link from a page of the site to another file of it."""
    path, hash_sign, fragment = target.partition("#")
    up = "../" * page.count("/")
    return quote(f"{up}{path}") + hash_sign + quote(fragment)


def absolute(base: str, target: str) -> str:
    """Return the address of a file of the site."""
    return base + quote(target)
