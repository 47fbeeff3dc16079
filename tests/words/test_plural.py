"""One has another form than several; the number is written as the phrase says."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT
from gcmplan.words.plural import plural


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (12345, "12,345 days"), (1.0, "1 day")]
)
def test_one_and_several(number: float, text: str) -> None:
    assert plural(number, "{:,.0f} day", "{:,.0f} days") == text


def test_a_phrase_without_its_number() -> None:
    assert [plural(number, "the deadline", "the deadlines") for number in (1, 3)] == ["the deadline", "the deadlines"]


def test_no_other_place_adds_an_s() -> None:
    for path in (ROOT / "gcmplan").rglob("*.py"):
        assert not re.search(r"""(['"])s\1 (?:\*|if) """, path.read_text(encoding="utf-8")), path
