"""The files and rows of one load, for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from gcmplan.files.parse import Limits, read
from gcmplan.files.patched import patched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gcmplan.files.document import Document
    from gcmplan.files.folder import File, PlanFiles
    from gcmplan.loading.cache import PlanCache
    from gcmplan.loading.validate import Reader
    from gcmplan.plan.workplan import Workplan

T = TypeVar("T")


class Memory:
    """Reuses the unchanged files and rows of the previous load."""

    def __init__(self, plans: PlanCache | None = None) -> None:
        """Begin with nothing; `plans` are those of earlier runs."""
        self._plans = plans
        self._last: tuple[PlanFiles, Workplan] | None = None
        self._documents: dict[str, tuple[bytes, Document]] = {}
        self._models: dict[str, tuple[Document, object]] = {}
        self.rows: dict[tuple[type[Any], str | None], tuple[Any, Any]] = {}
        """Rows that could be read, as in `KnownRows`."""
        self.checked: list[Document] = []
        """Files whose names were all found, and none twice."""

    def load(self, files: PlanFiles, limits: Limits) -> Workplan:
        """Load a plan from the bytes of its files.

        Raises:
            BrokenPlanError: the plan has problems; all of them.

        """
        if self._last and self._last[0] == files:
            # A plan as it was committed.
            return self._last[1]
        if self._plans:
            plan = self._plans.load_files(files, limits, self)
        else:
            from gcmplan.loading.load import load_files  # noqa: PLC0415 - imports pydantic

            plan = load_files(files, limits, self)
        self._last = files, plan
        return plan

    @property
    def texts(self) -> Iterator[bytes]:
        """The contents of the files."""
        return (data for data, _ in self._documents.values())

    def note(self, file: File, document: Document) -> None:
        """Keep the values of a file."""
        self._documents[file.path] = (file.data, document)

    def document(self, file: File, limits: Limits) -> Document:
        """Return a file's values: the same object if the file is the same."""
        known = self._documents.get(file.path)
        if known is not None and known[0] == file.data:
            return known[1]
        document = patched(known[1], file.data, limits) if known else None
        document = document or read(file.path, file.data, limits)
        self.note(file, document)
        return document

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
