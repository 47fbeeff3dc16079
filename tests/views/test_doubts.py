"""Doubts stay in the house: `show` shows it, and nothing else that gcmplan writes does."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from conftest import DATA, Cli
from gcmplan.changes.diff import difference
from gcmplan.cli.app import COMMANDS, app_for
from gcmplan.loading.load import load_plan
from gcmplan.plan import model, session
from gcmplan.plan import official_document as paper
from gcmplan.plan.bodies import State
from gcmplan.plan.row import Row
from scratch import Scratch

MARK = "Zweifelhaft"
SECTIONS = (
    "events", "deadlines", "participation", "phases", "groups", "policies", "states", "bodies", "places", "items",
    "observances",
)  # fmt: skip
RUNS = {
    "list": ([], ["--kind", "deadline,session"], ["--grep", "session"]),
    "next": (["99", "--on", "1 January 2016"],),
    "timeline": ([], ["--by", "group"]),
    "calendar": (["2017"],),
    "sessions": ([],),
    "agenda": (["thematic-1"], ["thematic-6"], ["hearing-1"], ["gfmd-dialogue-cluster-1"]),
    "who": (["gois"], ["moderator"]),
    "check": (["--exit-zero"], ["--exit-zero", "--verbose"], ["--exit-zero", "--for", "KEN"]),
    "diff": (["first"], ["data/sources/general-concept-note.yaml", "data/workplan.yaml"]),
    "log": ([], ["thematic-1"], ["special-accreditation"], ["gfmd-dialogue-cluster-1"]),
    "export": (
        *([name] for name in ("ics", "json", "csv", "markdown", "html", "xlsx")),
        ["ics", "--detail", "agenda", "--windows"],
        ["ics", "--detail", "meetings", "--kind", "deadline,meeting"],
    ),
    "publish": (["out", "--base-url", "https://example.org/gcm"],),
    "move": (["thematic-5", "+1 week", "--dry-run"],),
    "confirm": (["documents-thematic-2", "--dry-run"],),
    "postpone": (["gfmd-summit", "--dry-run"],),
    "cancel": (["thematic-3", "--dry-run"],),
    "reinstate": (["thematic-3", "--dry-run"],),
    "set": (["thematic-3", "venue", "Room XX", "--dry-run"],),
    "add": (["--title", "Retreat", "--when", "6 May 2017", "--group", "process", "--dry-run"],),
    "rename": (["thematic-3", "third-session", "--dry-run"],),
    "slots": (["hearing-4"], ["hearing-4", "--days", "2", "--apply", "1", "--dry-run"]),
    "remove": (["igc-mini-full-round", "--anyway", "--dry-run"],),
}
NOT_OF_A_PLAN = {"import", "init", "rule", "schema", "serve", "textconv", "show", "undo"}
"""Besides `show`: what says nothing of a plan or makes one, what shows the files of `publish`, what prints a file as it
is, for git, and what has no edit to undo."""


def _marked(value: Any, *, is_row: bool) -> Any:  # noqa: ANN401 - YAML
    """Return a value of a plan with a doubt in every row that can have one."""
    if isinstance(value, list):
        return [_marked(part, is_row=is_row) for part in value]
    if not isinstance(value, dict):
        return value
    doubt = {"doubt": f"{MARK} {value.get('id', '')}"} if is_row else {}
    return {key: _marked(part, is_row=key in SECTIONS) for key, part in value.items()} | doubt


def _mark(folder: Path) -> None:
    """Put a doubt into every row of a plan."""
    for path in folder.rglob("*.yaml"):
        root = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506 - texts alone
        is_row = path.parent != folder
        marked = _marked(root, is_row=is_row)
        text = yaml.dump(marked, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli) -> Scratch:
    """Return a repository whose plan has a doubt everywhere, and changed otherwise, too, since its tag 'first'."""
    del cli
    scratch = Scratch.made(tmp_path)
    scratch.git("tag", "first")
    for old, new in (("22-23 May 2017", "29-30 May 2017"), ("5 April 2017 TBC", "6 April 2017"), ("Vienna", "Lima")):
        scratch.rewrite(old, new)
    _mark(scratch.root / "data")
    scratch.commit("marked")
    monkeypatch.chdir(scratch.root)
    return scratch


def _formats_of(command: str) -> Iterator[list[str]]:
    """Yield the arguments that ask for each format of a command, and none."""
    yield []
    whole = typer.main.get_command(app_for([command]))
    own = whole.commands[command]  # type: ignore[attr-defined]
    for option in own.params:
        choices = getattr(option.type, "choices", ())
        if "--format" in option.opts:
            for choice in choices:
                yield ["--format", str(choice.value if isinstance(choice, Enum) else choice)]


def test_every_command_is_walked() -> None:
    assert set(RUNS) | NOT_OF_A_PLAN == set(COMMANDS)


def test_whatever_has_a_note_has_a_doubt() -> None:
    rows = [row for row in Row.__subclasses__() if {"note", "doubt"} & row.model_fields.keys()]
    assert {model.Event, State, session.Item, session.Session, paper.Paper, paper.PaperEvent} <= set(rows)
    assert all({"note", "doubt"} <= row.model_fields.keys() for row in rows)


def _written(run: tuple[str, ...], cli: Cli, tmp_path: Path) -> str:
    """Return all that a run writes."""
    target = tmp_path / "out"
    found = cli(*run, *(["-o", str(target)] if run[0] == "export" else []))
    assert found.status == 0, (run, found.err)
    text = found.out + found.err
    written = [path for path in (Path.cwd() / "out").rglob("*") if path.is_file()] if run[0] == "publish" else [target]
    for path in filter(Path.exists, written):
        data = path.read_bytes()
        # A workbook is an archive of texts.
        if data.startswith(b"PK"):
            with zipfile.ZipFile(path) as archive:
                data = b"".join(map(archive.read, archive.namelist()))
        text += data.decode("utf-8").replace("\r\n ", "")
    assert text, run
    return text


@pytest.mark.parametrize("command", RUNS)
def test_no_output_holds_a_doubt(marked: Scratch, cli: Cli, tmp_path: Path, command: str) -> None:
    del marked
    if command == "reinstate":
        assert cli("cancel", "thematic-3").status == 0
    for form in _formats_of(command):
        if {"png", "pdf"} & set(form):
            # They are made of the picture in SVG, which is looked into.
            continue
        for arguments in RUNS[command]:
            if "notice" in " ".join(form) and len(arguments) > 1:
                # Two documents have no notice.
                continue
            assert MARK not in _written((command, *arguments, *form), cli, tmp_path), (command, arguments, form)


@pytest.mark.parametrize(
    ("name", "doubts"),
    [
        ("thematic-1", {"thematic-1", "Geneva", "Member States of the United Nations", "Phase I", "Thematic sessions"}),
        ("special-accreditation", {"special-accreditation"}),
        ("gfmd-dialogue-cluster-1", {"gfmd-dialogue-cluster-1", "gfmd-dialogue-cluster-1 input-gois"}),
    ],
)
def test_show_holds_them(marked: Scratch, cli: Cli, name: str, doubts: set[str]) -> None:
    del marked
    told = [line.partition("\t")[2] for line in cli("show", name).out.splitlines() if line.startswith("Doubt\t")]
    assert {text.partition(f": {MARK}")[0].removeprefix(f"{MARK} ") for text in told} >= doubts
    assert MARK in cli("show", name, "--format", "table").out


def test_every_row_that_can_have_a_doubt_is_in_the_list(marked: Scratch, cli: Cli) -> None:
    """Each row with a doubt is listed once: as many as the files hold."""
    texts = [path.read_text(encoding="utf-8") for path in (marked.root / "data").rglob("*.yaml")]
    run = cli("show", "--doubts")
    assert run.out.count(MARK) == sum(text.count("doubt:") for text in texts)
    table = cli("show", "--doubts", "--format", "table").out
    assert max(map(len, table.splitlines())) <= 80
    assert "hearing-days" in table
    refused = cli("show", "--doubts", "--format", "json")
    assert (refused.status, refused.out) == (2, "")
    assert cli("show").status == cli("show", "thematic-1", "--doubts").status == 2


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_show_for_others_does_not(marked: Scratch, cli: Cli, form: str) -> None:
    del marked
    assert MARK not in cli("show", "thematic-1", "--format", form).out


def test_grep_does_not_find_them(marked: Scratch, cli: Cli) -> None:
    del marked
    for command in (["list"], ["export", "json"], ["export", "ics"]):
        assert "thematic-1" not in cli(*command, "--grep", MARK).out


def test_another_doubt_is_no_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    scratch = Scratch.made(tmp_path)
    monkeypatch.chdir(scratch.root)
    feed = cli("export", "ics", "--detail", "agenda").out
    _mark(scratch.root / "data")
    assert difference(load_plan(DATA), load_plan(scratch.root / "data")) == []
    assert cli("diff", "--exit-code").status == 0
    scratch.commit("marked", time="2030-01-01T00:00:00Z")
    assert cli("log", "thematic-1").out.count("\n") == 1
    assert cli("export", "ics", "--detail", "agenda").out == feed


DOUBTFUL = re.compile(
    r"\b(recalled|as printed|printed so|not said|stands so|must be meant|taken for|TBC|TBD)\b|\bthe document\b"
)


def _texts(value: Any, key: str) -> Iterator[str]:  # noqa: ANN401 - YAML
    """Yield the texts of a key, wherever it is in a file."""
    if isinstance(value, list):
        yield from (text for part in value for text in _texts(part, key))
    elif isinstance(value, dict):
        yield from (text for name, part in value.items() for text in ([part] if name == key else _texts(part, key)))


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.yaml")), ids=lambda path: path.stem)
def test_no_note_of_the_plan_that_ships_is_a_doubt(path: Path) -> None:
    root = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506 - texts alone
    # The document's own words in a footnote are for everyone.
    footnote = "An asterisk in the document: "
    assert not [note for note in _texts(root, "note") if DOUBTFUL.search(note.removeprefix(footnote))]
    assert not [one for one in _texts(root, "source") if re.search(r"github|npm:|pypi:", one)]
