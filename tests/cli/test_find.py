"""Which plan a command is about: the one named or nearest, never another by mistake."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from conftest import DATA
from gcmplan.cli.complete import complete_id
from gcmplan.cli.find import locate_plan, shipped_plan
from inside import start

if TYPE_CHECKING:
    import typer

GCMPLAN = (sys.executable, "-m", "gcmplan")
PLAN = """
title: Ours
as_of: 12 April 2017
calendar: {name: Ours, domain: example.org}
groups: [{id: all, title: All, short: All, color: "#4472C4"}]
events:
- id: first
  title: The first
  kind: meeting
  group: all
  when: WHEN
  place: TBA
  source: us
"""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Return the root of a repository without a plan."""
    folder = tmp_path / "repository"
    (folder / "below" / "deeper").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder


def write_plan(path: Path, when: str = "8 May 2017") -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(PLAN.replace("WHEN", when), encoding="utf-8")


@pytest.mark.parametrize("place", ["workplan.yaml", "data/workplan.yaml"])
@pytest.mark.parametrize("inner", [".", "below", "below/deeper", "data"])
def test_what_is_wrong_in_the_plan_here_is_found_from_every_folder(bare: Path, place: str, inner: str) -> None:
    write_plan(bare / place, "31 June 2026")
    (bare / "data").mkdir(exist_ok=True)
    run = start("check", cwd=bare / inner)
    assert (run.returncode, "31 June 2026" in run.stdout) == (1, True)
    assert start("export", "ics", cwd=bare / inner).returncode == 2


@pytest.mark.parametrize(
    "words",
    [["check"], ["diff"], ["diff", "--staged"], ["log"], ["export", "ics"], ["export", "json"], ["export", "html"]],
)
@pytest.mark.parametrize("with_commit", [True, False])
def test_without_a_plan_nothing_is_checked_or_published(bare: Path, words: list[str], *, with_commit: bool) -> None:
    if with_commit:
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, "commit", "-q", "--allow-empty", "-m", "x"], check=True, cwd=bare)
    run = start(*words, cwd=bare / "below")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        "Error: there is no workplan.yaml or data/workplan.yaml in this folder or above it\n"
        "Hint: go to your plan's folder with 'cd', name it with --plan, or make a plan with 'gcmplan init'; --plan gcm "
        "is the plan that comes with gcmplan\n"
    )
    write_plan(bare / "below" / "other" / "workplan.yaml")
    assert start(*words, cwd=bare / "below").returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["next", "--on", "1 May 2017"],
        ["show", "thematic-1"],
        ["agenda", "thematic-1"],
        ["sessions"],
        ["who", "Hernandez"],
    ],
)
def test_reading_shows_the_plan_that_ships_and_says_so(bare: Path, words: list[str]) -> None:
    said = "There is no plan here: this is the one that comes with gcmplan (--plan gcm)\n"
    run = start(*words, cwd=bare)
    named = start(*words, "--plan", "gcm", cwd=bare)
    assert (run.returncode, run.stderr.count(said), named.stderr.count(said)) == (0, 1, 0)
    assert run.stdout == named.stdout != ""


def test_the_plan_that_ships_by_its_name(bare: Path) -> None:
    write_plan(bare / "workplan.yaml", "31 June 2026")
    assert start("check", "--plan", "gcm", cwd=bare).returncode == 0
    assert start("check", "gcm", cwd=bare).returncode == 0
    write_plan(bare / "gcm" / "workplan.yaml", "31 June 2026")
    assert "write ./gcm for" in start("check", "--plan", "gcm", cwd=bare).stderr
    assert start("check", "--plan", "./gcm", cwd=bare).returncode == 1


def test_of_two_plans_in_a_folder_it_says_which(bare: Path) -> None:
    write_plan(bare / "workplan.yaml")
    write_plan(bare / "data" / "workplan.yaml", "31 June 2026")
    run = start("check", cwd=bare / "below")
    said = "There are two plans: ../workplan.yaml is used, not ../data/workplan.yaml (--plan names it)\n"
    assert (run.returncode, run.stderr) == (0, said)
    assert start("list", cwd=bare / "below").stderr == said
    # The folder of the other is its own, and nearer.
    assert start("check", cwd=bare / "data").returncode == 1


@pytest.mark.parametrize("place", ["below/workplan.yaml", "below/data/workplan.yaml", "below/data"])
def test_a_link_that_leads_nowhere_is_not_skipped(bare: Path, place: str) -> None:
    write_plan(bare / "workplan.yaml")
    (bare / place).parent.mkdir(exist_ok=True)
    (bare / place).symlink_to("nowhere")
    assert start("check", cwd=bare / "below").returncode in {1, 2}


def test_a_folder_with_the_name_of_the_plan_is_not_skipped(bare: Path) -> None:
    write_plan(bare / "workplan.yaml")
    (bare / "below" / "workplan.yaml").mkdir()
    assert "it is a folder" in start("check", cwd=bare / "below").stdout


def test_not_past_the_git_root(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_plan(bare / "workplan.yaml")
    (bare / "below" / ".git").touch()
    monkeypatch.chdir(bare / "below" / "deeper")
    assert locate_plan(None) is None
    assert locate_plan("gcm") == shipped_plan()


@pytest.mark.parametrize("place", ["workplan.yaml", "data/workplan.yaml"])
def test_a_bare_clone_has_the_plan_of_its_last_commit(bare: Path, place: str) -> None:
    write_plan(bare / place)
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["add", "."], [*identity, "commit", "-q", "-m", "x"], ["clone", "-q", "--bare", ".", "../clone"]):
        subprocess.run(["git", *words], check=True, cwd=bare)
    run = start("log", cwd=bare.parent / "clone")
    assert (run.returncode, len(run.stdout.splitlines()) > 0) == (0, True)


def test_completion_goes_by_the_same_plan(bare: Path) -> None:
    write_plan(bare / "workplan.yaml")
    typed = cast("typer.Context", SimpleNamespace(params={"plan": None}))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(bare / "below")
        assert complete_id(typed, "") == ["first"]
        shutil.copytree(DATA, bare / "below" / "data")
        assert complete_id(typed, "thematic-1") == ["thematic-1"]


@pytest.mark.parametrize("words", [("list", "--plan"), ("check", "--plan"), ("check",)])
def test_the_folder_of_a_repository_names_the_plan_in_its_data(bare: Path, words: tuple[str, ...]) -> None:
    write_plan(bare / "data" / "workplan.yaml")
    inside, outside = start(*words, ".", cwd=bare), start(*words, bare.name, cwd=bare.parent)
    assert (inside.returncode, outside.returncode) == (0, 0), inside.stderr + outside.stderr
    assert inside.stdout == outside.stdout == start(*words, "data", cwd=bare).stdout
    write_plan(bare / "workplan.yaml", "31 June 2026")
    assert "31 June 2026" in start(*words, ".", cwd=bare).stdout + start(*words, ".", cwd=bare).stderr
    (bare / "workplan.yaml").unlink()
    (bare / "workplan.yaml").symlink_to("nowhere.yaml")
    assert start(*words, ".", cwd=bare).returncode != 0
