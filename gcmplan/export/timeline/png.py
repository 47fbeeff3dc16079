"""PNG of a timeline's pages, drawn by resvg with the fonts that they need alone: the same bytes each time."""

from __future__ import annotations

from html import unescape
from re import findall
from typing import TYPE_CHECKING

from gcmplan.export.fonts import fonts_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def render(pages: Sequence[str], font: Path | None = None) -> list[bytes]:
    """Return pages of SVG as PNG; `font` is looked at first for letters.

    Raises:
        MissingGlyphError, UnreadableFontError: as `fonts_for`.
        ImportError: the extra is not installed.

    """
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - of an extra

    found = fonts_for((unescape(text) for page in pages for text in findall("<text[^>]*>([^<]*)", page)), font)
    files = [str(path) for path in found.files]
    family = found.family
    return [
        svg_to_bytes(page, skip_system_fonts=True, font_files=files, font_family=family, sans_serif_family=family)
        for page in pages
    ]
