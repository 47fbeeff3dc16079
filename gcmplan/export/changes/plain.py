"""Changes as tab-separated lines, one for each value: kinds, section, id, title, the value's path, old and new."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gcmplan.text.decimals import plain_decimals
from gcmplan.text.escape import visible
from gcmplan.views.change_words import fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.views.change_words import Telling


def render(telling: Telling) -> Iterator[str]:
    """Yield the lines."""
    for change in telling.changes:
        head = (telling.what(change), change.section, change.id, change.title)
        values = [(field.dotted, _text(field.old), _text(field.new)) for field in fields(change)] or [("", "", "")]
        for cells in values:
            yield "\t".join(map(visible, (*head, *cells))) + "\n"


def _text(value: Any) -> str:  # noqa: ANN401 - a plain JSON value
    if value is None or isinstance(value, str):
        return value or ""
    return plain_decimals(json.dumps(value, ensure_ascii=False))
