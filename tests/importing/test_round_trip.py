"""A workbook of `export xlsx` comes back: changed cells are edits, what changed on both sides is a conflict."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from office import saved_as
from openpyxl.chart import BarChart
from openpyxl.workbook.defined_name import DefinedName

from conftest import DATA
from gcmplan.dates.span import Certainty, Span
from gcmplan.dates.when import When
from gcmplan.loading.load import load_plan
from gcmplan.plan.model import Event, Kind, Status
from gcmplan.plan.place import Place
from gcmplan.plan.workplan import Workplan
from inside import start
from strategies import any_days, known, within

BOOK = "plan.xlsx"
SHIPPED = load_plan(DATA)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real plan, with its workbook, which no test changes."""
    return new_plan(tmp_path_factory.mktemp("exported") / "plan")


@pytest.fixture
def plan(exported: Path, tmp_path: Path) -> Path:
    """A copy of the real plan, with its workbook."""
    return Path(shutil.copytree(exported, tmp_path / "plan"))


def new_plan(folder: Path) -> Path:
    shutil.copytree(DATA, folder)
    assert start("export", "xlsx", "-o", BOOK, "--plan", ".", cwd=folder).returncode == 0
    return folder


def rows_of(book: Any) -> dict[tuple[str, str], list[Any]]:  # noqa: ANN401 - openpyxl's cells have many types
    """Return the cells of a workbook by the event's id and the heading, from whichever sheet has it."""
    found: dict[tuple[str, str], list[Any]] = {}
    for sheet in (book["Events"], book["Details"]):
        headings = [cell.value for cell in sheet[1]]
        place = headings.index("Id")
        for row in sheet.iter_rows(min_row=2):
            for heading, cell in zip(headings, row, strict=True):
                found.setdefault((row[place].value, heading), []).append(cell)
    return found


def change(folder: Path, values: Mapping[tuple[str, str], object]) -> None:
    """Give cells of the workbook other values, in each row of their events in one sheet."""
    book = openpyxl.load_workbook(folder / BOOK)
    cells = rows_of(book)
    for key, value in values.items():
        for cell in cells[key]:
            cell.value = value
    book.save(folder / BOOK)


def take_over(folder: Path, *more: str) -> str:
    """Import the workbook by its review, unchanged, and return what is said."""
    command = ("import", BOOK, "--review", "review.yaml", "--plan", ".", "--anyway", *more)
    review, run = (start(*command, cwd=folder) for _ in range(2))
    assert (review.returncode, run.returncode) == (0, 0), run.stderr
    (folder / "review.yaml").unlink()
    return re.sub(r"\s+", " ", run.stdout + run.stderr)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*.yaml")) if path.name != "review.yaml"}


def told(folder: Path) -> str:
    run = start("import", BOOK, "--plan", ".", cwd=folder)
    assert run.returncode == 0, run.stderr
    return run.stdout


# -- without a change --------------------------------------------------------------------------------------------------


def test_without_a_change_not_a_byte_differs(plan: Path) -> None:
    before = contents(plan)
    run = start("import", BOOK, "--plan", ".", cwd=plan)
    assert run.stdout == "0 events changed, 0 new, 0 without a row\n"
    assert run.stderr == "Nothing in the workbook is changed: nothing is written\n"
    assert "Nothing in the workbook is changed: nothing is written" in take_over(plan)
    change(plan, {})  # another program has written it
    assert "Nothing in the workbook is changed: nothing is written" in take_over(plan)
    assert contents(plan) == before


