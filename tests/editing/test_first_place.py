"""A plan without places.yaml: the first city makes the file, all or none; `undo` removes it."""

from __future__ import annotations

import stat
import subprocess
from functools import partial
from pathlib import Path

import pytest
from test_editing_store import contents, fault_at

from conftest import Cli
from gcmplan.editing import store
from gcmplan.editing.edit import Edited, edited, write
from gcmplan.editing.rows import add
from gcmplan.editing.store import CannotWriteError, recover
from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_plan

PLAN = """\
title: x
as_of: 1 May 2017
calendar: {name: x, domain: example.org}
groups:
  - {id: talks, title: Talks}
events: []
"""
PLACES = """\
places:
  - name: Bonn
    country: DE
    timezone: Europe/Berlin
    latitude: 50.734
    longitude: 7.095
"""
VALUES = {"title": "Talks", "when": "8 May 2017", "group": "talks", "place": "Bonn"}
ADD = ("add", *(word for key, text in VALUES.items() for word in (f"--{key}", text)))
LIMITS = Limits()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "workplan.yaml").write_text(PLAN, encoding="utf-8")
    return folder


def agree(_: Edited) -> bool:
    return True


added = partial(add, values=VALUES)


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_the_first_city_makes_the_file(cli: Cli, folder: Path) -> None:
    run = cli(*ADD, "--plan", str(folder), "--dry-run")
    assert (run.status, sorted(contents(folder))) == (0, ["workplan.yaml"])
    run = cli(*ADD, "--plan", str(folder))
    assert run.status == 0, run.err
    assert (folder / "places.yaml").read_text(encoding="utf-8") == PLACES
    mode = stat.S_IMODE((folder / "workplan.yaml").stat().st_mode)
    assert stat.S_IMODE((folder / "places.yaml").stat().st_mode) == mode
    assert load_plan(folder).place("Bonn").country == "DE"
    assert cli("undo", "--plan", str(folder)).status == 0
    assert contents(folder) == {"workplan.yaml": PLAN.encode()}


def test_undo_is_refused_if_the_file_changed(cli: Cli, folder: Path) -> None:
    assert cli(*ADD, "--plan", str(folder)).status == 0
    (folder / "places.yaml").write_text(f"{PLACES}# by hand\n", encoding="utf-8")
    run = cli("undo", "--plan", str(folder))
    assert (run.status, "was changed since the last edit" in run.err) == (2, True)
    (folder / "places.yaml").unlink()
    assert cli("undo", "--plan", str(folder)).status == 2


def test_a_file_made_by_hand_meanwhile_stays(folder: Path) -> None:
    asked: list[Edited] = []

    def meanwhile(found: Edited) -> bool:
        asked.append(found)
        if len(asked) == 1:
            (folder / "places.yaml").write_text("# mine\nplaces: []\n", encoding="utf-8")
        return True

    write(folder, added, LIMITS, meanwhile)
    assert len(asked) == 2
    assert (folder / "places.yaml").read_text(encoding="utf-8") == f"# mine\n{PLACES}"


def test_a_fault_at_any_step_leaves_both_files_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(folder)
    for number in range(1, 40):
        with fault_at(monkeypatch, number) as calls:
            try:
                write(folder, added, LIMITS, agree)
            except CannotWriteError as error:
                assert "no space left" in str(error)  # noqa: PT017 - not every step is asked for
        recover(folder)
        if contents(folder) == before:
            continue
        assert sorted(contents(folder)) == ["places.yaml", "workplan.yaml"]
        assert len(load_plan(folder).events) == 1
        if len(calls) < number:
            assert number > 6
            return
        (folder / "places.yaml").unlink()
        (folder / "workplan.yaml").write_text(PLAN, encoding="utf-8")
    pytest.fail("every try met a fault")


@pytest.mark.parametrize("moved", [0, 1])
def test_what_was_cut_short_is_completed_or_taken_back(folder: Path, moved: int) -> None:
    """Either file was in its place when the run was killed; a change by hand since takes the edit back."""
    for by_hand in (False, True):
        found = edited(folder, added, LIMITS)
        entries = [store._prepared(path, *pair) for path, pair in found.contents.items()]  # noqa: SLF001
        store._write_journal(folder, entries)  # noqa: SLF001
        Path(entries[moved].new).replace(entries[moved].target)
        if by_hand:
            Path(entries[1 - moved].target).write_text("# by hand\n", encoding="utf-8")
        said = recover(folder)
        if by_hand:
            assert said == "An edit that was cut short was taken back"
            kept = {Path(entries[1 - moved].target).name: b"# by hand\n"}
            assert contents(folder) == {"workplan.yaml": PLAN.encode()} | kept
        else:
            assert said == "An edit that was cut short was completed"
            assert sorted(contents(folder)) == ["places.yaml", "workplan.yaml"]
        (folder / "places.yaml").unlink(missing_ok=True)
        (folder / "workplan.yaml").write_text(PLAN, encoding="utf-8")


def test_a_journal_removes_no_other_file(folder: Path) -> None:
    target = str((folder / "workplan.yaml").resolve())
    old_sum = store.sum_of(PLAN.encode())
    row = f'[{{"target": "{target}", "new": "", "old": "", "new_sum": "", "old_sum": "{old_sum}"}}]'
    (folder / store.JOURNAL).write_text(row, encoding="utf-8")
    with pytest.raises(CannotWriteError, match="was not written by gcmplan"):
        recover(folder)
    assert (folder / "workplan.yaml").read_text(encoding="utf-8") == PLAN


def test_the_file_is_committed_with_the_edit_and_removed_with_undo(cli: Cli, folder: Path) -> None:
    git(folder, "init", "-q")
    git(folder, "config", "user.name", "A")
    git(folder, "config", "user.email", "a@example.org")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")
    run = cli(*ADD, "--commit", "--plan", str(folder))
    assert run.status == 0, run.err
    assert git(folder, "show", "--format=", "--name-status", "HEAD").split() == [
        "A",
        "places.yaml",
        "M",
        "workplan.yaml",
    ]
    assert git(folder, "status", "--short") == ""
    run = cli("undo", "--commit", "--plan", str(folder))
    assert run.status == 0, run.err
    assert git(folder, "ls-tree", "--name-only", "HEAD").split() == ["workplan.yaml"]
    assert git(folder, "status", "--short") == ""


def test_a_file_that_only_the_commit_has_refuses_the_commit(cli: Cli, folder: Path) -> None:
    """Its new contents would be a change that no person saw."""
    (folder / "places.yaml").write_text("places: []\n", encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "config", "user.name", "A")
    git(folder, "config", "user.email", "a@example.org")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")
    (folder / "places.yaml").unlink()
    run = cli(*ADD, "--commit", "--plan", str(folder))
    assert (run.status, "places.yaml has changes that are not committed yet" in run.err) == (2, True)
    assert contents(folder).keys() >= {"workplan.yaml"}
    assert not (folder / "places.yaml").exists()
