"""The known word that somebody may have meant."""

from __future__ import annotations

import re
from heapq import nsmallest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST, _COMPARED = 60, 50
_SHORTEST, _ALIKE, _FEW = 4, 0.8, 300
"""A word of a name may be meant by one as long as this and as like it, if so few names are known."""


def nearest(value: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that is most like the value, if any is near; letter case makes no difference."""
    import difflib  # noqa: PLC0415 - only problems need it

    wanted, names = value.lower()[:_LONGEST], list(known)
    near = [name for name in names if abs(len(name) - len(value)) <= max(3, len(value) // 2)]
    if len(near) > _COMPARED:
        # Comparing in earnest is slow: of thousands, only those that share the most letters are.
        letters = set(wanted)
        near = nsmallest(_COMPARED, near, key=lambda name: len(letters.symmetric_difference(name.lower())))
    lowered = {name.lower(): name for name in near}
    close = difflib.get_close_matches(wanted, lowered, 1, cutoff)
    return lowered[close[0]] if close else _by_a_word(wanted, names)


def _by_a_word(wanted: str, names: list[str]) -> str | None:
    """Return the name that alone has a word like the one that is wanted: "opning" means "opening-session"."""
    import difflib  # noqa: PLC0415 - as above

    if len(wanted) < _SHORTEST or len(names) > _FEW:
        return None
    having: dict[str, set[str]] = {}
    for name in names:
        for word in re.findall(r"\w+", name.lower()):
            having.setdefault(word, set()).add(name)
    close = difflib.get_close_matches(wanted, (word for word in having if len(word) >= _SHORTEST), 1, _ALIKE)
    return having[close[0]].copy().pop() if close and len(having[close[0]]) == 1 else None


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?", or nothing."""
    found = nearest(value, known)
    return f"did you mean {found!r}?" if found else ""