def test_a_sorted_workbook_is_not_a_changed_one(plan: Path) -> None:
    book = openpyxl.load_workbook(plan / BOOK)
    sheet = book["Events"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(sorted(rows, key=lambda row: str(row[2])), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    sheet.move_range(f"A1:I{len(rows) + 1}", rows=3, cols=2)
    sheet["A1"] = "Our plan"
    book.save(plan / BOOK)
    assert told(plan) == "0 events changed, 0 new, 0 without a row\n"


# -- edits -------------------------------------------------------------------------------------------------------------

texts = (
    st.text(
        st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="=", max_codepoint=0xFFFD), min_size=1
    )
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and text.isprintable())
)
days = st.dates(date(2017, 1, 1), date(2018, 12, 31))
SHORTS = {group.short: group.id for group in SHIPPED.groups}
PLACES = {place.name for place in SHIPPED.places}
WORDS: dict[str, tuple[str, st.SearchStrategy[str]]] = {
    "Title": ("title", texts), "Short title": ("short", texts), "Venue": ("venue", texts),
    "Mandate": ("mandate", texts), "Source": ("source", texts), "Group": ("group", st.sampled_from(sorted(SHORTS))),
    "Status": ("status", st.sampled_from(sorted(Status))), "Kind": ("kind", st.sampled_from(sorted(Kind))),
    "Phase": ("phase", st.sampled_from([phase.id for phase in SHIPPED.phases])),
    "Body": ("body", st.sampled_from([body.id for body in SHIPPED.bodies])),
}  # fmt: skip
"""The columns of texts, the keys that they are, and texts for them."""


def edit(data: DataObject, event: Event) -> tuple[dict[str, object], str, object]:
    """Return new values of cells of an event, by their headings, and the key that has another value then."""
    heading = data.draw(st.sampled_from([*WORDS, "When", "First day", "Place", "Place is"]))
    if heading == "When":
        when = data.draw(
            known(date(2017, 1, 1), date(2018, 12, 31)) | within(any_days(date(2017, 1, 1), date(2018, 12, 31)))
        )
        return {heading: str(when)}, "when", when
    if heading == "First day" and len(event.when.spans) == 1:
        first = data.draw(days)
        last = data.draw(st.dates(first, date(2018, 12, 31)))
        when = When.known(Span(first, last), certainty=event.when.certainty)
        return {heading: first, "Last day": last}, "when", when
    if heading == "Place" or not event.place:
        name = data.draw(st.sampled_from(sorted(PLACES)))
        place = Place(name, event.place.certainty if event.place else Certainty.CONFIRMED)
        return {"Place": name}, "place", place
    if heading not in WORDS:
        certainty = data.draw(st.sampled_from([Certainty.TBC, Certainty.TBA]))
        return {"Place is": certainty.value}, "place", event.place._replace(certainty=certainty)
    key, words = WORDS[heading]
    text = data.draw(words)
    return {heading: text}, key, SHORTS[text] if key == "group" else text


def random_edits(data: DataObject, number: int) -> None:
    """Make edits, and check that each arrives, and nothing else."""
    with tempfile.TemporaryDirectory() as name:
        folder = new_plan(Path(name) / "plan")
        cells: dict[tuple[str, str], object] = {}
        wished = {event.id: event for event in SHIPPED.events}
        for _ in range(number):
            event = data.draw(st.sampled_from(SHIPPED.events))
            values, key, value = edit(data, event)
            if getattr(wished[event.id], key) == getattr(event, key):
                cells |= {(event.id, heading): text for heading, text in values.items()}
                wished[event.id] = wished[event.id].model_copy(update={key: value})
        change(folder, cells)
        take_over(folder)
        found = {event.id: event for event in load_plan(folder).events}
        assert found == wished
        assert contents(folder).keys() == {name.replace(str(DATA), str(folder)) for name in contents(DATA)}


