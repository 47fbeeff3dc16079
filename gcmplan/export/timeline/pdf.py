"""PDF of a timeline: the SVG pages, each with its words for screen readers (PDF/UA-1); the same bytes each time."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from re import findall, search
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from gcmplan.errors import GcmplanError
from gcmplan.export.fonts import fonts_for

if TYPE_CHECKING:
    from collections.abc import Sequence

_POINTS = 0.75
"""A pixel of 96 an inch, in points of 72."""
_HEAD = '#set document(title: sys.inputs.title, date: none)\n#set text(lang: "en")\n'
_PAGE = (
    "#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
    '#image("{number}.svg", width: 100%, alt: sys.inputs.at("{number}"))\n'
)


class UndrawablePdfError(GcmplanError):
    """A PDF cannot be drawn."""

    hint = "name another font with --font FILE, or write '-f svg'"

    def __init__(self, reason: str) -> None:
        """Name the reason."""
        super().__init__(f"the PDF cannot be drawn: {reason}")


def render(pages: Sequence[str], title: str, font: Path | None = None) -> bytes:
    """Return pages of SVG as one document; `font` is looked at first for letters.

    Raises:
        MissingGlyphError, UnreadableFontError: as `fonts_for`.
        UndrawablePdfError: typst refuses a font.
        ImportError: the extra is not installed.

    """
    import typst  # noqa: PLC0415 - of an extra

    words = [[unescape(text) for text in findall("<text[^>]*>([^<]*)", page)] for page in pages]
    found = fonts_for((text for texts in words for text in texts), font)
    with TemporaryDirectory(prefix="gcmplan-") as name:
        folder = Path(name)
        for number, path in enumerate(found.files):
            copyfile(path, folder / f"{number}{path.suffix}")
        for number, page in enumerate(pages):
            (folder / f"{number}.svg").write_text(_with_family(page, found.family), encoding="utf-8")
        main = folder / "main.typ"
        main.write_text(_HEAD + "#pagebreak()\n".join(map(_page, range(len(pages)), pages)), encoding="utf-8")
        inputs = {str(number): "; ".join(texts) for number, texts in enumerate(words)}
        try:
            return typst.compile(
                str(main),
                root=name,
                font_paths=[name],
                ignore_system_fonts=True,
                sys_inputs={"title": title, **inputs},
                pdf_standards=["ua-1"],
            )
        except typst.TypstError as error:
            raise UndrawablePdfError(error.message) from None


def _page(number: int, page: str) -> str:
    size = search(r'width="(\d+)" height="(\d+)"', page)
    width, height = (int(side) * _POINTS for side in size.groups()) if size else (0, 0)
    return _PAGE.format(number=number, width=width, height=height)


def _with_family(page: str, family: str) -> str:
    """Return a picture with the family of the font at hand: typst knows no other name for letters without serifs."""
    return page.replace('font-family="', f'font-family="{family}, ', 1)
