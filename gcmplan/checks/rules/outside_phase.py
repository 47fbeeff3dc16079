"""An event lies outside its phase.

A phase is a window of the process. If an event lies outside it, the event is listed under the wrong phase, or one of
the two dates was not updated. The rule reports certain cases: a known day lies outside, or the part of the event's
window inside the phase is too short for the event. Windows that can still fall inside, events without a date and
events without a phase are fine.

Fails:

    events:
      - {id: talks, title: Talks, phase: I, group: official, kind: meeting, when: 30 March 2017, source: x}

Passes:

    events:
      - {id: talks, title: Talks, phase: I, group: official, kind: meeting, when: 3 April 2017, source: x}
      - {id: forum, title: Forum, phase: I, group: other, kind: meeting, when: second half of 2017 TBC, source: x}

To fix: correct the phase or the date. If the official documents list the event in this phase, waive the problem with
that reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.checks.rule import Context, Rule
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.dates.span import Span
    from gcmplan.dates.when import When


def _check(context: Context) -> Iterator[Problem]:
    plan = context.plan
    phases = {phase.id: index for index, phase in enumerate(plan.phases)}
    for event in context.events:
        phase = plan.phase_of(event)
        if phase is None or phase.when.window is None or not _is_outside(event.when, phase.when.window):
            continue
        yield RULE.problem(
            f"'{event.id}' ({event.when}) is outside {phase.label} ({phase.when})",
            context.position(event, "when"),
            hint="correct its date or its phase",
            events=(event,),
            related=(plan.document.position_of(("phases", phases[phase.id], "when")),),
            fields=("phase", "when"),
        )


def _is_outside(when: When, phase: Span) -> bool:
    """Whether known days are not all inside, or a window has too few days inside for any place of the event."""
    if when.window is None:
        return False
    if when.exact:
        return when.window.first < phase.first or when.window.last > phase.last
    inside = (min(when.window.last, phase.last) - max(when.window.first, phase.first)).days + 1
    return inside < (when.days or 1)


RULE = Rule("GP201", "outside-phase", Severity.WARNING, __doc__, _check)
