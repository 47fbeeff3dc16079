"""The parts that a plan of one's own may leave out, and their defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from gcmplan.loading.load import load_plan
from gcmplan.plan.model import Kind
from gcmplan.plan.workplan import Workplan
from inside import start

HEAD = """\
title: Standards
as_of: 2027-01-04
source: Programme of work 2027
calendar: {name: Standards, domain: example.org}
"""
SMALL = f"""{HEAD}
groups:
  - {{id: plenary, title: Plenary meetings}}
  - {{id: drafting, title: Drafting, color: "#E69F00", short: Drafts}}
  - {{id: telecommunication, title: Telecommunications}}
events:
  - {{id: opening, title: Opening, group: plenary, when: 12 January 2027}}
  - {{id: draft, title: Draft, group: drafting, when: March 2027 TBC, kind: document, source: Letter}}
"""


def _plan(folder: Path, text: str) -> Workplan:
    path = folder / "workplan.yaml"
    path.write_text(text, encoding="utf-8")
    return load_plan(path)


def test_an_event_needs_an_id_a_title_a_date_and_a_group(tmp_path: Path) -> None:
    plan = _plan(tmp_path, SMALL)
    opening, draft = plan.events
    assert (opening.kind, opening.source, opening.phase) == (Kind.MEETING, "Programme of work 2027", None)
    assert (draft.kind, draft.source) == (Kind.DOCUMENT, "Letter")


def test_no_source_at_all_is_none(tmp_path: Path) -> None:
    plan = _plan(tmp_path, SMALL.replace("source: Programme of work 2027\n", ""))
    assert [event.source for event in plan.events] == [None, "Letter"]
    for command in (("list", "--format", "json"), ("show", "opening"), ("export", "ics"), ("export", "csv")):
        run = start(*command, "--plan", "workplan.yaml", cwd=tmp_path)
        assert run.returncode == 0, run.stderr
        assert "None" not in run.stdout


def test_groups_get_a_word_and_each_a_colour_of_its_own(tmp_path: Path) -> None:
    plan = _plan(tmp_path, SMALL)
    assert [group.short for group in plan.groups] == ["Plenary", "Drafts", "Telecommunic"]
    colors = [group.color for group in plan.groups]
    assert colors[1] == "#E69F00"
    assert len(set(colors)) == len(colors)


def test_more_groups_than_colours_are_coloured_too(tmp_path: Path) -> None:
    groups = "".join(f"  - {{id: g{number}, title: Group {number}}}\n" for number in range(20))
    plan = _plan(tmp_path, f"{HEAD}groups:\n{groups}events:\n")
    assert all(group.color and group.short for group in plan.groups)


def test_phases_are_the_plans_own(tmp_path: Path) -> None:
    drafting, ballot = (
        "{id: drafting, title: Drafting, when: 2027-01 - 2027-06}",
        "{id: B, title: Ballot, when: 2027-07}",
    )
    phases = f"phases:\n  - {drafting}\n  - {ballot}\n"
    text = SMALL.replace("groups:", f"{phases}groups:", 1).replace("when: 12", "phase: drafting, when: 12")
    _plan(tmp_path, text.replace("when: March", "phase: B, when: March"))
    listed = start("list", "--format", "markdown", "--plan", "workplan.yaml", cwd=tmp_path).stdout
    assert "## Drafting, first half of 2027" in listed
    assert "Phase B: Ballot, July 2027" in listed
    for name in ("drafting", "Drafting", "1", "phase 1"):
        run = start("list", "--phase", name, "--format", "plain", "--plan", "workplan.yaml", cwd=tmp_path)
        assert run.stdout.count("\n") == 1, run.stderr
    checked = start("check", "--plan", "workplan.yaml", "--format", "concise", cwd=tmp_path).stdout
    assert "'draft' (March 2027 TBC) is outside Phase B (July 2027)" in checked


@pytest.mark.parametrize("wrong", ["", "Phase 1", "a_b", "-"])
def test_an_id_of_a_phase_is_one_word(tmp_path: Path, wrong: str) -> None:
    text = SMALL.replace("groups:", f"phases:\n  - {{id: '{wrong}', title: A, when: May 2027}}\ngroups:", 1)
    (tmp_path / "workplan.yaml").write_text(text, encoding="utf-8")
    run = start("check", "--plan", "workplan.yaml", cwd=tmp_path)
    assert run.returncode == 1
    assert "GP002" in run.stdout


def test_a_plan_without_phases_has_events_only(tmp_path: Path) -> None:
    _plan(tmp_path, SMALL)
    listed = start("list", "--format", "markdown", "--plan", "workplan.yaml", cwd=tmp_path).stdout
    assert "All events" in listed
    assert "Outside the phases" not in listed
