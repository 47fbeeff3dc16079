"""For any bytes: a plan, or problems that can be reported; never another exception."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gcmplan.files.parse import read
from mutations import check_problem, lines_of, mutate, small_plan, survives, whole_plan
from strategies import moderate

INPUTS = 10_000
SHARES = 10
SMALL_PLANS = 20
WHOLE_EVERY = 100

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
keys = texts.filter(lambda key: key not in {"", "<<"})
values = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5), max_leaves=20
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SHARES))
def test_mutations_of_the_real_plan(seed: int) -> None:
    """Mutations of extracts of the real plan, and some of the whole of it."""
    random = Random(seed)  # noqa: S311 - the same inputs each time
    whole = whole_plan()
    assert survives(whole)
    extracts = [small_plan(whole, random) for _ in range(SMALL_PLANS)]
    assert all(map(survives, extracts))
    for number in range(INPUTS // SHARES):
        mutated = mutate(random.choice(extracts) if number % WHOLE_EVERY else whole, random)
        try:
            survives(mutated)
        except Exception as error:
            raise AssertionError(f"input {number} of seed {seed}") from error


def read_or_refused(data: bytes) -> None:
    """Assert that bytes give a value, or problems within the file."""
    document = read("plan.yaml", data)
    for problem in document.problems:
        check_problem(problem, {"plan.yaml": lines_of(data)})
    if not document.problems:
        assert isinstance(document.root, dict | list | str | None)


@moderate
@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")) | texts.map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes raise."""
    read_or_refused(data)


@moderate
@given(st.text(st.sampled_from("a1 -:,[]{}?&*!|>'\"%@`#\n\t\r\\~<.=\u00e9\u2028\ufeff\x00"), max_size=60))
def test_any_punctuation_is_read_or_refused(text: str) -> None:
    """Nor do texts of what means something in YAML."""
    read_or_refused(text.encode())


@moderate
@given(
    st.dictionaries(keys, values, max_size=5), st.sampled_from([None, False, True]), st.sampled_from([20, 80, 10_000])
)
def test_what_yaml_writes_reads_back(value: dict[str, Any], flow: bool | None, width: int) -> None:  # noqa: FBT001
    """Texts, lists and mappings come back as they were, however another program has written them."""
    written = yaml.safe_dump(value, default_flow_style=flow, width=width, sort_keys=False)
    document = read("plan.yaml", written.encode())
    assert document.problems == []
    assert document.root == value
