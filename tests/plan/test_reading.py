"""Rows that are read without pydantic are those that pydantic reads, and nothing that it refuses is read."""

from __future__ import annotations

import json
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from conftest import ROOT
from gcmplan.files.document import Mapping, Sequence
from gcmplan.files.parse import read
from gcmplan.loading.packed import as_json, from_json
from gcmplan.plan.attendees import Attendees
from gcmplan.plan.bodies import State
from gcmplan.plan.model import Event, PlanHead, Policy
from gcmplan.plan.official_document import Paper
from gcmplan.plan.reading import quick_reader_of
from gcmplan.plan.row import Row
from gcmplan.plan.sections import MODELS, WorkplanFile
from gcmplan.plan.session import Session
from gcmplan.plan.validation import reader_of
from mutations import mutate, small_plan, whole_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.files.folder import PlanFiles


def quickly(kind: type[Row], values: object) -> Row | None:
    try:
        row: Row = quick_reader_of(kind)(values)
    except (ValueError, KeyError):
        return None
    return row


def slowly(kind: type[Row], values: object) -> Row | None:
    try:
        row: Row = reader_of(kind)(values)
    except ValidationError:
        return None
    return row


def compare(kind: type[Row], values: object) -> bool:
    """See that both read the same row or none, its keys in one order; return whether there is a row."""
    one, other = quickly(kind, values), slowly(kind, values)
    assert one == other, values
    assert one is None or other is None or list(vars(one)) == list(vars(other))
    return one is not None


def rows_of(files: PlanFiles) -> Iterator[tuple[type[Row], Any]]:
    """Yield each row of a plan's files with its class, as far as these are YAML; sessions and sources whole."""
    for file in (*files.sessions, *files.sources):
        root = read(file.path, file.data).root
        if file in files.sessions:
            yield Session, root
        elif isinstance(root, Mapping):
            yield Paper, {key: tuple(value) if key == "events" and value else value for key, value in root.items()}
    for part in filter(None, (files.workplan, files.bodies, files.places, files.observances)):
        root = read(part.path, part.data).root
        if isinstance(root, Mapping):
            heads = {key: () if key in MODELS else value for key, value in root.items()}
            yield from [(WorkplanFile, heads)] if part is files.workplan else []
            for section, rows in root.items():
                if section in MODELS and isinstance(rows, Sequence):
                    yield from ((MODELS[section], row) for row in rows)


def test_all_rows_of_the_real_plan() -> None:
    rows = list(rows_of(whole_plan()))
    assert len(rows) > 400
    assert all(compare(kind, row) for kind, row in rows)


@pytest.mark.parametrize("seeds", [range(15), pytest.param(range(1_000, 2_000), marks=pytest.mark.slow)])
def test_mutated_rows(seeds: range) -> None:
    refused = 0
    for seed in seeds:
        random = Random(seed)  # noqa: S311 - any will do
        plan = small_plan(whole_plan(), random)
        for _ in range(4):
            plan = mutate(plan, random)
        refused += sum(not compare(kind, row) for kind, row in rows_of(plan))
    assert refused > len(seeds) / 2


ANY: tuple[Any, ...] = (
    "x", "X", "7", "CH", "CHE", "2017-05-08", "UTC", "#e69f00", "example.org", "https://example.org", "10:00-13:00",
    "meeting", "confirmed", "scheduled", "half day", "weeks", "event", "official", "final", "panel", "high", ["x"],
    ("x",), ["observers", "associates"], [], (), {}, {"x": "y"}, {"name": "x"}, {"2018-02": "4"},
    {"name": "x", "domain": "a.org"},
    None, [None], [""], ["x", "y"], [["x"]], [{"x": "y"}], {"name": None, "role": None}, {"id": "x"}, 1, 1.5, True,
    ("x", 1), {"1": "2"}, {"2018-13": "4"}, "", " ", "x\n", "UN Member States", "ken", "II", "0", "999999", "1000000",
    "5-7", "7-5", "0-0", "\x1c", "\x85", "\u2028", "\u00a0", "\u200b", "\u00b2", "\u0300", "\u203f", "a\u0300",
    "\ud800", "A" * 12, "A" * 13, "x" * 600, "x" * 6_000, "online", "TBA", "Geneva TBC", "90", "-90", "90.1", "180",
    "\u221246.2", "Etc/GMT+2", "localtime", "https://u@example.org/", "meting", ["observers", "x"], "#E69F0", "-a.org",
)  # fmt: skip
"""Values that are right for one key or another, then others."""
ROWS = tuple(dict.fromkeys([*MODELS.values(), *Row.__subclasses__()]))


@pytest.mark.parametrize("kind", ROWS)
def test_any_value_of_any_key(kind: type[Row]) -> None:
    """Each key of each class with each value, beside values of the other keys that are right."""
    right = {
        key: next((value for value in ANY if _is_right(kind, key, value)), None)
        for key, field in kind.model_fields.items()
        if field.is_required()
    }
    for key in kind.model_fields:
        for value in ANY:
            one, other = quickly(kind, {**right, key: value}), slowly(kind, {**right, key: value})
            assert one == other or (one is None and _is_unclear(kind, value)), (key, value)
    for values in (right | {"no-such-key": "x"}, *ANY):
        assert quickly(kind, values) == slowly(kind, values)
    assert quickly(kind, right)


def _is_unclear(kind: type[Row], value: object) -> bool:
    """Whether pydantic decides: on a character that is blank for Python alone, and on letters of other scripts."""
    return isinstance(value, str) and (value == "\x1c" or (kind is Attendees and not value.isascii()))


def _is_right(kind: type[Row], key: str, value: object) -> bool:
    try:
        reader_of(kind)({key: value})
    except ValidationError as error:
        return all(detail["loc"][:1] != (key,) for detail in error.errors())
    return True


@pytest.mark.parametrize("kind", ROWS)
def test_each_value_can_be_kept(kind: type[Row]) -> None:
    """A row with each value that each key can have comes back from JSON as it was: otherwise no plan is cached."""
    required = {key for key, field in kind.model_fields.items() if field.is_required()}
    right = {key: [value for value in ANY if _is_right(kind, key, value)] for key in kind.model_fields}
    least = {key: right[key][0] for key in required}
    for key, values in right.items():
        for value in values:
            row = quickly(kind, least | {key: value}) or slowly(kind, least | {key: value})
            assert row is None or from_json(json.loads(json.dumps(as_json(row)))) == row
            assert row is not None or kind is State, "its codes are of one country"


def test_what_a_default_is_does_not_matter() -> None:
    """A row with a key that says what is so without it is the same row."""
    plain = {"id": "x", "title": "X", "when": "TBC", "group": "g"}
    full = plain | {"kind": "meeting", "certainty": "confirmed", "status": "scheduled", "after": (), "formerly": []}
    assert quickly(Event, plain) == quickly(Event, full) == slowly(Event, plain)
    assert quickly(Policy, {"id": "x", "title": "X", "amount": "4", "unit": "days", "by_month": {"2018-02": "4"}})
    assert PlanHead.can_have({"title": "T", "as_of": "1 May 2017", "calendar": {"name": "N", "domain": "a.org"}})


def test_a_sound_plan_is_loaded_without_pydantic() -> None:
    code = "import sys; from pathlib import Path; from gcmplan.loading.load import load_plan\n"
    code += "load_plan(Path('data')); print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert not {"pydantic", "pydantic_core"} & set(out.split())
