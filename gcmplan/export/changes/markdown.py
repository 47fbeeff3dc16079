"""A notice of changes: fit to send to delegations, and to post on a pull request of GitHub or GitLab.

The first line is a mark that is not shown: whoever posts the notice finds it there and replaces the one before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.diff import EVENTS
from gcmplan.markup import LIMIT, code, prose
from gcmplan.telling import heading, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcmplan.change import Change
    from gcmplan.telling import Telling

MARK = "<!-- gcmplan-diff -->"
_FOLD = 25
"""From so many rows on a table is folded."""
_RESERVE = 200
"""Room for the ends of tables."""
_OTHERS_LIMIT = 15_000


def render(telling: Telling) -> str:
    """Return the text."""
    title = "Two documents compared" if telling.verdicts else "Changes of the work plan"
    head = f"{MARK}\n### {title}: {telling.summary}\n\n<p>{prose(f'{telling.old} → {telling.new}')}</p>\n"
    moved = [change for change in telling.changes if change.section == EVENTS and change.revises]
    others = [change for change in telling.changes if change not in moved]
    rest = "They agree" if telling.verdicts else "Other changes"
    folded = _folded(rest, [_row(change, telling) for change in others], _OTHERS_LIMIT)
    return head + _shown([_row(change, telling) for change in moved], LIMIT - len(head) - len(folded)) + folded


def _shown(rows: Sequence[str], limit: int) -> str:
    """Return a table; folded if it is long, nothing if it is empty."""
    if len(rows) >= _FOLD:
        return _folded("What moved", rows, limit)
    return f"\n{_table(rows, limit - _RESERVE)}" if rows else ""


def _folded(title: str, rows: Sequence[str], limit: int) -> str:
    if not rows:
        return ""
    return f"\n<details><summary>{title} ({len(rows)})</summary>\n{_table(rows, limit - _RESERVE)}</details>\n"


def _table(rows: Sequence[str], limit: int) -> str:
    """Return a table of as many rows as fit into so many characters, and how many there are more."""
    text = "<table>\n<tr><th>Change</th><th>Event</th><th>What</th></tr>\n"
    for index, row in enumerate(rows):
        if len(text) + len(row) > limit:
            return f"{text}</table>\n<p>and {len(rows) - index} more</p>\n"
        text += row
    return f"{text}</table>\n"


def _row(change: Change, telling: Telling) -> str:
    impact = telling.impacts.get(change.id) if change.section == EVENTS else None
    told = "<br>".join(f"{prose(label)}: {prose(text)}" for label, text in lines(change, impact, telling.names))
    name = "<br>".join(filter(None, (prose(change.title), code(heading(change)))))
    return f"<tr><td>{telling.what(change)}</td><td>{name}</td><td>{told}</td></tr>\n"
