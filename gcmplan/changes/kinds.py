"""The kinds that a change has: of dates, by the algebra of `When`; of a row, by the keys whose values differ."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from gcmplan.changes.change import WHERE, ChangeKind, ordered
from gcmplan.dates.hours import Hours, Slot
from gcmplan.dates.span import Certainty, Span, joined
from gcmplan.dates.when import When
from gcmplan.plan.keys import Aspect, Trait, keys_of
from gcmplan.plan.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import date

    from gcmplan.plan.place import Place
    from gcmplan.plan.row import Row
    from gcmplan.plan.session import Item, ProgrammeDay

    PlacedItem = tuple[date, Item]
    """An item with its day."""

_FIXED = {
    Aspect.ROOM: ChangeKind.RELOCATED,
    Aspect.OWNER: ChangeKind.REGROUPED,
    Aspect.PHASE: ChangeKind.REPHASED,
    Aspect.NAME: ChangeKind.RENAMED,
    Aspect.TEXT: ChangeKind.REWORDED,
}
"""The kinds that do not depend on the values."""


def kinds_of_row(old: Row, new: Row, keys: Collection[str]) -> tuple[ChangeKind, ...]:
    """Return the kinds of a row's change, given the keys whose values differ; another text is all that is left."""
    facts = keys_of(type(new))
    changed = [facts[key] for key in keys]
    renamed = any(Trait.IDENTITY in one.traits for one in changed)
    found = [
        (one.aspect, _kinds_of_value(one.aspect, getattr(old, key, None), getattr(new, key, None)))
        for key, one in zip(keys, changed, strict=True)
        # An id that changes is kept among those that the row had before.
        if not (renamed and Trait.EARLIER_IDENTITY in one.traits)
    ]
    went = any(WHERE & set(kinds) for aspect, kinds in found if aspect is Aspect.DATE)
    # The move of the days is enough; the hours moved with them.
    return ordered(kind for aspect, kinds in found if not (went and aspect is Aspect.HOURS) for kind in kinds)


def _kinds_of_value(aspect: Aspect, old: Any, new: Any) -> tuple[ChangeKind, ...]:  # noqa: ANN401 - of any key
    """Return the kinds of one value's change."""
    if read := _BY_VALUES.get(aspect):
        return read(old, new) or (ChangeKind.REWORDED,)
    return (_FIXED[aspect],)


def _kinds_of_dates(old: When | None, new: When | None) -> tuple[ChangeKind, ...]:
    """Return how dates changed; a date that was not given at all is one that is not known."""
    unknown = When.unknown(Certainty.TBC)
    return kinds_of_when(old or unknown, new or unknown)


def _kinds_of_place(old: Place | None, new: Place | None) -> tuple[ChangeKind, ...]:
    """Return how a place changed: its name, and how sure it is; where none was given, nothing is sure or unsure."""
    moved = (ChangeKind.RELOCATED,) if (old and old.name) != (new and new.name) else ()
    return (*moved, *(kinds_of_certainty(old.certainty, new.certainty) if old and new else ()))


def _kinds_of_hours(old: Hours | Slot | None, new: Hours | Slot | None) -> tuple[ChangeKind, ...]:
    """Return how the hours of the same days changed: known at all, in length, or in their place."""
    if old is None or new is None:
        return (ChangeKind.NARROWED if old is None else ChangeKind.WIDENED,)
    before, after = _minutes(old), _minutes(new)
    if before == after:
        return (ChangeKind.SHIFTED,)
    return (ChangeKind.LENGTHENED if after > before else ChangeKind.SHORTENED,)


def _minutes(hours: Hours | Slot) -> int:
    return hours.minutes if isinstance(hours, Slot) else sum(slot.minutes for slot in hours)


def _kinds_of_status(old: Status | str, new: Status | str) -> tuple[ChangeKind, ...]:
    """Return how an event's standing changed. Put off without a new date is postponed, the way back reinstated.

    The reverse of postponed is advanced, which only dates call by another name.
    """
    if not isinstance(new, Status):
        # A programme is tentative, or final.
        return (ChangeKind.UNCONFIRMED if new == "tentative" else ChangeKind.CONFIRMED,)
    if new is Status.CANCELLED:
        return (ChangeKind.CANCELLED,)
    return (ChangeKind.POSTPONED if old is Status.SCHEDULED else ChangeKind.REINSTATED,)


# -- programmes ---


def items_of(days: Iterable[ProgrammeDay]) -> dict[str, PlacedItem]:
    """Return the items of a programme by their ids, each with its day."""
    return {item.id: (day.date, item) for day in days for item in day.items}


def _kinds_of_days(old: Iterable[ProgrammeDay], new: Iterable[ProgrammeDay]) -> tuple[ChangeKind, ...]:
    """Return how the items of a programme changed, all together."""
    before, after = items_of(old), items_of(new)
    names = dict.fromkeys((*before, *after))
    return ordered(chain.from_iterable(kinds_of_item(before.get(name), after.get(name)) for name in names))


