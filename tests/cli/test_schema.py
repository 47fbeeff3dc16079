"""`gcmplan schema`: it prints the files of `schema/`, and a validator of others follows them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from conftest import DATA, ROOT, Cli
from gcmplan.cli.schema import NAMES, schema_of
from session_files import validated

FILES = ("workplan", "bodies", "places", "observances")


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_schemas_are_current(cli: Cli, name: str) -> None:
    out = cli("schema", name).out
    assert (ROOT / "schema" / f"{name}.schema.json").read_text(encoding="utf-8") == out
    Draft202012Validator.check_schema(json.loads(out))


def test_without_a_name_it_is_the_workplan(cli: Cli) -> None:
    assert cli("schema").out == cli("schema", "workplan").out


@pytest.mark.parametrize("name", FILES)
def test_an_independent_validator_accepts_the_plan(name: str) -> None:
    run = validated(ROOT / "schema" / f"{name}.schema.json", DATA / f"{name}.yaml")
    assert run.exit_code == 0, run.output


@pytest.mark.parametrize("name", FILES)
def test_editors_find_the_schema(name: str) -> None:
    first = (DATA / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert (DATA / path).resolve() == (ROOT / "schema" / f"{name}.schema.json").resolve()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: meeting", "kind: meting"),
        ("phase: I\n", "phase: Phase IV\n"),
        ("    group: gfmd\n", ""),
        ("short:", "shrt:"),
    ],
)
def test_it_refuses_what_loading_refuses(tmp_path: Path, old: str, new: str) -> None:
    text = (DATA / "workplan.yaml").read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "workplan.yaml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert validated(ROOT / "schema" / "workplan.schema.json", broken).exit_code == 1


def test_descriptions_reach_the_editor() -> None:
    event = schema_of("workplan")["$defs"]["Event"]["properties"]
    assert event["when"]["description"] == "The date, as far as it is known."
    assert all("description" in value for key, value in event.items() if key not in {"id", "title"})
