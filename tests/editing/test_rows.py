"""`add`, `rename` and `remove`: rows of events as a whole."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA, Cli
from gcmplan.editing.edit import edited
from gcmplan.editing.rows import add, id_of
from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_plan
from gcmplan.plan.model import Event

LIMITS = Limits()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def text(folder: Path) -> str:
    return (folder / "workplan.yaml").read_text(encoding="utf-8")


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


NEW = ["--title", "Expert meeting: “remittances”", "--when", "3-4 July 2017 TBC", "--group", "GFMD"]


def test_add_takes_every_key(cli: Cli, folder: Path) -> None:
    more = {
        "id": "experts", "short": "Experts", "kind": "milestone", "phase": "II", "place": "geneva TBC", "venue": "[1]",
        "hours": "10:00-13:00", "body": "midsa", "mandate": "A/1", "after": "thematic-1, thematic-2", "note": "#1",
        "url": "https://example.org", "source": "A: letter",
    }  # fmt: skip
    options = [word for key, value in more.items() for word in (f"--{key}", value)]
    run = cli("add", *NEW, *options, "--plan", str(folder))
    assert run.status == 0, run.err
    event = load_plan(folder).event("experts")
    assert event.title == NEW[1]
    assert (str(event.when), event.group, str(event.place)) == ("3-4 July 2017 TBC", "gfmd", "Geneva TBC")
    assert event.after == ("thematic-1", "thematic-2")
    for key in ("short", "kind", "phase", "venue", "body", "mandate", "note", "url", "source"):
        assert getattr(event, key) == more[key], key


def test_add_says_what_it_chose_itself(cli: Cli, folder: Path) -> None:
    before = text(folder)
    run = cli("add", *NEW, "--plan", str(folder))
    assert run.status == 0, run.err
    event = load_plan(folder).event("expert-meeting-remittances")
    assert (event.phase, event.kind, event.source) == ("I", "meeting", "No document named")
    assert "phase I, by its date" in run.out
    assert "no document says so yet" in run.out
    lines = text(folder).splitlines()
    heading, first = lines.index("  # Phase I, July 2017"), lines.index("  - id: expert-meeting-remittances")
    assert first == heading + 1
    assert cli("remove", "expert-meeting-remittances", "--plan", str(folder)).status == 0
    assert text(folder) == before


@pytest.mark.parametrize("names", [("first", "second", "third"), ("third", "first", "second", "first")])
def test_events_that_refer_to_each_other_are_removed_together(cli: Cli, folder: Path, names: tuple[str, ...]) -> None:
    before, place = text(folder), ("--plan", str(folder))
    assert cli("add", *NEW, "--id", "first", *place).status == 0
    assert cli("add", *NEW, "--id", "second", "--after", "first", "--anyway", *place).status == 0
    assert cli("add", *NEW, "--id", "third", "--after", "first, second", "--anyway", *place).status == 0
    with_three = text(folder)
    run = cli("remove", "first", "second", *place)
    assert (run.status, text(folder)) == (2, with_three)
    assert "'first' is named by event 'third'" in run.err
    assert cli("remove", *names, *place).status == 0
    assert text(folder) == before


REFUSED = [
    (["add", "--title", "x"], "missing: --when, --group", ""),
    (["add", "--title", " ", "--when", "TBA", "--group", "gfmd"], "missing: --title", ""),
    (["add", *NEW[:-1], "gfmdd"], "there is no group 'gfmdd'; known: thematic-session", "did you mean 'gfmd'?"),
    (["add", *NEW[:-1], "gfmdd"], "", "a new group is a row below 'groups:' in workplan.yaml"),
    (["add", *NEW, "--body", "nobody"], "there is no body 'nobody'; known: ", "below 'bodies:' in bodies.yaml"),
    (["add", *NEW, "--place", "Atlantis"], "there is no place 'Atlantis'; known: ", "a row of places.yaml"),
    (["add", *NEW, "--id", "thematic-1"], "the id 'thematic-1' is used already", "--id"),
    (["add", "--title", "مؤتمر", *NEW[2:]], "no id can be made from the title", "--id"),
    (["add", *NEW, "--hours", "25"], "--> command line:1:", "^^"),
    (["add", *NEW, "--after", "thematic-1,nothing"], "'nothing' is not in 'events'", "^^^^^^^"),
    (["rename", "thematic-1", "First One"], "'First One' cannot be an id", "like first-one"),
    (["rename", "thematic-1", "thematic-2"], "is used already", "choose another one: 'thematic-2' has it"),
    (["rename", "thematic-1", "thematic-1"], "'thematic-1' has this id already", "gcmplan rename thematic-1 NEW"),
    (["remove", "thematic-1"], "'thematic-1' is named by ", "gcmplan cancel thematic-1"),
    (["remove", "midcom", "--source", "x"], "No such option: --source", ""),
]


@pytest.mark.parametrize(("words", "message", "hint"), REFUSED, ids=lambda words: " ".join(words)[:40])
def test_what_is_refused(cli: Cli, folder: Path, words: list[str], message: str, hint: str) -> None:
    before = text(folder)
    run = cli(*words, "--plan", str(folder))
    assert (run.status, run.out, text(folder)) == (2, "", before)
    assert message in run.err
    assert hint in run.err


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("first", "'first' had the id 'thematic-1' before", "'gcmplan undo' takes the last rename back"),
        ("thematic-2", "the id 'thematic-1' is used already", "choose another one: 'first' had it before"),
    ],
)
def test_a_former_id_stays_that_of_its_event(cli: Cli, folder: Path, name: str, message: str, hint: str) -> None:
    """Calendars know the event by it."""
    assert cli("rename", "thematic-1", "first", "--plan", str(folder)).status == 0
    run = cli("rename", name, "thematic-1", "--plan", str(folder))
    assert (run.status, run.out) == (2, "")
    assert message in run.err
    assert hint in run.err


def test_what_is_published_is_not_removed(cli: Cli, folder: Path) -> None:
    assert cli("add", *NEW, "--id", "experts", "--plan", str(folder)).status == 0
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "x")
    assert cli("rename", "experts", "others", "--plan", str(folder)).status == 0
    run = cli("remove", "others", "--plan", str(folder))
    assert (run.status, "'experts' is published" in run.err) == (2, True)
    assert "gcmplan cancel others" in run.err
    assert cli("remove", "others", "--anyway", "--plan", str(folder)).status == 0


def test_rename_by_command(cli: Cli, folder: Path) -> None:
    assert cli("rename", "bali-process", "bali-two", "--source", "Letter", "--plan", str(folder)).status == 0
    plan = load_plan(folder)
    assert plan.event("bali-two").formerly == ("bali-process",)
    assert str(plan.event("bali-two").source).endswith("; Letter")
    assert "bali-process" not in {name for event in plan.events for name in event.after}
    assert cli("move", "bali-process", "5-8 June 2017", "--dry-run", "--plan", str(folder)).status == 0


@given(st.text(max_size=90))
def test_an_id_is_made_of_any_title_or_of_none(title: str) -> None:
    made = id_of(title)
    assert len(made) <= 40
    if made:
        row = {"id": made, "title": "x", "group": "g", "kind": "meeting", "when": "TBA", "source": "s"}
        assert Event.model_validate(row).id == made


def test_two_of_one_title_get_two_ids(folder: Path) -> None:
    values = {"title": "Expert meeting", "when": "TBA", "group": "gfmd"}
    for wanted in ("expert-meeting", "expert-meeting-2", "expert-meeting-3"):
        found = edited(folder, lambda plan: add(plan, values), LIMITS)
        for path, (_, new) in found.contents.items():
            path.write_bytes(new or b"")
        assert found.new.event(wanted).title == "Expert meeting"
