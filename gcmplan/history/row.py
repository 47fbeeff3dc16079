"""The strand of a history that is about one row, under all its ids; of an event, what changed in its sessions, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.changes.diff import EVENTS, SESSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gcmplan.changes.change import Change
    from gcmplan.history.walk import Revision

_Owners = tuple[str | None, str | None]
"""The ids of the event that a session belongs to before a revision and after it."""


def strand_of(revisions: Sequence[Revision], section: str, name: str) -> Iterator[tuple[Revision, tuple[Change, ...]]]:
    """Yield what changed in the row that has an id at last, the newest first, also under the ids that it had before.

    Changes of an event's sessions follow those of the event. `revisions` are all of a history, the oldest first.
    """
    whose = _whose_sessions(revisions) if section == EVENTS else [{} for _ in revisions]
    after = name
    for revision, sessions in zip(reversed(revisions), reversed(whose), strict=True):
        own = tuple(one for one in revision.changes if (one.section, one.id) == (section, after))
        before = own[0].old_id if own else after
        theirs = (
            one
            for one in revision.changes
            if one.section == SESSIONS and _concerns(one, sessions.get(one.id), (before, after))
        )
        if changes := (*own, *theirs):
            yield revision, changes
        after = before


def _whose_sessions(revisions: Sequence[Revision]) -> list[dict[str, _Owners]]:
    """Return, for each revision, the owners of the sessions that it changed."""
    events: dict[str, str | None] = {}
    found = []
    for revision in revisions:
        owners: dict[str, _Owners] = {}
        for change in revision.changes:
            if change.section == SESSIONS:
                before = events.get(change.id)
                events[change.id] = next((field.new for field in change.fields if field.key == "event"), before)
                owners[change.id] = (before, events[change.id])
        found.append(owners)
    return found


def _concerns(session: Change, owners: _Owners | None, event: tuple[str, str]) -> bool:
    """Whether a change of a session concerns an event of these ids before and after; its own new id does not."""
    if owners is None or (owners == event and all(field.key == "event" for field in session.fields)):
        return False
    return any(one == other for one, other in zip(owners, event, strict=True))
