"""Files that are made to take all memory or time: a clear error, within 2 seconds of work and 200 MB; no network."""

from __future__ import annotations

import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from small_plan import SMALL_PLAN

from inside import start

resource = pytest.importorskip("resource", reason="limits of a process are those of Unix")

SHEET, STYLES, STRINGS, TEXT = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml", "word/document.xml"
MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
Change = Callable[[bytes], bytes]


def workbook() -> bytes:
    book, stream = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("Plan")
    sheet.append(["Date", "Meeting"])
    sheet.append(["8 May 2027", "Talks"])
    book.save(stream)
    return stream.getvalue()


def document() -> bytes:
    made, stream = docx.Document(), BytesIO()
    table = made.add_table(2, 2)
    for number, text in enumerate(("Date", "Meeting", "8 May 2027", "Talks")):
        table.rows[number // 2].cells[number % 2].text = text
    made.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, change: Change) -> bytes:
    """Return an archive whose part of a name is another one; it is added if there is none."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for one in {*old.namelist(), name}:
            part = old.read(one) if one in old.namelist() else b""
            new.writestr(one, change(part) if one == name else part)
    return stream.getvalue()


def in_sheet(content: bytes) -> bytes:
    return with_part(workbook(), SHEET, lambda _: MAIN + content + END)


def behind_sheet(content: bytes) -> bytes:
    return with_part(workbook(), SHEET, lambda old: old.replace(b"</worksheet>", content + b"</worksheet>"))


def in_text(content: bytes) -> bytes:
    return with_part(document(), TEXT, lambda old: old.replace(b"<w:body>", b"<w:body>" + content))


def in_table(content: bytes) -> bytes:
    return in_text(b"<w:tbl>" + content + b"</w:tbl>")


def more_styles(old: bytes) -> bytes:
    return old.replace(b"</cellXfs>", b"<xf/>" * 1_500_000 + b"</cellXfs>")


MERGED = b"".join(b'<mergeCell ref="A%d:GR%d"/>' % (50 * one + 1, 50 * one + 50) for one in range(20_000))
BELOW = b"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"
WIDE = b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr><w:p/></w:tc></w:tr>'
CSV, ICS, JSON = b"Date;Meeting\n", b"BEGIN:VCALENDAR\r\n", b'{"schema": "gcmplan.events/1", "events": ['
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "zeros.xlsx": (lambda: in_sheet(b" " * 1_000_000_000), "larger than 20 MB unpacked"),
    "zeros.docx": (lambda: in_text(b" " * 300_000_000), "larger than 20 MB unpacked"),
    "blanks.xlsx": (lambda: in_sheet(b" " * 19_000_000), "has no table with rows"),
    "cells.xlsx": (
        lambda: in_sheet((b"<row>" + b"<c><v>1</v></c>" * 120 + b"</row>") * 9_000),
        "too many rows or cells",
    ),
    "row.xlsx": (lambda: in_sheet(b"<row>" + b"<c><v>1</v></c>" * 1_200_000 + b"</row>"), "too many rows or cells"),
    "rows.xlsx": (lambda: in_sheet(b"<row/>" * 3_000_000), "too many rows or cells"),
    "entities.xlsx": (lambda: in_sheet(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'), "XML entities"),
    "merged.xlsx": (lambda: behind_sheet(b'<mergeCell ref="A1:XFD1048576"/>' * 1_000), "merges more cells"),
    "many.xlsx": (lambda: behind_sheet(MERGED), "merges more cells"),
    "strings.xlsx": (
        lambda: with_part(workbook(), STRINGS, lambda _: b"<sst>" + b"<si><t>a</t></si>" * 900_000),
        "too many",
    ),
    "styles.xlsx": (lambda: with_part(workbook(), STYLES, more_styles), "too many"),
    "paragraphs.docx": (lambda: in_text(b"<w:p/>" * 2_500_000), "too many"),
    "cells.docx": (lambda: in_table((b"<w:tr>" + b"<w:tc><w:p/></w:tc>" * 100 + b"</w:tr>") * 8_000), "too many"),
    "below.docx": (lambda: in_table(BELOW * 9_000), "1 event"),
    "wide.docx": (lambda: in_table(WIDE * 3), "merges more cells"),
    "deep.docx": (lambda: in_text(b"<w:tbl><w:tr><w:tc>" * 40 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 40), "1 event"),
    "blanks.csv": (lambda: CSV + b" " * 19_900_000, "this is no CSV"),
    "lines.csv": (lambda: CSV + b"\n" * 19_900_000, "more than 10,000 rows"),
    "columns.csv": (lambda: CSV + b";" * 19_900_000, "this is no CSV"),
    "rows.csv": (lambda: CSV + b"8 May 2027;Talks\n" * 1_000_000, "more than 10,000 rows"),
    "quote.csv": (lambda: CSV + b'"' + b"a" * 19_000_000, "this is no CSV"),
    "deep.json": (lambda: JSON + b"[" * 19_000_000, "more than 10,000 rows"),
    "objects.json": (lambda: JSON + b"{}," * 5_000_000 + b"{}]}", "more than 10,000 rows"),
    "line.ics": (lambda: ICS + b"X:" + b"a" * 19_000_000, "too many lines or parts"),
    "entries.ics": (lambda: ICS + b"BEGIN:VEVENT\r\nSUMMARY:a\r\nEND:VEVENT\r\n" * 400_000, "more than 10,000 entries"),
    "deep.ics": (lambda: ICS * 300_000, "too many lines or parts"),
    "lines.ics": (lambda: ICS + b"\r\n" * 9_000_000, "too many lines or parts"),
}


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
    resource.setrlimit(resource.RLIMIT_DATA, (200_000_000, 200_000_000))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_two_seconds_and_200_mb(tmp_path: Path, name: str) -> None:
    (tmp_path / "workplan.yaml").write_text(SMALL_PLAN)
    content, said = BOMBS[name]
    (tmp_path / name).write_bytes(content())
    command = [sys.executable, "-m", "gcmplan", "import", name]
    run = subprocess.run(command, cwd=tmp_path, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert run.returncode in {0, 2}, run.stderr[-500:]
    assert said in run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert "unforeseen" not in run.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
def test_a_gigabyte_of_nothing_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "workplan.yaml").write_text(SMALL_PLAN)
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(1_000_000_000)
    command = [sys.executable, "-m", "gcmplan", "import", "a.csv"]
    run = subprocess.run(command, cwd=tmp_path, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert (run.returncode, "larger than 20 MB" in run.stderr) == (2, True)


LINK = b"""<Relationship Id="rId99" TargetMode="External" Target="http://192.0.2.1/a.xlsx"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/"""


def with_link(data: bytes, part: str, kind: bytes) -> bytes:
    link = LINK + kind + b'"/></Relationships>'
    return with_part(data, f"{part}.rels", lambda old: old.replace(b"</Relationships>", link))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", lambda: with_link(workbook(), "xl/_rels/workbook.xml", b"externalLink")),
        ("b.xlsx", lambda: with_part(workbook(), "xl/vbaProject.bin", lambda _: b"Sub AutoOpen()")),
        ("a.docx", lambda: with_link(document(), "word/_rels/document.xml", b"image")),
        ("b.docx", lambda: with_link(document(), "word/_rels/document.xml", b"attachedTemplate")),
    ],
)
def test_links_and_macros_are_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: Callable[[], bytes]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was fetched")

    (tmp_path / "workplan.yaml").write_text(SMALL_PLAN)
    (tmp_path / name).write_bytes(data())
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    run = start("import", name, cwd=tmp_path)
    assert run.returncode in {0, 2}
    assert "8 May 2027  Talks" in run.stdout or "this is no" in run.stderr
