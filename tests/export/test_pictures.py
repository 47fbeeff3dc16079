"""PNG and PDF of a timeline are the SVG's picture, byte for byte the same each time; no letter is lost in them."""

from __future__ import annotations

import io
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import Image, ImageChops, ImageStat

from gcmplan.export import fonts

if TYPE_CHECKING:
    from conftest import Cli

DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
pytestmark = pytest.mark.skipif(
    not DEJAVU.is_dir(), reason="there is no DejaVu; on Debian: apt-get install fonts-dejavu"
)
ARGUMENTS = ("timeline", "--by", "event", "--on", "15 July 2017", "--phase", "I")
BAR = re.compile(
    r'<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)" height="14" rx="2" fill="(#\w{6})" stroke="#333333"><title>(.*?)<'
)
PLAN = """\
title: Plan
as_of: 1 May 2017
calendar: {name: Plan, domain: example.org}
groups: [{id: other, title: Other}]
events:
  - {id: a, title: "TITLE", group: other, when: 8-9 May 2017}
"""


@pytest.fixture(autouse=True)
def only_dejavu(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Look for fonts in a folder that has DejaVu Sans alone."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        shutil.copy(DEJAVU / name, folder)
    monkeypatch.setattr(fonts, "_FOLDERS", (str(folder),))


def written(cli: Cli, path: Path, *more: str) -> bytes:
    run = cli(*ARGUMENTS, "-f", path.suffix[1:], "-o", str(path), *more)
    assert run.status == 0, run.err
    return path.read_bytes()


def pages_of(document: bytes) -> list[Image.Image]:
    return [page.render(scale=4 / 3).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(document)]


def titled(folder: Path, title: str) -> str:
    """Return a plan with one event of a title."""
    path = folder / "workplan.yaml"
    path.write_text(PLAN.replace("TITLE", title), encoding="utf-8")
    return str(path)


def test_the_pictures_are_the_same(cli: Cli, tmp_path: Path) -> None:
    svg = written(cli, tmp_path / "a.svg").decode()
    png = Image.open(io.BytesIO(written(cli, tmp_path / "a.png"))).convert("RGB")
    [pdf] = pages_of(written(cli, tmp_path / "a.pdf"))
    width, height = (int(side) for side in re.findall(r'(?:width|height)="(\d+)"', svg)[:2])
    assert png.size == (width, height)
    assert abs(pdf.width - width) <= 1
    assert abs(pdf.height - height) <= 1
    assert ImageStat.Stat(ImageChops.difference(png, pdf.resize(png.size)).convert("L")).mean[0] < 4
    bars = BAR.findall(svg)
    assert len(bars) > 20
    for x, y, length, color, title in bars:
        middle = round(float(x) + float(length) / 2), int(y) + 7
        expected = tuple(bytes.fromhex(color[1:]))
        for picture in (png, pdf):
            drawn = picture.getpixel(middle)
            assert isinstance(drawn, tuple)
            assert max(abs(one - other) for one, other in zip(drawn, expected, strict=True)) < 12, title


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_the_letters_are_drawn(cli: Cli, tmp_path: Path, form: str) -> None:
    data = written(cli, tmp_path / f"a.{form}")
    picture = Image.open(io.BytesIO(data)).convert("RGB") if form == "png" else pages_of(data)[0]
    heading = picture.crop((32, 36, 600, 60)).convert("L")
    dark = sum(heading.histogram()[:90]) / (heading.width * heading.height)
    assert 0.05 < dark < 0.5


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_the_same_bytes_twice(cli: Cli, tmp_path: Path, form: str) -> None:
    assert written(cli, tmp_path / f"a.{form}") == written(cli, tmp_path / f"b.{form}")


def test_pages(cli: Cli, tmp_path: Path) -> None:
    assert len(pages_of(written(cli, tmp_path / "a.pdf", "--size", "slide"))) == 2
    written(cli, tmp_path / "a.png", "--size", "slide")
    written_pages = sorted(tmp_path.glob("a*.png"))
    assert [path.name for path in written_pages] == ["a-2.png", "a.png"]
    assert {Image.open(io.BytesIO(path.read_bytes())).size for path in written_pages} == {(1600, 900)}


def test_a_document_has_its_title_and_words(cli: Cli, tmp_path: Path) -> None:
    data = written(cli, tmp_path / "a.pdf")
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_value("Title").startswith("Preparatory process")
    assert b"pdfuaid:part" in data
    assert "First Thematic Session" in document[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize("form", ["png", "pdf"])
@pytest.mark.parametrize("title", ["Третья сессия", "مشاورات غير رسمية", "e\u0301te\u0301 \\u202e 🙂"])
def test_titles_of_scripts_at_hand(cli: Cli, tmp_path: Path, form: str, title: str) -> None:
    target = tmp_path / f"a.{form}"
    run = cli("timeline", "--plan", titled(tmp_path, title), "-f", form, "-o", str(target))
    assert (run.status, run.err) == (0, "")
    assert target.stat().st_size > 1000


@pytest.mark.parametrize("form", ["png", "pdf"])
@pytest.mark.parametrize(("title", "script"), [("第三轮会议", "Chinese"), ("សួស្តី", "Khmer"), ("회의", "Korean")])
def test_letters_that_no_font_has(cli: Cli, tmp_path: Path, form: str, title: str, script: str) -> None:
    target = tmp_path / f"a.{form}"
    run = cli("timeline", "--plan", titled(tmp_path, title), "-f", form, "-o", str(target))
    assert run.status == 2
    assert run.err.startswith(f"Error: no font here can draw {script}: '")
    assert "--font FILE" in run.err
    assert not target.exists()


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_a_font_of_ones_own(cli: Cli, tmp_path: Path, form: str) -> None:
    with TTFont(DEJAVU / "DejaVuSans.ttf") as font:
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord("全")] = "block"
        for name in (1, 4, 6, 16):
            font["name"].setName("One", name, 3, 1, 0x409)
        font.save(tmp_path / "one.ttf")
    target = tmp_path / f"a.{form}"
    plan = titled(tmp_path, "A 全")
    run = cli("timeline", "--plan", plan, "-f", form, "-o", str(target), "--font", str(tmp_path / "one.ttf"))
    assert (run.status, run.err) == (0, "")
    data = target.read_bytes()
    picture = Image.open(io.BytesIO(data)).convert("RGB") if form == "png" else pages_of(data)[0]
    columns = [picture.crop((x, 0, x + 10, picture.height)).convert("L") for x in range(60, 300, 2)]
    assert max(sum(column.histogram()[:60]) for column in columns) > 80


def test_a_font_that_typst_refuses(cli: Cli, tmp_path: Path) -> None:
    with TTFont(DEJAVU / "DejaVuSans.ttf") as font:
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord("全")] = "block"
        del font["name"]
        font.save(tmp_path / "nameless.ttf")
    plan, own = titled(tmp_path, "A 全"), str(tmp_path / "nameless.ttf")
    run = cli("timeline", "--plan", plan, "-f", "pdf", "-o", str(tmp_path / "a.pdf"), "--font", own)
    assert run.status == 2
    assert run.err.startswith("Error: the PDF cannot be drawn: ")


def test_a_file_that_is_no_font(cli: Cli, tmp_path: Path) -> None:
    for path in (tmp_path / "none.ttf", Path(__file__)):
        run = cli(*ARGUMENTS, "-f", "png", "-o", str(tmp_path / "a.png"), "--font", str(path))
        assert run.status == 2
        assert "cannot be read as a font" in run.err


@pytest.mark.parametrize(("form", "module"), [("png", "resvg_py"), ("pdf", "typst"), ("png", "fontTools")])
def test_without_the_extra(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str, module: str) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    run = cli(*ARGUMENTS, "-f", form, "-o", str(tmp_path / f"a.{form}"))
    assert run.status == 2
    assert run.err.startswith(f"Error: {form.upper()} needs packages that are not installed")
    assert f"pip install 'gcmplan[{form}]'" in run.err
