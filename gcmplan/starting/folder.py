"""New files in a folder, all or none; nothing that is there is written over."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.errors import GcmplanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_EXECUTABLE, _READABLE = 0o777, 0o666
_NAMED = 3


class CannotStartError(GcmplanError):
    """A plan cannot be made; nothing was written."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both."""
        super().__init__(message)
        self.hint = hint


class NewFile(NamedTuple):
    """The contents of a file."""

    text: str
    is_executable: bool = False


@contextmanager
def written(files: Mapping[Path, NewFile]) -> Iterator[None]:
    """Write new files for as long as nothing goes wrong: an error here or in what follows takes them away again.

    Raises:
        CannotStartError: something is in the way of one of them, or a folder cannot be written to.

    """
    if there := [path for path in files if os.path.lexists(path)]:
        more = f" and {len(there) - _NAMED} more" if len(there) > _NAMED else ""
        names = ", ".join(path.as_posix() for path in there[:_NAMED])
        raise CannotStartError(f"{names}{more}: there already", "name another folder: nothing is written over")
    made: list[Path] = []
    try:
        for path, file in files.items():
            _make(path, file, made)
        yield
    except BaseException as error:
        _take_away(made)
        if isinstance(error, OSError):
            reason = (error.strerror or "it cannot be written").lower()
            raise CannotStartError(f"cannot write {error.filename}: {reason}") from None
        raise


def _make(path: Path, file: NewFile, made: list[Path]) -> None:
    """Write a file and the folders that it lacks, and note each."""
    for folder in reversed([path.parent, *path.parent.parents]):
        if not os.path.lexists(folder):
            folder.mkdir()
            made.append(folder)
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, _mode(file))) as stream:
        made.append(path)
        stream.write(file.text.encode("utf-8", "surrogateescape"))


def _mode(file: NewFile) -> int:
    return _EXECUTABLE if file.is_executable else _READABLE


def _take_away(made: list[Path]) -> None:
    """Remove what was made, the last first; a folder in which something else appeared stays."""
    for path in reversed(made):
        with suppress(OSError):
            path.unlink() if not path.is_dir() else path.rmdir()
