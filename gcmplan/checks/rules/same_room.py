"""Two meetings or items have one room at the same time.

A room holds one meeting at a time. The rule reports two meetings that certainly overlap, with regard to their hours if
both have hours, and that have the same venue in the same place. A building alone is a venue too: name the room. The
rule also compares items of different sessions, including sessions outside the workplan. An item without a venue has
the venue of its session, except breaks and side events. Items of two events that are already reported are left out.

Meetings with the same days and hours in one room form one problem, which counts its pairs; so do items at the same
time. A wrong venue that was copied down a list would otherwise give a problem for every two rows.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, venue: Room XIX,
         body: north, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 8-9 May 2017, place: Geneva, venue: Room XIX,
         body: south, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, venue: Room XIX,
         body: north, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 8-9 May 2017, place: Geneva, venue: Room XX,
         body: south, source: x}

To fix: give one of the meetings another room, other days or other hours.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from gcmplan.checks.cluster import problems_of
from gcmplan.checks.members import member_of, member_of_words
from gcmplan.checks.rule import Context, Rule
from gcmplan.checks.subjects import judged
from gcmplan.dates.hours import DAY
from gcmplan.plan.overlap import Overlaps, certainly_overlap, sharing_time
from gcmplan.plan.programme import Programme, ScheduledItem
from gcmplan.problems.cluster import Cluster, Member
from gcmplan.problems.pairs import Box, without
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gcmplan.plan.model import Event
    from gcmplan.problems.pairs import Boxes

_Room = tuple[str | None, str]
_Slot = tuple[Programme, ScheduledItem]


K = TypeVar("K")


class _Use(NamedTuple):
    """Meetings that have one room on the same days, at the same hours."""

    room: _Room
    event: Event
    """The first of them."""
    indices: list[int]
    """The indices of all among the meetings."""


def _check(context: Context) -> Iterator[Problem]:
    uses: dict[str, _Use] = {}
    for room in _rooms(context):
        uses.update((context.meetings[index].id, use) for use in room for index in use.indices)
        for sides in _colliding(room):
            yield from _meetings(context, sides)
    programmes = {programme.session.id: number for number, programme in enumerate(judged(context))}
    for slots in _slots(context).values():
        timed = ((item.seconds, (programme, item)) for programme, item in slots if item.seconds)
        for pair in sharing_time(timed):
            yield from _items(context, pair, uses, programmes)


def _rooms(context: Context) -> list[list[_Use]]:
    """Return the uses of each room."""
    found: dict[_Room, dict[tuple[object, ...], _Use]] = {}
    plain = cache(_plain)
    for index, meeting in enumerate(context.meetings):
        event = meeting.event
        # Without a place, it is not known whether two rooms are one.
        if event.venue and event.place and event.place.name:
            when = event.when
            key = when.spans or (when.window, when.days), event.hours
            room = event.place.name, plain(event.venue)
            found.setdefault(room, {}).setdefault(key, _Use(room, event, [])).indices.append(index)
    return [list(uses.values()) for uses in found.values()]


def _colliding(uses: Sequence[_Use]) -> Iterator[tuple[_Use, ...]]:
    """Yield each use that collides with itself, and each two that collide with each other."""
    yield from ((use,) for use in uses if _collide(use, use))
    if len(uses) > 1:
        for index, certain, _ in Overlaps([use.event.when for use in uses]):
            one = uses[index]
            yield from ((uses[other], one) for other in certain if _hours_meet(uses[other].event, one.event))


def _collide(one: _Use, other: _Use) -> bool:
    """Whether two uses are reported as a pair, or one with itself."""
    first, second = one.event, other.event
    if one.room != other.room or (one is other and len(one.indices) == 1):
        return False
    return certainly_overlap(first.when, second.when) and _hours_meet(first, second)


def _meetings(context: Context, sides: Iterable[_Use]) -> Iterator[Problem]:
    """Yield the problem of each meeting with each of the other side, or of its own if there is one side."""

    def pair(one: Member, other: Member) -> Problem:
        second = context.plan.event(other.name)
        return RULE.problem(
            f"'{one.name}' and '{other.name}' are in one room at the same time: {(second.venue or '').strip()}",
            other.position,
            hint="give one of them another room, other days or other hours",
            events=(context.plan.event(one.name), second),
            related=(one.position,),
            fields=("venue",),
        )

    rows = [[context.meetings[index] for index in use.indices] for use in sides]
    members = [
        [member_of(one.event, context.plan.position_of_row("events", one.row, "venue")) for one in side]
        for side in rows
    ]
    room = (rows[0][0].venue or "").strip()
    cluster = Cluster.of(*members, lead="meetings are in one room at the same time", tail=f": {room}")
    hint = "give them other rooms, other days or other hours"
    like = RULE.problem("", members[0][0].position, hint=hint, fields=("venue",))
    yield from problems_of(context, like, cluster, pair)


# -- items of programmes ---------------------------------------------------------------------------------------------


def _slots(context: Context) -> dict[_Room, list[_Slot]]:
    """Return the items with a time and a place by their rooms."""
    found: dict[_Room, list[_Slot]] = {}
    for programme in judged(context):
        for item in programme.items:
            venue = programme.room_of(item.item)
            if venue and programme.place_row and item.seconds:
                found.setdefault((programme.place_row.name, _plain(venue)), []).append((programme, item))
    return found


def _items(
    context: Context, sides: tuple[list[_Slot], ...], uses: dict[str, _Use], programmes: dict[str, int]
) -> Iterator[Problem]:
    """Yield the problem of each item with each of the other side, or of its own if there is one side."""
    slots = {_name(slot): slot for side in sides for slot in side}

    def pair(*members: Member) -> Problem:
        both = (slots[member.name] for member in members)
        return _problem(*sorted(both, key=lambda slot: (programmes[slot[0].session.id], slot[1].day, slot[1].number)))

    members = [[_member(slot) for slot in side] for side in sides]
    programme, item = sides[-1][-1]
    room = (programme.room_of(item.item) or "").strip()
    cluster = Cluster.of(*members, lead="items are in one room at the same time", tail=f": {room}", subject="items")
    boxes = without(without(cluster.boxes, _of_one_session(sides)), _told(sides, uses))
    like = RULE.problem("", members[0][0].position, hint="give them other rooms or other times")
    yield from problems_of(context, like, cluster._replace(boxes=boxes), pair)


def _name(slot: _Slot) -> str:
    return f"{slot[0].session.id} {slot[1].item.id}"


def _first(slot: _Slot) -> str:
    return f"{slot[0].first_id} {slot[1].item.id}"


def _member(slot: _Slot) -> Member:
    programme, item = slot
    words, first_words = ((name, item.item.id) for name in (programme.session.id, programme.first_id))
    return member_of_words(words, first_words, programme.position_of(item, "time"), programme.event)


def _of_one_session(sides: tuple[list[_Slot], ...]) -> Boxes:
    """Return the pairs of items of one session: they are no business of this rule."""
    own = [_sets(side, lambda slot: slot[0].session.id) for side in sides]
    return tuple(Box.of(side[name] for side in own) for name in own[0] if all(name in side for side in own))


def _told(sides: tuple[list[_Slot], ...], uses: dict[str, _Use]) -> Boxes:
    """Return the pairs of items of two events that are reported already."""
    known = {id(use): use for use in uses.values()}
    placed = [[slot for slot in side if slot[0].event and slot[0].event.id in uses] for side in sides]
    by_use = [_sets(side, lambda slot: id(uses[_event(slot)])) for side in placed]
    by_event = [_sets(side, _event) for side in placed]
    boxes: list[Box] = []
    for one, other in combinations_with_replacement(by_use[0], 2) if len(sides) == 1 else product(*by_use):
        if not _collide(known[one], known[other]):
            continue
        if one != other:
            boxes.append(Box(by_use[0][one], by_use[-1][other]))
            continue
        boxes.append(Box.of(side[one] for side in by_use))
        # Two sessions of one event are reported here alone.
        events = {_event(slot) for slot in placed[0] if id(uses[_event(slot)]) == one}
        both = [name for name in events if all(name in side for side in by_event)]
        boxes += (Box.of((side[name] for side in by_event), sign=-1) for name in both)
    return tuple(boxes)


def _event(slot: _Slot) -> str:
    return slot[0].event.id if slot[0].event else ""


def _sets(slots: Iterable[_Slot], key: Callable[[_Slot], K]) -> dict[K, frozenset[str]]:
    """Return the items by some key."""
    found: dict[K, set[str]] = {}
    for slot in slots:
        found.setdefault(key(slot), set()).add(_first(slot))
    return {name: frozenset(items) for name, items in found.items()}


def _problem(first: _Slot, second: _Slot) -> Problem:
    names = [f"'{item.item.id}' of '{programme.session.id}' ({item.item.time})" for programme, item in (first, second)]
    programme, item = second
    room = (programme.room_of(item.item) or "").strip()
    ids = sorted((one.session.id, placed.item.id) for one, placed in (first, second))
    first_ids = sorted((one.first_id, placed.item.id) for one, placed in (first, second))
    events = [one.event for one, _ in (first, second) if one.event]
    return RULE.problem(
        f"{names[0]} and {names[1]} are in one room at the same time: {room}",
        programme.position_of(item, "time"),
        hint="give one of them another room or another time",
        events=list({event.id: event for event in events}.values()),
        related=(first[0].position_of(first[1], "time"),),
        fields=[name for pair in ids for name in pair],
        first_fields=[name for pair in first_ids for name in pair],
    )


# -- rooms and hours -------------------------------------------------------------------------------------------------


def _plain(venue: str) -> str:
    return " ".join(venue.casefold().split())


def _hours_meet(first: Event, second: Event) -> bool:
    if not (first.hours and second.hours):
        return True
    # Hours over midnight meet those of the next day, if there is one.
    nights = (-DAY, 0, DAY) if min(first.when.days or 0, second.when.days or 0) > 1 else (0,)
    return any(
        one.start < other.end + night and other.start + night < one.end
        for one, other, night in product(first.hours, second.hours, nights)
    )


RULE = Rule("GP102", "same-room", Severity.ERROR, __doc__, _check)
