"""Two meetings that certainly overlap share delegations.

A delegation cannot be in two places at once. Two meetings certainly overlap if they share a day wherever in their
windows they take place; they are a conflict if a state is a member of both meetings' bodies. Documents and milestones
book nobody, nor do cancelled meetings and meetings without a date.

The level is error if both meetings are of the official track or of one body, else warning; one level less if a date is
not confirmed or not exact.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, body: north, source: x}
      - {id: forum, title: Forum, group: official, kind: meeting, when: 9-10 May 2017, body: all, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, body: north, source: x}
      - {id: forum, title: Forum, group: official, kind: meeting, when: 9-10 May 2017, body: south, source: x}

To mend: move one of the meetings. Where both dates stand so in the official papers, waive the problem with that reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.problem import Problem, Severity
from gcmplan.rule import Context, Rule, lasting_of

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE, NAME = "GP101", "double-booked"
_FIELDS = ("when",)
_LEVELS = tuple(Severity)
"""An error between meetings that one calendar holds, else one level lower; again one lower where a date is not sure."""


def _check(context: Context) -> Iterator[Problem]:
    # A crowded plan has more pairs than events: what depends on one meeting, or on its members, is found out once.
    # Each line less in the inner loop counts.
    meetings, places, renamed = context.meetings, context.dated, context.renamed
    related = [(place,) for place in places]
    told: dict[int, tuple[str, tuple[str, ...]]] = {}
    for index, others in enumerate(context.overlaps.certain):
        _, _, name, its, body, is_official, is_sure, *_ = meetings[index]
        place = places[index]
        for other in others:
            _, _, first, theirs, other_body, official, sure, _, _ = meetings[other]
            shared = its & theirs
            if not shared:
                continue
            message, codes = told.get(shared) or told.setdefault(shared, _told(context, shared))
            one_calendar = (official and is_official) or (body is not None and body == other_body)
            level = _LEVELS[(not one_calendar) + (not (sure and is_sure))]
            hint = f"move '{first}' or '{name}'"
            problem = Problem(CODE, NAME, level, place, message, hint, (first, name), codes, related[other], _FIELDS)
            if renamed and (index in renamed or other in renamed):
                events = meetings[other].event, meetings[index].event
                problem = problem._replace(lasting=lasting_of(events, _FIELDS))
            yield problem


def _told(context: Context, shared: int) -> tuple[str, tuple[str, ...]]:
    delegations = context.delegations(shared)
    return f"{delegations.counted('is', 'are')} double-booked: {delegations.text}", delegations.codes


RULE = Rule(CODE, NAME, Severity.ERROR, __doc__, _check)
