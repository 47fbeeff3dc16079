"""The manual is true: its sessions are what the commands print, its dates can be read, its links and targets exist."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from manual import PAGES, holds, named, page_with
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from conftest import ROOT
from gcmplan.checks.rules import RULES
from gcmplan.cli.formats import ReportFormat
from gcmplan.dates.when import When
from inside import on_screen, start
from scratch import Scratch

SESSION = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
TABLE = re.compile(r"(?<=```text\n)Meetings of .*?(?=```)", re.DOTALL)
"""A table that is imported: its page is played in a copy of the example."""
CALENDAR = re.compile(r"(?<=```text\n)BEGIN:VCALENDAR.*?(?=```)", re.DOTALL)
LINK = re.compile(r"\]\((?!https?://)([^)#]*)(?:#([^)]*))?\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
OTHERS = [ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "RELEASING.md")]
OWN = "docs/your-own-plan.md"
"""Its files are its own: tests/starting plays it."""
EDITED = {"docs/publish.md", "docs/secretariat.md"}
"""Pages whose commands change files: these are played in a copy of the plan with one commit, one after another."""


def played(session: str, folder: Path) -> str:
    """Return a session with what its commands print on a terminal of 80 columns."""
    commands = [line for line in session.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{output(command[2:], folder)}" for command in commands)


def output(command: str, folder: Path) -> str:
    name, *arguments = shlex.split(command)
    assert name == "gcmplan"
    return on_screen(*arguments, cwd=folder, COLUMNS="80", TERM="dumb")


def with_sessions(pages: tuple[Path, ...]) -> list[Path]:
    return [page for page in pages if "```console" in page.read_text(encoding="utf-8") and named(page) != OWN]


@pytest.mark.parametrize("page", with_sessions(PAGES), ids=named)
def test_sessions_are_real(page: Path, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder, text = ROOT, page.read_text(encoding="utf-8")
    if named(page) in EDITED:
        folder = Scratch.made(tmp_path).root
    if table := TABLE.search(text):
        folder = shutil.copytree(ROOT / "examples" / "standards-committee", tmp_path / "plan")
        as_workbook(table[0], folder / "meetings.xlsx")
        for name, calendar in zip(["calendar.ics"], CALENDAR.findall(text), strict=True):
            (folder / name).write_text(calendar, encoding="utf-8", newline="\r\n")
    real = SESSION.sub(lambda match: played(match[0], folder), text)
    holds(page, real, update=request.config.getoption("--update-golden"))


def as_workbook(table: str, path: Path) -> None:
    """Write a table of a page, with semicolons between its cells, as a workbook."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Meetings"
    for row in table.splitlines():
        sheet.append(row.split(";"))
    book.save(path)


def test_most_pages_have_sessions() -> None:
    assert len(with_sessions(PAGES)) >= 5


def commands_of_shells() -> list[str]:
    """Return the commands in blocks for a shell, without their comments."""
    texts = (page.read_text(encoding="utf-8") for page in PAGES)
    blocks = (block for text in texts for block in re.findall(r"(?<=```sh\n).*?(?=```)", text, re.DOTALL))
    lines = (line.split("  #")[0].strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line.startswith("gcmplan ")]


@pytest.mark.parametrize("command", commands_of_shells())
def test_commands_for_a_shell_run(command: str, tmp_path: Path) -> None:
    folder = Scratch.made(tmp_path).root
    run = start(*shlex.split(command)[1:], cwd=folder)
    assert run.returncode == 0, run.stderr
    written = command.partition("-o ")[2].split()
    assert all((folder / name).stat().st_size > 100 for name in written[:1])


def rule_table() -> str:
    """Return the catalogue as a table."""
    rows = [f"| {rule.code} | {rule.name} | {rule.severity} | {rule.summary} |" for rule in RULES]
    return "\n".join(
        ["<!-- rules -->", "", "| code | name | level | finds |", "|---|---|---|---|", *rows, "", "<!-- /rules -->"]
    )


def test_the_table_of_rules_is_the_catalogue(request: pytest.FixtureRequest) -> None:
    page = page_with("<!-- rules -->")
    text = page.read_text(encoding="utf-8")
    real = re.sub(r"<!-- rules -->.*<!-- /rules -->", lambda _: rule_table(), text, flags=re.DOTALL)
    holds(page, real, update=request.config.getoption("--update-golden"))


def test_examples_for_ci_use_real_options() -> None:
    text = page_with("gl-code-quality-report.json").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n# \.git.*?```", text, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        assert yaml.safe_load(example.removeprefix("```yaml").removesuffix("```"))
        command = re.findall(r"gcmplan check .*?(?=\n +(?:- )?\w+:|\n  rules)", example, re.DOTALL)[0]
        options = shlex.split(command)[2:]
        options[options.index("--new-since") + 1] = "HEAD"
        assert not set(options[::2]) - {"--format", "--fail-on", "--new-since", "--report"}
        forms = {option.split("=")[0] for name, option in pairwise(options) if name == "--report"}
        assert forms <= set(ReportFormat)


def test_dates_of_the_table_can_be_read() -> None:
    table = page_with("| text | meaning |").read_text(encoding="utf-8").split("| text | meaning |")[1].split("\n\n")[0]
    texts = [text for row in table.splitlines()[2:] for text in re.findall(r"`([^`]+)`", row.split("|")[1])]
    assert len(texts) > 20
    for text in texts:
        assert When.parse(str(When.parse(text))) == When.parse(text)


def test_targets_of_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = "".join(page.read_text(encoding="utf-8") for page in (*PAGES, *OTHERS))
    targets = re.findall(r"(?:^|`)make ([\w-]+)", text, re.MULTILINE)
    assert targets
    for target in targets:
        assert f"\n{target}:" in makefile


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as forges make them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        linked = page.parent / target if target else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), (target, anchor)


def made() -> dict[Path, str]:
    """Return what `make manual` would write."""
    script = runpy.run_path(str(ROOT / "docs" / "generate.py"))
    files: dict[Path, str] = script["made"]()
    return files


def test_what_follows_from_the_program_is_current(request: pytest.FixtureRequest) -> None:
    files = made()
    assert {path.suffix for path in files} == {".svg", ".md"}
    for path, text in files.items():
        holds(path, text, update=request.config.getoption("--update-golden"))


def test_pictures_load_nothing_from_elsewhere() -> None:
    for picture in (ROOT / "docs" / "pictures").glob("*.svg"):
        text = picture.read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[^\s\"')]+", text)) == {"http://www.w3.org/2000/svg"}
        assert "<script" not in text


def test_every_page_is_reached_from_the_first() -> None:
    reached, new = set[Path](), {ROOT / "docs" / "index.md"}
    while new:
        reached |= new
        targets = {
            (page.parent / target).resolve() for page in new for target, _ in LINK.findall(page.read_text("utf-8"))
        }
        new = {page for page in targets if page in PAGES} - reached
    assert set(PAGES) == reached
