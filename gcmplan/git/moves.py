"""The place of a plan in a repository before it was moved: git finds the file that its workplan was renamed from.

A move of the folder, into the root or out of it, and another name of the workplan's file are all the same. Git does not
look for a move that is not staged: then the workplan is found that is missing and has half of its lines at least.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gcmplan.git.process import ask
from gcmplan.git.repository import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.git.repository import Repository

_RENAMES = ("-r", "-M", "-z", "--diff-filter=R", "--name-status", "-O/dev/null", "--end-of-options")
_ALIKE = 0.5
"""The likeness from which one file is taken for another that was moved, as in git."""


def renamed_between(repository: Repository, old: str, new: str) -> str | None:
    """Return the path that the workplan was renamed from; empty if it was not, None if git does not know."""
    return _source(repository, "diff-tree", *_RENAMES, old, new)


def moved_between(repository: Repository, old: str, new: str) -> Repository | None:
    """Return where the plan was at one revision, if it was moved from there to where it is at another."""
    return at_path(repository, renamed_between(repository, old, new))


def moved_since_head(repository: Repository) -> Repository | None:
    """Return where the plan was at HEAD, if it was moved from there since; the move need not be staged."""
    path = _source(repository, "diff-index", "--cached", *_RENAMES, HEAD) or _missing(repository)
    return at_path(repository, path)


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
        if (place := moved_since_head(repository)) is None:
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


def _source(repository: Repository, *command: str) -> str | None:
    """Return the path that the workplan was renamed from, by what git says of two trees; empty if it was not."""
    found = ask(repository.top, *command)
    if found.returncode != 0:
        return None
    words = iter(_words(found.stdout))
    # "R100", the old path, the new path
    for _, old, new in zip(words, words, words, strict=False):
        if new == repository.path(repository.name):
            return old
    return ""


def _missing(repository: Repository) -> str | None:
    """Return the path of the workplan that is missing from the work tree, if the one that is here is like it."""
    found = ask(repository.top, "diff-index", "--name-only", "--diff-filter=D", "-z", HEAD)
    paths = [path for path in _words(found.stdout) if PurePosixPath(path).name == repository.name]
    if found.returncode != 0 or not paths:
        return None
    try:
        here = _lines((repository.top / repository.path(repository.name)).read_bytes())
    except OSError:
        return None
    alike = {path: _likeness(here, _lines(ask(repository.top, "show", f"{HEAD}:{path}").stdout)) for path in paths}
    best = max(paths, key=alike.__getitem__)
    return best if alike[best] >= _ALIKE else None


def _likeness(one: Counter[bytes], other: Counter[bytes]) -> float:
    """Return which part of the longer of two files is also in the other."""
    return (one & other).total() / max(one.total(), other.total(), 1)


def at_path(repository: Repository, path: str | None) -> Repository | None:
    """Return the repository of a plan whose workplan is at another path, if there is one."""
    if not path:
        return None
    place = PurePosixPath(path)
    return replace(repository, folder=Path(place.parent), prefix=place.parent.as_posix(), name=place.name)


def _words(listed: bytes) -> list[str]:
    return listed.decode("utf-8", "surrogateescape").split("\0")


def _lines(text: bytes) -> Counter[bytes]:
    """Count the lines of a file, however they end."""
    return Counter(text.splitlines())
