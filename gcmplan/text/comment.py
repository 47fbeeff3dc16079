"""Texts from the data inside a comment on GitHub or GitLab: no markup, mention, reference or link begins in them.

Mentions and references are looked for in the finished HTML, where an escaped `@` is an `@` again, except in code; and
mail addresses in inline code tags become links. A block of HTML is safe from both: Markdown is not read in it, and each
text that may be mistaken is in a code tag. The block ends at an empty line, and no such text has one.
"""

from __future__ import annotations

import re

from gcmplan.text.escape import one_line

LIMIT = 60_000
"""Characters of a comment: GitHub takes 65,536."""
_SHOWN = 600
"""Characters of one text."""
_SPECIAL = re.compile(r"[&<>\"@#|\[\]\\`*_~$]|:(?=:)")
_WORDS = re.compile(r"[\w\s.,;:()/'\"\u2018\u2019\u201c\u201d\u2013\u2026\u2192-]*")
"""Letters and marks that nothing begins with by themselves: every other mark, and emoji, are for code."""
_REFERENCE = re.compile(
    r"[0-9a-f]{7}"  # a commit
    r"|(?<![a-z0-9])g[hl]-[0-9]"  # GH-1, GL-1
    r"|(?-i:[A-Z][A-Z0-9_]+-[0-9])"  # of other trackers: ABC-1
    r"|ghsa-"  # a security advisory
    r"|www\."
    r"|:(?!\s|\Z|(?<=[0-9]{2}:)[0-9]{2}(?![\w:]))",  # https://, :emoji:; but not 10:00
    re.IGNORECASE | re.ASCII,
)
"""The texts that a comment turns into a link, a reference or a picture."""


def code(text: str) -> str:
    """Return a text in a code tag, cut if it is very long."""
    return f"<code>{_escaped(_cut(text))}</code>"


def prose(text: str) -> str:
    """Return a text as ordinary words, or in a code tag if a comment could take a part of it for something else."""
    shown = _cut(text)
    plain = _WORDS.fullmatch(shown) and not _REFERENCE.search(shown)
    return _escaped(shown) if plain else code(text)


def _cut(text: str) -> str:
    return one_line(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def _escaped(shown: str) -> str:
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", shown)
