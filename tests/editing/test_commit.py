"""`--commit`: the edit alone is committed, and nothing of the repository runs; `undo` takes the last edit back."""

from __future__ import annotations

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from conftest import DATA, Cli
from gcmplan.loading.load import load_plan

MOVE = ("move", "bali-process", "5-8 June 2017")
HOOKS = ("pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "reference-transaction", "post-index-change")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a plan below the root of a repository, all of it committed."""
    folder = Path(shutil.copytree(DATA, tmp_path / "repo" / "data"))
    (folder.parent / "other").write_text("1\n")
    git(folder, "init", "-q", "..")
    git(folder, "config", "user.name", "A")
    git(folder, "config", "user.email", "a@example.org")
    git(folder, "add", "-A", "..")
    git(folder, "commit", "-qm", "x")
    return folder


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_the_commit_holds_the_edit_alone(cli: Cli, folder: Path) -> None:
    other = folder.parent / "other"
    other.write_text("2\n")
    git(folder, "add", "../other")
    other.write_text("3\n")
    (folder.parent / "new").write_text("4\n")
    run = cli("rename", "thematic-1", "opening", "--commit", "--plan", str(folder))
    assert run.status == 0, run.err
    changed = git(folder, "show", "--format=", "--name-only", "HEAD").split()
    assert len(changed) == 4
    assert all(name.startswith("data/") for name in changed)
    assert git(folder, "status", "--short").splitlines() == ["MM ../other", "?? ../new"]
    assert git(folder, "show", "HEAD:data/workplan.yaml") == (folder / "workplan.yaml").read_text(encoding="utf-8")
    assert f"Committed: {git(folder, 'rev-parse', '--short', 'HEAD').strip()} " in run.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (MOVE, "Bali Process (Bali): now 5-8 June 2017, was 22-25 May 2017"),
        ((*MOVE, "-m", "Ünser # Text"), "Ünser # Text"),
        (("set", "hearing-days", "amount", "7", "--anyway"), "policy hearing-days (Hearing days): changed"),
        (("cancel", "thematic-2"), "Second Thematic Session (New York): cancelled, was 22-23 May 2017"),
    ],
)
def test_the_message_is_the_first_line_of_the_notice(
    cli: Cli, folder: Path, words: tuple[str, ...], message: str
) -> None:
    run = cli(*words, "--commit", "--plan", str(folder))
    assert run.status == 0, run.err
    told = git(folder, "log", "-1", "--format=%B").strip()
    assert told == message or (message.startswith("policy") and told.startswith("policy hearing-days"))


