"""A plan folder to a `Workplan`, or all the problems that forbid it."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from gcmplan.files.document import Document
from gcmplan.files.folder import File, PlanFiles, read_file, read_files
from gcmplan.files.parse import Limits, read
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.defaults import with_defaults
from gcmplan.loading.references import check_references, same_names
from gcmplan.loading.validate import Reader
from gcmplan.plan import model
from gcmplan.plan.official_document import FiledPaper, Paper, PaperEvent
from gcmplan.plan.sections import MAIN, MODELS, BodiesFile, ObservancesFile, PlacesFile, WorkplanFile
from gcmplan.plan.session import FiledSession, Session
from gcmplan.plan.workplan import Workplan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from gcmplan.loading.memory import Memory
    from gcmplan.plan.row import Row
    from gcmplan.problems.problem import Problem

T = TypeVar("T")


def load_plan(path: Path, limits: Limits = Limits()) -> Workplan:  # noqa: B008 - immutable
    """Load a plan from its folder, or from its workplan file with the other files beside it.

    Raises:
        UnreadablePlanError: a file cannot be opened.
        BrokenPlanError: the plan has problems; all of them.

    """
    return load_files(read_files(path, limits), limits)


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
    file = read_file(path, limits)
    reader = Reader(read(file.path, file.data, limits))
    filed = _paper(reader)
    if reader.problems or filed is None:
        raise BrokenPlanError(_told_apart(reader.problems), {reader.document.path: reader.document})
    return filed


def _rows(kind: type[BodiesFile | PlacesFile | ObservancesFile], reader: Reader) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each section of a file that has nothing but sections."""
    reader.head(kind, set(kind.model_fields))
    return {section: reader.rows(MODELS[section], section) for section in kind.model_fields}


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
        self.observances_reader = self.reader(files.observances) if files.observances else None
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
        head = self.main.head(WorkplanFile, set(MAIN))
        rows: dict[str, tuple[Any, ...]] = {section: self.main.rows(MODELS[section], section) for section in MAIN}
        beside: dict[str, Document] = {}
        for kind, reader in (
            (BodiesFile, self.bodies_reader),
            (PlacesFile, self.places_reader),
            (ObservancesFile, self.observances_reader),
        ):
            rows |= self.models(reader, partial(_rows, kind)) if reader else dict.fromkeys(kind.model_fields, ())
            beside |= dict.fromkeys(kind.model_fields, reader.document) if reader else {}
        sessions = tuple(filed for reader in self.session_readers if (filed := self.models(reader, _session)))
        papers = tuple(paper for reader in self.source_readers if (paper := self.models(reader, _paper)))
        self.check_references()
        if head is None:
            return None
        own: dict[str, Any] = {name: getattr(head, name) for name in model.PlanHead.model_fields}
        return Workplan(
            **own | with_defaults(rows, head.source),
            document=self.main.document,
            sessions=sessions,
            papers=papers,
            beside=beside,
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
