"""A waiver matches no problem.

A waiver accepts one known problem: that of its rule with exactly its events. If there are several such problems, the
waiver needs `about`; without it, it accepts none. A waiver whose problem is gone, or that never matched, would accept
the next problem of that kind without anybody's decision. The rule judges neither waivers of rules that did not run,
nor any waiver with `--for`, nor expired waivers (see `expired-waiver`). A waiver of an unknown rule is reported here
too.

Fails:

    waivers:
      - {rule: weekend, events: [talks], reason: The host asks for a Saturday}
    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 12 May 2017, place: Geneva, source: x}

Passes:

    waivers:
      - {rule: weekend, events: [talks], reason: The host asks for a Saturday}
    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 13 May 2017, place: Geneva, source: x}

To fix: delete the waiver, or correct its rule and events: all events of the problem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.checks.rule import Context, Rule
from gcmplan.problems.problem import Problem, Severity
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.model import Waiver


def _check(context: Context) -> Iterator[Problem]:
    if context.delegation is not None:
        return
    for index, waiver in enumerate(context.plan.waivers):
        if waiver.rule not in context.ledger.catalogue:
            hint = did_you_mean(waiver.rule, sorted(context.ledger.catalogue)) or "'gcmplan rule' lists them"
            yield _problem(context, index, waiver, f"there is no rule '{waiver.rule}' to waive", hint)
        elif index not in context.ledger.met and _is_judged(context, waiver):
            several = context.ledger.vague.get(index, [])
            message = f"the waiver {waiver} {'matches several problems' if several else 'matches no problem'}"
            hint = f"say which: 'about: {several[0]}'" if several else "delete it, or correct its rule and events"
            yield _problem(context, index, waiver, message, hint)


def _is_judged(context: Context, waiver: Waiver) -> bool:
    """Whether its rule ran, it has not expired, and its problem is not of this rule, which runs only now."""
    over = waiver.until is not None and waiver.until < context.on
    return waiver.rule in context.ledger.asked - {RULE.code, RULE.name} and not over


def _problem(context: Context, index: int, waiver: Waiver, message: str, hint: str) -> Problem:
    return RULE.problem(
        message,
        context.plan.document.position_of(("waivers", index, "rule")),
        hint=hint,
        events=[context.plan.event(event) for event in waiver.events],
        fields=waiver.fields,
    )


RULE = Rule("GP901", "unused-waiver", Severity.WARNING, __doc__, _check, last=True)
