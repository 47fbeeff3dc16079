"""A person has two parts at the same time.

Nobody can speak in two rooms or in two cities. The items that a person moderates or speaks in bind that person. The
chair, the moderator and the rapporteur of a session are bound by all its items except breaks and side events. Two
names are the same person if they agree without titles and accents; a role without a name is no person. Times in
different places are compared by their time zones. Two items of one session are reported once, and so are two sessions.

Items at the same time form one problem, which counts its pairs, and so do sessions that bind a person at the same
times: the chair of 100 such sessions is in two places 4,950 times.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, body: north,
         source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 8 May 2017, place: New York, body: south,
         source: x}
    # sessions/talks.yaml
    id: talks
    event: talks
    source: x
    days:
      - date: 8 May 2017
        items:
          - {id: panel, time: 15:00-18:00, title: Panel, kind: panel, speakers: [{name: Ms. Ana Pérez}]}
    # sessions/forum.yaml
    id: forum
    event: forum
    source: x
    days:
      - date: 8 May 2017
        items:
          - {id: opening, time: 10:00-11:00, title: Opening, kind: opening, speakers: [{name: Ambassador Ana Perez}]}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, body: north,
         source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 8 May 2017, place: New York, body: south,
         source: x}
    # sessions/talks.yaml
    id: talks
    event: talks
    source: x
    days:
      - date: 8 May 2017
        items:
          - {id: panel, time: 10:00-13:00, title: Panel, kind: panel, speakers: [{name: Ms. Ana Pérez}]}
    # sessions/forum.yaml
    id: forum
    event: forum
    source: x
    days:
      - date: 8 May 2017
        items:
          - {id: opening, time: 10:00-11:00, title: Opening, kind: opening, speakers: [{name: Mr. Olu Okoye}]}

To fix: ask another person, or move one of the items. For two persons with one name, waive the problem with that
reason.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.cluster import problems_of
from gcmplan.checks.members import member_of_words
from gcmplan.checks.rule import Context, Rule
from gcmplan.checks.subjects import judged
from gcmplan.plan.overlap import sharing_time
from gcmplan.plan.people import appearances_in, name_words
from gcmplan.plan.programme import ASIDE, Programme, ScheduledItem
from gcmplan.problems.cluster import Cluster, Member
from gcmplan.problems.problem import Position, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HINT = "ask other persons, or move some of the items"


class _Part(NamedTuple):
    """A person's part: an item, and the position of the name."""

    programme: Programme
    item: ScheduledItem
    name: str
    position: Position
    in_item: bool
    """Whether the name is in the item; else it is in the session, and every item binds the person."""

    @property
    def words(self) -> str:
        """Return "'panel' of 'thematic-1' (10:00-13:00)"."""
        return f"'{self.item.item.id}' of '{self.programme.session.id}' ({self.item.item.time})"


def _check(context: Context) -> Iterator[Problem]:
    parts: dict[tuple[str, ...], dict[str, list[_Part]]] = {}
    for programme in judged(context):
        for part in _parts(programme):
            if part.item.seconds:
                parts.setdefault(name_words(part.name), {}).setdefault(programme.session.id, []).append(part)
    for words, sessions in parts.items():
        if words:
            for own in sessions.values():
                yield from _within(context, "-".join(words), own)
            yield from _between(context, "-".join(words), [own for own in sessions.values() if own[0].programme.zone])


def _parts(programme: Programme) -> Iterator[_Part]:
    """Yield what binds each person who is named in a session."""
    for one in appearances_in(programme):
        if one.name is None or one.part == "organiser":
            continue
        bound = [one.item] if one.item else [item for item in programme.items if item.item.kind not in ASIDE]
        for item in bound:
            yield _Part(programme, item, one.name, one.position, one.item is not None)


