"""An event begins before an event that it comes after.

An event may begin on the last day of an event in its `after` list, but no earlier. The level is error if it certainly
begins too early: even if it begins as late as possible, its predecessor cannot be over. The level is info if it may
begin too early. Events that come after each other in a circle have no order: one error for each circle, instead of the
dates. Cancelled events and events without a date are not compared. There is one problem for each name in an `after`
list, so their number cannot explode.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, after: [report], source: x}
      - {id: report, title: Report, group: official, kind: document, when: 10 May 2017, source: x}

Passes:

    events:
      - {id: report, title: Report, group: official, kind: document, when: 8 May 2017, source: x}
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, after: [report], source: x}

To fix: move one of the events, or delete the name from `after` if that event does not come before. Windows in a
possibly wrong order need no fix until the days are known.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from gcmplan.checks.rule import Context, Rule
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gcmplan.dates.when import When
    from gcmplan.plan.model import Event

_Edges = dict[str, list[str]]
"""Ids and what each comes after."""

_NAMED = 8


def _check(context: Context) -> Iterator[Problem]:
    events = {event.id: event for event in context.events}
    after = {event.id: [other for other in dict.fromkeys(event.after) if other in events] for event in context.events}
    circles = _circles(after)
    circle_of = {member: index for index, circle in enumerate(circles) for member in circle}
    for circle in circles:
        yield _circle_problem(context, _shortest([events[member] for member in circle], after))
    touched = context.scope and context.scope.touched
    for event in context.events:
        for other in after[event.id]:
            if touched and touched.isdisjoint((event.id, other)):
                continue
            # In a circle any dates are wrong.
            if other not in circle_of or circle_of[other] != circle_of.get(event.id):
                yield from _compared(context, event, events[other])


def _compared(context: Context, event: Event, other: Event) -> Iterator[Problem]:
    """Yield the problem of an event and one that comes before it, if they may be in the wrong order."""
    severity = _order(event.when, other.when)
    if severity:
        certain = severity is Severity.ERROR
        yield RULE.problem(
            f"'{event.id}' ({event.when}) comes after '{other.id}' ({other.when}), "
            f"but {'begins' if certain else 'may begin'} before it is over",
            context.position(event, "when"),
            hint="move one of them, or take it out of 'after'" if certain else "fix their days in this order",
            events=(event, other),
            related=(context.position(other, "when"),),
            fields=("after", other.id),
            first_fields=("after", other.first_id),
            severity=severity,
        )


def _order(when: When, before: When) -> Severity | None:
    if not (when.window and before.window and when.latest_start and before.earliest_end):
        return None
    if when.latest_start < before.earliest_end:
        return Severity.ERROR
    return Severity.INFO if when.window.first < before.window.last else None


def _circle_problem(context: Context, circle: list[Event]) -> Problem:
    names = [f"'{event.id}'" for event in circle]
    ring = [*names[:_NAMED], *([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []), names[0]]
    last = "itself" if len(circle) == 1 else ring[-1]
    return RULE.problem(
        f"events come after each other in a circle: {' after '.join([*ring[:-1], last])}",
        context.position(circle[0], "after"),
        hint="take one of them out of 'after'",
        events=circle,
        related=[context.position(event, "after") for event in circle[1:]],
        fields=("after",),
    )


def _circles(after: _Edges) -> list[list[str]]:
    """Return the sets of events each of which comes after every other of its set, by way of others too (Kosaraju)."""
    # graphlib names one circle of all, neither the shortest nor the same after an event is renamed.
    before: _Edges = {event: [] for event in after}
    for event, others in after.items():
        for other in others:
            before[other].append(event)
    seen: set[str] = set()
    order = [event for start in sorted(after) for event in _walked(start, after, seen)]
    seen = set()
    found = [_walked(start, before, seen) for start in reversed(order)]
    return [circle for circle in found if len(circle) > 1 or (circle and circle[0] in after[circle[0]])]


def _walked(start: str, edges: Mapping[str, list[str]], seen: set[str]) -> list[str]:
    """Return what is reached from an event and was not seen, each after all that is reached from it."""
    if start in seen:
        return []
    seen.add(start)
    done: list[str] = []
    path = [(start, iter(edges[start]))]
    while path:
        further = next((other for other in path[-1][1] if other not in seen), None)
        if further is None:
            done.append(path.pop()[0])
        else:
            seen.add(further)
            path.append((further, iter(edges[further])))
    return done


def _shortest(circle: list[Event], after: _Edges) -> list[Event]:
    """Return the shortest way from the first event by its first id, through what it comes after, to itself."""
    # The same way is found when an event is renamed.
    circle = sorted(circle, key=lambda event: event.first_id)
    members, place = {event.id: event for event in circle}, {event.id: index for index, event in enumerate(circle)}
    start = circle[0].id
    came_from: dict[str, str] = {}
    queue = deque([start])
    while start not in came_from:
        event = queue.popleft()
        for other in sorted(members.keys() & after[event], key=place.__getitem__):
            if other not in came_from:
                came_from[other] = event
                queue.append(other)
    way = [came_from[start]]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return [members[event] for event in reversed(way)]


RULE = Rule("GP301", "wrong-order", Severity.ERROR, __doc__, _check)
