"""Plans in a git repository: at a revision, or in the index.

A revision is looked up once, and what it holds is read by object ids: nothing is checked out.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gcmplan.errors import GitError, LinkedPlanError
from gcmplan.files.folder import BESIDE, SESSIONS, SOURCES, WORKPLAN, File, PlanFiles, is_plan_file
from gcmplan.git.faults import is_loss, lacking, no_repository
from gcmplan.git.process import ask
from gcmplan.git.run import Blobs, answer
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Tree = dict[str, str]
"""The files of a plan: the object id of each, by its path below the plan's folder ("sessions/first.yaml").

For other entries, a symbolic link or a submodule, the mode takes its place.
"""

HEAD = "HEAD"
_LINKS = {"120000": "a symbolic link", "160000": "a submodule"}
GONE = "000000"
_EMPTY = {
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
}
"""The object id of an empty file, in SHA-1 and in SHA-256."""


@dataclass(frozen=True)
class Repository:
    """A git repository, seen from the folder of a plan; `prefix` is that folder's path below the root."""

    folder: Path
    """The plan's folder, as positions name it."""
    top: Path
    """The folder in which git runs."""
    prefix: str
    name: str = WORKPLAN
    """The name of the workplan's file."""
    shallow: bool | None = field(default=None, compare=False)
    """Whether the clone is shallow, if that is known already."""

    @classmethod
    def of(cls, plan: Path) -> Repository:
        """Return the repository of a plan's folder or file.

        Without a work tree (a bare clone, its hooks) the repository is that of the working folder, and the path of the
        plan is the one in it.

        Raises:
            GitError: git is missing, or knows no repository there.

        """
        is_file = plan.is_file() or (not plan.is_dir() and plan.suffix in {".yaml", ".yml"})
        folder, name = (plan.parent, plan.name) if is_file else (plan, WORKPLAN)
        place = folder if folder.is_dir() else Path()
        # One process for both: each costs 5 ms (28 November 2026), and `export ics` asks on every run.
        top = ask(place, "rev-parse", "--is-shallow-repository", "--show-toplevel")
        if top.returncode == 0:
            shallow, _, path = os.fsdecode(top.stdout).removesuffix("\n").partition("\n")
            root = Path(path)
            prefix = PurePosixPath(Path(os.path.relpath(folder.resolve(), root.resolve())))
            if prefix.parts[:1] != ("..",):
                return cls(folder, root, prefix.as_posix(), name, shallow == "true")
        bare = ask(place, "rev-parse", "--git-dir")
        if bare.returncode != 0:
            raise no_repository(bare.stderr, folder)
        if folder.is_absolute() or ".." in folder.parts:
            raise GitError(f"{folder} is in no git repository", "give the plan's path inside it, like --plan data")
        return cls(folder, Path(), PurePosixPath(folder).as_posix(), name)

    @property
    def is_shallow(self) -> bool:
        """Whether older history was left out when the repository was cloned."""
        if self.shallow is not None:
            return self.shallow
        return ask(self.top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been committed yet on the branch that is checked out."""
        return (
            ask(self.top, "rev-parse", "--verify", "--quiet", HEAD).returncode != 0
            and ask(self.top, "symbolic-ref", "--quiet", HEAD).returncode == 0
        )

    @property
    def has_work_tree(self) -> bool:
        """Whether there are files to compare: not in a bare clone, nor in its hooks."""
        return ask(self.top, "rev-parse", "--is-inside-work-tree").stdout.strip() == b"true"

    def commit(self, revision: str) -> str:
        """Return the object id of a revision's commit.

        Raises:
            GitError: the revision is not known here; the hint says what helps.

        """
        found = ask(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        # "^A" is known too, as all that A does not hold.
        if found.returncode == 0 and not found.stdout.startswith(b"^"):
            return found.stdout.decode("ascii").strip()
        if revision == HEAD and self.is_empty:
            raise GitError(
                f"nothing has been committed yet in {self.folder.resolve()}: there is no earlier edition of the plan",
                "'git add .' and then 'git commit -m \"First edition\"' keep this one",
            )
        if self._is_lost(revision):
            raise lacking(self.top, f"the commit of {revision!r}")
        message = f"git knows no revision {revision!r} here"
        if self.is_shallow:
            raise GitError(message, "this clone is shallow: 'git fetch --unshallow' gets the whole history")
        names = ask(self.top, "for-each-ref", "--format=%(refname:short)").stdout.decode("utf-8", "replace").split()
        raise GitError(
            message,
            did_you_mean(revision, names) or "'gcmplan log' lists the editions that are here; 'git fetch' may get it",
        )

    def _is_lost(self, revision: str) -> bool:
        """Whether a name leads to an object that is not here."""
        found = ask(self.top, "rev-parse", "--verify", "--end-of-options", revision)
        if found.returncode != 0:
            return is_loss(found.stderr)
        name = found.stdout.decode("ascii", "replace").strip()
        return name not in {"", revision} and ask(self.top, "cat-file", "-t", name).returncode != 0

    def merge_base(self, one: str, other: str) -> str:
        """Return the best common ancestor of two commits.

        Raises:
            GitError: there is none here.

        """
        found = ask(self.top, "merge-base", one, other)
        if found.returncode == 0:
            return found.stdout.decode("ascii").strip()
        hint = "this clone is shallow: 'git fetch --unshallow' gets the whole history" if self.is_shallow else ""
        raise GitError(f"{one[:10]} and {other[:10]} have no common ancestor here", hint)

    def trail(self, commit: str) -> Iterator[str]:
        """Yield a commit and those of its main line before it at which the plan was another, the newest first.

        Raises:
            GitError: a part of the history is not here.

        """
        yield commit
        listed = answer(
            self.top, "git cannot read the history", "rev-list", "--first-parent", commit, "--", *self.paths
        )
        # At the first of them the plan is what it is at the commit.
        yield from listed.decode("ascii").split()[1:]

    def is_at(self, commit: str) -> bool:
        """Whether a commit has the plan at this place."""
        path = self.path(self.name)
        return bool(ask(self.top, "ls-tree", "--name-only", "--full-tree", commit, "--", path).stdout)

    def plan_at(self, commit: str) -> PlanFiles | None:
        """Return the files of the plan at a commit, or nothing if the plan was not there yet.

        Raises:
            GitError: a file of the plan is a symbolic link or a submodule, or not here.

        """
        listed = ask(self.top, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *self.paths)
        if listed.returncode != 0:
            raise lacking(self.top, f"a part of {commit[:10]}")
        # "100644 blob 1234...\tpath"
        entries = [(path, *_ends(head)) for head, path in _entries(listed.stdout)]
        return self._files(self.tree(entries), f"at {commit[:10]}")

    def plan_in_index(self) -> PlanFiles | None:
        """Return the files of the plan as they are staged, or nothing if the plan is not.

        Raises:
            GitError: a file of the plan is a symbolic link or a submodule, or a merge has left conflicts in it.

        """
        listed = answer(
            self.top, "git cannot list what is staged", "ls-files", "--stage", "-z", "--full-name", "--", *self.paths
        )
        entries = []
        # "100644 1234... 0\tpath"
        for head, path in _entries(listed):
            mode, object_id, stage = head.split()
            if stage != "0":
                raise GitError(f"{path} has conflicts of a merge", "resolve them, then 'git add' the file")
            entries.append((path, mode, object_id))
        if any(object_id in _EMPTY for _, _, object_id in entries):
            entries = [entry for entry in entries if entry[2] not in _EMPTY or not self._is_announced(entry[0])]
        return self._files(self.tree(entries), "in the index")

    def _is_announced(self, path: str) -> bool:
        """Whether an empty file is none of what would be committed: only 'git add --intent-to-add' names it."""
        staged = ask(self.top, "diff-index", "--cached", "--ita-invisible-in-index", "--name-only", HEAD, "--", path)
        committed = ask(self.top, "ls-tree", "--name-only", "--full-tree", HEAD, "--", path)
        return staged.returncode == 0 and not staged.stdout and not committed.stdout

    @property
    def paths(self) -> list[str]:
        """The paths of the plan's files and folders below the root."""
        return [self.path(name) for name in (self.name, *BESIDE, SESSIONS, SOURCES)]

    def path(self, name: str) -> str:
        """Return the path below the root of a file of the plan."""
        return name if self.prefix == "." else f"{self.prefix}/{name}"

    def tree(self, entries: Iterable[tuple[str, str, str]], before: Tree | None = None) -> Tree:
        """Return the plan's files among some entries (path, mode, object id), added to those of an earlier tree."""
        found = dict(before or {})
        start = len(self.path(""))
        for path, mode, object_id in entries:
            name = path[start:]
            folder, _, file = name.rpartition("/")
            belongs = name in {self.name, *BESIDE} or (folder in {SESSIONS, SOURCES} and is_plan_file(file))
            if mode in _LINKS and (belongs or name in {SESSIONS, SOURCES}):
                found[name] = mode
            elif belongs and mode != GONE:
                found[name] = object_id
            else:
                found.pop(name, None)
        return found

    def refuse_links(self, tree: Tree, where: str) -> None:
        """Refuse a tree that leads elsewhere.

        Raises:
            LinkedPlanError: a file or folder is a symbolic link or a submodule; `where` says where the tree is.

        """
        for name, object_id in tree.items():
            if object_id in _LINKS:
                message = f"{self.path(name)} is {_LINKS[object_id]} {where}"
                raise LinkedPlanError(message, "a plan's files must be files of the repository")

    def _files(self, tree: Tree, where: str) -> PlanFiles | None:
        self.refuse_links(tree, where)
        if self.name not in tree:
            return None
        with Blobs(self.top) as blobs:
            return self.files(tree, blobs.read)

    def files(self, tree: Tree, read: Callable[[str], bytes]) -> PlanFiles:
        """Return the files of a tree that has a workplan, read by their object ids."""
        # Joined by hand: pathlib took a tenth of the time of a long history.
        folder = (self.folder / "_").as_posix()[:-1]

        def file(name: str) -> File:
            return File(f"{folder}{name}", read(tree[name]))

        def inside(folder: str) -> tuple[File, ...]:
            return tuple(file(name) for name in sorted(tree) if name.startswith(f"{folder}/"))

        beside = (file(name) if name in tree and name != self.name else None for name in BESIDE)
        bodies, places, observances = beside
        return PlanFiles(file(self.name), bodies, places, inside(SESSIONS), inside(SOURCES), observances)


def _ends(head: str) -> tuple[str, str]:
    mode, _, object_id = head.split()
    return mode, object_id


def _entries(listed: bytes) -> Iterator[tuple[str, str]]:
    """Yield what git says of each path, and the path."""
    for line in filter(None, listed.decode("utf-8", "surrogateescape").split("\0")):
        head, _, path = line.partition("\t")
        yield head, path