def _within(context: Context, person: str, own: list[_Part]) -> Iterator[Problem]:
    """Yield the problems of a person in the items of one session."""
    items: dict[str, _Part] = {}
    for part in own:
        # A person may have two parts in one item.
        if part.in_item:
            items.setdefault(part.item.item.id, part)
    programme = own[0].programme
    fields, scope = (person, programme.session.id), (person, programme.first_id)

    def pair(one: Member, other: Member) -> Problem:
        return _problem((items[one.name], items[other.name]), (*fields, *sorted((one.name, other.name))))

    for sides in sharing_time((part.item.seconds, part) for part in items.values() if part.item.seconds):
        members = [[_item(part) for part in side] for side in sides]
        cluster = Cluster.of(*members, lead=f"items have {own[0].name} at once", subject="items", scope=scope)
        like = RULE.problem("", own[0].position, hint=_HINT, fields=fields)
        yield from problems_of(context, like, cluster, pair)


def _between(context: Context, person: str, sessions: Iterable[list[_Part]]) -> Iterator[Problem]:
    """Yield the problems of a person in several sessions."""
    parts = {own[0].programme.session.id: own for own in sessions}
    order = {name: number for number, name in enumerate(parts)}
    alike: dict[frozenset[tuple[int, int]], list[list[_Part]]] = {}
    for own in parts.values():
        alike.setdefault(frozenset(part.item.seconds for part in own if part.item.seconds), []).append(own)

    def pair(*members: Member) -> Problem:
        first, second = sorted((member.name for member in members), key=order.__getitem__)
        return _problem(_first_at_once(parts[first], parts[second]), (person, *sorted((first, second))))

    groups = list(alike.values())
    for sides in ([groups[number] for number in numbers] for numbers in _at_once(list(alike), groups)):
        members = [[_session(own) for own in side] for side in sides]
        cluster = Cluster.of(
            *members, lead=f"sessions have {sides[0][0][0].name} at once", subject="sessions", scope=(person,)
        )
        like = RULE.problem("", sides[0][0][0].position, hint=_HINT, fields=(person,))
        yield from problems_of(context, like, cluster, pair)


def _session(own: list[_Part]) -> Member:
    programme = own[0].programme
    return member_of_words((programme.session.id,), (programme.first_id,), own[0].position, programme.event)


def _item(part: _Part) -> Member:
    words = (part.item.item.id,)
    return member_of_words(words, words, part.position, part.programme.event)


def _at_once(times: Sequence[frozenset[tuple[int, int]]], groups: Sequence[list[list[_Part]]]) -> list[tuple[int, ...]]:
    """Return the numbers of the groups of several sessions, and of each two that share a moment."""
    found: set[tuple[int, ...]] = {(number,) for number, group in enumerate(groups) if len(group) > 1}
    timed = ((time, number) for number, own in enumerate(times) for time in own)
    for sides in sharing_time(timed):
        pairs = combinations(sides[0], 2) if len(sides) == 1 else product(*sides)
        found.update((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])
    return sorted(found)


def _first_at_once(ones: list[_Part], others: list[_Part]) -> tuple[_Part, _Part]:
    """Return the first two parts at the same time, in the order of the files; at least one pair exists."""
    return next(
        (one, other)
        for one in ones
        for other in others
        if one.item.seconds and other.item.seconds and _share_time(one.item.seconds, other.item.seconds)
    )


def _share_time(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _problem(parts: tuple[_Part, _Part], fields: tuple[str, ...]) -> Problem:
    first, second = parts
    names = sorted({part.programme.session.id: part.programme.first_id for part in parts}.values())
    events = [part.programme.event for part in parts if part.programme.event]
    return RULE.problem(
        f"{second.name} has two parts at once: {first.words} and {second.words}",
        second.position,
        hint="ask another person, or move one of the items",
        events=list({event.id: event for event in events}.values()),
        related=(first.position,),
        fields=fields,
        first_fields=(fields[0], *names, *fields[1 + len(names) :]),
    )


RULE = Rule("GP404", "person-double-booked", Severity.ERROR, __doc__, _check)
