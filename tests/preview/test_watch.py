"""Files that are watched: a change is one of bytes, and counts when the files rest."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from gcmplan.files.folder import plan_paths
from gcmplan.files.parse import Limits
from gcmplan.git.head import head_files
from gcmplan.preview import watch as watching
from gcmplan.preview.watch import Watch
from scratch import Scratch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "workplan.yaml").write_text("a: 1\n")
    (tmp_path / "sessions").mkdir()
    return tmp_path


@pytest.fixture
def watch(folder: Path) -> Watch:
    return Watch(lambda: plan_paths(folder), Limits())


def test_bytes_count_and_not_times(folder: Path, watch: Watch) -> None:
    before = watch.state()
    os.utime(folder / "workplan.yaml", (1, 1))
    assert watch.state() == before
    (folder / "workplan.yaml").write_text("a: 2\n")
    assert watch.state() != before
    (folder / "workplan.yaml").write_text("a: 1\n")
    assert watch.state() == before


def test_a_change_in_the_same_moment_and_of_the_same_size_is_seen(folder: Path, watch: Watch) -> None:
    file = folder / "workplan.yaml"
    before, times = watch.state(), (time.time_ns(), file.stat().st_mtime_ns)
    file.write_text("a: 2\n")
    os.utime(file, ns=times)
    assert watch.state() != before


def test_an_old_file_is_not_read_again(folder: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(folder / "workplan.yaml", (1, 1))
    before = watch.state()
    monkeypatch.setattr(watching, "read_file", None)
    assert watch.state() == before


def test_each_change_of_the_files_is_seen(folder: Path, watch: Watch) -> None:
    seen = [watch.state()]
    (folder / "bodies.yaml").write_text("[]\n")
    seen.append(watch.state())
    (folder / "sessions" / "a.yaml").write_text("a: 1\n")
    seen.append(watch.state())
    (folder / "sessions" / ".a.yaml.swp").write_text("an editor's own\n")
    (folder / "sessions" / "a.yaml~").write_text("an editor's own\n")
    assert watch.state() == seen[-1]
    (folder / "sessions" / "a.yaml").rename(folder / "sessions" / "b.yaml")
    seen.append(watch.state())
    (folder / "workplan.yaml").unlink()
    seen.append(watch.state())
    (folder / "workplan.yaml").mkdir()
    seen.append(watch.state())
    (folder / "workplan.yaml").rmdir()
    os.mkfifo(folder / "workplan.yaml")
    seen.append(watch.state())
    (folder / "bodies.yaml").rename(folder / "elsewhere")
    (folder / "bodies.yaml").symlink_to("elsewhere")
    seen.append(watch.state())
    shutil.rmtree(folder / "sessions")
    seen.append(watch.state())
    assert all(seen.count(state) == 1 for state in seen)


@pytest.mark.parametrize("back", [1, 5])
def test_many_steps_are_one_change(folder: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch, back: int) -> None:
    """Each pause has an edit, one of which takes all back: what counts is the state in which the files rest."""
    file = folder / "workplan.yaml"
    edits = iter(["a: 1\n" if number == back else f"a: {number + 10}\n" for number in range(20)])
    shown = watch.state()

    def pause(_: float) -> None:
        if text := next(edits, ""):
            file.write_text(text)

    monkeypatch.setattr(watching, "time", SimpleNamespace(sleep=pause, time_ns=time.time_ns))
    found = watch.wait(shown)
    assert found == watch.state() != shown
    assert (file.read_text(), next(edits, "")) == ("a: 29\n", "")


def test_a_commit_is_a_change(tmp_path: Path) -> None:
    plan = Scratch.made(tmp_path)
    watch = Watch(lambda: head_files(plan.root / "data"), Limits())
    seen = [watch.state()]
    plan.rewrite("22-23 May 2017", "29-30 May 2017")
    assert watch.state() == seen[-1]
    plan.commit("second")
    seen.append(watch.state())
    plan.git("gc", "--quiet")
    plan.git("pack-refs", "--all")
    seen.append(watch.state())
    plan.git("commit", "--quiet", "--allow-empty", "--message", "third")
    seen.append(watch.state())
    plan.git("checkout", "--quiet", "-b", "other")
    seen.append(watch.state())
    plan.git("checkout", "--quiet", "--detach", "HEAD~1")
    seen.append(watch.state())
    assert all(seen.count(state) == 1 for state in seen)
    tree = tmp_path / "tree"
    plan.git("worktree", "add", "--quiet", str(tree), "other")
    beside = Watch(lambda: head_files(tree / "data" / "workplan.yaml"), Limits())
    before = beside.state()
    plan.git("-C", str(tree), "commit", "--quiet", "--allow-empty", "--message", "fourth")
    assert beside.state() != before


def test_without_a_repository_or_git_there_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert head_files(tmp_path) == ()
    plan = Scratch.made(tmp_path / "plan")
    assert head_files(plan.root) != ()
    monkeypatch.setenv("PATH", "/nowhere")
    assert head_files(plan.root) == ()
