"""Small numbers are written in plain decimals, wherever they go."""

from __future__ import annotations

import json
from shutil import copytree
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA
from gcmplan.text.decimals import plain_decimals
from strategies import moderate

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Cli

values = st.recursive(
    st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | st.sampled_from(["1e-5", '": 1e-5,']),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@moderate
@given(values)
def test_the_same_value_without_exponents(value: Any) -> None:  # noqa: ANN401 - any JSON
    text = plain_decimals(json.dumps(value))
    assert json.loads(text) == value
    if isinstance(value, float) and abs(value) < 1:
        assert "e" not in text


def test_numbers() -> None:
    assert plain_decimals("[-4e-05, 1.5e-7, 0.5, 1]") == "[-0.00004, 0.00000015, 0.5, 1]"
    assert plain_decimals('{"1e-5": "2e-5"}') == '{"1e-5": "2e-5"}'


@pytest.mark.parametrize("form", ["table", "json", "plain", "markdown"])
def test_a_place_on_the_equator(form: str, cli: Cli, tmp_path: Path) -> None:
    """A number that a program wrote as -4.0e-05 is read, and shown in decimals."""
    places = copytree(DATA, tmp_path / "plan") / "places.yaml"
    text = places.read_text(encoding="utf-8")
    places.write_text(text.replace("latitude: 9.0250\n", "latitude: -4.0e-05\n", 1), encoding="utf-8")
    run = cli("diff", str(DATA), str(places.parent), "--format", form)
    assert run.status == 0
    assert "-0.00004" in run.out
    assert "e-05" not in run.out
