"""Two events have one title, and nearly the same dates.

Somebody who adds a row may not see that it is there already: two rows for one meeting count its days twice and tell
delegations of two dates. Two events are nearly the same if they have the same kind and, letter case and blanks aside,
the same title, and if both have known days that begin at most a week apart or both lie in the same window. Cancelled
events do not count: a cancelled meeting and the one that takes its place share a title rightly.

Fails:

    events:
      - {id: talks, title: Talks on returns, group: official, kind: meeting, when: 8-9 May 2017, source: x}
      - {id: talks-on-returns, title: Talks on Returns, group: other, kind: meeting, when: 10 May 2017 TBC, source: x}

Passes:

    events:
      - {id: talks, title: Talks on returns, group: official, kind: meeting, when: 8-9 May 2017, source: x}
      - {id: talks-in-june, title: Talks on Returns, group: other, kind: meeting, when: 7 June 2017 TBC, source: x}

To mend: delete one of them, or give each a title that tells them apart. Where both stand so in the official papers,
waive the problem with that reason.
"""

from __future__ import annotations

from collections import defaultdict, deque
from itertools import combinations
from typing import TYPE_CHECKING

from gcmplan.problem import Problem, Severity
from gcmplan.rule import Context, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.model import Event, Kind
    from gcmplan.span import Span

_DAYS = 7


def _check(context: Context) -> Iterator[Problem]:
    place = {event.id: index for index, event in enumerate(context.events)}
    for one, other in _pairs(context.events):
        first, second = sorted((one, other), key=lambda event: place[event.id])
        yield RULE.problem(
            f"'{second.id}' has the title of '{first.id}' and nearly the same date",
            context.position(second, "title"),
            hint=f"delete one of them if '{first.when}' and '{second.when}' are one event, or give them other titles",
            events=(first, second),
            related=(context.position(first, "title"),),
            fields=("title", "when"),
        )


def _pairs(events: list[Event]) -> Iterator[tuple[Event, Event]]:
    """Yield the pairs that are nearly the same: of each title those in one window, and those with near first days."""
    alike: dict[tuple[str, Kind, Span | None], list[Event]] = defaultdict(list)
    for event in events:
        if event.when.window:
            window = None if event.when.exact else event.when.window
            alike[" ".join(event.title.casefold().split()), event.kind, window].append(event)
    for (_, _, window), same in alike.items():
        if window:
            yield from combinations(same, 2)
        else:
            yield from _near(sorted(same, key=lambda event: event.when.spans))


def _near(known: list[Event]) -> Iterator[tuple[Event, Event]]:
    """Yield the pairs of events, in order of their days, that begin at most a week apart."""
    recent: deque[Event] = deque()
    for event in known:
        while recent and (event.when.spans[0].first - recent[0].when.spans[0].first).days > _DAYS:
            recent.popleft()
        yield from ((other, event) for other in recent)
        recent.append(event)


RULE = Rule("GP105", "near-duplicate", Severity.WARNING, __doc__, _check)
