"""How far a rule looks around an event, and so what it need look at to find what an edit brings and ends."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.loading.policies import FREE_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from gcmplan.plan.model import Event
    from gcmplan.plan.workplan import Workplan

_COMPARED_APART = {"events", "sessions", "papers", "document", "beside"}


class Reach(Enum):
    """The keys that an event's problems depend on, besides bodies, places and the like, which all rules look up."""

    PLAN = auto()
    """Anything."""
    NEAR = auto()
    """The meetings around it, and those around these: a problem of a meeting names all that are around it."""
    ALONE = auto()
    """The event alone."""


class Scope(NamedTuple):
    """The events that an edit touches, and those that are near enough for rules about pairs."""

    touched: frozenset[str]
    near: frozenset[str]


def scope_of(old: Workplan, new: Workplan) -> Scope | None:
    """Return the scope of an edit; None if more than events differs: then all is looked at.

    A problem outside of it is the same before and after the edit, or lacks the same on both sides.
    """
    shared = (field.name for field in fields(old) if field.name not in _COMPARED_APART)
    if any(getattr(old, name) != getattr(new, name) for name in shared):
        return None
    touched = list(_differing(old, new))
    around = timedelta(days=policy.days if (policy := new.policy(FREE_DAYS)) else 0)
    every = (*old.events, *new.events)
    first = _meeting(every, _windows(touched, around))
    near = _meeting(every, _windows(first, around))
    return Scope(*(frozenset([event.id for event in events]) for events in (touched, [*touched, *near])))


def _differing(old: Workplan, new: Workplan) -> Iterator[Event]:
    for one, other in ((old, new), (new, old)):
        known = {event.id: event for event in other.events}
        for event in one.events:
            # Rows whose text is the same are the same objects.
            same = known.get(event.id)
            if same is not event and same != event:
                yield event


def _windows(events: Iterable[Event], around: timedelta) -> list[tuple[date, date]]:
    """Return the days around some events as windows in order that do not touch each other."""
    windows = sorted((window.first - around, window.last + around) for event in events if (window := event.when.window))
    found: list[tuple[date, date]] = []
    for first, last in windows:
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _meeting(events: Iterable[Event], windows: list[tuple[date, date]]) -> list[Event]:
    """Return the events that share a day with one of some windows."""
    return [
        event
        for event in events
        if (own := event.when.window) and any(first <= own.last and own.first <= last for first, last in windows)
    ]
