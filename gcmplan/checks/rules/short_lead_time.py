"""Documents of a meeting are circulated later than the policy allows.

Delegations need time to send the documents home and to receive instructions. The general concept note asks for the
procedural note "approximately three to four weeks", for the issue brief "approximately four weeks" before a session. A
row of the plan circulates a session's documents together, so both policies apply to it. There is one problem for a
document and a meeting: for the longest lead time that is missed.

A policy is a lead time if it names the events that follow: `before: {group: talks}` are the meetings of that group;
`phase`, `body`, `mandate` and another `kind` are possible too. The lead time runs from the last day of a document to
the first day of an event that comes `after` it. A TBC date counts like a confirmed one; within windows the rule takes
the days with the longest lead time. Documents after the meeting are reported by `wrong-order`.

Fails:

    policies:
      - {id: issue-brief-lead-time, title: Issue brief, amount: 4, unit: weeks, before: {group: thematic}, source: x}
    groups:
      - {id: official, title: Official, short: Official, color: "#000000"}
      - {id: thematic, title: Thematic sessions, short: Thematic, color: "#000000"}
    events:
      - {id: papers, title: Papers, group: official, kind: document, when: 24 April 2017, source: x}
      - {id: talks, title: Talks, group: thematic, kind: meeting, when: 8-9 May 2017, after: [papers],
         source: x}

Passes:

    policies:
      - {id: issue-brief-lead-time, title: Issue brief, amount: 4, unit: weeks, before: {group: thematic}, source: x}
    groups:
      - {id: official, title: Official, short: Official, color: "#000000"}
      - {id: thematic, title: Thematic sessions, short: Thematic, color: "#000000"}
    events:
      - {id: papers, title: Papers, group: official, kind: document, when: 10 April 2017, source: x}
      - {id: talks, title: Talks, group: thematic, kind: meeting, when: 8-9 May 2017, after: [papers],
         source: x}

To fix: circulate the documents earlier, or move the meeting.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.rule import Context, Rule
from gcmplan.dates.span import day_text
from gcmplan.plan.model import Kind
from gcmplan.problems.problem import Problem, Severity
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.model import Event, Policy, Selection
    from gcmplan.problems.problem import Position


class _Asked(NamedTuple):
    """A policy's lead time in days, and its position."""

    days: int
    policy: Policy
    meetings: Selection
    position: Position


def _check(context: Context) -> Iterator[Problem]:
    asked = sorted(_asked(context), key=lambda asked: -asked.days)
    documents = {event.id: event for event in context.events if event.kind is Kind.DOCUMENT}
    for event in context.events:
        of_event = [one for one in asked if context.plan.is_of(event, one.meetings)]
        for name in dict.fromkeys(event.after) if of_event else ():
            if name in documents:
                yield from _compared(context, documents[name], event, of_event)


def _asked(context: Context) -> Iterator[_Asked]:
    for index, policy in enumerate(context.plan.policies):
        if policy.before:
            position = context.plan.document.position_of(("policies", index, "amount"))
            yield _Asked(policy.days, policy, policy.before, position)


def _compared(context: Context, document: Event, session: Event, asked: list[_Asked]) -> Iterator[Problem]:
    start, end = session.when.latest_start, document.when.earliest_end
    if not (start and end) or start < end:
        return
    lead = (start - end).days
    missed = next((policy for policy in asked if lead < policy.days), None)
    if missed is None:
        return
    kept = [policy for policy in asked if policy.days <= lead]
    also = f"; the {_weeks(kept[0].policy)} of '{kept[0].policy.id}' are kept" if kept else ""
    yield RULE.problem(
        f"'{document.id}' comes {plural(lead, '{} day', '{} days')} before '{session.id}', "
        f"not {_weeks(missed.policy)} ('{missed.policy.id}'){also}",
        context.position(document, "when"),
        hint=f"circulate by {day_text(_days_before(start, missed.days))}",
        events=(document, session),
        related=(context.position(session, "when"), missed.position),
        fields=("when",),
    )


def _days_before(day: date, days: int) -> date:
    """Return an earlier day; the first of all if a policy asks for more days than there are."""
    return day - timedelta(days=min(days, (day - date.min).days))


def _weeks(policy: Policy) -> str:
    return f"{policy.amount} {policy.unit.removesuffix('s') if policy.amount == 1 else policy.unit}"


RULE = Rule("GP302", "short-lead-time", Severity.WARNING, __doc__, _check)
