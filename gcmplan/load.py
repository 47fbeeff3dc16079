"""A plan folder to a `Workplan`, or all the problems that forbid it."""

from __future__ import annotations

import os
import stat
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from gcmplan import model
from gcmplan.document import Document
from gcmplan.errors import BrokenPlanError, UnreadablePlanError
from gcmplan.paper import FiledPaper, Paper, PaperEvent
from gcmplan.pieces import Pieces
from gcmplan.references import check_references, same_names
from gcmplan.session import FiledSession, Session
from gcmplan.source import Limits, read
from gcmplan.validate import KnownRows, Reader
from gcmplan.workplan import Workplan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gcmplan.problem import Problem

T = TypeVar("T")

WORKPLAN, BODIES, PLACES = "workplan.yaml", "bodies.yaml", "places.yaml"
SESSIONS, SOURCES = "sessions", "sources"
"""Folders beside the workplan's file: a file for each meeting whose programme is known, and for each other document."""

_LINK = ("it is a symbolic link; a plan's files must be files of its own", "put the file itself in its place")
_FOLDER = ("it is a folder; a file of the plan has that name", "give the folder a name without .yaml, or move it away")
_SECTIONS = {"phases", "groups", "policies", "deadlines", "participation", "events", "waivers", "holidays"}


class File(NamedTuple):
    """A file as it was read: the path that positions name it by, and its bytes.

    What is no file of the plan's own is not read; `refused` says why, and what would be right.
    """

    path: str
    data: bytes
    refused: tuple[str, str] | None = None


class PlanFiles(NamedTuple):
    """The files of a plan; `bodies` and `places` may be missing, those of folders are in the order of their names."""

    workplan: File
    bodies: File | None = None
    places: File | None = None
    sessions: tuple[File, ...] = ()
    sources: tuple[File, ...] = ()


def load_plan(path: Path, limits: Limits = Limits()) -> Workplan:  # noqa: B008 - immutable
    """Load a plan from its folder, or from its workplan file with the other files beside it.

    Raises:
        UnreadablePlanError: a file cannot be opened.
        BrokenPlanError: the plan has problems; all of them.

    """
    return load_files(read_files(path, limits), limits)


def read_files(path: Path, limits: Limits = Limits()) -> PlanFiles:  # noqa: B008
    """Read a plan's files; refused is what leads elsewhere and was not asked for by its own name.

    Raises:
        UnreadablePlanError: a file cannot be opened.

    """
    file = workplan_file(path)
    beside = [file.with_name(name) for name in (BODIES, PLACES)]
    workplan = _read(file, limits) if file == path else _read_own(file, limits)
    bodies, places = (
        _read_own(other, limits) if os.path.lexists(other) and other != file else None for other in beside
    )
    sessions, sources = (_read_folder(file.with_name(name), limits) for name in (SESSIONS, SOURCES))
    return PlanFiles(workplan, bodies, places, sessions, sources)


def workplan_file(plan: Path) -> Path:
    """Return the workplan's file of a plan that is given by its folder or by that file."""
    return plan / WORKPLAN if os.path.isdir(plan) else plan  # noqa: PTH112 - it takes any text for a path


def is_in_plan(plan: Path, file: Path) -> bool:
    """Tell whether a path leads to a file of a plan, or to where one would be."""
    main, place = workplan_file(plan), _place(file)
    own = [main, *(main.with_name(name) for name in (BODIES, PLACES))]
    folders = [_place(main.with_name(name)) for name in (SESSIONS, SOURCES)]
    return place in map(_place, own) or (place.parent in folders and is_plan_file(place.name))


def _place(path: Path) -> Path:
    """Return a path without links; one that goes in a circle stays."""
    return Path(os.path.realpath(path))


def is_plan_file(name: str) -> bool:
    """Tell whether a file in one of the plan's folders belongs to the plan."""
    return name.endswith((".yaml", ".yml")) and not name.startswith(".")


