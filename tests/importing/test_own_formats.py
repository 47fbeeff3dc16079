"""An export comes back: the plan, as far as the format has it, and no event twice."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import DATA
from gcmplan.loading.load import load_plan
from gcmplan.plan.keys import keys_of
from gcmplan.plan.model import Event, Kind
from gcmplan.plan.workplan import Workplan
from inside import start

SHIPPED = load_plan(DATA)
COMMON = ("id", "title", "short", "phase", "group", "when", "place", "venue", "status", "source")
HELD = {"csv": ("kind",), "json": ("kind", "after"), "ics": ()}
"""The keys of events that each format has beside these."""


@pytest.fixture
def full(made: Path, tmp_path: Path) -> Path:
    """A copy of the plan that was made."""
    return Path(shutil.copytree(made, tmp_path / "full"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real plan with an event of several spans, an unsure one, a cancelled and a postponed one."""
    folder = tmp_path_factory.mktemp("made") / "plan"
    shutil.copytree(DATA, folder)
    for words in (
        ("move", "thematic-3", "8 May, 10-11 May and 15 May 2018"),
        ("set", "thematic-3", "place", "Geneva TBC"),
        ("set", "thematic-5", "place", "TBA"),
        ("set", "idm-geneva", "certainty", "tba"),
        ("set", "thematic-1", "venue", "=Palais des Nations; -1"),
        ("cancel", "thematic-2"),
        ("postpone", "hearing-1"),
    ):
        run = start(*words, "--plan", ".", "--anyway", cwd=folder)
        assert run.returncode == 0, run.stderr
    return folder


def emptied(full: Path) -> Path:
    """Return a plan with the same groups, phases, bodies and places, and without an event."""
    folder = full.parent / "empty"
    shutil.copytree(full, folder, ignore=shutil.ignore_patterns("sessions", "sources", ".gcmplan"))
    file = folder / "workplan.yaml"
    head = file.read_text(encoding="utf-8").partition("\nevents:\n")[0]
    head = re.sub(r"(?ms)^(deadlines|participation|waivers):\n(?:[ #].*\n|\n)*", "", head + "\n")
    file.write_text(f"{head}\nevents: []\n", encoding="utf-8")
    return folder


def imported(folder: Path, file: Path) -> str:
    """Import a file by its review, and return what was said."""
    command = ("import", str(file), "--review", "review.yaml", "--plan", ".", "--anyway")
    review, run = (start(*command, cwd=folder) for _ in range(2))
    assert (review.returncode, run.returncode) == (0, 0), run.stderr
    (folder / "review.yaml").unlink()
    return run.stdout + run.stderr


def exported(folder: Path, form: str, *more: str) -> Path:
    file = folder.parent / f"out.{form}"
    run = start("export", form, "-o", str(file), *more, "--plan", ".", cwd=folder)
    assert run.returncode == 0, run.stderr
    return file


def facts(plan: Workplan, event: Event) -> dict[str, object]:
    """Return what an event is, whether it says so itself or its group."""
    body = plan.body_of(event)
    values = {key: getattr(event, key) for key in keys_of(Event)}
    return {**values, "body": body and body.id, "mandate": plan.mandate_of(event)}


@pytest.mark.parametrize("form", ["csv", "json", "ics"])
def test_the_plan_comes_back(full: Path, form: str) -> None:
    file = exported(full, form, *(["--windows"] if form == "ics" else []))
    empty = emptied(full)
    imported(empty, file)
    before, after = load_plan(full), load_plan(empty)
    # A calendar has no event without a date, nor one that is off.
    kept = [event for event in before.events if form != "ics" or event.when.window]
    assert {event.id for event in kept} == {event.id for event in after.events}
    for event in kept:
        old, new = facts(before, event), facts(after, after.event(event.id))
        keys = {*COMMON, *HELD[form], "mandate"}
        # A calendar names the bodies of meetings alone.
        keys |= {"body"} if form != "ics" or event.kind is Kind.MEETING else set()
        assert {key: new[key] for key in keys} == {key: old[key] for key in keys}
        assert after.event(event.id).sureness == event.sureness
        assert not new["doubt"]


@pytest.mark.parametrize("form", ["csv", "json", "ics", "xlsx"])
@pytest.mark.parametrize("more", [[], ["--detail", "agenda", "--windows"]])
def test_nothing_doubles_in_the_plan_itself(full: Path, form: str, more: list[str]) -> None:
    if more and form != "ics":
        more = ["--kind", "meeting,document,milestone,deadline,session"]
    file = exported(full, form, *more)
    before = (full / "workplan.yaml").read_bytes()
    said = imported(full, file)
    assert "nothing is written" in said
    assert (full / "workplan.yaml").read_bytes() == before


def test_deadlines_and_programmes_are_no_events(full: Path) -> None:
    file = exported(full, "csv", "--kind", "deadline,session")
    run = start("import", str(file), "--plan", ".", cwd=full)
    assert "left out, as it is a deadline, and no event: “" in run.stdout
    assert run.stdout.endswith("0 events, 0 with a doubt\n")


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"schema": "other/1"}', "[" * 5000, "{", '{"schema": "gcmplan.events/1", "events": [1]}']
)
def test_other_json_is_refused(full: Path, text: str) -> None:
    (full / "a.json").write_text(text)
    run = start("import", "a.json", "--plan", ".", cwd=full)
    assert run.returncode == 2
    assert "this is no JSON of 'gcmplan export json'" in run.stderr
