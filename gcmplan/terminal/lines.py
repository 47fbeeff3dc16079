"""Lines of text in parts with styles, wrapped by the cells that they take.

rich is imported where it is needed: 20 ms that lines in plain ASCII for a pipe do without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

Line = tuple[tuple[str, str], ...]
"""The parts of a line: each a text and its style."""


def cells(text: str) -> int:
    """Return how many cells of a screen a text takes: one a character, none or two for some."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415

    return cell_len(text)


def plain(line: Line) -> str:
    """Return a line's text without its styles and the blanks at its end."""
    return "".join([text for text, _ in line]).rstrip(" ")


def wrapped(line: Line, width: int, indent: str) -> Iterator[Line]:
    """Yield the lines of one that takes more cells than `width`, all but the first indented."""
    text = "".join([text for text, _ in line])
    if cells(text) <= width:
        yield line
        return
    room, start = width - len(indent), 0
    while start < len(text):
        stop = _break(text, start, room)
        part = _part(line, start, stop)
        yield ((indent, ""), *part) if start else part
        start = stop


def rendered_lines(lines: Iterable[Line], out: Console | None) -> str:
    """Return lines as a console shows them, with their styles if it has colours; none is wrapped."""
    if out is None or out.color_system is None:
        # rich takes time for each text and style: thousands of problems would wait for invisible text.
        return "".join([f"{plain(line)}\n" for line in lines])
    from rich.text import Text  # noqa: PLC0415

    from gcmplan.terminal.console import rendered  # noqa: PLC0415

    texts = (Text.assemble(*line, no_wrap=True, overflow="ignore") for line in lines)
    return rendered(out, [Text("\n", no_wrap=True, overflow="ignore").join(texts)])


def _break(text: str, start: int, room: int) -> int:
    """Return where the next line begins, if one begins at `start`: at a word, or within one that is too long."""
    stop = start + _fitting(text[start:] if start else text, room)
    if stop == len(text):
        return stop
    blank = text.rfind(" ", start + 1, stop + 1)
    if not text[start : max(start, blank)].strip():
        return stop
    while text.startswith(" ", blank):
        blank += 1
    return blank


def _fitting(text: str, room: int) -> int:
    """Return how many characters of a text fit into so many cells, at least one."""
    if text.isascii():
        return min(len(text), room)
    from rich.cells import get_character_cell_size  # noqa: PLC0415

    for index, character in enumerate(text):
        room -= get_character_cell_size(character)
        if room < 0:
            return max(1, index)
    return len(text)


def _part(line: Line, start: int, stop: int) -> Line:
    """Return what a line holds between two indices of its text."""
    found, at = [], 0
    for text, style in line:
        part = text[max(0, start - at) : max(0, stop - at)]
        if part:
            found.append((part, style))
        at += len(text)
    return tuple(found)
