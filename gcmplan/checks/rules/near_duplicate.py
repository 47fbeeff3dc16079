"""Two events have the same title and nearly the same dates.

Somebody may add a row that exists already. Two rows for one meeting count its days twice and give delegations two
dates. Two events are nearly the same if they have the same kind, the same title apart from letter case and blanks, and
either known days that begin at most a week apart or the same window. Cancelled events are left out: a cancelled
meeting and its replacement may share a title.

Events with one title that begin on the same day, or have the same window, form one problem, which counts its pairs: a
row that was copied 2,000 times gives 1,999,000 pairs.

Fails:

    events:
      - {id: talks, title: Talks on returns, group: official, kind: meeting, when: 8-9 May 2017, source: x}
      - {id: talks-on-returns, title: Talks on Returns, group: other, kind: meeting, when: 10 May 2017 TBC, source: x}

Passes:

    events:
      - {id: talks, title: Talks on returns, group: official, kind: meeting, when: 8-9 May 2017, source: x}
      - {id: talks-in-june, title: Talks on Returns, group: other, kind: meeting, when: 7 June 2017 TBC, source: x}

To fix: delete one of them, or give them different titles. If the official documents list both, waive the problem with
that reason.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from gcmplan.checks.cluster import problems_of
from gcmplan.checks.members import member_of
from gcmplan.checks.rule import Context, Rule
from gcmplan.problems.cluster import Cluster, Member
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gcmplan.dates.span import Span
    from gcmplan.plan.model import Event, Kind

    _Days = dict[date, list[Event]]
    _Title = tuple[str, Kind]

_DAYS = 7
_LONGEST = 80


def _check(context: Context) -> Iterator[Problem]:
    on_days, in_windows = _alike(context.events)
    for days in on_days.values():
        for sides in _near(days):
            yield from _problems(context, sides)
    for same in in_windows.values():
        if len(same) > 1:
            yield from _problems(context, [same])


def _alike(events: list[Event]) -> tuple[dict[_Title, _Days], dict[tuple[_Title, Span], list[Event]]]:
    """Return the events of each title with known days, by the day on which they begin, and those of each window."""
    on_days: dict[_Title, _Days] = defaultdict(lambda: defaultdict(list))
    in_windows: dict[tuple[_Title, Span], list[Event]] = defaultdict(list)
    for event in events:
        title = " ".join(event.title.casefold().split()), event.kind
        if event.when.spans:
            on_days[title][event.when.spans[0].first].append(event)
        elif event.when.window:
            in_windows[title, event.when.window].append(event)
    return on_days, in_windows


def _near(days: _Days) -> Iterator[list[list[Event]]]:
    """Yield the events of one day, if there are several, and those of each two days that are at most a week apart."""
    recent: deque[date] = deque()
    for day in sorted(days):
        while recent and (day - recent[0]).days > _DAYS:
            recent.popleft()
        if len(days[day]) > 1:
            yield [days[day]]
        yield from ([days[other], days[day]] for other in recent)
        recent.append(day)


def _problems(context: Context, sides: list[list[Event]]) -> Iterator[Problem]:
    """Yield the problem of each event with each of the other side, or of its own if there is one side."""

    def pair(one: Member, other: Member) -> Problem:
        first, second = context.plan.event(one.name), context.plan.event(other.name)
        return RULE.problem(
            f"'{second.id}' has the title of '{first.id}' and nearly the same date",
            other.position,
            hint=f"delete one of them if '{first.when}' and '{second.when}' are one event, or give them other titles",
            events=(first, second),
            related=(one.position,),
            fields=("title", "when"),
        )

    members = [[member_of(event, context.position(event, "title")) for event in side] for side in sides]
    title = sides[0][0].title
    title = title if len(title) <= _LONGEST else f"{title[:_LONGEST]}…"
    cluster = Cluster.of(
        *members, lead="events have one title and nearly the same date", tail=f": {title}", subject="events"
    )
    hint = "delete those that are one event, or give them other titles"
    like = RULE.problem("", members[0][0].position, hint=hint, fields=("title", "when"))
    yield from problems_of(context, like, cluster, pair)


RULE = Rule("GP105", "near-duplicate", Severity.WARNING, __doc__, _check)
