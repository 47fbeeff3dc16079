"""Where a plan was in a repository before it was moved: git finds the file that its workplan was renamed from.

A move of the folder, into the root or out of it, and another name of the workplan's file are all the same.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gcmplan.git_process import ask
from gcmplan.repository import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.repository import Repository

_RENAMES = ("-r", "-M", "-z", "--diff-filter=R", "--name-status", "-O/dev/null", "--end-of-options")


def moved_between(repository: Repository, old: str, new: str) -> Repository | None:
    """Return where the plan was at one revision, if it was moved from there to where it is at another."""
    return _source(repository, "diff-tree", *_RENAMES, old, new)


def moved_in_index(repository: Repository) -> Repository | None:
    """Return where the plan was at HEAD, if a move from there is staged."""
    return _source(repository, "diff-index", "--cached", *_RENAMES, HEAD)


def place_at(repository: Repository, commit: str) -> Repository:
    """Return where the plan was at a commit: here, or where it was moved from, or will be moved to."""
    if repository.is_at(commit):
        return repository
    found = next((one for one in _earlier(repository) if one.is_at(commit)), None)
    return found or moved_between(repository, commit, HEAD) or repository


def _earlier(repository: Repository) -> Iterator[Repository]:
    """Yield the places that a plan was moved from, the latest first."""
    place: Repository | None = repository
    tip = HEAD
    if not repository.is_at(HEAD):
        if (place := moved_in_index(repository)) is None:
            return
        yield place
    while place:
        path = place.path(place.name)
        command = ("log", "--first-parent", "--diff-merges=first-parent", "--no-renames", "--diff-filter=A", "-1")
        added = ask(place.top, *command, "--format=%H", "--no-show-signature", tip, "--", path)
        commit = added.stdout.decode("ascii", "replace").strip()
        if added.returncode != 0 or not commit:
            return
        tip = f"{commit}^1"
        if place := moved_between(place, tip, commit):
            yield place


def _source(repository: Repository, *command: str) -> Repository | None:
    """Return where the workplan was renamed from, by what git says of two trees; None if it was not."""
    found = ask(repository.top, *command)
    if found.returncode != 0:
        return None
    words = iter(found.stdout.decode("utf-8", "surrogateescape").split("\0"))
    # "R100", the old path, the new path
    for _, old, new in zip(words, words, words, strict=False):
        if new == repository.path(repository.name):
            path = PurePosixPath(old)
            return replace(repository, folder=Path(path.parent), prefix=path.parent.as_posix(), name=path.name)
    return None