def test_nothing_of_the_repository_runs(cli: Cli, folder: Path, tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho $0 >> {trace}\ncat\n")
    program.chmod(0o755)
    for name in HOOKS:
        shutil.copy(program, folder.parent / ".git" / "hooks" / name)
    for key in ("core.fsmonitor", "core.editor", "gpg.program", "core.pager", "sequence.editor"):
        git(folder, "config", key, str(program))
    git(folder, "config", "commit.gpgSign", "true")
    trace.unlink(missing_ok=True)
    run = cli(*MOVE, "--commit", "--plan", str(folder))
    assert run.status == 0, run.err
    assert not trace.exists()


def test_a_filter_is_not_run(cli: Cli, folder: Path, tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    (folder.parent / ".git" / "info" / "attributes").write_text("*.yaml filter=own\n")
    git(folder, "config", "filter.own.clean", f"touch {trace}; cat")
    trace.unlink(missing_ok=True)
    before = (folder / "workplan.yaml").read_bytes()
    run = cli(*MOVE, "--commit", "--plan", str(folder))
    assert (run.status, trace.exists(), (folder / "workplan.yaml").read_bytes()) == (2, False, before)
    assert "a filter is set for data/workplan.yaml" in run.err


def change(folder: Path) -> None:
    path = folder / "workplan.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")


def stage(folder: Path) -> None:
    before = (folder / "workplan.yaml").read_bytes()
    change(folder)
    git(folder, "add", "workplan.yaml")
    (folder / "workplan.yaml").write_bytes(before)


def merge(folder: Path) -> None:
    git(folder, "checkout", "-qb", "side")
    git(folder, "commit", "-q", "--allow-empty", "-m", "side")
    git(folder, "checkout", "-q", "-")
    git(folder, "merge", "-q", "--no-ff", "--no-commit", "side")


def forget(folder: Path) -> None:
    git(folder, "rm", "-q", "--cached", "workplan.yaml")
    git(folder, "commit", "-qm", "without")


def drop(folder: Path) -> None:
    shutil.rmtree(folder.parent / ".git")


CASES = {
    "changed": (change, "data/workplan.yaml has changes that are not committed yet"),
    "staged": (stage, "data/workplan.yaml has changes that are not committed yet"),
    "merge": (merge, "a merge is under way"),
    "untracked": (forget, "data/workplan.yaml is not in the last commit"),
    "no repository": (drop, "is in no git repository"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_would_commit_more_is_refused_before_it_is_written(cli: Cli, folder: Path, case: str) -> None:
    prepare, message = CASES[case]
    prepare(folder)
    before = (folder / "workplan.yaml").read_bytes()
    run = cli(*MOVE, "--commit", "--plan", str(folder))
    assert (run.status, (folder / "workplan.yaml").read_bytes()) == (2, before)
    assert message in run.err
    assert cli(*MOVE, "--plan", str(folder)).status == 0


def test_without_a_name_nothing_is_written(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(folder, "config", "--unset", "user.name")
    git(folder, "config", "--unset", "user.email")
    git(folder, "config", "user.useConfigOnly", "true")
    for name in ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL"):
        monkeypatch.delenv(f"GIT_{name}", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.delenv("EMAIL", raising=False)
    before = (folder / "workplan.yaml").read_bytes()
    run = cli(*MOVE, "--commit", "--plan", str(folder))
    assert (run.status, (folder / "workplan.yaml").read_bytes()) == (2, before)
    assert "user.name" in run.err


def test_a_message_needs_a_commit(cli: Cli, folder: Path) -> None:
    run = cli(*MOVE, "-m", "x", "--plan", str(folder))
    assert (run.status, "--commit" in run.err) == (2, True)


@pytest.mark.parametrize(
    "words",
    [MOVE, ("rename", "thematic-1", "opening"), ("move", "thematic-1", "+1 week"), ("set", "Lima", "longitude", "-77")],
)
def test_undo_gives_the_bytes_back(cli: Cli, folder: Path, words: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert cli(*words, "--anyway", "--plan", str(folder)).status == 0
    run = cli("undo", "--dry-run", "--plan", str(folder))
    assert (run.status, run.out.endswith("Nothing is written.\n")) == (0, True)
    assert cli("undo", "--plan", str(folder)).status == 0
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    run = cli("undo", "--plan", str(folder))
    assert (run.status, "there is no edit to take back" in run.err) == (2, True)


def test_undo_without_a_repository(cli: Cli, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    before = (folder / "workplan.yaml").read_bytes()
    assert cli(*MOVE, "--plan", str(folder)).status == 0
    assert cli("undo", "--plan", str(folder)).status == 0
    assert (folder / "workplan.yaml").read_bytes() == before


def test_undo_leaves_what_was_changed_since(cli: Cli, folder: Path) -> None:
    assert cli(*MOVE, "--plan", str(folder)).status == 0
    change(folder)
    after = (folder / "workplan.yaml").read_bytes()
    run = cli("undo", "--plan", str(folder))
    assert (run.status, (folder / "workplan.yaml").read_bytes()) == (2, after)
    assert "was changed since the last edit" in run.err


def test_undo_is_of_the_last_edit_alone(cli: Cli, folder: Path) -> None:
    assert cli("cancel", "midcom", "--plan", str(folder)).status == 0
    middle = (folder / "workplan.yaml").read_bytes()
    assert cli(*MOVE, "--plan", str(folder)).status == 0
    assert cli("undo", "--plan", str(folder)).status == 0
    assert (folder / "workplan.yaml").read_bytes() == middle


def test_undo_of_a_commit_is_a_commit(cli: Cli, folder: Path) -> None:
    assert cli(*MOVE, "--commit", "--plan", str(folder)).status == 0
    assert cli("undo", "--commit", "--plan", str(folder)).status == 0
    assert git(folder, "diff", "HEAD~2") == ""
    assert git(folder, "log", "-1", "--format=%s").strip() == (
        "Bali Process (Bali): now 22-25 May 2017, was 5-8 June 2017"
    )
    assert git(folder, "status", "--short") == ""


def broken(folder: Path, *pairs: tuple[str, str]) -> None:
    path = folder / "workplan.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def test_an_edit_mends_a_broken_plan_or_is_refused_with_its_problems(cli: Cli, folder: Path) -> None:
    original = (folder / "workplan.yaml").read_bytes()
    broken(folder, ("when: 8-9 May 2017", "when: 8-39 May 2017"), ("when: 22-25 May 2017", "when: Mai"))
    before = (folder / "workplan.yaml").read_bytes()
    place = ("--plan", str(folder))
    for words in (("cancel", "thematic-2"), ("set", "thematic-2", "venue", "x"), ("set", "no-such", "venue", "x")):
        run = cli(*words, *place)
        assert (run.status, run.out, (folder / "workplan.yaml").read_bytes()) == (2, "", before)
        assert "there is no day 39" in run.err
        assert "the plan has 2 problems" in run.err
    run = cli("set", "thematic-1", "when", "8-49 May 2017", *place)
    assert (run.status, (folder / "workplan.yaml").read_bytes()) == (2, before)
    assert "gcmplan set thematic-1 when '8-49 May 2017'" in run.err
    run = cli("set", "thematic-1", "when", "8-9 May 2017", *place)
    assert run.status == 0, run.err
    assert "The plan could not be loaded: 1 problem left" in run.out
    assert "fixes   error GP003" in run.out
    run = cli("set", "bali-process", "when", "22-25 May 2017", *place)
    assert "it can be loaded again" in run.out
    assert (folder / "workplan.yaml").read_bytes() == original
    assert load_plan(folder).events


def test_in_what_is_no_yaml_nothing_is_edited(cli: Cli, folder: Path) -> None:
    broken(folder, ("events:\n", "events: [\n"))
    before = (folder / "workplan.yaml").read_bytes()
    run = cli("set", "thematic-2", "venue", "x", "--plan", str(folder))
    assert (run.status, (folder / "workplan.yaml").read_bytes()) == (2, before)
    assert "GP001" in run.err


def test_what_is_kept_touches_no_file_outside_the_plan(cli: Cli, tmp_path: Path) -> None:
    """It may come with a folder that somebody else made."""
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    victim = tmp_path / "victim.yaml"
    victim.write_text("x", encoding="utf-8")
    (folder / ".gcmplan").mkdir()
    for name in ("../victim.yaml", str(victim), "sessions/../../victim.yaml"):
        row = {"file": name, "old": "eA==", "new_sum": sha256(b"x").hexdigest()}
        kept = {"plan": str(folder.resolve()), "files": [row]}
        (folder / ".gcmplan" / "last-edit.json").write_text(json.dumps(kept), encoding="utf-8")
        run = cli("undo", "--plan", str(folder))
        assert (run.status, "was not written by gcmplan" in run.err) == (2, True)
    (folder / ".gcmplan" / "last-edit.json").write_text("[", encoding="utf-8")
    assert "cannot be read" in cli("undo", "--plan", str(folder)).err
