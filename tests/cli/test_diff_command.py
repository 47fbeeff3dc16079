"""`gcmplan diff`: the sides that it compares, the input that it refuses, and its output."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from manual import page_with, shows
from rich.cells import cell_len

from conftest import DATA, ROOT, Cli, Golden
from gcmplan.changes.change import ChangeKind
from gcmplan.cli.schema import schema_of
from inside import on_screen
from scratch import Scratch
from terminal import GCMPLAN, left_early

PLANS = ("tests/golden/changes/old", "tests/golden/changes/new")
DOCUMENTS = ("data/sources/general-concept-note.yaml", "data/workplan.yaml")
NOTE = "The chairs and secretariats of all regional consultative processes meet, not the members of one."
MOVED = ("when: 8-9 May 2017", "when: 15-16 May 2017")
CONFIRMED = ("when: 5 April 2017 TBC", "when: 5 April 2017")
COLOR = re.compile(r"\x1b\[[0-9;]*m")

THEMATIC_1, DOCUMENTS_1 = "postponed thematic-1", "confirmed documents-thematic-1"


@pytest.fixture
def scratch(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """Return a scratch repository, and work in it."""
    del cli
    made = Scratch.made(tmp_path / "repository")
    monkeypatch.chdir(made.root)
    return made


def test_an_item_that_goes_to_another_day_moves(scratch: Scratch, cli: Cli) -> None:
    session = scratch.root / "data" / "sessions" / "thematic-1.yaml"
    text = session.read_text(encoding="utf-8")
    text = text.replace("  - date: 9 May 2017\n", "  - date: 10 May 2017\n")
    text = text.replace("        time: 10:05-13:00\n", "        time: 10:05-12:45\n")
    session.write_text(text, encoding="utf-8")
    out = cli("diff", "--format", "table").out
    assert re.search(r"\n +panel-3 +2017-05-09 → 2017-05-10\n +panel-3, time +10:05-13:00 → 10:05-12:45\n", out)
    assert "panel-3 removed" not in out
    scratch.commit("moved")
    assert "panel-3 2017-05-09 → 2017-05-10" in cli("log", "-n", "1", "thematic-1").out


def test_a_file_that_is_only_announced_is_not_staged(scratch: Scratch, cli: Cli) -> None:
    session = scratch.root / "data" / "sessions" / "new.yaml"
    session.write_text("id: new\ntitle: New\nwhen: 8 May 2017\nsource: x\n", encoding="utf-8")
    scratch.git("add", "--intent-to-add", "data/sessions/new.yaml")
    scratch.rewrite("when: 22-25 May 2017", "when: 23-26 May 2017")
    scratch.git("add", "data/workplan.yaml")
    run = cli("diff", "--staged", "--format", "json")
    assert [change["id"] for change in json.loads(run.out)["changes"]] == ["bali-process"]
    session.write_bytes(b"")
    scratch.git("add", "data/sessions/new.yaml")
    run = cli("diff", "--staged")
    assert (run.status, "the file is empty" in run.err) == (2, True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    return Scratch.made(tmp_path_factory.mktemp("shared") / "repository")


@pytest.fixture
def unchanged(made: Scratch, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """Return a scratch repository that tests share and leave as it is, and work in it."""
    del cli
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def told(cli: Cli) -> Callable[..., list[str]]:
    """Return what changed as "postponed thematic-1", "reworded policies hearing-days"."""

    def tell(*arguments: str) -> list[str]:
        run = cli("diff", *arguments)
        assert (run.status, run.err) == (0, "")
        rows = [line.split("\t")[:3] for line in run.out.splitlines()]
        return list(dict.fromkeys(" ".join(cell for cell in row if cell != "events") for row in rows))

    return tell


Told = Callable[..., list[str]]


def edited(scratch: Scratch, edit: tuple[str, str], message: str = "edited") -> str:
    scratch.rewrite(*edit)
    return scratch.commit(message)


def without_row(text: str, name: str) -> str:
    """Return a plan without the row of an id."""
    start = text.index(f"  - id: {name}\n")
    return text[:start] + text[text.index("\n\n", start) + 2 :]


# -- what is compared --------------------------------------------------------------------------------------------------


def test_head_to_the_work_tree(scratch: Scratch, told: Told, cli: Cli) -> None:
    assert told() == []
    scratch.rewrite(*MOVED)
    assert told() == [THEMATIC_1]
    assert cli("diff", "--format", "table").out.startswith("HEAD → work tree\n1 postponed, 66 unchanged\n")


@pytest.mark.parametrize(
    ("arguments", "changes"),
    [
        ("HEAD~1", [DOCUMENTS_1, "reworded rcp-global-meeting"]),
        ("HEAD~2", [THEMATIC_1, DOCUMENTS_1, "reworded rcp-global-meeting"]),
        ("first", [THEMATIC_1, DOCUMENTS_1, "reworded rcp-global-meeting"]),
        ("HEAD~2..HEAD~1", [THEMATIC_1]),
        ("HEAD~1..", [DOCUMENTS_1]),
        ("..HEAD~1", ["unconfirmed documents-thematic-1"]),
        ("HEAD~2 HEAD~1", [THEMATIC_1]),
        ("main first", ["advanced thematic-1", "unconfirmed documents-thematic-1"]),
        ("--staged", []),
        ("--staged HEAD~1", [DOCUMENTS_1]),
    ],
)
def test_revisions(scratch: Scratch, told: Told, arguments: str, changes: list[str]) -> None:
    scratch.git("tag", "first")
    edited(scratch, MOVED)
    edited(scratch, CONFIRMED)
    scratch.rewrite(f"    note: {NOTE}\n", "")
    assert told(*arguments.split()) == changes


@pytest.mark.parametrize(
    ("arguments", "sides"),
    [
        ("", "HEAD → work tree"),
        ("main", "main → work tree"),
        ("HEAD..main", "HEAD → main"),
        ("..main", "HEAD → main"),
        ("main HEAD", "main → HEAD"),
        ("--staged", "HEAD → index"),
        ("--staged main", "main → index"),
        ("data data/workplan.yaml", "data → data/workplan.yaml"),
    ],
)
def test_what_the_sides_are_called(unchanged: Scratch, cli: Cli, arguments: str, sides: str) -> None:
    del unchanged
    run = cli("diff", "--format", "table", *arguments.split())
    assert run.out == f"{sides}\nno event changed, 67 compared\n"


def test_what_is_staged_and_what_is_not(scratch: Scratch, told: Told) -> None:
    scratch.rewrite(*MOVED)
    scratch.git("add", "--all")
    scratch.rewrite(*CONFIRMED)
    assert told("--staged") == [THEMATIC_1]
    assert told() == [THEMATIC_1, DOCUMENTS_1]
    assert told("--staged", "HEAD") == [THEMATIC_1]


def test_from_where_two_branches_parted(scratch: Scratch, told: Told, cli: Cli) -> None:
    base = scratch.git("rev-parse", "HEAD").strip()
    scratch.git("switch", "--quiet", "--create", "topic")
    edited(scratch, MOVED)
    scratch.git("switch", "--quiet", "main")
    edited(scratch, CONFIRMED)
    assert told("main..topic") == [THEMATIC_1, "unconfirmed documents-thematic-1"]
    assert told("main...topic") == [THEMATIC_1]
    assert told("topic...") == [DOCUMENTS_1]
    assert told("...topic") == [THEMATIC_1]
    out = cli("diff", "main...topic", "--format", "table").out
    assert out.splitlines()[0] == f"{base[:10]} (merge base) → topic"


def test_branches_without_a_common_commit(scratch: Scratch, cli: Cli) -> None:
    scratch.git("switch", "--quiet", "--orphan", "other")
    scratch.git("checkout", "main", "--", "data")
    scratch.commit("apart")
    run = cli("diff", "main...other")
    assert run.status == 2
    assert "have no common ancestor here" in run.err
    assert cli("diff", "main..other").status == 0


@pytest.mark.parametrize("names", [("data", "other"), ("data/workplan.yaml", "other"), ("data", "other/workplan.yaml")])
def test_folders_and_files(scratch: Scratch, told: Told, names: tuple[str, str]) -> None:
    shutil.copytree(scratch.root / "data", scratch.root / "other")
    scratch.rewrite(*MOVED)
    assert told(*names) == ["advanced thematic-1"]
    assert told(*names[::-1]) == [THEMATIC_1]


def test_paths_need_no_repository(told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert told(str(DATA), str(DATA / "workplan.yaml")) == []


def test_files_beside_the_plan_belong_to_it(scratch: Scratch, told: Told) -> None:
    bodies, programme = scratch.root / "data" / "bodies.yaml", scratch.root / "data" / "sessions" / "thematic-1.yaml"
    bodies.write_text(bodies.read_text(encoding="utf-8").replace("[ARE, BHR, COM,", "[ARE, COM,", 1), encoding="utf-8")
    programme.unlink()
    scratch.rewrite("    session: thematic-1\n", "")
    assert told("--phase", "I") == ["reworded thematic-1", "removed sessions thematic-1"]
    assert "regrouped bodies league-of-arab-states" in told()
    scratch.commit("edited")
    assert "regrouped bodies league-of-arab-states" in told("HEAD~1..")


def test_below_the_root_and_with_a_plan_of_another_name(scratch: Scratch, told: Told, cli: Cli) -> None:
    other = scratch.root / "data" / "other.yaml"
    other.write_bytes(scratch.workplan.read_bytes())
    scratch.commit("another")
    scratch.rewrite(*MOVED)
    assert told("--plan", "data/other.yaml") == []
    assert told("--plan", "data") == [THEMATIC_1]
    run = cli("diff", "--plan", "data/other.yaml", "HEAD~1")
    assert run.status == 2
    assert "there is no data/other.yaml at HEAD~1" in run.err


def test_from_a_folder_below(scratch: Scratch, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch.rewrite(*MOVED)
    monkeypatch.chdir(scratch.root / "data")
    assert told() == [THEMATIC_1]
    assert told("HEAD") == [THEMATIC_1]


# -- repositories of every sort ----------------------------------------------------------------------------------------


def test_in_a_bare_clone(
    scratch: Scratch, told: Told, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(scratch, MOVED)
    scratch.git("clone", "--quiet", "--bare", str(scratch.root), str(tmp_path / "bare.git"))
    monkeypatch.chdir(tmp_path / "bare.git")
    assert told("HEAD~1..") == [THEMATIC_1]
    assert told("HEAD~1", "main", "--plan", "data") == [THEMATIC_1]
    # There is a file of that name here.
    assert told("HEAD~1", "HEAD") == [THEMATIC_1]
    for arguments in ([], ["HEAD"], ["--plan", "data"]):
        run = cli("diff", *arguments)
        assert (run.status, run.out) == (2, "")
        assert "there is no work tree here to compare to" in run.err
        assert "'gcmplan diff A..B'" in run.err
    assert "git knows no revision 'HEAD~9' here" in cli("diff", "HEAD~9", "HEAD").err


def test_in_a_shallow_clone(
    scratch: Scratch, told: Told, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(scratch, MOVED)
    edited(scratch, CONFIRMED)
    scratch.git("clone", "--quiet", "--depth", "2", scratch.root.as_uri(), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    assert told("HEAD~1") == [DOCUMENTS_1]
    run = cli("diff", "HEAD~2")
    assert (run.status, run.out) == (2, "")
    assert "git fetch --unshallow" in run.err


def test_in_the_hook_of_a_commit(scratch: Scratch) -> None:
    hook = scratch.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec {' '.join(GCMPLAN)} diff --staged --fail-on removed,cancelled\n")
    hook.chmod(0o755)
    edited(scratch, MOVED)
    text = scratch.workplan.read_text(encoding="utf-8")
    scratch.workplan.write_text(without_row(text, "igc-mini-full-round"), encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        # With an index of its own, that of `git commit --all`.
        scratch.git("commit", "--quiet", "--all", "--message", "removed")
    assert "removed\tevents\tigc-mini-full-round" in str(refused.value.stdout) + str(refused.value.stderr)


def test_in_the_hook_of_the_first_commit(scratch: Scratch, cli: Cli, tmp_path: Path) -> None:
    """Also of the first that has the plan: before it there was nothing, and nothing can have been removed."""
    other = Scratch(tmp_path / "other")
    other.root.mkdir()
    other.git("init", "--quiet", "--initial-branch=main")
    hook = other.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec {' '.join(GCMPLAN)} diff --staged --fail-on removed >{tmp_path / 'out'}\n")
    hook.chmod(0o755)
    shutil.copytree(DATA, other.root / "data")
    other.commit("first")
    assert (tmp_path / "out").read_text(encoding="utf-8").startswith("added\tevents\t")
    scratch.git("switch", "--quiet", "--orphan", "empty")
    scratch.git("commit", "--quiet", "--allow-empty", "--message", "empty")
    shutil.copytree(DATA, scratch.root / "data", dirs_exist_ok=True)
    scratch.git("add", "--all")
    assert cli("diff", "--staged", "--exit-code").status == 1
    run = cli("diff", "--staged", "empty")
    assert run.status == 2
    assert "there is no data/workplan.yaml at empty" in run.err


def test_before_the_first_commit(scratch: Scratch, cli: Cli) -> None:
    scratch.git("switch", "--quiet", "--orphan", "empty")
    shutil.copytree(DATA, scratch.root / "data", dirs_exist_ok=True)
    for arguments in ([], ["HEAD"], ["HEAD..main"], ["..main"], ["--staged", "HEAD..HEAD"][:1]):
        run = cli("diff", *arguments)
        assert (run.status, run.out) == (2, "")
        message = (
            "there is no data/workplan.yaml in the index"
            if arguments == ["--staged"]
            else "nothing has been committed yet"
        )
        assert message in run.err
    scratch.git("add", "--all")
    out = cli("diff", "--staged", "--format", "table").out
    assert out.startswith("nothing → index\n67 added; ")
    head = json.loads(cli("diff", "--staged", "--format", "json", "--phase", "III").out)
    assert (head["from"], head["to"], head["summary"]["unchanged"]) == ("nothing", "index", 0)
    assert 0 < head["summary"]["changed"] < 67
    assert cli("diff", "--staged", "--fail-on", "removed").status == 0


def test_in_the_hook_of_a_work_tree(scratch: Scratch, tmp_path: Path) -> None:
    out = tmp_path / "out"
    hook = scratch.root / ".git" / "hooks" / "post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{' '.join(GCMPLAN)} diff HEAD~1 >{out} 2>&1\n")
    hook.chmod(0o755)
    scratch.git("worktree", "add", "--quiet", "-b", "draft", str(tmp_path / "tree"))
    edited(Scratch(tmp_path / "tree"), MOVED)
    assert out.read_text(encoding="utf-8").startswith("postponed\tevents\tthematic-1\t")


# -- what is refused ---------------------------------------------------------------------------------------------------

REFUSED = [
    (["mian"], "git knows no revision 'mian' here", "did you mean 'main'?"),
    (["HEAD~9"], "git knows no revision 'HEAD~9' here", "'git fetch' may get it"),
    (["HEAD..mian"], "git knows no revision 'mian' here", "did you mean 'main'?"),
    (["HEAD", "mian"], "git knows no revision 'mian' here", "did you mean 'main'?"),
    (["--", "--output=pwned"], "git knows no revision '--output=pwned' here", ""),
    (["--", "-p", "HEAD"], "git knows no revision '-p' here", ""),
    (["HEAD --output=pwned"], "git knows no revision 'HEAD --output=pwned' here", ""),
    (["HEAD..--output=pwned"], "git knows no revision '--output=pwned' here", ""),
    (["--output=pwned..HEAD"], "No such option: --output", ""),
    (["HEAD\n--output=pwned"], r"git knows no revision 'HEAD\n--output=pwned' here", ""),
    (["HEAD\x1b[31m"], r"git knows no revision 'HEAD\x1b[31m' here", ""),
    (["HEAD:data"], "git knows no revision 'HEAD:data' here", ""),
    (["HEAD^{tree}"], "git knows no revision 'HEAD^{tree}' here", ""),
    ([""], "git knows no revision '' here", ""),
    (["", "HEAD"], "git knows no revision '' here", ""),
    (["x" * 5000], "git knows no revision 'xxx", ""),
    ([".."], "'..' is a file or folder", "give two of them"),
    (["../repository"], "'../repository' is a file or folder", "give two of them"),
    (["data"], "'data' is a file or folder", "give two of them"),
    (["data/workplan.yaml"], "'data/workplan.yaml' is a file or folder", "give two of them"),
    (["data/workplan.yaml", "nope.yaml"], "'nope.yaml' is none", "give two of them"),
    (["nope.yaml", "data/workplan.yaml"], "'nope.yaml' is none", "give two of them"),
    (["HEAD", "data"], "'HEAD' is none", "or revisions alone"),
    (["data", "data/sources"], "cannot read data/sources/workplan.yaml: no such file", ""),
    (["data/sources/general-concept-note.yaml"] * 2, "is a plan", "compare each of them to the plan"),
    (["--staged", "HEAD", "HEAD"], "compares with one revision, not with two", ""),
    (["--staged", "HEAD..HEAD"], "compares with one revision, not with two", ""),
    (["--staged", "data", "data"], "compares with one revision, not with two", ""),
    (["a", "b", "c"], "more words than the command takes", ""),
    (["--fail-on", "remved"], "there is no kind of change 'remved'; known: removed, cancelled", "mean 'removed'?"),
    (["--fail-on", ""], "there is no kind of change ''", ""),
    (["--format", "csv"], "'csv' is not one of 'table', 'plain', 'json', 'markdown'", ""),
    (["--phase", "IV"], "there is no phase 'IV'; known: I, II, III, none", ""),
    (["--plan", "nowhere"], "there is no nowhere/workplan.yaml at HEAD", "give a revision that has the plan"),
    (["--plan", "/", "HEAD"], "/ is in no git repository", ""),
]


@pytest.mark.parametrize(("arguments", "message", "hint"), REFUSED)
def test_what_is_refused(unchanged: Scratch, cli: Cli, arguments: list[str], message: str, hint: str) -> None:
    run = cli("diff", *arguments)
    assert (run.status, run.out) == (2, "")
    assert message in run.err
    assert hint in run.err
    assert "Traceback" not in run.err
    assert "\x1b" not in run.err
    assert not (unchanged.root / "pwned").exists()


def test_outside_git(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    run = cli("diff")
    assert (run.status, run.out) == (2, "")
    assert "data is in no git repository" in run.err
    assert "'data' is a file or folder: give two of them" in cli("diff", "data").err


def test_a_plan_that_is_not_there_yet(scratch: Scratch, cli: Cli) -> None:
    scratch.git("switch", "--quiet", "--orphan", "empty")
    scratch.git("commit", "--quiet", "--allow-empty", "--message", "empty")
    for arguments in (["empty..main"], ["main", "empty"]):
        run = cli("diff", *arguments)
        assert (run.status, run.out) == (2, "")
        assert "there is no data/workplan.yaml at empty" in run.err
    (scratch.root / "data").mkdir(exist_ok=True)
    scratch.workplan.write_bytes((DATA / "workplan.yaml").read_bytes())
    run = cli("diff", "main", "--staged")
    assert run.status == 2
    assert "there is no data/workplan.yaml in the index" in run.err


@pytest.mark.parametrize(
    ("arguments", "side"),
    [(["HEAD~1"], "at HEAD~1"), (["HEAD", "HEAD~1"], "at HEAD~1"), (["HEAD~1..HEAD"], "at HEAD~1")],
)
def test_a_revision_that_does_not_load(scratch: Scratch, cli: Cli, arguments: list[str], side: str) -> None:
    line = scratch.workplan.read_text(encoding="utf-8").split(MOVED[0])[0].count("\n") + 1
    edited(scratch, (MOVED[0], "when: 31 June 2017"))
    edited(scratch, ("when: 31 June 2017", MOVED[0]))
    run = cli("diff", *arguments)
    assert (run.status, run.out) == (2, "")
    assert f"data/workplan.yaml:{line}:11" in run.err
    assert f"Error: the plan {side} has 1 problem\n" in run.err


def test_files_that_do_not_load(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite(MOVED[0], "when: 31 June 2017")
    scratch.git("add", "--all")
    assert "Error: the plan in the work tree has 1 problem\n" in cli("diff").err
    assert "Error: the plan in the index has 1 problem\n" in cli("diff", "--staged").err
    assert "Error: the plan in data has 1 problem\n" in cli("diff", "data", str(DATA)).err
    note = scratch.root / "data" / "sources" / "general-concept-note.yaml"
    note.write_text(note.read_text(encoding="utf-8").replace("8-9 May 2017", "9-8 May 2017"), encoding="utf-8")
    run = cli("diff", "data/sources/general-concept-note.yaml", str(DATA))
    assert run.status == 2
    assert re.search(r"--> data/sources/general-concept-note\.yaml:\d+:\d+", run.err)


@pytest.mark.parametrize("name", ["workplan.yaml", "places.yaml", "sessions/other.yaml", "sources/other.yaml"])
def test_links_and_submodules_are_not_followed(scratch: Scratch, cli: Cli, name: str) -> None:
    """Neither in the work tree, nor in the index, nor at a revision."""
    head = scratch.git("rev-parse", "HEAD").strip()
    path = scratch.root / "data" / name
    outside = scratch.root.parent / "outside.yaml"
    outside.write_bytes(path.read_bytes() if path.exists() else b"id: other\n")
    path.unlink(missing_ok=True)
    path.symlink_to(outside)
    scratch.git("add", "--all")
    staged = cli("diff", "--staged")
    scratch.git("commit", "--quiet", "--message", "link")
    for run, message in (
        (cli("diff", head), "it is a symbolic link"),
        (cli("diff", head, "--plan", "data/workplan.yaml"), "symbolic link" if name != "workplan.yaml" else ""),
        (staged, f"data/{name} is a symbolic link in the index"),
        (cli("diff", f"{head}..HEAD"), f"data/{name} is a symbolic link at "),
    ):
        assert message in run.err
        assert (run.status, run.out) == ((2, "") if message else (0, ""))
    scratch.git("update-index", "--cacheinfo", f"160000,{head},data/{name}")
    assert f"data/{name} is a submodule in the index" in cli("diff", "--staged", head).err
    scratch.git("commit", "--quiet", "--message", "submodule")
    assert f"data/{name} is a submodule at " in cli("diff", f"{head}..HEAD").err


def test_a_merge_with_conflicts(scratch: Scratch, cli: Cli) -> None:
    scratch.git("switch", "--quiet", "--create", "topic")
    edited(scratch, MOVED)
    scratch.git("switch", "--quiet", "main")
    edited(scratch, (MOVED[0], "when: 10 May 2017"))
    with pytest.raises(subprocess.CalledProcessError):
        scratch.git("merge", "--quiet", "topic")
    run = cli("diff", "--staged")
    assert run.status == 2
    assert "data/workplan.yaml has conflicts of a merge" in run.err


# -- exit status -------------------------------------------------------------------------------------------------------


def test_exit_code(scratch: Scratch, cli: Cli) -> None:
    assert cli("diff", "--exit-code").status == 0
    scratch.rewrite("# The work plan", "# A comment. The work plan")
    assert cli("diff", "--exit-code").status == 0
    scratch.rewrite("title: Bali Process on", "title: The Bali Process on")
    assert cli("diff").status == 0
    assert cli("diff", "--exit-code").status == 1
    assert cli("diff", "--exit-code", "--phase", "III").status == 0


def test_the_status_is_the_same_for_a_reader_that_leaves_early() -> None:
    """As `head -1` does; more is written than a pipe holds."""
    assert left_early("diff", *PLANS, "--exit-code", "--format", "json") == (1, b"")


def test_exit_code_of_two_documents(cli: Cli) -> None:
    assert cli("diff", *DOCUMENTS, "--exit-code").status == 1
    assert cli("diff", *DOCUMENTS, "--exit-code", "--grep", "thematic-1").status == 0


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        (["removed"], 1),
        (["REMOVED"], 1),
        (["cancelled,removed"], 1),
        (["cancelled", "--fail-on", " removed"], 1),
        (["cancelled"], 0),
    ],
)
def test_fail_on(scratch: Scratch, cli: Cli, kinds: list[str], status: int) -> None:
    text = without_row(scratch.workplan.read_text(encoding="utf-8"), "igc-mini-full-round")
    scratch.workplan.write_text(text, encoding="utf-8")
    run = cli("diff", "--fail-on", *kinds)
    said = "Failed because of --fail-on: removed igc-mini-full-round\n"
    assert (run.status, run.err) == (status, said if status else "")
    assert run.out.startswith("removed\tevents\tigc-mini-full-round")


def test_fail_on_what_others_go_by(scratch: Scratch, cli: Cli) -> None:
    """A waiver may go; a deadline is published like an event."""
    text = scratch.workplan.read_text(encoding="utf-8")
    scratch.workplan.write_text(re.sub(r"(?s)\nwaivers:\n.*?\n(?=\n?\w|\Z)", "\n", text), encoding="utf-8")
    run = cli("diff", "--fail-on", "removed")
    assert "removed\twaivers" in run.out
    assert run.status == 0
    text = without_row(scratch.workplan.read_text(encoding="utf-8"), "moderator-interest")
    scratch.workplan.write_text(text, encoding="utf-8")
    assert cli("diff", "--fail-on", "removed").status == 1


# -- filters -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "changes"),
    [
        ("--phase I", [THEMATIC_1, DOCUMENTS_1, "relocated sessions thematic-1"]),
        ("--phase III", []),
        ("--kind meeting", [THEMATIC_1, "relocated sessions thematic-1"]),
        ("--kind deadline", ["postponed deadlines moderator-interest"]),
        ("--kind session", []),
        ("--group process", [DOCUMENTS_1]),
        ("--certainty tbc", [DOCUMENTS_1]),
        ("--grep xenophobia", [THEMATIC_1, "relocated sessions thematic-1"]),
        ("--for Norway --kind meeting", [THEMATIC_1, "relocated sessions thematic-1"]),
    ],
)
def test_filters(scratch: Scratch, told: Told, options: str, changes: list[str]) -> None:
    scratch.rewrite(*MOVED)
    scratch.rewrite(*CONFIRMED)
    scratch.rewrite("when: 25 April 2017", "when: 26 April 2017")
    scratch.rewrite("amount: 26", "amount: 27")
    programme = scratch.root / "data" / "sessions" / "thematic-1.yaml"
    programme.write_text(programme.read_text(encoding="utf-8").replace("Room XIX", "Room XX", 1), encoding="utf-8")
    assert told(*options.split()) == changes


def test_conflicts_of_the_delegation_asked_for(scratch: Scratch, cli: Cli) -> None:
    """Kenya is not in the Bali Process: its own conflicts are reported, and no other."""
    scratch.rewrite("when: 22-23 May 2017", "when: 24-25 July 2017")

    def conflicts(*options: str) -> list[tuple[str, list[str]]]:
        changes = json.loads(cli("diff", "--format", "json", *options).out)["changes"]
        [change] = [change for change in changes if change["id"] == "thematic-2"]
        return [(one["event"], one["delegations"]) for one in (*change["brought"], *change["resolved"])]

    whole = dict(conflicts())
    assert len(whole["thematic-4"]) == 196
    assert len(whole["bali-process"]) == 43
    assert conflicts("--for", "KEN") == [("thematic-4", ["KEN"])]
    assert conflicts("--for", "Kenya,AFG") == [("thematic-4", ["AFG", "KEN"]), ("bali-process", ["AFG"])]
    assert "1 delegation: Kenya" in cli("diff", "--for", "KEN", "--format", "table").out


def test_a_conflict_that_grows(scratch: Scratch, cli: Cli) -> None:
    text = scratch.workplan.read_text(encoding="utf-8")
    start = text.index("  - id: arcp-third-meeting\n")
    head, tail = text[:start], text[start:]
    scratch.workplan.write_text(
        head + re.sub("    body: .*\n", "    body: un-member-states\n", tail, count=1), encoding="utf-8"
    )
    [change] = json.loads(cli("diff", "--format", "json").out)["changes"]
    [brought] = [one for one in change["brought"] if one["event"] == "thematic-1"]
    [resolved] = change["resolved"]
    # Syria, suspended before, comes too; Palestine, a member before, is not among the Member States.
    assert (len(brought["delegations"]), resolved["delegations"]) == (193 - 20, ["PSE"])
    assert re.search(
        "brings a conflict +with thematic-1, 173 delegations: .*; 20 as before",
        " ".join(cli("diff", "--format", "table").out.split()),
    )


def test_dates_keep_what_was_or_is_in_them(scratch: Scratch, told: Told, cli: Cli) -> None:
    scratch.rewrite("when: 24-25 July 2017", "when: 24-25 August 2017")
    for month in ("July 2017", "August 2017"):
        assert told("--in", month, "--kind", "meeting") == ["postponed thematic-4"]
    assert told("--in", "September 2017") == []
    assert "no event changed, " in cli("diff", "--in", "September 2017", "--format", "table").out
    assert "nothing to compare" in cli("diff", "--in", "1999", "--format", "table").out


def test_a_place_that_only_the_other_document_knows(told: Told, tmp_path: Path) -> None:
    note = tmp_path / "sources" / "note.yaml"
    note.parent.mkdir()
    note.write_text((ROOT / DOCUMENTS[0]).read_text(encoding="utf-8").replace("Beirut", "Atlantis"), encoding="utf-8")
    assert "relocated" in told(str(note), DOCUMENTS[1], "--grep", "escwa")[0]
    assert told(str(note), DOCUMENTS[1], "--country", "Lebanon") == []


def test_a_value_that_only_one_side_knows(scratch: Scratch, told: Told, cli: Cli) -> None:
    scratch.rewrite("groups:\n", "groups:\n  - {id: side, title: Side events, short: Side, color: '#000000'}\n")
    scratch.rewrite("    group: gfmd\n", "    group: side\n")
    scratch.commit("a new group")
    assert told("HEAD~1", "--group", "side") == ["regrouped gfmd-dialogue"]
    assert told("HEAD", "HEAD~1", "--group", "side") == ["regrouped gfmd-dialogue"]
    assert told("HEAD~1", "--group", "side,idm") == ["regrouped gfmd-dialogue"]
    assert told("HEAD~1", "--group", "idm") == []
    assert told("HEAD~1", "--group", "side", "--phase", "III") == []
    run = cli("diff", "HEAD~1", "--group", "side,sied")
    assert run.status == 2
    assert "there is no group 'sied'" in run.err
    assert "fits 2 states" in cli("diff", "HEAD~1", "--group", "side", "--for", "Korea").err


def test_filters_of_two_documents(told: Told, cli: Cli) -> None:
    assert told(*DOCUMENTS, "--grep", "hearing-2") == ["contradict (advanced, confirmed) hearing-2"]
    assert told(*DOCUMENTS, "--phase", "III", "--certainty", "confirmed") == []
    # It is the other document that has this one in October.
    for month in ("September 2017", "October 2017"):
        for sides in (DOCUMENTS, DOCUMENTS[::-1]):
            assert "eca-september" in " ".join(told(*sides, "--in", month))
    assert told(*DOCUMENTS, "--place", "Beirut") == ["less precise (relocated, unconfirmed, widened) escwa"]
    assert told(*DOCUMENTS, "--in", "June 2017", "--phase", "III") == []
    out = cli("diff", *DOCUMENTS, "--in", "1999", "--format", "table").out
    assert [out.splitlines()[0], out.splitlines()[-1]] == [
        "Only 1 January 1999 to 31 December 1999",
        "nothing to compare",
    ]
    out = cli("diff", *DOCUMENTS, "--in", "1999", "--format", "markdown").out
    assert out.splitlines()[1] == "### Two documents compared: nothing to compare"


# -- what is told ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["plain", "json", "markdown"])
def test_formats(cli: Cli, golden: Golden, form: str) -> None:
    for name, sides in (("edit", PLANS), ("documents", DOCUMENTS)):
        run = cli("diff", *sides, "--format", form)
        assert (run.status, run.err) == (0, "")
        golden(f"changes/{name}.{form}", run.out)


@pytest.mark.parametrize("width", ["80", "200"])
def test_tables(cli: Cli, golden: Golden, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for name, sides in (("edit", PLANS), ("documents", DOCUMENTS)):
        golden(f"changes/{name}-{width}.txt", cli("diff", *sides, "--format", "table").out)


def test_the_edit_has_every_kind(cli: Cli) -> None:
    changes = json.loads(cli("diff", *PLANS, "--format", "json").out)["changes"]
    assert {kind for change in changes for kind in change["kinds"]} == set(ChangeKind)


@pytest.mark.parametrize("sides", [PLANS, DOCUMENTS, PLANS[::-1], DOCUMENTS[::-1]])
@pytest.mark.parametrize("width", [24, 40, 60, 80, 120, 300])
def test_the_table_fits(cli: Cli, monkeypatch: pytest.MonkeyPatch, sides: tuple[str, str], width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = cli("diff", *sides, "--format", "table").out
    assert max(cell_len(line) for line in out.splitlines()) <= min(width, 200)
    changes = json.loads(cli("diff", *sides, "--format", "json").out)["changes"]
    letters = "".join(out.split())
    for change in changes:
        for field in change["fields"]:
            if field["path"] in {"when", "place"}:
                assert "".join((field["new"] or field["old"]).split()) in letters


def test_colour_says_nothing_of_its_own(cli: Cli) -> None:
    for sides in (PLANS, DOCUMENTS):
        plain, coloured = (
            cli("diff", *sides, "--format", "table", "--color", color).out for color in ("never", "always")
        )
        assert "\x1b" not in plain
        assert coloured.count("\x1b[") > 20
        assert [line.rstrip() for line in COLOR.sub("", coloured).splitlines()] == plain.splitlines()


def test_a_table_on_a_terminal_and_lines_elsewhere(cli: Cli) -> None:
    table = on_screen("diff", *DOCUMENTS, COLUMNS="80", TERM="dumb")
    assert table == cli("diff", *DOCUMENTS, "--format", "table").out
    assert cli("diff", *DOCUMENTS).out == cli("diff", *DOCUMENTS, "--format", "plain").out


def test_lines_cut_nothing(cli: Cli) -> None:
    lines = cli("diff", *PLANS).out.splitlines()
    assert all(line.count("\t") == 6 for line in lines)
    changes = json.loads(cli("diff", *PLANS, "--format", "json").out)["changes"]
    told = {(change["section"], change["id"]) for change in changes}
    assert {tuple(line.split("\t")[1:3]) for line in lines} == told


@pytest.mark.parametrize("sides", [PLANS, PLANS[::-1], DOCUMENTS, DOCUMENTS[::-1], PLANS[:1] * 2])
def test_json_keeps_its_schema(cli: Cli, sides: tuple[str, str]) -> None:
    output = json.loads(cli("diff", *sides, "--format", "json").out)
    Draft202012Validator(schema_of("diff")).validate(output)
    assert (output["schema"], output["from"], output["to"]) == ("gcmplan.diff/1", *sides)
    texts = {path: (ROOT / path).read_text(encoding="utf-8").splitlines() for path in paths_of(output)}
    events = [change for change in output["changes"] if change["section"] == "events"]
    for change in events:
        for place in filter(None, change["positions"].values()):
            line = texts[place["path"]][place["line"] - 1][place["column"] - 1 :]
            assert re.match(r"\{?id: ", line)
    assert output["summary"]["changed"] == sum(bool(change["kinds"]) for change in events)
    assert output["summary"]["others"] == len(output["changes"]) - len(events)


@pytest.mark.parametrize(("number", "sets"), [(20, 0), (21, 1)])
def test_delegations_that_are_told_often_are_named_once(tmp_path: Path, cli: Cli, number: int, sets: int) -> None:
    """A set says what each change would say by itself: so many meetings go to one day, each for all Member States."""
    head = (DATA / "workplan.yaml").read_text(encoding="utf-8").partition("\nphases:")[0]
    head += "\ngroups: [{id: g, title: G, short: G, color: '#000000', body: un-member-states}]\nevents:\n"
    row = "  - {{id: m{0}, title: M{0}, group: g, kind: meeting, when: {1} May 2017, source: x}}\n"
    for side, days in (("old", range(1, number + 1)), ("new", [31] * number)):
        (tmp_path / side).mkdir()
        shutil.copy(DATA / "bodies.yaml", tmp_path / side)
        text = head + "".join(row.format(index, day) for index, day in enumerate(days))
        (tmp_path / side / "workplan.yaml").write_text(text, encoding="utf-8")
    output = json.loads(cli("diff", str(tmp_path / "old"), str(tmp_path / "new"), "--format", "json").out)
    Draft202012Validator(schema_of("diff")).validate(output)
    told = [one for change in output["changes"] for one in change["brought"]]
    assert len(told) == number
    assert len(output["sets"]) == sets
    for one in told:
        assert (one["set"] is None) == (one["delegations"] is not None) == (not sets)
        assert len(one["delegations"] or output["sets"][one["set"]]) == 193


def paths_of(output: dict[str, list[dict[str, dict[str, dict[str, str]]]]]) -> set[str]:
    """Return the files that positions point into."""
    return {place["path"] for change in output["changes"] for place in change["positions"].values() if place}


def test_each_of_the_sixteen_events_of_the_concept_note_is_told(cli: Cli) -> None:
    changes = json.loads(cli("diff", *DOCUMENTS, "--format", "json").out)["changes"]
    verdicts = {change["id"]: change["verdict"] for change in changes}
    assert len(verdicts) == 16
    contrary = {name for name, verdict in verdicts.items() if verdict == "contradict"}
    assert contrary == {"thematic-6", "eca-september", "hearing-2"}
    backwards = json.loads(cli("diff", *DOCUMENTS[::-1], "--format", "json").out)["changes"]
    opposite = {"more precise": "less precise", "less precise": "more precise"}
    assert {name: verdict for name, verdict in verdicts.items() if verdict in opposite} == {
        "eclac": "more precise",
        "escwa": "less precise",
        "hearing-4": "less precise",
        "hearing-6": "more precise",
    }
    assert {change["id"]: change["verdict"] for change in backwards} == {
        name: opposite.get(verdict, verdict) for name, verdict in verdicts.items()
    }
    by_id = {change["id"]: change for change in backwards}
    for change in changes:
        back = by_id[change["id"]]
        assert [(field["old"], field["new"]) for field in change["fields"]] == [
            (field["new"], field["old"]) for field in back["fields"]
        ]
        assert change["positions"]["from"] == back["positions"]["to"]


def test_what_a_move_does_to_conflicts(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite(*MOVED)
    out = cli("diff", "--format", "table").out
    assert out == (
        "HEAD → work tree\n"
        "1 postponed, 66 unchanged\n"
        "\n"
        "postponed  thematic-1  Human rights of all migrants, social inclusion, cohesion…\n"
        "   when               8-9 May 2017 → 15-16 May 2017 (7 days later)\n"
        "   brings a conflict  with igc-integration, up to 16 delegations (which 16\n"
        "                      States were members in 2017 is inferred): Australia,\n"
        "                      Belgium, Canada and 13 more\n"
        "   brings a conflict  with pan-african-forum, 54 delegations, if the 54 member\n"
        "                      states are those of Africa in the United Nations: Algeria,\n"
        "                      Angola, Benin and 51 more\n"
        "   ends a conflict    with arcp-third-meeting, 21 delegations (not counting the\n"
        "                      suspended Syrian Arab Republic): Algeria, Bahrain, Comoros\n"
        "                      and 18 more\n"
    )


def test_the_manual_shows_a_real_edit(scratch: Scratch, cli: Cli, request: pytest.FixtureRequest) -> None:
    scratch.rewrite(*MOVED)
    scratch.rewrite(*CONFIRMED)
    scratch.rewrite("    place: Bali\n", "    place: Bali\n    status: cancelled\n")
    scratch.rewrite("amount: 26", "amount: 27")
    run = cli("diff", "--format", "table")
    shown = f"$ gcmplan diff\n{run.out}{run.err}"
    shows("diff", shown, update=request.config.getoption("--update-golden"))


def test_the_manual_explains_every_kind() -> None:
    text = page_with("| kind | of an event |").read_text(encoding="utf-8")
    table = text.split("| kind | of an event |")[1].split("\n\n")[0]
    explained = [kind for row in table.splitlines()[2:] for kind in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(explained) == sorted(ChangeKind)


def test_a_renamed_event_stays_the_same(scratch: Scratch, told: Told, cli: Cli) -> None:
    scratch.rewrite("- id: igc-mini-full-round", "- id: igc-plenary\n    formerly: [igc-mini-full-round]")
    assert told() == ["renamed igc-plenary"]
    out = cli("diff", "--format", "table").out
    assert "   id                igc-mini-full-round → igc-plenary\n" in out
    assert "formerly" not in out


@pytest.mark.parametrize("form", ["table", "plain", "json", "markdown"])
def test_hostile_texts_are_made_visible(scratch: Scratch, cli: Cli, form: str) -> None:
    scratch.rewrite("title: Bali Process", 'title: "\\e[2J\\e]0;x\\a [bold] :smile: \\u202e\\u2066\\x9b31m" #')
    scratch.rewrite("place: Bali\n", "place: Rabat\n")
    run = cli("diff", "--format", form)
    assert (run.status, run.err) == (0, "")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", run.out)
    assert ("&#91;bold&#93;" if form == "markdown" else "[bold]") in run.out
    assert ":smile:" in run.out


def test_filtered_changes_say_so(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("place: Bali\n", "place: Rabat\n")
    words = ["--group", "gfmd", "--for", "KEN"]
    only = "Only Global Forum on Migration and Development; for Kenya"
    table = cli("diff", *words, "--format", "table").out
    assert table == f"{only}\n\nHEAD → work tree\nno event changed, 3 compared\n"
    assert f"\n<p><strong>{only}</strong></p>\n" in cli("diff", *words, "--format", "markdown").out
    assert only in cli("diff", *words, "--format", "notice").out.splitlines()
    for form in ("table", "markdown", "notice"):
        assert "Only" not in cli("diff", "--format", form).out
