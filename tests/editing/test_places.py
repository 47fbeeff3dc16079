"""Edits where a disk or a repository refuses them: a full disk, a read-only one, a bare repository, a staged file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import DATA
from inside import start
from scratch import Scratch

MOVE = ("move", "bali-process", "5-8 June 2017")
APART = ("unshare", "--user", "--map-root-user", "--mount")
"""Begins a program whose mounts no other program sees, without the rights of the administrator."""

EDIT = f"status=0; gcmplan {MOVE[0]} {MOVE[1]} '{MOVE[2]}' --plan data > /dev/null || status=$?; echo status $status"
SAME = f"for name in $(ls '{DATA}'); do diff -r '{DATA}/'$name data/$name > /dev/null || echo $name differs; done; "
SAME += f"diff -r -x .gcmplan '{DATA}' data > /dev/null && echo same"

mounting = pytest.mark.skipif(
    sys.platform != "linux" or subprocess.run([*APART, "true"], check=False, capture_output=True).returncode != 0,
    reason="this machine lets no program mount a disk of its own",
)


def on_a_disk(tmp_path: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the shell in a folder on a disk of its own of 900 KiB, that has the plan in `data`."""
    disk = tmp_path / "disk"
    disk.mkdir()
    whole = f'set -e; mount -t tmpfs -o size=900k none "{disk}"; cp -R "{DATA}" "{disk}/data"; cd "{disk}"; {script}'
    environment = os.environ | {"GCMPLAN_CACHE": "", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run([*APART, "sh", "-c", whole], check=False, capture_output=True, text=True, env=environment)


@mounting
def test_on_a_full_disk_the_plan_stays_as_it_was(tmp_path: Path) -> None:
    script = (
        f"cat /dev/zero > filler 2>/dev/null || true; {EDIT}; {SAME}; find . -name '*.tmp'; rm filler; {EDIT}; {SAME}"
    )
    run = on_a_disk(tmp_path, script)
    assert run.stderr == "Error: cannot write data: no space left on device\n"
    assert run.stdout.splitlines() == ["status 2", "same", "status 0", "workplan.yaml differs"]


@mounting
def test_on_a_read_only_disk_the_edit_is_refused(tmp_path: Path) -> None:
    run = on_a_disk(tmp_path, f"mount -o remount,ro none .; {EDIT}; {SAME}")
    assert run.stderr.endswith(": read-only file system\n")
    assert run.stdout.splitlines() == ["status 2", "same"]


def test_a_bare_repository_has_no_plan_to_edit(tmp_path: Path) -> None:
    scratch = Scratch.made(tmp_path / "work")
    scratch.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    for words in (MOVE, (*MOVE, "--commit"), ("undo",), ("slots", "thematic-1", "--apply", "1")):
        run = start(*words, cwd=tmp_path / "bare.git")
        assert run.returncode == 2, run.stdout
        assert "gcmplan init" in run.stderr
        assert "Traceback" not in run.stderr


def test_a_work_tree_of_a_bare_repository_is_edited_and_committed(tmp_path: Path) -> None:
    scratch = Scratch.made(tmp_path / "work")
    bare = tmp_path / "bare.git"
    scratch.git("clone", "--quiet", "--bare", ".", str(bare))
    tree = tmp_path / "tree"
    scratch.git("-C", str(bare), "worktree", "add", "--quiet", str(tree), "main")
    scratch.git("-C", str(bare), "config", "user.name", "A")
    scratch.git("-C", str(bare), "config", "user.email", "a@example.org")
    run = start(*MOVE, "--commit", cwd=tree)
    assert run.returncode == 0, run.stderr
    assert scratch.git("-C", str(bare), "show", "--format=", "--name-only", "main").split() == ["data/workplan.yaml"]


def test_a_file_staged_and_changed_keeps_both(tmp_path: Path) -> None:
    scratch = Scratch.made(tmp_path)
    scratch.rewrite("title: Bali Process", "title: Bali Process (staged)")
    scratch.git("add", "data/workplan.yaml")
    staged = scratch.git("show", ":data/workplan.yaml")
    scratch.rewrite("title: Bali Process (staged)", "title: Bali Process (changed)")
    changed = scratch.workplan.read_text(encoding="utf-8")
    run = start(*MOVE, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert scratch.git("show", ":data/workplan.yaml") == staged
    after = scratch.workplan.read_text(encoding="utf-8")
    assert after != changed
    assert "title: Bali Process (changed)" in after
    assert start("undo", cwd=tmp_path).returncode == 0
    assert scratch.workplan.read_text(encoding="utf-8") == changed


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("this user writes everywhere")
    run = start(*MOVE, cwd=folder)
    assert run.returncode == 2
    assert "permission denied" in run.stderr


def test_a_file_that_is_read_only_stays(tmp_path: Path) -> None:
    """Whoever may write to its folder could put another in its place."""
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    before = (folder / "workplan.yaml").read_bytes()
    (folder / "workplan.yaml").chmod(0o444)
    run = start(*MOVE, cwd=folder)
    assert run.returncode == 2
    assert "workplan.yaml is read-only\n" in run.stderr
    assert (folder / "workplan.yaml").read_bytes() == before
    assert not [
        path for path in folder.iterdir() if path.name not in {one.name for one in DATA.iterdir()} | {".gcmplan"}
    ]
    (folder / "workplan.yaml").chmod(0o644)
    assert start(*MOVE, cwd=folder).returncode == 0
