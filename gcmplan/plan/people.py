"""The participants of meetings: people and offices of all sessions.

Titles, accents, letter case and blanks make no difference between names: "Gomez Camacho" finds "Mr. Gómez Camacho".
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.errors import UnknownValueError
from gcmplan.plan.programme import programmes
from gcmplan.text.accents import unaccented
from gcmplan.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.programme import Programme, ScheduledItem
    from gcmplan.plan.session import Person
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Position

_TITLES = {"mr", "ms", "mrs", "miss", "dr", "prof", "professor", "hm", "hrh", "sir", "dame", "madam", "mme"}
_TITLES |= {"amb", "ambassador", "minister", "excellency", "his", "her", "hon", "honourable", "the"}
_EXCELLENCY = lazy(r"\bH\.\s?E\.|\bHE\b(?=\s+\w*[a-z])")
"""Not "He", which is somebody's name."""
_INITIALS = lazy(r"\b(\w)\.\s*(?=\w\b)")
_WORD = lazy(r"\w+")


class Appearance(NamedTuple):
    """Somebody's part in a meeting, or in one of its items."""

    programme: Programme
    part: str
    """chair, moderator, rapporteur, speaker or organiser."""
    name: str | None
    role: str | None
    item: ScheduledItem | None
    position: Position


def appearances(plan: Workplan) -> Iterator[Appearance]:
    """Yield every part that somebody has in a session, in the order of the files."""
    for programme in programmes(plan):
        yield from appearances_in(programme)


def appearances_in(programme: Programme) -> Iterator[Appearance]:
    """Yield the parts in one session: first in all of it, then in its items."""
    session = programme.session
    for index, name in enumerate(session.organisers):
        yield Appearance(programme, "organiser", name, None, None, programme.position("organisers", index))
    leading = [("chair", person) for person in session.chair]
    leading += [(part, person) for part in ("moderator", "rapporteur") if (person := getattr(session, part))]
    for number, (part, person) in enumerate(leading):
        location = ("chair", number) if part == "chair" and len(session.chair) > 1 else (part,)
        yield _appearance(programme, part, person, None, location)
    for item in programme.items:
        if item.item.moderator:
            yield _appearance(programme, "moderator", item.item.moderator, item, ("moderator",))
        for number, person in enumerate(item.item.speakers):
            yield _appearance(programme, "speaker", person, item, ("speakers", number))


def _appearance(
    programme: Programme, part: str, person: Person, item: ScheduledItem | None, location: tuple[str | int, ...]
) -> Appearance:
    place = ("days", item.day, "items", item.number, *location) if item else location
    # A name needs no key.
    if isinstance(programme.filed.document.value_at(place), dict):
        place = (*place, "name" if person.name else "role")
    return Appearance(programme, part, person.name, person.role, item, programme.position(*place))


def find_people(plan: Workplan, text: str) -> list[Appearance]:
    """Return the parts of those whose name or role has all words of a text, or words that begin so; by name and date.

    Raises:
        UnknownValueError: there are none.

    """
    wanted = name_words(text) or _words(text)
    found = [one for one in appearances(plan) if wanted and _has(f"{one.name or ''} {one.role or ''}", wanted)]
    if not found:
        names = dict.fromkeys(one.name for one in appearances(plan) if one.name)
        raise UnknownValueError("person or office", text, names, (word for name in names for word in name.split()))
    return sorted(found, key=_order)


def _order(one: Appearance) -> tuple[tuple[str, ...], date]:
    return name_words(one.name or one.role or ""), one.programme.when.earliest or date.max


def _has(text: str, wanted: tuple[str, ...]) -> bool:
    words = _words(text)
    return all(any(word.startswith(one) for word in words) for one in wanted)


def name_words(name: str) -> tuple[str, ...]:
    """Return the distinguishing words of a name: without titles, accents and capitals."""
    return tuple(word for word in _words(_EXCELLENCY.sub("", name)) if word not in _TITLES)


def _words(text: str) -> tuple[str, ...]:
    # "H.E." and "H. E." are one word, as "HE" is.
    return tuple(_WORD.findall(_INITIALS.sub(r"\1", unaccented(text))))
