"""`check` in the hook of a commit: as pre-commit calls it, and by pre-commit itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from inside import start

ROOT = Path(__file__).parent.parent.parent
GCMPLAN = (sys.executable, "-m", "gcmplan")
PLAN = """
title: Ours
as_of: 12 April 2017
calendar: {name: Ours, domain: example.org}
groups: [{id: all, title: All, short: All, color: "#4472C4"}]
events:
- {id: first, title: The first, kind: meeting, group: all, when: 8 May 2017, place: TBA, source: us}
- {id: second, title: The second, kind: meeting, group: all, when: 13 May 2017, place: TBA, source: us}
"""
SATURDAY = ("8 May 2017", "6 May 2017")
NO_DAY = ("8 May 2017", "31 June 2026")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return a repository with nothing committed."""
    git(tmp_path, "init", "-q")
    return tmp_path


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *identity, *words], check=False, capture_output=True, text=True, cwd=folder)


def write_plan(folder: Path, change: tuple[str, str] = ("", "")) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "workplan.yaml").write_text(PLAN.replace(*change, 1) if change[0] else PLAN, encoding="utf-8")


def hook(work: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """Run the entry of the hook as pre-commit does: the files that its pattern fits come behind."""
    (shipped,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    fitting = [file for file in files if re.search(shipped["files"], file)]
    assert shipped.get("pass_filenames", True)
    return start(*shipped["entry"].split()[1:], *fitting, cwd=work)


@pytest.mark.parametrize("folder", [".", "data", "plans/one"])
def test_the_plan_of_the_file_is_checked(work: Path, folder: str) -> None:
    write_plan(work / folder, NO_DAY)
    run = hook(work, os.path.normpath(f"{folder}/workplan.yaml"))
    assert (run.returncode, "there is no day 31 in" in run.stdout) == (1, True)


def test_each_file_stands_for_its_plan_and_each_plan_is_checked_once(work: Path) -> None:
    write_plan(work, NO_DAY)
    write_plan(work / "other", NO_DAY)
    (work / "sessions").mkdir()
    for name in ("bodies.yaml", "places.yaml", "sessions/first.yaml"):
        (work / name).write_text("", encoding="utf-8")
    run = hook(work, "bodies.yaml", "places.yaml", "sessions/first.yaml", "other/workplan.yaml", "other/bodies.yaml")
    assert re.findall(r"--> (.*):\d+:\d+", run.stdout).count("workplan.yaml") == 1
    assert re.findall(r"--> (.*):\d+:\d+", run.stdout).count("other/workplan.yaml") == 1
    assert "other rules were not run for workplan.yaml and 1 other plan" in " ".join(run.stdout.split())


def test_a_file_that_only_has_such_a_name_is_none_of_ours(work: Path) -> None:
    (work / "db" / "sources").mkdir(parents=True)
    (work / "db" / "sources" / "all.yml").write_text("- x\n", encoding="utf-8")
    run = hook(work, "db/sources/all.yml")
    assert (run.returncode, run.stdout) == (0, "no problems\n")


def test_before_the_first_commit_everything_is_new(work: Path) -> None:
    write_plan(work)
    assert "GP203 weekend" in hook(work, "workplan.yaml").stdout


def test_only_what_the_edit_brings_in_errors_last(work: Path) -> None:
    write_plan(work)
    git(work, "add", ".")
    git(work, "commit", "-qm", "x")
    assert hook(work, "workplan.yaml").stdout == "no problems\n"
    write_plan(work, SATURDAY)
    third = "{id: third, title: T, kind: meeting, group: all, when: 2 May 2017, place: TBA, source: us, after: [first]}"
    path = work / "workplan.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}- {third}\n", encoding="utf-8")
    run = hook(work, "workplan.yaml")
    found = re.findall(r"^(error|warning)\[(\w+)", run.stdout, re.MULTILINE)
    assert found == [("warning", "GP203"), ("warning", "GP903"), ("error", "GP301")]
    assert found == sorted(found, key=lambda one: one[0] == "error")
    assert "second" not in re.findall(r"events: (.*)", run.stdout)
    assert run.stdout.splitlines()[-1].startswith(("1 error", "2 error"))


@pytest.mark.slow
def test_pre_commit_runs_it_on_what_is_staged(work: Path) -> None:
    (shipped,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    entry = " ".join((*GCMPLAN, *shipped["entry"].split()[1:]))
    local = {"repo": "local", "hooks": [{**shipped, "entry": entry, "language": "system"}]}
    (work / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [local]}), encoding="utf-8")
    write_plan(work)
    git(work, "add", ".")
    git(work, "commit", "-qm", "x")

    def pre_commit() -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PRE_COMMIT_HOME": str(work.parent / "home")}
        words = [sys.executable, "-m", "pre_commit", "run"]
        return subprocess.run(words, check=False, capture_output=True, text=True, cwd=work, env=environment)

    write_plan(work, NO_DAY)
    git(work, "add", ".")
    # A change that is not staged fixes it: the commit would not have that.
    write_plan(work)
    run = pre_commit()
    assert (run.returncode, "there is no day 31 in" in run.stdout) == (1, True)
    git(work, "add", ".")
    write_plan(work, NO_DAY)
    assert pre_commit().returncode == 0
    write_plan(work)
    git(work, "commit", "-qam", "x")
    with_session(work)
    git(work, "rm", "-q", "sessions/first.yaml")
    assert pre_commit().returncode == 1


