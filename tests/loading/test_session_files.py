"""Files in sessions/ that cannot be right: each is reported at its place, with the right value."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import DATA, ROOT
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_plan
from rule_examples import problems_of
from session_files import SESSIONS, change, validated

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Cli

EVENT = """\
events:
  - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, place: Geneva, session: talks,
     source: x}
# sessions/talks.yaml
"""
SESSION = """\
id: talks
event: talks
source: x
days:
  - date: 8 May 2017
    items:
      - id: panel
        time: 10:00-13:00
        title: Panel
        kind: panel
        speakers:
          - {name: Ms. Ana Pérez, role: Expert}
        limits:
          - {who: expert, minutes: 5-7, times: 3}
"""
TIME = "10:00-13:00"
PERSON = "{name: Ms. Ana Pérez, role: Expert}"
MISTAKES = [
    ("backwards", TIME, "13:00-10:00", "8:15 GP002 'time' cannot be read: '13:00-10:00' runs backwards"),
    ("25 o'clock", TIME, "10:00-25:00", "8:15 GP002 'time' cannot be read: '10:00-25:00' is no time of day"),
    ("60 minutes", TIME, "10:00-10:60", "8:15 GP002 'time' cannot be read: '10:00-10:60' is no time of day"),
    ("24 hours and more", TIME, "22:00-25:00", "8:15 GP002 'time' cannot be read: '22:00-25:00' is no time of day"),
    ("no time at all", TIME, "10:00-10:00", "8:15 GP002 'time' cannot be read: '10:00-10:00' has no length"),
    ("no end", TIME, "10:00", "8:15 GP002 'time' cannot be read: not understood: '10:00'"),
    ("two slots", TIME, "10:00-11:00 and 12:00-13:00", "8:15 GP002 'time' cannot be read: more than one slot"),
    ("time as a list", TIME, "[10, 13]", "8:15 GP002 'time' is a list"),
    (
        "speakers as a text",
        f"\n          - {PERSON}",
        " Ms. Ana Pérez",
        "11:19 GP002 'speakers' is 'Ms. Ana Pérez', not a list",
    ),
    (
        "a text among speakers",
        PERSON,
        "Ms. Ana Pérez",
        "12:13 GP002 this entry is 'Ms. Ana Pérez', not keys with values",
    ),
    ("nobody", PERSON, "{}", "12:13 GP002 this entry names nobody"),
    ("two names", "name: Ms. Ana Pérez", "name: [Ana, Olu]", "12:20 GP002 'name' is a list"),
    ("unknown key", "role: Expert", "rol: Expert", "12:35 GP002 the key 'rol' is not known in 'talks'"),
    ("unknown kind", "kind: panel", "kind: panl", "10:15 GP002 'kind' is 'panl'"),
    ("minutes backwards", "5-7", "7-5", "14:36 GP002 'minutes' is no number of minutes"),
    ("a number in words", "times: 3", "times: three", "14:48 GP002 'times' is not a whole number"),
    ("a month for a day", "8 May 2017", "May 2017", "5:11 GP003 'date' cannot be read: this is not one sure day"),
    ("no such day", "8 May 2017", "31 June 2017", "5:11 GP003 'date' cannot be read: there is no day 31 in June 2017"),
    ("no id of an item", "id: panel\n        ", "", "7:9 GP002 the key 'id' is missing in 'talks'"),
    (
        "a key twice",
        "title: Panel\n",
        "title: A\n        title: B\n",
        "10:9 GP006 duplicate key 'title'",
    ),
    ("unknown place", "source: x", "source: x\nplace: Atlantis", "4:8 GP005 'Atlantis' is not in places.yaml"),
    (
        "hours backwards",
        "source: x",
        "source: x\nhours: 18:00-10:00",
        "4:8 GP002 'hours' cannot be read: '18:00-10:00' runs backwards",
    ),
    ("unknown date", "source: x", "source: x\nwhen: soon", "4:7 GP003 'when' cannot be read: 'soon' is no date"),
    ("unknown event", "event: talks", "event: talk", "2:8 GP005 'talk' is not in the workplan's 'events'"),
    ("a path for an id", "id: talks", "id: ../../outside", "1:5 GP002 'id' is '../../outside'"),
    ("empty", SESSION, "", "1:1 GP002 the file is empty"),
    ("a list", SESSION, "- a\n- b\n", "1:1 GP002 the file is not a mapping of keys to values"),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_a_mistake_in_a_session(old: str, new: str, expected: str) -> None:
    """The first problem is that of the session; others may follow from it in the workplan."""
    assert old in SESSION
    problem, *_ = sorted(
        problems_of(EVENT + SESSION.replace(old, new, 1)), key=lambda one: not one.position.path.startswith("sessions/")
    )
    assert f"{problem.position} {problem.code} {problem.message}" == f"sessions/talks.yaml:{expected}"
    assert problem.hint


def test_without_a_mistake_there_is_no_problem() -> None:
    assert [problem for problem in problems_of(EVENT + SESSION) if problem.code.startswith(("GP0", "GP4"))] == []


# -- the real files --------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the plan's folder."""
    return shutil.copytree(DATA, tmp_path / "data")


@pytest.mark.parametrize("name", SESSIONS)
def test_an_independent_validator_accepts_the_sessions(name: str) -> None:
    run = validated(ROOT / "schema" / "session.schema.json", DATA / "sessions" / f"{name}.yaml")
    assert run.exit_code == 0, run.output


