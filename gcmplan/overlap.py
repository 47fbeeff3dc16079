"""Certain and possible overlaps of two dates."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.span import Span
    from gcmplan.when import When


def certainly_overlap(one: When, other: When) -> bool:
    """Tell whether two events share a day wherever in their windows they are placed.

    Known spans are compared pair by pair. Of an event in a window only its days together (unknown: one day) can move;
    it certainly meets known spans if no place is left for it beside them. A bare TBC or TBA overlaps nothing.
    """
    if one.window is None or other.window is None:
        return False
    if one.spans and other.spans:
        return any(
            left.first <= right.last and right.first <= left.last for left, right in _pairs(one.spans, other.spans)
        )
    if one.spans:
        return _fills(one.spans, other)
    if other.spans:
        return _fills(other.spans, one)
    return _starts_before_end(one, other) and _starts_before_end(other, one)


def possibly_overlap(one: When, other: When) -> bool:
    """Tell whether two events can share a day, but do not certainly do so.

    Known days are certain: two events of known days never overlap possibly.
    """
    if one.window is None or other.window is None or (one.spans and other.spans) or certainly_overlap(one, other):
        return False
    pairs = _pairs(one.spans or (one.window,), other.spans or (other.window,))
    return any(left.first <= right.last and right.first <= left.last for left, right in pairs)


def _pairs(ones: Iterable[Span], others: tuple[Span, ...]) -> Iterable[tuple[Span, Span]]:
    return ((left, right) for left in ones for right in others)


def _starts_before_end(one: When, other: When) -> bool:
    """Whether one begins, at the latest, when the other ends, at the earliest."""
    return bool(one.latest_start and other.earliest_end and one.latest_start <= other.earliest_end)


def _fills(spans: tuple[Span, ...], placed: When) -> bool:
    """Whether known spans meet an event in a window at every first day that it can have.

    A span meets it if it starts at most its duration less one day before the span, and not after the span.
    """
    if not (placed.earliest and placed.latest_start):
        return False
    reach = timedelta(days=(placed.days or 1) - 1)
    start = placed.earliest
    for first, last in spans:
        if first - reach <= start <= last:
            start = last + timedelta(days=1)
            if start > placed.latest_start:
                return True
    return False
