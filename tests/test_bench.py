"""The plans that the benchmark measures on are plans."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gcmplan.load import File, PlanFiles, load_files

if TYPE_CHECKING:
    from gcmplan.workplan import Workplan

ROOT = Path(__file__).parent.parent
COUNT = 200

Generate = Callable[[int], str]


@pytest.fixture(scope="module")
def generated() -> Generate:
    found: Generate = runpy.run_path(str(ROOT / "bench" / "plans.py"))["generated"]
    return found


@pytest.fixture(scope="module")
def plan(generated: Generate) -> Workplan:
    return loaded(generated(COUNT))


def loaded(text: str) -> Workplan:
    bodies, places = (File(name, (ROOT / "data" / name).read_bytes()) for name in ("bodies.yaml", "places.yaml"))
    return load_files(PlanFiles(File("workplan.yaml", text.encode()), bodies, places))


def test_a_generated_plan_is_valid_and_has_as_many_events_as_asked_for(plan: Workplan) -> None:
    assert len(plan.events) == COUNT


@pytest.mark.parametrize("count", [0, 1, 67])
def test_any_number_of_events_will_do(generated: Generate, count: int) -> None:
    assert len(loaded(generated(count)).events) == count


def test_a_plan_is_the_same_each_time(generated: Generate) -> None:
    assert generated(COUNT) == generated(COUNT)


def test_events_are_spread_over_the_years_in_order_of_date(plan: Workplan) -> None:
    exact = [event.when.earliest for event in plan.events if event.when.exact and event.when.earliest]
    assert (exact[0].year, exact[-1].year) == (2000, 2090)
    assert [day.year for day in exact] == sorted(day.year for day in exact)


def test_events_have_every_key_that_a_real_one_has(plan: Workplan) -> None:
    real = loaded((ROOT / "data" / "workplan.yaml").read_text(encoding="utf-8"))
    keys, real_keys = (
        {key for event in whole.events for key in event.model_fields_set if getattr(event, key)}
        for whole in (plan, real)
    )
    assert keys >= real_keys


def test_dates_and_places_are_of_every_certainty(plan: Workplan) -> None:
    dates = {(bool(event.when.spans), bool(event.when.window), event.when.certainty.value) for event in plan.events}
    assert dates == {
        (True, True, "confirmed"),
        (True, True, "tbc"),
        (False, True, "confirmed"),
        (False, True, "tbc"),
        (False, True, "tba"),
        (False, False, "tbc"),
        (False, False, "tba"),
    }
    assert {event.place.certainty.value for event in plan.events if event.place} == {"confirmed", "tbc", "tba"}
