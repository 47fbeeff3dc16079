"""What was found out before, kept in a file that can be deleted at any time and is not missed if it cannot be used."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_WAIT = 1.0
_MOST = 20_000
"""Entries kept; beyond, the cache begins anew."""


class Cache:
    """Texts by key, in an SQLite file, or in memory alone if there is none."""

    def __init__(self, path: Path | None) -> None:
        """Read nothing yet."""
        self._path = path
        self._known: dict[str, str] | None = None
        self._new: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """Return the text of a key, if it is known."""
        if self._known is None:
            self._known = self._read()
        return self._new.get(key) or self._known.get(key)

    def put(self, key: str, text: str) -> None:
        """Note a text; `keep` writes it."""
        self._new[key] = text

    def keep(self) -> None:
        """Write what is new, if that can be done."""
        if not self._new or self._path is None:
            return
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_WAIT)) as base, base:
                base.execute("CREATE TABLE IF NOT EXISTS outcome (key TEXT PRIMARY KEY, text TEXT NOT NULL)")
                if len(self._known or {}) > _MOST:
                    base.execute("DELETE FROM outcome")
                base.executemany("INSERT OR REPLACE INTO outcome VALUES (?, ?)", self._new.items())
        except (OSError, sqlite3.Error):
            # Without a cache the next run is slower, and no less right.
            return

    def _read(self) -> dict[str, str]:
        if self._path is None:
            return {}
        try:
            if not self._path.is_file():
                return {}
            with closing(sqlite3.connect(self._path, timeout=_WAIT)) as base:
                return dict(base.execute("SELECT key, text FROM outcome"))
        except sqlite3.OperationalError:
            return {}
        except OSError:
            return {}
        except (sqlite3.Error, ValueError):
            # It is none of ours, or damaged: the next one takes its place.
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            return {}
