"""How another official document and the plan speak of the same events: alike, more precisely, or against each other.

The other document is partial: what it, or the plan, leaves out says nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.change import Change, ChangeKind, FieldChange, Positions
from gcmplan.diff import EVENTS
from gcmplan.kinds import days_between, kinds_of_row, kinds_of_when, on_the_same_days
from gcmplan.span import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.fields import Place
    from gcmplan.model import Event
    from gcmplan.paper import FiledPaper, PaperEvent
    from gcmplan.problem import Position
    from gcmplan.when import When
    from gcmplan.workplan import Workplan

KEYS = ("when", "place")
"""What is compared; a title or a venue in other words is no contradiction."""
_CONTRARY = {
    ChangeKind.POSTPONED,
    ChangeKind.ADVANCED,
    ChangeKind.SHIFTED,
    ChangeKind.LENGTHENED,
    ChangeKind.SHORTENED,
}
"""Ways from one date to the other that more precision does not explain."""


class Verdict(StrEnum):
    """How two documents speak of one event."""

    CONTRADICT = "contradict"
    MORE_PRECISE = "more precise"
    """The days or the place of one lie in those of the other."""
    AGREE = "agree"
    """They give the same days and place; one may be less sure of them."""


class Comparison(NamedTuple):
    """What two documents say of one event, and how one says it differently from the other."""

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
            found.append(Comparison(_verdict(plan, row, event, change), change._replace(title=event.title)))
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
        fields=tuple(FieldChange(key, str(getattr(old, key)), str(getattr(new, key))) for key in differing),
        positions=Positions(*positions),
        first=new.when.earliest if new.when else None,
    )


def _verdict(plan: Workplan, row: PaperEvent, event: Event, change: Change) -> Verdict:
    if any(contradictions(plan, row, event)):
        return Verdict.CONTRADICT
    # What is left is certainty, which is no other day and no other place.
    differs = {ChangeKind.NARROWED, ChangeKind.WIDENED, ChangeKind.RELOCATED} & set(change.kinds)
    return Verdict.MORE_PRECISE if differs else Verdict.AGREE


def contradictions(plan: Workplan, row: PaperEvent, event: Event) -> Iterator[str]:
    """Yield the keys, `when` and `place`, whose values contradict each other."""
    if row.when and _dates_differ(event.when, row.when):
        yield "when"
    if row.place and event.place and places_differ(plan, event.place, row.place):
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
    rows = [place for place in plan.places if place.name in {one.name, other.name}]
    # As everywhere, a place without coordinates is a country.
    return len({place.country for place in rows}) > 1 or all(place.latitude is not None for place in rows)
