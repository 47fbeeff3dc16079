"""`gcmplan log`: the history of a plan and of its events, in real repositories."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from manual import shows

from conftest import Cli, Compared
from gcmplan.changes.change import Change, ChangeKind, FieldChange, Positions
from gcmplan.changes.diff import difference
from gcmplan.cli.schema import schema_of
from gcmplan.files.parse import Limits
from gcmplan.git.repository import Repository
from gcmplan.history.cache import Cache
from gcmplan.history.outcome import parsed
from gcmplan.history.walk import History, Revision, walk
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_files
from gcmplan.plan.workplan import Workplan
from gcmplan.views.log import of_row
from rule_examples import files_in, files_of
from scratch import Scratch
from terminal import GCMPLAN

PLAN = """\
title: Example
events:
  - id: opening
    title: Opening
    phase: I
    group: official
    kind: meeting
    when: 8-9 May 2017 TBC
    place: Geneva
    source: x

  - id: hearing
    title: Hearing
    phase: I
    group: multi-stakeholder
    kind: meeting
    when: 12 June 2017
    place: New York
    source: x

  - id: closing
    title: Closing
    phase: III
    group: official
    kind: meeting
    when: July 2018 TBA
    place: TBA
    source: x
"""
CONFIRMED = ("when: 8-9 May 2017 TBC", "when: 8-9 May 2017")
POSTPONED = ("when: 8-9 May 2017", "when: 10-11 May 2017")
MOVED = ("when: 12 June 2017", "when: 13 June 2017")
COLOR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def scratch(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """Return a repository with one commit of the example, and work in it, with a cache beside it."""
    del cli
    made = Scratch(tmp_path / "repository")
    for file in files_in(files_of(PLAN)):
        path = made.root / "data" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    made.git("init", "--quiet", "--initial-branch=main", "--object-format=sha1")
    made.commit("Begin", author="Jane Doe", time="2017-04-12T09:00:00Z")
    monkeypatch.chdir(made.root)
    monkeypatch.setenv("GCMPLAN_CACHE", str(tmp_path / "cache"))
    return made


def edited(scratch: Scratch, *edits: tuple[str, str], message: str = "Edit") -> str:
    """Change texts of the plan and commit; return the commit."""
    for old, new in edits:
        scratch.rewrite(old, new)
    return scratch.commit(message)


def told(cli: Cli, *arguments: str) -> list[str]:
    """Return what a history says happened, the newest first."""
    run = cli("log", *arguments)
    assert run.status == 0, run.err
    return [line.split("\t")[3] for line in run.out.splitlines()]


def removed(scratch: Scratch, event: str) -> str:
    """Take an event out of the plan; return its text."""
    text = scratch.workplan.read_text(encoding="utf-8")
    found = re.search(rf"  - id: {event}\n(?:    .*\n)+", text)
    assert found
    scratch.workplan.write_text(text.replace(found[0], ""), encoding="utf-8")
    return found[0]


# -- the plan ----------------------------------------------------------------------------------------------------------


def test_each_revision_is_told_by_what_it_changed_the_newest_first(scratch: Scratch, cli: Cli) -> None:
    edited(scratch, CONFIRMED)
    edited(scratch, POSTPONED, ("when: July 2018 TBA", "when: 3-5 July 2018"))
    last = edited(scratch, MOVED, ("as_of: 12 April 2017", "as_of: 13 April 2017"))
    assert told(cli) == [
        "1 postponed; the plan's head changed",
        "1 postponed, 1 confirmed",
        "1 confirmed",
        "the plan begins, 3 events",
    ]
    first = cli("log").out.splitlines()
    assert first[0].split("\t")[1:3] == ["A", last]
    assert first[-1].split("\t")[:2] == ["2017-04-12", "Jane Doe"]


def test_other_files_of_the_plan_have_a_history_too(scratch: Scratch, cli: Cli) -> None:
    bodies = scratch.root / "data" / "bodies.yaml"
    bodies.write_text(bodies.read_text().replace("members: [NOR, SWE]", "members: [NOR]"))
    scratch.commit("Sweden leaves")
    (scratch.root / "README.md").write_text("none of the plan")
    scratch.commit("Something else")
    run = cli("log")
    assert [line.split("\t")[3] for line in run.out.splitlines()] == ["1 body changed", "the plan begins, 3 events"]
    assert run.err == ""


def test_what_changes_nothing_in_meaning_is_left_out_and_counted(scratch: Scratch, cli: Cli) -> None:
    edited(scratch, ("title: Example", "title:  'Example'  # in quotes"))
    edited(scratch, ("  - id: hearing", "  # A comment\n  - id: hearing"))
    edited(scratch, MOVED)
    run = cli("log")
    assert len(run.out.splitlines()) == 2
    assert run.err == "Left out: 2 revisions that changed nothing in meaning\n"
    assert cli("log", "hearing").err == ""


def test_only_the_newest(scratch: Scratch, cli: Cli) -> None:
    edited(scratch, CONFIRMED)
    edited(scratch, ("title: Example", "title:  Example"))
    edited(scratch, MOVED)
    run = cli("log", "-n", "1")
    assert (len(run.out.splitlines()), run.err) == (1, "")
    assert cli("log", "--limit", "2").err == "Left out: 1 revision that changed nothing in meaning\n"
    assert len(told(cli, "-n", "99999999999999999999")) == 3
    assert told(cli, "hearing", "-n", "1") == ["postponed, 12 June 2017 → 13 June 2017 (1 day later)"]


@pytest.mark.parametrize("number", ["0", "-1", "x", ""])
def test_a_limit_is_a_number_from_1(scratch: Scratch, cli: Cli, number: str) -> None:
    del scratch
    run = cli("log", "--limit", number)
    assert (run.status, run.out) == (2, "")
    assert "--limit" in run.err


def test_broken_revisions_are_told_and_the_next_is_compared_to_the_last_that_could_be_read(
    scratch: Scratch, cli: Cli
) -> None:
    edited(scratch, ("when: 12 June 2017", "when: 31 June 2017"))
    edited(scratch, ("when: 31 June 2017", "when: 13 June 2017"))
    text = scratch.workplan.read_bytes()
    scratch.workplan.unlink()
    scratch.commit("Gone")
    scratch.workplan.write_bytes(text)
    scratch.commit("Back")
    run = cli("log")
    assert [line.split("\t")[3] for line in run.out.splitlines()] == [
        "cannot be read: workplan.yaml is not there",
        "1 postponed",
        "cannot be read: the plan has 1 problem",
        "the plan begins, 3 events",
    ]
    assert run.err == "Left out: 1 revision that changed nothing in meaning\n"
    assert told(cli, "hearing")[0] == "postponed, 12 June 2017 → 13 June 2017 (1 day later)"


def test_a_link_or_a_submodule_in_the_plan_folder_is_not_followed(scratch: Scratch, cli: Cli) -> None:
    link = scratch.root / "data" / "sessions" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to("../bodies.yaml")
    scratch.commit("Link")
    link.unlink()
    scratch.commit("No link")
    head = scratch.git("rev-parse", "HEAD").strip()
    scratch.git("update-index", "--add", "--cacheinfo", f"160000,{head},data/sources/module.yaml")
    scratch.git("commit", "--quiet", "--message", "Submodule")
    assert [text.rpartition(" at ")[0] for text in told(cli)[:2]] == [
        "cannot be read: data/sources/module.yaml is a submodule",
        "cannot be read: data/sessions/link.yaml is a symbolic link",
    ]


def test_a_link_that_is_no_file_of_the_plan_is_none_of_its_business(scratch: Scratch, cli: Cli) -> None:
    link = scratch.root / "data" / "sources" / "README.md"
    link.parent.mkdir()
    link.symlink_to("../../README.md")
    scratch.commit("Link")
    assert cli("check", "--exit-zero", "--new-since", "HEAD").err == ""
    assert cli("diff", "HEAD").status == 0
    assert "cannot be read" not in "".join(told(cli))


def test_an_edit_beside_a_link_is_told_with_the_next_revision(scratch: Scratch, cli: Cli) -> None:
    link = scratch.root / "data" / "sources" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to("../bodies.yaml")
    edited(scratch, MOVED)
    link.unlink()
    scratch.commit("No link")
    assert told(cli)[0] == "1 postponed"


def test_a_merge_counts_once_by_what_it_brought_to_the_main_line(scratch: Scratch, cli: Cli) -> None:
    scratch.git("checkout", "--quiet", "-b", "draft")
    edited(scratch, CONFIRMED, message="On the branch")
    edited(scratch, POSTPONED, message="On the branch")
    scratch.git("checkout", "--quiet", "main")
    edited(scratch, MOVED, message="On the main line")
    scratch.git("merge", "--quiet", "--no-ff", "--message", "Merge", "draft")
    revisions = json.loads(cli("log", "--format", "json").out)["revisions"]
    assert [revision["subject"] for revision in revisions] == ["Merge", "On the main line", "Begin"]
    assert told(cli, "opening") == [
        "postponed, confirmed, 8-9 May 2017 TBC → 10-11 May 2017 (2 days later)",
        "added, 8-9 May 2017 TBC; place Geneva",
    ]


# -- an event ----------------------------------------------------------------------------------------------------------


def test_an_event_is_told_by_kinds_and_values(scratch: Scratch, cli: Cli) -> None:
    edited(scratch, CONFIRMED, ("place: Geneva", "place: Vienna"))
    edited(scratch, MOVED)
    edited(scratch, ("title: Opening", "title: Opening session"), ("    source: x", "    source: x\n    note: A note"))
    edited(scratch, ("    place: Vienna\n", "    place: Vienna\n    status: cancelled\n"))
    assert told(cli, "opening") == [
        "cancelled, status scheduled → cancelled",
        "renamed, reworded, title Opening → Opening session; note none → A note",
        "relocated, confirmed, 8-9 May 2017 TBC → 8-9 May 2017; place Geneva → Vienna",
        "added, 8-9 May 2017 TBC; place Geneva",
    ]


def test_an_event_that_is_gone_is_found_in_the_history(scratch: Scratch, cli: Cli) -> None:
    edited(scratch, MOVED)
    text = removed(scratch, "hearing")
    scratch.commit("Remove")
    was = ["removed, 13 June 2017; place New York", "postponed, 12 June 2017 → 13 June 2017 (1 day later)"]
    assert told(cli, "hear")[:2] == was
    with scratch.workplan.open("a", encoding="utf-8") as file:
        file.write("")
    scratch.rewrite("events:\n", f"events:\n{text}\n")
    scratch.commit("Back")
    assert told(cli, "hearing")[:3] == ["added, 13 June 2017; place New York", *was]


def test_an_event_is_followed_under_the_ids_that_it_had(scratch: Scratch, cli: Cli) -> None:
    edited(scratch, MOVED)
    edited(scratch, ("- id: hearing", "- id: hearing-1\n    formerly: [hearing]"))
    edited(
        scratch, ("- id: hearing-1", "- id: first-hearing"), ("formerly: [hearing]", "formerly: [hearing, hearing-1]")
    )
    edited(scratch, ("when: 13 June 2017", "when: 14 June 2017"))
    expected = [
        "postponed, 13 June 2017 → 14 June 2017 (1 day later)",
        "renamed, id hearing-1 → first-hearing",
        "renamed, id hearing → hearing-1",
        "postponed, 12 June 2017 → 13 June 2017 (1 day later)",
        "added, 12 June 2017; place New York",
    ]
    for name in ("first-hearing", "FIRST", "hearing-1", "hearing", "hea"):
        assert told(cli, name) == expected
    removed(scratch, "first-hearing")
    scratch.commit("Remove")
    for name in ("first", "hearing"):
        assert told(cli, name) == ["removed, 14 June 2017; place New York", *expected]


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("openin-g", "there is no event 'openin-g'; known: opening, hearing, closing", "did you mean 'opening'?"),
        ("", "there is no event ''", ""),
        ("\x1b[2J", "there is no event", ""),
        ("hearing-", "there is no event 'hearing-'", "did you mean 'hearing'?"),
    ],
)
def test_an_unknown_event(scratch: Scratch, cli: Cli, name: str, message: str, hint: str) -> None:
    del scratch
    run = cli("log", name)
    assert (run.status, run.out) == (2, "")
    assert message in run.err
    assert hint in run.err
    assert "\x1b" not in run.err


def test_the_beginning_of_several_ids(scratch: Scratch, cli: Cli) -> None:
    edited(scratch, ("- id: hearing", "- id: opening-2"))
    assert told(cli, "opening")[-1].startswith("added, 8-9 May")
    run = cli("log", "open")
    assert run.status == 2
    assert "'open' fits 2 events: opening, opening-2" in run.err


@given(st.lists(st.tuples(st.integers(0, 2), st.none() | st.integers(0, 9)), max_size=15))
def test_an_id_names_who_had_it(steps: list[tuple[int, int | None]]) -> None:
    """In a made-up history, in which each step adds an event, gives it a new id, or removes it."""
    changes: list[Change] = []
    standing: dict[int, str] = {}
    gone: dict[int, str] = {}
    now: dict[str, list[str | None]] = {}
    """By each id, the one that its event has now, in a list that its ids share; nothing if it was removed."""
    for event, number in steps:
        old, new = standing.get(event), f"id-{number}"
        if number is None and old:
            changes.append(changed(ChangeKind.REMOVED, old, old, None))
            gone[event] = standing.pop(event)
            now[old][0] = None
        elif number is not None and (new not in now or (not old and new == gone.get(event))):
            changes.append(changed(ChangeKind.RENAMED if old else ChangeKind.ADDED, new, old, new))
            now[new] = now[old] if old else now.get(new, [new])
            now[new][0] = standing[event] = new
    history = History(tuple(map(revision_of, changes)), is_shallow=False)
    for name, [last] in now.items():
        newest = of_row(history, name).entries[0].changes[0]
        assert newest.id == last if last else newest.kinds == (ChangeKind.REMOVED,)


SESSION = """\
id: talks
event: opening
source: x
days:
  - date: 8 May 2017
    items:
      - {id: welcome, time: 10:00-10:30, title: Welcome, kind: opening}
      - {id: first, time: 10:30-13:00, title: First, kind: panel}
