"""JSON of free dates: `gcmplan.slots/1`, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.json_parts import closed, json_text
from gcmplan.export.json_problem import ProblemObject, problem_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.editing.slots import Slot, Unplaced
    from gcmplan.plan.model import Event

SCHEMA: Literal["gcmplan.slots/1"] = "gcmplan.slots/1"


@closed
class SlotObject(TypedDict):
    """Days on which a meeting can be, both included, and the problems that it has there: never an error."""

    id: str
    first: str
    last: str
    when: str
    place: str | None
    problems: list[ProblemObject]
    reasons: list[str]


@closed
class UnplacedObject(TypedDict):
    """A meeting for which there is no day, and why."""

    id: str
    reason: str


@closed
class SlotsObject(TypedDict):
    """The whole output; where all meetings are placed together, `id` and `days` are null and each has one slot."""

    schema: Literal["gcmplan.slots/1"]
    id: str | None
    days: int | None
    slots: list[SlotObject]
    unplaced: list[UnplacedObject]


def render(slots: Iterable[Slot], unplaced: Iterable[Unplaced], event: Event | None, days: int | None) -> str:
    """Return the text; `event` is the one meeting asked for, and how many days it takes."""
    found: SlotsObject = {
        "schema": SCHEMA,
        "id": event.id if event else None,
        "days": days,
        "slots": [_slot(slot) for slot in slots],
        "unplaced": [{"id": one.event.id, "reason": one.reason} for one in unplaced],
    }
    return json_text(found)


def _slot(slot: Slot) -> SlotObject:
    spans = slot.event.when.spans
    return {
        "id": slot.event.id,
        "first": spans[0].first.isoformat(),
        "last": spans[-1].last.isoformat(),
        "when": str(slot.event.when),
        "place": slot.event.place.name if slot.event.place else None,
        "problems": [problem_object(problem) for problem in slot.problems],
        "reasons": list(slot.reasons),
    }
