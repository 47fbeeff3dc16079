"""Addresses of pages and folders: https://host/path, and nothing that leads elsewhere than it seems to."""

from __future__ import annotations

import unicodedata

from gcmplan.text.escape import shown
from gcmplan.text.pattern import lazy

WEB_ADDRESS = r"^https?://[^\s/?#@\\]+([/?#][^\s\\]*)?$"
"""The form of an address: no user, no blank, no backslash."""
WEB_FOLDER = r'^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#@\\<>"^`{|}]+(/[^\s?#\\<>"^`{|}]*)?$'
"""The form of the address of a folder."""
_ANY_FOLDER = "write an address like https://example.org/plan"
_NO_PATH = lazy(r'[<>"^`{|}\[\]]|%(?![0-9A-Fa-f]{2})')
"""What no path contains, among printable characters."""
_PATH = "/%:@!$&'()*+,;=~"
_TWO_WAYS = frozenset("ßẞς")
"""Letters of a host's name that older programs replace by others."""
_ANY_ADDRESS = "write an address that begins with https://"
_PARTS = lazy(r"https?://([^/?#]*)")
_HOST = lazy(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::(?P<port>[0-9]{1,5}))?")
_LABEL = lazy(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
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


def fault_of_folder(text: str) -> tuple[str, str] | None:
    """Return what is wrong with the address of a folder, and what to write instead."""
    scheme, slashes, rest = text.partition("://")
    if scheme.lower() not in {"http", "https"} or not slashes:
        return "does not begin with https://", _ANY_FOLDER
    if "?" in rest or "#" in rest:
        return "has a '?' or a '#', which no folder has", _ANY_FOLDER
    if fault := fault_of(f"{scheme.lower()}{slashes}{rest}"):
        return fault
    host, _, path = rest.partition("/")
    if found := _NO_PATH.search(path):
        return f"contains {shown(found[0])}, which no address has", f"write %{ord(found[0]):02X} in its place"
    if not _TWO_WAYS.isdisjoint(host):
        return f"has a host that programs read in two ways: {shown(host)}", "write it as it was registered: xn--..."
    try:
        _ascii(host)
    except UnicodeError:
        return f"has a host that cannot be: {shown(host)}", _ANY_FOLDER
    return None


def folder_of(address: str) -> str:
    """Return the address of a folder, which has no fault, as files contain it: in ASCII, with a slash at its end."""
    from urllib.parse import quote  # noqa: PLC0415 - few commands need it

    scheme, _, rest = address.partition("://")
    host, _, path = rest.partition("/")
    return f"{scheme.lower()}://{_ascii(host)}/{quote(path, safe=_PATH)}".rstrip("/") + "/"


def _ascii(host: str) -> str:
    """Return a host and port in ASCII: "münchen.de" is "xn--mnchen-3ya.de".

    Raises:
        UnicodeError: a part is too long, or contains what no name does.

    """
    name, colon, port = host.partition(":")
    return host if host.isascii() else f"{name.encode('idna').decode('ascii')}{colon}{port}"


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
