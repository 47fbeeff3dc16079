"""The names of the parser's errors, and the likely faults behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gcmplan.files.document import BITS
from gcmplan.text.blanks import OTHER_BLANKS, name_of

if TYPE_CHECKING:
    from gcmplan.files.document import Document

_COLON = "mapping values are not allowed"
_VALUE = re.compile(r"\s*(?:- +)*[\w.-]+: +(?P<value>[^\s\"'\[{|>&*!#%@`].*)")
"""A key and the beginning of its value on one line."""
_HINTS = (
    (
        "cannot start any token",
        "a tab, '@', '`' or '%' cannot begin a value: indent with blanks and put such text in quotes",
    ),
    (_COLON, "a text with ': ' in it needs quotes, or a line above is indented wrongly"),
    ("could not find expected ':'", "each key is followed by ': ' and its value"),
    ("did not find expected key", "check the quotes and the indentation here and in the lines above"),
    ("found unexpected end of stream", "a quote or a bracket is never closed"),
    ("did not find expected ',' or", "a bracket is never closed, or a comma is missing"),
)
_ANY_HINT = "check the quotes, colons and indentation here"
_ROW = "did not find expected '-' indicator"
_DASH = re.compile(r"[ ]*(?P<dash>[\u2010-\u2015\u2212])[ ]")
_TAB = "indent with blanks: YAML has no tabs"
_OTHER_BLANK = re.compile(rf"(?:[ ]*|[ ]*(?:- +)*(?:-|[\w-]+:)[ ]*)(?P<blank>[{OTHER_BLANKS}])")
"""In the indentation, behind a hyphen, or behind a key and its colon: where YAML needs an ordinary blank."""
_LINES_ABOVE = 2
_LONGEST_SHOWN = 80


def refuse_syntax(document: Document, reason: str, place: tuple[int, int], first_line: int) -> None:
    """Note where and why the text is not YAML; line and column are the parser's, from 0.

    `first_line` is where that began which the parser could not read.
    """
    line, column = place
    if found := _other_blank(document, min(line, first_line), line):
        mark, blank = found
        message = f"this is not YAML: a {name_of(blank)} is in place of a blank"
        document.refuse(mark, message, "write an ordinary blank there")
        return
    if value := _text_with_colon(document, reason, place):
        text = value["value"] + document.line(line + 1)[column:]
        quotes = f', like "{text}"' if len(text) <= _LONGEST_SHOWN and '"' not in text else ""
        reason, hint = "a text without quotes has a colon in it", f"put it in quotes{quotes}"
        document.refuse(line << BITS | column, f"this is not YAML: {reason}", hint)
        return
    if dash := _DASH.match(document.line(line + 1)):
        mark = line << BITS | dash.start("dash")
        document.refuse(mark, "this is not YAML: a long dash is in place of a hyphen", "write a hyphen: -")
        return
    if columns := _of_indentation(document, reason, line):
        document.refuse(line << BITS | column, "this is not YAML: the line begins elsewhere than its row", columns)
        return
    hint = next((hint for words, hint in _HINTS if words in reason), _ANY_HINT)
    if document.line(line + 1)[column : column + 1] == "\t":
        reason, hint = "there is a tab here", _TAB
    document.refuse(line << BITS | column, f"this is not YAML: {reason}", hint)


def _of_indentation(document: Document, reason: str, line: int) -> str:
    """Return a hint on a line that begins elsewhere than the line of its row above it; nothing if it does not."""
    if _ROW not in reason or line == 0:
        return ""
    here, above = (len(text) - len(text.lstrip(" -")) + 1 for text in map(document.line, (line + 1, line)))
    fault = f"its text begins at column {here}, that of the line above at {above}"
    return f"check the indentation: {fault}" if here != above else ""


def colon_in_text(document: Document, reason: str, place: tuple[int, int]) -> tuple[int, int] | None:
    """Return the offset of a colon in a text without quotes at which the parser gave up, and the mark of that text."""
    found = _text_with_colon(document, reason, place)
    return (len(document.text_before(*place)), place[0] << BITS | found.start("value")) if found else None


def _text_with_colon(document: Document, reason: str, place: tuple[int, int]) -> re.Match[str] | None:
    """Return a line up to the colon at which the parser gave up, if its key has a value before that."""
    line, column = place
    text = document.line(line + 1)
    is_colon = _COLON in reason and text[column : column + 1] == ":"
    return _VALUE.fullmatch(text[:column]) if is_colon else None


def _other_blank(document: Document, first: int, last: int) -> tuple[int, str] | None:
    """Return mark and character of a blank that is none of YAML's, in the lines that an error comes from."""
    if not document.is_unusual:
        return None
    # The parser may have read on behind the line that it could not read.
    for line in range(max(0, first - _LINES_ABOVE), last + 1):
        if match := _OTHER_BLANK.match(document.line(line + 1)):
            return line << BITS | match.start("blank"), match["blank"]
    return None
