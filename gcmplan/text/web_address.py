"""Addresses of pages: https://host/path, and nothing that leads elsewhere than it seems to."""

from __future__ import annotations

import re
import unicodedata

from gcmplan.text.escape import shown

WEB_ADDRESS = r"^https?://[^\s/?#@\\]+([/?#][^\s\\]*)?$"
"""The form of an address: no user, no blank, no backslash."""
_ANY_ADDRESS = "write an address that begins with https://"
_PARTS = re.compile(r"https?://([^/?#]*)")
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::(?P<port>[0-9]{1,5}))?")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_MOST_PORT = 65_535
_LIKE_LATIN = frozenset("асеорхуіјѕԁһӏԛԝ")  # noqa: RUF001 - Cyrillic letters
"""Cyrillic letters that look like Latin ones."""
_OTHER_ALPHABETS = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def fault_of(text: str) -> tuple[str, str] | None:
    """Return what is wrong with an address and what to write instead; nothing if it leads where it seems to."""
    found = _PARTS.match(text)
    if not found:
        return f"is {shown(text)}, which is no address of a page", _ANY_ADDRESS
    if " " in text or not text.isprintable():
        return "contains a blank or an invisible character", "copy the address anew; a blank in it is written %20"
    if "\\" in text:
        return "contains a backslash", "write '/' in its place"
    user, at, host = found[1].rpartition("@")
    if at:
        hint = f"leave out the part before '@': {shown(user)} is a user's name, not where it leads"
        return f"leads to {shown(host)}", hint
    return _fault_of_host(host)


def _fault_of_host(text: str) -> tuple[str, str] | None:
    if not text:
        return "names no host", "write an address like https://www.un.org/"
    found = _HOST.fullmatch(text)
    if not found or int(found["port"] or 1) not in range(1, _MOST_PORT + 1):
        return f"has a host that cannot be: {shown(text)}", "write an address like https://www.un.org/"
    if found["host"].startswith("["):
        return None
    labels = found["host"].removesuffix(".").split(".")
    readable = [_readable(label) for label in labels]
    if not all(label and _LABEL.fullmatch(label) for label in readable):
        return f"has a host that cannot be: {shown(text)}", "write an address like https://www.un.org/"
    if any(_is_look_alike(label, latin=labels[-1].isascii()) for label in readable if label):
        written = shown(".".join(filter(None, readable)))
        return f"has a host with letters that look like others: {written}", "type the address, or copy it from its page"
    return None


def _readable(label: str) -> str | None:
    """Return a part of a host's name as people read it, without punycode; nothing if it cannot be read."""
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label[len("xn--") :].encode("ascii").decode("punycode")
    except UnicodeError:
        return None


def _is_look_alike(label: str, *, latin: bool) -> bool:
    """Whether a part of a host's name passes for another: full-width letters, two alphabets, Cyrillic for Latin ones.

    `latin` says that the domain ends as those do that are written in Latin letters.
    """
    lower = label.lower()
    if unicodedata.normalize("NFKC", lower) != lower:
        return True
    letters = [letter for letter in lower if letter.isalpha()]
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}
    mixed = "LATIN" in alphabets and not alphabets.isdisjoint(_OTHER_ALPHABETS)
    return mixed or (latin and bool(letters) and _LIKE_LATIN.issuperset(letters))
