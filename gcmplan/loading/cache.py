"""Loads plans; those that were loaded before come from a cache, without YAML and pydantic, which take most of the time.

A plan is known by the bytes of its files, the version of gcmplan and that of Python. The texts of the files are parsed
when something asks for a position. The cache can be deleted at any time.

A person who can write into its folder could plant a plan that the files do not hold, and `check` would pass it: builds
restore such folders from where others left them. So only what this user wrote is read. It is JSON all the same: it
could run nothing even if the secret were known.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gcmplan import __version__
from gcmplan.files.digest import blake2b
from gcmplan.files.document import Document, Mapping, Sequence
from gcmplan.files.folder import File, PlanFiles, read_files
from gcmplan.files.parse import Limits, read
from gcmplan.loading.sealed import HASH, SealedFolder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.loading.memory import Memory
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Position

_KEPT = 20
"""Plans kept, the newest."""
_TIMES = 2
"""No plan takes more than so many times the bytes of its files."""
_READERS = ("dates", "files", "loading", "plan", "text")
"""The packages that read plans: where gcmplan is under development, they change without a new version."""


class PlanCache:
    """Plans that were loaded before, in a folder; without one, none. `secret` is the path of the user's secret."""

    def __init__(self, folder: Path | None, secret: Path) -> None:
        """Read nothing yet."""
        self._plans = SealedFolder(folder, secret) if folder else None

    def load(self, path: Path, limits: Limits) -> Workplan:
        """Load a plan from its folder, or from its workplan file with the other files beside it.

        Raises:
            UnreadablePlanError: a file cannot be opened.
            BrokenPlanError: the plan has problems; all of them.

        """
        return self.load_files(read_files(path, limits), limits)

    def load_files(self, files: PlanFiles, limits: Limits, memory: Memory | None = None) -> Workplan:
        """Load a plan from the bytes of its files; a memory takes them over for other loads.

        Raises:
            BrokenPlanError: the plan has problems; all of them.

        """
        if self._plans is None:
            return _loaded(files, limits, memory)
        name, most = _name(files, limits), _most(files)
        data = self._plans.get(name, most)
        plan = _read(data, files, limits) if data else None
        if plan is None:
            plan = _loaded(files, limits, memory)
            data = _written(plan, files)
            if data and len(data) <= most:
                self._plans.put(name, data, _KEPT)
        elif memory:
            documents = plan.documents
            for file in _all(files):
                memory.note(file, documents[file.path])
        return plan


def _loaded(files: PlanFiles, limits: Limits, memory: Memory | None) -> Workplan:
    from gcmplan.loading.load import load_files  # noqa: PLC0415 - imports pydantic

    return load_files(files, limits, memory)


def _read(data: bytes, files: PlanFiles, limits: Limits) -> Workplan | None:
    """Return the plan that bytes hold, or None if they have another shape."""
    from gcmplan.loading.packed import unpacked  # noqa: PLC0415 - the models

    try:
        values, marks = json.loads(zlib.decompress(data))
        documents = {file.path: _Unread(file, limits, rows) for file, rows in zip(_all(files), marks, strict=True)}
        return unpacked(values, files, documents)
    except (ValueError, TypeError, KeyError, AttributeError, zlib.error):
        return None


def _written(plan: Workplan, files: PlanFiles) -> bytes | None:
    """Return a plan and the marks of its rows as bytes; None if it holds a value that `packed` does not know."""
    from gcmplan.loading.packed import packed  # noqa: PLC0415 - as above

    documents = plan.documents
    marks = [_marks_of_rows(documents[file.path]) for file in _all(files)]
    try:
        text = json.dumps((packed(plan), marks), separators=(",", ":"))
    except TypeError:
        return None
    return zlib.compress(text.encode(), 1)


_Marks = dict[str, list[int]]


def _marks_of_rows(document: Document) -> _Marks:
    """Return the marks of the rows of each section of a file."""
    sections = document.root.items() if isinstance(document.root, Mapping) else ()
    rows = ((section, part) for section, part in sections if isinstance(part, Sequence))
    return {section: [*part.marks] for section, part in rows if all(isinstance(row, Mapping) for row in part)}


class _Unread(Document):
    """A document of a plan from the cache; its text is parsed when more is looked up than the position of a row."""

    def __init__(self, file: File, limits: Limits, marks: _Marks) -> None:
        self.path, self.name = file.path, file.path.rpartition("/")[2]
        self._file, self._limits, self._marks = file, limits, marks

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute that is not there yet
        vars(self).update(vars(read(self.path, self._file.data, self._limits)))
        return vars(self)[name]

    def position_of(self, location: tuple[str | int, ...], *, key: bool = False) -> Position:
        """Return the position of a row without parsing the text; of another node as any document does."""
        match location:
            case (str(section), int(row)) if section in self._marks and row < len(self._marks[section]):
                return self.position(self._marks[section][row])
            case _:
                return super().position_of(location, key=key)


def _parts(files: PlanFiles) -> list[tuple[File, ...]]:
    """Return the files of a plan by what they are: a workplan, bodies, places, sessions, sources, observances."""
    return [(part,) if isinstance(part, File) else part or () for part in files]


def _all(files: PlanFiles) -> list[File]:
    return list(chain(*_parts(files)))


def _most(files: PlanFiles) -> int:
    """Return how many bytes a plan may take."""
    return _TIMES * sum(len(file.data) for file in _all(files)) - HASH


def _name(files: PlanFiles, limits: Limits) -> str:
    """Return the name of a plan in the cache: a hash of all that it is known by."""
    names = [[(file.path.rpartition("/")[2], len(file.data), file.refused) for file in part] for part in _parts(files)]
    whole = blake2b(repr((__version__, sys.version, *_modules(), limits, names)).encode(errors="surrogateescape"))
    for file in _all(files):
        whole.update(file.data)
    return f"plan-{whole.hexdigest()[: 2 * HASH]}"


def _modules() -> Iterator[tuple[str, int, int]]:
    """Yield name, size and time of the modules that read plans, as far as they are files."""
    package = Path(__file__).parent.parent
    with suppress(OSError):
        for reader in _READERS:
            with os.scandir(package / reader) as entries:
                found = sorted((one.name, one.stat()) for one in entries if one.is_file())
            yield from ((name, state.st_size, state.st_mtime_ns) for name, state in found)
