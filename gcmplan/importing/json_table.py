"""JSON of `export json`: its events as the rows of a table."""

from __future__ import annotations

import json
from typing import Any

from gcmplan.importing.table import MOST_ROWS, CannotImportError, Cell, Row, Table, one_line, too_large

SCHEMA = "gcmplan.events/1"
HEADING = (
    "id", "title", "short", "phase", "group", "kind", "status", "when", "certainty", "place", "place_certainty",
    "venue", "body", "mandate", "after", "source",
)  # fmt: skip

_MOST_PARTS = 20 * MOST_ROWS
"""Objects and lists; an event has about ten."""


def tables(data: bytes) -> list[Table]:
    """Return the one table of a file.

    Raises:
        CannotImportError: it is not the output of `export json`.

    """
    if data.count(b"{") + data.count(b"[") > _MOST_PARTS:
        raise too_large("the file")
    try:
        root = json.loads(data)
        if root["schema"] != SCHEMA:
            raise _wrong()
        rows = [_row(number, event) for number, event in enumerate(root["events"], 1)]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _wrong() from None
    return [[Row("heading", tuple(map(Cell, HEADING))), *rows]]


def _row(number: int, event: dict[str, Any]) -> Row:
    values = {key: event[key] for key in HEADING if key in event}
    values |= {"when": event["when"]["text"], "after": ", ".join(event["after"])}
    values |= {"place": event["place"]["name"], "place_certainty": event["place"]["certainty"]}
    return Row(f"event {number}", tuple(Cell(one_line(str(values[key] or ""))) for key in HEADING))


def _wrong() -> CannotImportError:
    return CannotImportError(
        "this is no JSON of 'gcmplan export json'", "export it anew, or take xlsx, csv, docx or ics"
    )
