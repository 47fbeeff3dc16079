"""An event is scheduled although its predecessor or its meeting was cancelled.

A meeting that waits for a cancelled report has lost its basis, and documents for a cancelled session are of no use. A
document belongs to the meetings that come `after` it. There is one problem for each scheduled event and each cancelled
one. A document for several meetings is reported only if all of them are cancelled.

Fails:

    events:
      - {id: papers, title: Papers, group: official, kind: document, when: 24 April 2017, source: x}
      - id: talks
        title: Talks
        group: official
        kind: meeting
        when: 8-9 May 2017
        after: [papers]
        status: cancelled
        source: x

Passes:

    events:
      - {id: papers, title: Papers, group: official, kind: document, when: 24 April 2017, source: x}
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, after: [papers], source: x}

To fix: cancel the event as well, or remove the cancelled event from `after`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.checks.rule import Context, Rule
from gcmplan.plan.model import Kind, Status
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.model import Event


def _check(context: Context) -> Iterator[Problem]:
    cancelled = {event.id: event for event in context.plan.events if event.status is Status.CANCELLED}
    if not cancelled:
        return
    waiting = _waiting(context)
    for event in context.events:
        for other in dict.fromkeys(event.after):
            if other in cancelled:
                yield _problem(context, event, cancelled[other], f"comes after '{other}'", event)
        meetings = waiting.get(event.id, ()) if event.kind is Kind.DOCUMENT else ()
        if all(meeting.id in cancelled for meeting in meetings):
            for meeting in meetings:
                yield _problem(context, event, meeting, f"is a document for '{meeting.id}'", meeting)


def _waiting(context: Context) -> dict[str, list[Event]]:
    """Return the meetings that come after each event, by its id."""
    found: dict[str, list[Event]] = {}
    for event in context.plan.events:
        if event.kind is Kind.MEETING:
            for other in dict.fromkeys(event.after):
                found.setdefault(other, []).append(event)
    return found


def _problem(context: Context, event: Event, other: Event, relation: str, names_it: Event) -> Problem:
    """Return the problem of a scheduled event; `names_it` has the `after` that relates the two."""
    return RULE.problem(
        f"'{event.id}' {relation}, which is cancelled",
        context.position(event, "when"),
        hint=f"cancel '{event.id}' as well, or correct 'after' of '{names_it.id}'",
        events=(event, other),
        related=(context.position(other, "status"),),
        fields=("after", other.id),
        first_fields=("after", other.first_id),
    )


RULE = Rule("GP305", "follows-cancelled", Severity.WARNING, __doc__, _check)
