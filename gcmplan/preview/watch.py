"""Files that are looked at again and again: which of them have other bytes than before, and when they rest."""

from __future__ import annotations

import time
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.errors import UnreadablePlanError
from gcmplan.files.folder import read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from gcmplan.files.parse import Limits

State = dict[str, str]
"""The sum of each file's bytes by its path; of a file that cannot be read, the reason."""
_PAUSE, _REST = 0.25, 0.3
"""Seconds between two looks, and how long files must stay as they are after a change: an editor writes a file in
several steps, and an edit several files (mkdocs#766)."""
_YOUNG = 2_000_000_000
"""Nanoseconds: in a file that is younger, a change may leave its time as it is."""


class _Known(NamedTuple):
    stat: tuple[int, ...]
    sum: str


class Watch:
    """Looks at files; those whose time and size are as before are not read again."""

    def __init__(self, files: Callable[[], Iterable[Path]], limits: Limits) -> None:
        """Begin with nothing known; `files` returns the files of the moment."""
        self._files, self._limits = files, limits
        self._known: dict[Path, _Known] = {}

    def state(self) -> State:
        """Return what the files hold."""
        self._known = {path: self._look(path) for path in self._files()}
        return {path.as_posix(): known.sum for path, known in self._known.items()}

    def _look(self, path: Path) -> _Known:
        try:
            found, link = path.stat(), path.is_symlink()
        except (OSError, ValueError) as error:
            return _Known((), type(error).__name__)
        stat = found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode, int(link)
        before = self._known.get(path)
        if before and before.stat == stat and time.time_ns() - found.st_mtime_ns > _YOUNG:
            return before
        return _Known(stat, f"{link} {self._sum(path)}")

    def _sum(self, path: Path) -> str:
        try:
            return sha256(read_file(path, self._limits).data).hexdigest()
        except UnreadablePlanError as error:
            return str(error)

    def wait(self, shown: Mapping[str, str]) -> State:
        """Return the state of the files as soon as it is another than the one shown, and the files rest."""
        state = self.state()
        while True:
            before = state
            time.sleep(_PAUSE if state == shown else _REST)
            state = self.state()
            if state == before != shown:
                return state
