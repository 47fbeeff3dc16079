"""`gcmplan init`: a plan of one's own, all or nothing, and over nothing that is there."""

from __future__ import annotations

import json
import os
import pty
import shlex
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import DATA
from gcmplan.checks.rules import RULES
from gcmplan.files.folder import File, PlanFiles
from gcmplan.loading.load import load_files, load_plan
from gcmplan.starting import folder
from gcmplan.starting.texts import Wishes, example_files
from inside import start
from session_files import validated

NAMES = ("workplan.yaml", "bodies.yaml", "places.yaml")
PLAIN = ("--no-git",)


def git(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run git as someone whose hooks find the gcmplan of this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    own = {"PATH": path, "HOME": str(folder.anchor), "GIT_CONFIG_GLOBAL": os.devnull, **more}
    return subprocess.run(["git", *identity, *words], check=False, capture_output=True, text=True, cwd=folder, env=own)


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """Return all paths below a folder, and what the files hold."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
            for path in folder.rglob("*")}  # fmt: skip


def test_the_plan_passes_and_is_shown(tmp_path: Path) -> None:
    made = start("init", "standards-body", "--organisation", "Made up: & co", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    folder = tmp_path / "standards-body"
    assert start("check", "--fail-on", "info", "--verbose", cwd=folder).stdout == "no problems\n"
    listed = json.loads(start("list", "--format", "json", cwd=folder).stdout)
    assert listed["plan"]["title"] == "Standards body"
    certainties = [(event["when"]["certainty"], event["when"]["exact"]) for event in listed["events"]]
    assert certainties == [("confirmed", True), ("tbc", True), ("confirmed", False)]
    drawn = start("timeline", cwd=folder).stdout
    assert all(title in drawn for title in ("Opening session", "Second session", "Draft report"))
    said = [line.split()[:2] for line in made.stdout.splitlines() if line.startswith("  gcmplan")]
    assert [name for _, name in said] == ["list", "add", "export", "remove", "import"]
    assert start("export", "ics", "-o", "plan.ics", cwd=folder).returncode == 0
    keep = [shlex.split(line) for line in made.stdout.splitlines() if line.startswith("  git ")]
    refused = start("diff", cwd=folder)
    assert (refused.returncode, str(folder) in refused.stderr) == (2, True)
    assert all(shlex.join(command).replace("'", '"') in refused.stderr for command in keep)
    for command in keep:
        git(folder, *command[1:])
    assert (len(keep), start("diff", cwd=folder).returncode) == (2, 0)
    assert "  git add" not in start("init", "other", "--no-git", cwd=tmp_path).stdout


def test_what_is_commented_out_is_right_too(tmp_path: Path) -> None:
    start("init", "own", *PLAIN, cwd=tmp_path)
    path = tmp_path / "own" / "workplan.yaml"
    text = path.read_text(encoding="utf-8")
    head, deadlines = text.split("# deadlines:")
    path.write_text(head + "deadlines:" + deadlines.replace("\n# ", "\n"), encoding="utf-8")
    [deadline] = load_plan(path).deadlines
    assert deadline.event == ("second-session",)
    assert start("check", "--fail-on", "info", cwd=path.parent).returncode == 0


def test_editors_find_the_schemas(tmp_path: Path) -> None:
    start("init", "own", *PLAIN, cwd=tmp_path)
    folder = tmp_path / "own"
    for path in folder.glob("*.yaml"):
        first, _, _ = path.read_text(encoding="utf-8").partition("\n")
        schema = folder / first.partition("$schema=")[2]
        assert validated(schema, path).exit_code == 0


days = st.dates(date(2020, 1, 1), date(2090, 12, 31))
words = (
    st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(days, words, words, words)
@example(date(2027, 1, 1), "-", "-", "-")
def test_whatever_it_is_called_and_whenever_it_begins(day: date, title: str, whose: str, phase: str) -> None:
    files = example_files(Wishes(title, whose, phase, day), RULES)
    main, bodies, places = (File(name, files[name].encode()) for name in NAMES)
    plan = load_files(PlanFiles(main, bodies, places))
    assert (plan.title, plan.calendar.name, plan.phases[0].title) == (title, title, phase)


@pytest.mark.parametrize("weeks", range(0, 520, 13))
def test_no_example_is_on_a_holiday(weeks: int, tmp_path: Path) -> None:
    day = date(2026, 1, 1) + timedelta(weeks=weeks)
    for name, text in example_files(Wishes("A", "", "B", day), RULES).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    run = start("check", "--fail-on", "info", "--on", str(day), cwd=tmp_path)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    "name", ["workplan.yaml", "bodies.yaml", "places.yaml", ".gitattributes", ".schema", "data/workplan.yaml",
             ".github/workflows/workplan.yml", ".schema/workplan.schema.json"]
)  # fmt: skip
@pytest.mark.parametrize("how", ["file", "link"])
def test_nothing_is_written_over(tmp_path: Path, name: str, how: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to("nowhere") if how == "link" else path.write_text("mine")
    before = everything_in(tmp_path)
    run = start("init", "--ci", "github", cwd=tmp_path)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert everything_in(tmp_path) == before


def test_all_or_nothing(tmp_path: Path) -> None:
    """A disk that is full at the last file leaves nothing behind; nor does a git that refuses."""

    make = folder._make

    def full(path: Path, file: folder.NewFile, made: list[Path]) -> None:
        if path.name == "workplan.yaml":
            raise OSError(28, "No space left on device", str(path))
        make(path, file, made)

    with patch("gcmplan.starting.folder._make", full):
        assert start("init", "a/b", *PLAIN, cwd=tmp_path).returncode == 2
    assert everything_in(tmp_path) == {}
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "mine").write_text("mine")
    with patch("gcmplan.starting.repository.answer", side_effect=OSError(28, "No space left on device", "x")):
        run = start("init", "c", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (2, "Error: cannot write x: no space left on device\n")
    assert everything_in(tmp_path).keys() == {"c", "c/mine"}


def test_without_git_it_says_so_and_writes_nothing(tmp_path: Path) -> None:
    run = start("init", "own", cwd=tmp_path, PATH="")
    assert run.returncode == 2
    assert "git was not found" in run.stderr
    assert "--no-git" in run.stderr
    assert everything_in(tmp_path) == {}
    assert start("init", "own", "--no-git", cwd=tmp_path, PATH="").returncode == 0


def test_the_hook_stops_a_commit_that_brings_an_error(tmp_path: Path) -> None:
    start("init", cwd=tmp_path)
    git(tmp_path, "add", "--all")
    first = git(tmp_path, "commit", "-m", "first")
    assert first.returncode == 0, first.stderr
    path = tmp_path / "workplan.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("after: [opening-session]", "after: [opning-session]"), encoding="utf-8")
    refused = git(tmp_path, "commit", "-am", "second")
    assert refused.returncode == 1
    assert "GP005" in refused.stdout + refused.stderr
    path.write_text(text.replace("Second session", "Resumed session"), encoding="utf-8")
    assert git(tmp_path, "commit", "-am", "second").returncode == 0
    assert "Resumed session" in git(tmp_path, "show").stdout


def test_in_a_repository_that_is_there(tmp_path: Path) -> None:
    """The plan is a part of it: its files for a CI and its hook are those of the root, and name the plan."""
    git(tmp_path, "init", "-q")
    run = start("init", "plans/our own", "--ci", "gitlab", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert not (tmp_path / "plans" / "our own" / ".git").exists()
    assert "--plan 'plans/our own'" in (tmp_path / ".git/hooks/pre-commit").read_text(encoding="utf-8")
    script = yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_text(encoding="utf-8"))["workplan"]["script"]
    assert script[0].startswith("pip install gcmplan==")
    assert script[1].endswith("--plan 'plans/our own'")
    git(tmp_path, "add", "--all")
    assert git(tmp_path, "commit", "-m", "first").returncode == 0


def test_a_repository_that_cannot_be_read_stays(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("mine")
    before = everything_in(tmp_path)
    with patch("gcmplan.starting.repository.set_up", side_effect=OSError(28, "No space left on device", "x")):
        assert start("init", cwd=tmp_path).returncode == 2
    assert before.items() <= everything_in(tmp_path).items()
    assert not (tmp_path / "workplan.yaml").exists()


def test_a_hook_that_is_there_stays(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    hook = tmp_path / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("mine")
    run = start("init", cwd=tmp_path)
    assert "there already and left as it is" in run.stdout
    assert hook.read_text() == "mine"
    git(tmp_path, "config", "core.hooksPath", "elsewhere")
    run = start("init", "second", cwd=tmp_path)
    assert "no hook is written" in run.stdout


def test_the_ci_file_of_github_installs_gcmplan_itself(tmp_path: Path) -> None:
    start("init", "--ci", "github", cwd=tmp_path)
    steps = yaml.safe_load((tmp_path / ".github/workflows/workplan.yml").read_text(encoding="utf-8"))["jobs"]["check"][
        "steps"
    ]
    assert steps[1]["run"].startswith("pipx install gcmplan==")
    assert steps[2]["run"].endswith("--new-since HEAD^1")


def test_a_copy_of_the_plan_that_ships_can_be_edited(tmp_path: Path) -> None:
    refused = start("move", "thematic-3", "23-24 May 2017", "--plan", "gcm", cwd=tmp_path)
    assert refused.returncode in {1, 2}
    assert "gcmplan init DIR --from gcm" in refused.stderr
    assert start("init", "copy", "--from", "gcm", cwd=tmp_path).returncode == 0
    folder = tmp_path / "copy"
    assert {path.name for path in folder.glob("s*/*.yaml")} == {path.name for path in DATA.glob("s*/*.yaml")}
    shipped, copied = (start("check", "--format", "json", "--plan", plan, cwd=tmp_path) for plan in ("gcm", "copy"))
    fingerprints = [{one["fingerprint"] for one in json.loads(run.stdout)["problems"]} for run in (shipped, copied)]
    assert fingerprints[0] == fingerprints[1]
    run = start("move", "thematic-3", "21-22 June 2017", "--source", "Letter", cwd=folder)
    assert run.returncode == 0, run.stderr
    for path in folder.rglob("*.yaml"):
        head = path.read_text(encoding="utf-8").partition("\n")[0]
        assert "$schema" not in head or (path.parent / head.partition("$schema=")[2]).is_file()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("nowhere", "there is no workplan.yaml in nowhere"),
        ("table.xlsx", "table.xlsx is no plan"),
    ],
)
def test_a_copy_of_what_is_no_plan(tmp_path: Path, given: str, message: str) -> None:
    (tmp_path / "table.xlsx").write_text("x")
    run = start("init", "copy", "--from", given, cwd=tmp_path)
    assert run.returncode == 2
    assert message in run.stderr
    assert not (tmp_path / "copy").exists()


def test_a_copy_is_the_same_bytes(tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    (plan / "sessions").mkdir(parents=True)
    files = {
        "workplan.yaml": b"title: caf\xe9\r\n",
        "sessions/a.yml": b"\xef\xbb\xbfid: a\n",
        "sessions/note.txt": b"x",
    }
    for name, data in files.items():
        (plan / name).write_bytes(data)
    assert start("init", "copy", "--from", "plan", *PLAIN, cwd=tmp_path).returncode == 0
    copied = {name: data for name, data in everything_in(tmp_path / "copy").items() if ".schema" not in name and data}
    copied.pop(".gitattributes")
    assert copied == {name: data for name, data in files.items() if not name.endswith(".txt")}


def test_an_event_online_is_added_with_its_zone(tmp_path: Path) -> None:
    start("init", *PLAIN, cwd=tmp_path)
    words = ("add", "--title", "Call", "--when", "1 December 2026", "--group", "plenary", "--place", "Online")
    refused = start(*words, "--hours", "9:00-10:00", cwd=tmp_path)
    assert refused.returncode == 2
    assert "no time zone" in refused.stdout + refused.stderr
    added = start(*words, "--hours", "9:00-10:00", "--timezone", "Europe/Paris", cwd=tmp_path)
    assert added.returncode == 0, added.stderr
    assert (load_plan(tmp_path).event("call").timezone, str(load_plan(tmp_path).event("call").place)) == (
        "Europe/Paris", "online"
    )  # fmt: skip


def test_a_second_plan_in_a_folder_is_refused(tmp_path: Path) -> None:
    start("init", *PLAIN, cwd=tmp_path)
    run = start("init", *PLAIN, cwd=tmp_path)
    assert run.returncode == 2
    assert "there is a plan already: workplan.yaml" in run.stderr


def test_on_a_terminal_it_asks(tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "gcmplan", "init", "own", "--no-git"]
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, cwd=tmp_path) as process:
        os.close(follower)
        os.write(leader, b"Our standards\n\nDrafting\n")
        process.wait(60)
    os.close(leader)
    plan = load_plan(tmp_path / "own")
    assert (plan.title, plan.phases[0].title) == ("Our standards", "Drafting")
