"""`slots`: free dates are never an error, and the best is first."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from conftest import DATA, Cli
from drafts import Draft, drafts, files_of
from gcmplan.checks.baseline import new_problems
from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.cli.schema import schema_of
from gcmplan.dates.span import Span
from gcmplan.dates.when import When
from gcmplan.editing import actions
from gcmplan.editing.edit import CannotEditError, edited
from gcmplan.editing.slots import Search, Slot, Wanted, placed_together
from gcmplan.editing.trial import with_event
from gcmplan.errors import GcmplanError
from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_plan
from gcmplan.plan.model import Kind, Status
from gcmplan.plan.overlap import certainly_overlap, meetings_of
from gcmplan.plan.workplan import Workplan
from gcmplan.problems.problem import Problem
from inside import on_screen
from strategies import examples

LIMITS = Limits()
JUNE = Wanted(2, (Span(date(2017, 5, 29), date(2017, 6, 20)),))


def errors(plan: Workplan) -> list[Problem]:
    found = check(Context(plan, plan.as_of), RULES, RULES)
    return [problem for problem in found if problem.waived is None and problem.severity == "error"]


def best(plan: Workplan, name: str, wanted: Wanted, number: int = 5) -> list[Slot]:
    return Search(plan, plan.event(name), wanted, RULES).best(number)


def written(folder: Path, slot: Slot) -> None:
    """Hold the plan with a meeting moved, in its files, against the plan before it."""
    found = edited(folder, lambda plan: actions.move(plan, slot.event.id, str(slot.event.when)), LIMITS)
    after = errors(found.new)
    assert not [problem for problem in after if slot.event.id in problem.events]
    assert not new_problems(after, errors(found.old))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.mark.parametrize("name", ["thematic-2", "bali-process", "midwa", "thematic-1"])
def test_no_date_of_the_real_plan_is_an_error(folder: Path, plan: Workplan, name: str) -> None:
    found = best(plan, name, JUNE)
    assert found
    assert all(slot.event.when.days == JUNE.days for slot in found)
    for slot in found:
        written(folder, slot)


@examples(150)
@given(drafts)
def test_no_date_of_any_plan_is_an_error(draft: Draft) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = files_of(draft)
        for file in (*files.sessions, *files.sources):
            (folder / Path(file.path).parent.name).mkdir(exist_ok=True)
            (folder / Path(file.path).parent.name / Path(file.path).name).write_bytes(file.data)
        for part in (files.workplan, files.bodies, files.places):
            assert part
            (folder / Path(part.path).name).write_bytes(part.data)
        plan = load_plan(folder, LIMITS)
        for event in plan.events:
            if event.kind is Kind.MEETING and event.status is not Status.CANCELLED:
                for slot in best(plan, event.id, JUNE, 3):
                    written(folder, slot)


def test_a_day_before_its_documents_is_none(plan: Workplan) -> None:
    """'hearing-4' comes after 'zero-draft', which is of February 2018: GP301 is an error."""
    search = Search(plan, plan.event("hearing-4"), JUNE, RULES)
    assert not search.best(1)
    assert "GP301" in search.first_error()


def test_an_error_elsewhere_hides_no_date(folder: Path) -> None:
    """The plan has an error before; a date that brings none is shown all the same."""
    file = folder / "workplan.yaml"
    text = file.read_text(encoding="utf-8").replace("when: 19-20 June 2017", "when: 8-9 May 2017", 1)
    file.write_text(text, encoding="utf-8")
    plan = load_plan(folder, LIMITS)
    assert errors(plan)
    found = best(plan, "negotiations-2", Wanted())
    assert found
    for slot in found:
        written(folder, slot)


def test_delegations_are_free_before_anything_else(plan: Workplan) -> None:
    (first, *_) = best(plan, "thematic-2", JUNE)
    assert first.reasons[0] == "no delegation is double-booked"
    moved = with_event(plan, first.event)
    (own,) = [one for one in meetings_of(moved) if one.id == "thematic-2"]
    against = [one for one in meetings_of(moved) if one.id != "thematic-2" and one.members & own.members]
    assert not [one.id for one in against if certainly_overlap(one.event.when, own.event.when)]


def test_who_is_double_booked_is_said(plan: Workplan) -> None:
    day = Wanted(1, (Span(date(2017, 5, 22), date(2017, 5, 22)),))
    (found,) = best(plan, "midwa", day)
    assert any(reason.startswith("warning GP101: ") and "double-booked" in reason for reason in found.reasons)


def test_a_weekend_comes_after_the_working_days(plan: Workplan) -> None:
    days = [slot.event.when.spans[0].first for slot in best(plan, "igc-compacts-workshop", JUNE, 99)]
    assert len(days) > 10
    weekend = [day for day in days if day.weekday() in {5, 6}]
    assert weekend
    assert days[0].weekday() < 5


def test_an_observance_comes_after_the_other_days(plan: Workplan) -> None:
    week = Wanted(1, (Span(date(2018, 4, 3), date(2018, 4, 10)),))
    slots = best(plan, "hearing-4", week, 9)
    (good_friday,) = [slot for slot in slots if slot.event.when.spans[0].first == date(2018, 4, 6)]
    (reason,) = [reason for reason in good_friday.reasons if "GP206" in reason]
    assert reason.endswith("on a day on which meetings are to be avoided: Orthodox Good Friday on 6 April 2018")
    working = [slot for slot in slots if slot.event.when.spans[0].first.weekday() < 5]
    assert working[-1] is good_friday
    assert len(working) == 6
    host = good_friday.event.place
    assert host
    fine = f"working days, no public holiday in {host.name}"
    assert fine in good_friday.reasons
    assert f"{fine} and no observance" in working[0].reasons


def test_a_year_without_observances_is_not_called_free_of_them(plan: Workplan) -> None:
    days = Wanted(1, (Span(date(2019, 4, 3), date(2019, 4, 4)),))
    for slot in best(plan, "hearing-4", days):
        assert not [reason for reason in slot.reasons if "observance" in reason]


def test_the_programme_moves_along(plan: Workplan) -> None:
    (slot, *_) = best(plan, "thematic-1", Wanted(None, JUNE.ranges))
    moved = with_event(plan, slot.event)
    days = [day.date for filed in moved.sessions_of(slot.event) for day in filed.session.days]
    assert days == [day for span in slot.event.when.spans for day in span.each_day()]


def test_the_place_of_the_programme_moves_along(folder: Path, plan: Workplan) -> None:
    """A date is judged with the programme where it will be."""
    wanted = Wanted(None, JUNE.ranges, "Vienna")
    (slot, *_) = best(plan, "thematic-1", wanted)
    (trial,) = with_event(plan, slot.event).sessions_of(slot.event)
    made = edited(folder, lambda plan: actions.move(plan, "thematic-1", str(slot.event.when), place="Vienna"), LIMITS)
    (filed,) = made.new.sessions_of(slot.event)
    assert trial.session == filed.session
    assert str(trial.session.place) == "Vienna"


def test_all_are_placed_none_against_another(plan: Workplan) -> None:
    found, unplaced = placed_together(plan, Wanted(2), RULES)
    open_ones = {event.id for event in plan.events if event.kind is Kind.MEETING and not event.when.exact}
    assert {slot.event.id for slot in found} | {one.event.id for one in unplaced} >= open_ones
    assert len(found) > 15
    for slot in found:
        plan = with_event(plan, slot.event)
    placed = {slot.event.id for slot in found}
    against = [one for one in check(Context(plan, plan.as_of), RULES, RULES) if one.code == "GP101"]
    assert not [one for one in against if len(placed.intersection(one.events)) > 1]
    assert not [one for one in errors(plan) if placed.intersection(one.events)]


def test_lengths_that_are_known_are_kept(plan: Workplan) -> None:
    found, unplaced = placed_together(plan, Wanted(), RULES)
    assert {slot.event.id: slot.event.when.days for slot in found}["negotiations-2"] == 4
    assert all("how many days" in one.reason for one in unplaced)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["midwa"], "give their number with --days"),
        ([], "--all"),
        (["midwa", "--all"], "--all"),
        (["documents-thematic-2"], "is a document, not a meeting"),
        (["thematic-2", "--place", "Atlantis"], "there is no place 'Atlantis'"),
        (["thematic-2", "--in", "5 June 2017"], "no 2 days in a row"),
        (["thematic-2", "--in", "1990,1991,1992,1993,1994"], "more than 1,500 days"),
        (["thematic-2", "--dry-run"], "--apply"),
        (["thematic-2", "--in", "5-7 June 2017", "--apply", "9"], "there are only"),
    ],
)
def test_what_cannot_be_asked(cli: Cli, folder: Path, words: list[str], said: str) -> None:
    run = cli("slots", *words, "--plan", str(folder))
    assert run.status == 2
    assert said in " ".join(run.err.replace("│", " ").split())


def test_json_by_its_schema(cli: Cli) -> None:
    for words in (["negotiations-2", "-n", "3"], ["--all"]):
        found = json.loads(cli("slots", *words, "--format", "json").out)
        Draft202012Validator(schema_of("slots")).validate(found)
    one = json.loads(cli("slots", "negotiations-2", "-n", "3", "--format", "json").out)
    assert (one["id"], one["days"], len(one["slots"])) == ("negotiations-2", 4, 3)


def test_apply_moves_to_that_date(cli: Cli, folder: Path) -> None:
    place = ("--plan", str(folder))
    third = json.loads(cli("slots", "negotiations-2", *place, "--format", "json").out)["slots"][2]
    before = (folder / "workplan.yaml").read_bytes()
    cli("slots", "negotiations-2", "--apply", "3", "--dry-run", *place)
    assert (folder / "workplan.yaml").read_bytes() == before
    run = cli("slots", "negotiations-2", "--apply", "3", "--place", "Geneva", "--source", "A letter", *place)
    assert run.status == 0
    event = load_plan(folder, LIMITS).event("negotiations-2")
    assert (str(event.when), str(event.place)) == (third["when"], "Geneva")
    assert str(event.source).endswith("; A letter")


@pytest.mark.parametrize("when", ["TBC", "March 2018 TBA", "12-15 March 2018 TBC", "March 2018"])
def test_applied_days_are_no_surer_than_those_before(cli: Cli, folder: Path, when: str) -> None:
    place = ("--plan", str(folder))
    cli("move", "negotiations-2", when, *place)
    first = json.loads(cli("slots", "negotiations-2", "--days", "4", *place, "--format", "json").out)["slots"][0]
    assert cli("slots", "negotiations-2", "--days", "4", "--apply", "1", *place).status == 0
    chosen = load_plan(folder, LIMITS).event("negotiations-2").when
    assert (chosen.spans, chosen.certainty) == (When.parse(first["when"]).spans, When.parse(when).certainty)


def test_a_cancelled_meeting_has_no_date(folder: Path) -> None:
    found = edited(folder, lambda plan: actions.cancel(plan, "thematic-2"), LIMITS)
    with pytest.raises(CannotEditError, match="is cancelled"):
        best(found.new, "thematic-2", JUNE)
    assert issubclass(CannotEditError, GcmplanError)


def test_on_a_terminal(cli: Cli) -> None:
    shown = on_screen("slots", "negotiations-2", "-n", "1", COLUMNS="60", NO_COLOR="1")
    assert "Monday 5-8 March 2018  New York" in shown
    assert max(map(len, shown.splitlines())) <= 60
    assert cli("slots", "negotiations-2", "-n", "1").out.count("\t") == 4
