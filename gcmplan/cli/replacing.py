"""A file put into the place of another at one stroke; what a killed run left beside it is cleared away."""

from __future__ import annotations

import filecmp
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

try:
    import fcntl
except ImportError:
    _LOCKS = False
    """Whether files can be locked: not on Windows."""
else:
    _LOCKS = True

_BEFORE, _AFTER = ".gcmplan-", ".tmp"
_ABANDONED_AFTER = 3600
"""Seconds, where files cannot be locked."""


def replace(path: Path, fill: Callable[[IO[bytes]], None]) -> None:
    """Let a new file be filled beside one, then put it into its place. If that fails, the old one stays as it was.

    It also stays if the new one has the same bytes, because web servers use its time to answer conditional requests.

    Raises:
        OSError: it cannot be written.

    """
    with suppress(OSError):
        for left in path.parent.glob(f"{_BEFORE}*{_AFTER}"):
            _clear(left)
    file, new = _begun(path.parent)
    try:
        with file:
            fill(file)
            file.flush()
            if path.is_file() and filecmp.cmp(path, new, shallow=False):
                new.unlink()
                return
            new.chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask())
            if _LOCKS:
                # As long as the file is open it is locked, and no other run clears it away.
                new.replace(path)
        if not _LOCKS:
            new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _begun(folder: Path) -> tuple[IO[bytes], Path]:
    """Return a new file in a folder, locked, and its path."""
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=_BEFORE, suffix=_AFTER)
        file = os.fdopen(handle, "wb")
        if not _LOCKS or _is_locked(file.fileno(), wait=True):
            return file, Path(name)
        file.close()


def _is_locked(handle: int, *, wait: bool = False) -> bool:
    """Lock an open file; false if another run holds it, or has cleared it away meanwhile."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        # On a file system without locks, the file counts as locked.
        return wait
    return os.fstat(handle).st_nlink > 0


def _clear(left: Path) -> None:
    """Delete a file that a killed run left; one that is being written stays."""
    with suppress(OSError):
        if not _LOCKS:
            if time.time() - left.stat().st_mtime > _ABANDONED_AFTER:
                left.unlink()
            return
        handle = os.open(left, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if _is_locked(handle):
                left.unlink()
        finally:
            os.close(handle)


def _umask() -> int:
    """Return which permissions new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