def kinds_of_item(old: PlacedItem | None, new: PlacedItem | None) -> tuple[ChangeKind, ...]:
    """Return how an item changed; nothing if it is as it was. One with a time that comes or goes changes the length."""
    if old is None or new is None:
        timed = any(one and one[1].time for one in (old, new))
        return ((ChangeKind.LENGTHENED if new else ChangeKind.SHORTENED) if timed else ChangeKind.REWORDED,)
    (day, before), (other_day, after) = old, new
    kinds = [
        kind
        for name, key in keys_of(type(before)).items()
        if not key.is_internal and getattr(before, name) != getattr(after, name)
        for kind in _kinds_of_value(key.aspect, getattr(before, name), getattr(after, name))
    ]
    return ordered([*kinds, ChangeKind.SHIFTED] if day != other_day else kinds)


_BY_VALUES: dict[Aspect, Callable[[Any, Any], tuple[ChangeKind, ...]]] = {
    Aspect.DATE: _kinds_of_dates,
    Aspect.PLACE: _kinds_of_place,
    Aspect.HOURS: _kinds_of_hours,
    Aspect.CERTAINTY: lambda old, new: tuple(kinds_of_certainty(old, new)),
    Aspect.STATUS: _kinds_of_status,
    Aspect.PROGRAMME: _kinds_of_days,
}


def days_between(old: Row | None, new: Row | None) -> int | None:
    """Return how many days later it is, if all its days are known and went elsewhere together."""
    before, after = getattr(old, "when", None), getattr(new, "when", None)
    if not (before and after and before.exact and after.exact and len(before.spans) == len(after.spans)):
        return None
    ends = (
        (one, other) for pair in zip(before.spans, after.spans, strict=True) for one, other in zip(*pair, strict=True)
    )
    moved = {(other - one).days for one, other in ends}
    # A window, or days that moved apart, have no single number of days.
    return moved.pop() or None if len(moved) == 1 else None


# -- dates ---


def kinds_of_when(old: When, new: When) -> tuple[ChangeKind, ...]:
    """Return how a date changed: at most one kind of `WHERE`, besides those of certainty and length."""
    where = _where(old, new)
    kinds = [] if where is None else [where]
    kinds.extend(kinds_of_certainty(old.certainty, new.certainty))
    if old.days is not None and new.days is not None and old.days != new.days:
        kinds.append(ChangeKind.LENGTHENED if new.days > old.days else ChangeKind.SHORTENED)
    return ordered(kinds)


def kinds_of_certainty(old: Certainty, new: Certainty) -> Iterator[ChangeKind]:
    """Yield whether something became sure, or ceased to be; TBC and TBA are alike unsure."""
    if (old is Certainty.CONFIRMED) is not (new is Certainty.CONFIRMED):
        yield ChangeKind.CONFIRMED if new is Certainty.CONFIRMED else ChangeKind.UNCONFIRMED


def _where(old: When, new: When) -> ChangeKind | None:
    """Return where dates went, if they went anywhere; no dates at all are like a window without ends."""
    if old.window is None or new.window is None:
        if old.window == new.window:
            return None
        return ChangeKind.NARROWED if old.window is None else ChangeKind.WIDENED
    # Whoever kept the days of "1 and 10 June" free has not kept the 5th: only days that could be meant count.
    before, after = _days_of(old, old.window), _days_of(new, new.window)
    if before == after:
        return _in_the_same_days(old, new)
    if _lie_in(after, before):
        return ChangeKind.NARROWED
    if _lie_in(before, after):
        return ChangeKind.WIDENED
    if new.window.first > old.window.last:
        return ChangeKind.POSTPONED
    return ChangeKind.ADVANCED if new.window.last < old.window.first else ChangeKind.SHIFTED


def on_the_same_days(one: When, other: When) -> bool:
    """Whether two dates have the same known days, in whatever pieces."""
    if not (one.window and other.window and one.exact and other.exact):
        return False
    return _days_of(one, one.window) == _days_of(other, other.window)


def _in_the_same_days(old: When, new: When) -> ChangeKind | None:
    """Compare what is known besides the days: whether it takes all of them, how many, in how many pieces.

    Knowing more is narrower; as many other pieces are other entries in a calendar.
    """
    before, after = ((one.exact, one.days is not None, len(one.spans)) for one in (old, new))
    if before != after:
        return ChangeKind.NARROWED if after > before else ChangeKind.WIDENED
    return None if old.spans == new.spans else ChangeKind.SHIFTED


def _days_of(when: When, window: Span) -> list[Span]:
    """Return the days on which it may take place, the known ones or all of its window, as spans that do not touch."""
    return joined(when.spans or (window,))


def _lie_in(some: list[Span], others: list[Span]) -> bool:
    """Whether all days of some spans are among those of others, which do not touch."""
    return all(any(other.first <= one.first and one.last <= other.last for other in others) for one in some)
