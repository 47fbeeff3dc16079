"""Plans in git repositories: every way to name a revision, every place of a plan, and nothing that git would run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from conftest import ROOT, Cli, Compared
from gcmplan.errors import GitError
from gcmplan.files.folder import PlanFiles, read_files
from gcmplan.files.parse import Limits
from gcmplan.git.process import candidates
from gcmplan.git.repository import Repository
from gcmplan.git.run import Blobs
from gcmplan.history.cache import Cache
from gcmplan.history.walk import History, walk
from gcmplan.loading.load import load_files
from gcmplan.loading.memory import Memory
from scratch import Scratch

HEAD = """\
title: Plan
as_of: 2017-04-12
calendar: {name: Plan, domain: example.org}
groups: [{id: x, title: X, short: X, color: "#000000"}]
events:
"""
EVENT = "- {id: talks, title: Talks, group: x, kind: meeting, when: 8 May 2017, source: x}\n"
FILES = {
    "workplan.yaml": HEAD + EVENT,
    "bodies.yaml": "states: []\nbodies: []\n",
    "places.yaml": "places: []\n",
    "observances.yaml": "observances: []\n",
    "sessions/talks.yaml": "{id: talks, event: talks, source: x}\n",
    "sources/note.yml": "{title: Note, as_of: 2017-04-13, events: []}\n",
    "sources/.hidden.yaml": "not a plan's\n",
    "sessions/README.md": "not a plan's\n",
    "sessions/old/talks.yaml": "not a plan's\n",
}


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the arguments that git gets where the tests run away from them."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """Return a repository with a small plan in `data`, committed once."""
    return begun(tmp_path / "scratch")


def begun(root: Path, folder: str = "data") -> Scratch:
    root.mkdir()
    scratch = Scratch(root)
    scratch.git("init", "--quiet", "--initial-branch=main")
    write(root / folder)
    scratch.commit("first")
    return scratch


def write(folder: Path, text: str = FILES["workplan.yaml"]) -> None:
    for name, content in (FILES | {"workplan.yaml": text}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def of(scratch: Scratch, folder: str = "data") -> Repository:
    return Repository.of(scratch.root / folder)


def at_head(repository: Repository) -> PlanFiles | None:
    return repository.plan_at(repository.commit("HEAD"))


# -- revisions -------------------------------------------------------------------------------------------------------


@pytest.fixture
def grown(scratch: Scratch) -> Scratch:
    """Return a repository with two commits on main, a branch, tags, and a branch of another repository."""
    return with_two_commits(scratch)


def with_two_commits(scratch: Scratch) -> Scratch:
    scratch.git("tag", "v1")
    scratch.git("tag", "--annotate", "v1-note", "--message", "x")
    scratch.git("branch", "fêtes/été")
    scratch.git("update-ref", "refs/remotes/origin/main", "HEAD")
    write(scratch.root / "data", FILES["workplan.yaml"] + EVENT.replace("talks", "other"))
    scratch.commit("second")
    return scratch


@pytest.fixture(scope="module")
def only_read(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """Return such a repository, made once."""
    return with_two_commits(begun(tmp_path_factory.mktemp("only") / "read"))


FIRST = [
    "HEAD~1", "HEAD^", "main^", "main~", "@~", "v1", "v1-note", "v1^{}", "v1^0", "tags/v1", "fêtes/été", "origin/main",
    "refs/heads/fêtes/été", "HEAD@{1}", "main@{1}", "HEAD^{/first}", "HEAD~1^{commit}",
]  # fmt: skip


@pytest.mark.parametrize("revision", FIRST)
def test_revisions(only_read: Scratch, revision: str) -> None:
    repository = of(only_read)
    commit = repository.commit(revision)
    assert commit == only_read.git("rev-list", "--max-parents=0", "HEAD").strip()
    files = repository.plan_at(commit)
    assert files
    assert files.workplan.data.decode() == FILES["workplan.yaml"]


def test_object_ids(only_read: Scratch) -> None:
    whole = only_read.git("rev-parse", "HEAD").strip()
    for length in (7, 12, len(whole)):
        assert of(only_read).commit(whole[:length]) == whole
    assert of(only_read).commit(whole.upper()) == whole


REFUSED = [
    "--output=pwned", "-o", "-", "--", "--all", "--help", "--end-of-options", "--upload-pack=touch pwned",
    "--git-dir=x", "main --output=pwned", "main\n--output=pwned", "main\nHEAD", "main\0", "\0", "main\ud800",
    "$(touch pwned)", "`touch pwned`", "; touch pwned", "| touch pwned", "", " ", "^", "^HEAD", "^main", "HEAD^@",
    "HEAD^!", "HEAD^-", "HEAD..HEAD", "main..v1", "HEAD:data/workplan.yaml", ":data/workplan.yaml",
    ":0:data/workplan.yaml", ":/first", "HEAD^{tree}", "HEAD^{blob}", "HEAD^{", "HEAD@{", "HEAD~99", "HEAD@{99}",
    "unknown", "0" * 40, "f" * 40, "f" * 7, "refs/heads/*", "main*", "m?in", "[m]ain", ":(glob)main", "@{-1}", "@{u}",
    "../main", "x" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("revision", REFUSED, ids=lambda revision: ascii(revision)[:40])
def test_what_is_no_revision(only_read: Scratch, monkeypatch: pytest.MonkeyPatch, revision: str) -> None:
    monkeypatch.chdir(only_read.root)
    before = sorted(only_read.root.rglob("*"))
    with pytest.raises(GitError) as refused:
        of(only_read).commit(revision)
    assert str(refused.value)
    assert sorted(only_read.root.rglob("*")) == before


def test_the_nearest_name_is_offered(only_read: Scratch) -> None:
    with pytest.raises(GitError, match="git knows no revision 'mian' here") as refused:
        of(only_read).commit("mian")
    assert refused.value.hint == "did you mean 'main'?"


def test_a_tag_of_something_else(grown: Scratch) -> None:
    grown.git("tag", "a-file", "HEAD:data/workplan.yaml")
    with pytest.raises(GitError, match="git knows no revision 'a-file' here"):
        of(grown).commit("a-file")


def test_merge_base(grown: Scratch) -> None:
    base = grown.git("rev-parse", "HEAD~1").strip()
    grown.git("checkout", "--quiet", "-b", "side", base)
    (grown.root / "other").write_text("x", encoding="utf-8")
    side = grown.commit("side")
    repository = of(grown)
    assert repository.merge_base(repository.commit("main"), side) == base
    assert repository.merge_base(side, repository.commit("main")) == base
    assert repository.merge_base(base, side) == base
    grown.git("checkout", "--quiet", "--orphan", "alone")
    alone = grown.commit("alone")
    with pytest.raises(GitError, match="have no common ancestor here"):
        repository.merge_base(alone, side)


# -- the index -------------------------------------------------------------------------------------------------------


def test_what_is_staged_and_nothing_else(scratch: Scratch) -> None:
    data = scratch.root / "data"
    (data / "places.yaml").write_text("places: [] # staged\n", encoding="utf-8")
    (data / "sessions" / "new.yaml").write_text("{}", encoding="utf-8")
    (data / "sessions" / "talks.yaml").unlink()
    scratch.git("add", "--all")
    staged = read_files(data)
    (data / "places.yaml").write_text("places: [] # not staged\n", encoding="utf-8")
    (data / "sources" / "unknown.yaml").write_text("{}", encoding="utf-8")
    (data / "sessions" / "new.yaml").unlink()
    assert of(scratch).plan_in_index() == staged
    assert at_head(of(scratch)) != staged


def test_a_plan_that_is_not_staged(scratch: Scratch) -> None:
    scratch.git("rm", "--quiet", "--cached", "data/workplan.yaml")
    assert of(scratch).plan_in_index() is None
    assert at_head(of(scratch)) is not None


def test_conflicts_of_a_merge(grown: Scratch) -> None:
    grown.git("checkout", "--quiet", "-b", "side", "HEAD~1")
    write(grown.root / "data", HEAD + EVENT.replace("8 May", "9 May"))
    grown.commit("side")
    with pytest.raises(subprocess.CalledProcessError):
        grown.git("merge", "--quiet", "main")
    with pytest.raises(GitError, match=r"^data/workplan.yaml has conflicts of a merge$") as refused:
        of(grown).plan_in_index()
    assert refused.value.hint == "resolve them, then 'git add' the file"
    grown.git("add", "--all")
    assert of(grown).plan_in_index() == read_files(grown.root / "data")


def test_a_repository_without_commits(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    scratch.git("init", "--quiet")
    write(tmp_path / "data")
    repository = of(scratch)
    with pytest.raises(GitError, match="nothing has been committed yet"):
        repository.commit("HEAD")
    assert repository.plan_in_index() is None
    scratch.git("add", "--all")
    assert repository.plan_in_index() == read_files(tmp_path / "data")


# -- places of a plan ------------------------------------------------------------------------------------------------

FOLDERS = [
    ".", "data", "data2", "a", "b", "a/b/c", "Arbeitspläne 2017/Entwurf 1", "計画", "[ab]", "*", "d?ta", ":(glob)data",
    ":!data", ":/", "-data", "--output=x", "new\nline", "tab\there", 'quote"s', "back\\slash", "a b", "..data", "~",
    "$HOME", "#",
]  # fmt: skip
"""Some of them are patterns or beginnings of others."""


def plan_in(folder: str) -> str:
    return HEAD + EVENT.replace("Talks", json.dumps(folder))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """Return a repository with a plan in each folder."""
    scratch = begun(tmp_path_factory.mktemp("many") / "folders")
    for folder in FOLDERS:
        write(scratch.root / folder, plan_in(folder))
    scratch.commit("second")
    return scratch


@pytest.mark.parametrize("folder", FOLDERS, ids=ascii)
def test_folders(folders: Scratch, folder: str) -> None:
    repository, expected = of(folders, folder), read_files(folders.root / folder)
    assert expected.workplan.data.decode() == plan_in(folder)
    assert at_head(repository) == repository.plan_in_index() == expected
    assert {Path(file.path).name for file in (*expected.sessions, *expected.sources)} == {"talks.yaml", "note.yml"}
    history = walk(repository, repository.commit("HEAD"), Cache(None), Limits(), latest=Memory())
    assert history.latest
    assert [event.title for event in history.latest.events] == [folder]


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_folder_whose_name_is_not_utf_8(tmp_path: Path) -> None:
    scratch = begun(tmp_path / os.fsdecode(b"\xff\n"), os.fsdecode(b"plan \xe9"))
    folder = scratch.root / os.fsdecode(b"plan \xe9")
    assert at_head(Repository.of(folder)) == Repository.of(folder).plan_in_index() == read_files(folder)


def test_ways_to_name_a_plan(scratch: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "link"
    other.symlink_to(scratch.root / "data")
    names = {
        tmp_path: ["scratch/data", "scratch/data/", "scratch/../scratch/data", "scratch/data/workplan.yaml", "link"],
        scratch.root: ["data", "./data", "data/workplan.yaml", "../link/workplan.yaml"],
        scratch.root / "data": [".", "workplan.yaml", "../data", "sessions/..", f"{scratch.root}/data"],
        scratch.root / "data" / "sessions": ["..", "../workplan.yaml"],
    }
    for folder, paths in names.items():
        monkeypatch.chdir(folder)
        for path in paths:
            repository = Repository.of(Path(path))
            assert repository.prefix == "data"
            assert at_head(repository) == repository.plan_in_index() == read_files(Path(path))


def test_a_plan_of_another_name(scratch: Scratch) -> None:
    other = scratch.root / "data" / "draft.yaml"
    other.write_text(HEAD + EVENT.replace("Talks", "Draft"), encoding="utf-8")
    scratch.commit("second")
    repository = Repository.of(other)
    assert at_head(repository) == repository.plan_in_index() == read_files(other)
    assert [file.path for file in [read_files(other).workplan]] == [other.as_posix()]


def test_a_plan_that_is_only_in_the_history(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch.git("rm", "--quiet", "-r", "data")
    scratch.commit("second")
    monkeypatch.chdir(scratch.root)
    for path in ("data", "data/workplan.yaml"):
        repository = Repository.of(Path(path))
        assert at_head(repository) is None
        files = repository.plan_at(repository.commit("HEAD~1"))
        assert files
        assert [event.id for event in load_files(files).events] == ["talks"]


def test_a_plan_that_is_in_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path / "data")
    with pytest.raises(GitError, match="is in no git repository"):
        Repository.of(tmp_path / "data")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git was not found"):
        Repository.of(tmp_path / "data")
    (tmp_path / "git").write_text("x", encoding="utf-8")
    with pytest.raises(GitError, match=r"git was not found|git cannot be started: Permission denied"):
        Repository.of(tmp_path / "data")


# -- kinds of repositories -------------------------------------------------------------------------------------------


def test_a_linked_worktree(grown: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grown.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "v1")
    linked = tmp_path / "linked" / "data"
    assert at_head(Repository.of(linked)) == read_files(linked)
    assert at_head(of(grown)) == read_files(grown.root / "data")
    (linked / "places.yaml").write_text("places: [] # staged\n", encoding="utf-8")
    Scratch(tmp_path / "linked").git("add", "--all")
    assert Repository.of(linked).plan_in_index() == read_files(linked)
    # As its hooks are run.
    monkeypatch.chdir(tmp_path / "linked")
    monkeypatch.setenv("GIT_DIR", str(grown.root / ".git" / "worktrees" / "linked"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(grown.root / ".git" / "worktrees" / "linked" / "index"))
    assert Repository.of(Path("data")).plan_in_index() == read_files(Path("data"))


@pytest.mark.parametrize("variables", [{}, {"GIT_DIR": "."}], ids=["", "hook"])
def test_a_bare_clone(
    grown: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    bare = tmp_path / "bare.git"
    grown.git("clone", "--quiet", "--bare", str(grown.root), str(bare))
    monkeypatch.chdir(bare)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for path in ("data", "data/", "./data", "data/workplan.yaml"):
        repository = Repository.of(Path(path))
        files = at_head(repository)
        assert files
        assert files.workplan.path == "data/workplan.yaml"
        assert len(load_files(files).events) == 2
        assert len(walk(repository, repository.commit("HEAD"), Cache(None), Limits()).revisions) == 2
    assert at_head(Repository.of(Path("sessions"))) is None
    for outside in (bare / "data", Path("../data"), tmp_path / "data"):
        with pytest.raises(GitError, match="is in no git repository"):
            Repository.of(outside)


def test_a_shallow_clone(grown: Scratch, tmp_path: Path) -> None:
    grown.git("clone", "--quiet", "--depth=1", grown.root.as_uri(), str(tmp_path / "shallow"))
    repository = Repository.of(tmp_path / "shallow" / "data")
    assert repository.is_shallow
    assert not of(grown).is_shallow
    assert at_head(repository) == read_files(tmp_path / "shallow" / "data")
    hint = "this clone is shallow: 'git fetch --unshallow' gets the whole history"
    with pytest.raises(GitError, match="git knows no revision 'HEAD~1' here") as refused:
        repository.commit("HEAD~1")
    assert refused.value.hint == hint
    shallow = Scratch(tmp_path / "shallow")
    shallow.git("checkout", "--quiet", "--orphan", "alone")
    with pytest.raises(GitError, match="have no common ancestor here") as refused:
        repository.merge_base(shallow.commit("alone"), repository.commit("main"))
    assert refused.value.hint == hint
    history = walk(repository, repository.commit("main"), Cache(None), Limits())
    assert (len(history.revisions), history.is_shallow) == (1, True)


def test_object_ids_of_sha_256(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    scratch.git("init", "--quiet", "--object-format=sha256")
    write(tmp_path / "data")
    assert len(scratch.commit("first")) == 64
    repository = of(scratch)
    assert at_head(repository) == repository.plan_in_index() == read_files(tmp_path / "data")
    assert [one.broken for one in walk(repository, repository.commit("HEAD"), Cache(None), Limits()).revisions] == [
        None
    ]


PARTIAL = "this clone is partial: 'git fetch --refetch --no-filter' gets the rest"


@pytest.mark.parametrize("omitted", ["blob:none", "tree:0"])
def test_a_partial_clone_is_not_completed(
    grown: Scratch, tmp_path: Path, omitted: str, compared_once: Compared
) -> None:
    """Nothing is fetched, nor is a program run that the configuration names for it."""
    compared_once.clear()
    grown.git("config", "uploadpack.allowFilter", "true")
    partial = Scratch(tmp_path / "partial")
    grown.git("clone", "--quiet", "--no-checkout", f"--filter={omitted}", grown.root.as_uri(), str(partial.root))
    repository = Repository(partial.root / "data", partial.root, "data")
    missing = partial.git("rev-list", "--objects", "--all", "--missing=print")
    for url in (grown.root.as_uri(), f"ext::touch {tmp_path}/pwned", f"ssh://x/{tmp_path}"):
        partial.git("config", "remote.origin.url", url)
        for protocol in ("file", "ext", "ssh"):
            partial.git("config", f"protocol.{protocol}.allow", "always")
        partial.git("config", "core.sshCommand", f"touch {tmp_path}/pwned;")
        with pytest.raises(GitError, match="the repository lacks") as refused:
            at_head(repository)
        assert refused.value.hint == PARTIAL
        with pytest.raises(GitError):
            walk(repository, repository.commit("HEAD"), Cache(None), Limits())
    assert partial.git("rev-list", "--objects", "--all", "--missing=print") == missing
    assert "?" in missing
    assert not (tmp_path / "pwned").exists()
    # The same clone does fetch, and run, if it is asked without care.
    partial.git("config", "remote.origin.url", f"ext::touch {tmp_path}/pwned")
    with pytest.raises(subprocess.CalledProcessError):
        partial.git("cat-file", "-p", "HEAD:data/workplan.yaml")
    assert (tmp_path / "pwned").exists()


def test_a_damaged_repository(scratch: Scratch) -> None:
    object_id = scratch.git("rev-parse", "HEAD:data/workplan.yaml").strip()
    (scratch.root / ".git" / "objects" / object_id[:2] / object_id[2:]).unlink()
    for ask in (at_head, Repository.plan_in_index):
        with pytest.raises(GitError, match=f"the repository lacks the object {object_id[:10]}"):
            ask(of(scratch))


def history(repository: Repository) -> History:
    return walk(repository, repository.commit("HEAD"), Cache(None), Limits())


DAMAGED = "it is damaged: 'git fsck' lists what is missing, a new clone has it"


def object_file(scratch: Scratch, name: str) -> Path:
    object_id = scratch.git("rev-parse", name).strip()
    return scratch.root / ".git" / "objects" / object_id[:2] / object_id[2:]


@pytest.mark.parametrize("content", [None, b"", b"not what git writes"], ids=["missing", "empty", "damaged"])
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("HEAD:data/workplan.yaml", "the object [0-9a-f]{10}"),
        ("HEAD:data", "a part of"),
        ("HEAD", "the commit of 'HEAD'"),
    ],
)
def test_what_a_repository_lacks_is_named(
    scratch: Scratch, content: bytes | None, name: str, message: str, compared_once: Compared
) -> None:
    compared_once.clear()
    file = object_file(scratch, name)
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(GitError, match=f"^the repository lacks {message}") as error:
        at_head(of(scratch))
    assert error.value.hint == DAMAGED
    with pytest.raises(GitError, match=r"^the repository lacks ") as error:
        history(of(scratch))
    assert error.value.hint == DAMAGED


def test_a_repository_that_borrows_from_one_that_is_gone(scratch: Scratch, tmp_path: Path) -> None:
    scratch.git("clone", "--quiet", "--shared", ".", str(tmp_path / "borrower"))
    borrower = Scratch(tmp_path / "borrower")
    assert at_head(of(borrower)) is not None
    scratch.root.rename(tmp_path / "elsewhere")
    with pytest.raises(GitError, match="lacks the commit of 'HEAD'") as error:
        at_head(of(borrower))
    assert error.value.hint.startswith(f"it borrows objects from {scratch.root}/.git/objects, which is missing: ")


@pytest.mark.parametrize("command", [("log",), ("diff",), ("check", "--new-since", "HEAD")], ids=" ".join)
def test_a_repository_of_another_user(
    scratch: Scratch, cli: Cli, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """As git has it for a checkout of another user, in a container: git's own remedy is shown whole."""
    monkeypatch.chdir(scratch.root)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    run = cli(*command)
    assert (run.status, run.out) == (2, "")
    assert run.err.splitlines() == [
        f"Error: git refuses the repository {scratch.root}: it belongs to another user",
        f"Hint: if you trust it: git config --global --add safe.directory {scratch.root}",
    ]


