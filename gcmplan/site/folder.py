"""The folder of a site: what is in it, and a new state of it at one stroke.

The new state is made beside the folder, with unchanged files linked into it, so that they keep their time; then both
folders change places. If the process is ended at any moment, the folder holds the old site or the new. If they cannot
change places, as in the work tree of a repository, the folder keeps its place, and each file is replaced by itself.

`.gcmplan-site.json` lists the files that were published with their SHA-256 sums. Only these are ever removed.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, nullcontext, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.site.exchange import exchange
from gcmplan.site.manifest import MANIFEST, PART, CannotPublishError, State, Subject, manifest_of, paths_in, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NEW, _OLD = ".gcmplan-new", ".gcmplan-old"
_NAMED, _PATIENCE = 3, 60


class Report(NamedTuple):
    """The effect of a publication on its folder, as paths in it."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    foreign: tuple[str, ...] = ()
    """Files that are not of the site; they stay as they are."""


def publish(
    folder: Path, files: Mapping[str, bytes], subject: Subject | None = None, locks: Path | None = None
) -> Report:
    """Bring a folder to the state of a site; files with the same bytes are not touched.

    One run at a time writes to it: `locks` is the user's own folder for that; without one, as for a folder that no
    other run knows, nothing is locked.

    Raises:
        CannotPublishError: the folder has other files and no site, or another site, or cannot be written to.

    """
    try:
        place = folder.resolve()
        with _locked(place, locks) if locks else nullcontext():
            _recover(place)
            state = state_of(place)
            _refuse_foreign(folder, state, files)
            _refuse_another(folder, state.subject, subject)
            return _written(place, state, files, subject)
    except (OSError, RuntimeError) as error:
        raise CannotPublishError(f"cannot write to {folder}: {_reason(error)}") from None


def refuse_others(folder: Path, subject: Subject | None = None) -> None:
    """End before anything is written if a folder has files and no site, or a site of another plan or other filters.

    Raises:
        CannotPublishError: it has, or cannot be read.

    """
    try:
        state = state_of(folder.resolve())
        _refuse_foreign(folder, state, {})
        _refuse_another(folder, state.subject, subject)
    except (OSError, RuntimeError) as error:
        raise CannotPublishError(f"cannot read {folder}: {_reason(error)}") from None


def _reason(error: OSError | RuntimeError) -> str:
    """Return why a folder cannot be used; a circle of links is a RuntimeError."""
    return str(getattr(error, "strerror", None) or error).lower()


@contextmanager
def _locked(place: Path, locks: Path) -> Iterator[None]:
    """Let one run at a time write to a folder; the lock is no file beside it, which would be in the way.

    It is not in the folder of temporary files either: others may write there, and could put a link in its place.

    Raises:
        CannotPublishError: another run takes too long.

    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only where something is written

    name = f"{sha256(os.fsencode(place)).hexdigest()[:20]}.lock"
    try:
        with FileLock(locks / name, timeout=_PATIENCE):
            yield
    except Timeout:
        message = f"another run has been writing to {place} for {_PATIENCE} seconds"
        raise CannotPublishError(message, "wait for it to end") from None


def _refuse_foreign(folder: Path, state: State, files: Mapping[str, bytes]) -> None:
    """End if a folder has files that are not of a site.

    Raises:
        CannotPublishError: it has.

    """
    wanted = {path.casefold() for path in files} | {
        parent.as_posix().casefold() for path in files for parent in PurePosixPath(path).parents
    }
    foreign = [path for path in state.foreign if not state.is_published or path.casefold() in wanted]
    in_the_way = {path.casefold() for path in files}
    foreign += [path for path in state.empty if path.removesuffix("/").casefold() in in_the_way]
    if foreign:
        named = ", ".join(foreign[:_NAMED])
        more = f" and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else ""
        message = f"{folder} has files that 'publish' did not write: {named}{more}"
        raise CannotPublishError(message, "name a new folder, an empty one, or one that 'publish' made")


def _refuse_another(folder: Path, old: Subject | None, new: Subject | None) -> None:
    """End if a folder has the site of another plan, or one with other filters: its readers would lose theirs.

    Raises:
        CannotPublishError: it has.

    """
    if old is None or new is None:
        return
    hint = "name a new folder, or empty this one first"
    if old.domain.casefold() != new.domain.casefold():
        was, now = (f"{one.name!r} ({one.domain})" for one in (old, new))
        raise CannotPublishError(f"{folder} has the site of another plan, {was}; this one is {now}", hint)
    if old.filters != new.filters:
        was, now = (one.filters or "no filter" for one in (old, new))
        raise CannotPublishError(f"{folder} has a site with other filters: {was}; now {now}", hint)


def _written(place: Path, state: State, files: Mapping[str, bytes], subject: Subject | None) -> Report:
    unchanged = {path for path in state.own if path in files and _has(place / path, files[path])}
    report = Report(
        tuple(path for path in files if path not in unchanged),
        tuple(sorted(state.own.difference(files))),
        len(unchanged),
        state.foreign,
    )
    sums = {path: sha256(data).hexdigest() for path, data in files.items()}
    manifest = manifest_of(sums, subject)
    if not report.written and not report.removed and _has(place / MANIFEST, manifest):
        return report
    has_others = state.foreign or state.empty or state.has_repository
    keeps_place = has_others or place.is_mount() or Path.cwd().is_relative_to(place)
    if keeps_place or not _swap_in(place, {**files, MANIFEST: manifest}, unchanged):
        _replace_each(place, files, sums, subject, report)
    return report


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
    """Put a new folder into the place of an old one, and remove that; who may read it stays."""
    if not os.path.lexists(place):
        new.rename(place)
        return
    shutil.copymode(place, new)
    if exchange(place, new):
        shutil.rmtree(new)
        return
    # Between these two there is no site; the next run puts the old one back.
    old = _beside(place, _OLD)
    place.rename(old)
    new.rename(place)
    shutil.rmtree(old)


def _replace_each(
    place: Path, files: Mapping[str, bytes], sums: Mapping[str, str], subject: Subject | None, report: Report
) -> None:
    """Replace the files that changed one by one; the list first, so that every file is known as the site's own."""
    place.mkdir(parents=True, exist_ok=True)
    for path in list(paths_in(place)):
        if path.endswith(PART):
            (place / path).unlink()
    both = {**dict.fromkeys(report.removed, ""), **sums}
    _put(place / MANIFEST, manifest_of(both, subject))
    for path in report.written:
        _put(place / path, files[path])
    for path in report.removed:
        (place / path).unlink(missing_ok=True)
        for parent in list((place / path).relative_to(place).parents)[:-1]:
            with suppress(OSError):
                (place / parent).rmdir()
    _put(place / MANIFEST, manifest_of(sums, subject))


def _put(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}{PART}")
    part.write_bytes(data)
    part.replace(target)
