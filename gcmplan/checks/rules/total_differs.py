"""The number of events or days differs from a policy.

A meeting that was dropped or duplicated by mistake changes the totals that the documents agree on. A policy says which
events it counts: `of: {group: talks, phase: I}` are the meetings of that group in that phase; `kind`, `body` and
`mandate` are possible too. Its `amount` is the number of events (`unit: sessions`) or of their days: together or, with
`per: event`, of each event. An event that `takes: half day` or `full day` counts accordingly, for each of its days.
With `by_month` the rule compares the days of each month, and the total.

The total is reported only if no single month differs. More than twelve months form one problem. Cancelled events do
not count. Unknown days count as at least one day, so only certain differences are reported. With `--for` the rule does
not run.

Fails:

    policies:
      - {id: length, title: Length of a session, amount: 2, unit: days, per: event, of: {group: thematic}, source: x}
    groups:
      - {id: thematic, title: Thematic sessions, short: Thematic, color: "#000000"}
    events:
      - {id: talks, title: Talks, group: thematic, kind: meeting, when: 8-10 May 2017, source: x}

Passes:

    policies:
      - {id: length, title: Length of a session, amount: 2, unit: days, per: event, of: {group: thematic}, source: x}
    groups:
      - {id: thematic, title: Thematic sessions, short: Thematic, color: "#000000"}
    events:
      - {id: talks, title: Talks, group: thematic, kind: meeting, when: 8-9 May 2017, source: x}

To fix: correct the events, or the policy if its source has changed. If the documents contradict each other, waive the
problem with that reason.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.rule import Context, Rule
from gcmplan.dates.span import FIRST_YEAR, MONTHS, Span
from gcmplan.plan.model import Status
from gcmplan.problems.problem import Problem, Severity
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.dates.when import When
    from gcmplan.plan.model import Event, Policy

_SHARES = {None: 1, "full day": 1, "half day": 0.5}
"""How much of a day each of an event's days is."""
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
        return f"{'' if self.sure else 'at least '}{plural(self.least, '{:g} day', '{:g} days')}"


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
    """The month of a problem, and the name by which it is known: the month, or all of them."""

    key: str
    known_by: str


def _check(context: Context) -> Iterator[Problem]:
    if context.delegation is not None:
        return
    standing = [event for event in context.plan.events if event.status is not Status.CANCELLED]
    for policy in context.plan.policies:
        if policy.of:
            events = [event for event in standing if context.plan.is_of(event, policy.of)]
            yield from _totals(context, policy, events)


def _totals(context: Context, policy: Policy, events: list[Event]) -> Iterator[Problem]:
    """Yield a problem if some events are another number than a policy says, or take other days."""
    if policy.unit == "sessions":
        if policy.amount != len(events):
            count = plural(len(events), "{} session", "{} sessions")
            yield _problem(context, policy, f"{policy.title}: {count}", events)
    elif policy.per:
        for event in events:
            if (days := _days(event)).differ(policy.days):
                yield _problem(context, policy, f"{policy.title}, '{event.id}': {days}", [event])
    else:
        yield from _days_in_all(context, policy, events)


def _days_in_all(context: Context, policy: Policy, events: list[Event]) -> Iterator[Problem]:
    """Yield a problem for each month in which events take other days than a policy says, else one for all together."""
    months = list(_differing_months(policy, events))
    days = _sum(map(_days, events))
    if len(months) > _MOST_MONTHS:
        yield _many_months(context, policy, months)
    elif months:
        for one in months:
            named = _Named(one.month, one.month)
            yield _problem(context, policy, f"{policy.title} in {one.name}: {one.days}", one.events, named)
    elif days.differ(policy.days):
        yield _problem(context, policy, f"{policy.title}: {days}", events)


def _days(event: Event) -> _Days:
    """Return how many days an event takes; where none are known, one if it says how much of it, else one at least."""
    if event.takes is None:
        return _known(event.when)
    return _Days(_SHARES[event.takes] * (event.when.days or 1 if event.when.spans else 1))


def _differing_months(policy: Policy, counted: list[Event]) -> Iterator[_Month]:
    for month, amount in (policy.by_month or {}).items():
        if window := _month(month):
            events = [event for event in counted if _meets(event.when, window)]
            days = _sum(_within(event, window) for event in events)
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
    """Whether an event is or can be in a window, as one without a date can."""
    spans = when.spans or (when.window or window,)
    return any(span.first <= window.last and window.first <= span.last for span in spans)


def _within(event: Event, window: Span) -> _Days:
    """Return how many days of an event that overlaps a window are certainly in it."""
    when, share = event.when, _SHARES[event.takes]
    if when.spans:
        common = (min(span.last, window.last) - max(span.first, window.first) for span in when.spans)
        return _Days(share * sum(max(0, length.days + 1) for length in common))
    inside = when.window is not None and window.first <= when.window.first and when.window.last <= window.last
    return _days(event) if inside else _Days(0, sure=False)


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
