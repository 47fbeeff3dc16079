"""A runner reads the output of a build, too: no text from a plan or its history is a command there."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from drafts import NOTES, SOURCES, TEXTS, Draft, drafts, edited, files_of
from gcmplan.export.ics import _folded
from gcmplan.loading.load import load_plan
from gcmplan.text.escape import in_markdown, one_line, visible, without_commands
from runners import assert_harmless
from scratch import Scratch
from strategies import moderate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Cli

HOSTILE = (
    "##[stop-commands]tok", "x ::error::y", "::add-mask::the", "\u3000\u00a0 ::error file=a::b", ":::", ":", "##", "#",
    ":" * 200, "##vso[task.setvariable variable=x]y", "##teamcity[message text='x']", "###[error]x", "#[x",
    "\x1b[0Ksection_start:1:x\r\x1b[0Kx", "a word " * 12 + "::error::x", "x" * 60 + " ::debug::" * 9, "##\n::error::x",
)  # fmt: skip
"""Commands of GitHub, Azure Pipelines, TeamCity and GitLab, what becomes one if it is wrapped, and halves of some."""
EXPORTS = ("json", "csv", "markdown", "html", "ics")
READ = (
    *(("timeline", "--format", form) for form in ("text", "svg", "html", "json")),
    ("timeline", "--by", "body", "--ascii"),
    ("calendar",), ("calendar", "2017"), ("calendar", "2017", "--months", "2", "--ascii"),
    ("calendar", "2017", "--format", "svg"), ("calendar", "2017", "--format", "html"),
    *(("slots", "--all", "--days", "2", "--format", form) for form in ("table", "plain", "json")),
    *(("list", "--format", form) for form in ("table", "plain", "json", "csv", "markdown")),
    ("list", "--short", "--format", "table"), ("list", "--short", "--format", "plain"),
    *(("next", "9", "--on", "1 May 2017", "--format", form) for form in ("table", "plain")),
    *(("sessions", "--format", form) for form in ("table", "plain", "json")),
    *(("log", "--format", form) for form in ("table", "plain", "json")),
    *(("diff", "HEAD~1", "--format", form) for form in ("table", "plain", "json", "markdown")),
    *(("check", "--exit-zero", "--verbose", "--format", form) for form in ("full", "concise", "json", "gitlab")),
    *(("check", "--exit-zero", "--format", form) for form in ("sarif", "junit", "markdown")),
    *(("export", form) for form in EXPORTS), ("export", "ics", "--windows"), ("export", "ics", "--detail", "agenda"),
    ("list", "--phase", "::error::x"), ("list", "--grep", "::error::x"), ("list", "--place", "##[error]x"),
)  # fmt: skip


REFUSED = ("Error: there is no p", "Usage: gcmplan agenda")
"""How a place or phase that is not known is refused, and a zone where no place is known."""


def test_harm_is_seen() -> None:
    for text in ("a\n \u3000::x", "a ##[x", "##vso[", "a\rb"):
        with pytest.raises(AssertionError):
            assert_harmless(text)


# -- texts -----------------------------------------------------------------------------------------------------------

pieces = st.sampled_from([*HOSTILE, ":", "::", "#", "##", "[", "x", " ", "\u00a0", "\n", "\\", "中", ";", ","])
texts = st.lists(pieces | st.text(max_size=3), max_size=8).map("".join)


@moderate
@given(texts, st.integers(0, 90))
def test_visible_texts_are_harmless_wherever_they_are_cut(text: str, start: int) -> None:
    shown = visible(text)
    assert_harmless(shown[start:])
    assert_harmless(in_markdown(text))
    assert visible(shown) == shown
    if not any(piece in text for piece in ("::", "##")) and text.isprintable():
        assert shown == text


@moderate
@given(texts)
@example(":" * 300)
@example("##[" * 60)
@example(" " * 200 + "::error::x")
@example("x" * 65 + "::error::x" + "中" * 40)
def test_a_folded_line_is_harmless_and_reads_back(text: str) -> None:
    line = "SUMMARY:" + text.replace("\n", "").replace("\r", "")
    folded = _folded([line])
    assert_harmless("\n".join(part for part in folded.split("\r\n") if "\r" not in part and "\x1b" not in part))
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))
    assert folded.removesuffix("\r\n").replace("\r\n ", "") == line


# -- commands --------------------------------------------------------------------------------------------------------


def poisoned(value: Any, random: Random) -> Any:  # noqa: ANN401 - whatever a row holds
    """Return a draft with hostile texts in place of all its free ones."""
    if isinstance(value, dict):
        return {name: poisoned(part, random) for name, part in value.items()}
    if isinstance(value, list):
        return [poisoned(part, random) for part in value]
    return random.choice(HOSTILE) if value in {*TEXTS, *NOTES, *SOURCES} else value


def write(draft: Draft, root: Path) -> None:
    """Write a plan; the name of one of its files is hostile, too."""
    files = files_of(draft)
    for file in filter(None, (files.workplan, files.bodies, files.places, *files.sessions, *files.sources)):
        name = file.path.removeprefix("plan/").replace("sources/note", "sources/::error::##[error]")
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)


def ids_of(draft: Draft) -> Iterator[tuple[str, ...]]:
    """Yield the commands about rows of a draft."""
    for row in (*draft["events"], *draft["deadlines"], *draft["sessions"].values()):
        yield from (("show", row["id"], "--format", form) for form in ("table", "plain", "json", "csv", "markdown"))
        yield "log", row["id"]
    for row in draft["sessions"].values():
        yield from (("agenda", row["id"], "--format", form) for form in ("table", "plain", "json", "markdown"))
        yield "agenda", row["id"], "--tz", "Asia/Tokyo"
    yield from (("who", name, "--format", form) for name in ("error", ":", "#") for form in ("table", "plain"))
    yield from (("textconv", f"data/{name}.yaml") for name in ("workplan", "bodies", "places"))


@pytest.mark.slow
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.reuse, Phase.generate])
@given(drafts, st.integers(0, 2**32))
def test_no_output_commands_a_runner(
    cli: Cli, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, draft: Draft, seed: int
) -> None:
    """Every command, every format, three widths: of a hostile plan, with a hostile history."""
    random = Random(seed)  # noqa: S311 - the same plan each time
    draft, root = poisoned(draft, random), tmp_path_factory.mktemp("hostile")
    scratch = Scratch(root)
    scratch.git("init", "--quiet", "--initial-branch=main")
    write(poisoned(edited(draft, random, 3), random) | {"as_of": "2017-04-01"}, root)
    scratch.commit("##[error]x ::error::y", author="::add-mask::the ##vso[x]")
    write(draft, root)
    scratch.commit("::error::y")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
    monkeypatch.chdir(root)
    for number, command in enumerate((*READ, *ids_of(draft))):
        monkeypatch.setenv("COLUMNS", ("80", "20", "200")[number % 3])
        run = cli(*command)
        assert run.status == (2 if run.err.startswith(REFUSED) else 0), (command, run.err)
        assert "unforeseen" not in run.err
        assert_harmless(run.out, command)
        assert_harmless(run.err, command)


PLAN = """\
title: Plan
as_of: 12 April 2017
calendar: {name: Plan, domain: example.org}
groups:
- {id: talks, title: Talks, short: Talks, color: "#0072B2"}
events:
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return the folder of a plan whose events have the hostile texts for titles."""
    rows = (
        f"- {{id: e{number}, title: {json.dumps(text)}, group: talks, kind: meeting, when: 8 May 2017, source: x}}\n"
        for number, text in enumerate(HOSTILE)
    )
    (tmp_path / "workplan.yaml").write_text(PLAN + "".join(rows), encoding="utf-8")
    return tmp_path


def edits_with(text: str) -> Iterator[tuple[str, ...]]:
    """Yield commands that change a plan, with a hostile text wherever one can be."""
    for form in ("text", "json"):
        shown = ("--format", form)
        yield "set", "e0", "title", text, *shown
        yield "set", "e1", "venue", text, "--source", text, *shown
        yield "move", "e2", "+1 week", "--source", text, *shown
        yield "confirm", "e3", "9 May 2017", "--source", text, *shown
        yield "postpone", "e4", *shown
        yield "cancel", "e5", "--source", text, *shown
        yield "add", "--title", text, "--when", "9 May 2017", "--group", "talks", "--note", text, *shown
        yield "rename", "e6", f"new-{form}", "--source", text, *shown
        yield "remove", "e7", *shown
        yield "undo", *shown
    for option in ("--group", "--body", "--place", "--id", "--phase", "--kind"):
        yield "add", "--title", "x", "--when", "9 May 2017", "--group", "talks", option, text
    for key in ("when", "place", "group", "url", text):
        yield "set", "e0", key, text
    for command in ("move", "confirm", "postpone"):
        yield command, "e0", text
        yield command, text, "9 May 2017"
    yield "rename", "e0", text
    yield "slots", "e0", "--in", text
    yield "slots", "e0", "--in", "May 2018", "--place", text


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[1:20])
def test_no_edit_commands_a_runner(cli: Cli, monkeypatch: pytest.MonkeyPatch, plan: Path, text: str) -> None:
    """The parts of a plan that an edit shows, and its words about a value that was typed."""
    monkeypatch.chdir(plan)
    written = 0
    for number, command in enumerate(edits_with(text)):
        monkeypatch.setenv("COLUMNS", ("80", "20", "200")[number % 3])
        run = cli(*command, "--plan", ".")
        written += run.status == 0
        assert "unforeseen" not in run.err
        assert_harmless(run.out, command)
        # As the process itself writes it: typer's own messages quote what was typed.
        assert_harmless(without_commands(run.err), command)
    assert written > 8


@pytest.mark.parametrize("words", [(), ("-m", "##[error]x ::error::y")], ids=["notice", "typed"])
def test_no_commit_of_an_edit_commands_a_runner(cli: Cli, tmp_path: Path, plan: Path, words: tuple[str, ...]) -> None:
    scratch = Scratch(tmp_path)
    scratch.git("init", "--quiet", "--initial-branch=main")
    scratch.git("config", "user.name", "::error::x")
    scratch.git("config", "user.email", "x@example.org")
    scratch.commit("x")
    for index in range(len(HOSTILE)):
        run = cli("move", f"e{index}", "9 May 2017", "--commit", *words, "--plan", str(plan))
        assert (run.status, "Committed: " in run.out) == (0, True), run.err
        assert_harmless(run.out, index)


BROKEN = """\
"::error::x": 1
"##[error]x": {":": "::x"}
groups:
- {id: "::error::x", title: "##vso[x]", short: Talks, color: "##[x]"}
events:
- {id: "##[error]x", title: x, group: "::debug::x", kind: "::x", when: "::error::x ##[y]", status: "##teamcity[x]"}
- {id: two, title: x, group: talks, kind: meeting, when: 31 June 2017 ::error::x, after: ["::error::x"], place: "##[x]"}
"::": ::error::x
"""


@pytest.mark.parametrize("form", [None, "full", "concise", "json", "gitlab", "sarif", "junit", "markdown"])
def test_a_broken_plan_commands_no_runner(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str | None
) -> None:
    """Values of the file are quoted in messages, and shown with their line."""
    folder = tmp_path / "::error::x ##[debug]"
    folder.mkdir()
    (folder / "workplan.yaml").write_text(BROKEN, encoding="utf-8")
    monkeypatch.chdir(folder)
    for width in ("20", "40", "80"):
        monkeypatch.setenv("COLUMNS", width)
        for path in (".", str(folder)):
            run = cli(*(("check", "--format", form) if form else ("list",)), "--plan", path)
            assert (run.status, len(run.out + run.err) > 500) == (1 if form else 2, True)
            assert_harmless(run.out)
            assert_harmless(run.err)
    assert_harmless(cli("textconv", "workplan.yaml").out)


def names_of(plan: Path) -> list[str]:
    return [event.id for event in load_plan(plan).events]


def titles_of(plan: Path) -> list[str]:
    return [event.title for event in load_plan(plan).events]


def test_json_reads_back(cli: Cli, plan: Path) -> None:
    for command in (("list", "--format", "json"), ("export", "json")):
        run = cli(*command, "--plan", str(plan))
        assert_harmless(run.out)
        assert [event["title"] for event in json.loads(run.out)["events"]] == titles_of(plan)


def test_feed_reads_back(cli: Cli, plan: Path) -> None:
    feed = cli("export", "ics", "--plan", str(plan)).out
    assert_harmless(feed)
    found = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    summaries = {str(event["UID"]).partition("@")[0]: str(event["SUMMARY"]) for event in found}
    assert list(map(summaries.get, names_of(plan))) == [one_line(title).strip() for title in titles_of(plan)]


def test_page_reads_back(cli: Cli, plan: Path) -> None:
    page = cli("export", "html", "--plan", str(plan)).out
    assert_harmless(page)
    texts: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            texts.append(data)

    Reader().feed(page)
    assert {one_line(title) for title in titles_of(plan)} <= set(texts)


def test_csv_reads_back_but_for_marks(cli: Cli, plan: Path) -> None:
    """A cell has no escapes: of `##[`, the second sign is written as one; no line begins with a title."""
    run = cli("export", "csv", "--plan", str(plan))
    assert_harmless(run.out)
    rows = list(csv.DictReader(io.StringIO(run.out, newline="")))
    titles = [row["title"].replace(r"#\x23", "##") for row in rows]
    assert titles == [one_line(title) for title in titles_of(plan)]
    assert sum(row["title"] != title for row, title in zip(rows, titles, strict=True)) == 4


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--from", "\n::error::x ##[error]"),
        ("list", "--\n::x##[y]"),
        ("::error::x ##vso[y]",),
        ("rule", "##[x]"),
    ],
)
def test_words_of_the_command_line_are_harmless(words: tuple[str, ...]) -> None:
    """A build may run a command with words that others chose: the name of a branch, the title of a pull request."""
    run = subprocess.run([sys.executable, "-m", "gcmplan", *words], check=False, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (2, "")
    assert r"\x3a" in run.stderr or r"\x23" in run.stderr
    assert_harmless(run.stderr)
