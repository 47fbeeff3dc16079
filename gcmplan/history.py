"""How a plan came to be what it is: what each revision of its git history changed in meaning.

The history is that of the main line, each commit against its first parent: what those who followed the plan have seen.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.change import Change, ChangeKind, FieldChange
from gcmplan.diff import EVENTS, difference
from gcmplan.edition import Edition, Editions, Removed, without_history
from gcmplan.errors import BrokenPlanError, GitError
from gcmplan.git import Blobs, answer
from gcmplan.load import Memory, load_files
from gcmplan.model import Event
from gcmplan.when import When

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gcmplan.cache import Cache
    from gcmplan.repository import Repository, Tree
    from gcmplan.source import Limits
    from gcmplan.workplan import Workplan

_FORMAT = "%x02%H%x00%ct%x00%an%x00%s"
_CACHED = "2"
"""Counts how the outcome of a revision is written down: what another version wrote is not read."""


class Revision(NamedTuple):
    """A commit that changed the plan's files."""

    commit: str
    time: datetime
    """When it was committed, in UTC."""
    author: str
    subject: str
    changes: tuple[Change, ...]
    """What it changed in meaning, without positions; nothing if only comments, order or formatting changed."""
    broken: str | None = None
    """Why the plan could not be read; the next that can be is compared to the last that could."""


class History(NamedTuple):
    """The revisions of a plan, the oldest first."""

    revisions: tuple[Revision, ...]
    is_shallow: bool
    """Whether older history was left out when the repository was cloned."""
    latest: Workplan | None = None
    """The plan at the last revision at which it can be read; nothing if there is none, or if it was not asked for."""

    def of(self, event_id: str) -> Iterator[tuple[Revision, Change]]:
        """Yield what changed in an event, the newest first, also under the ids that it had before."""
        wanted = event_id
        for revision in reversed(self.revisions):
            for change in revision.changes:
                if change.section == EVENTS and change.id == wanted:
                    yield revision, change
                    wanted = change.old_id


def walk(repository: Repository, commit: str, cache: Cache, limits: Limits, *, latest: bool = False) -> History:
    """Return the history of a plan up to a commit; what the cache knows is not read again.

    Raises:
        GitError: git cannot tell.

    """
    commits = list(_commits(repository, commit))
    with Blobs(repository.top) as blobs:
        outcomes = _Outcomes(repository, cache, blobs.read, limits)
        revisions = tuple(outcomes.revision(*one) for one in commits)
        plan = outcomes.plan(outcomes.last) if latest and outcomes.last else None
    cache.keep()
    return History(revisions, repository.is_shallow, plan)


class _Commit(NamedTuple):
    commit: str
    time: datetime
    author: str
    subject: str


def _commits(repository: Repository, commit: str) -> Iterator[tuple[_Commit, list[tuple[str, str, str]]]]:
    """Yield the commits that touched the plan's files, with path, mode and object id of each file."""
    listed = answer(
        repository.top, "git cannot tell the history",
        "log", "--first-parent", "--diff-merges=first-parent", "--reverse", "--raw", "-z", "--no-abbrev", "--no-renames",
        "--no-color", "--no-show-signature", f"--format={_FORMAT}", commit, "--", *repository.paths,
    )  # fmt: skip
    words = iter(listed.decode("utf-8", "surrogateescape").split("\0"))
    head: _Commit | None = None
    entries: list[tuple[str, str, str]] = []
    for word in words:
        if word.startswith("\2"):
            if head:
                yield head, entries
            time = datetime.fromtimestamp(int(next(words)), UTC)
            head, entries = _Commit(word[1:], time, _readable(next(words)), _readable(next(words))), []
        elif word:
            # ":100644 100644 1234... 5678... M", then the path
            _, mode, _, object_id, _ = word.split()
            entries.append((next(words), mode, object_id))
    if head:
        yield head, entries


