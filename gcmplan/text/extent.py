"""How wide a text is drawn, without a font at hand: never less than in DejaVu Sans, Arial or Helvetica."""

from __future__ import annotations

import unicodedata

_NARROW, _SLIM, _LETTER, _CAPITAL, _BROAD, _FULL = 0.34, 0.46, 0.66, 0.8, 1.0, 1.05
_CLASSES = {
    **dict.fromkeys("iljI|.,:;'!\u2019\u2018 ", _NARROW),
    **dict.fromkeys("frt()[]-/·", _SLIM),
    **dict.fromkeys("mwMW@%—…+=<>~", _BROAD),
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
