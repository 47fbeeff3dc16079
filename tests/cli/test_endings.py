"""The format of a picture follows from the ending of its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Cli

TEXT = "Phase I"


@pytest.mark.parametrize(
    ("words", "name", "begin"),
    [
        ("timeline", "year.svg", "<svg"),
        ("timeline", "year.SVG", "<svg"),
        ("timeline", "year.json", "{"),
        ("timeline", "year.html", "<!doctype html>"),
        ("timeline", "year.txt", TEXT),
        ("timeline", "year", TEXT),
        ("timeline", "svg", TEXT),
        ("timeline", "year.svg.old", TEXT),
        ("timeline --format text", "year.svg", TEXT),
        ("timeline --format svg", "year.txt", "<svg"),
        ("calendar May 2017", "may.svg", "<svg"),
        ("calendar May 2017", "may.html", "<!doctype html>"),
        ("calendar May 2017", "may.txt", "May 2017"),
    ],
)
def test_the_ending_says_the_format(cli: Cli, tmp_path: Path, words: str, name: str, begin: str) -> None:
    run = cli(*words.split(), "-o", str(tmp_path / name))
    assert (run.status, run.out) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").lower().startswith(begin.lower())


@pytest.mark.parametrize("ending", ["png", "pdf", "json"])
def test_a_format_that_the_command_lacks(cli: Cli, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"may.{ending}"
    run = cli("calendar", "May 2017", "-o", str(path))
    assert (run.status, path.exists()) == (2, False)
    assert f"would be {ending}; the formats are text, svg, html" in " ".join(run.err.split())
