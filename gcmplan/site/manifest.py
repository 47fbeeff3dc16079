"""The files of a site in a folder, by the list of them in `.gcmplan-site.json`, and files of others beside them."""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from gcmplan.errors import GcmplanError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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


class Subject(NamedTuple):
    """The plan of a site, by the domain of its calendar, and the filters of the site."""

    domain: str
    name: str
    """The name of the calendar, which may change."""
    filters: str
    """The options that filter, as they are typed."""


class State(NamedTuple):
    """The contents of a folder: files that were published before, and others; without a site, one of these."""

    own: frozenset[str] = frozenset()
    foreign: tuple[str, ...] = ()
    is_published: bool = False
    """Whether a site was published there."""
    has_repository: bool = False
    empty: tuple[str, ...] = ()
    """Folders of others that hold no file."""
    subject: Subject | None = None
    """Whose site was published there; former versions did not write it."""


class _List(NamedTuple):
    """The contents of `.gcmplan-site.json`."""

    paths: frozenset[str]
    subject: Subject | None


def manifest_of(sums: Mapping[str, str], subject: Subject | None = None) -> bytes:
    """Return the list of some files with their SHA-256 sums, and whose they are."""
    plan = {"plan": subject._asdict()} if subject else {}
    found = {"schema": _SCHEMA, **plan, "files": dict(sorted(sums.items()))}
    return (json.dumps(found, indent=1) + "\n").encode()


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
    found = (path for path in paths_in(place) if path != MANIFEST and not path.endswith(PART))
    if listed is None:
        return _unpublished(place, found)
    paths = set(found)
    files = {path for path in paths if not path.endswith("/")}
    return State(
        listed.paths & files,
        tuple(sorted(files - listed.paths)),
        is_published=True,
        has_repository=_has_repository(place),
        empty=_of_others(paths - files, listed.paths),
        subject=listed.subject,
    )


def _unpublished(place: Path, found: Iterable[str]) -> State:
    """Return what a folder without a site holds: its first file is enough, so that no whole disk is read."""
    empty = []
    for path in found:
        if not path.endswith("/"):
            return State(foreign=(path,), has_repository=_has_repository(place))
        empty.append(path)
    return State(has_repository=_has_repository(place), empty=tuple(sorted(empty)))


def _has_repository(place: Path) -> bool:
    return any((place / name).exists() for name in _NOT_FOREIGN)


def _of_others(empty: Iterable[str], listed: frozenset[str]) -> tuple[str, ...]:
    """Return the empty folders that were not made for files of the site."""
    own = {f"{parent.as_posix()}/" for path in listed for parent in PurePosixPath(path).parents}
    return tuple(sorted(set(empty) - own))


def _listed(manifest: Path) -> _List | None:
    """Return a list of published files; None if there is no list.

    Raises:
        CannotPublishError: it is none of ours.

    """
    if not manifest.is_file():
        return None
    try:
        found = json.loads(manifest.read_bytes())
        subject = Subject(**found["plan"]) if "plan" in found else None
        listed = _List(frozenset(found["files"]), subject) if found["schema"] == _SCHEMA else None
    except (ValueError, TypeError, KeyError):
        listed = None
    words = () if listed is None else listed.subject or ()
    if listed is None or not all(map(_is_inside, listed.paths)) or not all(isinstance(one, str) for one in words):
        raise CannotPublishError(f"{manifest} is damaged", "publish to a new folder, or empty this one first")
    return listed


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and not {"\\", ":", "\0"} & set(path) and path != ""


def paths_in(place: Path) -> Iterator[str]:
    """Yield all files and links in a folder by their paths, and its empty folders with a slash at the end.

    Links are not followed.

    Raises:
        OSError: a folder in it cannot be read.

    """
    for folder, folders, names in os.walk(place, onerror=_raise):
        inside = Path(folder).relative_to(place)
        folders.sort()
        if inside == Path():
            folders[:] = [name for name in folders if name not in _NOT_FOREIGN]
        elif not folders and not names:
            yield f"{inside.as_posix()}/"
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in (*sorted(names), *links):
            if not (inside == Path() and name in _NOT_FOREIGN):
                yield (inside / name).as_posix()


def _raise(error: OSError) -> NoReturn:
    raise error
