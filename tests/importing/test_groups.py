"""`import --groups-by`: the colours of cells and the colour key, or the texts of a column, become groups."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import Color, PatternFill
from small_plan import SMALL_PLAN

from gcmplan.loading.load import load_plan
from gcmplan.plan.workplan import Workplan
from inside import start

PLAN = SMALL_PLAN.replace("talks", "forums").replace("Talks", "Forums")
KEY = {"Committee meetings": "E69F00", "Forums": "009E73", "Never used": "0072B2"}
ROWS = (
    ("8-9 June 2027", "Plumbing group", "Committee meetings"),
    ("15 July 2027", "Annual forum", "Forums"),
    ("16 July 2027", "Editing group", "Committee meetings"),
    ("17 July 2027", "Without a colour", ""),
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "workplan.yaml").write_text(PLAN)
    return tmp_path


def solid(color: str | Color) -> PatternFill:
    return PatternFill("solid", fgColor=color)


def as_workbook(path: Path, *, is_beside: bool, themes: bool = False) -> None:
    """Write rows whose titles are coloured; the key has its words in its coloured cells, or in those beside them."""
    book = Workbook()
    sheet = book["Sheet"]
    sheet.append(["Date", "Meeting", "Place"])
    colors = {
        name: Color(theme=4 + number, tint=0.4) if themes else color for number, (name, color) in enumerate(KEY.items())
    }
    for when, title, group in ROWS:
        sheet.append([when, title, None])
        if group:
            for cell in sheet[sheet.max_row][:2]:
                cell.fill = solid(colors[group])
        sheet.cell(sheet.max_row, 3).fill = solid("FFFFFFFF")
    for cell in sheet[1]:
        cell.fill = solid("FFCCCCCC")
    key = book.create_sheet("Colours")
    for name, color in colors.items():
        key.append([None, name] if is_beside else [name])
        key.cell(key.max_row, 1).fill = solid(color)
    book.save(path)


def shade(cell: object, color: str) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), color)
    cell._tc.get_or_add_tcPr().append(shading)  # type: ignore[attr-defined]  # noqa: SLF001 - python-docx has no name for it


def as_document(path: Path) -> None:
    """Write a key, and the rows in a table inside a cell of another one, as pages are laid out."""
    document = docx.Document()
    key = document.add_table(rows=len(KEY), cols=1)
    for row, (name, color) in zip(key.rows, KEY.items(), strict=True):
        row.cells[0].text = name
        shade(row.cells[0], color)
    frame = document.add_table(rows=1, cols=2)
    frame.rows[0].cells[0].text = "Work plan"
    table = frame.rows[0].cells[1].add_table(rows=len(ROWS) + 1, cols=2)
    for row, texts in zip(table.rows, (("Date", "Meeting", ""), *ROWS), strict=True):
        row.cells[0].text, row.cells[1].text, group = texts[0], texts[1], texts[2]
        if group:
            shade(row.cells[1], KEY[group].lower())
    document.save(str(path))


def accepted(plan: Path, file: str, *more: str) -> Workplan:
    for _ in range(2):
        run = start("import", file, "--review", "review.yaml", *more, cwd=plan)
        assert run.returncode == 0, run.stderr
    (plan / "review.yaml").unlink()
    return load_plan(plan)


def groups_of(found: Workplan) -> dict[str, str]:
    return {event.title: found.group_of(event).title for event in found.events}


EXPECTED = {title: group or "Forums" for _, title, group in ROWS}


@pytest.mark.parametrize("kind", ["beside", "inside", "themes", "word"])
def test_colours_become_groups(plan: Path, kind: str) -> None:
    file = "a.docx" if kind == "word" else "a.xlsx"
    if kind == "word":
        as_document(plan / file)
    else:
        as_workbook(plan / file, is_beside=kind == "beside", themes=kind == "themes")
    found = accepted(plan, file, "--groups-by", "colour", "--group", "forums")
    assert groups_of(found) == EXPECTED
    assert [group.id for group in found.groups] == ["forums", "committee-meetings"]
    if kind != "themes":
        assert found.groups[1].color == "#E69F00"
    # The second time, they are there.
    before = (plan / "workplan.yaml").read_bytes()
    accepted(plan, file, "--groups-by", "color", "--group", "forums")
    assert (plan / "workplan.yaml").read_bytes() == before


def test_the_texts_of_a_column_become_groups(plan: Path) -> None:
    lines = ["Date;Meeting;Kind of thing", *(";".join(row) for row in ROWS)]
    (plan / "a.csv").write_text("\n".join(lines))
    shown = start("import", "a.csv", "--groups-by", "Kind of thing", cwd=plan)
    assert "is not known" not in shown.stdout
    found = accepted(plan, "a.csv", "--groups-by", "kind of thing", "--group", "forums")
    assert groups_of(found) == EXPECTED
    assert (
        "the group “Committee meetings” is not known"
        in start("import", "a.csv", "--map", "Kind of thing=group", cwd=new_folder(plan)).stdout
    )


def new_folder(plan: Path) -> Path:
    """Return another plan without events, with the same table."""
    folder = plan / "other"
    folder.mkdir()
    (folder / "workplan.yaml").write_text(PLAN)
    (folder / "a.csv").write_bytes((plan / "a.csv").read_bytes())
    return folder


def test_without_a_key_there_are_no_groups(plan: Path) -> None:
    (plan / "a.csv").write_text("Date;Meeting\n8 May 2027;Talks\n")
    run = start("import", "a.csv", "--groups-by", "colour", cwd=plan)
    assert (run.returncode, "no row has a colour of the colour key" in run.stderr) == (2, True)
    wrong = start("import", "a.csv", "--groups-by", "Meting", cwd=plan)
    assert (wrong.returncode, "no column is called 'Meting'\nHint: did you mean 'Meeting'?" in wrong.stderr) == (
        2,
        True,
    )


def test_tables_inside_tables_are_read_once(plan: Path) -> None:
    as_document(plan / "a.docx")
    shown = start("import", "a.docx", cwd=plan).stdout
    assert "table 2.1, row 2: 8-9 June 2027  Plumbing group\n" in shown
    assert shown.count("Plumbing group") == 1
