"""The state of a preview, which all requests share: a site in a folder, or why there is no newer one."""

from __future__ import annotations

import time
from secrets import token_hex
from threading import Condition
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.site.folder import publish

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Trouble(NamedTuple):
    """Why the plan has no new site."""

    title: str
    text: str


class Served(NamedTuple):
    """A file as it is: its bytes, and the time of its last change in seconds."""

    data: bytes
    time: float


class Preview:
    """A site that changes while it is looked at."""

    def __init__(self, folder: Path) -> None:
        """Begin without a site; its folder is not there yet."""
        self.folder = folder
        self.trouble: Trouble | None = None
        self.is_over = False
        self._condition = Condition()
        # A page that was opened before a restart has the name of another run, and is loaded again.
        self._run, self._number, self._second = token_hex(4), 0, 0

    @property
    def version(self) -> str:
        """The name of the state, which no other has."""
        return f"{self._run}-{self._number}"

    def show(self, files: Mapping[str, bytes]) -> int:
        """Show a site; returns how many of its files are others than before.

        Raises:
            CannotPublishError: the files cannot be written.

        """
        # Last-Modified has whole seconds: who asks by time would miss the later of two states in one second.
        while int(time.time()) == self._second:
            time.sleep(0.05)
        with self._condition:
            report = publish(self.folder, files)
            changed = len(report.written) + len(report.removed)
            if changed or self.trouble:
                self._second = int(time.time())
                self._change(None)
        return changed

    def show_trouble(self, trouble: Trouble) -> None:
        """Show why there is no new site."""
        with self._condition:
            if trouble != self.trouble:
                self._change(trouble)

    def _change(self, trouble: Trouble | None) -> None:
        self.trouble = trouble
        self._number += 1
        self._condition.notify_all()

    def end(self) -> None:
        """Let all that wait for a change end."""
        with self._condition:
            self.is_over = True
            self._condition.notify_all()

    def is_changed(self, version: str, seconds: float) -> bool:
        """Whether the state is another than one of a name, now or within some seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self.is_over or self.version != version, seconds)
            return self.version != version

    def read(self, path: str) -> Served | None:
        """Return a file of the site; None if there is none."""
        with self._condition:
            file = self.folder / path
            try:
                return Served(file.read_bytes(), file.stat().st_mtime)
            except (OSError, ValueError):
                return None
