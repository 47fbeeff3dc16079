"""An edit of a plan: operations on its files, what they make of the plan, and what a person should look at beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from gcmplan.editing.operation import applied
from gcmplan.editing.store import CannotWriteError, bytes_of, locked, replace_files, sweep
from gcmplan.editing.undo import before_last_edit, keep
from gcmplan.editing.window import applied_together
from gcmplan.errors import GcmplanError
from gcmplan.files.folder import PLACES, File, read_files, workplan_file
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_files
from gcmplan.loading.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gcmplan.editing.operation import Operation
    from gcmplan.editing.store import Contents
    from gcmplan.files.document import Document
    from gcmplan.files.folder import PlanFiles
    from gcmplan.files.parse import Limits
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem

_BOM = b"\xef\xbb\xbf"
_NO_PLACES = b"places: []\n"
"""With this the file of places begins, the one file that an edit may make."""
_TRIES = 5
"""So often an edit is done again because a file changed while it was made."""


class CannotEditError(GcmplanError):
    """The plan is not such that it can be changed so; nothing was written."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both."""
        super().__init__(message)
        self.hint = hint


class WrongValueError(CannotEditError):
    """A value that was typed cannot be read, whatever the plan."""


class RefusedValueError(BrokenPlanError):
    """The plan could not be loaded after an edit; nothing was written. Its documents are those that the edit made."""

    def __init__(self, problems: Iterable[Problem], documents: Mapping[str, Document]) -> None:
        """Keep the problems that the edit would bring, and the texts that they point into."""
        super().__init__(problems, documents)
        self.args = ("the plan could not be loaded after this edit; nothing is written",)


class Edit(NamedTuple):
    """The changes by the path of the file, and remarks on things to look at."""

    operations: Mapping[str, Sequence[Operation]]
    remarks: tuple[str, ...] = ()


class Edited(NamedTuple):
    """A plan before and after an edit; `contents` are the old and new bytes of the files that change."""

    old: Workplan
    new: Workplan
    remarks: tuple[str, ...]
    contents: Mapping[Path, Contents]


class Mended(NamedTuple):
    """An edit of a plan that could not be loaded: the problems that it fixes, and those that are left."""

    fixed: tuple[Problem, ...]
    left: tuple[Problem, ...]
    remarks: tuple[str, ...]
    contents: Mapping[Path, Contents]


E = TypeVar("E", Edited, Mended)
Wish = Callable[["Workplan"], Edit]
"""The wish for a plan."""
Mend = Callable[["Mapping[str, Document]"], Edit]
"""The wish for a plan's files, given without a plan because it cannot be loaded."""


def edited(plan: Path, wish: Wish, limits: Limits) -> Edited:
    """Return what a wish makes of a plan; nothing is written.

    Raises:
        UnreadablePlanError, BrokenPlanError: the plan cannot be loaded as it is.
        CannotEditError, CannotSpliceError: the plan does not let itself be changed so.
        RefusedValueError: the plan could not be loaded afterwards.

    """
    files, memory = read_files(plan, limits), Memory()
    old = load_files(files, limits, memory)
    operations, remarks = wish(old)
    contents = _contents(files, operations, limits, memory)
    return Edited(old, loaded(_with(files, contents), limits, memory), remarks, _of_paths(contents))


def mended(plan: Path, mend: Mend, limits: Limits, broken: BrokenPlanError) -> Mended:
    """Return what fixes problems of a plan that cannot be loaded; nothing is written.

    Raises:
        BrokenPlanError: the edit fixes none of them.
        WrongValueError: what was typed cannot be read.
        RefusedValueError: it would bring others.

    """
    files = read_files(plan, limits)
    try:
        operations, remarks = mend(broken.documents)
    except WrongValueError:
        raise
    except GcmplanError:
        # In what cannot be read, nothing is found.
        raise broken from None
    if any(broken.documents[path].problems for path in operations if path in broken.documents):
        raise broken
    memory = Memory()
    contents = _contents(files, operations, limits, memory)
    try:
        load_files(_with(files, contents), limits, memory)
    except BrokenPlanError as error:
        left, documents = error.problems, error.documents
    else:
        left, documents = (), {}
    before, after = ({one.fingerprint: one.message for one in found} for found in (broken.problems, left))
    fixed = tuple(one for one in broken.problems if one.fingerprint not in after)
    if news := [one for one in left if before.get(one.fingerprint) != one.message]:
        raise RefusedValueError(news, documents)
    if not fixed:
        raise broken
    return Mended(fixed, left, remarks, _of_paths(contents))