def _readable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _Outcomes:
    """Finds out what each revision changed, one after another; `last` is the newest tree that could be read."""

    def __init__(self, repository: Repository, cache: Cache, read: Callable[[str], bytes], limits: Limits) -> None:
        self.repository, self.cache, self.read, self.limits = repository, cache, read, limits
        self.tree: Tree = {}
        self.last: Tree | None = None
        self.memory = Memory()
        self.read_plan: tuple[Tree, Workplan] | None = None

    def revision(self, commit: _Commit, entries: Iterable[tuple[str, str, str]]) -> Revision:
        """Return a revision, given the files that it touched."""
        try:
            self.tree = self.repository.tree(entries, f"at {commit.commit[:10]}", self.tree)
        except GitError as error:
            return Revision(*commit, (), str(error))
        if self.repository.name not in self.tree:
            return Revision(*commit, (), f"{self.repository.name} is not there")
        key = self.cache_key()
        known = self.cache.get(key)
        outcome = _parsed(known) if known else None
        if outcome is None:
            outcome = self.compared()
            self.cache.put(key, _written(outcome))
        if not isinstance(outcome, str):
            self.last = self.tree
            return Revision(*commit, outcome)
        return Revision(*commit, (), outcome)

    def cache_key(self) -> str:
        """Return what an outcome is known by: the object ids of both sides."""
        sides = [sorted(tree.items()) if tree is not None else None for tree in (self.last, self.tree)]
        return sha256(json.dumps([_CACHED, *sides]).encode()).hexdigest()

    def compared(self) -> tuple[Change, ...] | str:
        """Return what changed since the last tree that could be read, or why this one cannot be."""
        before = self.plan(self.last) if self.last is not None else None
        try:
            after = self.plan(self.tree)
        except BrokenPlanError as error:
            return str(error)
        return tuple(difference(before, after))

    def plan(self, tree: Tree) -> Workplan:
        """Return the plan of a tree; the one read last is kept, it is the next one's predecessor."""
        if self.read_plan is None or self.read_plan[0] != tree:
            plan = load_files(self.repository.files(tree, self.read), self.limits, self.memory)
            self.read_plan = (dict(tree), plan)
        return self.read_plan[1]


def _written(outcome: tuple[Change, ...] | str) -> str:
    """Return an outcome as text for the cache, without positions."""
    if isinstance(outcome, str):
        return json.dumps(outcome)
    return json.dumps(
        [
            (
                change.section, change.id, change.title, change.kinds, change.days, change.fields,
                change.first and change.first.isoformat(),
            )
            for change in outcome
        ]
    )  # fmt: skip


def _parsed(text: str) -> tuple[Change, ...] | str | None:
    """Return an outcome of the cache; nothing if it is none."""
    try:
        found = json.loads(text)
        if isinstance(found, str):
            return found
        return tuple(
            Change(
                section,
                key,
                title,
                tuple(map(ChangeKind, kinds)),
                days,
                tuple(FieldChange(*field) for field in fields),
                first=first and date.fromisoformat(first),
            )
            for section, key, title, kinds, days, fields, first in found
        )
    except (ValueError, TypeError):
        return None


# -- editions --------------------------------------------------------------------------------------------------------


def editions_of(plan: Workplan, history: History) -> Editions:
    """Return how often and when each event changed, up to the plan as it is now.

    What is not committed yet counts as one more revision, a second after the last.
    """
    default = without_history(plan).default
    if not history.revisions:
        return without_history(plan)
    ledger = _Ledger()
    time = default.changed
    for revision in history.revisions:
        time = max(time + timedelta(seconds=bool(revision.changes)), revision.time)
        ledger.enter(revision.changes, time)
    ledger.enter(difference(history.latest, plan), time + timedelta(seconds=1))
    return Editions(ledger.current, default, (*ledger.removed.values(), *ledger.fewer_parts(plan)))


class _Ledger:
    """Keeps the edition of each event, revision by revision."""

    def __init__(self) -> None:
        self.current: dict[str, Edition] = {}
        self.removed: dict[str, Removed] = {}
        self.published: dict[str, When] = {}
        """The known days of each event when these came in the most parts."""

    def enter(self, changes: Iterable[Change], time: datetime) -> None:
        """Count the changes of a revision."""
        for change in changes:
            if change.section == EVENTS:
                self.enter_event(change, time)

    def enter_event(self, change: Change, time: datetime) -> None:
        """Count a change of an event."""
        before = self.current.pop(change.old_id, None)
        gone = self.removed.pop(change.id, None)
        if gone:
            before = gone.edition
        sequence = before.sequence + change.revises if before else 0
        edition = Edition(sequence, time)
        if change.kinds[:1] == (ChangeKind.REMOVED,):
            event = Event.model_validate({field.path: field.old for field in change.fields})
            self.removed[change.id] = Removed(event, edition)
        else:
            self.current[change.id] = edition
        self.publish(change)

    def publish(self, change: Change) -> None:
        """Remember the days that an event had."""
        most = self.published.pop(change.old_id, None)
        for field in change.fields:
            for text in (field.old, field.new) if field.path == "when" else ():
                when = When.parse(text) if text else None
                if when and len(when.spans) > (len(most.spans) if most else 0):
                    most = when
        if most:
            self.published[change.id] = most

    def fewer_parts(self, plan: Workplan) -> Iterator[Removed]:
        """Yield the events that have fewer parts than they had, as they were with the most."""
        for event in plan.events:
            most = self.published.get(event.id)
            if most and len(most.spans) > len(event.when.spans):
                yield Removed(event.model_copy(update={"when": most}), self.current[event.id])
