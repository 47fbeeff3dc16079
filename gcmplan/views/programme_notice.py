"""The changes of a programme, in the words of a notice: its leaders, and its items, each by its title."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.changes.kinds import items_of
from gcmplan.dates.span import day_text
from gcmplan.views.agenda import person_text
from gcmplan.views.notice_words import changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from gcmplan.changes.kinds import PlacedItem
    from gcmplan.plan.model import Event
    from gcmplan.plan.session import Item, Person, Session

_PROSE = ("format", "objectives", "preparation", "outcomes", "recommendations")
_WORDS = ("about", "kind", "limits", "note")


class ProgrammeNotice(NamedTuple):
    """The lines about a programme; whether its days moved with those of its event, which is not repeated."""

    lines: tuple[str, ...]
    moves_along: bool = False


def changed_programme(
    old: Session | None, new: Session | None, events: tuple[Event | None, Event | None]
) -> ProgrammeNotice:
    """Return what changed in a programme of an event, which is given before and after."""
    if new is None or not new.days:
        return ProgrammeNotice(("programme withdrawn",) if old and old.days else ())
    if old is None or not old.days:
        return ProgrammeNotice((f"{'tentative ' if new.is_tentative else ''}programme published",))
    moved = _days_moved(old, new, events)
    lines = (*_of_session(old, new), *_of_items(old, new, moved))
    return ProgrammeNotice(lines, bool(moved))


def _days_moved(old: Session, new: Session, events: tuple[Event | None, Event | None]) -> dict[date, date]:
    """Return where each day of a programme went, if the days went along with those of the event; else nothing."""
    before, after = events
    if before is None or after is None or before.when == after.when or len(old.days) != len(new.days):
        return {}
    moved = {day.date: other.date for day, other in zip(old.days, new.days, strict=True)}
    is_along = all(any(first <= day <= last for first, last in after.when.spans) for day in moved.values())
    return moved if is_along and any(day != other for day, other in moved.items()) else {}


def _of_session(old: Session, new: Session) -> Iterator[str]:
    """Yield who leads the whole now, where and when it is if it says so itself, and which texts are new."""
    lines = [
        changed(label, _people(one), _people(other))
        for label, one, other in (
            ("chair", old.chair, new.chair),
            ("moderator", [old.moderator], [new.moderator]),
            ("rapporteur", [old.rapporteur], [new.rapporteur]),
        )
    ]
    lines += [changed(key, getattr(old, key), getattr(new, key)) for key in ("place", "venue", "hours", "note")]
    if old.is_tentative is not new.is_tentative:
        lines.append("the programme is tentative" if new.is_tentative else "the programme is final")
    lines += [f"{key} changed" for key in _PROSE if getattr(old, key) != getattr(new, key)]
    yield from filter(None, lines)


def _people(people: Iterable[Person | None]) -> str | None:
    return "; ".join(person_text(person) for person in people if person) or None


def _of_items(old: Session, new: Session, moved: dict[date, date]) -> Iterator[str]:
    """Yield the changes of the items; one that moved with its day is left out."""
    before, after = items_of(old.days), items_of(new.days)
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            yield from (
                f"“{one[1].title}”: {word}" for word, one in (("removed", was), ("new, " + _time(now), now)) if one
            )
        elif text := "; ".join(filter(None, _of_item((moved.get(was[0], was[0]), was[1]), now))):
            yield f"“{now[1].title}”: {text}"


def _time(placed: PlacedItem | None) -> str:
    """Return "8 May 2017, 10:15-13:00"."""
    if placed is None:
        return ""
    day, item = placed
    return f"{day_text(day)}, {item.time}" if item.time else day_text(day)


def _of_item(old: PlacedItem, new: PlacedItem) -> Iterator[str]:
    (day, was), (other_day, now) = old, new
    if day != other_day:
        yield f"now {_time(new)}, was {_time(old)}"
    elif was.time != now.time:
        yield f"now {now.time}, was {was.time}" if was.time and now.time else f"time {now.time or 'open'}"
    yield f"was called “{was.title}”" if was.title != now.title else ""
    yield changed("venue", was.venue, now.venue)
    yield changed("moderator", _people([was.moderator]), _people([now.moderator]))
    yield changed("speakers", _people(was.speakers), _people(now.speakers))
    yield "details changed" if _details(was) != _details(now) else ""


def _details(item: Item) -> list[object]:
    return [getattr(item, key) for key in _WORDS]
