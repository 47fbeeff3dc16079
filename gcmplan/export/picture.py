"""Pieces of SVG: presentation attributes alone, no style, script or reference to the outside.

So a picture works in a page under a strict content security policy, and alone.
"""

from __future__ import annotations

from gcmplan.export.page import Page
from gcmplan.text.escape import one_line
from gcmplan.text.extent import BOLD, cut_to, extent, is_right_to_left

LETTERS = 14
_TITLES = (24, LETTERS - 1)
INK, FAINT, RULE, MARK = "#1a1a1a", "#595959", "#d0d0d0", "#b00020"
HEAD = Page(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
    'role="img" aria-label="{name}" font-family="DejaVu Sans, Arial, Helvetica, Noto Sans, sans-serif" '
    'font-size="14" fill="{ink}">\n<title>{name}</title>\n<rect width="{width}" height="{height}" fill="#ffffff"/>\n'
)
HATCH = Page(
    '<pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#ffffff"/><rect width="3" height="6" fill="{color}"/></pattern>\n'
)
_TEXT = Page('<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" {more}>{text}</text>\n')
BAR = Page(
    '<rect x="{x:.1f}" y="{y:.0f}" width="{width:.1f}" height="14" rx="2" {paint}><title>{title}</title></rect>\n'
)
ARROW = Page('<path d="M{x:.1f} {y:.0f}l{step} -5v10z" fill="{color}"/>\n')
RULE_LINE = Page('<path d="M{x:.1f} {top:.0f}V{bottom:.0f}" stroke="{color}"{more}/>\n')
CHIP = Page('<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="16" rx="3" fill="{color}"/>\n')


def text(x: float, y: float, words: str, *, size: int = LETTERS, room: float = 0, more: str = "") -> Page:  # noqa: PLR0913
    """Return a text that begins at x, visible and cut to the room there is; from right to left it ends where that does.

    resvg does not obey `direction`: an anchor and isolates (U+2067, U+2069) show the same everywhere.
    """
    shown = one_line(words)
    if room:
        shown = cut_to(shown, room / size / (BOLD if "bold" in more else 1))
    if is_right_to_left(shown) and room:
        x += room
        more = f'{more} text-anchor="end"'
        isolated = Page("\u2067") + Page.escape(shown) + Page("\u2069")
        return _TEXT.format(x=x, y=y, size=size, more=Page(more), text=isolated)  # noqa: S704 - attributes of ours
    return _TEXT.format(x=x, y=y, size=size, more=Page(more), text=shown) if shown else Page("")  # noqa: S704 - as above


def title(x: float, y: float, words: str, room: float) -> Page:
    """Return a title in the largest letters in which there is room for it, cut if the smallest are too large."""
    shown = one_line(words)
    size = next((size for size in range(*_TITLES, -1) if extent(shown) * BOLD * size <= room), LETTERS)
    return text(x, y, words, size=size, room=room, more='font-weight="bold"')