@settings(max_examples=2, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_some_random_edits_arrive_exactly(data: DataObject) -> None:
    random_edits(data, 15)


@pytest.mark.slow
@settings(max_examples=30, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_five_hundred_random_edits_arrive_exactly(data: DataObject) -> None:
    random_edits(data, 20)


def test_the_days_of_a_span_can_be_changed_alone(plan: Path) -> None:
    """An event on several spans has a row for each: a changed one, one less and one more are all other dates."""
    set_date = start("move", "thematic-3", "8 May, 10-11 May and 15 May 2018", "--plan", ".", "--anyway", cwd=plan)
    assert set_date.returncode == 0, set_date.stderr
    assert start("export", "xlsx", "-o", BOOK, "--plan", ".", cwd=plan).returncode == 0
    book = openpyxl.load_workbook(plan / BOOK)
    sheet = book["Events"]
    rows = {number for number in range(2, sheet.max_row + 1) if sheet.cell(number, 9).value == "thematic-3"}
    assert len(rows) == 3
    sheet.cell(min(rows) + 1, 7).value = date(2018, 5, 9)
    sheet.append([cell.value for cell in sheet[max(rows)]])
    sheet.cell(sheet.max_row, 7).value = sheet.cell(sheet.max_row, 8).value = date(2018, 6, 1)
    sheet.delete_rows(max(rows))
    book.save(plan / BOOK)
    take_over(plan)
    assert str(load_plan(plan).event("thematic-3").when) == "8, 9-11 May and 1 June 2018"


def test_an_emptied_cell_removes_its_key(plan: Path) -> None:
    change(plan, {("gfmd-dialogue", "Venue"): None, ("thematic-1", "Place"): None, ("idm-geneva", "Short title"): ""})
    take_over(plan)
    found = load_plan(plan)
    assert found.event("gfmd-dialogue").venue is None
    assert found.event("thematic-1").place is None
    assert found.event("idm-geneva").short is None


@pytest.mark.parametrize(
    ("heading", "text", "said"),
    [
        ("Title", None, "the title cannot be empty"),
        ("Group", "Nonsense", "the group “Nonsense” is not known"),
        ("Phase", "IX", "the phase “IX” is not known"),
        ("Body", "nobody", "the body “nobody” is not known"),
        ("Place", "Atlantis", "the place “Atlantis” is not known"),
        ("Place", "Springfield", "'Springfield' is the name of"),
        ("Place is", "surely", "“surely” is no certainty of a place"),
        ("Status", "perhaps", "the status “perhaps” cannot be taken over"),
        ("When", "8/5/2018", "day and month can be read in two ways"),
        ("When", "soon", "the date cannot be read: the file says “soon”"),
        ("First day", date(2019, 1, 1), "the days cannot be a date"),
        ("First day", "soon", "“soon” is no day"),
        ("Certainty", "confirmed!", "Certainty follows from other columns"),
        ("Mandate", None, "the mandate is that of its group or of the plan, and cannot be emptied"),
    ],
)
def test_cells_that_cannot_be_taken_over_are_named(plan: Path, heading: str, text: object, said: str) -> None:
    change(plan, {("thematic-1", heading): text})
    shown = told(plan)
    assert said in shown
    assert shown.endswith("0 events changed, 0 new, 0 without a row\n")


@pytest.mark.parametrize(
    ("shown", "days", "said"),
    [
        ("d-mmm", (date(2026, 6, 8), date(2026, 6, 9)), "is no day: the file shows no year; it stores 2026"),
        ("mmm-yy", (date(2017, 6, 1), date(2017, 6, 1)), "“2017-06-01” is no day: the file shows “June 2017” alone"),
        ("yyyy", (date(2017, 6, 1), date(2017, 6, 1)), "“2017-06-01” is no day: the file shows “2017” alone"),
        ("yyyy-mm-dd", (None, date(2017, 5, 9)), "First day is empty"),
        ("yyyy-mm-dd", (date(2017, 5, 8), None), "Last day is empty"),
        ("yyyy-mm-dd", (None, None), "the days are empty"),
    ],
)
def test_days_that_cells_do_not_show_are_no_date(
    plan: Path, shown: str, days: tuple[date | None, date | None], said: str
) -> None:
    book = openpyxl.load_workbook(plan / BOOK)
    cells = rows_of(book)
    for heading, day in zip(("First day", "Last day"), days, strict=True):
        [cell] = cells["thematic-1", heading]
        cell.value, cell.number_format = day, shown
    book.save(plan / BOOK)
    found = told(plan)
    assert said in found
    assert found.endswith("0 events changed, 0 new, 0 without a row\n")


@pytest.mark.parametrize(("heading", "text"), [("When", "23 May 2017"), ("Title", "Other"), ("Place", "Vienna")])
def test_rows_of_one_event_that_disagree_are_no_change(plan: Path, heading: str, text: str) -> None:
    """A text in one of two rows may be that of its days alone."""
    set_date = start("move", "thematic-1", "16-17 and 20 May 2017", "--plan", ".", "--anyway", cwd=plan)
    assert set_date.returncode == 0, set_date.stderr
    assert start("export", "xlsx", "-o", BOOK, "--plan", ".", cwd=plan).returncode == 0
    book = openpyxl.load_workbook(plan / BOOK)
    cells = [cell for cell in rows_of(book)["thematic-1", heading] if cell.parent.title == "Events"]
    assert len(cells) == 2
    cells[1].value = text
    book.save(plan / BOOK)
    found = told(plan)
    assert f"” and “{text}” in the rows of one event; write the same text in each of them" in found
    assert "0 events changed, 0 new" in found
    cells[0].value = text
    book.save(plan / BOOK)
    assert f"thematic-1: {heading.lower()} “{text}”" in told(plan)


@pytest.mark.parametrize(
    ("when", "first", "last", "doubt"),
    [
        ("20 May 2017", date(2017, 6, 20), None, "When says “20 May 2017”, First day “2017-06-20”"),
        ("20 May 2017", date(2017, 5, 20), date(2017, 5, 21), "When says “20 May 2017”, Last day “2017-05-21”"),
        ("20 May 2017", date(2017, 5, 20), None, ""),
        ("20-21 May 2017", date(2017, 5, 20), date(2017, 5, 21), ""),
        ("May 2017", date(2017, 5, 1), date(2017, 5, 31), ""),
    ],
)
def test_a_new_row_with_other_days_than_its_date_is_doubtful(
    plan: Path, when: str, first: date, last: date | None, doubt: str
) -> None:
    book = openpyxl.load_workbook(plan / BOOK)
    book["Events"].append([when, None, "Talks on data", None, "Thematic", None, first, last])
    book.save(plan / BOOK)
    doubts = [line for line in told(plan).splitlines() if line.startswith("    ?")]
    assert doubts == ([f"    ? {doubt}"] if doubt else [])


def test_an_error_of_a_formula_is_no_value(plan: Path) -> None:
    change(plan, {("thematic-1", "Venue"): "#N/A", ("thematic-2", "Title"): "#REF!"})
    book = openpyxl.load_workbook(plan / BOOK)
    book["Events"].append(["8 May 2018", "#NAME?", "Talks on data", "#N/A", "Thematic"])
    book.save(plan / BOOK)
    found = told(plan)
    assert "Venue is an error of a formula, “#N/A”; it stays as it is" in found
    assert "Title is an error of a formula, “#REF!”; it stays as it is" in found
    assert "    ? the short is an error of a formula, “#NAME?”\n    ? the place is an error" in found
    assert found.endswith("0 events changed, 1 new, 0 without a row\n")
    take_over(plan)
    [event] = (one for one in load_plan(plan).events if one.title == "Talks on data")
    assert (event.short, event.place) == (None, None)


def test_two_new_texts_for_one_cell_are_no_change(plan: Path) -> None:
    change(plan, {("thematic-1", "When"): "8-9 May 2018"})
    book = openpyxl.load_workbook(plan / BOOK)
    rows_of(book)["thematic-1", "When"][0].value = "9-10 May 2018"
    book.save(plan / BOOK)
    shown = told(plan)
    assert "When has several new texts: “9-10 May 2018”, “8-9 May 2018”" in shown
    assert "0 events changed" in shown


def test_words_and_days_that_contradict_each_other_are_no_change(plan: Path) -> None:
    change(plan, {("thematic-1", "When"): "8-9 May 2018", ("thematic-1", "First day"): date(2017, 5, 7)})
    shown = told(plan)
    assert "When says “8-9 May 2018”, the days “7-9 May 2017”" in shown
    assert "0 events changed" in shown
    change(plan, {("thematic-1", "First day"): date(2018, 5, 8), ("thematic-1", "Last day"): date(2018, 5, 9)})
    assert "thematic-1: when “8-9 May 2018”, was “8-9 May 2017”" in told(plan)


def test_the_days_of_a_window_are_changed_by_its_words(plan: Path) -> None:
    window = next(event for event in SHIPPED.events if event.when.window and not event.when.spans)
    change(plan, {(window.id, "First day"): date(2018, 1, 1)})
    assert "the days of a window follow from When" in told(plan)
    change(plan, {(window.id, "When"): "8 May 2018"})
    change(plan, {(window.id, key): date(2018, 5, 8) for key in ("First day", "Last day")})
    assert f"{window.id}: when “8 May 2018”" in told(plan)


@pytest.mark.slow
def test_a_workbook_that_libreoffice_saved(plan: Path, tmp_path: Path) -> None:
    """Saved by it, also as its own format in between, nothing is changed; changed in it, the changes arrive."""
    folder = tmp_path / "office"
    folder.mkdir()
    (plan / BOOK).rename(folder / BOOK)
    for form in ("ods", "xlsx"):
        saved_as(form, folder / BOOK if form == "ods" else folder / "plan.ods", folder)
    shutil.copy(folder / BOOK, plan)
    assert told(plan) == "0 events changed, 0 new, 0 without a row\n"
    change(plan, {("thematic-1", "When"): "9 May 2017", ("thematic-2", "Venue"): "Room 7"})
    change(plan, {("thematic-1", key): date(2017, 5, 9) for key in ("First day", "Last day")})
    shutil.copy(plan / BOOK, folder)
    saved_as("ods", folder / BOOK, folder)
    shutil.copy(saved_as("xlsx", folder / "plan.ods", folder), plan)
    take_over(plan)
    found = load_plan(plan)
    assert (str(found.event("thematic-1").when), found.event("thematic-2").venue) == ("9 May 2017", "Room 7")


# -- conflicts ---------------------------------------------------------------------------------------------------------


def test_an_event_that_was_changed_on_both_sides_is_a_conflict(plan: Path) -> None:
    change(plan, {("thematic-1", "Title"): "Of the workbook", ("thematic-2", "Venue"): "Room 7"})
    assert start("set", "thematic-1", "venue", "Of the plan", "--plan", ".", cwd=plan).returncode == 0
    assert start("set", "thematic-3", "venue", "Of the plan", "--plan", ".", cwd=plan).returncode == 0
    said = told(plan)
    assert "conflict: the plan has changed Venue “" in said
    assert "” to “Of the plan” of 'thematic-1' since; not written: title “Of the workbook” (plan: “" in said
    assert said.endswith("1 event changed, 0 new, 0 without a row\n")
    shown = take_over(plan)
    assert "since; not written: title “Of the workbook”" in shown
    assert "thematic-1" not in re.sub(r"look at .*|\S+ of 'thematic-1' since", "", shown)
    found = load_plan(plan)
    assert found.event("thematic-1").title == SHIPPED.event("thematic-1").title
    assert [found.event(f"thematic-{number}").venue for number in (1, 2, 3)] == ["Of the plan", "Room 7", "Of the plan"]


def test_conflicts_alone_end_with_a_status(plan: Path) -> None:
    """The review, the review given back and the terminal name them, and do not say that nothing was changed."""
    change(plan, {("thematic-1", "Title"): "Of the workbook"})
    assert start("set", "thematic-1", "venue", "Of the plan", "--plan", ".", cwd=plan).returncode == 0
    before = contents(plan)
    review = ("--review", "review.yaml")
    for more, shown in ((review, "stderr"), (review, "stderr"), ((), "stdout")):
        run = start("import", BOOK, "--plan", ".", *more, cwd=plan)
        assert run.returncode == 1
        assert getattr(run, shown).count("conflict: the plan has changed Venue") == 1
        assert "Nothing in the workbook is changed" not in run.stderr
    assert contents(plan) == before


def test_the_same_change_on_both_sides_is_no_conflict(plan: Path) -> None:
    change(plan, {("thematic-1", "Venue"): "Room 7", ("thematic-1", "Short title"): "First"})
    assert start("set", "thematic-1", "venue", "Room 7", "--plan", ".", cwd=plan).returncode == 0
    assert "thematic-1: short “First”, was" in told(plan)
    take_over(plan)
    event = load_plan(plan).event("thematic-1")
    assert (event.venue, event.short) == ("Room 7", "First")
    assert told(plan) == "0 events changed, 0 new, 0 without a row\n"


def test_a_change_after_the_review_is_a_conflict_too(plan: Path) -> None:
    change(plan, {("thematic-1", "Title"): "Of the workbook"})
    start("import", BOOK, "--review", "review.yaml", "--plan", ".", cwd=plan)
    assert start("set", "thematic-1", "title", "Of the plan", "--plan", ".", cwd=plan).returncode == 0
    run = start("import", BOOK, "--review", "review.yaml", "--plan", ".", cwd=plan)
    assert "conflict: the plan has changed Title" in run.stderr
    assert load_plan(plan).event("thematic-1").title == "Of the plan"


def test_a_renamed_event_is_found_by_its_former_id(plan: Path) -> None:
    change(plan, {("thematic-1", "Venue"): "Room 7"})
    assert start("rename", "thematic-1", "first-session", "--plan", ".", cwd=plan).returncode == 0
    take_over(plan)
    assert load_plan(plan).event("first-session").venue == "Room 7"


def test_a_removed_event_is_named(plan: Path) -> None:
    change(plan, {("midcom", "Venue"): "Room 7"})
    assert start("remove", "midcom", "--anyway", "--plan", ".", cwd=plan).returncode == 0
    assert "'midcom' is no event of the plan; its changes are not taken over" in told(plan)


# -- new rows and removed ones -----------------------------------------------------------------------------------------


def test_new_rows_are_added(plan: Path) -> None:
    book = openpyxl.load_workbook(plan / BOOK)
    sheet = book["Events"]
    sheet.append(["8-9 May 2018", "Talks", "Talks on data", "Vienna", "Thematic", "scheduled"])
    sheet.append([None, None, "Forum", None, "GFMD", None, date(2018, 5, 10), date(2018, 5, 11)])
    copied = [cell.value for cell in next(row for row in sheet.iter_rows() if row[8].value == "thematic-1")]
    sheet.append([*copied[:2], "A copied one", *copied[3:6], date(2018, 6, 1), date(2018, 6, 2), copied[8]])
    sheet.append(["10 May 2018", None, "Nowhere", "Atlantis", "Thematic"])
    sheet.append(["8 May 2018", "Without a title"])
    book.save(plan / BOOK)
    said = told(plan)
    assert f"Events, row {sheet.max_row}: left out, as it has no title" in said
    assert "10 May 2018  Nowhere\n    ? the place “Atlantis” is not known\n" in said
    assert said.endswith("0 events changed, 4 new, 0 without a row\n")
    take_over(plan)
    found = load_plan(plan)
    talks, forum, copy = (
        next(one for one in found.events if one.title == title) for title in ("Talks on data", "Forum", "A copied one")
    )
    assert (talks.id, str(talks.when), str(talks.place), talks.group) == (
        "talks",
        "8-9 May 2018",
        "Vienna",
        "thematic-session",
    )
    assert (str(forum.when), forum.group) == ("10-11 May 2018", "gfmd")
    assert str(copy.when) == "1-2 June 2018"
    assert found.event("thematic-1") == SHIPPED.event("thematic-1")
    assert len(found.events) == len(SHIPPED.events) + 4
    assert "4 rows are in the plan already" in take_over(plan)


@pytest.mark.parametrize("heading", ["First day", "Last day", "When", "Place"])
def test_a_column_that_was_deleted_changes_nothing(plan: Path, heading: str) -> None:
    book = openpyxl.load_workbook(plan / BOOK)
    sheet = book["Events"]
    sheet.delete_cols([cell.value for cell in sheet[1]].index(heading) + 1)
    book.save(plan / BOOK)
    assert told(plan) == "0 events changed, 0 new, 0 without a row\n"


def test_an_export_after_an_import_has_all_its_rows(plan: Path) -> None:
    """Events whose source is a workbook of that name are not missed in the next one, which has not changed them."""
    book = openpyxl.load_workbook(plan / BOOK)
    for number in (8, 9):
        book["Events"].append([f"{number} May 2018", None, f"Talks {number}", None, "Thematic"])
    book.save(plan / BOOK)
    take_over(plan)
    assert start("export", "xlsx", "-o", BOOK, "--plan", ".", cwd=plan).returncode == 0
    change(plan, {("talks-8", "Venue"): "Room 7"})
    assert "in no row" not in take_over(plan)


def test_a_hidden_sheet_that_was_changed_is_no_crash(plan: Path) -> None:
    book = openpyxl.load_workbook(plan / BOOK)
    hidden = book["Exported"]
    hidden["B2"] = '{"When": "nonsense", "days": []}'
    book.save(plan / BOOK)
    assert "its date at the time of the export is lost" in told(plan)
    hidden["B2"] = "[1]"
    book.save(plan / BOOK)
    run = start("import", BOOK, "--plan", ".", cwd=plan)
    assert (run.returncode, "the values at the time of the export cannot be read" in run.stderr) == (2, True)


def without_rows(folder: Path, names: Iterable[str]) -> None:
    book = openpyxl.load_workbook(folder / BOOK)
    sheet = book["Events"]
    for number in range(sheet.max_row, 1, -1):
        if sheet.cell(number, 9).value in set(names):
            sheet.delete_rows(number)
    book.save(folder / BOOK)


def test_a_row_that_is_missing_removes_its_event_if_the_review_says_so(plan: Path) -> None:
    without_rows(plan, ["midcom", "midwa-data", "thematic-1"])
    assert "no row: midcom  " in told(plan)
    assert "Nothing in the workbook is changed" in take_over(plan)
    assert len(load_plan(plan).events) == len(SHIPPED.events)
    start("import", BOOK, "--review", "review.yaml", "--plan", ".", cwd=plan)
    review = plan / "review.yaml"
    text = review.read_text(encoding="utf-8")
    assert [row["event"] for row in yaml.safe_load(text)["removed"]] == ["thematic-1", "midwa-data", "midcom"]
    kept = re.sub(r'(event: "(?:midcom|thematic-1)"\n.*\n    remove:) no', r"\1 yes", text)
    review.write_text(kept, encoding="utf-8")
    run = start("import", BOOK, "--review", "review.yaml", "--plan", ".", cwd=plan)
    assert "'thematic-1' is not removed: 'thematic-1' is named by" in re.sub(r"\s+", " ", run.stdout)
    names = {event.id for event in load_plan(plan).events}
    assert {event.id for event in SHIPPED.events} - names == {"midcom"}


def test_a_workbook_with_fewer_events_removes_no_other(plan: Path) -> None:
    assert start("export", "xlsx", "-o", BOOK, "--phase", "III", "--plan", ".", cwd=plan).returncode == 0
    assert told(plan) == "0 events changed, 0 new, 0 without a row\n"


# -- other workbooks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("remove: no", "remove: perhaps", "'perhaps' is neither yes nor no"),
        ('venue: "Room 7"', 'vanue: "Room 7"', "the key 'vanue' is not known\nHint: did you mean 'venue'?"),
        ('venue: "Room 7"', 'when: "31 June 2018"', "the date '31 June 2018'"),
        ('venue: "Room 7"', 'group: "none"', "the group “none” is not known"),
        ('event: "thematic-1"', 'event: "thematic-9"', "the workbook has no event 'thematic-9'"),
        ("changes:", "changes: 1\nolder:", "'changes' is no list"),
        ("changes:", 'changes:\n  - {event: "thematic-1", venue: "Hall"}', "'thematic-1' has two changes"),
    ],
)
def test_a_wrong_review_of_a_workbook_is_named(plan: Path, old: str, new: str, said: str) -> None:
    before = contents(plan)
    change(plan, {("thematic-1", "Venue"): "Room 7"})
    without_rows(plan, ["midcom"])
    start("import", BOOK, "--review", "review.yaml", "--plan", ".", cwd=plan)
    review = plan / "review.yaml"
    text = review.read_text(encoding="utf-8")
    assert old in text
    review.write_text(text.replace(old, new, 1), encoding="utf-8")
    run = start("import", BOOK, "--review", "review.yaml", "--plan", ".", cwd=plan)
    assert run.returncode == 2
    assert said in run.stderr
    assert contents(plan) == before


