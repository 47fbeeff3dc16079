"""A YAML file as it was read: its values and their positions. Lines and columns are counted from 1.

The values are `Mapping` (a dict), `Sequence` (a list), `str` and `None` (nothing written).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import Any

from gcmplan.problems.problem import Position, Problem, Severity
from gcmplan.text.blanks import UNUSUAL
from gcmplan.text.pattern import lazy

Value = Any
"""A `Mapping`, a `Sequence`, a `str` or `None`."""

BITS = 32
"""A mark is a line, from 0, above this many bits, and a column, from 0, in the lower of them."""
REWRITTEN = 1 << (BITS - 1)
"""This bit of a mark says that the text there may read otherwise than it is written: in quotes, on several lines."""
_COLUMN = REWRITTEN - 1
_LINE_END, _LINE_FEED = lazy(r"\r\n|\n|\r"), lazy(r"\n")
_PIECE = 1 << 20


def _line_starts(text: str) -> array[int]:
    """Return the indices at which the lines of a text begin."""
    starts = array("Q", [0])
    if "\r" in text:
        starts.extend(match.end() for match in _LINE_END.finditer(text))
    else:
        # The common case in a third of the time, and piece by piece in little memory.
        for begin in range(0, len(text), _PIECE):
            starts.extend(array("Q", [match.end() for match in _LINE_FEED.finditer(text, begin, begin + _PIECE)]))
    return starts


class Mapping(dict[str, Value]):
    """A mapping; `marks` holds line and column of each key and value, in the order of the keys."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: int) -> None:
        """Begin an empty mapping at a place."""
        super().__init__()
        self.mark = mark
        self.marks = array("Q")

    def key_mark(self, key: str) -> int:
        """Return the place of a key."""
        return self.marks[2 * list(self).index(key)]

    def value_mark(self, key: str) -> int:
        """Return the place of a key's value."""
        return self.marks[2 * list(self).index(key) + 1]


class Sequence(list[Value]):
    """A list; `marks` holds line and column of each item."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: int) -> None:
        """Begin an empty list at a place."""
        super().__init__()
        self.mark = mark
        self.marks = array("Q")


class Document:
    """One YAML file: its `text`, its `root` value, its `problems`, and all positions."""

    def __init__(self, path: str, text: str) -> None:
        """Begin with a text that has not been parsed; `path` names the file in positions."""
        self.path = path
        self.name = path.rpartition("/")[2]
        """The file's name alone: what a problem is recognised by, from wherever the plan is checked."""
        self.text = text
        self.root: Value = None
        self.problems: list[Problem] = []
        self.spoilt: set[int] = set()
        """Places of values that could not be kept: their absence is reported already."""
        self._starts: array[int] | None = None
        self._is_unusual: bool | None = None

    @property
    def is_unusual(self) -> bool:
        """Whether the text has no-break spaces or the like, or characters of direction: see `gcmplan.text.blanks`."""
        if self._is_unusual is None:
            self._is_unusual = not self.text.isascii() and bool(re.search(f"[{UNUSUAL}]", self.text))
        return self._is_unusual

    @is_unusual.setter
    def is_unusual(self, value: bool) -> None:
        self._is_unusual = value

    # -- places --------------------------------------------------------------------------------------------------

    def position(self, mark: int, offset: int = 0, length: int = 1) -> Position:
        """Return the place of a node's mark, or one `offset` characters to its right."""
        return Position(self.path, (mark >> BITS) + 1, (mark & _COLUMN) + 1 + offset, length or 1)

    def mark_of(self, location: tuple[str | int, ...], *, key: bool = False) -> int:
        """Return the mark of the node at a path of keys and indices (or of its key), or the nearest above it."""
        return self._found(location, key=key)[0]

    def _found(self, location: tuple[str | int, ...], *, key: bool) -> tuple[int, Value]:
        """Return the mark of a node or its key, or the nearest above it, and the node, nothing if it is missing."""
        node = self.root
        mark = REWRITTEN if isinstance(node, str) else getattr(node, "mark", 0)
        for depth, step in enumerate(location):
            last = key and depth == len(location) - 1
            if isinstance(node, Mapping) and isinstance(step, str) and step in node:
                mark = node.key_mark(step) if last else node.value_mark(step)
                node = node[step]
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
                mark = node.marks[step]
                node = node[step]
            else:
                return mark, None
        return mark, node

    def position_of(self, location: tuple[str | int, ...], *, key: bool = False) -> Position:
        """Return the place of a node (or of its key), as long as its text is on one line."""
        mark, value = self._found(location, key=key)
        text = location[-1] if key and location else value
        return self.position_at(mark, text if isinstance(text, str) else "")

    def position_at(self, mark: int, text: str) -> Position:
        """Return the place of a text that begins at a mark, without quotes; where it is escaped, of its beginning."""
        offset = self._quote(mark, text)
        return self.position(mark) if offset is None else self.position(mark, offset, len(text))

    def position_in(self, location: tuple[str | int, ...], start: int, end: int) -> Position:
        """Return the place of some characters of a text; that of the text where it is escaped or folded."""
        mark, text = self.mark_of(location), self.value_at(location)
        offset = self._quote(mark, text) if isinstance(text, str) else None
        return self.position(mark) if offset is None else self.position(mark, offset + start, end - start)

    def value_at(self, location: tuple[str | int, ...]) -> Value:
        """Return the node at a path, or `None`."""
        node = self.root
        for step in location:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return None
        return node

    def _quote(self, mark: int, text: str) -> int | None:
        """How many quotes come before a text that is written as it is read; `None` if it is not."""
        if not mark & REWRITTEN:
            return 0
        index = self.index_of(mark)
        if self.text.startswith(text, index):
            return 0
        return 1 if self.text.startswith(("'", '"'), index) and self.text.startswith(text, index + 1) else None

    def line(self, number: int) -> str:
        """Return a line of the file, counted from 1, without its end."""
        if number < 1:
            return ""
        return self.text[self._start(number - 1) : self._start(number)].rstrip("\r\n")

    def text_before(self, line: int, column: int) -> str:
        """Return the text before a place; both are counted from 0."""
        return self.text[: self._start(line) + column]

    def rest_of_line(self, mark: int) -> str:
        """Return what is written from a mark to the end of its line."""
        return self.line((mark >> BITS) + 1)[mark & _COLUMN :]

    def _start(self, line: int) -> int:
        """Return the index at which a line, counted from 0, begins; the text's end for a line behind it."""
        return self._line_starts[line] if line < len(self._line_starts) else len(self.text)

    @property
    def _line_starts(self) -> array[int]:
        if self._starts is None:
            self._starts = _line_starts(self.text)
        return self._starts

    def mark_at(self, index: int) -> int:
        """Return the mark of the character at an index of the text."""
        line = bisect_right(self._line_starts, index) - 1
        return line << BITS | (index - self._line_starts[line])

    def index_of(self, mark: int) -> int:
        """Return the index in the text at which a mark is."""
        return self._start(mark >> BITS) + (mark & _COLUMN)

    # -- problems ------------------------------------------------------------------------------------------------

    def refuse(self, mark: int, message: str, hint: str, *, code: str = "GP001", text: str = "") -> None:
        """Note a problem of the file itself, at a mark; `text` is the text there, if it is known."""
        name = {"GP001": "unreadable-file", "GP006": "duplicate-key"}[code]
        # A file that cannot be read has no ids to go by.
        fields = (self.name, message)
        position = self.position_at(mark, text)
        self.problems.append(Problem(code, name, Severity.ERROR, position, message, hint, fields=fields))