def _read_folder(folder: Path, limits: Limits) -> tuple[File, ...]:
    """Read the YAML files of a folder of the plan, if it is there.

    Raises:
        UnreadablePlanError: the folder or a file cannot be opened.

    """
    if folder.is_symlink():
        return (File(folder.as_posix(), b"", _LINK),)
    try:
        names = sorted(filter(is_plan_file, os.listdir(folder)))  # noqa: PTH208 - it takes any text for a path
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return ()
    except OSError as error:
        raise UnreadablePlanError(folder, (error.strerror or "it cannot be opened").lower()) from error
    return tuple(_read_own(folder / name, limits) for name in names)


def _read_own(path: Path, limits: Limits) -> File:
    """Read a file, or refuse what is none: a plan may come from anyone, and what a link leads to be anyone's.

    Raises:
        UnreadablePlanError: it cannot be opened.

    """
    if path.is_symlink():
        return File(path.as_posix(), b"", _LINK)
    if path.is_dir():
        return File(path.as_posix(), b"", _FOLDER)
    return _read(path, limits)


def _read(path: Path, limits: Limits) -> File:
    """Read a regular file, at most one byte more than is allowed: enough to tell that it is too big."""
    try:
        # Opening a pipe would wait for its writer.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadablePlanError(path, "it is not a regular file")
            size = os.fstat(file.fileno()).st_size
            return File(path.as_posix(), file.read(min(size, limits.max_bytes) + 1))
    except ValueError:
        raise UnreadablePlanError(ascii(str(path)), "this cannot be the name of a file") from None
    except OSError as error:
        raise UnreadablePlanError(path, (error.strerror or "it cannot be opened").lower()) from error


class Memory:
    """What the load before has read: what stands there as it stood is not parsed, validated or looked up again."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._pieces: dict[str, Pieces] = {}
        self._documents: dict[str, tuple[bytes, Document]] = {}
        self._models: dict[str, tuple[Document, object]] = {}
        self.rows: KnownRows = {}
        self.checked: list[Document] = []
        """Files whose names were all found, and none twice."""

    def document(self, file: File, limits: Limits) -> Document:
        """Return a file's values: the same object if the file is the same."""
        known = self._documents.get(file.path)
        if known is None or known[0] != file.data:
            pieces = self._pieces.setdefault(file.path, Pieces(file.path))
            known = self._documents[file.path] = (file.data, pieces.read(file.data, limits))
        return known[1]

    def models(self, reader: Reader, read_models: Callable[[Reader], T]) -> T:
        """Return what a file is read as: the same objects if the file is the same and had no problem."""
        document = reader.document
        known = self._models.get(document.path)
        if known and known[0] is document:
            models: T = known[1]  # type: ignore[assignment]  # one path is always read the same way
            return models
        models = read_models(reader)
        if not reader.problems:
            self._models[document.path] = (document, models)
        return models


def load_files(files: PlanFiles, limits: Limits = Limits(), memory: Memory | None = None) -> Workplan:  # noqa: B008
    """Load a plan from the bytes of its files; faster if it is much like the one that a memory comes from.

    Raises:
        BrokenPlanError: the plan has problems; all of them, in order of place.

    """
    loading = _Loading(files, limits, memory)
    plan = loading.plan()
    problems = list(_told_apart(problem for reader in loading.readers for problem in reader.problems))
    if problems or plan is None:
        documents = {reader.document.path: reader.document for reader in loading.readers}
        raise BrokenPlanError(sorted(problems, key=lambda problem: problem.position), documents)
    return plan


def load_paper(path: Path, limits: Limits = Limits()) -> FiledPaper:  # noqa: B008
    """Load a file of a folder of sources alone, without the plan that it speaks of.

    Raises:
        UnreadablePlanError: it cannot be opened.
        BrokenPlanError: it has problems; all of them.

    """
    file = _read(path, limits)
    reader = Reader(read(file.path, file.data, limits))
    filed = _paper(reader)
    if reader.problems or filed is None:
        raise BrokenPlanError(_told_apart(reader.problems), {reader.document.path: reader.document})
    return filed


def _bodies(reader: Reader) -> tuple[tuple[model.State, ...], tuple[model.Body, ...]]:
    reader.head(model.BodiesFile, {"states", "bodies"})
    return reader.rows(model.State, "states"), reader.rows(model.Body, "bodies")