def test_a_workbook_without_its_ids_is_refused(plan: Path) -> None:
    book = openpyxl.load_workbook(plan / BOOK)
    book["Events"].delete_cols(9)
    book.save(plan / BOOK)
    run = start("import", BOOK, "--plan", ".", cwd=plan)
    assert run.returncode == 2
    assert "the sheet Events has no columns Id and Title" in run.stderr


@pytest.mark.parametrize("sheet", ["Events", "Details"])
def test_a_workbook_without_one_of_its_sheets_is_refused(plan: Path, sheet: str) -> None:
    change(plan, {("thematic-1", "Venue"): "Room 7"})
    book = openpyxl.load_workbook(plan / BOOK)
    book[sheet].title = "More"
    book.save(plan / BOOK)
    run = start("import", BOOK, "--plan", ".", cwd=plan)
    assert (run.returncode, run.stdout) == (2, "")
    assert f"the workbook has no sheet '{sheet}'" in run.stderr


@pytest.mark.parametrize("kind", ["name", "chart"])
def test_a_table_that_names_something_else_exported(plan: Path, kind: str) -> None:
    book = openpyxl.Workbook()
    for row in (["Date", "Meeting"], ["8 May 2018", "Talks on data"]):
        book.worksheets[0].append(row)
    if kind == "name":
        book.defined_names["Exported"] = DefinedName("Exported", attr_text="Sheet!$A$1")
    else:
        book.create_chartsheet("Exported").add_chart(BarChart())
    book.save(plan / BOOK)
    assert "Sheet, row 2: 8 May 2018  Talks on data\n" in told(plan)


def test_the_workbook_of_another_plan_is_a_table_of_new_events(plan: Path) -> None:
    other = plan.parent / "other"
    assert start("init", str(other), "--title", "Other", "--no-git", cwd=plan.parent).returncode == 0
    group = load_plan(other).groups[0].id
    for _ in range(2):
        run = start("import", str(plan / BOOK), "--review", "review.yaml", "--group", group, "--anyway", cwd=other)
        assert run.returncode == 0, run.stderr
    found: Workplan = load_plan(other)
    for event in SHIPPED.events:
        same = found.event(event.id)
        assert (same.title, same.when, same.kind, same.status) == (event.title, event.when, event.kind, event.status)
