"""The two plans that a comparison is of, each found where it is asked for: in files, at a revision, or in the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.errors import GitError
from gcmplan.files.folder import SOURCES, read_files
from gcmplan.git.moves import place_at
from gcmplan.git.repository import HEAD
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_files, load_paper

if TYPE_CHECKING:
    from pathlib import Path

    from gcmplan.files.folder import PlanFiles
    from gcmplan.files.parse import Limits
    from gcmplan.git.repository import Repository
    from gcmplan.loading.memory import Memory
    from gcmplan.plan.official_document import FiledPaper
    from gcmplan.plan.workplan import Workplan

WORK_TREE, INDEX, NOTHING = "work tree", "index", "nothing"


class Side(NamedTuple):
    """A plan, and how it is called."""

    name: str
    plan: Workplan


class NoSide(NamedTuple):
    """The plan before its first commit."""

    name: str = NOTHING


class PaperSide(NamedTuple):
    """Another official document, and how it is called."""

    name: str
    filed: FiledPaper


class Asked(NamedTuple):
    """Two revisions to compare; without the second, the first is compared to the work tree or to the index."""

    old: str
    new: str | None = None
    from_merge_base: bool = False
    """Whether the first is to be their common ancestor."""


def asked(first: str | None, second: str | None) -> Asked:
    """Return the revisions that are asked for: none, REV, A..B, A...B, or two; what is left out is HEAD."""
    if first is None:
        return Asked(HEAD)
    if second is not None:
        return Asked(first, second)
    for dots in ("...", ".."):
        old, found, new = first.partition(dots)
        if found and (old or new):
            return Asked(old or HEAD, new or HEAD, from_merge_base=dots == "...")
    return Asked(first)


def revisions(repository: Repository, wanted: Asked, limits: Limits, memory: Memory) -> tuple[Side, Side | None]:
    """Return the plans at the revisions that are asked for.

    Raises:
        GitError: a revision is not known, or has no plan.
        BrokenPlanError: a plan cannot be loaded; the message names the revision.

    """
    old, new = repository.commit(wanted.old), repository.commit(wanted.new) if wanted.new is not None else None
    name = wanted.old
    if wanted.from_merge_base and new is not None:
        old = repository.merge_base(old, new)
        name = f"{old[:10]} (merge base)"
    first = _at(repository, name, old, limits, memory)
    return first, _at(repository, wanted.new, new, limits, memory) if wanted.new is not None and new else None


def before_staged(repository: Repository, wanted: Asked, limits: Limits, memory: Memory) -> Side | NoSide:
    """Return the plan that what is staged is compared to: there need be none yet where no revision is named.

    Raises:
        GitError: the revision is not known.
        BrokenPlanError: the plan cannot be loaded.

    """
    if wanted == Asked(HEAD) and (repository.is_empty or not _plan_at(repository, repository.commit(HEAD))):
        return NoSide()
    return revisions(repository, wanted, limits, memory)[0]


def staged(repository: Repository, limits: Limits, memory: Memory) -> Side:
    """Return the plan as it is staged.

    Raises:
        GitError: there is none.
        BrokenPlanError: it cannot be loaded.

    """
    return Side(INDEX, _loaded(repository, repository.plan_in_index(), f"in the {INDEX}", limits, memory))


def in_files(path: Path, name: str, limits: Limits, memory: Memory) -> Side | PaperSide:
    """Return the plan of a folder or file, or the document of a file in a folder of sources.

    Raises:
        UnreadablePlanError: a file cannot be opened.
        BrokenPlanError: it cannot be loaded.

    """
    try:
        if path.is_file() and path.absolute().parent.name == SOURCES:
            return PaperSide(name, load_paper(path, limits))
        return Side(name, load_files(read_files(path, limits), limits, memory))
    except BrokenPlanError as error:
        where = f"in the {name}" if name == WORK_TREE else f"in {name}"
        raise BrokenPlanError(error.problems, error.documents, where) from None


def _at(repository: Repository, name: str, commit: str, limits: Limits, memory: Memory) -> Side:
    return Side(name, _loaded(repository, _plan_at(repository, commit), f"at {name}", limits, memory))


def _plan_at(repository: Repository, commit: str) -> PlanFiles | None:
    return place_at(repository, commit).plan_at(commit)


def _loaded(repository: Repository, files: PlanFiles | None, where: str, limits: Limits, memory: Memory) -> Workplan:
    if files is None:
        raise GitError(f"there is no {repository.path(repository.name)} {where}", "give a revision that has the plan")
    try:
        return load_files(files, limits, memory)
    except BrokenPlanError as error:
        raise BrokenPlanError(error.problems, error.documents, where) from None
