"""A meeting whose days are not known may overlap others with the same delegations.

Depending on its days within the window, the meeting double-books delegations or does not. Nothing is wrong yet, but
whoever fixes the days should know which other meetings to avoid. Each meeting with a window is reported once.

A meeting without a body of its own concerns every delegation, so it is one of the others.

The meetings of one body in one window form one problem, which counts its pairs: each of 4,000 meetings "May 2017 TBA"
would otherwise name all others.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, body: all, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: May 2017 TBC, body: north, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, body: all, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: June 2017 TBC, body: north, source: x}

To fix: when the days are fixed, choose days without another meeting.
"""

from __future__ import annotations

from collections import Counter
from functools import partial, reduce
from itertools import chain
from operator import attrgetter, or_
from typing import TYPE_CHECKING

from gcmplan.checks.cluster import problems_of
from gcmplan.checks.members import lasting_of
from gcmplan.checks.reach import Reach
from gcmplan.checks.rule import Context, Rule
from gcmplan.plan.overlap import possibly_overlap
from gcmplan.problems.cluster import Cluster, Member
from gcmplan.problems.pairs import Box
from gcmplan.problems.problem import Problem, Severity
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gcmplan.plan.model import Event
    from gcmplan.plan.overlap import Alike

_NAMED = 3
_MOST_NAMED = 50_000
"""Only problems that name so many meetings in all are worded, the rest are counted."""


def _check(context: Context) -> Iterator[Problem]:
    groups, numbers = context.alike, Counter[int]()
    for placed, other in _pairs(context):
        numbers[placed] += len(groups[other].indices)
    others: dict[int, list[int]] = {}
    named = 0
    for placed in sorted(numbers):
        if named < _MOST_NAMED:
            others[placed] = []
            named += numbers[placed]
    for placed, other in _pairs(context):
        if placed in others:
            others[placed].append(other)
    for placed, met in others.items():
        yield from _problems(context, groups[placed], [groups[other] for other in met])
    if len(numbers) > len(others):
        yield RULE.rest(context, RULE.severity, len(numbers) - len(others))


def _pairs(context: Context) -> Iterator[tuple[int, int]]:
    """Yield the groups that may overlap and share delegations, the freer first: the problem is that of this one."""
    groups = context.alike
    # If the freedom is equal, the first id decides, because it stays when an event is renamed.
    freedom = [
        (group.meeting.freedom, min([context.members[index].first for index in group.indices])) for group in groups
    ]
    members = [_concerned(context, group.meeting.event) for group in groups]
    for index, group in enumerate(groups):
        if len(group.indices) > 1 and members[index] and group.meeting.freedom:
            when = group.meeting.event.when
            if possibly_overlap(when, when):
                yield index, index
    for index, _, possible in context.overlaps:
        for other in possible:
            if members[index] & members[other]:
                yield (index, other) if freedom[index] > freedom[other] else (other, index)


def _problems(context: Context, placed: Alike, others: Sequence[Alike]) -> Iterator[Problem]:
    """Yield the problem of the meetings of a group, which may overlap others, and each other if it is one of these."""
    own = [context.members[index] for index in placed.indices]
    indices = sorted(chain.from_iterable(group.indices for group in others if group is not placed))
    rest = [context.members[index] for index in indices]
    centres, around = (frozenset([member.first for member in side]) for side in (own, rest))
    boxes = [Box(centres, around)] if rest else []
    boxes += [Box(centres)] if any(group is placed for group in others) else []
    is_star = len(own) == 1
    members = own + rest if is_star else sorted(own + rest, key=attrgetter("position"))
    lead, tail = "meetings may overlap", f" with the same {context.plan.attendees.many}"
    cluster = Cluster(tuple(members), tuple(boxes), lead, tail, is_star=is_star)
    concerned = _concerned(context, placed.meeting.event)
    shared = {_concerned(context, group.meeting.event) & concerned for group in others}
    like = RULE.problem(
        "",
        own[0].position,
        hint="when their days are fixed, keep them clear of each other",
        delegations=context.delegations(reduce(or_, shared)).codes,
        fields=("when",),
    )
    star = partial(_star, context, like, centres)
    yield from problems_of(context, like, cluster, star)


def _star(context: Context, like: Problem, centres: frozenset[str], *members: Member) -> Problem:
    """Return the problem of one meeting, which has to keep clear of the others."""
    centre = max((member for member in members if member.first in centres), key=attrgetter("first"))
    others = [member for member in members if member is not centre]
    events = [context.plan.event(member.name) for member in (centre, *others)]
    number = plural(len(others), "{:,} meeting", "{:,} meetings")
    more = f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else ""
    names = ", ".join(_said(context, member) for member in others[:_NAMED]) + more
    body, *bodies = (_concerned(context, event) for event in events)
    return like._replace(
        position=centre.position,
        message=f"{_said(context, centre)} may overlap {number} with the same {context.plan.attendees.many}: {names}",
        hint="when its days are fixed, keep clear of these",
        events=tuple(event.id for event in events),
        related=tuple(member.position for member in others),
        delegations=context.delegations(reduce(or_, bodies) & body).codes,
        lasting=lasting_of(events, like.fields),
    )


def _concerned(context: Context, event: Event) -> int:
    """Return the members of a meeting, as bits; of one of no one body all, in a plan that has bodies."""
    if context.plan.bodies and context.plan.body_of(event) is None:
        return context.everyone
    return context.members_of(event)


def _said(context: Context, member: Member) -> str:
    """Return a meeting's id, with what is assumed of who attends it."""
    event = context.plan.event(member.name)
    assumption = context.plan.assumption_of(event)
    if assumption is None and context.plan.body_of(event) is None:
        assumption = "no body of its own, so it concerns everyone"
    return f"'{member.name}'{f' ({assumption})' if assumption else ''}"


RULE = Rule("GP104", "possible-overlap", Severity.INFO, __doc__, _check, reach=Reach.NEAR)
