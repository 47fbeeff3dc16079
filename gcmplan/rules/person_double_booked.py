"""A person has two parts at the same time.

Nobody can speak in two rooms, or in two cities. A person is bound by the items that they moderate or speak in, and the
chair, the moderator and the rapporteur of a session by all its items but breaks and side events. Persons are the same
if their names are, without titles and accents; somebody who is known by role alone is nobody yet. Times of different
places are compared by their time zones. Told once for two items of one session, and once for two sessions.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 8 May 2017, place: New York, source: x}
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
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 8 May 2017, place: New York, source: x}
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

To mend: ask another person, or move one of the items. For two persons of one name, waive the problem with that reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.people import appearances_in, name_words
from gcmplan.problem import Position, Problem, Severity
from gcmplan.programme import ASIDE, Programme, ScheduledItem, judged, sharing_time
from gcmplan.rule import Context, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Part(NamedTuple):
    """What binds a person: an item, and where the name stands."""

    programme: Programme
    item: ScheduledItem
    name: str
    position: Position
    in_item: bool
    """Whether the name stands in the item; else in the session, whose every item it is part of."""


def _check(context: Context) -> Iterator[Problem]:
    parts: dict[tuple[str, ...], list[_Part]] = {}
    for programme in judged(context):
        for part in _parts(programme):
            parts.setdefault(name_words(part.name), []).append(part)
    for words, own in parts.items():
        if len(own) > 1 and words:
            yield from _booked(words, own)


def _parts(programme: Programme) -> Iterator[_Part]:
    """Yield what binds each person who is named in a session."""
    for one in appearances_in(programme):
        if one.name is None or one.part == "organiser":
            continue
        bound = [one.item] if one.item else [item for item in programme.items if item.item.kind not in ASIDE]
        for item in bound:
            yield _Part(programme, item, one.name, one.position, one.item is not None)


def _booked(words: tuple[str, ...], own: list[_Part]) -> Iterator[Problem]:
    told: set[tuple[str, ...]] = set()
    for one, other in sorted(sharing_time([part.item for part in own])):
        first, second = own[one], own[other]
        fields = _fields(words, first, second)
        if fields and fields not in told:
            told.add(fields)
            yield _problem(first, second, fields)


def _fields(words: tuple[str, ...], first: _Part, second: _Part) -> tuple[str, ...]:
    """Return what tells the problem apart; nothing if the two parts are none."""
    person = "-".join(words)
    sessions = first.programme.session.id, second.programme.session.id
    if sessions[0] != sessions[1]:
        # Without a zone, a time cannot be compared with that of another place.
        return (person, *sorted(sessions)) if first.programme.zone and second.programme.zone else ()
    items = first.item.item.id, second.item.item.id
    return (person, sessions[0], *sorted(items)) if first.in_item and second.in_item and items[0] != items[1] else ()


def _first_fields(fields: tuple[str, ...], first: _Part, second: _Part) -> tuple[str, ...]:
    """Return the same by the first ids of the sessions."""
    names = sorted({part.programme.session.id: part.programme.first_id for part in (first, second)}.values())
    return (fields[0], *names, *fields[1 + len(names) :])


def _problem(first: _Part, second: _Part, fields: tuple[str, ...]) -> Problem:
    places = [
        f"'{part.item.item.id}' of '{part.programme.session.id}' ({part.item.item.time})" for part in (first, second)
    ]
    events = [part.programme.event for part in (first, second) if part.programme.event]
    return RULE.problem(
        f"{second.name} has two parts at once: {places[0]} and {places[1]}",
        second.position,
        hint="ask another person, or move one of the items",
        events=list({event.id: event for event in events}.values()),
        related=(first.position,),
        fields=fields,
        first_fields=_first_fields(fields, first, second),
    )


RULE = Rule("GP404", "person-double-booked", Severity.ERROR, __doc__, _check)
