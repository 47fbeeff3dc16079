"""The known word that somebody may have meant."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST, _COMPARED = 60, 50


def nearest(value: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that is most like the value, if any is near; letter case makes no difference."""
    import difflib  # noqa: PLC0415 - only problems need it

    wanted = value.lower()[:_LONGEST]
    near = [name for name in known if abs(len(name) - len(value)) <= max(3, len(value) // 2)]
    if len(near) > _COMPARED:
        # Comparing in earnest is slow: of thousands, only those that share the most letters are.
        letters = set(wanted)
        near = nsmallest(_COMPARED, near, key=lambda name: len(letters.symmetric_difference(name.lower())))
    lowered = {name.lower(): name for name in near}
    close = difflib.get_close_matches(wanted, lowered, 1, cutoff)
    return lowered[close[0]] if close else None


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?", or nothing."""
    found = nearest(value, known)
    return f"did you mean {found!r}?" if found else ""
