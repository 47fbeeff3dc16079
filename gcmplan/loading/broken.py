"""The error of a plan that cannot be loaded, which ends the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.errors import GcmplanError
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gcmplan.files.document import Document
    from gcmplan.problems.problem import Problem


class BrokenPlanError(GcmplanError):
    """A plan has problems that forbid loading it: the `problems`, in order of place, and its `documents` by path."""

    def __init__(self, problems: Iterable[Problem], documents: Mapping[str, Document], where: str = "") -> None:
        """Keep the problems and the texts that they point into; `where` is "at HEAD~1", if that is to be said."""
        self.problems = tuple(problems)
        self.documents = documents
        count = len(self.problems)
        super().__init__(f"the plan{f' {where}' * bool(where)} has {plural(count, '{} problem', '{} problems')}")
