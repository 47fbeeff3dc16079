"""The history of a plan as tab-separated lines, one a revision: day (YYYY-MM-DD, UTC), author, commit, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.views.log import Entry


def render(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines."""
    for revision, _, text in entries:
        cells = (revision.time.date().isoformat(), revision.author, revision.commit, text)
        yield "\t".join(map(visible, cells)) + "\n"
