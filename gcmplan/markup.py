"""Texts from the data inside a comment on GitHub or GitLab: no markup, mention, reference or link begins in them.

Mentions and references are looked for in the finished HTML, where an escaped `@` is an `@` again, except in code; and
mail addresses in inline code tags become links. What holds against both is a block of HTML, in which Markdown is not
read, with each text that may be mistaken in a code tag. The block ends at an empty line, and no such text has one.
"""

from __future__ import annotations

import re

from gcmplan.visible import visible

LIMIT = 60_000
"""Characters of a comment: GitHub takes 65,536."""
_SHOWN = 600
"""Characters of one text."""
_SPECIAL = re.compile(r"[&<>\"@#|\[\]\\`*_~$]")
_PLAIN = re.compile(
    r"(?!.*(?:[0-9a-fA-F]{7}|GH-|www\.|\w:\w|:\w+:|\w/\w))[\w\s.,;:()'\u2018\u2019\u201c\u201d\"/\u2192\u2013-]*",
    re.DOTALL,
)
"""Words that nothing in a comment takes for anything else."""


def code(text: str) -> str:
    """Return a text in a code tag, cut if it is very long."""
    return f"<code>{_escaped(text)}</code>"


def prose(text: str) -> str:
    """Return a text as ordinary words, or in a code tag if a comment could take a part of it for something else."""
    return _escaped(text) if _PLAIN.fullmatch(text) else code(text)


def _escaped(text: str) -> str:
    shown = visible(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", shown)
