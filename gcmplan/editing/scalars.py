"""Texts as YAML scalars: in the previous style where the new text allows it, else in double quotes.

Every scalar is read back before it is used: of 37 awkward texts 25 break as plain scalars, and a JSON string is right
for all that a plan may hold.
"""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from gcmplan.files.parse import read

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 120
"""The longest line that is written where the text can be folded."""
_KEY = "k"
_UNREADABLE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Escaped in double quotes: refused when raw, or not to be seen by whoever edits the file."""
_GUESSED = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:null", "tag:yaml.org,2002:merge", "tag:yaml.org,2002:value"}
_RESOLVER: Any = yaml.resolver.Resolver()


class Site(NamedTuple):
    """The place of a scalar: the columns of its key and of its first character, and the text around it."""

    indent: int
    column: int
    is_flow: bool
    """Whether it must stay on its line: within brackets, or before a comment."""
    newline: str = "\n"


def scalar(text: str, style: str | None, site: Site) -> str:
    """Return a text as a scalar; `style` is that of the scalar before: None for plain, ' or ", > or |."""
    for written in _candidates(text, style, site):
        if _reads_back(written, text, site):
            return written.replace("\n", site.newline)
    return quoted(text)


def quoted(text: str) -> str:
    """Return a text in double quotes: right for every text that a plan may hold."""
    return _UNREADABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _candidates(text: str, style: str | None, site: Site) -> Iterator[str]:
    """Yield ways to write a text, the best first."""
    is_long = site.column + len(text) > WIDTH
    if "\n" in text and not site.is_flow:
        yield _literal(text, site.indent)
    if style == ">" and not site.is_flow:
        yield _folded(text, site.indent)
    if style == "'":
        yield _in_single_quotes(text)
    if style == '"':
        yield quoted(text)
    if is_long and not site.is_flow:
        yield _folded(text, site.indent)
    if not _is_guessed(text):
        yield text
    yield quoted(text)


def _is_guessed(text: str) -> bool:
    """Whether other readers of YAML take a plain text for something else: NO, null, 10:30."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    return tag in _GUESSED or (tag in {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"} and ":" in text)


def _in_single_quotes(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _folded(text: str, indent: int) -> str:
    margin = " " * (indent + 2)
    lines = textwrap.wrap(text, WIDTH - len(margin), break_long_words=False, break_on_hyphens=False)
    return ">-\n" + "\n".join(margin + line for line in lines)


def _literal(text: str, indent: int) -> str:
    margin = " " * (indent + 2)
    return "|-\n" + "\n".join(margin + line if line else "" for line in text.split("\n"))


def _reads_back(written: str, text: str, site: Site) -> bool:
    """Whether a scalar reads as the text that it was made of, with another key behind it."""
    margin = " " * site.indent
    whole = f"{{{_KEY}: {written}, z: 1}}" if site.is_flow else f"{margin}{_KEY}: {written}\n{margin}z: 1\n"
    document = read("", whole.encode("utf-8", "surrogatepass"))
    return not document.problems and document.root == {_KEY: text, "z": "1"}
