"""Texts from the data, made harmless for a screen, a page or the log of a build.

No character moves the cursor, rings, or turns the reading order; no markup begins, and no command of a CI runner:
GitHub's takes `::name` at the beginning of a line, behind blanks too, and `##[name` anywhere in it; Azure's `##vso[`,
TeamCity's `##teamcity[`. GitLab's sections need control characters. On a screen, any word may begin a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.text.pattern import lazy

if TYPE_CHECKING:
    import re

_LONGEST = 60
_BLANKS = lazy(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_HARMFUL = lazy(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
COMMAND = lazy(r"(?<=:):|(?<=#)#(?=[A-Za-z]*\[)")
"""The character without which what may be a command of a runner is none."""
MARK = lazy(r"(?<=#)#(?=[A-Za-z]*\[)")
"""The same for commands anywhere in a line."""
_LIST = lazy(r"^(?:(\d{1,9})([.)])(?=\s|$)|([-+]))")
_MARKUP = lazy(r"([\\`*_{}\[\]<>#|~&$!]|:(?=//|:)|(?<=www)\.)")


def visible(text: str) -> str:
    """Return the text on one line, all that is harmful in it as escapes: control and direction characters, commands.

    Letters of every script, emoji and their joiners stay as they are.
    """
    return without_commands(one_line(text))


def without_commands(text: str) -> str:
    """Return the text with what may be a command of a runner as an escape; its lines and colours stay."""
    return COMMAND.sub(_escape, text) if "::" in text or "##" in text else text


def visible_at(text: str, index: int) -> str:
    """Return how `visible` shows one character of a text."""
    return _escape(found) if (found := COMMAND.match(text, index)) else one_line(text[index])


def one_line(text: str) -> str:
    """Return the text on one line, for a format that has escapes of its own: commands in it are not yet harmless."""
    # Nothing printable is harmful, as Python counts it: most texts are settled in no time.
    return text if text.isprintable() else _HARMFUL.sub(_escape, _BLANKS.sub(" ", text))


def without_marks(text: str, sign: str = r"\x23") -> str:
    """Return text of a format with an escape of that format in each `##[`, by which runners know commands anywhere."""
    return MARK.sub(lambda _: sign, text) if "##" in text else text


def in_markdown(text: str) -> str:
    """Return a text that Markdown shows as it is: no markup, list, web link or table cell begins in it."""
    return _LIST.sub(r"\1\\\2\3", _MARKUP.sub(r"\\\1", one_line(text).strip()))


def shown(text: str) -> str:
    """Return a text as a message quotes it: in quotes, visible, and not too long."""
    return f"'{visible(text[:_LONGEST])}{'…' * (len(text) > _LONGEST)}'"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