"""


def session_edited(scratch: Scratch, *edits: tuple[str, str], name: str = "talks") -> None:
    """Change texts of a session's file and commit; without any, make it."""
    path = scratch.root / "data" / "sessions" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else SESSION.replace("talks", name)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    scratch.commit("Session")


def test_what_changed_in_the_sessions_of_an_event_belongs_to_it(scratch: Scratch, cli: Cli) -> None:
    session_edited(scratch)
    session_edited(scratch, ("10:30-13:00", "10:30-12:00"))
    edited(scratch, ("- id: opening", "- id: first-talks\n    formerly: [opening]"))
    session_edited(scratch, ("event: opening", "event: first-talks"), ("title: First", "title: Panel"))
    scratch.git("reset", "--quiet", "--soft", "HEAD~2")
    scratch.commit("A new id")
    session_edited(scratch, ("event: first-talks", "event: hearing"))
    (scratch.root / "data" / "sessions" / "talks.yaml").unlink()
    scratch.commit("No session")
    assert told(cli, "opening") == [
        "programme talks reworded, event first-talks → hearing",
        (
            "renamed, id opening → first-talks; "
            "programme talks renamed, reworded, event opening → first-talks; 2017-05-08, first, title First → Panel"
        ),
        "programme talks shortened, 2017-05-08, first, time 10:30-13:00 → 10:30-12:00",
        "programme talks added",
        "added, 8-9 May 2017 TBC; place Geneva",
    ]
    assert told(cli, "hearing")[:2] == [
        "programme talks removed",
        "programme talks reworded, event first-talks → hearing",
    ]
    assert told(cli, "closing") == ["added, July 2018 TBA; place TBA"]
    changes = json.loads(cli("log", "first-talks", "--format", "json").out)["revisions"][1]["changes"]
    assert [(change["section"], change["id"]) for change in changes] == [
        ("events", "first-talks"),
        ("sessions", "talks"),
    ]


