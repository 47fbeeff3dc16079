"""A number of events or days is not what the policies say.

A meeting that was dropped or doubled by mistake shows in the totals that the papers agree on. Compared with the
policies that the plan has: `thematic-sessions` and `thematic-session-days` (the group `thematic-session`);
`hearing-days` and, for Phase I, `hearing-days-phase-one` (the group `multi-stakeholder`; "(half day)" or "(full day)"
in a title counts so, for each of its days); `negotiation-days`, month by month and in all (meetings of the mandate
OP28). The total of the negotiations is told if no single month differs, more than twelve months as one problem: each
would name all meetings that may fall into it. Cancelled events do not count. Days that are
not known yet count as one at least, so that only a certain difference is told. The check of one delegation's calendar
(`--for`) leaves it out.

Fails:

    policies:
      - {id: thematic-session-days, title: Length of a session, amount: 2, unit: days, source: x}
    groups:
      - {id: thematic-session, title: Thematic sessions, short: Thematic, color: "#000000"}
    events:
      - {id: talks, title: Talks, group: thematic-session, kind: meeting, when: 8-10 May 2017, source: x}

Passes:

    policies:
      - {id: thematic-session-days, title: Length of a session, amount: 2, unit: days, source: x}
    groups:
      - {id: thematic-session, title: Thematic sessions, short: Thematic, color: "#000000"}
    events:
      - {id: talks, title: Talks, group: thematic-session, kind: meeting, when: 8-9 May 2017, source: x}

To mend: correct the events, or the policy if its source has changed. Where the papers contradict each other, waive the
problem with that reason.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.rule import Context, Rule
from gcmplan.dates.span import FIRST_YEAR, MONTHS, Span
from gcmplan.loading.policies import (
    HEARING_DAYS,
    HEARING_DAYS_PHASE_ONE,
    NEGOTIATION_DAYS,
    THEMATIC_SESSION_DAYS,
    THEMATIC_SESSIONS,
)
from gcmplan.plan.model import Kind, Status
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.dates.when import When
    from gcmplan.plan.model import Event, Policy

SESSIONS, HEARINGS, NEGOTIATIONS = "thematic-session", "multi-stakeholder", "OP28"
_PART = re.compile(r"\((half|full) day\)", re.IGNORECASE)
_FIRST_PHASE = "I"
_MOST_MONTHS = 12


class _Days(NamedTuple):
    """How many days at least, and whether they are not more for certain."""

    least: float
    sure: bool = True

    def differ(self, amount: int) -> bool:
        """Whether the days are certainly another number."""
        return self.least > amount or (self.sure and self.least != amount)

    def __str__(self) -> str:
        """Return "3.5 days"."""
        return f"{'' if self.sure else 'at least '}{self.least:g} day{'s' * (self.least != 1)}"


class _Month(NamedTuple):
    """A month in which the days differ from those of the policy."""

    month: str
    window: Span
    days: _Days
    events: list[Event]

    @property
    def name(self) -> str:
        """Return "May 2018"."""
        return f"{MONTHS[self.window.first.month - 1]} {self.window.first.year}"


class _Named(NamedTuple):
    """The month at which a problem stands, and what it is known by: the month, or all of them."""

    key: str
    known_by: str


def _check(context: Context) -> Iterator[Problem]:
    if context.delegation is not None:
        return
    meetings = [
        event for event in context.plan.events if event.kind is Kind.MEETING and event.status is not Status.CANCELLED
    ]
    sessions = [event for event in meetings if event.group == SESSIONS]
    hearings = [event for event in meetings if event.group == HEARINGS]
    negotiations = [event for event in meetings if context.plan.mandate_of(event) == NEGOTIATIONS]
    yield from _sessions(context, sessions)
    yield from _hearings(context, HEARING_DAYS, hearings)
    yield from _hearings(context, HEARING_DAYS_PHASE_ONE, [event for event in hearings if event.phase == _FIRST_PHASE])
    yield from _negotiations(context, negotiations)


def _sessions(context: Context, sessions: list[Event]) -> Iterator[Problem]:
    policy = context.plan.policy(THEMATIC_SESSIONS)
    if policy and policy.amount != len(sessions):
        count = f"{len(sessions)} session{'s' * (len(sessions) != 1)}"
        yield _problem(context, policy, f"{policy.title}: {count}", sessions)
    policy = context.plan.policy(THEMATIC_SESSION_DAYS)
    for session in sessions if policy else ():
        days = _known(session.when)
        if policy and days.differ(policy.days):
            yield _problem(context, policy, f"{policy.title}, '{session.id}': {days}", [session])


def _hearings(context: Context, name: str, hearings: list[Event]) -> Iterator[Problem]:
    policy = context.plan.policy(name)
    days = _sum(map(_hearing, hearings))
    if policy and days.differ(policy.days):
        yield _problem(context, policy, f"{policy.title}: {days}", hearings)


def _hearing(event: Event) -> _Days:
    part = _PART.search(event.title)
    if part is None:
        return _known(event.when)
    return _Days((0.5 if part[1].lower() == "half" else 1) * (event.when.days or 1 if event.when.spans else 1))


def _negotiations(context: Context, negotiations: list[Event]) -> Iterator[Problem]:
    policy = context.plan.policy(NEGOTIATION_DAYS)
    if policy is None:
        return
    months = list(_differing_months(policy, negotiations))
    days = _sum(_known(event.when) for event in negotiations)
    if len(months) > _MOST_MONTHS:
        yield _many_months(context, policy, months)
    elif months:
        for one in months:
            named = _Named(one.month, one.month)
            yield _problem(context, policy, f"{policy.title} in {one.name}: {one.days}", one.events, named)
    elif days.differ(policy.days):
        yield _problem(context, policy, f"{policy.title}: {days}", negotiations)


def _differing_months(policy: Policy, negotiations: list[Event]) -> Iterator[_Month]:
    for month, amount in (policy.by_month or {}).items():
        if window := _month(month):
            events = [event for event in negotiations if _meets(event.when, window)]
            days = _sum(_within(event.when, window) for event in events)
            if days.differ(amount):
                yield _Month(month, window, days, events)


def _many_months(context: Context, policy: Policy, months: list[_Month]) -> Problem:
    first = months[0]
    told = f"{policy.title}: {len(months):,} months differ; {first.name}: {first.days}"
    events = {event.id: event for one in months for event in one.events}
    return _problem(context, policy, told, list(events.values()), _Named(first.month, "by_month"))


def _month(text: str) -> Span | None:
    year, month = map(int, text.split("-"))
    if year < FIRST_YEAR:
        return None
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _meets(when: When, window: Span) -> bool:
    """Whether an event lies or can lie in a window, as one without a date can."""
    spans = when.spans or (when.window or window,)
    return any(span.first <= window.last and window.first <= span.last for span in spans)


def _within(when: When, window: Span) -> _Days:
    """Return how many days of an event that meets a window lie in it for certain."""
    if when.spans:
        return _Days(
            sum(max(0, (min(span.last, window.last) - max(span.first, window.first)).days + 1) for span in when.spans)
        )
    inside = when.window is not None and window.first <= when.window.first and when.window.last <= window.last
    return _known(when) if inside else _Days(0, sure=False)


def _known(when: When) -> _Days:
    return _Days(when.days) if when.days else _Days(1, sure=False)


def _sum(days: Iterable[_Days]) -> _Days:
    all_days = list(days)
    return _Days(sum(one.least for one in all_days), all(one.sure for one in all_days))


def _problem(context: Context, policy: Policy, count: str, events: list[Event], month: _Named | None = None) -> Problem:
    amount = str(policy.by_month[month.key] if month and policy.by_month else policy.amount)
    amount += f" {policy.unit}" * (policy.unit == "weeks" and not month)
    keys = ("by_month", month.key) if month else ("amount",)
    index = context.plan.policies.index(policy)
    return RULE.problem(
        f"{count} in the plan, {amount} in the policy",
        context.plan.document.position_of(("policies", index, *keys)),
        hint=f"correct the events, or '{policy.id}' if its source has changed",
        events=events,
        related=[context.position(event, "when") for event in events],
        fields=(policy.id, month.known_by) if month else (policy.id,),
    )


RULE = Rule("GP303", "total-differs", Severity.WARNING, __doc__, _check)
