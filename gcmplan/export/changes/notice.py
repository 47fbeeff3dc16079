"""The notice of changes as text, to paste into a letter or a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.views.notice import Notice

NOTHING = "No changes."


def render(notice: Notice) -> Iterator[str]:
    """Yield the text, line by line."""
    yield f"{visible(notice.title)}\n{notice.subtitle}\n"
    if notice.only:
        yield f"{visible(notice.only)}\n"
    if not notice.sections:
        yield f"\n{NOTHING}\n"
    for section in notice.sections:
        yield f"\n{section.heading}\n\n"
        for line in section.lines:
            yield f"- {visible(': '.join(filter(None, (line.name, line.text))))}\n"
            yield from (f"  - {visible(detail)}\n" for detail in line.details)
