"""The two consoles: results go to one, everything else to the other. Nothing in the data is taken for markup."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

_NARROWEST, _WIDEST = 20, 200
"""Columns; longer lines are hard to follow, however wide the screen."""


def console(color: str, *, stderr: bool = False) -> Console:
    """Return a console on standard output or error; `color` is auto, always or never."""
    out = _colored(color, sys.stderr if stderr else sys.stdout)
    # In fewer columns a table would leave out whole cells; the terminal itself breaks lines that are too long.
    out.width = max(out.width, _NARROWEST)
    return out


def _colored(color: str, file: IO[str]) -> Console:
    out = Console(file=file, highlight=False, markup=False, emoji=False)
    if color == "never":
        return Console(file=file, highlight=False, markup=False, emoji=False, color_system=None)
    if color == "always" and (out.no_color or not out.color_system):
        return Console(
            file=file,
            highlight=False,
            markup=False,
            emoji=False,
            force_terminal=True,
            color_system="256",
            no_color=False,
        )
    return out


def width_of(out: Console) -> int:
    """Return how many columns a table may take."""
    return min(out.width, _WIDEST)


def rendered(out: Console, parts: Iterable[RenderableType]) -> str:
    """Return what a console would show, line by line without blanks at the ends."""
    text = "".join(_line(out, part) or _captured(out, part) for part in parts)
    return "\n".join(line.rstrip(" ") for line in text.split("\n"))


def _line(out: Console, part: RenderableType) -> str:
    """Return a text that takes one line and no colours, else nothing: rich takes ten times as long for it."""
    if out.color_system or not isinstance(part, Text) or "\n" in part.plain or part.cell_len > out.width:
        return ""
    return f"{part.plain}\n"


def _captured(out: Console, part: RenderableType) -> str:
    with out.capture() as capture:
        out.print(part, soft_wrap=isinstance(part, str))
    return capture.get()
