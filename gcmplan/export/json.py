"""JSON for programs: `gcmplan.events/1`, one event a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.problem import Position
    from gcmplan.record import Record
    from gcmplan.when import When
    from gcmplan.workplan import Workplan

SCHEMA = "gcmplan.events/1"


def render(plan: Workplan, records: Iterable[Record]) -> Iterator[str]:
    """Yield the text in pieces."""
    dumps = json.JSONEncoder(ensure_ascii=False).encode
    head = dumps({"title": plan.title, "as_of": plan.as_of.isoformat()})
    yield f'{{"schema": "{SCHEMA}", "plan": {head}, "events": ['
    separator = "\n"
    for record in records:
        yield f"{separator}{dumps(_event(record))}"
        separator = ",\n"
    yield "\n]}\n"


def _event(record: Record) -> dict[str, Any]:
    place, row = record.place, record.place_row
    return {
        "id": record.id,
        "title": record.title,
        "short": record.short,
        "phase": record.phase,
        "group": record.group.id if record.group else None,
        "kind": record.kind,
        "status": record.status,
        "when": _when(record.when),
        "place": {
            "name": place.name if place else None,
            "country": row.country if row else None,
            "timezone": row.timezone if row else None,
            "certainty": place.certainty.value if place else None,
        },
        "venue": record.venue,
        "body": record.body,
        "mandate": record.mandate,
        "after": record.after,
        "session": record.session,
        "source": record.source,
        "position": position(record.position),
    }


def _when(when: When) -> dict[str, Any]:
    return {
        "text": str(when),
        "certainty": when.certainty.value,
        "exact": when.exact,
        "earliest": when.earliest.isoformat() if when.earliest else None,
        "latest": when.latest.isoformat() if when.latest else None,
        "days": when.days,
        "spans": [[first.isoformat(), last.isoformat()] for first, last in when.spans],
    }


def position(place: Position) -> dict[str, Any]:
    """Return a position's path, line and column."""
    return {"path": place.path, "line": place.line, "column": place.column}
