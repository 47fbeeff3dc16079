"""Texts are never drawn wider than counted: held against the widths in a font's own file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcmplan.text.extent import BOLD, extent, wrapped

FOLDER = Path("/usr/share/fonts/truetype/dejavu")
RANGES = ((0x20, 0x7F), (0xA1, 0x100), (0x391, 0x3CE), (0x410, 0x450))
LETTERS = [chr(code) for first, end in RANGES for code in range(first, end) if code != 0xAD]


@pytest.mark.skipif(not FOLDER.is_dir(), reason="there is no DejaVu; on Debian: apt-get install fonts-dejavu")
@pytest.mark.parametrize(("name", "factor"), [("DejaVuSans.ttf", 1), ("DejaVuSans-Bold.ttf", BOLD)])
def test_no_letter_is_wider_than_counted(name: str, factor: float) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    font = ttlib.TTFont(FOLDER / name)
    glyphs, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    drawn = {letter: widths[glyphs[ord(letter)]][0] / em for letter in LETTERS if ord(letter) in glyphs}
    assert len(drawn) > 250
    assert {letter: width for letter, width in drawn.items() if width > extent(letter) * factor} == {}


@given(st.text("ab WéШ全 ", max_size=80), st.floats(2, 30))
def test_wrapped_lines_are_no_wider_and_lose_no_word(text: str, width: float) -> None:
    lines = wrapped(text, width)
    assert all(extent(line) <= width + 1e-6 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
