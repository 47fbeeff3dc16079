"""The pairs that problems report, listed one by one: what a cluster must be equal to."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.problems.pairs import Box
    from gcmplan.problems.problem import Problem

Pair = frozenset[str]


def listed(boxes: Iterable[Box]) -> set[Pair]:
    """Return the pairs of some boxes, each of which must be there once or not at all."""
    found: Counter[Pair] = Counter()
    for ones, others, sign in boxes:
        for pair in product(ones, others) if others else combinations(ones, 2):
            found[frozenset(pair)] += sign
    assert set(found.values()) <= {0, 1}
    return {pair for pair, number in found.items() if number}


def pairs_of(problem: Problem) -> set[Pair]:
    """Return the pairs of a problem; their number, and the events named, must be those in its message."""
    found = listed(problem.boxes)
    assert problem.pairs == len(found)
    if problem.cluster and len(found) > 1:
        assert {member.first for member in problem.cluster.members} == set().union(*found)
        assert set(problem.events) == {member.event for member in problem.cluster.members if member.event}
    return found


def all_pairs(problems: Iterable[Problem]) -> dict[Pair, Problem]:
    """Return the problem of each pair; no two have the same pair."""
    found: dict[Pair, Problem] = {}
    for problem in problems:
        for pair in pairs_of(problem):
            assert pair not in found, f"{set(pair)} is told twice"
            found[pair] = problem
    return found
