"""Writing an edit: several files of a plan change together or not at all, and never over somebody else's change.

An edit is a wish about meaning, not about bytes. Under a lock the plan is read and the wish becomes operations on its
files; each new text is read back. Just before the files are replaced they are compared with what was read: if one
changed meanwhile, all is done again. The new contents are complete beside their files before a journal names them, and
the journal is removed after the last of them has replaced its file. Whoever finds a journal completes the edit; if a
file was changed by hand since, it takes the edit back.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from gcmplan.errors import GcmplanError
from gcmplan.files.folder import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

JOURNAL = ".gcmplan-journal.json"
"""Beside the plan while an edit is being written."""
_LOCK = "edit.lock"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_MARK = ".gcmplan-edit-"
"""Names of new and old contents begin so: what a killed run leaves is found by it."""
_PATIENCE, _POLL = 60, 0.01
"""Seconds for which an edit waits for others, and after which it asks again: whoever asks seldom finds it taken."""


class CannotWriteError(GcmplanError):
    """An edit cannot be written; the files are as they were."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both."""
        super().__init__(message)
        self.hint = hint


Contents: TypeAlias = "tuple[bytes | None, bytes | None]"
"""The old and the new bytes of a file; None for one that is not there."""


class Entry(NamedTuple):
    """A file of an edit: its new contents beside it, its old ones, and both their SHA-256 sums.

    A file that is not there has no contents and no sum: before an edit that makes it, after one that removes it.
    """

    target: str
    new: str
    old: str
    new_sum: str
    old_sum: str


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a plan's folder: one edit at a time.

    Raises:
        CannotWriteError: another edit holds it for too long, or the folder cannot be written to.

    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 12 ms, only for edits

    path = state_folder(folder) / _LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=_PATIENCE, poll_interval=_POLL)
        lock.acquire()
    except Timeout:
        message = f"other edits of this plan have been running for {_PATIENCE} seconds"
        raise CannotWriteError(message, f"wait for them to end; if none runs, delete {path}") from None
    except OSError as error:
        raise CannotWriteError(f"cannot write to {path.parent}: {_reason(error)}") from None
    try:
        yield
    finally:
        lock.release()


def state_folder(folder: Path) -> Path:
    """Return where the lock and the last edit of a plan are kept: in the repository's own folder, never committed.

    Without a repository it is a hidden folder beside the plan.
    """
    own = folder.resolve()
    for above in (own, *own.parents):
        git = above / ".git"
        if git.is_dir():
            return git / "gcmplan"
        if git.is_file():
            # The work tree of a linked repository or a submodule says where its own folder is.
            kind, _, place = git.read_text(encoding="utf-8", errors="replace").strip().partition(": ")
            return (above / place if kind == "gitdir" and place else own) / "gcmplan"
    return own / ".gcmplan"


def replace_files(folder: Path, contents: Mapping[Path, Contents]) -> None:
    """Replace files of a plan by new contents, all or none; given are the old and the new bytes of each.

    Raises:
        CannotWriteError: a file cannot be written; all are as they were.

    """
    for path in contents:
        _refuse_read_only(path)
    entries: list[Entry] = []
    try:
        for path, (old, new) in contents.items():
            entries.append(_prepared(path, old, new))
        if len(entries) > 1:
            _write_journal(folder, entries)
        for entry in entries:
            _put(entry.new, entry.target)
        _sync_folders({Path(entry.target).parent for entry in entries})
    except OSError as error:
        _take_back(entries)
        raise CannotWriteError(f"cannot write {error.filename or folder}: {_reason(error)}") from None
    finally:
        # The next command completes an interrupted edit by the journal.
        if len({_sum_of(entry.target) == entry.new_sum for entry in entries}) < 2:  # noqa: PLR2004 - old or new, not both
            (folder / JOURNAL).unlink(missing_ok=True)
            sweep(folder)


def _refuse_read_only(path: Path) -> None:
    """Refuse a file that its owner protects: a new one could take its place in spite of that, and on Windows could not.

    Raises:
        CannotWriteError: nobody may write to it.

    """
    with suppress(OSError):
        if not path.stat().st_mode & _WRITABLE:
            raise CannotWriteError(
                f"{path} is read-only", "let it be written to first: whoever protected it had a reason"
            )


def _prepared(path: Path, old: bytes | None, new: bytes | None) -> Entry:
    """Write the new and the old contents of a file beside it, with its mode and owner."""
    target = path.resolve()
    target.parent.mkdir(exist_ok=True)
    fresh, kept = (_write_beside(target, data) if data is not None else None for data in (new, old))
    if fresh:
        _dress(fresh, target)
    return Entry(str(target), str(fresh or ""), str(kept or ""), sum_of(new), sum_of(old))


