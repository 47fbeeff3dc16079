"""The history of a plan, for every command that shows it, and the places of the caches."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from gcmplan.files.parse import Limits
    from gcmplan.history.cache import Cache
    from gcmplan.history.walk import History
    from gcmplan.loading.cache import PlanCache
    from gcmplan.loading.memory import Memory

Made = TypeVar("Made")

CACHE = "GCMPLAN_CACHE"
_FILE, _SECRET, _LOCKS = "history.sqlite3", "secret", "locks"
_TOLD = 3
"""Commits named, of those that are dated too late."""


def past_of(plan: Path, limits: Limits, use: Callable[[History], Made], *, latest: Memory | None = None) -> Made:
    """Return what is made of the history of a plan's folder or file up to the commit that is checked out.

    `latest` asks for the plan at the last revision at which it can be read; it is the memory of a load of the plan.
    If the cache, which others may have written, contradicts itself, it is deleted and the history read without it.

    Raises:
        GitError: git is missing, there is no repository, or the plan is not in it.

    """
    from gcmplan.errors import GcmplanError
    from gcmplan.loading.broken import BrokenPlanError

    cache = _cache()
    try:
        return use(_walked(plan, limits, cache, latest))
    except Exception as error:
        # The walk skips plans that cannot be read: a broken one comes up only if the cache calls it readable.
        is_answer = isinstance(error, GcmplanError) and not isinstance(error, BrokenPlanError)
        if is_answer or not cache.was_used:
            raise
        cache.drop()
    return use(_walked(plan, limits, cache, latest))


def _walked(plan: Path, limits: Limits, cache: Cache, latest: Memory | None) -> History:
    from gcmplan.errors import GitError
    from gcmplan.git.repository import HEAD, Repository
    from gcmplan.history.walk import walk

    repository = Repository.of(plan)
    try:
        history = walk(repository, HEAD, cache, limits, latest=latest)
    except GitError:
        # Says what is wrong with HEAD, if it is that.
        repository.commit(HEAD)
        raise
    if not history.revisions:
        raise GitError(f"git has no history of {plan}", "'git add' and 'git commit' begin one")
    return history


def last_change_of(plan: Path, section: str, names: Sequence[str]) -> str | None:
    """Return when, by whom and how a row of a plan last changed; nothing if git does not know.

    `names` are the ids that it has and had, the latest first.
    """
    from gcmplan.cli.output import limits
    from gcmplan.errors import GitError
    from gcmplan.views.log import last_change

    try:
        return past_of(plan, limits(), lambda history: last_change(history, section, names))
    except GitError:
        return None


def tell_if_shallow(history: History) -> None:
    """Say on standard error that older history is not here, and what brings it."""
    if history.is_shallow:
        sys.stderr.write("This clone is shallow, older history is missing: 'git fetch --unshallow' gets it\n")


def refuse_if_cut(history: History, plan: Path) -> None:
    """End the command if the history is not whole, as far as can be known.

    Raises:
        GitError: the clone is shallow, or the history has a single revision, as after a squash.

    """
    from gcmplan.errors import GitError

    if history.is_shallow:
        message = "this clone is shallow, so entries that were published would seem unchanged or new"
        raise GitError(message, "'git fetch --unshallow' gets the whole history")
    if len(history.revisions) == 1:
        message = (
            f"the history of {plan} has a single revision: entries that were published would seem unchanged or new"
        )
        raise GitError(
            message, "if it was squashed, take the history from before; if it is new, leave --require-history out"
        )


def tell_of_times(history: History, time: datetime) -> None:
    """Say on standard error which commits are dated too late for calendars."""
    from gcmplan.dates.span import day_text
    from gcmplan.feeds.event_versions import dated_too_late

    late = dated_too_late(history, time)
    for one in late[:_TOLD]:
        why = "in the future" if one.time > time else "later than the commits that follow it"
        text = f"Commit {one.commit[:10]} is dated {day_text(one.time.date())}, {why}: calendars do not get this time\n"
        sys.stderr.write(text)
    if more := late[_TOLD:]:
        sys.stderr.write(f"... and {len(more)} more commits\n")


def plan_cache() -> PlanCache:
    """Return the plans that were loaded before."""
    from gcmplan.loading.cache import PlanCache

    folder = _folder()
    home = _state_folder() if folder else None
    return PlanCache(folder, home / _SECRET) if folder and home else PlanCache(None, Path())


def lock_folder() -> Path | None:
    """Return the user's folder of locks for published sites; None if it cannot be written to."""
    home = _state_folder()
    if home is None:
        return None
    try:
        (home / _LOCKS).mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return home / _LOCKS if os.access(home / _LOCKS, os.W_OK) else None


def _state_folder() -> Path | None:
    """Return the user's own folder for what is kept beside caches; None for a user without a home."""
    from platformdirs import user_state_path

    home = user_state_path("gcmplan", appauthor=False)
    return home if home.is_absolute() else None


def _cache() -> Cache:
    """Return where outcomes are kept."""
    from gcmplan.history.cache import Cache

    folder = _folder()
    return Cache(folder / _FILE if folder else None)


def _folder() -> Path | None:
    """Return the folder of caches: that in the environment, none if it is empty, else the user's own."""
    given = os.environ.get(CACHE)
    if given is None:
        from platformdirs import user_cache_path

        found = user_cache_path("gcmplan", appauthor=False)
        # For a user without a home it would be below "~" in the present folder.
        return found if found.is_absolute() else None
    return Path(given) if given else None
