"""The effect of an edit on a terminal: headlines, below each what follows from it, in two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.terminal.lines import cells, rendered_lines, wrapped
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from gcmplan.terminal.lines import Line
    from gcmplan.views.edit_effect import EffectLine

_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
_INDENT, _GAP, _LONGEST_LABEL, _NARROWEST = "  ", 3, 32, 20


def effect(lines: Iterable[EffectLine], out: Console | None) -> str:
    """Return the lines as a console shows them, plain without one; only a terminal has a width to be wrapped at."""
    found = list(lines)
    widths = [cells(visible(line.label)) for line in found if line.label and line.text]
    left = min(max(widths, default=0), _LONGEST_LABEL) + _GAP
    width = _width(out) if out and out.is_terminal else None
    return rendered_lines([row for line in found for row in _rows(line, left, width)], out)


def _width(out: Console) -> int:
    from gcmplan.terminal.console import width_of  # noqa: PLC0415 - rich takes 20 ms

    return width_of(out)


def _rows(line: EffectLine, left: int, width: int | None) -> Iterator[Line]:
    """Yield a line, or its wrapped lines: the label is on the first, the text after it on each."""
    label, text = visible(line.label), visible(line.text)
    if not (label and text):
        head: Line = ((text, "bold"),) if text else ((f"{_INDENT}{label}", ""),)
        yield from wrapped(head, width, _INDENT) if width else (head,)
        return
    start = ((_INDENT, ""), (label, _STYLES.get(line.severity, "dim")), (" " * max(1, left - cells(label)), ""))
    margin = len(_INDENT) + left
    whole: Line = ((text, ""),)
    for number, part in enumerate(wrapped(whole, max(width - margin, _NARROWEST), "") if width else (whole,)):
        yield (*(((" " * margin, ""),) if number else start), *part)
