"""Problems that an edit brings and ends are found in its scope as in the whole plan."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA
from drafts import Draft, drafts, edited, plan_of
from gcmplan.checks.baseline import new_problems
from gcmplan.checks.check import check
from gcmplan.checks.reach import scope_of
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.loading.load import load_plan
from gcmplan.plan.model import Event, Status
from strategies import moderate
from test_bench import bench

if TYPE_CHECKING:
    from pathlib import Path

    from gcmplan.checks.reach import Scope
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem

PLANS = bench("plans")
_MOST = 100_000
"""All problems are compared: which ones are only counted depends on how many there are."""


def differences(old: Workplan, new: Workplan, scope: Scope | None) -> list[list[Problem]]:
    before, after = (check(Context(one, one.as_of, scope=scope), RULES, RULES, most=_MOST) for one in (old, new))
    return [[one for one in found if one.waived is None]
            for found in (new_problems(after, before), new_problems(before, after))]  # fmt: skip


@pytest.mark.slow
@moderate
@given(drafts, st.randoms(use_true_random=True), st.integers(1, 2))
def test_random_edits_of_random_plans(draft: Draft, random: Random, times: int) -> None:
    old, new = plan_of(draft), plan_of(edited(draft, random, times))
    assert differences(old, new, scope_of(old, new)) == differences(old, new, None)


def changed(event: Event, other: Event, random: Random) -> Event:
    """Return an event with some of another's facts."""
    keys = random.sample(["when", "place", "group", "body", "status", "certainty", "title"], random.randint(1, 2))
    return event.model_copy(update={key: getattr(other, key) for key in keys})


def plan_edited(plan: Workplan, random: Random) -> Workplan:
    events = list(plan.events)
    for _ in range(random.randint(1, 2)):
        index = random.randrange(len(events))
        events[index] = changed(events[index], random.choice(events), random)
        if random.random() < 0.2:
            events[index] = events[index].model_copy(update={"status": Status.CANCELLED})
    return replace(plan, events=tuple(events))


def compare_edits(plan: Workplan, random: Random, number: int) -> None:
    found = 0
    for _ in range(number):
        new = plan_edited(plan, random)
        scope = scope_of(plan, new)
        assert scope is not None
        assert differences(plan, new, scope) == differences(plan, new, None)
        found += any(differences(plan, new, scope))
    assert found


@pytest.mark.slow
def test_edits_of_the_real_plan() -> None:
    compare_edits(load_plan(DATA), Random(14), 25)  # noqa: S311 - any numbers will do


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 20))])
def test_edits_of_a_long_plan(seed: int, tmp_path: Path) -> None:
    PLANS["write"](PLANS["generated"], "300", tmp_path)
    compare_edits(load_plan(tmp_path), Random(seed), 15)  # noqa: S311


def test_the_scope_of_an_edit_is_a_part_of_a_long_plan(tmp_path: Path) -> None:
    PLANS["write"](PLANS["generated"], "1000", tmp_path)
    plan = load_plan(tmp_path)
    dated = next(index for index, event in enumerate(plan.events) if index > 500 and event.when.exact)
    moved = plan.events[dated].model_copy(update={"when": plan.events[dated].when.shifted(1)})
    scope = scope_of(plan, replace(plan, events=(*plan.events[:dated], moved, *plan.events[dated + 1 :])))
    assert scope is not None
    assert scope.touched == {moved.id}
    assert moved.id in scope.near
    assert len(scope.near) < 200
    assert scope_of(plan, replace(plan, holidays=(), places=plan.places[1:])) is None
