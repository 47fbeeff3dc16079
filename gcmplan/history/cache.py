"""Results of earlier runs, in a file that can be deleted at any time and is not needed.

The file may be of another hand: restored by a build, or shared. It is read only if it holds our one table and nothing
else (a view under its name may be endless), key by key, and no text that is too long.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_WAIT = 1.0
_MOST = 20_000
"""Entries kept; beyond, the cache begins anew."""
_LONGEST, _LARGEST = 16_000_000, 256_000_000
"""Bytes of one text, and of the file."""
_TABLE = "CREATE TABLE outcome (key TEXT PRIMARY KEY, text TEXT NOT NULL)"
_SCHEMA = {("table", _TABLE), ("index", None)}


class Cache:
    """Texts by key, in an SQLite file, or in memory alone if there is none."""

    def __init__(self, path: Path | None) -> None:
        """Read nothing yet."""
        self._path = path
        self._base: sqlite3.Connection | None = None
        self._is_open = False
        self._new: dict[str, str] = {}
        self.was_used = False
        """Whether something was known."""

    def get(self, key: str) -> str | None:
        """Return the text of a key, if it is known."""
        text = self._new.get(key) or self._read(key)
        self.was_used |= text is not None
        return text

    def put(self, key: str, text: str) -> None:
        """Note a text; `keep` writes it."""
        self._new[key] = text

    def keep(self) -> None:
        """Write what is new, if that can be done."""
        self._close()
        new = [(key, text) for key, text in self._new.items() if len(text) <= _LONGEST and text.isascii()]
        if not new or self._path is None:
            return
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_WAIT)) as base, base:
                if not base.execute("SELECT 1 FROM sqlite_master").fetchone():
                    base.execute(_TABLE)
                if not _is_ours(base):
                    return
                if base.execute("SELECT count(*) FROM outcome").fetchone()[0] > _MOST:
                    base.execute("DELETE FROM outcome")
                base.executemany("INSERT OR REPLACE INTO outcome VALUES (?, ?)", new)
        except (OSError, sqlite3.Error):
            # Without a cache the next run is slower, and no less right.
            return

    def drop(self) -> None:
        """Delete the file: another program wrote it, or it is damaged, or its texts contradict the history."""
        self._close()
        self.was_used = False
        try:
            if self._path:
                self._path.unlink(missing_ok=True)
        except OSError:
            # It cannot be deleted: this run goes without.
            self._path = None

    def _read(self, key: str) -> str | None:
        if not self._is_open:
            self._is_open, self._base = True, self._opened()
        if self._base is None:
            return None
        try:
            found = self._base.execute("SELECT text FROM outcome WHERE key = ?", (key,)).fetchone()
        except sqlite3.OperationalError:
            # Another run writes, or a text is no UTF-8: it is found out anew.
            return None
        except sqlite3.Error:
            self.drop()
            return None
        return found[0] if found and isinstance(found[0], str) else None

    def _opened(self) -> sqlite3.Connection | None:
        """Return the file's database, or None if there is none that holds our table alone."""
        if self._path is None:
            return None
        base = None
        try:
            if not self._path.is_file():
                return None
            base = sqlite3.connect(self._path, timeout=_WAIT)
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            if self._path.stat().st_size <= _LARGEST and _is_ours(base):
                return base
        except (OSError, sqlite3.OperationalError):
            return None
        except (sqlite3.Error, ValueError):
            pass
        if base:
            base.close()
        self.drop()
        return None

    def _close(self) -> None:
        if self._base:
            self._base.close()
        self._base, self._is_open = None, False


def _is_ours(base: sqlite3.Connection) -> bool:
    """Whether a database holds our table, its index and nothing else."""
    found = base.execute("SELECT type, sql FROM sqlite_master LIMIT 3").fetchall()
    return len(found) == len(_SCHEMA) and set(found) == _SCHEMA
