"""A problem as a person reads it: what, where in the source with a caret below it, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from gcmplan.problem import Position, Problem, Severity
from gcmplan.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gcmplan.source import Document

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_BEFORE, _SHOWN = 60, 100
"""Of a long line, how many characters are shown before the place, and in all."""


def full(problem: Problem, documents: Mapping[str, Document]) -> Text:
    """Return a problem over several lines, with the source lines of its places."""
    text = Text.assemble(
        (f"{problem.severity.value}[{problem.code} {problem.name}]", _STYLES[problem.severity]),
        (f": {visible(problem.message)}", "bold"),
    )
    for index, position in enumerate((problem.position, *problem.related)):
        text.append_text(_excerpt(position, documents.get(position.path), related=index > 0))
    if problem.hint:
        text.append(f"\n  = hint: {visible(problem.hint)}")
    return text.append("\n")


def _excerpt(position: Position, document: Document | None, *, related: bool) -> Text:
    """Return a place: its file, its line, and carets under its characters."""
    margin = " " * len(str(position.line))
    text = Text.assemble(f"\n{margin} ", ("-->" if not related else ":::", "blue"), f" {visible(str(position))}")
    line = document.line(position.line) if document else ""
    if not line.strip():
        return text
    start = position.column - 1
    cut = max(0, start - _BEFORE)
    before, marked = visible(line[cut:start]), visible(line[start : start + position.length])
    after = visible(line[start + position.length : cut + _SHOWN])
    lead = "…" if cut else ""
    tail = "…" if len(line) > cut + _SHOWN else ""
    carets = ("^" if not related else "-") * max(1, cell_len(marked[:_SHOWN]))
    blanks = " " * cell_len(lead + before)
    text.append(f"\n{margin} |", "blue")
    text.append(f"\n{position.line} | ", "blue")
    text.append(f"{lead}{before}{marked[:_SHOWN]}{after}{tail}")
    text.append(f"\n{margin} | ", "blue")
    return text.append(f"{blanks}{carets}", "bold red" if not related else "blue")
