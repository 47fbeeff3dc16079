"""The completions of the shell: commands, options, and the values of each option that has known ones."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import DATA, ROOT, Cli
from gcmplan.checks.rules import RULES
from gcmplan.cli import complete as completion
from gcmplan.dates.span import Certainty
from gcmplan.plan.entries import DEADLINE, SESSION
from gcmplan.plan.model import Kind, Status
from gcmplan.plan.workplan import Workplan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the plan's folder, with git's mark so that no search goes further up."""
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / ".git").mkdir()
    return tmp_path


def complete(*words: str, cwd: Path = ROOT) -> list[str]:
    """Return what the shell would offer for the last word."""
    environment = {
        "_GCMPLAN_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("gcmplan", *words)),
        "COMP_CWORD": str(len(words)),
    }
    code = "import sys; sys.argv[0] = 'gcmplan'; from gcmplan.__main__ import main; main()"
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GCMPLAN")}
    run = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=cwd, env=clean | environment
    )
    assert run.stderr == ""
    return run.stdout.split()


def test_completion() -> None:
    assert complete("show", "themat") == [f"thematic-{number}" for number in range(1, 7)]
    assert complete("show", "moder") == ["moderator-interest"]
    assert complete("show", "no-such") == []
    assert complete("log", "coord") == ["coordination-meeting-15-panel"]
    assert complete("list", "--phase", "I") == ["I", "II", "III"]
    assert "gfmd" in complete("list", "--group", "")
    assert len(complete("list", "--group", "")) == 7
    assert complete("list", "--kind", "d") == ["document", "deadline"]
    assert "--phase" in complete("list", "--ph")
    assert complete("schema", "w") == ["workplan"]
    assert complete("move", "bali") == ["bali-process"]
    assert complete("set", "hearing-days-p") == ["hearing-days-phase-one"]
    assert complete("set", "thematic-1", "ven") == ["venue"]
    assert {"list", "show", "next", "schema"} <= set(complete(""))


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("list", "--for", "K"), ["KAZ", "KEN", "KGZ", "KHM", "KIR", "KNA", "KOR", "KWT"]),
        (("next", "--for", "côte"), ["côte-d-Ivoire"]),
        (("diff", "--for", "CHE,viet"), ["CHE,viet-Nam", "CHE,vietnam"]),
        (("check", "--for", "Holy"), ["Holy-See", "Holy-See-Vatican-City-State"]),
        (("list", "--country", "M"), ["MA", "MX"]),
        (("list", "--country", "Switz"), ["Switzerland"]),
        (("list", "--place", "GENÈ"), ["GENÈva"]),
        (("list", "--place", "New"), ["New-York"]),
        (("list", "--place", "Gen,be"), ["Gen,beirut", "Gen,berlin"]),
        (("list", "--place", "tb"), ["tbC", "tbA"]),
        (("export", "csv", "--body", "ec"), ["eca", "eclac", "ecowas"]),
        (("list", "--status", ""), ["scheduled", "postponed", "cancelled"]),
        (("list", "--certainty", "T"), ["Tbc", "Tba"]),
        (("list", "--group", "gfmd,the"), ["gfmd,thematic-session"]),
        (("list", "--phase", "i,n"), ["i,none"]),
        (("agenda", "thematic-1", "--tz", "Europe/Zu"), ["Europe/Zurich"]),
        (("agenda", "thematic-1", "--tz", "new_"), ["new_York", "new_Salem"]),
        (("show", "THEM"), [f"THEMatic-{number}" for number in range(1, 7)]),
    ],
)
def test_completion_of_values(words: tuple[str, ...], offered: list[str]) -> None:
    assert complete(*words) == offered


def test_what_is_completed_is_taken(cli: Cli) -> None:
    for option, typed in (
        ("--for", "côte"),
        ("--for", "Holy"),
        ("--place", "GENÈ"),
        ("--place", "new"),
        ("--country", "s"),
    ):
        for value in complete("list", option, typed):
            assert cli("list", option, value).status == 0
    assert cli("agenda", "thematic-1", "--tz", *complete("agenda", "thematic-1", "--tz", "new_Y")).status == 0
    assert cli("show", *complete("show", "MODER")).status == 0


