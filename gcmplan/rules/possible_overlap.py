"""A meeting whose days are not known may overlap others with the same delegations.

Within its window a meeting may be placed so that it double-books delegations, or so that it does not. Nothing is wrong
yet: whoever fixes its days should know which other meetings to keep clear of. Told once for each meeting in a window.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, body: all, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: May 2017 TBC, body: north, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, body: all, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: June 2017 TBC, body: north, source: x}

To mend: when the days are fixed, choose some that are free for all.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gcmplan.problem import Problem, Severity
from gcmplan.rule import Context, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.overlap import Meeting

_NAMED = 3


def _check(context: Context) -> Iterator[Problem]:
    meetings = context.meetings
    members = [meeting.members for meeting in meetings]
    others: dict[int, list[int]] = defaultdict(list)
    shared = [0] * len(meetings)
    for one, found in enumerate(context.overlaps.possible):
        its = members[one]
        for other in found:
            both = its & members[other]
            if both:
                placed, met = (one, other) if _is_freer(meetings[one], meetings[other]) else (other, one)
                others[placed].append(met)
                shared[placed] |= both
    for placed, found in sorted(others.items()):
        yield _problem(context, placed, found, context.delegations(shared[placed]).codes)


def _problem(context: Context, placed: int, found: list[int], codes: tuple[str, ...]) -> Problem:
    event = context.meetings[placed].event
    others = [context.meetings[index].event for index in found]
    names = ", ".join(f"'{other.id}'" for other in others[:_NAMED])
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    count = f"{len(others)} meeting{'s' * (len(others) != 1)}"
    return RULE.problem(
        f"'{event.id}' may overlap {count} with the same delegations: {names}{more}",
        context.dated[placed],
        hint="when its days are fixed, keep clear of these",
        events=(event, *others),
        related=[context.dated[index] for index in found],
        delegations=codes,
        fields=("when",),
    )


def _is_freer(one: Meeting, other: Meeting) -> bool:
    """Whether one of a pair has more freedom: the problem is told of it."""
    if one.freedom == other.freedom:
        return one.event.first_id > other.event.first_id
    return one.freedom > other.freedom


RULE = Rule("GP104", "possible-overlap", Severity.INFO, __doc__, _check)
