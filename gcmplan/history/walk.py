"""How a plan came to be what it is: what each revision of its git history changed in meaning.

The history is that of the main line, each commit against its first parent: what those who followed the plan have seen.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from gcmplan import __version__
from gcmplan.changes.diff import difference
from gcmplan.errors import GitError
from gcmplan.files.digest import blake2b
from gcmplan.git.moves import at_path, moved_since_head, renamed_between
from gcmplan.git.repository import GONE
from gcmplan.git.run import Blobs, answer, object_id
from gcmplan.history.outcome import Outcome, parsed, written
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gcmplan.changes.change import Change
    from gcmplan.files.folder import PlanFiles
    from gcmplan.files.parse import Limits
    from gcmplan.git.repository import Repository, Tree
    from gcmplan.history.cache import Cache
    from gcmplan.plan.workplan import Workplan

_FORMAT = "%x02%H%x00%P%x00%ct%x00%aN%x00%s"
_LATEST = 253_370_764_800
"""The year 9999 begins, in seconds: later, no second would follow."""
_CACHED = "11"
"""Counts how the outcome of a revision is written down: what another version wrote is not read."""


class Revision(NamedTuple):
    """A commit that changed the plan's files."""

    commit: str
    time: datetime
    """When it was committed, in UTC."""
    author: str
    subject: str
    changes: tuple[Change, ...]
    """The changes in meaning, without positions; empty if only comments, order or formatting changed."""
    broken: str | None = None
    """Why the plan could not be read; the next that can be is compared to the last that could."""


class History(NamedTuple):
    """The revisions of a plan, the oldest first."""

    revisions: tuple[Revision, ...]
    is_shallow: bool
    """Whether older history was left out when the repository was cloned."""
    latest: Workplan | None = None
    """The plan at the last revision at which it can be read; nothing if there is none, or if it was not asked for."""


def walk(repository: Repository, commit: str, cache: Cache, limits: Limits, *, latest: Memory | None = None) -> History:
    """Return the history of a plan up to a commit; what the cache knows is not read again.

    `latest` asks for the plan at the last revision, too: of most plans, a load of their files has read it already.

    Raises:
        GitError: git cannot tell.

    """
    with Blobs(repository.top) as blobs:
        outcomes = _Outcomes(repository, cache, blobs.read, limits, latest or Memory())
        revisions = []
        for place, commits in reversed(list(_places(repository, commit, cache))):
            outcomes.enter(place)
            revisions += [outcomes.revision(one.commit, one.entries) for one in commits]
        plan = outcomes.latest() if latest is not None else None
    cache.keep()
    return History(tuple(revisions), repository.is_shallow, plan)


class _Commit(NamedTuple):
    commit: str
    time: datetime
    author: str
    subject: str


class _Touched(NamedTuple):
    commit: _Commit
    entries: list[tuple[str, str, str]]
    """Path, mode and object id of each file of the plan that the commit touched."""
    is_first: bool
    """Whether nothing came before: the commit has no parent here."""


def _places(repository: Repository, tip: str, cache: Cache) -> Iterator[tuple[Repository, list[_Touched]]]:
    """Yield the places where the plan was, the latest first, each with the commits that touched it there."""
    place: Repository | None = repository
    while place:
        commits = list(_commits(place, tip))
        added, is_there = _last_added(commits, place.path(place.name))
        if place is repository and not is_there and (before := moved_since_head(repository)):
            # The move is not committed yet.
            place, repository = before, before
            continue
        earlier = None
        if commits and not commits[added].is_first:
            tip = f"{commits[added].commit.commit}^1"
            earlier = _moved_from(place, commits[added].commit.commit, cache)
        if earlier:
            # Earlier files at the new place belong to the plan from the move on.
            moved = [entry for one in commits[: added + 1] for entry in one.entries]
            commits = [commits[added]._replace(entries=moved), *commits[added + 1 :]]
        yield place, commits
        place = earlier


def _moved_from(place: Repository, commit: str, cache: Cache) -> Repository | None:
    """Return where the plan was before a commit that brought it here; the cache knows what git found once."""
    path = place.path(place.name)
    key = _key("moved", commit, path)
    before = _path_in(cache.get(key))
    if before is None and (before := renamed_between(place, f"{commit}^1", commit)) is not None:
        cache.put(key, json.dumps(before))
    return at_path(place, before)


def _key(*parts: object) -> str:
    """Return the name in the cache of what is known by some parts, which JSON can hold."""
    return blake2b(json.dumps([_CACHED, *parts]).encode(), digest_size=32).hexdigest()


def _path_in(text: str | None) -> str | None:
    """Return the path below a root that a text of the cache holds, or None: others may have written it."""
    try:
        path = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    is_one = isinstance(path, str) and "\0" not in path and not {"/", ".."} & set(PurePosixPath(path).parts)
    return path if is_one else None


def _last_added(commits: Sequence[_Touched], path: str) -> tuple[int, bool]:
    """Return the last commit that brought a file that was not there before, and whether the file is there."""
    added, is_there = 0, False
    for number, one in enumerate(commits):
        for _, mode, _ in (entry for entry in one.entries if entry[0] == path):
            added = added if is_there or mode == GONE else number
            is_there = mode != GONE
    return added, is_there