def undone(plan: Path, limits: Limits) -> Edited:
    """Return what a plan becomes if its last edit by command is taken back; nothing is written.

    Raises:
        CannotUndoError: there is none, or its files were changed since.
        UnreadablePlanError, BrokenPlanError: the plan cannot be loaded as it is.

    """
    files = read_files(plan, limits)
    contents = before_last_edit(workplan_file(plan).parent)
    old = load_files(files, limits)
    new = loaded(_with(files, {path.as_posix(): pair for path, pair in contents.items()}), limits)
    return Edited(old, new, (), contents)


def write(plan: Path, wish: Wish, limits: Limits, agree: Callable[[Edited], bool]) -> tuple[Edited, bool]:
    """Make an edit and write it if it is agreed to; return it, and whether it was written.

    Raises:
        CannotWriteError: the files cannot be written; they are as they were.
        Other errors as `edited`.

    """
    return write_made(plan, lambda: edited(plan, wish, limits), agree)


def write_made(plan: Path, make: Callable[[], E], agree: Callable[[E], bool]) -> tuple[E, bool]:
    """Write what is made of a plan's files if it is agreed to; return it, and whether it was written.

    The lock keeps other commands from editing; if a file was changed by hand meanwhile, the edit is made again, and
    agreed to again only if its outcome is another.

    Raises:
        CannotWriteError: the files cannot be written; they are as they were.
        Other errors as `make`.

    """
    folder = workplan_file(plan).parent
    with locked(folder):
        sweep(folder)
        agreed: E | None = None
        for _ in range(_TRIES):
            found = make()
            if agreed is None or agreed.contents != found.contents:
                if not agree(found):
                    return found, False
                agreed = found
            if all(bytes_of(path) == old for path, (old, _) in found.contents.items()):
                replace_files(folder, found.contents)
                keep(folder, found.contents)
                return found, True
    raise CannotWriteError("the files of the plan change all the time", "try again when nothing else writes to them")


def loaded(files: PlanFiles, limits: Limits, memory: Memory | None = None) -> Workplan:
    """Return the plan that an edit makes.

    Raises:
        RefusedValueError: it cannot be loaded.

    """
    try:
        return load_files(files, limits, memory)
    except BrokenPlanError as error:
        raise RefusedValueError(error.problems, error.documents) from None


def _contents(
    files: PlanFiles, operations: Mapping[str, Sequence[Operation]], limits: Limits, memory: Memory
) -> dict[str, Contents]:
    """Return the old and the new bytes of each file that operations are on, by its path.

    The memory knows the files afterwards as they are to be: what was read to verify them need not be read again.
    """
    contents: dict[str, Contents] = {
        file.path: (file.data, _changed(file, changes, limits, memory))
        for file in _all(files)
        if (changes := operations.get(file.path))
    }
    places = _places(files)
    if files.places is None and (changes := operations.get(places)):
        contents[places] = (None, _changed(File(places, _NO_PLACES), changes, limits, memory))
    return contents


def _places(files: PlanFiles) -> str:
    """Return the path of the file of places, which need not be there."""
    return Path(files.workplan.path).with_name(PLACES).as_posix()


def _of_paths(contents: Mapping[str, Contents]) -> dict[Path, Contents]:
    """Return what changes of some files."""
    return {Path(path): pair for path, pair in contents.items() if pair[0] != pair[1]}


def _all(files: PlanFiles) -> Iterator[File]:
    yield from (file for file in (files.workplan, files.bodies, files.places, files.observances) if file)
    yield from (*files.sessions, *files.sources)


def _with(files: PlanFiles, changed: Mapping[str, Contents]) -> PlanFiles:
    """Return the files with the new bytes of some paths."""

    def new(file: File) -> File:
        return file._replace(data=changed[file.path][1] or b"") if file.path in changed else file

    made = changed.get(places := _places(files))
    if made and made[1] is not None:
        files = files._replace(places=File(places, made[1]))
    elif made:
        files = files._replace(places=None)
    return files._replace(
        workplan=new(files.workplan),
        bodies=files.bodies and new(files.bodies),
        sessions=tuple(map(new, files.sessions)),
        sources=tuple(map(new, files.sources)),
        observances=files.observances and new(files.observances),
    )


def _changed(file: File, operations: Sequence[Operation], limits: Limits, memory: Memory) -> bytes:
    """Return a file's bytes after some operations, one after another; a byte order mark stays."""
    start = _BOM if file.data.startswith(_BOM) else b""

    def read(text: str) -> Document:
        return memory.document(file._replace(data=start + text.encode("utf-8", "replace")), limits)

    document = memory.document(file, limits)
    new = applied_together(operations, document, read)
    if new is None:
        new = document
        for operation in operations:
            new = applied(operation, new, read)
    return start + new.text.encode("utf-8")
