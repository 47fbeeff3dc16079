"""How wide a text is drawn, without a font at hand: never less than in DejaVu Sans, Arial or Helvetica."""

from __future__ import annotations

import unicodedata

_NARROW, _SLIM, _LETTER, _CAPITAL, _BROAD, _FULL, _WIDEST = 0.34, 0.46, 0.66, 0.8, 1.0, 1.05, 1.1
BOLD = 1.21
"""How much wider bold letters are, at most."""
_CLASSES = {
    **dict.fromkeys("iljI|.,:;'\u2019\u2018 ", _NARROW),
    **dict.fromkeys("frt()[]-/·!", _SLIM),
    **dict.fromkeys("&", _CAPITAL),
    **dict.fromkeys("mwMW@%—…+=<>~#^©®¬±\u00d7÷¼½¾æœωώжфшщю", _BROAD),
    **dict.fromkeys("ŒЉЊЖШЩЮ", _WIDEST),
}
"""Widths of letters as parts of the font's size, rounded up from DejaVu Sans, the widest of the usual ones."""


def extent(text: str) -> float:
    """Return at most how wide a text is, as a multiple of the size of its letters."""
    return sum(_width(letter) for letter in text)


def cut_to(text: str, width: float) -> str:
    """Return a text that is at most so wide, with "…" where it was cut."""
    if extent(text) <= width:
        return text
    left, kept = width - _BROAD, ""
    for letter in text:
        left -= _width(letter)
        if left < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def wrapped(text: str, width: float) -> list[str]:
    """Return a text as lines that are no wider than a multiple of the size of its letters; a long word is divided."""
    lines: list[str] = []
    line, left = "", width
    for word in text.split(" "):
        needed = extent(word)
        if line and needed + _NARROW <= left:
            line, left = f"{line} {word}", left - needed - _NARROW
            continue
        lines += [line] if line else []
        line, left = "", width
        for letter in word:
            if line and _width(letter) > left:
                lines.append(line)
                line, left = "", width
            line, left = line + letter, left - _width(letter)
    return [*lines, line] if line else lines


def _width(letter: str) -> float:
    if letter in _CLASSES:
        return _CLASSES[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _FULL
    if letter.isascii():
        return _CAPITAL if letter.isupper() else _LETTER
    return _BROAD if letter.isupper() else _CAPITAL


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of a text that has a direction runs from right to left (Unicode, rule P2)."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((found for found in directions if found in {"L", "R", "AL"}), "L") != "L"
