"""What a filtered feed held once and would drop: an event that moved out of the days that the feed is for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gcmplan.feeds.choice import as_of, is_known, meetings_of
from gcmplan.feeds.vevent import uid_of
from gcmplan.plan.model import Deadline, Event
from gcmplan.plan.programme import Programme, programmes
from gcmplan.query.filters import choose

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from gcmplan.feeds.versions import Editions, State
    from gcmplan.plan.entries import Listed
    from gcmplan.plan.workplan import Workplan
    from gcmplan.query.filters import Criteria


def left_since(
    plan: Workplan, criteria: Criteria, editions: Editions, chosen: Collection[Listed], *, agendas: bool
) -> Iterator[tuple[Listed, list[bool]]]:
    """Yield what does not meet the criteria any more, with whether it did in each of its states.

    These are the states that its edition has: its days and how sure they are, its place and its status.
    """
    if not any((criteria.days, criteria.certainties, criteria.places, criteria.countries, criteria.statuses)):
        return
    there = {uid_of(entry) for entry in chosen}
    others = {uid: entry for entry in _all(plan, editions) if (uid := uid_of(entry)) not in there}
    versions = [
        (entry, [_with_status(as_of(entry, state), state) for state in editions.states[uid]])
        for uid, entry in others.items()
        if uid in editions.states
    ]
    kept = _kept(plan, criteria, [one for _, states in versions for one in states], agendas=agendas)
    for entry, states in versions:
        was_chosen = [_key(one) in kept for one in states]
        if any(was_chosen):
            yield entry, was_chosen


def _all(plan: Workplan, editions: Editions) -> Iterator[Listed]:
    """Yield what is in the plan, in place of what was removed under the same UID."""
    yield from (one.entry for one in editions.removed if isinstance(one.entry, Event | Deadline))
    yield from plan.events
    yield from plan.deadlines
    yield from (one for one in programmes(plan) if one.event is None)


def _with_status(entry: Listed, state: State) -> Listed:
    return entry.model_copy(update={"status": state.status}) if isinstance(entry, Event) else entry


def _kept(plan: Workplan, criteria: Criteria, versions: Sequence[Listed], *, agendas: bool) -> set[int]:
    """Return which of some versions meet the criteria: what an event was at a place that is lost, does not."""
    events = tuple(one for one in versions if isinstance(one, Event) and is_known(plan, criteria, one))
    standing = {event.id for event in plan.events}
    deadlines = tuple(one for one in versions if isinstance(one, Deadline) and standing.issuperset(one.event))
    meetings = (one for one in versions if isinstance(one, Programme))
    filed = tuple(one.filed for one in meetings if plan.has_place(one.place))
    found: list[Listed] = [*choose(replace(plan, events=events, deadlines=()), criteria)]
    found += choose(replace(plan, deadlines=deadlines), criteria)
    found += meetings_of(replace(plan, sessions=filed), criteria, agendas=agendas)
    return set(map(_key, found))


def _key(entry: Listed) -> int:
    return id(entry.session) if isinstance(entry, Programme) else id(entry)