def _dress(fresh: Path, target: Path) -> None:
    """Give new contents the mode and owner of the file that they replace; if there is none, those of any new file."""
    try:
        status = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        fresh.chmod(0o666 & ~mask)
        return
    with suppress(OSError, AttributeError):
        # Windows has no owner to carry over.
        os.chown(fresh, status.st_uid, status.st_gid)
    fresh.chmod(status.st_mode & 0o7777)


def _put(contents: str, target: str) -> None:
    """Put contents in the place of a file; without any, the file is removed."""
    if contents:
        Path(contents).replace(target)
    else:
        Path(target).unlink(missing_ok=True)


def _write_beside(target: Path, data: bytes) -> Path:
    import tempfile  # noqa: PLC0415 - only for edits

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=_MARK)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _write_journal(folder: Path, entries: list[Entry]) -> None:
    fresh = _write_beside(folder / JOURNAL, json.dumps([entry._asdict() for entry in entries]).encode())
    fresh.replace(folder / JOURNAL)
    _sync_folders({folder})


def _take_back(entries: list[Entry]) -> None:
    """Put the old contents back where the new ones took their place."""
    for entry in entries:
        if _sum_of(entry.target) == entry.new_sum and entry.new_sum != entry.old_sum:
            with suppress(OSError):
                _put(entry.old, entry.target)


def bytes_of(path: Path) -> bytes | None:
    """Return what is in a file; None if that cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def sum_of(data: bytes | None) -> str:
    """Return the SHA-256 sum of some contents; nothing for those of a file that is not there."""
    return "" if data is None else sha256(data).hexdigest()


def _sum_of(path: str) -> str:
    return sum_of(bytes_of(Path(path)) if path else None)


def _sync_folders(folders: set[Path]) -> None:
    """Let renames reach the disk, where the system can."""
    for folder in folders:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def recover(folder: Path) -> str | None:
    """Complete an edit that was cut short, or take it back; return what was done, or None if there is none.

    Raises:
        CannotWriteError: the files cannot be written, or the journal is not one of ours.

    """
    if not os.path.lexists(folder / JOURNAL):
        return None
    with locked(folder):
        return _recovered(folder)


def _recovered(folder: Path) -> str | None:
    journal = folder / JOURNAL
    try:
        entries = [Entry(**{key: str(row[key]) for key in Entry._fields}) for row in json.loads(journal.read_bytes())]
    except FileNotFoundError:
        # The edit was running, and has ended.
        return None
    except (OSError, ValueError, TypeError, KeyError):
        raise CannotWriteError(f"{journal} cannot be read", "look at the files of the plan, then delete it") from None
    if not all(_is_ours(folder, entry) for entry in entries):
        raise CannotWriteError(f"{journal} was not written by gcmplan", "delete it") from None
    can_complete = all(
        _sum_of(one.target) == one.new_sum or (_sum_of(one.target) == one.old_sum and _sum_of(one.new) == one.new_sum)
        for one in entries
    )
    try:
        for entry in entries if can_complete else ():
            if _sum_of(entry.target) != entry.new_sum:
                _put(entry.new, entry.target)
        if not can_complete:
            _take_back(entries)
        _sync_folders({Path(entry.target).parent for entry in entries})
        journal.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWriteError(f"an edit that was cut short cannot be completed: {_reason(error)}") from None
    sweep(folder)
    return "An edit that was cut short was completed" if can_complete else "An edit that was cut short was taken back"


def _is_ours(folder: Path, entry: Entry) -> bool:
    """Whether a journal's entry names files of this plan alone: a journal may come with a pull request.

    No file but the one that an edit may make is removed.
    """
    root = folder.resolve()
    target = Path(entry.target)
    names = [name for name in (entry.new, entry.old) if name or target.name != PLACES]
    beside = all(Path(name).parent == target.parent and Path(name).name.startswith(_MARK) for name in names)
    places = {root, root / "sessions", root / "sources"}
    return beside and target.parent in places and target.suffix in {".yaml", ".yml"}


def sweep(folder: Path) -> None:
    """Remove contents that killed runs left beside the files of a plan; only with the lock held."""
    for place in (folder, folder / "sessions", folder / "sources"):
        with suppress(OSError):
            for name in os.listdir(place):  # noqa: PTH208 - names alone
                if name.startswith(_MARK):
                    (place / name).unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
