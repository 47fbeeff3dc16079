"""Texts from the data, made harmless for a screen or a page.

No character moves the cursor, rings, or turns the reading order; no markup begins.
"""

from __future__ import annotations

import re

_LONGEST = 60
_BLANKS = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_LIST = re.compile(r"^(?:(\d{1,9})([.)])(?=\s|$)|([-+]))")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$!]|:(?=//)|(?<=www)\.)")


def visible(text: str) -> str:
    """Return the text on one line: line breaks and tabs as a blank, control and direction characters as escapes.

    Letters of every script, emoji and their joiners stay as they are.
    """
    # Nothing printable is harmful, as Python counts it: most texts are settled in no time.
    return text if text.isprintable() else _HARMFUL.sub(_escape, _BLANKS.sub(" ", text))


def in_markdown(text: str) -> str:
    """Return a text that Markdown shows as it is: no markup, list, web link or table cell begins in it."""
    return _LIST.sub(r"\1\\\2\3", _MARKUP.sub(r"\\\1", visible(text).strip()))


def shown(text: str) -> str:
    """Return a text as a message quotes it: in quotes, visible, and not too long."""
    return f"'{visible(text[:_LONGEST])}{'…' * (len(text) > _LONGEST)}'"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
