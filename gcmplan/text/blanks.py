"""Blanks that are not those of YAML: no-break spaces, as Word has them, others of another width, or of none at all."""

from __future__ import annotations

import unicodedata
from typing import Any

from gcmplan.text.pattern import lazy

OTHER_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Look like a blank; for a regular expression's set."""
INVISIBLE = "\u00ad\u180e\u200b\u2060"
"""Look like nothing. The joiners of Arabic, Indic scripts and emoji are not among them."""
DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
"""Turn the order in which letters are shown: a reader sees another text than a program."""
DIRECTION_MARKS = "\u061c\u200e\u200f"
"""Say how the signs around them are ordered; usual in Arabic and Hebrew."""
UNUSUAL = f"{OTHER_BLANKS}{INVISIBLE}{DIRECTIONS}{DIRECTION_MARKS}"
"""All of these."""
PROSE = frozenset(
    {
        "title", "short", "purpose", "audience", "who", "how", "what", "reason", "source", "note", "doubt", "about",
        "outcomes", "recommendations", "objectives", "preparation", "format",
    }
)  # fmt: skip
"""Keys whose texts are carried over as they are; those of all others are names, ids, codes or dates."""
_OTHER = lazy(f"[{OTHER_BLANKS}]")
_ODD = lazy(f"[{OTHER_BLANKS}{INVISIBLE}]")


def name_of(character: str) -> str:
    """Return "no-break space (U+00A0)"."""
    return f"{unicodedata.name(character, 'character').lower()} (U+{ord(character):04X})"


def first_odd(text: str) -> str | None:
    """Return the first character of a text that only looks like a blank, or like nothing."""
    found = None if text.isascii() else _ODD.search(text)
    return found[0] if found else None


def with_plain_blanks(value: Any) -> Any:  # noqa: ANN401 - what YAML holds
    """Return a value with ordinary blanks in its names, ids, codes and dates: a mapping or list is changed itself."""
    if isinstance(value, str):
        return value if value.isascii() else _OTHER.sub(" ", value).strip()
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in PROSE:
                value[key] = with_plain_blanks(inner)
    elif isinstance(value, list):
        value[:] = [with_plain_blanks(inner) for inner in value]
    return value
