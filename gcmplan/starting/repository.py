"""The git repository of a new plan: made where there is none; its hook, and what shows differences of plans."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from gcmplan.errors import GitError
from gcmplan.git.process import ask
from gcmplan.git.run import answer

_TEXTCONV = ("diff.gcmplan.textconv", "gcmplan textconv")
_HOOK = "pre-commit"


def root_of(folder: Path) -> Path | None:
    """Return the root of the repository that a folder is in, or will be; None if it is in none.

    Raises:
        GitError: git is missing.

    """
    there = next(one for one in (folder, *folder.parents) if one.is_dir())
    try:
        found = ask(there, "rev-parse", "--show-toplevel")
    except GitError as error:
        raise GitError(str(error), "install git, or add --no-git: then there is no repository and no hook") from None
    return Path(os.fsdecode(found.stdout).rstrip("\n")) if found.returncode == 0 else None


def make(folder: Path) -> None:
    """Make a repository of a folder.

    Raises:
        GitError: git refuses; no repository is left.

    """
    try:
        answer(folder, "the repository cannot be made", "init", "--quiet")
    except GitError:
        shutil.rmtree(folder / ".git", ignore_errors=True)
        raise


def set_up(root: Path, hook: str) -> tuple[list[str], list[str]]:
    """Let git show differences of plans as events, and check a plan before each commit.

    Return what was set up, and remarks on what was there already and is left as it is.
    """
    done, remarks = [], []
    name, command = _TEXTCONV
    if ask(root, "config", "--get", name).returncode:
        answer(root, "git cannot be set up", "config", name, command)
        done.append("git diff")
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