def _commits(repository: Repository, commit: str) -> Iterator[_Touched]:
    """Yield the commits that touched the plan's files, with path, mode and object id of each file."""
    listed = answer(
        repository.top, "git cannot read the history",
        "log", "--first-parent", "--diff-merges=first-parent", "--reverse", "--raw", "-z", "--no-abbrev",
        "--no-renames", "--no-color", "--no-show-signature", "--ignore-submodules=none", "--encoding=UTF-8",
        "-O/dev/null", f"--format={_FORMAT}", commit, "--", *repository.paths,
    )  # fmt: skip
    words = iter(listed.decode("utf-8", "surrogateescape").split("\0"))
    touched: _Touched | None = None
    for word in words:
        if word.startswith("\2"):
            if touched:
                yield touched
            parents, time = next(words), _time(next(words))
            touched = _Touched(_Commit(word[1:], time, _readable(next(words)), _readable(next(words))), [], not parents)
        elif word and touched:
            # ":100644 100644 1234... 5678... M", then the path
            _, mode, _, after, _ = word.split()
            touched.entries.append((next(words), mode, after))
    if touched:
        yield touched


def _time(text: str) -> datetime:
    """Return a time given in seconds; a commit can hold any text for it, and then counts as early or late as can be."""
    seconds = int(text) if text.isdecimal() else 0
    return datetime.fromtimestamp(min(seconds, _LATEST), UTC)


def _readable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _Outcomes:
    """Finds out what each revision changed, one after another; `last` is the newest tree that could be read."""

    def __init__(
        self, repository: Repository, cache: Cache, read: Callable[[str], bytes], limits: Limits, memory: Memory
    ) -> None:
        self.repository, self.cache, self.read, self.limits, self.memory = repository, cache, read, limits, memory
        self.tree: Tree = {}
        self.last: tuple[Repository, Tree] | None = None
        self.blobs: dict[str, bytes] = {}
        self.loaded: dict[str, bytes] | None = None
        self.read_plan: tuple[str, Tree, Workplan] | None = None

    def enter(self, place: Repository) -> None:
        """Go on where the plan was moved to, with files of which nothing is known yet."""
        self.repository, self.tree = place, {}

    def revision(self, commit: _Commit, entries: Iterable[tuple[str, str, str]]) -> Revision:
        """Return a revision, given the files that it touched."""
        self.tree = self.repository.tree(entries, self.tree)
        try:
            self.repository.refuse_links(self.tree, f"at {commit.commit[:10]}")
        except GitError as error:
            return Revision(*commit, (), str(error))
        if self.repository.name not in self.tree:
            return Revision(*commit, (), f"{self.repository.name} is not there")
        key = self.cache_key()
        known = self.cache.get(key)
        outcome = parsed(known) if known else None
        if outcome is None:
            outcome = self.compared()
            self.cache.put(key, written(outcome))
        if not isinstance(outcome, str):
            self.last = self.repository, self.tree
            return Revision(*commit, outcome)
        return Revision(*commit, (), outcome)

    def cache_key(self) -> str:
        """Return what an outcome is known by: the object ids of both sides, and who reads them how far."""
        last = self.last[1] if self.last else None
        sides = [sorted(tree.items()) if tree is not None else None for tree in (last, self.tree)]
        return _key(__version__, self.limits.max_bytes, *sides)

    def compared(self) -> Outcome:
        """Return what changed since the last tree that could be read, or why this one cannot be."""
        before = self.plan(*self.last) if self.last is not None else None
        try:
            after = self.plan(self.repository, self.tree)
        except BrokenPlanError as error:
            return str(error)
        return tuple(difference(before, after, placed=False))

    def blob(self, name: str) -> bytes:
        """Return a file's contents by its object id: those that were loaded already need no process of git."""
        if self.loaded is None:
            self.loaded = {object_id(data, len(name)): data for data in self.memory.texts}
        data = self.loaded.get(name)
        return self.read(name) if data is None else data

    def plan(self, place: Repository, tree: Tree) -> Workplan:
        """Return the plan of a tree; the one read last is kept, it is the next one's predecessor."""
        from gcmplan.loading.load import load_files  # noqa: PLC0415 - imports pydantic

        if self.read_plan is None or self.read_plan[:2] != (place.name, tree):
            plan = load_files(self.files(place, tree), self.limits, self.memory)
            self.read_plan = (place.name, dict(tree), plan)
        return self.read_plan[2]

    def latest(self) -> Workplan | None:
        """Return the plan of the newest tree that could be read."""
        if self.last is None:
            return None
        place, tree = self.last
        if self.read_plan and self.read_plan[:2] == (place.name, tree):
            return self.read_plan[2]
        return self.memory.load(self.files(place, tree), self.limits)

    def files(self, place: Repository, tree: Tree) -> PlanFiles:
        """Return the files of a plan in a tree; most are what they were in the tree before."""
        self.blobs = {name: self.blobs.get(name) or self.blob(name) for name in tree.values()}
        return place.files(tree, self.blobs.__getitem__)
