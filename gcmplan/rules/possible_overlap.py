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

    from gcmplan.model import Event

_NAMED = 3


def _check(context: Context) -> Iterator[Problem]:
    meetings = context.meetings
    freedom = [_freedom(meeting.event) for meeting in meetings]
    others: dict[int, list[int]] = defaultdict(list)
    for one, other in context.overlaps.possible:
        if meetings[one].members & meetings[other].members:
            placed = one if freedom[one] > freedom[other] else other
            others[placed].append(one if placed == other else other)
    for placed, found in sorted(others.items()):
        event = meetings[placed].event
        met = [meetings[index].event for index in found]
        shared = 0
        for index in found:
            shared |= meetings[placed].members & meetings[index].members
        names = ", ".join(f"'{other.id}'" for other in met[:_NAMED])
        more = f" and {len(met) - _NAMED} more" if len(met) > _NAMED else ""
        count = f"{len(met)} meeting{'s' * (len(met) != 1)}"
        yield RULE.problem(
            f"'{event.id}' may overlap {count} with the same delegations: {names}{more}",
            context.dated(placed),
            hint="when its days are fixed, keep clear of these",
            events=(event, *met),
            related=[context.dated(index) for index in found],
            delegations=context.delegations(shared).codes,
            fields=("when",),
        )


def _freedom(event: Event) -> tuple[bool, int, str]:
    """How freely a meeting can still be placed: of a pair, the problem is told of the one with more freedom."""
    return not event.when.exact, event.when.window.days if event.when.window else 0, event.id


RULE = Rule("GP104", "possible-overlap", Severity.INFO, __doc__, _check)
