"""docs/your-own-plan.md: its files are written and its commands run, one after another, in an empty folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from manual import holds
from test_manual import played

from conftest import ROOT

PAGE = ROOT / "docs" / "your-own-plan.md"
BLOCK = re.compile(r"(?<=```)(yaml|console)\n(.*?)(?=```)", re.DOTALL)
_LINES = 20


def test_the_page_is_real(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    def done(match: re.Match[str]) -> str:
        form, text = match.groups()
        if form == "console":
            return f"{form}\n{played(text, tmp_path)}"
        name, _, content = text.removeprefix("# ").partition("\n")
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(content)
        return match[0]

    holds(PAGE, BLOCK.sub(done, PAGE.read_text(encoding="utf-8")), update=request.config.getoption("--update-golden"))


def test_twenty_lines_are_enough() -> None:
    first = BLOCK.findall(PAGE.read_text(encoding="utf-8"))[0][1]
    assert sum(bool(line.strip()) for line in first.splitlines()[1:]) <= _LINES
    assert len(yaml.safe_load(first)["events"]) == 2
