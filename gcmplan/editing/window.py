"""A file without the rows that an edit does not touch: of 10,000 rows, a dozen are parsed to change one.

Long sections lose the rows between those that operations are on and the first and last ones, by which rows are set
apart. Omitted text is put back at its place, so it cannot change; the whole is read afterwards.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count, pairwise
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.editing.operation import Insert, Move, Operation, Remove
from gcmplan.editing.text import CannotSpliceError, Text
from gcmplan.files.document import Sequence as Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gcmplan.files.document import Document, Value

_ENDS, _AROUND, _LEAST = 2, 2, 20
"""Rows that stay at both ends of a section and on both sides of one that is touched; so many are worth a gap."""
_TO_ROW = 2
"""The steps of the path of a row: its section and its index."""
_TOGETHER = (256, 32, 4)
"""So many operations share a window, and parts of them a window in it: rows are parsed once for each of these steps.

With one step, a table of 1,000 rows took 4.1 s instead of 1.6, and the time grew with the square of the rows.
"""
_MARK = "rows that are left out:"
_numbers = count()
"""A window in a window has gaps of its own."""


def applied_together(
    operations: Sequence[Operation], document: Document, read: Callable[[str], Document]
) -> Document | None:
    """Return a file after some operations; it is parsed once for a number of them, as `read` reads a text.

    Returns None if it does not read as the values that the operations give: they are to be applied one by one.
    """
    return _in_steps(operations, document, read, _TOGETHER)


def _in_steps(
    operations: Sequence[Operation], document: Document, read: Callable[[str], Document], sizes: Sequence[int]
) -> Document | None:
    """Apply operations in groups of the first size, each group in groups of the next."""
    size, *smaller = sizes
    new: Document | None = document
    for start in range(0, len(operations), size):
        group = operations[start : start + size]
        if smaller and len(group) > smaller[0]:
            new = new and _within_window(group, new, read, smaller)
        elif smaller:
            new = new and _in_steps(group, new, read, smaller)
        else:
            new = new and _applied(group, new, read)
    return new


def _within_window(
    operations: Sequence[Operation], document: Document, read: Callable[[str], Document], sizes: Sequence[int]
) -> Document | None:
    """Apply operations to a window, itself in steps, and read the whole file afterwards."""
    wished, window = document.root, Window(document, operations)
    inner = []
    for operation in operations:
        wished = operation.values(wished)
        inner.append(window.within(operation))
        window.shift(operation)
    part = read(window.text)
    done = None if part.problems else _in_steps(inner, part, read, sizes)
    return _read_whole(window, done.text, wished, read) if done else None


def _applied(operations: Sequence[Operation], document: Document, read: Callable[[str], Document]) -> Document | None:
    wished, window = document.root, Window(document, operations)
    text = window.text
    try:
        for operation in operations:
            wished = operation.values(wished)
            text = window.within(operation).text(Text(text))
            window.shift(operation)
    except CannotSpliceError:
        return None
    return _read_whole(window, text, wished, read)


def _read_whole(window: Window, text: str, wished: Value, read: Callable[[str], Document]) -> Document | None:
    """Return the whole file, given what became of a window; None if it does not read as it should."""
    whole = window.whole(text)
    new = read(whole) if whole is not None else None
    return new if new and not new.problems and new.root == wished else None


class _Gap(NamedTuple):
    """Rows of a section that are left out, and their characters."""

    section: str
    first: int
    behind: int
    start: int
    end: int

    def moved(self, by: int) -> _Gap:
        """Return the gap with other indices of its rows."""
        return self._replace(first=self.first + by, behind=self.behind + by)


class Window:
    """The text of a file without some of its rows."""

    def __init__(self, document: Document, operations: Sequence[Operation]) -> None:
        """Leave out the text far from the operations; a comment line takes the place of each gap."""
        whole = document.text
        self._gaps = sorted(_gaps(document, operations), key=lambda gap: gap.start)
        self._left_out: dict[str, str] = {}
        parts, last = [], 0
        for gap in self._gaps:
            line = f"# {_MARK} {next(_numbers)}\n"
            self._left_out[line] = whole[gap.start : gap.end]
            parts += [whole[last : gap.start], line]
            last = gap.end
        self.text = "".join([*parts, whole[last:]])
        """The text that is left."""

    def within(self, operation: Operation) -> Operation:
        """Return an operation as it is on the text that is left."""
        section, *steps = operation.path
        left_out = [(gap.behind, gap.behind - gap.first) for gap in self._gaps if gap.section == section]
        if not (left_out and steps):
            return operation

        def moved(place: int) -> int:
            return place - sum(number for behind, number in left_out if behind <= place)

        index, *rest = steps
        own = replace(operation, path=(section, moved(int(index)), *rest))
        return replace(own, to=moved(own.to)) if isinstance(own, Move) and not rest else own

    def shift(self, operation: Operation) -> None:
        """Count the rows that are left out from where they are after an operation."""
        shifts = _shifts(operation)
        section = operation.path[0]
        for place, by in shifts:
            self._gaps = [gap.moved(by) if gap.section == section and place <= gap.first else gap for gap in self._gaps]

    def whole(self, text: str) -> str | None:
        """Return the whole text, given what became of the text that is left; None if a gap's place is lost."""
        for line, left_out in self._left_out.items():
            if text.count(line) != 1:
                return None
            text = text.replace(line, left_out)
        return text


def _gaps(document: Document, operations: Sequence[Operation]) -> list[_Gap]:
    sections = document.root.items() if isinstance(document.root, dict) else ()
    found = []
    for section, rows in sections:
        own = [operation for operation in operations if operation.path[0] == section]
        # A section that changes as a whole keeps its rows.
        if isinstance(rows, Rows) and all(operation.path[1:] for operation in own):
            found += _gaps_of(document, section, rows, set(_touched(own)))
    return found


def _touched(operations: Sequence[Operation]) -> Iterator[int]:
    """Yield the indices of the rows that operations are on, as these were before the first of them."""
    before: list[tuple[int, int]] = []
    for operation in operations:
        ends = [operation.to] if isinstance(operation, Move) and len(operation.path) == _TO_ROW else []
        for place in (int(operation.path[1]), *ends):
            original = place
            for start, by in reversed(before):
                original -= by if original > start or (original == start and by < 0) else 0
            yield original
        before += _shifts(operation)


def _shifts(operation: Operation) -> list[tuple[int, int]]:
    """Return from which index on an operation shifts the rows of a section, and by how much."""
    if len(operation.path) != _TO_ROW or not isinstance(operation, Insert | Remove | Move):
        return []
    place = int(operation.path[1])
    if isinstance(operation, Move):
        return [(place, -1), (operation.to, 1)]
    return [(place, 1 if isinstance(operation, Insert) else -1)]


def _gaps_of(document: Document, section: str, rows: Rows, touched: set[int]) -> list[_Gap]:
    edges = sorted({0, *(index for index in touched if index <= len(rows)), len(rows)})
    gaps = []
    for one, other in pairwise(edges):
        first, behind = one + _AROUND + 1, other - _AROUND
        if behind - first >= _LEAST:
            start, end = (_line_of(document, rows.marks[index]) for index in (first, behind))
            if start is not None and end is not None:
                gaps.append(_Gap(section, first, behind, start, end))
    return gaps


def _line_of(document: Document, mark: int) -> int | None:
    """Return where the line begins on which an item does; None if its dash is not the first thing there."""
    index = document.index_of(mark)
    start = index - document.position(mark).column + 1
    return start if document.text[start:index].strip(" ") == "-" else None
