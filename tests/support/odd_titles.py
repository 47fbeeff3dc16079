"""A plan whose events have titles that are hard to draw: other scripts, emoji, markup, control characters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gcmplan.plan.workplan import Workplan

TITLES = (
    "全球契约政府间谈判第三轮会议移民问题",
    "مشاورات غير رسمية بشأن الاتفاق العالمي",
    "Третья неофициальная тематическая сессия",
    "e\u0301e\u0301e\u0301 👩‍👩‍👧 🇰🇪 combined",
    '<script>alert(1)</script> & "quotes" ]]>',
    "x\u202ey \u200b\x07 ##[error] ::warning::",
    "W" * 300,
)


def with_titles(plan: Workplan) -> Workplan:
    """Return a plan in which events have odd titles, one after the other."""
    events = tuple(
        event.model_copy(update={"title": TITLES[number % len(TITLES)], "short": None})
        for number, event in enumerate(plan.events)
    )
    return replace(plan, events=events)
