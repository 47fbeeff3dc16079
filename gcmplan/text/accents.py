"""Texts as people look for them: accents, apostrophes, hyphens, blanks and letter case make no difference."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from gcmplan.text.pattern import lazy

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters that have no accent to leave out."""
_BETWEEN_WORDS = lazy(r"[\W_]+")


def unaccented(text: str) -> str:
    """Return a text without accents and capitals, as it is looked for."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return the letters and digits of a name, so that "Timor-Leste" equals "timor leste", and "The Gambia" "Gambia".

    A name that has none stays as it is.
    """
    return _BETWEEN_WORDS.sub(" ", unaccented(text)).strip().removeprefix("the ").replace(" ", "") or text.strip()
