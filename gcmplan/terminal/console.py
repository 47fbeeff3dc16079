"""The two consoles: results go to one, everything else to the other. Nothing in the data is taken for markup."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

_WIDEST = 200
"""Lines longer than this are hard to follow, however wide the screen."""


def console(color: str, *, stderr: bool = False) -> Console:
    """Return a console on standard output or error; `color` is auto, always or never."""
    file = sys.stderr if stderr else sys.stdout
    plain = Console(file=file, highlight=False, markup=False, emoji=False, no_color=color == "never" or None)
    if color != "always" or plain.is_terminal:
        return plain
    return Console(file=file, highlight=False, markup=False, emoji=False, force_terminal=True, color_system="256")


def width_of(out: Console) -> int:
    """Return how many columns a table may take."""
    return min(out.width, _WIDEST)


def rendered(out: Console, parts: Iterable[RenderableType]) -> str:
    """Return what a console would show, line by line without blanks at the ends."""
    with out.capture() as capture:
        for part in parts:
            out.print(part, soft_wrap=isinstance(part, str))
    return capture.get()
