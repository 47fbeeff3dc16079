"""A comment on changes, to post on a pull request of GitHub or GitLab.

The first line is a mark that is not shown: whoever posts the comment finds it there and replaces the one before.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from gcmplan.changes.diff import EVENTS
from gcmplan.text.comment import LIMIT, code, prose
from gcmplan.views.change_words import heading, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcmplan.changes.change import Change
    from gcmplan.views.change_words import Telling

MARK = "<!-- gcmplan-diff -->"
_DATED = (EVENTS, "deadlines")
_FOLD = 25
"""From so many rows on a table is folded."""
_RESERVE = 200
"""Room for the ends of tables."""
_OTHERS_LIMIT = 15_000
"""Room that is kept for the second table, if it needs so much."""
_ROW_LIMIT = 3_000
"""Beyond this many characters, a row is cut."""


def render(telling: Telling) -> str:
    """Return the text."""
    what = "Changes of the work plan" if telling.verdicts is None else "Two documents compared"
    only = f"<p><strong>{prose(telling.only)}</strong></p>\n" if telling.only else ""
    head = f"{MARK}\n### {what}: {telling.summary}\n\n{only}<p>{prose(f'{telling.old} → {telling.new}')}</p>\n"
    moved = [change for change in telling.changes if _moves(change)]
    others = [change for change in telling.changes if not _moves(change)]
    rest = "Other changes" if telling.verdicts is None else "They agree"
    room = LIMIT - len(head)
    # The second table has the room that the first leaves, at least its own, as far as it needs that.
    folded = _folded(rest, others, telling, _OTHERS_LIMIT)
    shown = _shown(moved, telling, room - len(folded))
    return head + shown + _folded(rest, others, telling, max(_OTHERS_LIMIT, room - len(shown)))


def _moves(change: Change) -> bool:
    return change.section in _DATED and change.revises


def _shown(changes: Sequence[Change], telling: Telling, limit: int) -> str:
    """Return a table; folded if it is long, nothing if it is empty."""
    if len(changes) >= _FOLD:
        return _folded("Changes of dates, places and status", changes, telling, limit)
    return f"\n{_table(changes, telling, limit - _RESERVE)}" if changes else ""


def _folded(title: str, changes: Sequence[Change], telling: Telling, limit: int) -> str:
    if not changes:
        return ""
    table = _table(changes, telling, limit - _RESERVE)
    return f"\n<details><summary>{title} ({len(changes)})</summary>\n{table}</details>\n"


def _table(changes: Sequence[Change], telling: Telling, limit: int) -> str:
    """Return a table of as many rows as fit into so many characters, and how many there are more."""
    text = "<table>\n<tr><th>Change</th><th>What</th><th>Details</th></tr>\n"
    for index, change in enumerate(changes):
        row = _row(change, telling)
        if len(text) + len(row) > limit:
            return f"{text}</table>\n<p>and {len(changes) - index} more</p>\n"
        text += row
    return f"{text}</table>\n"


def _row(change: Change, telling: Telling) -> str:
    name = "<br>".join(filter(None, (prose(title(change)), code(heading(change)))))
    return f"<tr><td>{telling.what(change)}</td><td>{name}</td><td>{_details(change, telling)}</td></tr>\n"


def _details(change: Change, telling: Telling) -> str:
    """Return what changed in a row, a line each, and how many lines there are more."""
    told = [f"{prose(label)}: {prose(text)}" for label, text in telling.lines(change)]
    kept = max(1, sum(size <= _ROW_LIMIT for size in accumulate(map(len, told))))
    more = len(told) - kept
    return "<br>".join([*told[:kept], *([f"and {more} more"] if more > 0 else [])])