def test_every_value_of_the_plan_is_completed(plan: Workplan) -> None:
    assert complete("list", "--body", "") == [body.id for body in plan.bodies]
    assert complete("list", "--place", "") == [*(place.name.replace(" ", "-") for place in plan.places), "TBC", "TBA"]
    assert complete("list", "--phase", "") == [*(phase.id for phase in plan.phases), "none"]
    assert sorted(complete("list", "--country", "")) == sorted({place.country for place in plan.places})
    assert complete("agenda", "x", "--tz", "") == list(dict.fromkeys(place.timezone for place in plan.places))


def test_the_words_that_are_completed_are_those_of_the_models() -> None:
    assert (*Kind, DEADLINE, SESSION) == completion.KINDS
    assert tuple(Status) == completion.STATUSES
    assert tuple(Certainty) == completion.CERTAINTIES


def test_completion_imports_one_command() -> None:
    code = "import os, sys; sys.argv[0] = 'gcmplan'; leave = os._exit\nfrom gcmplan.__main__ import main\n"
    code += "os._exit = lambda status: (print('', *sys.modules, flush=True), leave(status))\nmain()"
    asked = {"_GCMPLAN_COMPLETE": "complete_bash", "COMP_WORDS": "gcmplan list --for ", "COMP_CWORD": "3"}
    out = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=os.environ | asked
    )
    modules = set(out.stdout.split())
    assert (out.returncode, "KEN" in modules) == (0, True)
    assert "gcmplan.cli.list" in modules
    assert not {"gcmplan.cli.check", "gcmplan.cli.diff", "gcmplan.plan.model", "pydantic", "yaml", "rich"} & modules


def test_completion_knows_sessions_by_both_endings(folder: Path) -> None:
    text = "id: other-meeting\ntitle: X\nwhen: 8 May 2017\nsource: x\n"
    (folder / "data" / "sessions" / "other.yml").write_text(text, encoding="utf-8")
    (folder / "data" / "sessions" / ".other.yaml").write_text(text.replace("other", "otherwise"), encoding="utf-8")
    assert complete("show", "other", cwd=folder) == ["other-meeting"]


def test_completion_reads_the_plan_given(folder: Path) -> None:
    file = folder / "data" / "workplan.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("id: thematic-1", "id: thematic-one"), encoding="utf-8")
    assert "thematic-one" in complete("show", "themat", cwd=folder)
    assert "thematic-one" in complete("show", "--plan", str(folder / "data"), "themat")


def test_completion_of_an_unreadable_plan_is_silent(tmp_path: Path) -> None:
    assert complete("show", "--plan", str(tmp_path / "nowhere"), "themat") == []


HOSTILE = (
    "$(touch pwned)",
    "`touch pwned`",
    "x; touch pwned",
    "x\x1b[31m",
    "a'b",
    'a"b',
    "a\\b",
    "a&b",
    "a|b",
    "~",
    "*",
)


@pytest.mark.slow
def test_nothing_is_completed_that_a_shell_would_run(folder: Path) -> None:
    """The shell writes what it is offered into the command line, unquoted: Enter would run it."""
    rows = [
        f"  - id: {text}\n  - name: {text}\n    country: {text}\n    timezone: {text}\n    id: {text}\n"
        for text in HOSTILE
    ]
    sections = ("phases", "groups", "events", "deadlines", "bodies", "places")
    for name in ("workplan", "bodies", "places"):
        content = "".join(f"{section}:\n{''.join(rows)}" for section in sections)
        (folder / "data" / f"{name}.yaml").write_text(content, encoding="utf-8")
    (folder / "data" / "sessions" / "x.yaml").write_text("id: $(touch pwned)\n", encoding="utf-8")
    options = ("phase", "group", "body", "place", "country", "for", "status", "certainty", "kind")
    asked = [("list", f"--{name}") for name in options]
    for words in (*asked, ("show",), ("log",), ("agenda",), ("agenda", "x", "--tz")):
        for typed in ("", "x"):
            offered = complete(*words, typed, cwd=folder)
            assert all(re.fullmatch(r"[\w,/+-]*", one) for one in offered), (words, offered)


def test_rules_complete_by_code_else_by_name() -> None:
    assert completion.complete_rule("") == [rule.code for rule in RULES]
    assert tuple(rule.name for rule in RULES) == completion.RULE_NAMES
    assert completion.complete_rule("GP101,gp9") == ["GP101,gp901", "GP101,gp902", "GP101,gp903"]
    assert completion.complete_rule("week") == ["weekend"]
