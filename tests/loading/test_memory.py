"""A plan loaded after another that is much like it: the same as when it is loaded alone."""

from __future__ import annotations

import re
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from gcmplan.changes.diff import difference, facts_of_plan
from gcmplan.files.folder import PlanFiles
from gcmplan.files.parse import Limits
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_files
from gcmplan.loading.memory import Memory
from mutations import mutate, small_plan, whole_plan
from strategies import fewest


@fewest
@given(st.randoms(use_true_random=False))
def test_a_load_that_remembers_finds_the_same_problems(random: Random) -> None:
    """After any other load: problems, rows and positions are those of a load that remembers nothing."""
    plan, memory = small_plan(whole_plan(), random), Memory()
    for _ in range(6):
        assert outcome(plan, memory) == outcome(plan, None)
        plan = mutate(plan, random) if random.random() < 2 / 3 else without_a_line(plan, random)


@fewest
@given(st.randoms(use_true_random=False))
def test_the_files_of_before_are_the_plan_of_before(random: Random) -> None:
    plan, memory = small_plan(whole_plan(), random), Memory()
    first = memory.load(plan, Limits())
    assert memory.load(PlanFiles(*plan), Limits()) is first
    line = b"# more\n"
    other = memory.load(plan._replace(workplan=plan.workplan._replace(data=plan.workplan.data + line)), Limits())
    assert other.document.text == first.document.text + line.decode()
    again = memory.load(plan, Limits())
    assert again.document.text == first.document.text
    assert facts_of_plan(again) == facts_of_plan(first)


def without_a_line(plan: PlanFiles, random: Random) -> PlanFiles:
    """Return a plan in which one name is another, or a line of the workplan is missing."""
    text = plan.workplan.data.decode("utf-8", "replace")
    found = random.choice([*re.finditer(r"(?m)^ +(?:- )?[a-z]+: .+\n", text)] or [None])
    if found is None:
        return plan
    word = random.choice(("", re.sub(r": .+", ": geneva", found[0]), found[0] * 2))
    return plan._replace(workplan=plan.workplan._replace(data=text.replace(found[0], word, 1).encode()))


def outcome(plan: PlanFiles, memory: Memory | None) -> object:
    try:
        loaded = load_files(plan, memory=memory)
    except BrokenPlanError as error:
        return error.problems
    return facts_of_plan(loaded), [change.positions for change in difference(None, loaded)]
