"""The README tells the truth: its sessions are what the commands print, its dates can be read, its targets exist."""

from __future__ import annotations

import re
import shlex
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from conftest import DATA, ROOT
from gcmplan.checks.rules import RULES
from gcmplan.cli.formats import ReportFormat
from gcmplan.dates.when import When
from terminal import on_terminal

README = ROOT / "README.md"
SESSION = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


EDITS = re.compile(r"^## Changing the plan$.*?^## ", re.DOTALL | re.MULTILINE)
"""The section whose commands change files: they are played in a copy of the plan, one after another."""


def played(session: str, folder: Path) -> str:
    """Return a session with what its commands print on a terminal of 80 columns."""
    commands = [line for line in session.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{output(command[2:], folder)}" for command in commands)


def output(command: str, folder: Path) -> str:
    name, *arguments = shlex.split(command)
    assert name == "gcmplan"
    return on_terminal(*arguments, cwd=folder, COLUMNS="80", TERM="dumb").replace("\r\n", "\n")


def test_sessions_are_real(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / ".git").mkdir()
    edits = EDITS.search(text)
    assert edits

    def real_session(match: re.Match[str]) -> str:
        return played(match[0], tmp_path if edits.start() < match.start() < edits.end() else ROOT)

    real = SESSION.sub(real_session, text)
    if request.config.getoption("--update-golden"):
        README.write_text(real, encoding="utf-8")
    assert text.count("```console") >= 4
    assert README.read_text(encoding="utf-8") == real


def rule_table() -> str:
    """Return the catalogue as a table."""
    rows = [f"| {rule.code} | {rule.name} | {rule.severity} | {rule.summary} |" for rule in RULES]
    return "\n".join(
        ["<!-- rules -->", "", "| code | name | level | finds |", "|---|---|---|---|", *rows, "", "<!-- /rules -->"]
    )


def test_the_table_of_rules_is_the_catalogue(request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    real = re.sub(r"<!-- rules -->.*<!-- /rules -->", lambda _: rule_table(), text, flags=re.DOTALL)
    if request.config.getoption("--update-golden"):
        README.write_text(real, encoding="utf-8")
    assert README.read_text(encoding="utf-8") == real


def test_examples_for_ci_use_real_options() -> None:
    examples = re.findall(r"```yaml\n# \.git.*?```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        assert yaml.safe_load(example.removeprefix("```yaml").removesuffix("```"))
        command = re.findall(r"gcmplan check .*?(?=\n +(?:- )?\w+:|\n  rules)", example, re.DOTALL)[0]
        options = shlex.split(command)[2:]
        options[options.index("--new-since") + 1] = "HEAD"
        assert not set(options[::2]) - {"--format", "--fail-on", "--new-since", "--report"}
        forms = {option.split("=")[0] for name, option in pairwise(options) if name == "--report"}
        assert forms <= set(ReportFormat)


def test_dates_of_the_table_can_be_read() -> None:
    table = README.read_text(encoding="utf-8").split("| text | meaning |")[1].split("\n\n")[0]
    texts = [text for row in table.splitlines()[2:] for text in re.findall(r"`([^`]+)`", row.split("|")[1])]
    assert len(texts) > 20
    for text in texts:
        assert When.parse(str(When.parse(text))) == When.parse(text)


def test_targets_of_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README.read_text(encoding="utf-8"), re.MULTILINE):
        assert f"\n{target}:" in makefile
