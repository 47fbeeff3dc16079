"""The surroundings of values in a file: the value that a place belongs to, and the comments behind values."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.files.document import REWRITTEN, Mapping, Sequence
from gcmplan.text.blanks import OTHER_BLANKS

if TYPE_CHECKING:
    from array import array

    from gcmplan.files.document import Document, Value

Location = tuple[str | int, ...]
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_COMMENT = re.compile(r"[ \t\r\n]#")
_BLANKS = re.compile(f"[ {OTHER_BLANKS}]*")
_LINE_END = re.compile(r"[\r\n]|\Z")
_CLOSING = " \t]}"


class Node(NamedTuple):
    """A key, or a value that is a text or nothing: where it is in the tree, and from where to where in the text."""

    location: Location
    value: Value
    start: int
    end: int

    @property
    def key(self) -> str:
        """The key that the value belongs to, also if it is one of a list."""
        return next((step for step in reversed(self.location) if isinstance(step, str)), "")


def node_before(document: Document, index: int) -> Node | None:
    """Return the value that is the last to begin at or before an index of the text; nothing if a key is."""
    node: Value = document.root
    location: Location = ()
    mark, limit = 0, len(document.text)
    wanted = document.mark_at(index)
    while isinstance(node, Mapping | Sequence):
        marks, position = node.marks, _last_until(node.marks, wanted)
        if position < 0 or (isinstance(node, Mapping) and position % 2 == 0):
            return None
        mark = marks[position]
        if position + 1 < len(marks):
            limit = document.index_of(marks[position + 1])
        if isinstance(node, Sequence):
            node, location = node[position], (*location, position)
        else:
            key = list(node)[position // 2]
            node, location = node[key], (*location, key)
    start = document.index_of(mark)
    return Node(location, node, start, _end(document.text, start, limit, node, is_one_line=not mark & REWRITTEN))


def _last_until(marks: array[int], wanted: int) -> int:
    return bisect_right(marks, wanted, key=lambda mark: mark & ~REWRITTEN) - 1


def _end(text: str, start: int, limit: int, value: Value, *, is_one_line: bool) -> int:
    """Return the index at which a value ends; of one in a block, where the next begins, at `limit`."""
    if value is None:
        return start
    if is_one_line:
        # Blanks that are not YAML's were cut off.
        blanks = _BLANKS.match(text, start + len(value))
        return blanks.end() if blanks else start + len(value)
    if quoted := _QUOTED.match(text, start, limit):
        return quoted.end()
    comment = None if text.startswith(("|", ">"), start) else _COMMENT.search(text, start, limit)
    return comment.start() if comment else limit


def is_behind(document: Document, node: Node, index: int, *, plain: bool) -> bool:
    """Whether a comment at an index is directly behind a value: one without quotes, if only `plain` ones count."""
    between = document.text[node.start : index]
    gap = between[len(between.rstrip()) :]
    if "\n" in gap or "\r" in gap:
        return False
    if node.value is not None and between.startswith(("'", '"', "|", ">")):
        return not plain and index > node.end and not document.text[node.end : index].strip(_CLOSING)
    value = node.value or ""
    if plain:
        return between.split() == value.split()
    return between.rstrip(_CLOSING).split() == value.rstrip(_CLOSING).split()


def line_end(text: str, index: int) -> int:
    """Return the index at which the line of an index ends."""
    found = _LINE_END.search(text, index)
    return found.start() if found else len(text)
