"""Each command that changes a plan can also fix one that cannot be loaded; if it does not, it is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import DATA, Cli
from gcmplan.loading.load import load_plan

ROW = "  - id: midcom\n"
NO_DATE = ("when: 22-25 May 2017", "when: Mai")
NO_STATUS = (ROW, f"{ROW}    status: gone\n")
NO_BODY = ("    body: midcom\n", "    body: midcomm\n")
NO_ID = (ROW, "  - id: Mid_Com\n")
NO_EVENT = (ROW, f"{ROW}    after: [expert-talks]\n")
MENDS = [
    (NO_DATE, ["move", "bali-process", "22-25 May 2017"]),
    (NO_DATE, ["confirm", "bali-process", "22-25 May 2017"]),
    (NO_DATE, ["postpone", "bali-process"]),
    (NO_DATE, ["postpone", "bali-process", "1-2 June 2018", "--source", "Letter"]),
    (NO_DATE, ["set", "bali-process", "when", "22-25 May 2017"]),
    (NO_STATUS, ["cancel", "midcom"]),
    (NO_STATUS, ["reinstate", "midcom", "--source", "Letter"]),
    (NO_STATUS, ["set", "midcom", "--unset", "status"]),
    (NO_BODY, ["remove", "midcom"]),
    (NO_BODY, ["remove", "midcom", "midcom"]),
    (NO_ID, ["rename", "Mid_Com", "midcom"]),
    (NO_EVENT, ["add", "--title", "Expert talks", "--when", "8 May 2018", "--group", "process"]),
]
OTHERS = [words for _, words in MENDS if words[0] != "set" and "bali-process" not in words]
"""Edits that do not fix a date."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def broken(folder: Path, old: str, new: str) -> bytes:
    path = folder / "workplan.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path.read_bytes()


@pytest.mark.parametrize(("change", "words"), MENDS, ids=lambda one: " ".join(one)[:30].strip())
def test_it_mends_what_it_changes(cli: Cli, folder: Path, change: tuple[str, str], words: list[str]) -> None:
    before = broken(folder, *change)
    place = ("--plan", str(folder))
    dry = cli(*words, "--dry-run", *place)
    is_same = (folder / "workplan.yaml").read_bytes() == before
    assert (dry.status, is_same) == (0, True), dry.err
    run = cli(*words, *place)
    assert run.status == 0, run.err
    assert "it can be loaded again" in run.out
    assert load_plan(folder).events
    lost = set(before.splitlines()) - set((folder / "workplan.yaml").read_bytes().splitlines())
    assert len(lost) <= (12 if words[0] == "remove" else 2)


@pytest.mark.parametrize("words", [*OTHERS, ["move", "midcom", "1 May 2018"]], ids=lambda words: words[0])
def test_it_is_refused_where_it_mends_nothing(cli: Cli, folder: Path, words: list[str]) -> None:
    before = broken(folder, *NO_DATE)
    run = cli(*words, "--plan", str(folder))
    assert (run.status, run.out) == (2, "")
    assert "GP003" in run.err
    is_same = (folder / "workplan.yaml").read_bytes() == before
    assert is_same


def test_a_wrong_date_is_pointed_at_there_too(cli: Cli, folder: Path) -> None:
    broken(folder, *NO_DATE)
    run = cli("move", "bali-process", "31 June 2017", "--plan", str(folder))
    assert run.status == 2
    assert "gcmplan move bali-process '31 June 2017'" in run.err
