"""The attendees of meetings are data: states by code, sets of states, members of the plan's own; and their names in
messages.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gcmplan.loading.load import load_plan
from gcmplan.plan.countries import countries
from inside import start

WORKPLAN = """\
title: Standards
as_of: 2027-01-04
calendar: {name: Standards, domain: example.org}
attendees: {one: member body, many: member bodies}
groups:
  - {id: plenary, title: Plenary, body: committee}
  - {id: drafting, title: Drafting, body: drafters}
events:
  - {id: opening, title: Opening, group: plenary, when: 12-13 January 2027}
  - {id: draft, title: Drafting week, group: drafting, when: 13-15 January 2027}
"""
BODIES = """\
members:
  - {id: acme, name: Acme Corporation, also: [ACME]}
  - {id: borealis, name: Borealis Labs}
  - {id: cormorant, name: Cormorant Foundation}
bodies:
  - {id: committee, name: The committee, members: [acme, borealis, cormorant, CHE]}
  - {id: drafters, name: The drafters, members: [borealis, CHE]}
"""


def _folder(path: Path, bodies: str = BODIES, workplan: str = WORKPLAN) -> Path:
    (path / "workplan.yaml").write_text(workplan, encoding="utf-8")
    (path / "bodies.yaml").write_text(bodies, encoding="utf-8")
    return path


def test_members_of_the_plans_own_are_double_booked_and_called_as_it_says(tmp_path: Path) -> None:
    _folder(tmp_path)
    run = start("check", "--format", "json", cwd=tmp_path)
    [problem] = [one for one in json.loads(run.stdout)["problems"] if one["code"] == "GP101"]
    assert "2 member bodies are double-booked: Borealis Labs and Switzerland" in problem["message"]
    assert problem["delegations"] == ["CHE", "borealis"]
    shown = start("show", "draft", cwd=tmp_path).stdout
    assert "2 member bodies are double-booked with opening" in shown
    effect = start("move", "draft", "14-16 January 2027", "--dry-run", cwd=tmp_path)
    assert "2 member bodies" in effect.stdout
    assert "delegation" not in effect.stdout + shown + start("check", "--verbose", cwd=tmp_path).stdout


@pytest.mark.parametrize("name", ["acme", "ACME", "Acme Corporation", "acme corp"])
def test_an_own_member_is_found_by_its_names(tmp_path: Path, name: str) -> None:
    _folder(tmp_path)
    run = start("list", "--for", name, "--format", "plain", cwd=tmp_path)
    assert [line.split("\t")[0] for line in run.stdout.splitlines()] == ["opening"], run.stderr


def test_an_unknown_member_lists_the_known(tmp_path: Path) -> None:
    _folder(tmp_path)
    run = start("list", "--for", "borelis", cwd=tmp_path)
    assert run.returncode == 2
    assert "there is no member 'borelis'" in run.stderr
    assert "Borealis Labs" in run.stderr
    assert "did you mean 'borealis'?" in run.stderr


def test_states_need_no_list_of_ones_own(tmp_path: Path) -> None:
    _folder(tmp_path)
    plan = load_plan(tmp_path)
    assert not plan.states
    assert plan.delegation_names["CHE"] == "Switzerland"
    assert start("list", "--for", "Swiss Confederation", "--format", "plain", cwd=tmp_path).stdout.count("\n") == 2


def test_sets_of_states_come_with_the_package(tmp_path: Path) -> None:
    text = "bodies:\n  - {id: committee, name: A, members: UN Member States, observers: [un observers, CHE]}\n"
    _folder(tmp_path, text + "  - {id: drafters, name: B, members: [NOR]}\n")
    plan = load_plan(tmp_path)
    committee = plan.bodies[0]
    assert len(committee.members) == 193
    assert set(committee.members) == {one.alpha3 for one in countries() if one.standing == "member"}
    assert set(committee.observers) == {"EUE", "PSE", "VAT", "CHE"}
    assert "1 member body is double-booked: Norway" in start("check", "--format", "concise", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("member", "message", "hint"),
    [
        ("acm", "'acm' is not in 'members'", "did you mean 'acme'?"),
        ("kenya", "'kenya' is not in 'members'", "write 'KEN', the code of Kenya"),
        ("Kenya", "this entry is 'Kenya', which is no code of a country", "write 'KEN', the code of Kenya"),
        ("XXX", "this entry is 'XXX', which is no code of a country", "three capital letters"),
    ],
)
def test_a_member_that_nobody_is(tmp_path: Path, member: str, message: str, hint: str) -> None:
    _folder(tmp_path, BODIES.replace("[borealis, CHE]", f"[borealis, {member}]"))
    out = start("check", cwd=tmp_path).stdout
    assert message in out
    assert hint in out


def test_a_member_given_twice_is_a_problem(tmp_path: Path) -> None:
    _folder(tmp_path, BODIES.replace("id: borealis, name", "id: acme, name"))
    assert "the id 'acme' is used a second time" in start("check", cwd=tmp_path).stdout


def test_a_change_of_members_is_told_by_name(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    _folder(old)
    _folder(new, BODIES.replace("[borealis, CHE]", "[acme, CHE]").replace("Cormorant F", "Cormoran F"))
    out = start("diff", "old", "new", "--format", "markdown", cwd=tmp_path).stdout
    assert "Acme Corporation" in out
    assert "Cormoran Foundation" in out


@pytest.mark.parametrize("word", ["{}", "a\\u202eb", "", "1"])
def test_what_they_are_called_is_a_word(tmp_path: Path, word: str) -> None:
    _folder(tmp_path, workplan=WORKPLAN.replace("one: member body", f'one: "{word}"'))
    assert "GP002" in start("check", cwd=tmp_path).stdout
