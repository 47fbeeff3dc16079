"""Two meetings that certainly overlap share delegations.

A delegation cannot be in two places at once. Two meetings certainly overlap if they share a day wherever in their
windows they take place. They are in conflict if a state is a member of both bodies. Documents and milestones,
cancelled meetings, meetings without a date, and meetings without a body (see `nobody-known`) book no delegation.

The level is error if both meetings belong to the official track or to one body, else warning. It is one level lower if
a date is not confirmed or not exact. The track is a key of a group, `track: official`; groups without it have the
track `other`. In a plan without any `track`, only two meetings of one body give an error.

Meetings with the same days, body, track and certainty form one problem, which counts its pairs: 2,000 meetings on one
day are 1,999,000 pairs, too many for any report. A waiver of two such meetings accepts that pair alone.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, body: north, source: x}
      - {id: forum, title: Forum, group: official, kind: meeting, when: 9-10 May 2017, body: all, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, body: north, source: x}
      - {id: forum, title: Forum, group: official, kind: meeting, when: 9-10 May 2017, body: south, source: x}

To fix: move one of the meetings. If the official documents give both dates, waive the problem with that reason.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gcmplan.checks.cluster import problems_of
from gcmplan.checks.members import lasting_of
from gcmplan.checks.reach import Reach
from gcmplan.checks.rule import Context, Rule
from gcmplan.plan.overlap import certainly_overlap
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.caveats import Delegations
    from gcmplan.plan.overlap import Alike, Meeting
    from gcmplan.problems.cluster import Member

CODE, NAME = "GP101", "double-booked"
_FIELDS = ("when",)
_LEVELS = tuple(Severity)
"""An error between meetings that one calendar holds, else one level lower; again one lower where a date is not sure."""


def _check(context: Context) -> Iterator[Problem]:
    groups = context.alike
    for group in groups:
        if group.is_several and group.meeting.members and certainly_overlap(group.when, group.when):
            yield from _cluster(context, _level(group.meeting, group.meeting), group, group)
    pairs = _Pairs(context)
    more: Counter[Severity] = Counter()
    for index, certain, _ in context.overlaps:
        one = groups[index]
        for other in map(groups.__getitem__, certain):
            if not one.meeting.members & other.meeting.members:
                continue
            if CODE in context.ledger.full:
                more[_level(one.meeting, other.meeting)] += 1
            elif one.is_several or other.is_several:
                yield from _cluster(context, _level(one.meeting, other.meeting), other, one)
            else:
                yield pairs.problem(*sorted((one, other), key=_row))
    yield from (RULE.rest(context, level, number) for level, number in more.items())


def _row(group: Alike) -> int:
    return group.meeting.row


def _level(one: Meeting, other: Meeting) -> Severity:
    is_one_calendar = (one.official and other.official) or (one.body is not None and one.body == other.body)
    return _LEVELS[(not is_one_calendar) + (not (one.sure and other.sure))]


class _Pairs:
    """Makes the problem of two meetings; what is said of delegations that many pairs share is worded once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.told: dict[int, tuple[str, tuple[str, ...]]] = {}

    def problem(self, first: Alike, second: Alike) -> Problem:
        """Return the problem of two meetings, in the order of the plan."""
        one, other = first.meeting, second.meeting
        message, codes = self.shared(one, other)
        place, related = (self.context.dated[group.indices[0]] for group in (second, first))
        ids, hint, level = (one.id, other.id), f"move '{one.id}' or '{other.id}'", _level(one, other)
        problem = Problem(CODE, NAME, level, place, message, hint, ids, codes, (related,), _FIELDS, pairs=1)
        if self.context.renamed and self.context.renamed.intersection((*first.indices, *second.indices)):
            problem = problem._replace(lasting=lasting_of((one.event, other.event), _FIELDS))
        return problem

    def shared(self, one: Meeting, other: Meeting) -> tuple[str, tuple[str, ...]]:
        """Return the message about the delegations of two meetings, and their codes."""
        if one.caveat or other.caveat:
            return _told(self.context.shared(one, other))
        members = one.members & other.members
        if members not in self.told:
            self.told[members] = _told(self.context.delegations(members))
        return self.told[members]


def _told(delegations: Delegations) -> tuple[str, tuple[str, ...]]:
    return f"{delegations.counted('is', 'are')} double-booked: {delegations.text}", delegations.codes


def _cluster(context: Context, level: Severity, one: Alike, other: Alike) -> Iterator[Problem]:
    """Yield the problem of each meeting of a group with each of another, or with the others of its own."""
    message, codes = _told(context.shared(one.meeting, other.meeting))
    sides = (one,) if one is other else (one, other)

    def pair(one: Member, other: Member) -> Problem:
        events = context.plan.event(one.name), context.plan.event(other.name)
        ids, lasting = (one.name, other.name), lasting_of(events, _FIELDS)
        hint = f"move '{one.name}' or '{other.name}'"
        place, related = other.position, (one.position,)
        return Problem(CODE, NAME, level, place, message, hint, ids, codes, related, _FIELDS, lasting=lasting)

    like = Problem(CODE, NAME, level, context.dated[0], "", "move some of them", (), codes, (), _FIELDS)
    cluster = context.cluster(sides, "meetings overlap", f", {message}")
    yield from problems_of(context, like, cluster, pair)


RULE = Rule(CODE, NAME, Severity.ERROR, __doc__, _check, reach=Reach.NEAR)
