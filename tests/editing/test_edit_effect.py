"""The effect of an edit: the same as `diff` and `check --new-since` say afterwards, as text and as JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import DATA, ROOT, Cli
from gcmplan.loading.compared_plans import Side
from gcmplan.loading.load import load_plan
from gcmplan.query.filters import Criteria
from gcmplan.views.change_report import account_of
from inside import on_screen

EDITS = [
    ["move", "bali-process", "5-8 June 2017"],
    ["move", "thematic-1", "+1 week"],
    ["move", "thematic-2", "8-9 May 2017"],
    ["move", "midcom", "3 days in June 2018 TBA"],
    ["confirm", "documents-thematic-2"],
    ["postpone", "gfmd-summit"],
    ["cancel", "thematic-2"],
    ["set", "body:midsa", "members", "KEN,FRA"],
    ["set", "thematic-1/panel-1", "time", "10:30-13:00"],
    ["set", "hearing-days", "amount", "7"],
    ["set", "plan", "as_of", "1 May 2017"],
    ["set", "thematic-2", "venue", "[room] 1"],
    ["add", "--title", "Talks", "--when", "22 May 2017", "--group", "thematic-session"],
    ["rename", "thematic-1", "opening"],
    ["remove", "midcom"],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a plan in a repository of its own, all of it committed."""
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)
    return folder


def known(problems: list[dict[str, Any]]) -> set[str]:
    return {problem["fingerprint"] for problem in problems if problem["waived"] is None}


@pytest.mark.parametrize("words", EDITS, ids=lambda words: " ".join(words)[:30])
def test_json_is_what_diff_and_check_say(cli: Cli, folder: Path, words: list[str]) -> None:
    place = ("--plan", str(folder))
    dry = json.loads(cli(*words, "--format", "json", "--dry-run", "--anyway", *place).out)
    assert dry["written"] is False
    run = cli(*words, "--format", "json", "--anyway", *place)
    done = json.loads(run.out)
    Draft202012Validator(json.loads((ROOT / "schema" / "edit.schema.json").read_text())).validate(done)
    assert done == dry | {"written": True}
    assert done["changes"] == json.loads(cli("diff", "HEAD", "--format", "json", *place).out)["changes"]
    news = cli("check", "--new-since", "HEAD", "--format", "json", *place)
    assert known(done["problems"]["new"]) == known(json.loads(news.out)["problems"])
    after = json.loads(cli("check", "--format", "json", *place).out)["problems"]
    assert not known(done["problems"]["gone"]) & known(after)


@pytest.mark.parametrize("words", EDITS, ids=lambda words: " ".join(words)[:30])
def test_text_is_what_diff_says(cli: Cli, folder: Path, words: list[str]) -> None:
    """Each change has a headline; each line of `diff` is below it, unless the headline says it in its words."""
    old = load_plan(folder)
    out = cli(*words, "--anyway", "--plan", str(folder)).out
    telling = account_of(Side("HEAD", old), Side("now", load_plan(folder)), Criteria())
    shown = [" ".join(line.split()) for line in out.splitlines()[:-1]]
    assert len([line for line in out.splitlines()[:-1] if not line.startswith(" ")]) == len(telling.changes)
    for change in telling.changes:
        for label, text in telling.lines(change):
            if label in {"when", "place", "venue", "hours", "status"} and change.section == "events":
                new = text.partition(" \u2192 ")[2].partition(" (")[0]
                assert any(new in line or "no new date" in line or "removed" in line for line in shown), text
            elif not label.endswith("a conflict"):
                assert " ".join(f"{label} {text}".split()) in shown
    impacts = [impact for change in telling.changes if (impact := telling.impact(change))]
    assert out.count("brings a conflict ") == sum(len(impact.brought) for impact in impacts)
    assert out.count("ends a conflict ") == sum(len(impact.resolved) for impact in impacts)


def test_an_edit_that_brings_an_error_says_so_in_json(cli: Cli, folder: Path) -> None:
    run = cli("move", "thematic-2", "8-9 May 2017", "--format", "json", "--plan", str(folder))
    done = json.loads(run.out)
    assert (run.status, done["written"]) == (1, False)
    assert "error" in {problem["severity"] for problem in done["problems"]["new"]}
    assert "--anyway" in run.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["set", "bali-process", "uid", "a@b.org"], "1 event gets another UID: calendars that imported it before show"),
        (["set", "plan", "calendar.domain", "b.org"], "67 events get other UIDs: calendars that imported them before"),
        (["set", "thematic-1", "formerly", "talks"], "1 event gets another UID"),
        (["rename", "bali-process", "talks"], ""),
        (["set", "plan", "calendar.name", "Talks"], ""),
        (["remove", "moderator-interest"], ""),
    ],
)
def test_it_says_whose_entries_calendars_would_take_for_others(
    cli: Cli, folder: Path, words: list[str], told: str
) -> None:
    out = cli(*words, "--dry-run", "--plan", str(folder)).out
    assert ("UID" in out) is bool(told)
    assert told in out


def test_it_is_wrapped_on_a_terminal_alone() -> None:
    words = ("move", "bali-process", "5-8 June 2017", "--dry-run", "--plan", str(DATA))
    lines = on_screen(*words, COLUMNS="80", TERM="dumb").splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line == " " * 20 + "Australia and 41 more" or line.endswith("and 41 more") for line in lines)
    assert "Bali Process: now 5-8 June 2017, was 22-25 May 2017 (14 days later)" in lines
