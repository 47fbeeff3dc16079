"""`import --as-source`: another organization's table is compared with the plan, and changes no event of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import DATA
from gcmplan.loading.load import load_plan
from inside import start

SHIPPED = load_plan(DATA)
ROWS = """\
Date;Meeting;ID;Venue;Place
9-10 May 2017;First;thematic-1;Room V;Geneva
18-19 July 2017;{title};;;Nairobi
some day;Forum;hearing-2;;Atlantis
3 May 2017;Elsewhere;;;
"""
CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Other//Other//EN
BEGIN:VEVENT
UID:7@other.example
SUMMARY:Session one
DTSTART;VALUE=DATE:20170509
DTEND;VALUE=DATE:20170511
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A copy of the real plan, and a table beside it."""
    shutil.copytree(DATA, tmp_path / "plan")
    title = SHIPPED.event("idm-geneva").title
    (tmp_path / "rows.csv").write_text(ROWS.format(title=title), encoding="utf-8")
    return tmp_path / "plan"


def accepted(plan: Path, file: str, *more: str) -> str:
    command = ("import", file, "--as-source", "other", "--review", "review.yaml", "--plan", ".", *more)
    review, run = (start(*command, cwd=plan) for _ in range(2))
    assert (review.returncode, run.returncode) == (0, 0), run.stderr
    (plan / "review.yaml").unlink()
    return re.sub(r"\s+", " ", run.stdout)


def test_the_rows_are_statements_of_another_document(plan: Path) -> None:
    before = (plan / "workplan.yaml").read_bytes()
    said = accepted(plan, "../rows.csv", "--source", "Programme of another body")
    assert "GP304: the date of 'thematic-1' is 8-9 May 2017 in the plan, 9-10 May 2017 in 'Programme of another" in said
    assert "line 5: no event of the plan is “Elsewhere”" in said
    assert (plan / "workplan.yaml").read_bytes() == before
    [paper] = [filed.paper for filed in load_plan(plan).papers if filed.document.path.endswith("other.yaml")]
    assert paper.title == "Programme of another body"
    rows = {row.id: row for row in paper.events}
    assert list(rows) == ["thematic-1", "idm-geneva", "hearing-2"]
    first = rows["thematic-1"]
    assert (str(first.when), str(first.place), first.venue) == ("9-10 May 2017", "Geneva", "Room V")
    assert first.source == "rows.csv, line 2"
    assert (rows["hearing-2"].when, rows["hearing-2"].place) == (None, None)
    assert all(text in (rows["hearing-2"].doubt or "") for text in ("“some day”", "“Atlantis” is not known"))
    # Nairobi is a city, and no place of the plan.
    assert rows["idm-geneva"].place is None
    assert "“Nairobi” is none of the plan's" in (rows["idm-geneva"].doubt or "")


def test_check_and_show_compare_it(plan: Path) -> None:
    accepted(plan, "../rows.csv")
    assert "9-10 May 2017 in 'rows.csv'" in re.sub(r"\s+", " ", start("check", "--plan", ".", cwd=plan).stdout)
    assert "rows.csv: 9-10 May 2017" in start("show", "thematic-1", "--plan", ".", cwd=plan).stdout


def test_a_newer_edition_replaces_it_and_undo_takes_it_back(plan: Path) -> None:
    accepted(plan, "../rows.csv")
    file = plan / "sources" / "other.yaml"
    first = file.read_bytes()
    rows = (plan.parent / "rows.csv").read_text(encoding="utf-8").replace("9-10 May", "8-9 May")
    (plan.parent / "rows.csv").write_text(rows, encoding="utf-8")
    accepted(plan, "../rows.csv")
    assert b"8-9 May 2017" in file.read_bytes()
    assert start("undo", "--plan", ".", cwd=plan).returncode == 0
    assert file.read_bytes() == first
    assert start("import", "../rows.csv", "--as-source", "other", "--dry-run", "--plan", ".", cwd=plan).returncode == 0
    assert file.read_bytes() == first


def test_an_entry_of_a_calendar_is_named_by_its_uid(plan: Path) -> None:
    (plan / "a.ics").write_text(CALENDAR.replace("\n", "\r\n"))
    run = start("import", "a.ics", "--as-source", "other", "--dry-run", "--plan", ".", cwd=plan)
    assert (run.returncode, "no row is an event of the plan" in run.stderr) == (2, True)
    said = accepted(plan, "a.ics", "--map", "7@other.example=thematic-1")
    assert "GP304: the date of 'thematic-1' is 8-9 May 2017 in the plan, 9-10 May 2017 in 'a.ics'" in said


def test_a_plan_without_the_folder_gets_it(plan: Path) -> None:
    shutil.rmtree(plan / "sources")
    accepted(plan, "../rows.csv", "--anyway")
    assert [path.name for path in (plan / "sources").iterdir()] == ["other.yaml"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("../other", "cannot be the name of a file"), (".", "cannot be"), ("general-concept-note", "was written by hand")],
)
def test_other_names_are_refused(plan: Path, name: str, said: str) -> None:
    run = start("import", "../rows.csv", "--as-source", name, "--dry-run", "--plan", ".", cwd=plan)
    assert run.returncode == 2
    assert said in run.stderr