def test_a_new_id_alone_is_no_change_of_the_session(scratch: Scratch, cli: Cli) -> None:
    session_edited(scratch)
    scratch.rewrite("- id: opening", "- id: first-talks\n    formerly: [opening]")
    session_edited(scratch, ("event: opening", "event: first-talks"))
    assert told(cli, "opening")[0] == "renamed, id opening → first-talks"


def test_of_a_programme_that_changed_much_the_number_is_told(scratch: Scratch, cli: Cli) -> None:
    session_edited(scratch)
    items = "".join(
        f"      - {{id: item-{number}, time: '{number}:00-{number}:30', title: T, kind: panel}}\n"
        for number in range(13, 20)
    )
    session_edited(scratch, ("kind: panel}\n", f"kind: panel}}\n{items}"))
    newest = told(cli, "opening")[0]
    assert newest.startswith("programme talks lengthened, 2017-05-08, item-13 added: T; 2017-05-08, item-14 added: T; ")
    assert newest.endswith("; and 2 more")


def test_sessions_and_deadlines_have_a_history_too(scratch: Scratch, cli: Cli) -> None:
    deadline = "deadlines:\n  - {id: papers, title: P, when: 2 May 2017, audience: all, event: opening, source: x}\n"
    scratch.rewrite("events:\n", f"{deadline}events:\n")
    scratch.commit("Deadline")
    edited(scratch, ("when: 2 May 2017", "when: 3 May 2017"))
    session_edited(scratch, ("event: opening", "title: Retreat\nwhen: 8 May 2017\nplace: Geneva"), name="retreat")
    session_edited(scratch, ("title: Retreat", "title: The retreat"), name="retreat")
    expected = ["postponed, 2 May 2017 → 3 May 2017 (1 day later)", "added, 2 May 2017"]
    assert told(cli, "papers") == told(cli, "PAP") == expected
    expected = ["renamed, title Retreat → The retreat", "added, 8 May 2017; place Geneva"]
    assert told(cli, "retreat") == told(cli, "ret") == expected
    assert told(cli, "opening") == ["added, 8-9 May 2017 TBC; place Geneva"]
    run = cli("show", "retreat")
    assert "renamed, title Retreat → The retreat" in run.out.splitlines()[-1]
    run = cli("log", "reterat")
    assert "did you mean 'retreat'?" in run.err


