"""A plan that was moved in its repository has the history that it had."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from conftest import Cli
from ical_lint import parsed
from scratch import Scratch

WHEN = "    when: {} April 2017\n"
IDM = "idm-new-york"
OTHER = """\
title: Another plan
as_of: 2017-04-12
calendar:
  name: Another
  domain: other.example
groups:
  - id: idm
    title: IDM
    short: IDM
    color: "#112233"
events:
  - id: opening
    title: Opening
    group: idm
    kind: meeting
    when: 3 May 2017
    source: none
"""


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A repository with the real plan, in which one event moved by a day."""
    scratch = Scratch.made(tmp_path / "repository")
    scratch.rewrite(WHEN.format("18-19"), WHEN.format("19-20"))
    scratch.commit("edit")
    return scratch


def numbers(cli: Cli, plan: Path) -> dict[str, int]:
    """Return the SEQUENCE of each event of the feed that has changed."""
    run = cli("export", "ics", "--plan", str(plan))
    assert (run.status, "history" in run.err) == (0, False)
    found = {one.value("UID").partition("@")[0]: int(one.value("SEQUENCE")) for one in parsed(run.out.encode())[1:]}
    return {uid: number for uid, number in found.items() if number}


def moved(scratch: Scratch, old: str, new: str) -> Path:
    """Move the plan from one folder of the repository to another, by git alone."""
    for name in (
        "workplan.yaml",
        "bodies.yaml",
        "places.yaml",
        "observances.yaml",
        "states.yaml",
        "sessions",
        "sources",
    ):
        if (scratch.root / old / name).exists():
            (scratch.root / new).mkdir(parents=True, exist_ok=True)
            scratch.git("mv", str(Path(old) / name), str(Path(new) / name))
    return scratch.root / new


@pytest.mark.parametrize("folders", [["plan"], ["."], ["deep/plan", "."], ["plan", "data"]])
def test_a_feed_counts_on(scratch: Scratch, cli: Cli, folders: list[str]) -> None:
    assert numbers(cli, scratch.root / "data") == {IDM: 1}
    before, place = "data", scratch.root / "data"
    for count, folder in enumerate(folders, 2):
        place = moved(scratch, before, folder)
        # Staged, and not committed yet.
        assert numbers(cli, place) == {IDM: count - 1}
        workplan = place / "workplan.yaml"
        text = workplan.read_text(encoding="utf-8")
        assert WHEN.format(f"{17 + count}-{18 + count}") in text
        workplan.write_text(
            text.replace(WHEN.format(f"{17 + count}-{18 + count}"), WHEN.format(f"{18 + count}-{19 + count}")),
            encoding="utf-8",
        )
        scratch.commit("move and edit")
        assert numbers(cli, place) == {IDM: count}
        before = folder


@pytest.mark.parametrize("folder", ["plan", "."])
def test_a_move_that_is_not_staged_is_followed(scratch: Scratch, cli: Cli, folder: str) -> None:
    place = scratch.root / folder
    shutil.copytree(scratch.root / "data", place, dirs_exist_ok=True)
    shutil.rmtree(scratch.root / "data")
    assert numbers(cli, place) == {IDM: 1}
    run = cli("check", "--plan", str(place), "--new-since", "HEAD", "--format", "json", "--fail-on", "info")
    assert (run.status, json.loads(run.out)["problems"]) == (0, [])
    workplan = place / "workplan.yaml"
    text = workplan.read_text(encoding="utf-8")
    workplan.write_text(text.replace(WHEN.format("19-20"), WHEN.format("20-21")), encoding="utf-8")
    assert numbers(cli, place) == {IDM: 2}
    run = cli("diff", "--plan", str(place), "--format", "plain")
    assert (run.status, IDM in run.out, run.out.count("\n")) == (0, True, 1)


def test_another_plan_in_place_of_one_that_was_deleted_begins_anew(scratch: Scratch, cli: Cli) -> None:
    place = scratch.root / "plan"
    place.mkdir()
    (place / "workplan.yaml").write_text(OTHER, encoding="utf-8")
    shutil.rmtree(scratch.root / "data")
    run = cli("export", "ics", "--plan", str(place))
    assert (run.status, "CANCELLED" in run.out) == (0, False)
    assert "git has no history of" in run.err


def test_the_name_of_the_file_changes(scratch: Scratch, cli: Cli) -> None:
    scratch.git("mv", "data/workplan.yaml", "data/plan.yaml")
    scratch.git("mv", "data/sessions/thematic-1.yaml", "data/sessions/first.yaml")
    scratch.commit("rename")
    assert numbers(cli, scratch.root / "data" / "plan.yaml") == {IDM: 1}


