"""Colours that everybody can distinguish, and texts that no screen obeys."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem

from conftest import Cli
from gcmplan.plan.workplan import Workplan
from gcmplan.terminal.listing import group_label
from gcmplan.terminal.problems import FRAME
from gcmplan.text.colors import contrast
from gcmplan.text.escape import visible

# How the three kinds of colour blindness see linear sRGB: Machado, Oliveira and Fernandes 2009, severity 1.0.
SEEN_BY = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopes": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopes": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopes": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
LEAST_DIFFERENCE = 10.0
LEAST_CONTRAST = 4.5


def channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def lab(color: str, seen_by: str) -> tuple[float, float, float]:
    """Return CIE L*a*b* (D65) of a colour as some eyes see it."""
    parts = [value / 255 for value in channels(color)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    seen = [min(1, max(0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in SEEN_BY[seen_by]]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(a * b for a, b in zip(row, seen, strict=True)) for row in rows]
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (part / white for part, white in zip(xyz, (0.95047, 1.0, 1.08883), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_groups_are_told_apart_by_all_eyes(plan: Workplan, eyes: str) -> None:
    for one, other in combinations([group.color for group in plan.groups], 2):
        difference = sum((a - b) ** 2 for a, b in zip(lab(one, eyes), lab(other, eyes), strict=True)) ** 0.5
        assert difference > LEAST_DIFFERENCE, (eyes, one, other)


def test_words_stand_out_on_their_colour_whatever_the_terminal(plan: Workplan) -> None:
    for group in plan.groups:
        style = group_label(group, "meeting").style
        assert not isinstance(style, str)
        assert style.color
        assert style.bgcolor
        letters, background = style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex
        assert contrast(letters, background) >= LEAST_CONTRAST, group.id


@pytest.mark.parametrize("background", ["#000000", "#1E1E1E", "#FFFFFF", "#FDF6E3"])
def test_frames_are_seen_on_dark_and_on_light(background: str) -> None:
    """WCAG 2.1 asks for 3 to 1 of what is no text; xterm's blue has 2.2 on black."""
    assert contrast(FRAME, background) >= 3
    number = Color.parse(FRAME).downgrade(ColorSystem.EIGHT_BIT).number
    assert number == 32


def test_256_colours_are_enough(plan: Workplan) -> None:
    numbers = {Color.parse(group.color).downgrade(ColorSystem.EIGHT_BIT).number for group in plan.groups}
    assert len(numbers) == 7


def test_words_of_groups_differ(plan: Workplan) -> None:
    assert len({group.short for group in plan.groups}) == 7


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[draft] [/x]", "[draft] [/x]"),
        ("two\nlines\tand\r\nmore", "two lines and more"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("\x9b5m\x7f\x00", "\\x9b5m\\x7f\\x00"),
        ("日本 عربي é e\u0301 👩\u200d👩\u200d👧", "日本 عربي é e\u0301 👩\u200d👩\u200d👧"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_visible_texts_are_harmless_and_stay_so(text: str) -> None:
    shown = visible(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert visible(shown) == shown


@pytest.mark.parametrize(
    "command",
    [
        "list --group thematic", "next 3 --on 2017-05-01", "show thematic-1", "sessions", "agenda thematic-1",
        "agenda thematic-1 --tz America/Argentina/ComodRivadavia", "who Gois",
    ],
)  # fmt: skip
def test_no_screen_is_too_narrow_for_a_cell(cli: Cli, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """Words may be broken at a narrow screen; not one letter may be missing, nor come twice."""

    def letters(columns: int) -> Counter[str]:
        monkeypatch.setenv("COLUMNS", str(columns))
        return Counter(filter(str.isalnum, cli(*command.split(), "--format", "table").out))

    wide = letters(200)
    assert wide.total() > 100
    for columns in (1, 2, 8, 12, 16, 19, 20, 25, 40):
        assert letters(columns) == wide, columns
