"""The git repository of a new plan: made where there is none; its hook, and what shows differences of plans."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gcmplan.errors import GitError, NoRepositoryError
from gcmplan.git.faults import no_repository
from gcmplan.git.process import ask
from gcmplan.git.run import answer

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTCONV = ("diff.gcmplan.textconv", "gcmplan textconv")
_HOOK = "pre-commit"


def root_of(folder: Path) -> Path | None:
    """Return the root of the repository that a folder is in, or will be; None if it is in none.

    Raises:
        GitError: git is missing, or refuses to read the repository.

    """
    there = next(one for one in (folder, *folder.parents) if one.is_dir())
    try:
        found = ask(there, "rev-parse", "--show-toplevel")
    except GitError as error:
        raise GitError(str(error), "install git, or add --no-git: then there is no repository and no hook") from None
    if found.returncode == 0:
        return Path(os.fsdecode(found.stdout).rstrip("\n"))
    fault = no_repository(found.stderr, there)
    if not isinstance(fault, NoRepositoryError):
        raise fault
    return None


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Make a repository of a folder; an error in what follows takes it away again.

    Raises:
        GitError: git refuses.

    """
    git = folder / ".git"
    was_there = os.path.lexists(git)
    try:
        answer(folder, "the repository cannot be made", "init", "--quiet")
        yield
    except BaseException:
        if not was_there:
            shutil.rmtree(git, ignore_errors=True)
        raise


def set_up(root: Path, hook: str) -> tuple[list[str], list[str]]:
    """Let git show differences of plans as events, and check a plan before each commit.

    Return what was set up, and remarks on what was there already and is left as it is.
    """
    done: list[str] = []
    remarks: list[str] = []
    name, command = _TEXTCONV
    if ask(root, "config", "--get", name).returncode:
        answer(root, "git cannot be set up", "config", name, command)
    if _has_other_hooks(root):
        remarks.append("no hook is written: those of this repository lie elsewhere (core.hooksPath)")
        return done, remarks
    path = _git_folder(root) / "hooks" / _HOOK
    path.parent.mkdir(exist_ok=True)
    try:
        with open(path, "x", encoding="utf-8", opener=lambda file, flags: os.open(file, flags, 0o777)) as stream:
            stream.write(hook)
        done.append(path.as_posix())
    except FileExistsError:
        remarks.append(f"{path} is there already and left as it is: add `gcmplan check --hook` to it")
    return done, remarks


def _git_folder(root: Path) -> Path:
    return root / os.fsdecode(answer(root, "git's folder is not known", "rev-parse", "--git-common-dir")).rstrip("\n")


def _has_other_hooks(root: Path) -> bool:
    """Whether the configuration names a folder of hooks; one value is our own, by which git runs none."""
    return len(ask(root, "config", "--get-all", "core.hooksPath").stdout.splitlines()) > 1
