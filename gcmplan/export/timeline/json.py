"""JSON of a timeline: `gcmplan.timeline/1`, an event a row, whatever has a line in the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.json_parts import closed, json_text
from gcmplan.plan.overlap import conflicting

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gcmplan.dates.span import Span
    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

SCHEMA: Literal["gcmplan.timeline/1"] = "gcmplan.timeline/1"


@closed
class TimelineRowObject(TypedDict):
    """An event. Days are written YYYY-MM-DD, both ends included; `spans` are known days, `window` holds them all."""

    id: str
    title: str
    group: str | None
    phase: str | None
    certainty: Literal["confirmed", "tbc", "tba"]
    spans: list[tuple[str, str]]
    window: tuple[str, str] | None
    conflict: bool


TimelineObject = TypedDict(
    "TimelineObject",
    {
        "schema": Literal["gcmplan.timeline/1"],
        "from": str | None,
        "to": str | None,
        "rows": list[TimelineRowObject],
    },
)
TimelineObject.__doc__ = "The whole output; `from` and `to` are the first and last possible day of all rows."
closed(TimelineObject)


def render(plan: Workplan, records: Sequence[Record], states: Collection[str] = ()) -> str:
    """Return the text; only conflicts of some states (alpha-3) count, if any are named."""
    met = conflicting(plan, states)
    windows = [record.when.window for record in records if record.when.window]
    found: TimelineObject = {
        "schema": SCHEMA,
        "from": min(window.first for window in windows).isoformat() if windows else None,
        "to": max(window.last for window in windows).isoformat() if windows else None,
        "rows": [_row(record, is_conflict=record.id in met) for record in records],
    }
    return json_text(found)


def _row(record: Record, *, is_conflict: bool) -> TimelineRowObject:
    when = record.when
    return {
        "id": record.id,
        "title": record.title,
        "group": record.group.id if record.group else None,
        "phase": record.phase,
        "certainty": record.sureness.value,
        "spans": [_days(span) for span in when.spans],
        "window": _days(when.window) if when.window else None,
        "conflict": is_conflict,
    }


def _days(span: Span) -> tuple[str, str]:
    return span.first.isoformat(), span.last.isoformat()
