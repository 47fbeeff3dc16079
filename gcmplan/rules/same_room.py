"""Two meetings or items have one room at the same time.

A room holds one meeting. Two meetings that certainly overlap, in their hours too if both have any, and that have one
venue of one place cannot both take place there, whoever attends them. A building alone is a venue too: name the room.
Nor can two items of different sessions, also of meetings that are not in the workplan; an item is in its own venue, or
in that of its session. Items of two events that are told already are left out.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, venue: Room XIX,
         source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 8-9 May 2017, place: Geneva, venue: Room XIX,
         source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, venue: Room XIX,
         source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 8-9 May 2017, place: Geneva, venue: Room XX,
         source: x}

To mend: give one of the meetings another room, other days or other hours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.problem import Problem, Severity
from gcmplan.programme import Programme, ScheduledItem, judged, sharing_time
from gcmplan.rule import Context, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.model import Event
    from gcmplan.overlap import Meeting

_Room = tuple[str | None, str]
_Slot = tuple[Programme, ScheduledItem]


def _check(context: Context) -> Iterator[Problem]:
    told: set[frozenset[str]] = set()
    for earlier, later in _overlapping(context):
        first, second = earlier.event, later.event
        if _room(first) == _room(second) and _hours_meet(first, second):
            told.add(frozenset((first.id, second.id)))
            yield RULE.problem(
                f"'{first.id}' and '{second.id}' are in one room at the same time: {(second.venue or '').strip()}",
                context.plan.position_of_row("events", later.row, "venue"),
                hint="give one of them another room, other days or other hours",
                events=(first, second),
                related=(context.plan.position_of_row("events", earlier.row, "venue"),),
                fields=("venue",),
            )

    for slots in _slots(context).values():
        for one, other in sorted(sharing_time([item for _, item in slots])):
            first_slot, second_slot = slots[one], slots[other]
            sessions = first_slot[0].session.id, second_slot[0].session.id
            events = [programme.event for programme, _ in (first_slot, second_slot) if programme.event]
            if sessions[0] != sessions[1] and frozenset(event.id for event in events) not in told:
                yield _problem(first_slot, second_slot, events)


def _overlapping(context: Context) -> Iterator[tuple[Meeting, Meeting]]:
    """Yield the pairs of meetings with a room that certainly overlap."""
    meetings, certain = context.meetings, context.overlaps.certain
    placed = {
        index: meeting
        for index, meeting in enumerate(meetings)
        # Without a place, it is not known whether two rooms are one.
        if meeting.venue and meeting.event.place and meeting.event.place.name
    }
    for index, meeting in placed.items():
        yield from ((placed[other], meeting) for other in certain[index] if other in placed)


def _slots(context: Context) -> dict[_Room, list[_Slot]]:
    """Return the items with a time and a place by their rooms."""
    found: dict[_Room, list[_Slot]] = {}
    for programme in judged(context):
        for item in programme.items:
            venue = item.item.venue or programme.venue
            if venue and programme.place_row and item.seconds:
                found.setdefault((programme.place_row.name, _plain(venue)), []).append((programme, item))
    return found


def _problem(first: _Slot, second: _Slot, events: list[Event]) -> Problem:
    names = [f"'{item.item.id}' of '{programme.session.id}' ({item.item.time})" for programme, item in (first, second)]
    programme, item = second
    room = (item.item.venue or programme.venue or "").strip()
    ids = sorted((one.session.id, placed.item.id) for one, placed in (first, second))
    first_ids = sorted((one.first_id, placed.item.id) for one, placed in (first, second))
    return RULE.problem(
        f"{names[0]} and {names[1]} are in one room at the same time: {room}",
        programme.position_of(item, "time"),
        hint="give one of them another room or another time",
        events=list({event.id: event for event in events}.values()),
        related=(first[0].position_of(first[1], "time"),),
        fields=[name for pair in ids for name in pair],
        first_fields=[name for pair in first_ids for name in pair],
    )


def _room(event: Event) -> _Room:
    return event.place.name if event.place else None, _plain(event.venue or "")


def _plain(venue: str) -> str:
    return " ".join(venue.casefold().split())


def _hours_meet(first: Event, second: Event) -> bool:
    if not (first.hours and second.hours):
        return True
    return any(one.start < other.end and other.start < one.end for one in first.hours for other in second.hours)


RULE = Rule("GP102", "same-room", Severity.ERROR, __doc__, _check)