def test_show_tells_the_last_change_of_the_programme(scratch: Scratch, cli: Cli) -> None:
    edited(scratch, CONFIRMED)
    session_edited(scratch)
    assert cli("show", "opening").out.splitlines()[-1].endswith(": programme talks added")


def changed(kind: ChangeKind, name: str, old: str | None, new: str | None) -> Change:
    return Change("events", name, "", (kind,), None, (FieldChange(("id",), old, new),))


def revision_of(change: Change) -> Revision:
    return Revision("0" * 40, datetime(2017, 4, 12, tzinfo=UTC), "A", "", (change,))


# -- formats -----------------------------------------------------------------------------------------------------------


def story(scratch: Scratch) -> None:
    """Make the history that the manual shows."""
    scratch.rewrite("title: Example\n", "title: Example  # to be agreed\n")
    scratch.commit("Comment", author="John Smith", time="2017-04-20T09:00:00Z")
    scratch.rewrite(*CONFIRMED)
    scratch.commit("Room found", author="Jane Doe", time="2017-04-24T09:00:00Z")
    scratch.rewrite(*POSTPONED)
    scratch.rewrite("place: New York", "place: Vienna")
    scratch.commit("New dates", author="José Pérez", time="2017-05-02T22:30:00+02:00")
    scratch.rewrite("when: July 2018 TBA", "when: 31 June 2018")
    scratch.commit("Closing", author="John Smith", time="2017-05-03T09:00:00Z")
    scratch.rewrite("when: 31 June 2018", "when: 9-13 July 2018 TBC")
    scratch.commit("Closing, again", author="John Smith", time="2017-05-04T09:00:00Z")


def test_the_manual_shows_a_real_history(scratch: Scratch, cli: Cli, request: pytest.FixtureRequest) -> None:
    story(scratch)
    runs = {words: cli(*words.split(), "--format", "table") for words in ("log", "log opening")}
    shown = "".join(f"$ gcmplan {words}\n{run.out}{run.err}" for words, run in runs.items())
    shows("log", shown, update=request.config.getoption("--update-golden"))


def test_colour_adds_nothing_that_words_do_not_say(scratch: Scratch, cli: Cli) -> None:
    story(scratch)
    plain = cli("log", "--format", "table", "--color", "never").out
    coloured = cli("log", "--format", "table", "--color", "always").out
    assert "\x1b" not in plain
    assert coloured != plain
    assert COLOR.sub("", coloured) == plain


