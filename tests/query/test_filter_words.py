"""A filter says so, in the same words in every output; cancelled and postponed events are counted apart."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from conftest import Cli
from gcmplan.dates.span import Span
from gcmplan.plan.workplan import Workplan
from gcmplan.query.filter_words import filter_words
from gcmplan.query.filters import Criteria
from scratch import Scratch

ARGUMENTS = ("--phase", "1", "--for", "ken", "--in", "May 2017")
WORDS = "Only phase I; 1 May 2017 to 31 May 2017; for Kenya"


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        (Criteria(), ""),
        (Criteria(phases=("1", "phase ii", "none")), "Only phase I, phase II or outside the phases"),
        (Criteria(groups=("thematic-session", "rcp")), "Only Thematic sessions or Regional Consultative Processes"),
        (Criteria(kinds=("meeting", "deadline")), "Only meeting or deadline"),
        (
            Criteria(bodies=("igc",)),
            "Only meetings of Intergovernmental Consultations on Migration, Asylum and Refugees",
        ),
        (Criteria(places=("GENEVA", "new york", "tba")), "Only in Geneva, New York or TBA"),
        (Criteria(countries=("CH",)), "Only in Switzerland"),
        (Criteria(statuses=("cancelled",), certainties=("tbd",)), "Only cancelled; TBA"),
        (Criteria(texts=("a", "b")), "Only with “a” or “b”"),
        (Criteria(delegations=("KEN", "Atlantis")), "Only for Kenya or Atlantis"),
        (Criteria(days=(Span(date(2017, 5, 8), date(2017, 5, 8)),)), "Only 8 May 2017"),
        (Criteria(days=(Span(date(2017, 5, 8), date.max),)), "Only from 8 May 2017"),
        (Criteria(days=(Span(date.min, date(2017, 5, 8)),)), "Only until 8 May 2017"),
    ],
)
def test_words(plan: Workplan, criteria: Criteria, words: str) -> None:
    assert filter_words(plan, criteria) == words


@pytest.mark.parametrize("command", [["list"], ["next", "--on", "1 May 2017"]])
def test_tables_begin_with_the_words(cli: Cli, command: list[str]) -> None:
    assert cli(*command, *ARGUMENTS, "--format", "table").out.startswith(f"{WORDS}\n\n")
    assert "Only" not in cli(*command, "--format", "table").out


def test_markdown(cli: Cli) -> None:
    assert cli("export", "markdown", *ARGUMENTS).out.splitlines()[2] == f"**{WORDS}**"
    assert cli("list", *ARGUMENTS, "-f", "markdown").out == cli("export", "markdown", *ARGUMENTS).out


def test_page(cli: Cli, plan: Workplan) -> None:
    out = cli("export", "html", *ARGUMENTS, "--grep", "<b>").out
    words = WORDS.replace("; for", "; with “&lt;b&gt;”; for")
    assert f"<title>{plan.title} ({words})</title>" in out
    assert f'</h1>\n<p><strong dir="auto">{words}</strong></p>\n' in out
    assert "Only" not in cli("export", "html").out


def test_workbook(cli: Cli, tmp_path: Path, plan: Workplan) -> None:
    target = tmp_path / "x.xlsx"
    assert cli("export", "xlsx", *ARGUMENTS, "-o", str(target)).status == 0
    book = load_workbook(target)
    assert book.properties.title == f"{plan.title} ({WORDS})"
    assert ("Filtered", WORDS) in list(book["Legend"].values)
    with zipfile.ZipFile(target) as archive:
        assert f"{plan.title}. {WORDS}"[:80] in archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_a_day_of_a_programme(cli: Cli, form: str) -> None:
    lines = cli("agenda", "thematic-1", "--day", "2", "-f", form).out.splitlines()
    assert [line.strip("*") for line in lines[:5]].count("Only day 2 of 2") == 1


def test_cancelled_and_postponed_events_are_counted_apart(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = Scratch.made(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    before = "67 events: 32 confirmed, 11 to be confirmed, 20 to be announced, 4 undated"
    assert cli("list", "-f", "table").out.splitlines()[-3] == before
    scratch.rewrite("when: 8-9 May 2017\n", "when: 8-9 May 2017\n    status: cancelled\n")
    scratch.rewrite("when: 22-23 May 2017\n", "when: TBA\n    status: postponed\n")
    after = before.replace("32 confirmed", "30 confirmed") + ", 1 postponed, 1 cancelled"
    assert cli("list", "-f", "table").out.splitlines()[-3] == after
    assert f"{after}. 4 disputed" in cli("export", "html").out
