"""A waiver has expired.

A waiver with `until` is valid up to that day, so that somebody looks at the problem again. After that day the problem
is reported again, if it still exists, and the waiver has no effect. With `--for` the rule does not run.

Fails:

    as_of: 12 May 2017
    waivers:
      - {rule: weekend, events: [talks], reason: The host is being asked, until: 1 May 2017}
    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 15 May 2017, place: Geneva, source: x}

Passes:

    as_of: 12 April 2017
    waivers:
      - {rule: weekend, events: [talks], reason: The host is being asked, until: 1 May 2017}
    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 13 May 2017, place: Geneva, source: x}

To fix: delete the waiver. If the problem is still accepted, give a later day and the reason for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.checks.rule import Context, Rule
from gcmplan.dates.span import day_text
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Problem]:
    if context.delegation is not None:
        return
    plan = context.plan
    for index, waiver in enumerate(plan.waivers):
        known = waiver.rule in context.ledger.catalogue
        if known and waiver.until is not None and waiver.until < context.on:
            yield RULE.problem(
                f"the waiver {waiver} ended on {day_text(waiver.until)}",
                plan.document.position_of(("waivers", index, "until")),
                hint="delete it, or give a later last day",
                events=[plan.event(event) for event in waiver.events],
                fields=waiver.fields,
            )


RULE = Rule("GP902", "expired-waiver", Severity.WARNING, __doc__, _check)
