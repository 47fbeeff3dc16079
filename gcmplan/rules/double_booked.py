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

    from gcmplan.overlap import Meeting

CODE, NAME = "GP101", "double-booked"
_FIELDS = ("when",)
_LEVELS = tuple(Severity)
"""An error between meetings that one calendar holds, else one level lower; again one lower where a date is not sure."""


def _check(context: Context) -> Iterator[Problem]:
    # A crowded plan has more pairs than events: what depends on one meeting, or on its members, is found out once.
    meetings = context.meetings
    members = [meeting.members for meeting in meetings]
    places, renamed = context.dated, context.any_renamed
    told: dict[int, tuple[str, tuple[str, ...]]] = {}
    for index, others in enumerate(context.overlaps.certain):
        second, its, place = meetings[index], members[index], places[index]
        for other in others:
            shared = its & members[other]
            if not shared:
                continue
            if shared not in told:
                delegations = context.delegations(shared)
                told[shared] = (
                    f"{delegations.counted('is', 'are')} double-booked: {delegations.text}",
                    delegations.codes,
                )
            message, codes = told[shared]
            first = meetings[other]
            events = first.event.id, second.event.id
            hint = f"move '{events[0]}' or '{events[1]}'"
            level = _level(first, second)
            lasting = lasting_of((first.event, second.event), _FIELDS) if renamed else ()
            related = (places[other],)
            yield Problem(CODE, NAME, level, place, message, hint, events, codes, related, _FIELDS, None, lasting)


def _level(first: Meeting, second: Meeting) -> Severity:
    one_calendar = (first.official and second.official) or (first.body is not None and first.body == second.body)
    return _LEVELS[(not one_calendar) + (not (first.sure and second.sure))]


RULE = Rule(CODE, NAME, Severity.ERROR, __doc__, _check)
