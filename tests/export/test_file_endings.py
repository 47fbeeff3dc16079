"""A file whose name ends as that of another format would be opened by no program: it is not written."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import DATA
from inside import start


def run(words: str, cwd: Path) -> tuple[int, str]:
    made = start(*words.split(), "--plan", str(DATA), cwd=cwd)
    return made.returncode, made.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("export csv -o plan.xlsx", "'plan.xlsx' would hold csv: name it plan.csv"),
        ("export xlsx -o plan.xls", "'plan.xls' would hold xlsx: name it plan.xlsx"),
        ("export xlsx -o out/plan.PDF", "'out/plan.PDF' would hold xlsx: name it out/plan.xlsx"),
        ("export markdown -o plan.docx", "'plan.docx' would hold markdown: name it plan.md"),
        ("export ics -o plan.pdf", "'plan.pdf' would hold ics: name it plan.ics"),
        ("timeline -f svg -o year.png", "'year.png' would hold svg: name it year.svg"),
        ("timeline -o year.jpg", "'year.jpg' would be jpg; the formats are text, svg"),
        ("calendar May 2017 -o may.JPEG", "'may.JPEG' would be jpeg; the formats are text, svg"),
        ("calendar May 2017 -f text -o may.png", "'may.png' would hold text: name it may.txt"),
    ],
)
def test_a_format_is_not_written_under_the_ending_of_another(tmp_path: Path, words: str, said: str) -> None:
    status, error = run(words, tmp_path)
    assert (status, list(tmp_path.iterdir())) == (2, [])
    assert f"Error: Invalid value for -o: {said}" in error


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("export xlsx -o PLAN.XLSX", "PLAN.XLSX"),
        ("export csv -o plan.xls", "plan.xls"),
        ("export html -o plan.doc", "plan.doc"),
        ("export markdown -o plan", "plan"),
        ("calendar May 2017 -o may.2017", "may.2017"),
    ],
)
def test_an_ending_that_programs_open_is_written(tmp_path: Path, words: str, name: str) -> None:
    assert run(words, tmp_path)[0] == 0
    assert (tmp_path / name).stat().st_size > 0
