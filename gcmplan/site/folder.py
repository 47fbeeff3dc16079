"""The folder of a site: what is in it, and a new state of it at one stroke.

The new state is made beside the folder, with unchanged files linked into it, so that they keep their time; then both
folders change places. Whoever ends the process at any moment finds the old site or the new. Where that cannot be, as in
the work tree of a repository, the folder keeps its place, and each file is replaced by itself.

`.gcmplan-site.json` lists the files that were published with their SHA-256 sums. Only these are ever removed.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.errors import GcmplanError
from gcmplan.site.exchange import exchange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MANIFEST = ".gcmplan-site.json"
_SCHEMA = "gcmplan.published/1"
_NEW, _OLD, _PART = ".gcmplan-new", ".gcmplan-old", ".gcmplan-part"
_NAMED, _PATIENCE = 3, 60
_NOT_FOREIGN = {".git"}


class Report(NamedTuple):
    """The effect of a publication on its folder, as paths in it."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    foreign: tuple[str, ...] = ()
    """Files that are not of the site; they stay as they are."""


class CannotPublishError(GcmplanError):
    """A site cannot be written to its folder, which is as it was."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both."""
        super().__init__(message)
        self.hint = hint


class State(NamedTuple):
    """What a folder holds: files that were published before, and others."""

    own: frozenset[str] = frozenset()
    foreign: tuple[str, ...] = ()
    is_published: bool = False
    """Whether a site was published there."""
    has_repository: bool = False


def publish(folder: Path, files: Mapping[str, bytes]) -> Report:
    """Bring a folder to the state of a site; files with the same bytes are not touched.

    Raises:
        CannotPublishError: the folder has other files and no site, or cannot be written to.

    """
    place = folder.resolve()
    try:
        with _locked(place):
            _recover(place)
            state = state_of(place)
            _refuse_foreign(folder, state, files)
            return _written(place, state, files)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CannotPublishError(f"cannot write to {folder}: {reason}") from None


def refuse_others(folder: Path) -> None:
    """End before anything is built if a folder has files and no site.

    Raises:
        CannotPublishError: it has, or cannot be read.

    """
    try:
        _refuse_foreign(folder, state_of(folder.resolve()), {})
    except OSError as error:
        raise CannotPublishError(f"cannot read {folder}: {(error.strerror or str(error)).lower()}") from None


@contextmanager
def _locked(place: Path) -> Iterator[None]:
    """Let one run at a time write to a folder; the lock is no file beside it, which would be in the way.

    Raises:
        CannotPublishError: another run takes too long.

    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only where something is written

    user = os.getuid() if hasattr(os, "getuid") else "user"
    name = f"gcmplan-{sha256(os.fsencode(place)).hexdigest()[:20]}-{user}.lock"
    try:
        with FileLock(Path(tempfile.gettempdir()) / name, timeout=_PATIENCE):
            yield
    except Timeout:
        message = f"another run has been writing to {place} for {_PATIENCE} seconds"
        raise CannotPublishError(message, "wait for it to end") from None


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
    found = {path for path in _files_in(place) if path != MANIFEST and not path.endswith(_PART)}
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


def _files_in(place: Path) -> Iterator[str]:
    """Yield all files and links in a folder by their paths; what links lead to is not looked at."""
    for folder, folders, names in os.walk(place):
        inside = Path(folder).relative_to(place)
        folders[:] = [name for name in folders if not (inside == Path() and name in _NOT_FOREIGN)]
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in (*names, *links):
            if not (inside == Path() and name in _NOT_FOREIGN):
                yield (inside / name).as_posix()


def _refuse_foreign(folder: Path, state: State, files: Mapping[str, bytes]) -> None:
    """End if a folder has files that are not of a site.

    Raises:
        CannotPublishError: it has.

    """
    wanted = {path.casefold() for path in files} | {
        parent.as_posix().casefold() for path in files for parent in PurePosixPath(path).parents
    }
    foreign = [path for path in state.foreign if not state.is_published or path.casefold() in wanted]
    if foreign:
        named = ", ".join(foreign[:_NAMED])
        more = f" and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else ""
        message = f"{folder} has files that 'publish' did not write: {named}{more}"
        raise CannotPublishError(message, "name a new folder, an empty one, or one that 'publish' made")


def _written(place: Path, state: State, files: Mapping[str, bytes]) -> Report:
    unchanged = {path for path in state.own if path in files and _has(place / path, files[path])}
    report = Report(
        tuple(path for path in files if path not in unchanged),
        tuple(sorted(state.own.difference(files))),
        len(unchanged),
        state.foreign,
    )
    manifest = _manifest({path: sha256(data).hexdigest() for path, data in files.items()})
    if not report.written and not report.removed and _has(place / MANIFEST, manifest):
        return report
    keeps_place = state.foreign or state.has_repository or place.is_mount() or Path.cwd().is_relative_to(place)
    if keeps_place or not _swap_in(place, {**files, MANIFEST: manifest}, unchanged):
        _replace_each(place, files, manifest, report)
    return report


def _manifest(sums: Mapping[str, str]) -> bytes:
    return (json.dumps({"schema": _SCHEMA, "files": dict(sorted(sums.items()))}, indent=1) + "\n").encode()


def _has(path: Path, data: bytes) -> bool:
    """Whether a file has some bytes."""
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _beside(place: Path, ending: str) -> Path:
    return place.with_name(f".{place.name}{ending}")


def _recover(place: Path) -> None:
    """Clear away what a run left that was ended, and put the old site back if it was on its way."""
    old = _beside(place, _OLD)
    if old.is_dir() and not os.path.lexists(place):
        old.rename(place)
    for left in (_beside(place, _NEW), old):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)


def _swap_in(place: Path, files: Mapping[str, bytes], unchanged: Iterable[str]) -> bool:
    """Make the new state beside a folder and let both change places; False if nothing can be made there."""
    new = _beside(place, _NEW)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        new.mkdir()
    except PermissionError:
        return False
    try:
        _fill(new, place, files, set(unchanged))
        _change_places(place, new)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return True


def _fill(new: Path, place: Path, files: Mapping[str, bytes], unchanged: set[str]) -> None:
    """Write files into a new folder; those that are unchanged are linked from the old one."""
    for path, data in files.items():
        target = new / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if path in unchanged:
            _link(place / path, target)
        else:
            target.write_bytes(data)


def _link(old: Path, new: Path) -> None:
    """Give a file a second place; where that cannot be, a copy of the same time."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


def _change_places(place: Path, new: Path) -> None:
    """Put a new folder into the place of an old one, and remove that."""
    if not os.path.lexists(place):
        new.rename(place)
        return
    if exchange(place, new):
        shutil.rmtree(new)
        return
    # Between these two there is no site; the next run puts the old one back.
    old = _beside(place, _OLD)
    place.rename(old)
    new.rename(place)
    shutil.rmtree(old)


def _replace_each(place: Path, files: Mapping[str, bytes], manifest: bytes, report: Report) -> None:
    """Replace the files that changed one by one; the list first, so that every file is known as the site's own."""
    place.mkdir(parents=True, exist_ok=True)
    sums = json.loads(manifest)["files"]
    both = dict.fromkeys(report.removed, "") | sums
    _put(place / MANIFEST, _manifest(both))
    for path in report.written:
        _put(place / path, files[path])
    for path in report.removed:
        (place / path).unlink(missing_ok=True)
        for parent in list((place / path).relative_to(place).parents)[:-1]:
            with suppress(OSError):
                (place / parent).rmdir()
    _put(place / MANIFEST, manifest)


def _put(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}{_PART}")
    part.write_bytes(data)
    part.replace(target)