def test_a_repository_that_git_cannot_read(scratch: Scratch) -> None:
    scratch.git("config", "core.repositoryFormatVersion", "99")
    with pytest.raises(GitError, match="git cannot read the repository of ") as error:
        of(scratch)
    assert "99" in error.value.hint


def test_an_object_is_what_its_id_says(grown: Scratch) -> None:
    """`git replace` and grafts change what git shows of the same ids: the cache would keep it for ever."""
    repository = of(grown)
    before = at_head(repository), history(repository)
    other = grown.root / "other.yaml"
    other.write_text("title: poisoned\n", encoding="utf-8")
    blob = grown.git("hash-object", "-w", "other.yaml").strip()
    grown.git("replace", grown.git("rev-parse", "HEAD:data/workplan.yaml").strip(), blob)
    assert grown.git("show", "HEAD:data/workplan.yaml") == "title: poisoned\n"
    grown.git("replace", "HEAD", "HEAD~1")
    (grown.root / ".git" / "info" / "grafts").write_text(grown.git("rev-parse", "HEAD"), encoding="utf-8")
    assert (at_head(repository), history(repository)) == before


@pytest.mark.skipif(sys.platform == "win32", reason="a program of a few lines")
def test_git_comes_from_path_never_from_here(scratch: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (scratch.root, scratch.root / "bin"):
        folder.mkdir(exist_ok=True)
        (folder / "git").write_text(f"#!/bin/sh\necho x > {tmp_path / 'pwned'}\n", encoding="utf-8")
        (folder / "git").chmod(0o755)
    monkeypatch.chdir(scratch.root)
    monkeypatch.setenv("PATH", f":.:bin:./bin:{os.environ['PATH']}")
    assert at_head(of(scratch)) is not None
    assert not (tmp_path / "pwned").exists()
    monkeypatch.setenv("PATH", ":.:bin")
    with pytest.raises(GitError, match="git was not found"):
        of(scratch)
    subprocess.run(["/bin/sh", "-c", "git"], check=True)  # planted well: a shell does run it
    assert (tmp_path / "pwned").exists()


def test_folders_of_path_that_are_the_same_from_everywhere() -> None:
    windows = r';.;bin;.\\bin;C:bin;\bin;"C:\Program Files\Git\cmd";D:/git/;\\server\share;%PATH%'
    assert list(candidates(windows, windows=True)) == [
        r"C:\Program Files\Git\cmd\git.exe", "D:/git/git.exe", r"\\server\share\git.exe",
    ]  # fmt: skip
    assert list(candidates("::.:bin:./bin:~/bin:/usr/bin:/opt/git/", windows=False)) == ["/usr/bin/git", "/opt/git/git"]
    assert list(candidates("", windows=True)) == list(candidates("", windows=False)) == []


def test_questions_after_the_end(scratch: Scratch) -> None:
    """Git may end at any time; a caller that asks on gets an error, and leaving is quiet."""
    with Blobs(scratch.root) as blobs:
        assert blobs.read(scratch.git("rev-parse", "HEAD:data/places.yaml").strip()) == b"places: []\n"
        git = blobs._git  # noqa: SLF001 - to end it as the kernel would
        assert git
        git.kill()
        git.wait()
        for _ in range(2):
            with pytest.raises(GitError, match="lacks the object"):
                blobs.read("0" * 40)


def test_git_is_not_started_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is none here."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with Blobs(tmp_path):
        pass


# -- hooks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("index", [".git/other", "{}/.git/other"], ids=["relative", "absolute"])
@pytest.mark.parametrize("folder", [".", "data", "data/sessions"])
def test_another_index(scratch: Scratch, monkeypatch: pytest.MonkeyPatch, index: str, folder: str) -> None:
    """A hook of `git commit FILE` has an index of its own with the files to be committed."""
    expected = read_files(scratch.root / "data")
    (scratch.root / ".git" / "index").rename(scratch.root / ".git" / "other")
    monkeypatch.chdir(scratch.root / folder)
    monkeypatch.setenv("GIT_INDEX_FILE", index.format(scratch.root))
    assert Repository.of(scratch.root / "data").plan_in_index() == expected
    assert at_head(Repository.of(scratch.root / "data")) == expected


@pytest.mark.parametrize("git_dir", [".git", "{}/.git"], ids=["relative", "absolute"])
def test_the_folder_of_git_is_given(scratch: Scratch, monkeypatch: pytest.MonkeyPatch, git_dir: str) -> None:
    monkeypatch.chdir(scratch.root)
    monkeypatch.setenv("GIT_DIR", git_dir.format(scratch.root))
    monkeypatch.setenv("GIT_INDEX_FILE", f"{git_dir}/index".format(scratch.root))
    repository = Repository.of(Path("data"))
    assert at_head(repository) == repository.plan_in_index() == read_files(Path("data"))
    assert len(walk(repository, repository.commit("HEAD"), Cache(None), Limits()).revisions) == 1


@pytest.mark.parametrize("tree", [False, True])
def test_the_folder_of_git_is_given_below_the_root(
    scratch: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, tree: bool
) -> None:
    linked = tmp_path / "linked"
    scratch.git("worktree", "add", "--quiet", str(linked))
    for root, git_dir in ((scratch.root, ".git"), (linked, ".git/worktrees/linked")):
        monkeypatch.chdir(root / "data")
        monkeypatch.setenv("GIT_DIR", str(scratch.root / git_dir))
        if tree:
            monkeypatch.setenv("GIT_WORK_TREE", str(root))
        repository = Repository.of(Path())
        assert at_head(repository) == repository.plan_in_index() == read_files(Path())
        assert len(walk(repository, repository.commit("HEAD"), Cache(None), Limits()).revisions) == 1


def test_the_folder_of_git_is_that_of_another_repository(
    scratch: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "elsewhere")
    monkeypatch.chdir(scratch.root)
    monkeypatch.setenv("GIT_DIR", ".git")
    for plan in (tmp_path / "elsewhere", tmp_path, Path("..")):
        with pytest.raises(GitError, match="is in no git repository"):
            Repository.of(plan)


HOOK = """\
#!{python}
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from gcmplan.loading.load import load_files
from gcmplan.git.repository import Repository
repository = Repository.of(Path("data"))
files = repository.plan_at(repository.commit(sys.stdin.read().split()[1])) if {pushed} else repository.plan_in_index()
Path({out!r}).write_text(" ".join(event.id for event in load_files(files).events))
"""


def hook(path: Path, out: Path, *, pushed: bool = False) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(HOOK.format(python=sys.executable, root=str(ROOT), out=str(out), pushed=pushed), encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="a hook's first line names its program")
def test_a_hook_sees_what_is_about_to_be(scratch: Scratch, tmp_path: Path) -> None:
    """The cases are `git commit` in a folder, `commit FILE` in a linked worktree, and a push before it is accepted."""
    out = tmp_path / "out"
    scratch.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    scratch.git("init", "--quiet", "--bare", str(tmp_path / "bare"))
    hook(scratch.root / ".git" / "hooks" / "pre-commit", out)
    hook(tmp_path / "bare" / "hooks" / "pre-receive", out, pushed=True)
    staged = FILES["workplan.yaml"] + EVENT.replace("talks", "staged")
    write(scratch.root / "data", staged)
    scratch.git("add", "--all")
    write(scratch.root / "data", staged + EVENT.replace("talks", "unstaged"))
    scratch.git("-C", "data/sessions", "commit", "--quiet", "--message", "second")
    assert out.read_text(encoding="utf-8") == "talks staged"
    out.unlink()
    linked = Scratch(tmp_path / "linked")
    write(linked.root / "data", FILES["workplan.yaml"] + EVENT.replace("talks", "linked"))
    linked.git("-C", "data", "commit", "--quiet", "--message", "third", "workplan.yaml")
    assert out.read_text(encoding="utf-8") == "talks linked"
    out.unlink()
    scratch.git("push", "--quiet", str(tmp_path / "bare"), "main")
    assert out.read_text(encoding="utf-8") == "talks staged"


# -- links -----------------------------------------------------------------------------------------------------------

LINKS = [
    "workplan.yaml",
    "bodies.yaml",
    "places.yaml",
    "observances.yaml",
    "sessions",
    "sources",
    "sessions/talks.yaml",
    "sources/note.yml",
]


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("kind", ["a symbolic link", "a submodule"])
def test_links_are_refused(scratch: Scratch, name: str, kind: str) -> None:
    """Nothing outside the repository is read by way of it."""
    scratch.git("rm", "-r", "--quiet", "--cached", f"data/{name}")
    target = (
        scratch.git("hash-object", "-w", "--stdin") if kind == "a symbolic link" else scratch.git("rev-parse", "HEAD")
    )
    mode = "120000" if kind == "a symbolic link" else "160000"
    scratch.git("update-index", "--add", "--cacheinfo", f"{mode},{target.strip()},data/{name}")
    message = f"^data/{name} is {kind} in the index$"
    with pytest.raises(GitError, match=message) as refused:
        of(scratch).plan_in_index()
    assert refused.value.hint == "a plan's files must be files of the repository"
    scratch.git("commit", "--quiet", "--message", "link")
    commit = scratch.git("rev-parse", "HEAD").strip()
    with pytest.raises(GitError, match=f"^data/{name} is {kind} at {commit[:10]}$"):
        at_head(of(scratch))


def test_a_plan_folder_that_is_a_link(scratch: Scratch) -> None:
    """At another revision the plan's folder was a link: there was no plan there."""
    (scratch.root / "data").rename(scratch.root / "plan")
    (scratch.root / "data").symlink_to("plan")
    scratch.commit("second")
    repository = Repository(scratch.root / "data", scratch.root, "data")
    assert at_head(repository) is None
    assert repository.plan_in_index() is None
    # In the work tree, the plan is the one that the link leads to.
    assert of(scratch).prefix == "plan"


# -- what git would run or be told -----------------------------------------------------------------------------------


@pytest.fixture
def planted(grown: Scratch, tmp_path: Path) -> Iterator[Callable[[], bool]]:
    """Configure git to run a program in every way that a repository has; return whether it was run."""
    mark, program = tmp_path / "mark", tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho x >> {mark}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "hooks").mkdir()
    names = (
        "pre-commit",
        "post-checkout",
        "post-index-change",
        "reference-transaction",
        "fsmonitor-watchman",
        "pre-auto-gc",
    )
    for name in names:
        (tmp_path / "hooks" / name).symlink_to(program)
    settings = {
        **dict.fromkeys(("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass"), program),
        **dict.fromkeys(("diff.external", "diff.x.textconv", "diff.x.command", "gpg.program"), program),
        **dict.fromkeys(("filter.x.smudge", "filter.x.clean", "filter.x.process"), program),
        **dict.fromkeys(("credential.helper", "gpg.ssh.program"), program),
        **dict.fromkeys(("pager.log", "pager.ls-tree", "pager.rev-parse", "interactive.diffFilter"), program),
        **{f"alias.{name}": f"!{program}" for name in ("log", "ls-tree", "ls-files", "rev-parse", "cat-file")},
        "core.hooksPath": tmp_path / "hooks", "log.showSignature": "true", "filter.x.required": "true",
        "color.ui": "always",
    }  # fmt: skip
    (grown.root / "data" / ".gitattributes").write_text("* diff=x filter=x\n", encoding="utf-8")
    grown.commit("attributes")
    text = grown.git("cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    (tmp_path / "signed").write_text(text, encoding="utf-8")
    grown.git(
        "reset", "--quiet", "--soft", grown.git("hash-object", "-t", "commit", "-w", str(tmp_path / "signed")).strip()
    )
    for key, value in settings.items():
        grown.git("config", key, str(value))

    def was_run() -> bool:
        found = mark.exists()
        mark.unlink(missing_ok=True)
        return found

    was_run()
    yield was_run
    # Planted well: git does run it.
    for arguments in (
        ["status"],
        ["log", "-1"],
        ["diff", "HEAD~2", "HEAD"],
        ["cat-file", "--filters", "HEAD:data/places.yaml"],
    ):
        with suppress(subprocess.CalledProcessError):
            grown.git(*arguments)
        assert was_run(), arguments


def test_git_runs_nothing(grown: Scratch, planted: Callable[[], bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(grown.root.parent / "program"))
    monkeypatch.setenv("GIT_PAGER", str(grown.root.parent / "program"))
    repository = of(grown)
    head = repository.commit("HEAD")
    assert repository.plan_at(head) == repository.plan_in_index() == read_files(grown.root / "data")
    assert repository.merge_base(head, repository.commit("v1")) == repository.commit("v1")
    with pytest.raises(GitError):
        repository.commit("unknown")
    assert [one.broken for one in walk(repository, head, Cache(None), Limits()).revisions] == [None, None]
    assert not planted()


SETTINGS = {
    "log.showRoot": "false", "log.follow": "true", "log.date": "relative", "log.decorate": "full",
    "log.abbrevCommit": "true", "log.diffMerges": "combined", "log.mailmap": "false", "format.pretty": "oneline",
    "core.abbrev": "4", "color.ui": "always", "core.quotePath": "true", "core.precomposeUnicode": "false",
    "diff.orderFile": "not-there", "diff.relative": "true", "diff.renames": "copies", "diff.noPrefix": "true",
    "diff.submodule": "log", "diff.ignoreSubmodules": "all", "i18n.logOutputEncoding": "ISO-8859-1",
    "i18n.commitEncoding": "ISO-8859-1", "submodule.recurse": "true", "core.ignoreCase": "true",
    "core.fileMode": "false", "core.sparseCheckout": "true", "notes.displayRef": "refs/notes/*",
    "core.commitGraph": "false", "feature.manyFiles": "true", "advice.detachedHead": "false", "core.autocrlf": "true",
}  # fmt: skip
VARIABLES = {
    "GIT_ICASE_PATHSPECS": "1", "GIT_GLOB_PATHSPECS": "1", "GIT_NOGLOB_PATHSPECS": "1", "GIT_TRACE": "1",
    "LC_ALL": "de_DE.UTF-8", "GIT_DEFAULT_HASH": "sha256", "GIT_PAGER": "cat", "TZ": "Asia/Kathmandu",
    "GIT_DIFF_OPTS": "--unified=9",
}  # fmt: skip


def test_what_git_is_told_makes_no_difference(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a setting nor the environment changes what is read, alone or with all others."""
    write(scratch.root / "data", HEAD + EVENT.replace("8 May", "9 May"))
    scratch.git("add", "--all")
    scratch.git("commit", "--quiet", "--message", "zweite Fassung für Genf", GIT_AUTHOR_NAME="Zoë")
    repository = of(scratch)
    head = repository.commit("HEAD")

    def read() -> tuple[object, ...]:
        return (
            repository.plan_at(head),
            repository.plan_in_index(),
            walk(repository, head, Cache(None), Limits()).revisions,
            repository.commit("main~1"),
        )

    expected = read()
    assert [one.author for one in walk(repository, head, Cache(None), Limits()).revisions] == ["A", "Zoë"]
    for key, value in SETTINGS.items():
        scratch.git("config", key, value)
        assert read() == expected, key
    for key, value in VARIABLES.items():
        monkeypatch.setenv(key, value)
        assert read() == expected, key
