"""Entries that left a filtered feed: events that moved out of the days that the feed is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.feeds.choice import as_of, is_in_feed
from gcmplan.feeds.vevent import uid_of
from gcmplan.plan.model import Deadline, Event
from gcmplan.plan.programme import programmes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gcmplan.feeds.versions import Editions, State
    from gcmplan.plan.entries import Listed
    from gcmplan.plan.workplan import Workplan
    from gcmplan.query.filters import Criteria, Filter


def left_since(
    chosen: Filter, criteria: Criteria, editions: Editions, there: Iterable[Listed], *, agendas: bool
) -> Iterator[tuple[Listed, Sequence[bool]]]:
    """Yield what does not meet the criteria any more, with whether it did in each of its states.

    These are the states that its edition has: its days and how sure they are, its place and its status. `there` is
    what the feed has already.
    """
    if not may_have_left(criteria):
        return
    found = {uid_of(entry) for entry in there}
    others = {uid: entry for entry in _all(chosen.plan, editions) if (uid := uid_of(entry)) not in found}
    for entry in others.values():
        was_chosen = were_chosen(chosen, criteria, editions, entry, agendas=agendas)
        if any(was_chosen):
            yield entry, was_chosen


def were_chosen(
    chosen: Filter, criteria: Criteria, editions: Editions, entry: Listed, *, agendas: bool
) -> Sequence[bool]:
    """Return whether an entry matched the criteria in each of its states; nothing if none can stop matching them."""
    states = editions.states.get(uid_of(entry), ()) if may_have_left(criteria) else ()
    return [_was_in_feed(chosen, entry, state, agendas=agendas) for state in states]


def may_have_left(criteria: Criteria) -> bool:
    """Whether an entry can stop meeting criteria without leaving the plan."""
    return any((criteria.days, criteria.certainties, criteria.places, criteria.countries, criteria.statuses))


def _all(plan: Workplan, editions: Editions) -> Iterator[Listed]:
    """Yield what is in the plan, in place of what was removed under the same UID."""
    yield from (one.entry for one in editions.removed if isinstance(one.entry, Event | Deadline))
    yield from plan.events
    yield from plan.deadlines
    yield from (one for one in programmes(plan) if one.event is None)


def _was_in_feed(chosen: Filter, entry: Listed, state: State, *, agendas: bool) -> bool:
    """Whether an entry belonged into a feed in one of its states; at a place that is lost, it did not."""
    plan, then = chosen.plan, as_of(entry, state)
    if isinstance(then, Event):
        then = then.model_copy(update={"status": state.status})
    elif isinstance(then, Deadline):
        if not all(map(plan.has_event, then.event)):
            return False
    elif not plan.has_place(then.place):
        return False
    return is_in_feed(chosen, then, agendas=agendas)
