"""The table of events on a telephone: below each other, with every word whole."""

from __future__ import annotations

import re

import pytest

from gcmplan.plan.workplan import Workplan
from inside import on_screen

DATE, GAP = 13, 2


@pytest.mark.parametrize("width", [34, 40, 55, 69])
@pytest.mark.parametrize("command", [("list",), ("next", "--on", "1 January 2017", "60")])
def test_a_narrow_screen_breaks_no_word(plan: Workplan, width: int, command: tuple[str, ...]) -> None:
    shown = re.sub(r"\x1b\[[0-9;]*m", "", on_screen(*command, COLUMNS=str(width)))
    assert max(map(len, shown.splitlines())) <= width
    words = set(shown.split())
    chosen = [event for event in plan.events if f" {event.id}\n" in shown or f"{event.id} " in shown]
    assert len(chosen) > 40
    for event in chosen:
        texts = [event.title, event.short or "", str(event.place or "")]
        missing = {word for text in texts for word in text.split() if len(word) <= width - DATE - GAP} - words
        # A word with a hyphen may be broken behind it.
        assert not {word for word in missing if "-" not in word}, event.id


def test_a_screen_with_room_has_columns(plan: Workplan) -> None:
    lines = re.sub(r"\x1b\[[0-9;]*m", "", on_screen("list", COLUMNS="70")).splitlines()
    [line] = (line for line in lines if "Third Pan-African Forum" in line)
    assert line.split()[-1] == "Kampala"
    assert plan.event("pan-african-forum").short == "Third Pan-African Forum"
