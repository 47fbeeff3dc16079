"""The problems of an earlier plan, and which of a later plan's are news: the meaning of `check --new-since`.

A problem is known if the same was there before, was no less severe, and was not waived unless it still is. A cluster is
compared by pairs, not as a whole: three meetings added to a day with 37 are reported as three.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.cluster import reported
from gcmplan.errors import LinkedPlanError
from gcmplan.git.moves import place_at
from gcmplan.problems.pairs import Box, common, count, degrees, without
from gcmplan.problems.problem import RANK, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gcmplan.files.folder import PlanFiles
    from gcmplan.git.repository import Repository
    from gcmplan.problems.cluster import Cluster
    from gcmplan.problems.pairs import Boxes

_Key = tuple[str, tuple[str, ...]]
"""A rule's code, and what its problem is known by."""


class Earlier(NamedTuple):
    """The problems of an earlier plan: that of the commit asked for, or of the last before it that can be loaded."""

    problems: list[Problem]
    commit: str | None
    """The commit of that plan; None if there is none: then all problems are new."""
    is_there: bool
    """Whether the commit asked for has a plan at all."""


def earlier_problems(
    repository: Repository, commit: str, problems_of: Callable[[PlanFiles], list[Problem] | None]
) -> Earlier:
    """Return the problems of the plan at a commit, given how they are found; None are those of a plan without a load.

    Problems that a broken plan hid are not new in the edit that fixes it, so the last loadable revision before it
    counts.
    """
    repository, is_there = place_at(repository, commit), True
    for one in repository.trail(commit):
        try:
            files = repository.plan_at(one)
        except LinkedPlanError:
            continue
        if one == commit:
            is_there = files is not None
        found = problems_of(files) if files else None
        if found is not None:
            return Earlier(found, one, is_there)
    return Earlier([], None, is_there)


class Baseline:
    """The problems of an earlier plan."""

    def __init__(self, earlier: Iterable[Problem]) -> None:
        """Look at some problems."""
        self._same: dict[_Key, Problem] = {}
        self._rest: Counter[_Key] = Counter()
        for problem in earlier:
            if problem.stands_for > 1:
                self._rest[problem.code, (problem.severity,)] += problem.stands_for
            else:
                self._same[problem.code, problem.known_by] = problem

    @cached_property
    def _gathered(self) -> list[Problem]:
        return [problem for problem in self._same.values() if problem.gathers]

    @cached_property
    def _by_member(self) -> dict[_Key, list[Problem]]:
        """The problems about pairs, by each of their members."""
        found: dict[_Key, list[Problem]] = defaultdict(list)
        for problem in self._same.values():
            for member in {name for box in problem.boxes for name in (*box.ones, *box.others)}:
                found[problem.code, (*problem.scope, member)].append(problem)
        return found

    def news(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield of some problems those that are new; of a cluster, what is new of it."""
        for problem in problems:
            if problem.stands_for > 1:
                number = problem.stands_for - self._rest[problem.code, (problem.severity,)]
                if number > 0:
                    yield problem._replace(stands_for=number)
            elif not self._is_known(problem):
                yield from self._pairs_of(problem) if problem.boxes else (problem,)

    def _is_known(self, problem: Problem) -> bool:
        """Whether the very problem was there."""
        if problem.gathers:
            return any(_covers(one, problem) and problem.first_events <= one.first_events for one in self._gathered)
        before = self._same.get((problem.code, problem.known_by))
        # Clusters of the same members may lack different pairs, by other waivers.
        return _covers(before, problem) and before is not None and before.boxes == problem.boxes

    def _pairs_of(self, problem: Problem) -> Iterator[Problem]:
        """Yield a problem about pairs, without those that are known, if any are left."""
        known = self._known_pairs(problem)
        number = count(known)
        if not number:
            yield problem
        elif problem.cluster and number < count(problem.boxes):
            yield _news_of(problem, problem.cluster, known)

    def _known_pairs(self, problem: Problem) -> Boxes:
        names = {name for box in problem.boxes for name in (*box.ones, *box.others)}
        before = {
            id(one): one
            for name in names
            for one in self._by_member.get((problem.code, (*problem.scope, name)), ())
            if _covers(one, problem)
        }
        return tuple(box for one in before.values() for box in common(problem.boxes, one.boxes))


def new_problems(problems: Iterable[Problem], earlier: Iterable[Problem]) -> list[Problem]:
    """Return the problems that an edit brings in, given those before it."""
    return list(Baseline(earlier).news(problems))


def _covers(before: Problem | None, problem: Problem) -> bool:
    """Whether a problem was no less severe before, and not waived unless it is now."""
    if before is None or RANK[before.severity] > RANK[problem.severity]:
        return False
    return before.waived is None or problem.waived is not None


def _news_of(problem: Problem, cluster: Cluster, known: Boxes) -> Problem:
    """Return what is new of a cluster: at a member that it did not have, if there is one."""
    left = without(cluster.boxes, known)
    every, still = degrees(cluster.boxes), degrees(left)
    members = tuple(member for member in cluster.members if member.first in still)
    fresh = [member for member in members if still[member.first] == every[member.first]]
    old = frozenset(still) - {member.first for member in fresh}
    total = len(cluster.members)
    if fresh and not count(common(left, (Box(old),))):
        news = f"; {len(fresh):,} of {total:,} {cluster.subject} {'is' if len(fresh) == 1 else 'are'} new"
    else:
        news = f" of {count(cluster.boxes):,}, the others are known"
    # The hint of a cluster ends with names, its fields with what items are called.
    fields = problem.fields[: len(cluster.scope)] if members[0].words else problem.fields
    like = problem._replace(hint=problem.hint.partition(":")[0], fields=fields)
    return reported(like, cluster._replace(members=members, boxes=left), news, fresh)