def with_session(work: Path) -> Path:
    """Commit a plan whose event has a session, and return the session's file."""
    write_plan(work, ("group: all", "group: all, session: first"))
    path = work / "sessions" / "first.yaml"
    path.parent.mkdir()
    path.write_text("id: first\nevent: first\nsource: us\n", encoding="utf-8")
    git(work, "add", ".")
    git(work, "commit", "-qm", "x")
    return path


def test_a_file_that_a_commit_deletes_counts(work: Path) -> None:
    """pre-commit names no file then, and sets PRE_COMMIT."""
    with_session(work)
    run = start("check", "--hook", cwd=work, PRE_COMMIT="1")
    assert (run.returncode, run.stdout) == (0, "no problems\n")
    git(work, "rm", "-q", "sessions/first.yaml")
    for folder in (work, work / "below"):
        folder.mkdir(exist_ok=True)
        run = start("check", "--hook", cwd=folder, PRE_COMMIT="1")
        assert (run.returncode, "'first' names no session" in run.stdout or "GP005" in run.stdout) == (1, True)


def test_a_plan_that_a_commit_deletes_is_none(work: Path) -> None:
    with_session(work)
    git(work, "rm", "-q", "workplan.yaml")
    run = start("check", "--hook", cwd=work, PRE_COMMIT="1")
    assert (run.returncode, run.stdout) == (0, "no problems\n")


@pytest.mark.parametrize("with_commit", [True, False])
def test_a_repository_without_a_plan_is_left_alone(work: Path, *, with_commit: bool) -> None:
    if with_commit:
        git(work, "commit", "-q", "--allow-empty", "-m", "x")
    run = start("check", "--hook", cwd=work, PRE_COMMIT="1")
    assert (run.returncode, run.stdout, run.stderr) == (0, "no problems\n", "")


@pytest.mark.parametrize("name", ["gone/workplan.yaml", "gone", "gone/sessions/a.yaml"])
def test_a_file_that_is_not_there_is_named(work: Path, name: str) -> None:
    run = start("check", "--hook", name, cwd=work)
    assert (run.returncode, run.stdout) == (2, "")
    assert f"there is no file {name}: name files that are to be committed, or none" in " ".join(run.stderr.split())
    assert "--plan" not in run.stderr


@pytest.mark.parametrize("place", [".", "below", "elsewhere"])
def test_services_get_paths_from_the_root_of_the_repository(work: Path, place: str) -> None:
    write_plan(work / "repository" / "plans" / "one", NO_DAY)
    (work / "repository" / "below").mkdir()
    git(work / "repository", "init", "-q")
    (work / "elsewhere").mkdir()
    folder = work / "elsewhere" if place == "elsewhere" else work / "repository" / place
    plan, path = os.path.relpath(work / "repository" / "plans" / "one", folder), "plans/one/workplan.yaml"

    def out(form: str) -> str:
        return start("check", "--format", form, "--plan", plan, cwd=folder).stdout

    assert f"file={path}," in out("github")
    assert json.loads(out("gitlab"))[0]["location"]["path"] == path
    place_of = json.loads(out("sarif"))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place_of["artifactLocation"] == {"uri": path}
    case = ET.fromstring(out("junit")).find(".//testcase")  # noqa: S314 - our own
    assert case is not None
    assert case.get("file") == path
    # A person reads a path from where they are.
    assert out("concise").startswith(f"{Path(plan, 'workplan.yaml').as_posix()}:")


@pytest.mark.parametrize("form", ["full", "concise", "github", "sarif", "junit", "markdown"])
def test_every_format_says_that_other_rules_were_not_run(work: Path, form: str) -> None:
    said = "other rules were not run for workplan.yaml"
    write_plan(work, NO_DAY)
    assert said in " ".join(start("check", "--format", form, cwd=work).stdout.split())
    write_plan(work)
    assert said not in " ".join(start("check", "--format", form, cwd=work).stdout.split())


def test_json_names_the_plans_that_could_not_be_loaded(work: Path) -> None:
    write_plan(work, NO_DAY)
    assert json.loads(start("check", "--format", "json", cwd=work).stdout)["summary"]["unread"] == ["workplan.yaml"]


def test_infos_are_counted_and_shown_when_asked_for(work: Path) -> None:
    def infos(*options: str) -> int:
        return start("check", "--plan", "gcm", *options, cwd=work).stdout.count("info[GP")

    count = int(re.findall(r"(\d+) info", start("check", "--plan", "gcm", cwd=work).stdout.splitlines()[-1])[0])
    assert infos() == 0
    assert infos("--verbose") == infos("--fail-on", "info") == count > 0
    assert infos("--select", "GP104") > 0


def test_fail_on_says_what_it_fails_on(work: Path) -> None:
    write_plan(work / "old")
    write_plan(work / "new", ("- {id: first", "- {id: other"))
    run = start("diff", "old", "new", "--fail-on", "removed,cancelled", cwd=work)
    assert (run.returncode, run.stderr) == (1, "Failed because of --fail-on: removed first\n")
    assert start("diff", "old", "new", "--fail-on", "cancelled", cwd=work).stderr == ""