def test_log_goes_on(scratch: Scratch, cli: Cli) -> None:
    place = moved(scratch, "data", "plan")
    scratch.commit("move")
    run = cli("log", IDM, "--plan", str(place), "--format", "json")
    found = json.loads(run.out)["revisions"]
    assert [change["kinds"] for one in found for change in one["changes"]] == [["shifted"], ["added"]]
    run = cli("log", "--plan", str(place), "--format", "plain")
    assert "Left out: 1 revision that changed nothing in meaning\n" in run.err


def test_diff_follows_a_move_either_way(scratch: Scratch, cli: Cli) -> None:
    place = moved(scratch, "data", "plan")
    assert cli("diff", "--plan", str(place)).out == ""
    assert cli("diff", "--staged", "--plan", str(place)).out == ""
    workplan = place / "workplan.yaml"
    text = workplan.read_text(encoding="utf-8")
    workplan.write_text(text.replace(WHEN.format("19-20"), WHEN.format("20-21")), encoding="utf-8")
    for arguments in ([], ["HEAD"], ["HEAD~1"]):
        run = cli("diff", *arguments, "--plan", str(place), "--format", "plain")
        assert (run.status, IDM in run.out) == (0, True)
    scratch.commit("move and edit")
    for arguments in (["HEAD~1"], ["HEAD~2", "HEAD"], ["HEAD~1..HEAD"], ["HEAD", "HEAD~1"]):
        run = cli("diff", *arguments, "--plan", str(place), "--format", "plain")
        assert (run.status, IDM in run.out) == (0, True)
    # The branch from before the move, looked at from there.
    scratch.git("tag", "moved")
    scratch.git("checkout", "--quiet", "HEAD~1")
    run = cli("diff", "HEAD", "moved", "--plan", str(scratch.root / "data"), "--format", "plain")
    assert (run.status, IDM in run.out) == (0, True)


def test_problems_from_before_a_move_are_not_new(scratch: Scratch, cli: Cli) -> None:
    place = moved(scratch, "data", "plan")
    scratch.commit("move")
    run = cli("check", "--plan", str(place), "--new-since", "HEAD~1", "--format", "json", "--fail-on", "info")
    assert (run.status, json.loads(run.out)["problems"]) == (0, [])


def test_what_was_at_the_new_place_before_belongs_to_the_plan(scratch: Scratch, cli: Cli) -> None:
    for name in ("bodies.yaml", "places.yaml"):
        (scratch.root / name).write_bytes((scratch.root / "data" / name).read_bytes())
    scratch.commit("the files beside")
    for name in ("workplan.yaml", "sessions", "sources"):
        scratch.git("mv", f"data/{name}", name)
    scratch.git("rm", "-r", "--quiet", "data")
    scratch.commit("move")
    assert numbers(cli, scratch.root) == {IDM: 1}


def test_a_plan_that_was_copied_begins_anew(scratch: Scratch, cli: Cli) -> None:
    shutil.copytree(scratch.root / "data", scratch.root / "other")
    scratch.commit("copy")
    assert numbers(cli, scratch.root / "other") == {}
    assert numbers(cli, scratch.root / "data") == {IDM: 1}


def test_a_known_history_needs_few_processes(
    scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One looks for the repository, and one lists the commits of each place that the plan was in."""
    asked, git = tmp_path / "asked", tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text(f'#!/bin/sh\necho "$@" >> {asked}\nexec {shutil.which("git")} "$@"\n')
    git.chmod(0o755)
    monkeypatch.setenv("PATH", str(git.parent), prepend=":")
    monkeypatch.setenv("GCMPLAN_CACHE", str(tmp_path / "cache"))
    place, count = scratch.root / "data", 2
    for folder in ("plan", "deep/plan"):
        numbers(cli, place)
        asked.unlink()
        assert numbers(cli, place) == {IDM: 1}
        assert len(asked.read_text().splitlines()) == count
        place, count = moved(scratch, str(place.relative_to(scratch.root)), folder), count + 1
        scratch.commit("move")


@pytest.mark.parametrize("path", ["../data/workplan.yaml", "/data/workplan.yaml", "a\0b", 1, None, ["x"]])
def test_a_planted_move_is_looked_up_again(
    scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: object
) -> None:
    monkeypatch.setenv("GCMPLAN_CACHE", str(tmp_path / "cache"))
    place = moved(scratch, "data", "plan")
    scratch.commit("move")
    assert numbers(cli, place) == {IDM: 1}
    with closing(sqlite3.connect(tmp_path / "cache" / "history.sqlite3")) as base, base:
        changed = base.execute("UPDATE outcome SET text = ? WHERE text = '\"data/workplan.yaml\"'", (json.dumps(path),))
        assert changed.rowcount == 1
    assert numbers(cli, place) == {IDM: 1}
