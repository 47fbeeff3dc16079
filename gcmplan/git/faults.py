"""Why git refuses a repository or lacks a part of it, and what helps: in words for whoever has to put it right."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gcmplan.errors import GitError, NoRepositoryError
from gcmplan.git.process import ask
from gcmplan.text.pattern import lazy

if TYPE_CHECKING:
    from pathlib import Path

_LOST = lazy(
    r"unable to (read|parse|normalize)|bad object|could not (read|parse|fetch)|missing (blob|tree|commit)|is corrupt"
)
_NONE = "not a git repository (or any"
_OWNED = lazy(r"dubious ownership in repository at '(.*)'|unsafe repository \('(.*)' is owned by")
_TRUST = "git config --global --add safe.directory "


def refusal(folder: Path, stderr: bytes, message: str) -> GitError:
    """Return an error for what git answered: `message` says what was asked, the hint is git's own first line."""
    text = stderr.decode("utf-8", "replace").strip()
    lines = [line.strip() for line in text.splitlines()]
    if found := _OWNED.search(text):
        place = found[1] or found[2]
        trust = next((line for line in lines if line.startswith(_TRUST)), f"{_TRUST}{place}")
        return GitError(f"git refuses the repository {place}: it belongs to another user", f"if you trust it: {trust}")
    if is_loss(stderr):
        return lacking(folder, "a part of its history")
    return GitError(message, lines[0].removeprefix("fatal: ") if lines else "")


def is_loss(stderr: bytes) -> bool:
    """Whether git says that an object is missing or damaged."""
    return _LOST.search(stderr.decode("utf-8", "replace")) is not None


def no_repository(stderr: bytes, folder: Path) -> GitError:
    """Return an error for a folder of which git shows no repository: there is none, or it cannot be read."""
    if _NONE in stderr.decode("utf-8", "replace"):
        return NoRepositoryError(f"{folder} is in no git repository", "'git init' makes one, 'git clone' gets one")
    return refusal(folder, stderr, f"git cannot read the repository of {folder}")


def lacking(folder: Path, what: str) -> GitError:
    """Return an error for a repository that lacks `what`: it is partial, borrows from a lost one, or is damaged."""
    message = f"the repository lacks {what}"
    if ask(folder, "config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$").returncode == 0:
        return GitError(message, "this clone is partial: 'git fetch --refetch --no-filter' gets the rest")
    if lost := next((path for path in _lenders(folder) if not os.path.isdir(path)), None):  # noqa: PTH112
        hint = f"it borrows objects from {lost}, which is missing: restore that folder, or clone again"
        return GitError(message, hint)
    return GitError(message, "it is damaged: 'git fsck' lists what is missing, a new clone has it")


def _lenders(folder: Path) -> list[str]:
    """Return the folders of objects that a repository borrows from, as its file of alternates has them."""
    found = ask(folder, "rev-parse", "--path-format=absolute", "--git-path", "objects")
    objects = os.fsdecode(found.stdout).removesuffix("\n")
    try:
        with open(os.path.join(objects, "info", "alternates"), encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH118, PTH123
            lines = file.read().splitlines()
    except OSError:
        return []
    return [os.path.normpath(os.path.join(objects, line)) for line in lines if line and not line.startswith("#")]  # noqa: PTH118