def linked_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (linked_to("thematic-1.yaml"), "it is a symbolic link"),
        (linked_to("/etc/passwd"), "it is a symbolic link"),
        (linked_to("../../../outside.yaml"), "it is a symbolic link"),
        (Path.mkdir, "it is a folder"),
    ],
    ids=["link-beside", "link-to-root", "link-outside", "folder"],
)
def test_a_session_that_is_no_file(cli: Cli, folder: Path, make: Callable[[Path], object], reason: str) -> None:
    path = folder / "sessions" / "thematic-2.yaml"
    path.unlink()
    make(path)
    with pytest.raises(BrokenPlanError) as raised:
        load_plan(folder)
    (problem,) = raised.value.problems
    assert (problem.code, str(problem.position)) == ("GP001", f"{path}:1:1")
    assert problem.message.startswith(reason)
    run = cli("agenda", "thematic-1", "--plan", str(folder))
    assert (run.status, run.out) == (2, "")
    assert reason in run.err


def test_a_session_that_would_never_end(cli: Cli, folder: Path) -> None:
    path = folder / "sessions" / "thematic-2.yaml"
    path.unlink()
    os.mkfifo(path)
    run = cli("agenda", "thematic-1", "--plan", str(folder))
    assert (run.status, run.out) == (2, "")
    assert "thematic-2.yaml: it is not a regular file" in run.err


@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_folder_of_sessions_that_is_a_link(folder: Path, target: str) -> None:
    shutil.move(folder / "sessions", folder.parent / "elsewhere")
    (folder / "sessions").symlink_to(folder.parent / target)
    with pytest.raises(BrokenPlanError) as raised:
        load_plan(folder)
    (problem,) = raised.value.problems
    assert (problem.code, str(problem.position)) == ("GP001", f"{folder / 'sessions'}:1:1")
    assert problem.message.startswith("it is a symbolic link")


def test_a_copy_of_a_session_is_told_once(folder: Path) -> None:
    (folder / "sessions" / "z-copy.yaml").write_bytes((folder / "sessions" / "thematic-1.yaml").read_bytes())
    with pytest.raises(BrokenPlanError) as raised:
        load_plan(folder)
    (problem,) = raised.value.problems
    assert (problem.code, problem.message) == ("GP004", "the id 'thematic-1' is used a second time")
    assert problem.position.path.endswith("z-copy.yaml")


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "..", "sessions/thematic-1"])
def test_an_event_names_no_path(folder: Path, name: str) -> None:
    """A session is found by its id among the plan's own files; no name leads elsewhere."""
    (folder.parent / "outside.yaml").write_text("id: outside\n", encoding="utf-8")
    path = folder / "workplan.yaml"
    text = path.read_text(encoding="utf-8").replace("session: thematic-1", f"session: {name}", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenPlanError) as raised:
        load_plan(folder)
    assert {problem.code for problem in raised.value.problems} == {"GP002", "GP005"}
    assert {problem.position.line for problem in raised.value.problems} == {
        text[: text.index(f"session: {name}\n")].count("\n") + 1
    }


def test_other_files_beside_the_sessions_are_left_alone(folder: Path) -> None:
    for name in ("notes.txt", ".thematic-1.yaml.swp", ".hidden.yaml", "README"):
        (folder / "sessions" / name).write_bytes(b"\xff{")
    assert len(load_plan(folder).sessions) == len(SESSIONS)


NAMES = [
    ("event: thematic-1", "event: thematic-7", "GP005", "'thematic-7' is not in the workplan's 'events'"),
    ("id: thematic-1\n", "id: thematic-2\n", "GP004", "the id 'thematic-2' is used a second time"),
    ("id: panel-2", "id: panel-1", "GP004", "the id 'panel-1' is used a second time"),
    (
        "event: thematic-1",
        "event: thematic-2",
        "GP005",
        "the session 'thematic-1' belongs to 'thematic-2', not to 'thematic-1'",
    ),
    ("place: Geneva", "place: Nowhere", "GP005", "'Nowhere' is not in places.yaml"),
]


@pytest.mark.parametrize(("old", "new", "code", "message"), NAMES, ids=lambda value: value[:24])
def test_names_of_the_real_plan(folder: Path, old: str, new: str, code: str, message: str) -> None:
    change(folder, "thematic-1", old, new)
    with pytest.raises(BrokenPlanError) as raised:
        load_plan(folder)
    found = {(problem.code, problem.message) for problem in raised.value.problems}
    assert any(one == code and message in said for one, said in found)
    assert all(problem.hint for problem in raised.value.problems)


def test_a_place_without_a_zone(folder: Path) -> None:
    path = folder / "places.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    timezone: Europe/Zurich\n", "", 1), encoding="utf-8")
    with pytest.raises(BrokenPlanError) as raised:
        load_plan(folder)
    (problem,) = raised.value.problems
    line = text[: text.index("- name: Geneva\n")].count("\n") + 1
    assert str(problem.position).endswith(f"places.yaml:{line}:5")
    assert (problem.message, problem.hint) == ("the key 'timezone' is missing in 'Geneva'", "add 'timezone:'")


def test_the_command_line_shows_the_line(cli: Cli, folder: Path) -> None:
    change(folder, "thematic-1", "time: 17:50-18:00", "time: 17:50-25:00")
    path = folder / "sessions" / "thematic-1.yaml"
    text = path.read_text(encoding="utf-8")
    line = text[: text.index("17:50-25:00")].count("\n") + 1
    run = cli("agenda", "thematic-1", "--plan", str(folder))
    assert (run.status, run.out) == (2, "")
    assert f"thematic-1.yaml:{line}:15" in "".join(run.err.split())
    assert "time: 17:50-25:00" in run.err
    assert "hint: hours go from 00:00 to 24:00" in run.err
