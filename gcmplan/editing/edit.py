"""An edit of a plan: operations on its files, what they make of the plan, and what a person should look at beside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.editing.operation import applied
from gcmplan.editing.store import CannotWriteError, locked, replace_files, sweep
from gcmplan.errors import GcmplanError
from gcmplan.files.folder import read_files, workplan_file
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gcmplan.editing.operation import Operation
    from gcmplan.files.document import Document
    from gcmplan.files.folder import File, PlanFiles
    from gcmplan.files.parse import Limits
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem

_BOM = b"\xef\xbb\xbf"
_TRIES = 5
"""So often an edit is done again because a file changed while it was made."""


class CannotEditError(GcmplanError):
    """The plan is not such that it can be changed so; nothing was written."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both."""
        super().__init__(message)
        self.hint = hint


class RefusedValueError(BrokenPlanError):
    """The plan could not be loaded after an edit; nothing was written. Its documents are those that the edit made."""

    def __init__(self, problems: Iterable[Problem], documents: Mapping[str, Document]) -> None:
        """Keep the problems that the edit would bring, and the texts that they point into."""
        super().__init__(problems, documents)
        self.args = ("the plan could not be loaded after this edit; nothing is written",)


class Edit(NamedTuple):
    """What is to change, by the path of the file, and remarks on what should be looked at."""

    operations: Mapping[str, Sequence[Operation]]
    remarks: tuple[str, ...] = ()


class Edited(NamedTuple):
    """A plan before and after an edit; `contents` are the old and new bytes of the files that change."""

    old: Workplan
    new: Workplan
    remarks: tuple[str, ...]
    contents: Mapping[Path, tuple[bytes, bytes]]


def edited(plan: Path, wish: Callable[[Workplan], Edit], limits: Limits) -> Edited:
    """Return what a wish makes of a plan; nothing is written.

    Raises:
        UnreadablePlanError, BrokenPlanError: the plan cannot be loaded as it is.
        CannotEditError, CannotSpliceError: the plan does not let itself be changed so.
        RefusedValueError: the plan could not be loaded afterwards.

    """
    files = read_files(plan, limits)
    old = load_files(files, limits)
    operations, remarks = wish(old)
    contents: dict[str, tuple[bytes, bytes]] = {}
    for file in _all(files):
        if changes := operations.get(file.path):
            contents[file.path] = (file.data, _changed(file.data, changes, limits))
    try:
        new = load_files(_with(files, {path: data for path, (_, data) in contents.items()}), limits)
    except BrokenPlanError as error:
        raise RefusedValueError(error.problems, error.documents) from None
    return Edited(old, new, remarks, {Path(path): pair for path, pair in contents.items() if pair[0] != pair[1]})


def write(
    plan: Path, wish: Callable[[Workplan], Edit], limits: Limits, agree: Callable[[Edited], bool]
) -> tuple[Edited, bool]:
    """Make an edit and write it if it is agreed to; return it, and whether it was written.

    Nobody else edits meanwhile by command; if a file was changed by hand meanwhile, the edit is made again, and agreed
    to again only if it has another outcome.

    Raises:
        CannotWriteError: the files cannot be written; they are as they were.
        Other errors as `edited`.

    """
    folder = workplan_file(plan).parent
    with locked(folder):
        sweep(folder)
        agreed: Edited | None = None
        for _ in range(_TRIES):
            found = edited(plan, wish, limits)
            if agreed is None or agreed.contents != found.contents:
                if not agree(found):
                    return found, False
                agreed = found
            if all(path.read_bytes() == old for path, (old, _) in found.contents.items()):
                replace_files(folder, found.contents)
                return found, True
    raise CannotWriteError("the files of the plan change all the time", "try again when nothing else writes to them")


def _all(files: PlanFiles) -> Iterator[File]:
    yield from (file for file in (files.workplan, files.bodies, files.places) if file)
    yield from (*files.sessions, *files.sources)


def _with(files: PlanFiles, changed: Mapping[str, bytes]) -> PlanFiles:
    """Return the files with other bytes for some paths."""

    def new(file: File) -> File:
        return file._replace(data=changed[file.path]) if file.path in changed else file

    return files._replace(
        workplan=new(files.workplan),
        bodies=files.bodies and new(files.bodies),
        places=files.places and new(files.places),
        sessions=tuple(map(new, files.sessions)),
        sources=tuple(map(new, files.sources)),
    )


def _changed(data: bytes, operations: Sequence[Operation], limits: Limits) -> bytes:
    """Return a file's bytes after some operations, one after another; a byte order mark stays."""
    start = _BOM if data.startswith(_BOM) else b""
    text = data.removeprefix(_BOM).decode("utf-8")
    for operation in operations:
        text = applied(operation, text, limits)
    return start + text.encode("utf-8")