@pytest.mark.parametrize("width", [30, 40, 49, 50, 80])
def test_words_stay_whole_on_a_narrow_screen(
    scratch: Scratch, cli: Cli, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    story(scratch)
    monkeypatch.setenv("COLUMNS", str(width))
    for arguments in (["log"], ["log", "opening"]):
        out = cli(*arguments, "--format", "table").out
        assert max(map(len, out.splitlines())) <= width
        plain = [line.split("\t")[3] for line in cli(*arguments, "--format", "plain").out.splitlines()]
        words = iter(out.split())
        for text in plain:
            assert all(word in words for word in text.split()), text


def test_json(scratch: Scratch, cli: Cli) -> None:
    story(scratch)
    whole = json.loads(cli("log", "--format", "json").out)
    one = json.loads(cli("log", "opening", "--format", "json", "-n", "1").out)
    for output in (whole, one):
        Draft202012Validator(schema_of("log")).validate(output)
    assert [revision["broken"] for revision in whole["revisions"]] == [None, "the plan has 1 problem", None, None, None]
    [revision] = one["revisions"]
    assert re.fullmatch("[0-9a-f]{40}", revision.pop("commit"))
    assert revision == {
        "date": "2017-05-02T20:30:00Z",
        "author": "José Pérez",
        "subject": "New dates",
        "broken": None,
        "changes": [
            {
                "section": "events",
                "id": "opening",
                "kinds": ["postponed"],
                "days": 2,
                "fields": [{"path": "when", "old": "8-9 May 2017", "new": "10-11 May 2017"}],
            }
        ],
    }


@pytest.mark.parametrize("form", ["table", "plain", "json"])
def test_hostile_names_are_made_visible(scratch: Scratch, cli: Cli, form: str) -> None:
    scratch.rewrite("title: Hearing", 'title: "Hearing \\e]0;x\\a [bold] \\u202e"')
    scratch.commit("\x1b[2J ##[error] \u202e", author="Eve \x1b[31m\u202e\x9b [red] :smile: Mallory")
    out = "".join(run.out for run in (cli("log", "--format", form), cli("log", "hearing", "--format", form)))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)
    assert ("Eve \\u001b[31m" if form == "json" else "Eve \\x1b[31m") in out
    assert "[bold]" in out


# -- repositories ------------------------------------------------------------------------------------------------------


