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

    from gcmplan.checks.rule import Delegations
    from gcmplan.plan.overlap import Alike
    from gcmplan.problems.cluster import Member

CODE, NAME = "GP101", "double-booked"
_FIELDS = ("when",)
_LEVELS = tuple(Severity)
"""An error between meetings that one calendar holds, else one level lower; again one lower where a date is not sure."""


def _check(context: Context) -> Iterator[Problem]:
    # A crowded plan has more pairs than events: what depends on one meeting, or on its members, is found out once.
    # Each line less in the inner loop counts.
    groups, dated, renamed = context.alike, context.dated, context.renamed
    meetings = [group.meeting for group in groups]
    places = [dated[group.indices[0]] for group in groups]
    several = {index for index, group in enumerate(groups) if len(group.indices) > 1}
    told: dict[int, tuple[str, tuple[str, ...]]] = {}
    plain = [meeting.caveat is None for meeting in meetings]
    more: Counter[Severity] = Counter()
    for index in sorted(several):
        meeting = meetings[index]
        if meeting.members and certainly_overlap(meeting.event.when, meeting.event.when):
            yield from _cluster(context, _LEVELS[not meeting.sure], groups[index], groups[index])
    for index, certain, _ in context.overlaps:
        _, _, name, its, body, is_official, is_sure, *_ = meetings[index]
        is_plain = plain[index]
        place, is_full = places[index], CODE in context.ledger.full
        for other in certain:
            _, _, first, theirs, other_body, official, sure, *_ = meetings[other]
            shared = its & theirs
            if not shared:
                continue
            one_calendar = (official and is_official) or (body is not None and body == other_body)
            level = _LEVELS[(not one_calendar) + (not (sure and is_sure))]
            if is_full:
                more[level] += 1
                continue
            if several and (index in several or other in several):
                yield from _cluster(context, level, groups[other], groups[index])
                continue
            if is_plain and plain[other]:
                message, codes = told.get(shared) or told.setdefault(shared, _told(context.delegations(shared)))
            else:
                message, codes = _told(context.shared(meetings[other], meetings[index]))
            # The groups stand in the order of the plan.
            ends, ids = (
                ((places[other], place), (first, name)) if other < index else ((place, places[other]), (name, first))
            )
            hint = f"move '{ids[0]}' or '{ids[1]}'"
            problem = Problem(CODE, NAME, level, ends[1], message, hint, ids, codes, ends[:1], _FIELDS, pairs=1)
            if renamed and (groups[index].indices[0] in renamed or groups[other].indices[0] in renamed):
                events = meetings[other].event, meetings[index].event
                problem = problem._replace(lasting=lasting_of(events, _FIELDS))
            yield problem
    yield from (RULE.rest(context, level, number) for level, number in more.items())


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
