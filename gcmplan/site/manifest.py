"""The files of a site in a folder, by the list of them in `.gcmplan-site.json`, and files of others beside them."""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.errors import GcmplanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MANIFEST = ".gcmplan-site.json"
PART = ".gcmplan-part"
"""The end of the name of a file that is being written."""
_SCHEMA = "gcmplan.published/1"
_NOT_FOREIGN = {".git"}


class CannotPublishError(GcmplanError):
    """A site cannot be written to its folder, which is as it was."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both."""
        super().__init__(message)
        self.hint = hint


class State(NamedTuple):
    """The contents of a folder: files that were published before, and others."""

    own: frozenset[str] = frozenset()
    foreign: tuple[str, ...] = ()
    is_published: bool = False
    """Whether a site was published there."""
    has_repository: bool = False


def manifest_of(sums: Mapping[str, str]) -> bytes:
    """Return the list of some files with their SHA-256 sums."""
    return (json.dumps({"schema": _SCHEMA, "files": dict(sorted(sums.items()))}, indent=1) + "\n").encode()


def state_of(place: Path) -> State:
    """Return what a folder holds.

    Raises:
        CannotPublishError: it is a file, or its list of files is damaged.
        OSError: it cannot be read.

    """
    if not os.path.lexists(place):
        return State()
    if not place.is_dir():
        raise CannotPublishError(f"{place} is a file, not a folder", "name a new folder, or an empty one")
    listed = _listed(place / MANIFEST)
    found = {path for path in files_in(place) if path != MANIFEST and not path.endswith(PART)}
    foreign = tuple(sorted(found - (listed or frozenset())))
    own = (listed or frozenset()) & found
    return State(own, foreign, listed is not None, any((place / name).exists() for name in _NOT_FOREIGN))


def _listed(manifest: Path) -> frozenset[str] | None:
    """Return the paths in a list of published files; None if there is no list.

    Raises:
        CannotPublishError: it is none of ours.

    """
    if not manifest.is_file():
        return None
    try:
        found = json.loads(manifest.read_bytes())
        paths = frozenset(found["files"]) if found["schema"] == _SCHEMA else None
    except (ValueError, TypeError, KeyError):
        paths = None
    if paths is None or not all(map(_is_inside, paths)):
        raise CannotPublishError(f"{manifest} is damaged", "publish to a new folder, or empty this one first")
    return paths


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and not {"\\", ":", "\0"} & set(path) and path != ""


def files_in(place: Path) -> Iterator[str]:
    """Yield all files and links in a folder by their paths; what links lead to is not looked at."""
    for folder, folders, names in os.walk(place):
        inside = Path(folder).relative_to(place)
        folders[:] = [name for name in folders if not (inside == Path() and name in _NOT_FOREIGN)]
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in (*names, *links):
            if not (inside == Path() and name in _NOT_FOREIGN):
                yield (inside / name).as_posix()
