"""The output of `gcmplan check` for the failing example on each rule's page, for persons and for programs."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from conftest import Cli, Golden
from gcmplan.checks.rule import Rule
from gcmplan.checks.rules import RULES
from rule_examples import files_in, files_of


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_report_of_the_example_that_fails(
    rule: Rule, cli: Cli, golden: Golden, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = dedent(rule.page.split("Fails:\n\n")[1].split("\n\nPasses:")[0])
    for file in files_in(files_of(example)):
        (tmp_path / file.path).parent.mkdir(exist_ok=True)
        (tmp_path / file.path).write_bytes(file.data)
    monkeypatch.chdir(tmp_path)
    for form in ("full", "json"):
        run = cli("check", "workplan.yaml", "--format", form, "--verbose")
        assert run.err == ""
        assert rule.code in run.out
        golden(f"rules/{rule.name}.{form}", run.out)
