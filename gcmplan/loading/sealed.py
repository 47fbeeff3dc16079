"""Files in a folder that others may write to, read only if this user wrote them.

Each begins with a hash that only who knows the user's secret can make; the secret is in another folder. A file that
others made, or that is damaged or half written, has another hash.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from gcmplan.errors import UnreadablePlanError
from gcmplan.files.digest import blake2b
from gcmplan.files.folder import read_file
from gcmplan.files.parse import Limits

if TYPE_CHECKING:
    from pathlib import Path

HASH = 32
"""Bytes of a hash, and of the secret."""
_OTHERS = 0o077
"""The rights of everyone but the owner."""


class SealedFolder:
    """Contents by name in a folder, the newest of them; `secret` is the path of the user's secret."""

    def __init__(self, folder: Path, secret: Path) -> None:
        """Read nothing yet."""
        self._folder, self._secret = folder, secret

    def get(self, name: str, most: int) -> bytes | None:
        """Return the contents of a name: None if there are none of this user's, or more than `most` bytes."""
        secret = _read_secret(self._secret)
        if secret is None:
            return None
        try:
            data = read_file(self._folder / name, Limits(HASH + most)).data
        except UnreadablePlanError:
            return None
        contents = data[HASH:]
        return contents if data[:HASH] == _seal(name, contents, secret) else None

    def put(self, name: str, contents: bytes, kept: int) -> None:
        """Write contents, if that can be done, and drop all but the newest that are `kept`.

        Without them the next run is slower, and no less right.
        """
        with suppress(OSError):
            secret = _read_secret(self._secret) or _new_secret(self._secret)
            _write(self._folder / name, _seal(name, contents, secret) + contents)
            kind = name.partition("-")[0]
            by_age = sorted((path.stat().st_mtime_ns, path) for path in self._folder.glob(f"{kind}-*"))
            for _, path in by_age[:-kept]:
                with suppress(OSError):
                    path.unlink()


def _seal(name: str, contents: bytes, secret: bytes) -> bytes:
    return blake2b(name.encode() + contents, key=secret, digest_size=HASH).digest()


def _read_secret(path: Path) -> bytes | None:
    """Return the user's secret, if no other user can read it."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        state, secret = os.fstat(file), os.read(file, HASH + 1)
    except OSError:
        return None
    finally:
        os.close(file)
    is_own = not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & _OTHERS)
    return secret if is_own and stat.S_ISREG(state.st_mode) and len(secret) == HASH else None


def _new_secret(path: Path) -> bytes:
    """Write a secret; of two processes that do so at once, what one seals is not read again.

    Raises:
        OSError: it cannot be written.

    """
    secret = os.urandom(HASH)
    _write(path, secret)
    return secret


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, for its owner alone.

    Raises:
        OSError: it cannot be written.

    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
