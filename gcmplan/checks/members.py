"""Events and items of programmes as members of clusters, known by the first ids of what was renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.problems.cluster import Member

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.plan.model import Event
    from gcmplan.problems.problem import Position


def member_of(event: Event, position: Position) -> Member:
    """Return the member of an event."""
    return Member(event.id, event.first_id, position, event.id, event.first_id)


def member_of_words(
    words: tuple[str, ...], first_words: tuple[str, ...], position: Position, event: Event | None
) -> Member:
    """Return the member of an item, or of a session."""
    own, first = (event.id, event.first_id) if event else (None, None)
    return Member(" ".join(words), " ".join(first_words), position, own, first, words, first_words)


def lasting_of(events: Iterable[Event], fields: tuple[str, ...], *, renamed: bool = False) -> tuple[str, ...]:
    """Return what a problem is known by if one of its events was renamed (or a field was), else nothing."""
    if not renamed and not any(event.formerly for event in events):
        return ()
    return (*sorted(event.first_id for event in events), "", *fields)
