"""How another official document and the plan speak of the same events: alike, more precisely, or against each other.

The other document is partial: what it, or the plan, leaves out says nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.changes.change import Change, ChangeKind, FieldChange, Positions
from gcmplan.changes.diff import EVENTS
from gcmplan.changes.kinds import days_between, kinds_of_row, kinds_of_when, on_the_same_days
from gcmplan.dates.span import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.dates.when import When
    from gcmplan.plan.model import Event
    from gcmplan.plan.official_document import FiledPaper, PaperEvent
    from gcmplan.plan.place import Place
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Position

KEYS = ("when", "place")
"""The compared keys; a title or a venue in other words is no contradiction."""
_CONTRARY = {
    ChangeKind.POSTPONED,
    ChangeKind.ADVANCED,
    ChangeKind.SHIFTED,
    ChangeKind.LENGTHENED,
    ChangeKind.SHORTENED,
}
"""Ways from one date to the other that more precision does not explain."""


class Verdict(StrEnum):
    """How the second of two documents speaks of one event, beside the first."""

    CONTRADICT = "contradict"
    MIXED = "mixed"
    """More precise in one thing, less precise in another: in the days, not in the place."""
    LESS_PRECISE = "less precise"
    """The days or the place of the first are among those of the second."""
    MORE_PRECISE = "more precise"
    """The days or the place of the second are among those of the first."""
    AGREE = "agree"
    """They give the same days and place; one may be less sure of them."""


class Comparison(NamedTuple):
    """Compares an event in two documents, and says how the second differs from the first."""

    verdict: Verdict
    change: Change


def comparison(filed: FiledPaper, plan: Workplan, *, from_plan: bool = False) -> list[Comparison]:
    """Return what a document and the plan say of each of the document's events, in its order.

    Changes lead from the document to the plan, or the other way round if asked for `from_plan`.
    """
    events = {event.id: event for event in plan.events}
    found = []
    for index, row in enumerate(filed.paper.events):
        event = events.get(row.id)
        if event:
            positions = Positions(filed.document.position_of((EVENTS, index)), plan.position_of(event))
            change = _change(event, row, positions[::-1]) if from_plan else _change(row, event, positions)
            verdict = verdict_of(plan, event, row) if from_plan else verdict_of(plan, row, event)
            found.append(Comparison(verdict, change._replace(title=event.title)))
    return found


def _change(old: Event | PaperEvent, new: Event | PaperEvent, positions: tuple[Position | None, ...]) -> Change:
    told = [key for key in KEYS if getattr(old, key) is not None and getattr(new, key) is not None]
    differing = [key for key in told if getattr(old, key) != getattr(new, key)]
    return Change(
        section=EVENTS,
        id=new.id,
        title=new.title,
        kinds=kinds_of_row(old, new, differing),
        days=days_between(old, new) if "when" in differing else None,
        fields=tuple(FieldChange((key,), str(getattr(old, key)), str(getattr(new, key))) for key in differing),
        positions=Positions(*positions),
        first=new.when.earliest if new.when else None,
    )


def verdict_of(plan: Workplan, old: Event | PaperEvent, new: Event | PaperEvent) -> Verdict:
    """Return how the second speaks of an event, beside the first."""
    if any(contradictions(plan, old, new)):
        return Verdict.CONTRADICT
    differences = {difference for key in KEYS for difference in precision(plan, key, old, new)}
    if len(differences) > 1:
        return Verdict.MIXED
    # Only certainty is left, which is no other day and no other place.
    return differences.pop() if differences else Verdict.AGREE


def precision(plan: Workplan, key: str, old: Event | PaperEvent, new: Event | PaperEvent) -> Iterator[Verdict]:
    """Yield whether the second is more precise in `when` or `place`, or less, or both; neither if they are alike.

    The two do not contradict each other; what only one says is not compared.
    """
    if key == "when" and old.when and new.when:
        yield from _precision_of_dates(old.when, new.when)
    elif key == "place" and old.place and new.place:
        yield from _precision_of_places(plan, old.place, new.place)


def _precision_of_dates(old: When, new: When) -> Iterator[Verdict]:
    where = set(kinds_of_when(old, new))
    if ChangeKind.NARROWED in where or (old.days is None and new.days is not None):
        yield Verdict.MORE_PRECISE
    if ChangeKind.WIDENED in where or (new.days is None and old.days is not None):
        yield Verdict.LESS_PRECISE


def _precision_of_places(plan: Workplan, old: Place, new: Place) -> Iterator[Verdict]:
    """Yield how precise places are: a name more than none, a city more than its country, a sure one more than another.

    Two different names of which neither is sure are both: neither says more.
    """
    if old.name == new.name:
        return
    ranks = [
        (place.name is not None, place.certainty is Certainty.CONFIRMED, _is_city(plan, place)) for place in (old, new)
    ]
    if ranks[1] >= ranks[0]:
        yield Verdict.MORE_PRECISE
    if ranks[0] >= ranks[1]:
        yield Verdict.LESS_PRECISE


def _is_city(plan: Workplan, place: Place) -> bool:
    """Whether a place is more than a country: as everywhere, a place without coordinates is one."""
    return any(row.name == place.name and row.latitude is not None for row in plan.places)


def contradictions(plan: Workplan, one: Event | PaperEvent, other: Event | PaperEvent) -> Iterator[str]:
    """Yield the keys, `when` and `place`, whose values contradict each other."""
    if one.when and other.when and _dates_differ(one.when, other.when):
        yield "when"
    if one.place and other.place and places_differ(plan, one.place, other.place):
        yield "place"


def _dates_differ(one: When, other: When) -> bool:
    """Whether neither date is the other, only more precise; known days are as precise as can be."""
    if on_the_same_days(one, other):
        return False
    kinds = set(kinds_of_when(one, other))
    inside = (ChangeKind.NARROWED in kinds and one.exact) or (ChangeKind.WIDENED in kinds and other.exact)
    return inside or bool(kinds & _CONTRARY)


def places_differ(plan: Workplan, one: Place, other: Place) -> bool:
    """Whether two places are sure, have different names, and neither is the country of the other."""
    if one.name == other.name or {one.certainty, other.certainty} != {Certainty.CONFIRMED}:
        return False
    if one.is_online or other.is_online:
        return True
    rows = [place for place in plan.places if place.name in {one.name, other.name}]
    # As everywhere, a place without coordinates is a country.
    return len({place.country for place in rows}) > 1 or all(place.latitude is not None for place in rows)