def test_in_a_shallow_clone(scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(scratch, CONFIRMED)
    edited(scratch, POSTPONED)
    scratch.git("clone", "--quiet", "--depth", "2", scratch.root.as_uri(), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    run = cli("log")
    assert [line.split("\t")[3] for line in run.out.splitlines()] == [
        "1 postponed",
        "3 events; what came before is not in this shallow clone",
    ]
    assert "git fetch --unshallow" in run.err
    run = cli("log", "opening")
    assert [line.split("\t")[3] for line in run.out.splitlines()] == [
        "postponed, 8-9 May 2017 → 10-11 May 2017 (2 days later)",
        "there already, 8-9 May 2017; place Geneva",
    ]
    assert "git fetch --unshallow" in run.err


@pytest.mark.parametrize("arguments", [[], ["--plan", "data"], ["--plan", "data/workplan.yaml"]])
def test_in_a_bare_clone(
    scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    edited(scratch, MOVED)
    scratch.git("clone", "--quiet", "--bare", str(scratch.root), str(tmp_path / "bare.git"))
    monkeypatch.chdir(tmp_path / "bare.git")
    assert told(cli, *arguments) == ["1 postponed", "the plan begins, 3 events"]


def hooked(folder: Path, name: str) -> Path:
    """Install a hook that writes the log to a file; return the file."""
    out = folder / "hook.out"
    hook = folder / "hooks" / name
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nenv | grep ^GIT_ >{out}.env\n{' '.join(GCMPLAN)} log >{out} 2>&1\n")
    hook.chmod(0o755)
    return out


def texts(out: Path) -> list[str]:
    return [line.rpartition("\t")[2] for line in out.read_text().splitlines()]


def test_in_the_hook_of_a_commit(scratch: Scratch) -> None:
    out = hooked(scratch.root / ".git", "pre-commit")
    edited(scratch, CONFIRMED)
    scratch.rewrite(*MOVED)
    scratch.git("commit", "--quiet", "--all", "--message", "With an index of its own")
    assert "GIT_INDEX_FILE" in Path(f"{out}.env").read_text()
    assert texts(out) == ["1 confirmed", "the plan begins, 3 events"]


def test_in_the_hook_of_a_work_tree(scratch: Scratch, tmp_path: Path) -> None:
    out = hooked(scratch.root / ".git", "post-commit")
    scratch.git("worktree", "add", "--quiet", "-b", "draft", str(tmp_path / "tree"))
    edited(Scratch(tmp_path / "tree"), MOVED)
    assert "GIT_DIR" in Path(f"{out}.env").read_text()
    assert texts(out) == ["1 postponed", "the plan begins, 3 events"]


def test_in_the_hook_of_a_bare_repository(scratch: Scratch, tmp_path: Path) -> None:
    scratch.git("clone", "--quiet", "--bare", str(scratch.root), str(tmp_path / "bare.git"))
    out = hooked(tmp_path / "bare.git", "post-receive")
    edited(scratch, MOVED)
    scratch.git("push", "--quiet", str(tmp_path / "bare.git"), "main")
    assert texts(out) == ["1 postponed", "the plan begins, 3 events"]


def test_in_a_work_tree_and_below_it(
    scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(scratch, MOVED)
    scratch.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"), "HEAD~1")
    monkeypatch.chdir(tmp_path / "tree" / "data")
    assert told(cli) == ["the plan begins, 3 events"]
    assert told(cli, "--plan", str(scratch.root / "data")) == ["1 postponed", "the plan begins, 3 events"]


def test_a_plan_under_another_name(scratch: Scratch, cli: Cli) -> None:
    other = scratch.root / "plans" / "other.yaml"
    (scratch.root / "data").rename(other.parent)
    (other.parent / "workplan.yaml").rename(other)
    scratch.commit("Elsewhere")
    other.write_text(other.read_text().replace(*MOVED))
    scratch.commit("Edit")
    assert told(cli, "--plan", "plans/other.yaml") == ["1 postponed", "the plan begins, 3 events"]


def test_a_plan_that_git_does_not_know(
    scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(scratch.root / "data", scratch.root / "new")
    untracked = cli("log", "--plan", "new")
    assert (untracked.status, untracked.out) == (2, "")
    assert "git has no history of new" in untracked.err
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    outside = cli("log", "--plan", "repository/../cache")
    nowhere = cli("log", "--plan", "data")
    assert outside.status == nowhere.status == 2
    assert "is in no git repository" in outside.err
    assert "data is in no git repository" in nowhere.err
    scratch.git("init", "--quiet", str(tmp_path / "fresh"))
    monkeypatch.chdir(tmp_path / "fresh")
    fresh = cli("log", "--plan", "data")
    assert fresh.status == 2
    assert "nothing has been committed yet" in fresh.err


def test_without_git(scratch: Scratch, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(scratch.root))
    run = cli("log")
    assert (run.status, run.out) == (2, "")
    assert run.err == "Error: git was not found\nHint: install git: changes and history come from it\n"


EVIL = (
    "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.askPass", "core.alternateRefsCommand",
    "diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.smudge", "filter.evil.clean",
    "filter.evil.process", "gpg.program", "pager.log", "pager.diff", "credential.helper", "uploadpack.packObjectsHook",
)  # fmt: skip


def test_nothing_that_the_repository_configures_runs(scratch: Scratch, cli: Cli) -> None:
    pwned = scratch.root / "pwned"
    (scratch.root / ".gitattributes").write_text("* filter=evil diff=evil\n")
    edited(scratch, MOVED)
    for key in EVIL:
        scratch.git("config", key, f"touch {pwned}; cat")
    scratch.git("config", "log.showSignature", "true")
    hooks = scratch.root / ".git" / "hooks"
    for name in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {pwned}\n")
        (hooks / name).chmod(0o755)
    assert told(cli) == ["1 postponed", "the plan begins, 3 events"]
    assert cli("show", "hearing").status == 0
    assert not pwned.exists()


SETTINGS = {
    "color.ui": "always", "core.abbrev": "4", "core.quotePath": "true", "diff.ignoreSubmodules": "all",
    "diff.noprefix": "true", "diff.orderFile": "nowhere", "diff.relative": "true", "diff.renames": "copies",
    "format.pretty": "oneline", "i18n.logOutputEncoding": "ISO-8859-1", "log.abbrevCommit": "true",
    "log.date": "relative", "log.decorate": "full", "log.diffMerges": "off", "log.follow": "true",
    "log.mailmap": "true", "log.showRoot": "false",
}  # fmt: skip


@pytest.mark.parametrize("key", SETTINGS)
def test_no_setting_of_the_repository_changes_what_is_told(scratch: Scratch, cli: Cli, key: str) -> None:
    story(scratch)
    module = ("--cacheinfo", f"160000,{scratch.git('rev-parse', 'HEAD').strip()},data/sources/module.yaml")
    scratch.git("update-index", "--add", *module)
    scratch.git("commit", "--quiet", "--message", "Submodule")
    before = cli("log", "--format", "json")
    assert "is a submodule" in before.out
    scratch.git("config", key, SETTINGS[key])
    assert cli("log", "--format", "json") == before


def test_a_partial_clone_fetches_nothing(
    scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compared_once: Compared
) -> None:
    compared_once.clear()
    edited(scratch, MOVED)
    scratch.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    scratch.git("clone", "--quiet", "--filter=blob:none", scratch.root.as_uri(), str(clone))
    Scratch(clone).git("remote", "set-url", "origin", f"ext::sh -c 'touch {tmp_path / 'pwned'}'")
    monkeypatch.chdir(clone)
    run = cli("log")
    assert (run.status, run.out) == (2, "")
    assert "git fetch --refetch" in run.err
    assert cli("show", "hearing").status == 0
    assert not (tmp_path / "pwned").exists()


def test_an_author_is_called_as_the_mailmap_says(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("8-9 May 2017", "9-10 May 2017")
    scratch.commit("Moved", author="jdoe")
    mail = scratch.git("log", "-1", "--format=%ae").strip()
    assert "\tjdoe\t" in cli("log", "-n", "1").out
    (scratch.root / ".mailmap").write_text(f"Jane Doe <{mail}>\n", encoding="utf-8")
    assert "\tJane Doe\t" in cli("log", "-n", "1").out


# -- the cache ---------------------------------------------------------------------------------------------------------


def without_blobs(scratch: Scratch) -> None:
    """Take the contents of all files out of a repository; its commits and trees stay."""
    listed = scratch.git("cat-file", "--batch-check=%(objecttype) %(objectname)", "--batch-all-objects")
    for line in listed.splitlines():
        kind, name = line.split()
        if kind == "blob":
            path = scratch.root / ".git" / "objects" / name[:2] / name[2:]
            path.chmod(0o600)
            path.unlink()


def test_what_is_known_is_not_read_again(
    scratch: Scratch, cli: Cli, monkeypatch: pytest.MonkeyPatch, compared_once: Compared
) -> None:
    story(scratch)
    before, event = cli("log"), cli("log", "opening")
    without_blobs(scratch)
    assert (cli("log"), cli("log", "opening")) == (before, event)
    monkeypatch.setenv("GCMPLAN_CACHE", "")
    compared_once.clear()
    unknown = cli("log")
    assert (unknown.status, unknown.out) == (2, "")
    assert "the repository lacks the object" in unknown.err


def test_what_is_shared_between_revisions_is_what_each_of_them_holds(scratch: Scratch, cli: Cli) -> None:
    """Each revision is reported as if both its plans had been read by themselves, and by nothing else."""
    del cli
    story(scratch)
    edited(scratch, ("events:\n", "events:\n  # Comments\n  # in several\n  # lines\n"), MOVED)
    bodies = scratch.root / "data" / "bodies.yaml"
    bodies.write_text(bodies.read_text().replace("members: [NOR, SWE]", "members: [NOR]"))
    edited(scratch, ("    source: x\n", "    source: x\n    after: [hearing]\n"))
    edited(scratch, ("after: [hearing]", "after: [hearing, nothing]"))
    edited(
        scratch,
        ("after: [hearing, nothing]", "after: [hearing, closing]"),
        ("as_of: 12 April 2017", "as_of: 13 April 2017"),
    )
    repository = Repository.of(scratch.root / "data")
    before: Workplan | None = None
    for revision in walk(repository, repository.commit("HEAD"), Cache(None), Limits()).revisions:
        files = repository.plan_at(revision.commit)
        assert files
        if revision.broken:
            with pytest.raises(BrokenPlanError, match=revision.broken):
                load_files(files)
            continue
        after = load_files(files)
        assert [change._replace(positions=Positions()) for change in difference(before, after)] == [*revision.changes]
        before = after


def test_of_a_longer_history_only_what_is_new_is_read(scratch: Scratch, cli: Cli) -> None:
    edited(scratch, CONFIRMED)
    cli("log")
    first = scratch.git("rev-parse", "HEAD~1:data/workplan.yaml").strip()
    edited(scratch, POSTPONED)
    path = scratch.root / ".git" / "objects" / first[:2] / first[2:]
    path.chmod(0o600)
    path.unlink()
    assert told(cli) == ["1 postponed", "1 confirmed", "the plan begins, 3 events"]


def test_the_cache_is_in_the_users_folder(
    scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del scratch
    monkeypatch.delenv("GCMPLAN_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    assert told(cli) == ["the plan begins, 3 events"]
    assert (tmp_path / "home" / "gcmplan" / "history.sqlite3").is_file()


def test_without_a_cache_nothing_is_written(scratch: Scratch, cli: Cli, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GCMPLAN_CACHE", "")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
        assert told(cli) == ["the plan begins, 3 events"]
    assert sorted(tmp_path.iterdir()) == before
    del scratch


def spoilt(folder: Path) -> Path:
    folder.mkdir()
    return folder / "history.sqlite3"


def as_folder(folder: Path) -> None:
    spoilt(folder).mkdir()


def as_rubbish(folder: Path) -> None:
    spoilt(folder).write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)


def as_text(folder: Path) -> None:
    spoilt(folder).write_text("none of ours\n" * 100)


def as_empty(folder: Path) -> None:
    spoilt(folder).touch()


def as_other_tables(folder: Path) -> None:
    with closing(sqlite3.connect(spoilt(folder))) as base, base:
        base.execute("CREATE TABLE outcome (number INTEGER)")


ENDLESS = "WITH RECURSIVE n(key, text) AS (SELECT 'k', 'x' UNION ALL SELECT key || 'k', text FROM n) SELECT * FROM n"


def as_endless_view(folder: Path) -> None:
    with closing(sqlite3.connect(spoilt(folder))) as base, base:
        base.execute(f"CREATE VIEW outcome AS {ENDLESS}")


def as_endless_view_beside(folder: Path) -> None:
    with closing(sqlite3.connect(spoilt(folder))) as base, base:
        base.execute("CREATE TABLE outcome (key TEXT PRIMARY KEY, text TEXT NOT NULL)")
        base.execute(f"CREATE VIEW other AS {ENDLESS}")
        base.execute("CREATE TRIGGER t AFTER INSERT ON outcome BEGIN SELECT count(*) FROM other; END")


def as_made_up_column(folder: Path) -> None:
    with closing(sqlite3.connect(spoilt(folder))) as base, base:
        base.execute("CREATE TABLE outcome (key TEXT PRIMARY KEY, text TEXT AS (printf('%.*c', 900000000, 'x')))")


def as_unwritable(folder: Path) -> None:
    folder.write_text("a file where the folder should be")


PLANTED = as_endless_view, as_endless_view_beside, as_made_up_column


@pytest.mark.parametrize("spoil", [as_folder, as_rubbish, as_text, as_empty, as_other_tables, *PLANTED, as_unwritable])
def test_a_cache_that_cannot_be_used_is_not_missed(
    scratch: Scratch, cli: Cli, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    edited(scratch, MOVED)
    spoil(tmp_path / "cache")
    for _ in range(2):
        run = cli("log")
        assert (run.status, run.err) == (0, "")
        assert texts_of(run.out) == ["1 postponed", "the plan begins, 3 events"]


def texts_of(out: str) -> list[str]:
    return [line.rpartition("\t")[2] for line in out.splitlines()]


def test_a_cache_that_can_have_no_place_is_not_missed(
    scratch: Scratch, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    del scratch
    monkeypatch.setenv("GCMPLAN_CACHE", "x" * 300)
    assert told(cli) == ["the plan begins, 3 events"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]x", "7", "[7]", "null", '{"a": 1}', "[[]]", '[["events", "a", "b", ["x"], 1, [], null]]'],
)
def test_what_the_cache_holds_is_judged(scratch: Scratch, cli: Cli, tmp_path: Path, text: str) -> None:
    edited(scratch, MOVED)
    expected = cli("log")
    with closing(sqlite3.connect(tmp_path / "cache" / "history.sqlite3")) as base, base:
        assert base.execute("UPDATE outcome SET text = ?", (text,)).rowcount == 2
    assert cli("log") == expected


LONG = json.dumps("x" * 17_000_000)
EVENT = ["events", "opening", "Opening", ["added"], None, [["id", None, "opening"]], None]
SHAPED = {
    "a section that is none": [["x", *EVENT[1:]]],
    "a number for a title": [[*EVENT[:2], 7, *EVENT[3:]]],
    "a number for a path": [[*EVENT[:5], [[7, None, "x"]], None]],
    "two values of a field": [[*EVENT[:5], [["id", None]], None]],
    "true for days": [[*EVENT[:4], True, *EVENT[5:]]],
    "days in words": [[*EVENT[:4], "two", *EVENT[5:]]],
    "a day that is none": [[*EVENT[:6], "2017-02-30"]],
    "a number for a day": [[*EVENT[:6], 7]],
    "an event of nothing": [EVENT],
    "an event that is not there": [["events", "other", "Other", ["removed"], None, [["id", "other", None]], None]],
    "values of the wrong kind": [[*EVENT[:5], [["id", None, "opening"], ["when", 7, [1]], ["formerly", 3, 4]], None]],
    "a session of nothing": [["sessions", "s", "S", ["added"], None, [["event", None, "nothing"]], None]],
    "items that are none": [["sessions", "s", "S", ["added"], None, [["days.x.items.y", None, 7]], None]],
    "no kinds": [[*EVENT[:3], [], *EVENT[4:]]],
}


@pytest.mark.slow
@pytest.mark.parametrize("command", [("log",), ("show", "opening"), ("export", "ics")], ids=" ".join)
def test_no_row_of_the_cache_ends_a_command(
    scratch: Scratch, cli: Cli, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """A cache of a wrong shape is computed again; a row that only cannot be at least ends nothing, and is dropped."""
    edited(scratch, MOVED)
    expected = cli(*command)
    with closing(sqlite3.connect(tmp_path / "cache" / "history.sqlite3")) as base:
        keys = [key for (key,) in base.execute("SELECT key FROM outcome")]
    for text in (LONG, "[" * 100_000, "1" * 10_000, *map(json.dumps, SHAPED.values())):
        for chosen in (keys, keys[-1:]):
            cli(*command)
            with closing(sqlite3.connect(tmp_path / "cache" / "history.sqlite3")) as base, base:
                base.executemany("UPDATE outcome SET text = ? WHERE key = ?", [(text, key) for key in chosen])
                assert base.total_changes == len(chosen)
            run = cli(*command)
            assert run.status == 0, (text[:200], run.err)
            assert run == expected or (text != LONG and parsed(text)), text[:200]
        (tmp_path / "cache" / "history.sqlite3").unlink()


def test_a_row_that_takes_a_broken_plan_for_a_good_one_is_dropped(scratch: Scratch, cli: Cli, tmp_path: Path) -> None:
    edited(scratch, ("title: ", "titel: "))
    cli("log")
    with closing(sqlite3.connect(tmp_path / "cache" / "history.sqlite3")) as base, base:
        assert base.execute("UPDATE outcome SET text = '[]' WHERE text LIKE '%problem%'").rowcount == 1
    edited(scratch, ("titel: ", "title: "), MOVED)
    assert told(cli)[:2] == ["1 postponed", "cannot be read: the plan has 1 problem"]


def test_two_at_once_share_a_cache(scratch: Scratch) -> None:
    story(scratch)
    runs = [
        subprocess.Popen([*GCMPLAN, "log"], cwd=scratch.root, env=dict(os.environ), stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    outputs = {run.communicate()[0] for run in runs}
    assert [run.returncode for run in runs] == [0] * 4
    assert len(outputs) == 1