def _places(reader: Reader) -> tuple[model.PlaceRow, ...]:
    reader.head(model.PlacesFile, {"places"})
    return reader.rows(model.PlaceRow, "places")


def _session(reader: Reader) -> FiledSession | None:
    session = reader.head(Session, set())
    return FiledSession(session, reader.document) if session else None


def _paper(reader: Reader) -> FiledPaper | None:
    paper = reader.head(Paper, {"events"})
    rows = reader.rows(PaperEvent, "events")
    return FiledPaper(paper.model_copy(update={"events": rows}), reader.document) if paper else None


def _told_apart(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems with fingerprints of their own: of several alike, the second and later are numbered."""
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.fingerprint] += 1
        number = seen[problem.fingerprint]
        yield problem if number == 1 else problem._replace(fields=(*problem.fields, str(number)))


def _read_models(reader: Reader, read_models: Callable[[Reader], T]) -> T:
    return read_models(reader)


class _Loading:
    """Reads each file as far as it goes, then the references between them."""

    def __init__(self, files: PlanFiles, limits: Limits, memory: Memory | None) -> None:
        self.limits, self.memory = limits, memory
        self.models = memory.models if memory else _read_models
        self.readers: list[Reader] = []
        self.main = self.reader(files.workplan)
        self.bodies_reader = self.reader(files.bodies) if files.bodies else None
        self.places_reader = self.reader(files.places) if files.places else None
        self.session_readers = [self.reader(file) for file in files.sessions]
        self.source_readers = [self.reader(file) for file in files.sources]

    def reader(self, file: File) -> Reader:
        """Begin to read a file."""
        if file.refused:
            document = Document(file.path, "")
            document.refuse(0, *file.refused)
            reader = Reader(document)
        elif self.memory:
            reader = Reader(self.memory.document(file, self.limits), self.memory.rows)
        else:
            reader = Reader(read(file.path, file.data, self.limits))
        self.readers.append(reader)
        return reader

    def plan(self) -> Workplan | None:
        """Return the plan; without its head there is none."""
        head = self.main.head(model.WorkplanFile, _SECTIONS)
        phases = self.main.rows(model.Phase, "phases")
        groups = self.main.rows(model.Group, "groups")
        policies = self.main.rows(model.Policy, "policies")
        deadlines = self.main.rows(model.Deadline, "deadlines")
        participation = self.main.rows(model.Participation, "participation")
        events = self.main.rows(model.Event, "events")
        waivers = self.main.rows(model.Waiver, "waivers")
        holidays = self.main.rows(model.Holiday, "holidays")
        states: tuple[model.State, ...] = ()
        bodies: tuple[model.Body, ...] = ()
        places: tuple[model.PlaceRow, ...] = ()
        if reader := self.bodies_reader:
            states, bodies = self.models(reader, _bodies)
        if reader := self.places_reader:
            places = self.models(reader, _places)
        sessions = tuple(filed for reader in self.session_readers if (filed := self.models(reader, _session)))
        papers = tuple(paper for reader in self.source_readers if (paper := self.models(reader, _paper)))
        self.check_references()
        if head is None:
            return None
        return Workplan(
            title=head.title,
            as_of=head.as_of,
            calendar=head.calendar,
            phases=phases,
            groups=groups,
            policies=policies,
            deadlines=deadlines,
            events=events,
            waivers=waivers,
            bodies=bodies,
            states=states,
            places=places,
            document=self.main.document,
            holidays=holidays,
            participation=participation,
            sessions=sessions,
            papers=papers,
            beside={
                section: reader.document
                for reader, sections in (
                    (self.bodies_reader, ("states", "bodies")),
                    (self.places_reader, ("places",)),
                )
                for section in sections
                if reader
            },
        )

    def check_references(self) -> None:
        """Look up all names, unless it is known that they are found."""
        documents = [reader.document for reader in self.readers]
        sound = not any(reader.problems for reader in self.readers)
        if self.memory and sound and same_names(self.memory.checked, documents):
            self.memory.checked = documents
            return
        check_references(self.main, self.bodies_reader, self.places_reader, self.session_readers, self.source_readers)
        if self.memory and not any(reader.problems for reader in self.readers):
            self.memory.checked = documents
