"""The names of the site's files, and the links between them.

A file's name follows from an id alone, so that an address stays when other events come and go. Any id gives a name that
every file system and web server can hold: letters that differ in case alone, the names of devices on Windows, and
that of a folder's own page get a sum of the id behind them.
"""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote

EVERYTHING, PROGRAMMES, DEADLINES = "all.ics", "programmes.ics", "deadlines.ics"
_PLAIN = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
"""Ids as most are."""
_CODES, _NUMERALS, _NONE = re.compile("[A-Z]{3}"), re.compile("[IVXLC]+|[A-Z]"), re.compile("(?!)")
"""Ids in capitals: codes of states, numbers of phases."""
_DEVICES = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")
_INDEX = "index"
"""The page of a folder itself."""
_LONGEST = 80


def stem(name: str, capitals: re.Pattern[str] = _NONE) -> str:
    """Return the name of the file of an id, without its ending; `capitals` are the ids in capitals of its folder."""
    if capitals.fullmatch(name):
        return f"{name}-" if _DEVICES.fullmatch(name.lower()) else name
    is_taken = name == _INDEX or capitals.fullmatch(name.upper()) or _DEVICES.fullmatch(name)
    if _PLAIN.fullmatch(name) and len(name) <= _LONGEST and not is_taken:
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
    return f"phases/{stem(name, _NUMERALS)}.html"


def month_file(name: str, ending: str = "html") -> str:
    """Return the file of a month like 2017-05."""
    return f"months/{name}.{ending}"


def delegation_file(code: str, ending: str = "html") -> str:
    """Return the file of a delegation by its code."""
    return f"for/{stem(code, _CODES)}.{ending}"


def relative(page: str, target: str) -> str:
    """Return the link from a page of the site to another file of it."""
    path, hash_sign, fragment = target.partition("#")
    up = "../" * page.count("/")
    return quote(f"{up}{path}") + hash_sign + quote(fragment)


def absolute(base: str, target: str) -> str:
    """Return the address of a file of the site."""
    return base + quote(target)


def address(base: str, page: str) -> str:
    """Return the address of a page; a folder's own page has that of its folder."""
    folder, slash, file = page.rpartition("/")
    return absolute(base, f"{folder}{slash}" if file == f"{_INDEX}.html" else page)
