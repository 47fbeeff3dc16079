"""`gcmplan import`: rows become events after a review, no date becomes surer than it is, nothing is lost."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from office import saved_as
from small_plan import SMALL_PLAN

from conftest import DATA
from gcmplan.dates.when import When
from gcmplan.importing.dates import order_of, read
from gcmplan.importing.table import Cell
from gcmplan.loading.load import load_plan
from gcmplan.plan.workplan import Workplan
from inside import start
from strategies import moderate, whens

ROWS = """\
Meetings of 2027

Date;Meeting;City;Remarks
8-9 February 2027;Board meeting;Geneva, CH;
15/3/2027;Workshop on data;Vienna, AT;by invitation
4/5/2027;Consultation;Atlantis;
March 2027;;;
22-23;Steering group;Nairobi;
last week of June 2027 (tbc);Annual forum;Vienna, AT;
sometime in autumn;Retreat;;
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan without events, and a file of rows beside it."""
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "workplan.yaml").write_text(SMALL_PLAN)
    (tmp_path / "rows.csv").write_text(ROWS)
    return tmp_path / "plan"


def accepted(plan: Path, file: str, *more: str) -> Workplan:
    """Import a file by its review, unchanged, and return the plan."""
    for _ in range(2):
        run = start("import", file, "--review", "review.yaml", *more, cwd=plan)
        assert run.returncode == 0, run.stderr
    (plan / "review.yaml").unlink()
    return load_plan(plan)


def test_nothing_is_written_before_the_review_is_accepted(plan: Path) -> None:
    run = start("import", "../rows.csv", cwd=plan)
    assert (run.returncode, run.stderr) == (0, "Nothing is written: accept the rows with --review FILE\n")
    assert "line 8: 22-23 March 2027  Steering group  (Nairobi)\n    ? the file says “22-23”" in run.stdout
    assert "in dates in numbers the day comes first, as 15/3/2027 shows" in run.stdout
    assert "line 6: 4 May 2027  Consultation  (Atlantis)\n    ? the place “Atlantis” is not known" in run.stdout
    assert run.stdout.endswith("6 events, 3 with a doubt\n")
    start("import", "../rows.csv", "--review", "review.yaml", cwd=plan)
    assert (plan / "workplan.yaml").read_text() == SMALL_PLAN
    assert len(yaml.safe_load((plan / "review.yaml").read_text(encoding="utf-8"))["rows"]) == 6


def test_rows_become_events(plan: Path) -> None:
    found = accepted(plan, "../rows.csv")
    shown = {event.title: (str(event.when), str(event.place or ""), event.doubt or "") for event in found.events}
    assert shown["Board meeting"] == ("8-9 February 2027", "Geneva", "")
    assert shown["Workshop on data"] == ("15 March 2027", "Vienna", "")
    assert shown["Consultation"] == ("4 May 2027", "", "line 6: the place “Atlantis” is not known")
    assert shown["Steering group"][:2] == ("22-23 March 2027", "Nairobi")
    assert When.parse(shown["Annual forum"][0]) == When.parse("last week of June 2027 TBC")
    assert shown["Retreat"][0] == "TBC"
    assert "sometime in autumn" in shown["Retreat"][2]
    assert [event.note for event in found.events if event.note] == ["by invitation"]
    assert {event.source for event in found.events} == {"rows.csv"}
    # Vienna is named by two rows, and is one place.
    assert sorted(place.name for place in found.places) == ["Geneva", "Nairobi", "Vienna"]


def test_a_second_import_adds_what_is_new(plan: Path) -> None:
    accepted(plan, "../rows.csv")
    before = (plan / "workplan.yaml").read_bytes()
    run = start("import", "../rows.csv", "--dry-run", cwd=plan)
    assert (run.returncode, run.stderr) == (0, "6 rows are in the plan already\nNo row is new: nothing is written\n")
    assert (plan / "workplan.yaml").read_bytes() == before
    with (plan.parent / "rows.csv").open("a") as file:
        file.write("1 June 2027;Late addition;;\n")
    assert len(accepted(plan, "../rows.csv").events) == 7


def test_no_row_is_lost_in_silence(plan: Path) -> None:
    """A title alone is an event without a date, two rows alike are two, and a row without a title is named."""
    rows = "Date,Meeting\nMay 2027,\n,Only a title\n9 May 2027,\nTBC,Talks\nTBC,Talks\nto be moved,\n8,Short\n"
    (plan.parent / "rows.csv").write_text(rows)
    run = start("import", "../rows.csv", cwd=plan)
    assert "line 4: left out, as it has no title: “9 May 2027”" in run.stdout
    assert "line 7: left out, as it has no title: “to be moved”" in run.stdout
    found = accepted(plan, "../rows.csv")
    shown = sorted((event.title, str(event.when)) for event in found.events)
    assert shown == [("Only a title", "TBC"), ("Short", "8 May 2027"), ("Talks", "TBC"), ("Talks", "TBC")]
    assert "No row is new" in start("import", "../rows.csv", "--dry-run", cwd=plan).stderr


def test_values_that_no_event_can_have_are_doubts(plan: Path) -> None:
    (plan.parent / "rows.csv").write_text("Date,Meeting,Link,ID,Zone\n8 May 2027,Talks,www.example.org,Bad Id,Mars\n")
    run = start("import", "../rows.csv", "--dry-run", cwd=plan)
    assert "line 2: the url “www.example.org” cannot be taken over" in " ".join(run.stdout.split())
    [event] = accepted(plan, "../rows.csv").events
    assert event.id == "talks"
    assert all(text in (event.doubt or "") for text in ("www.example.org", "Bad Id", "Mars"))


def test_a_title_that_is_far_too_long_is_named(plan: Path) -> None:
    (plan.parent / "rows.csv").write_text(f"Date,Meeting\n8 May 2027,{'x' * 600}\n")
    run = start("import", "../rows.csv", "--dry-run", cwd=plan)
    assert run.returncode == 2
    assert "line 2: no event can have the title “xxx" in run.stderr


def test_two_rows_with_one_id_are_two_events(plan: Path) -> None:
    (plan.parent / "rows.csv").write_text("Date,Meeting,ID\n8 May 2027,Talks,talks\n9 May 2027,Forum,talks\n")
    first, second = accepted(plan, "../rows.csv").events
    assert (first.id, second.id) == ("talks", "forum")
    assert "the id “talks” is that of another event" in (second.doubt or "")


def test_titles_in_any_letters(plan: Path) -> None:
    (plan.parent / "rows.csv").write_text("Date,Meeting\n8 May 2027,مؤتمر\n9 May 2027,会议\n", encoding="utf-8")
    assert [event.id for event in accepted(plan, "../rows.csv").events] == ["event-1", "event-2"]


def test_a_changed_review_is_what_counts(plan: Path) -> None:
    start("import", "../rows.csv", "--review", "review.yaml", cwd=plan)
    review = plan / "review.yaml"
    text = review.read_text(encoding="utf-8")
    old, new = '"Retreat"\n    when: "TBC"', '"Retreat"\n    when: "2 October 2027"'
    text = text.replace(old, new)
    review.write_text(re.sub(r'(?s)  - at: "line 4".*?(?=  - at)', "", text), encoding="utf-8")
    run = start("import", "../rows.csv", "--review", "review.yaml", cwd=plan)
    assert run.returncode == 0
    dates = {event.title: str(event.when) for event in load_plan(plan).events}
    assert (dates["Retreat"], "Board meeting" in dates, len(dates)) == ("2 October 2027", False, 5)


def test_a_review_that_is_given_twice_calls_no_row_missing(plan: Path) -> None:
    for _ in range(2):
        start("import", "../rows.csv", "--review", "review.yaml", cwd=plan)
    run = start("import", "../rows.csv", "--review", "review.yaml", cwd=plan)
    assert (run.returncode, run.stderr) == (0, "6 rows are in the plan already\nNo row is new: nothing is written\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('when: "8-9 February 2027"', 'when: "31 June 2027"', "review.yaml:11: the date '31 June 2027': "),
        ('title: "Board meeting"', 'titel: "Board meeting"', "review.yaml:10: the key 'titel' is not known"),
        ('title: "Board meeting"', "title: [a]", "review.yaml:10: 'title' is no text"),
        ('    title: "Board meeting"\n', "", "a row has no 'title'"),
        ("rows:", "rows: [", "review.yaml:"),
        ("rows:", "lines:", "has no list 'rows'"),
    ],
)
def test_a_wrong_review_is_named_with_its_line(plan: Path, old: str, new: str, said: str) -> None:
    start("import", "../rows.csv", "--review", "review.yaml", cwd=plan)
    review = plan / "review.yaml"
    text = review.read_text(encoding="utf-8")
    assert old in text
    review.write_text(text.replace(old, new, 1), encoding="utf-8")
    run = start("import", "../rows.csv", "--review", "review.yaml", cwd=plan)
    assert run.returncode == 2
    assert said in run.stderr
    assert (plan / "workplan.yaml").read_text() == SMALL_PLAN


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["../rows.csv", "--map", "Meeting=titel"], "'titel' is no key of an event"),
        (["../rows.csv", "--map", "Metting=title"], "no column is called 'Metting'\nHint: did you mean 'Meeting'?"),
        (["../rows.csv", "--map", "Meeting"], "'Meeting' is not NAME=KEY"),
        (["../none.csv"], "there is no file '../none.csv'\nHint: did you mean 'rows.csv'?"),
        (["workplan.yaml"], "is no xlsx, csv, docx, ics or json file"),
    ],
)
def test_what_is_refused(plan: Path, arguments: list[str], said: str) -> None:
    run = start("import", *arguments, cwd=plan)
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("name", ["workplan.yaml", "bodies.yaml", "places.yaml", "sources/x.yaml"])
def test_a_file_of_the_plan_is_no_review(plan: Path, name: str) -> None:
    (plan / "bodies.yaml").write_text("bodies: []\n")
    before = {path: path.read_bytes() for path in plan.rglob("*.yaml")}
    run = start("import", "../rows.csv", "--review", name, cwd=plan)
    assert run.returncode == 2
    assert f"{name} is a file of the plan" in run.stderr
    assert "delete" not in run.stderr
    assert {path: path.read_bytes() for path in plan.rglob("*.yaml")} == before


def test_another_file_is_no_review_and_stays(plan: Path) -> None:
    (plan / "notes.txt").write_text("Call the printer\n")
    run = start("import", "../rows.csv", "--review", "notes.txt", cwd=plan)
    assert (run.returncode, (plan / "notes.txt").read_text()) == (2, "Call the printer\n")
    assert "'notes.txt' is no review\nHint: name a new file with --review" in run.stderr


def test_a_group_is_needed_where_there_are_several(plan: Path) -> None:
    text = (plan / "workplan.yaml").read_text()
    (plan / "workplan.yaml").write_text(text.replace("events:", "  - {id: forums, title: Forums}\nevents:"))
    run = start("import", "../rows.csv", "--dry-run", cwd=plan)
    assert (run.returncode, "Hint: give one with --group: talks, forums" in run.stderr) == (2, True)
    assert {event.group for event in accepted(plan, "../rows.csv", "--group", "Forums").events} == {"forums"}


def test_a_table_without_headings_is_refused(plan: Path) -> None:
    (plan.parent / "rows.csv").write_text("a;b\n8 May 2027;Talks\n")
    run = start("import", "../rows.csv", cwd=plan)
    assert "no table has headings for a title and a date; line 1 has 'a', 'b'\nHint: name them" in run.stderr
    named = start("import", "../rows.csv", "--map", "a=when,b=title", cwd=plan)
    assert "line 2: 8 May 2027  Talks" in named.stdout


def test_an_empty_file_is_refused_as_such(plan: Path) -> None:
    (plan.parent / "rows.csv").write_text("\n;;\n")
    run = start("import", "../rows.csv", cwd=plan)
    assert (run.returncode, "Error: the file has no table with rows\n" in run.stderr) == (2, True)


LONGER = {"Name of the meeting": "title", "Event date": "when", "Place of event": "place", "Meeting room": "venue"}


@pytest.mark.parametrize("mapped", [{}, {"Meeting room": "note"}, {"Place of event": "title"}], ids=str)
def test_a_heading_may_be_longer(plan: Path, mapped: dict[str, str]) -> None:
    (plan.parent / "rows.csv").write_text(f"{';'.join(LONGER)}\nTalks;8 May 2027;Nairobi;Room 2\n")
    names = [word for name, key in mapped.items() for word in ("--map", f"{name}={key}")]
    run = start("import", "../rows.csv", *names, cwd=plan)
    wanted = LONGER | mapped
    if "Place of event" in mapped:
        del wanted["Name of the meeting"]
    said = next(line for line in run.stdout.splitlines() if "is title" in line)
    assert {f"'{name}' is {key}" for name, key in wanted.items()} == set(said.partition(": ")[2].split(", "))


def test_a_review_needs_no_map_again(plan: Path) -> None:
    (plan.parent / "rows.csv").write_text("a;b\n8 May 2027;Talks\n")
    begun = start("import", "../rows.csv", "--map", "a=when,b=title", "--review", "review.yaml", cwd=plan)
    assert begun.returncode == 0
    assert start("import", "../other.csv", "--review", "review.yaml", cwd=plan).returncode == 2
    assert start("import", "../rows.csv", "--review", "review.yaml", cwd=plan).returncode == 0
    assert [event.title for event in load_plan(plan).events] == ["Talks"]


# -- the real plan through other programs ------------------------------------------------------------------------------

KEYS = ("id", "when", "title", "place", "group", "hours")


def table_of_the_real_plan() -> list[list[str]]:
    events = load_plan(DATA).events
    return [list(KEYS), *([str(getattr(event, key) or "") for key in KEYS] for event in events)]


def as_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def as_xlsx(path: Path, rows: list[list[str]]) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet("Plan", 0)
    for row in rows:
        sheet.append(row)
    workbook.save(path)


def as_docx(path: Path, rows: list[list[str]]) -> None:
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=len(KEYS))
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, text in zip(cells, (text for row in rows for text in row), strict=True):
        cell.text = text
    document.save(str(path))


@pytest.mark.parametrize(("name", "write"), [("a.csv", as_csv), ("a.xlsx", as_xlsx), ("a.docx", as_docx)])
def test_the_real_plan_comes_through(tmp_path: Path, name: str, write: object) -> None:
    """67 of 67 rows: no date is surer than it was, none is lost."""
    shutil.copytree(DATA, tmp_path / "plan")
    text = (tmp_path / "plan" / "workplan.yaml").read_text(encoding="utf-8")
    head = text[: text.index("\nevents:\n")]
    head = re.sub(r"(?ms)^(deadlines|participation|waivers):\n(?:[ #].*\n|\n)*", "", head + "\n")
    (tmp_path / "plan" / "workplan.yaml").write_text(f"{head}\nevents: []\n", encoding="utf-8")
    for folder in ("sessions", "sources"):
        shutil.rmtree(tmp_path / "plan" / folder)
    rows = table_of_the_real_plan()
    write(tmp_path / name, rows)  # type: ignore[operator]
    # Some of its overlaps are errors, which waivers accept in the plan that ships.
    found = accepted(tmp_path / "plan", f"../{name}", "--anyway")
    shown = [[str(getattr(event, key) or "") for key in KEYS] for event in found.events]
    assert sorted(shown) == sorted(rows[1:])
    assert len(shown) == 67
    assert not [event.doubt for event in found.events if event.doubt]


NOTE = next(filed.paper for filed in load_plan(DATA).papers if filed.document.path.endswith("concept-note.yaml"))


def table_of_the_note() -> list[list[str]]:
    """Return the second table of the seeds, without ids: title, date, place and room."""
    keys = ("title", "when", "place", "venue")
    return [[*keys], *([str(getattr(row, key) or "") for key in keys] for row in NOTE.events)]


def in_other_plan(folder: Path, file: str) -> list[list[str]]:
    """Import the second table into a plan with the places of the real one, and return its events as rows."""
    folder.mkdir()
    (folder / "workplan.yaml").write_text(SMALL_PLAN)
    shutil.copy(DATA / "places.yaml", folder)
    found = accepted(folder, file, "--anyway")
    assert not [event.doubt for event in found.events if event.doubt]
    return [[str(getattr(event, key) or "") for key in ("title", "when", "place", "venue")] for event in found.events]


def as_note_in_word(path: Path) -> None:
    document = docx.Document()
    rows = table_of_the_note()
    table = document.add_table(rows=len(rows), cols=4)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.docx"])
def test_the_second_table_comes_through(tmp_path: Path, name: str) -> None:
    """16 of 16 rows, each with its date as it is."""
    rows = table_of_the_note()
    if name == "a.docx":
        as_note_in_word(tmp_path / name)
    else:
        (as_csv if name == "a.csv" else as_xlsx)(tmp_path / name, rows)
    assert len(rows) == 16 + 1
    assert sorted(in_other_plan(tmp_path / "other", f"../{name}")) == sorted(rows[1:])


@pytest.mark.slow
@pytest.mark.parametrize(("first", "then"), [("csv", "xlsx"), ("csv", "ods"), ("xlsx", "csv"), ("docx", "odt")])
def test_the_tables_come_through_libreoffice(tmp_path: Path, first: str, then: str) -> None:
    """LibreOffice makes real dates of texts that it takes for dates: these are the same days."""
    rows, folder = table_of_the_note(), tmp_path / "office"
    file = tmp_path / f"a.{first}"
    if first == "docx":
        as_note_in_word(file)
    else:
        (as_csv if first == "csv" else as_xlsx)(file, rows)
    folder.mkdir()
    made = saved_as(then, file, folder)
    if then in {"ods", "odt"}:
        made = saved_as({"ods": "xlsx", "odt": "docx"}[then], made, folder)
    assert sorted(in_other_plan(tmp_path / "other", str(made))) == sorted(rows[1:])


# -- dates -------------------------------------------------------------------------------------------------------------


@moderate
@given(whens)
def test_every_date_of_the_grammar_is_read_as_it_is(when: When) -> None:
    reading = read(Cell(str(when)), None, order_of([]), "")
    assert When.parse(reading.when) == when
    assert not reading.doubt


@given(st.integers(1, 31), st.integers(1, 12), st.booleans(), st.sampled_from("/.-"))
def test_no_date_in_numbers_is_read_in_two_ways(day: int, month: int, is_decided: bool, mark: str) -> None:  # noqa: FBT001
    text = f"{day}{mark}{month}{mark}2027"
    order = order_of([text, f"25{mark}1{mark}2027"] if is_decided else [text])
    reading = read(Cell(text), None, order, "")
    when = When.parse(reading.when)
    if is_decided or day > 12 or day == month:
        last = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
        expected = When.parse(f"2027-{month:02}-{day:02}") if day <= last else When.parse("TBC")
        assert when == expected
    else:
        assert str(when) == "TBC"
        assert text in reading.doubt


@pytest.mark.parametrize(
    ("text", "context", "when"),
    [
        ("5.5.2027 - 9.5.2027 - 25.5.2027", "", "TBC"),
        ("8.5.2027 - 9.5.2027", "", "TBC"),
        ("28.5.2027 - 2.6.2027", "", "28 May - 2 June 2027"),
        ("8-9 May", "Meetings of 2027", "8-9 May 2027"),
        ("8-9", "May 2027", "8-9 May 2027"),
        ("8-9", "", "TBC"),
        ("May", "2027", "May 2027"),
        ("5/31/2027", "", "31 May 2027"),
        ("31/5/2027 and 5/31/2027", "", "TBC"),
        ("8/5/27", "", "TBC"),
        ("42863", "", "TBC"),
        ("", "", "TBC"),
    ],
)
def test_dates_in_cells(text: str, context: str, when: str) -> None:
    reading = read(Cell(text), None, order_of([text]), context)
    assert reading.when == when
    assert bool(reading.doubt) == (when == "TBC" or bool(context))


def test_two_columns_are_the_first_and_the_last_day() -> None:
    order = order_of(["25/5/2027"])
    assert read(Cell("8/5/2027"), Cell("10/5/2027"), order, "").when == "8-10 May 2027"
    assert read(Cell("8 May 2027 TBC"), Cell("10 May 2027"), order, "").when == "8-10 May 2027 TBC"
    assert read(Cell("10 May 2027"), Cell("8 May 2027"), order, "").when == "TBC"
    assert read(Cell("8 May 2027"), Cell("soon"), order, "").when == "TBC"
