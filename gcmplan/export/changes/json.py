"""JSON for programs: `gcmplan.diff/1`, one change a line. Applied to the old plan, the changes give the new one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.changes.diff import EVENTS
from gcmplan.export.json_change import DifferenceObject, Sets, difference_object
from gcmplan.export.json_parts import closed, json_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.views.change_words import Telling

SCHEMA = "gcmplan.diff/1"

_MANY, _OFTEN = 20, 20
"""Sets of delegations larger than this and mentioned more often than this are listed once: 1,000 moves to one day name
193 each.
"""


@closed
class SummaryObject(TypedDict):
    """How many events changed and did not, how often each kind of change is there, and how many other rows changed."""

    changed: int
    unchanged: int
    kinds: dict[str, int]
    others: int


DiffObject = TypedDict(
    "DiffObject",
    {
        "schema": Literal["gcmplan.diff/1"],
        "from": str,
        "to": str,
        "summary": SummaryObject,
        "sets": list[list[str]],
        "changes": list[DifferenceObject],
    },
)
DiffObject.__doc__ = """The whole output.

`sets` holds the delegations of conflicts that are many, and are told again and again; most outputs have none.

To apply a change: in the row of its section and id (or of the old value of its field "id"), give each path its new
value; null takes it away, and a row without values is gone."""
closed(DiffObject)


def render(telling: Telling) -> Iterator[str]:
    """Yield the text in pieces; of two documents, also the events of which they say the same."""
    events = [change for change in telling.changes if change.section == EVENTS]
    changed = [change for change in events if change.kinds]
    summary: SummaryObject = {
        "changed": len(changed),
        "unchanged": telling.unchanged,
        "kinds": dict(Counter(kind.value for change in changed for kind in change.kinds)),
        "others": len(telling.changes) - len(events),
    }
    sets = _sets(telling)
    head = f'"schema": "{SCHEMA}", "from": {json_line(telling.old)}, "to": {json_line(telling.new)}'
    yield f'{{{head}, "summary": {json_line(summary)}, "sets": {json_line(list(sets))}, "changes": ['
    separator = "\n"
    for change in telling.changes:
        yield separator + json_line(difference_object(change, telling, sets))
        separator = ",\n"
    yield "\n]}\n"


def _sets(telling: Telling) -> Sets:
    """Return the sets of delegations that are listed once, with their indices."""
    conflicts = (one for impact in telling.impacts.values() for one in (*impact.brought, *impact.resolved))
    times = Counter(one.delegations for one in conflicts if len(one.delegations) > _MANY)
    return {codes: index for index, codes in enumerate(codes for codes, number in times.items() if number > _OFTEN)}
