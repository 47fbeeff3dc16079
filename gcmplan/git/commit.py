"""One commit of some files of a plan, and of nothing else that was changed or staged meanwhile.

The commit is made of objects, beside the work tree: no hook, filter, editor or signing program of a repository runs,
and what else is staged stays staged. Files that had changes of their own before are refused: their commit would hold
more than the edit.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.errors import GitError
from gcmplan.git.process import ask
from gcmplan.git.repository import HEAD, Repository
from gcmplan.git.run import answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_UNDER_WAY = {
    "MERGE_HEAD": "a merge", "CHERRY_PICK_HEAD": "a cherry-pick", "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase", "rebase-apply": "a rebase",
}  # fmt: skip
_FILES = {"100644", "100755"}
_NEW = "100644"
_BY_HAND = "leave --commit out, and commit with git"


class Committer(NamedTuple):
    """A repository that can take a commit of some files: what they are in the last commit, by their paths in it."""

    repository: Repository
    parent: str
    files: Mapping[Path, tuple[str, str]]
    """The path below the repository's root and the mode of each file."""

    def commit(self, contents: Mapping[Path, bytes | None], message: str) -> str:
        """Commit new contents of the files and return the short id of the commit; None removes a file.

        Raises:
            GitError: git refuses.

        """
        top = self.repository.top
        entries = []
        for path, data in contents.items():
            name, mode = self.files[path]
            if data is None:
                entries.append(f"0 {'0' * len(self.parent)}\t{name}")
                continue
            blob = _asked(top, "the file cannot be stored", "hash-object", "-w", "--stdin", f"--path={name}", data=data)
            entries.append(f"{mode} {blob}\t{name}")
        staged = "".join(f"{entry}\0" for entry in entries).encode()
        tree = self._tree(staged)
        commit = _asked(top, "the commit cannot be made", "commit-tree", tree, "-p", self.parent, "-F", "-",
                        data=f"{message}\n".encode())  # fmt: skip
        answer(
            top, "the branch cannot be moved to the commit", "update-ref", "-m", f"commit: {message}", HEAD, commit,
            self.parent,
        )  # fmt: skip
        # Files in the index are the committed ones: they do not change any more.
        ask(top, "update-index", "-z", "--index-info", data=staged)
        return _asked(top, "the commit cannot be named", "rev-parse", "--short", commit)

    def _tree(self, staged: bytes) -> str:
        """Return the tree of the last commit with other files, made in an index of its own."""
        top = self.repository.top
        with tempfile.TemporaryDirectory() as folder:
            index = Path(folder) / "index"
            for arguments, data in (
                (("read-tree", self.parent), b""),
                (("update-index", "-z", "--index-info"), staged),
            ):
                if (done := ask(top, *arguments, data=data, index=index)).returncode:
                    raise GitError("the commit cannot be prepared", done.stderr.decode("utf-8", "replace").strip())
            return _asked(top, "the commit cannot be prepared", "write-tree", index=index)


def committer(plan: Path, files: Mapping[Path, bytes | None]) -> Committer:
    """Return what can commit some files of a plan, whose contents before the edit are given; None for a new file.

    Raises:
        GitError: it is not possible, or the commit would hold more than the edit.

    """
    repository = Repository.of(plan)
    top = repository.top
    if not repository.has_work_tree:
        raise GitError("this repository has no files to change", "clone it, and edit the plan there")
    for name, what in _UNDER_WAY.items():
        place = _asked(top, "git cannot be asked", "rev-parse", "--git-path", name)
        if os.path.lexists(top / place):
            raise GitError(f"{what} is under way", f"end it first, or {_BY_HAND}")
    for person in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        if ask(top, "var", person).returncode:
            raise GitError("git does not know who makes the commit", "git config --global user.name and user.email")
    parent = repository.commit(HEAD)
    root = Path(os.path.realpath(top))
    found = {}
    for path, data in files.items():
        name = Path(os.path.realpath(path.parent), path.name).relative_to(root).as_posix()
        found[path] = (name, _mode(top, parent, name, data))
    return Committer(repository, parent, found)


def _mode(top: Path, parent: str, name: str, data: bytes | None) -> str:
    """Return a file's mode in the last commit, or that of a new file.

    Raises:
        GitError: it is not there as it is in the work tree, in the index or in the commit, or a filter is set for it.

    """
    attribute = answer(top, "git cannot be asked", "check-attr", "-z", "filter", "--", name).split(b"\0")[2]
    if attribute not in {b"unspecified", b"unset"}:
        raise GitError(f"a filter is set for {name}, and gcmplan runs none", _BY_HAND)
    listed = answer(top, "git cannot be asked", "ls-tree", "-z", "--full-tree", parent, "--", name)
    head = listed.split(b"\t")[0].decode("ascii", "replace").split()
    staged = answer(top, "git cannot be asked", "ls-files", "--stage", "-z", "--full-name", "--", name)
    if data is None and not head and not staged:
        return _NEW
    if not head or head[0] not in _FILES:
        raise GitError(f"{name} is not in the last commit", f"commit it first, or {_BY_HAND}")
    mode, _, committed = head
    own = _asked(top, "git cannot be asked", "hash-object", "--stdin", f"--path={name}", data=data or b"")
    if _ids(staged.split(b"\0")) != [committed] or data is None or own != committed:
        raise GitError(f"{name} has changes that are not committed yet", f"commit or undo these first, or {_BY_HAND}")
    return mode


def _ids(entries: Iterable[bytes]) -> list[str]:
    """Return the object ids of lines like "100644 1234... 0", each with a path behind it."""
    return [entry.split()[1].decode("ascii") for entry in entries if entry]


def _asked(top: Path, message: str, *arguments: str, data: bytes | None = None, index: Path | None = None) -> str:
    """Return git's answer as a word.

    Raises:
        GitError: git refuses; with the message.

    """
    found = ask(top, *arguments, data=data, index=index)
    if found.returncode:
        raise GitError(message, found.stderr.decode("utf-8", "replace").strip().partition("\n")[0])
    return os.fsdecode(found.stdout).strip()
