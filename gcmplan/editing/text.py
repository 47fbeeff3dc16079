"""A YAML text and the positions of its nodes: one value, key or row is changed, and every other byte stays.

The parser's marks are exact for plain and quoted scalars. The end mark of a folded or literal scalar takes the blank
lines behind it, and that of a list or mapping in block style the comments behind it: `_end` takes neither. All offsets
count characters from 0, and ends are exclusive.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from gcmplan.editing.headings import heading_of
from gcmplan.editing.writer import Writer
from gcmplan.errors import GcmplanError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gcmplan.editing.operation import Path, Value

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")


class _Loader(_Parser):  # type: ignore[misc]  # PyYAML has no types for it
    """Marks the places of nodes, and gives them no types: that was a third of the time."""

    def resolve(self, *_: object) -> str:
        return ""


class CannotSpliceError(GcmplanError):
    """The text is written in a way in which this place cannot be changed alone."""

    hint = "change the file by hand"


class Text:
    """A YAML text that can be parsed; each change returns a new text."""

    def __init__(self, text: str, *, quoting: bool = False) -> None:
        """Parse a text that `gcmplan.files.parse.read` has found sound; `quoting` puts all new texts in quotes."""
        self.text = text
        self.root: Any = yaml.compose(text, Loader=_Loader)
        self.newline = found[0] if (found := re.search(r"\r\n|\n|\r", text)) else "\n"
        self.writer = Writer(self.newline, quoting=quoting)

    # -- changes -------------------------------------------------------------------------------------------------

    def with_value(self, path: Path, value: Value, order: Sequence[str] = ()) -> str:
        """Return the text with a value in place of another, or under a new key.

        A new key comes after the nearest one that precedes it in `order`.
        """
        parent = self.node(path[:-1])
        pair = self._pair(parent, path[-1])
        if pair is None:
            return self._with_key(parent, str(path[-1]), value, order, flow=self._in_flow(path[:-1]))
        key, node = pair
        # No text can follow a folded or literal text in its last line.
        flow = self._in_flow(path) or bool(self._behind(node))
        if isinstance(value, str) and isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark.index, self._end(node)
            gap = " " if start == key.end_mark.index + 1 and not self._is_at_blank(start) else ""
            column = self._column(start) + len(gap)
            written = self.writer.scalar(value, node.style, key.start_mark.column, column, flow=flow)
            return self._spliced(start, end, gap + written)
        if (
            isinstance(value, list)
            and value
            and isinstance(node, yaml.SequenceNode)
            and node.value
            and not node.flow_style
        ):
            written = self.writer.block_list(value, node.start_mark.column).lstrip()
            return self._spliced(node.start_mark.index, self._end(node), written)
        written = self.writer.written(
            value, key.start_mark.column, key.end_mark.index - key.start_mark.index, flow=flow
        )
        return self._spliced(self._colon(key, node), self._end(node), written)

    def without_key(self, path: Path) -> str:
        """Return the text without a key and its value."""
        parent = self.node(path[:-1])
        keys = [key.value for key, _ in parent.value]
        place = keys.index(path[-1])
        key, node = parent.value[place]
        behind = parent.value[place + 1][0].start_mark.index if place + 1 < len(keys) else None
        if len(keys) == 1:
            raise CannotSpliceError(f"'{path[-1]}' is the only key here")
        if self._in_flow(path):
            before = self._end(parent.value[place - 1][1]) if place else 0
            start, end = (key.start_mark.index, behind) if behind else (before, self._end(node))
            return self._spliced(start, end, "")
        start = key.start_mark.index
        if self.text[self._line_start(start) : start].strip():
            if behind is None:
                raise CannotSpliceError(f"'{path[-1]}' is the only key here")
            return self._spliced(start, behind, "")
        return self._without_lines(self._line_start(start), self._next_line(self._end(node)))

    def with_item(self, path: Path, index: int, value: Value, day: date | None = None) -> str:
        """Return the text with a new item in a list, before the item that has its index now.

        `day` says whether it belongs below a heading there.
        """
        node = self.node(path)
        if not node.value:
            return self.with_value(path, [value])
        if node.flow_style:
            behind = index < len(node.value)
            place = node.value[index].start_mark.index if behind else self._end(node.value[-1])
            written = self.writer.in_one_line(value)
            return self._spliced(place, place, f"{written}, " if behind else f", {written}")
        column = node.start_mark.column
        block = self.writer.block_list([value], column) + self.newline
        return self._with_block(node, index, block, day)

    def without_item(self, path: Path) -> str:
        """Return the text without an item of a list; the list stays, though it be empty."""
        *above, last = path
        node, index = self.node(tuple(above)), int(last)
        if len(node.value) == 1:
            return self.with_value(tuple(above), [])
        if node.flow_style:
            items, is_last = node.value, index == len(node.value) - 1
            start = self._end(items[index - 1]) if is_last else items[index].start_mark.index
            end = self._end(items[index]) if is_last else items[index + 1].start_mark.index
            return self._spliced(start, end, "")
        return self._without_lines(*self._lines_of_item(node, index))

    def with_item_moved(self, path: Path, old: int, new: int, day: date | None = None) -> str:
        """Return the text with an item of a list at another index, with the comment lines directly above it.

        Headings stay where they are; `day` says below which day the item belongs.
        """
        node = self.node(path)
        if node.flow_style:
            items = [self.text[one.start_mark.index : self._end(one)] for one in node.value]
            items.insert(new, items.pop(old))
            pieces, place = [], node.value[0].start_mark.index
            for one, item in zip(node.value, items, strict=True):
                pieces += [self.text[place : one.start_mark.index], item]
                place = self._end(one)
            return self._spliced(node.value[0].start_mark.index, place, "".join(pieces))
        start, end = self._block(node, old)
        block = self.text[start:end]
        start, end = self._lines_of_item(node, old)
        if not block.endswith(("\n", "\r")):
            block += self.newline
        rest = Text(self._without_lines(start, end), quoting=self.writer.quoting)
        return rest._with_block(rest.node(path), new, block, day)

    # -- nodes ---------------------------------------------------------------------------------------------------

    def node(self, path: Path) -> Any:  # noqa: ANN401 - PyYAML has no types for its nodes
        """Return the node at a path of keys and indices.

        Raises:
            KeyError: there is none.

        """
        node = self.root
        for step in path:
            pair = self._pair(node, step)
            if pair is None:
                raise KeyError(path)
            node = pair[1]
        return node

    def _pair(self, node: Any, step: str | int) -> tuple[Any, Any] | None:  # noqa: ANN401
        """Return the key and the value under a step; the key of an item is the item itself."""
        if isinstance(node, yaml.MappingNode):
            return next((pair for pair in node.value if pair[0].value == step), None)
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return node.value[step], node.value[step]
        return None

    def _in_flow(self, path: Path) -> bool:
        """Whether the value at a path is within brackets or braces."""
        node, flow = self.root, False
        for step in path:
            flow = flow or bool(node.flow_style)
            pair = self._pair(node, step)
            if pair is None:
                break
            node = pair[1]
        else:
            return flow or (not isinstance(node, yaml.ScalarNode) and bool(node.flow_style) and not path)
        return flow or bool(node.flow_style)

    def _end(self, node: Any) -> int:  # noqa: ANN401
        """Return where a node's own characters end."""
        while not isinstance(node, yaml.ScalarNode) and not node.flow_style and node.value:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        end = int(node.end_mark.index)
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            return node.start_mark.index + len(self.text[node.start_mark.index : end].rstrip())
        return end

    def _behind(self, node: Any) -> str:  # noqa: ANN401
        """Return the text after a node in its last line, without blanks."""
        end = self._end(node)
        return self.text[end : self._line_end(end)].strip()

    def _colon(self, key: Any, node: Any) -> int:  # noqa: ANN401
        """Return the place behind the colon between a key and its value; an item begins there itself."""
        if key is node:
            return int(node.start_mark.index)
        return self.text.index(":", key.end_mark.index) + 1

    # -- writing -------------------------------------------------------------------------------------------------

    def _with_key(self, parent: Any, key: str, value: Value, order: Sequence[str], *, flow: bool) -> str:  # noqa: ANN401
        rank = {name: place for place, name in enumerate(order)}
        own = rank.get(key, len(rank))
        before = [place for place, (one, _) in enumerate(parent.value) if rank.get(one.value, -1) < own]
        place = before[-1] if before else 0
        neighbour, node = parent.value[place]
        if flow or parent.flow_style:
            end = self._end(node)
            return self._spliced(end, end, f", {self.writer.pair(key, value, 0, flow=True)}")
        column = neighbour.start_mark.column
        written = " " * column + self.writer.pair(key, value, column, flow=False)
        end = self._line_end(self._end(node))
        return self._spliced(end, end, self.newline + written)

    # -- lines ---------------------------------------------------------------------------------------------------

    def _block(self, node: Any, index: int) -> tuple[int, int]:  # noqa: ANN401
        """Return where the lines of an item in block style begin and end, with the comment lines directly above it.

        A heading is none of them.
        """
        least = self._next_line(self._end(node.value[index - 1])) if index else 0
        start = self._dash_line(node, index)
        while start > least and self._is_comment(above := self._line_above(start)) and not heading_of(above):
            start = self._line_start(start - 1)
        return start, self._next_line(self._end(node.value[index]))

    def _lines_of_item(self, node: Any, index: int) -> tuple[int, int]:  # noqa: ANN401
        """Return where the lines of an item begin and end, with the blank line that sets it apart at an end of a list.

        Elsewhere, one of the blank lines around it goes with it anyway.
        """
        start, end = self._block(node, index)
        if not self._is_spaced(node, index):
            return start, end
        if index == 0 and self._line_above(start).strip() and self._is_blank(end):
            return start, self._next_line(end)
        if index == len(node.value) - 1 and not self._line_above(start).strip() and not self._is_blank(end):
            return self._line_start(start - 1), end
        return start, end

    def _is_blank(self, place: int) -> bool:
        """Whether a line that begins at a place is there, and blank."""
        return place < len(self.text) and not self.text[place : self._line_end(place)].strip()

    def _dash_line(self, node: Any, index: int) -> int:  # noqa: ANN401
        """Return where the line begins that holds the dash of an item."""
        column, place = node.start_mark.column, self._line_start(node.value[index].start_mark.index)
        least = self._end(node.value[index - 1]) if index else 0
        while place >= least:
            dash = place + column
            if not self.text[place:dash].strip(" ") and self.text[dash : dash + 1] == "-":
                return place
            if place == 0:
                break
            place = self._line_start(place - 1)
        raise CannotSpliceError("a list within another begins on its line")

    def _with_block(self, node: Any, index: int, block: str, day: date | None) -> str:  # noqa: ANN401
        """Return the text with the lines of an item before that of an index, set apart as the others are."""
        gap = self.newline if self._is_spaced(node, index) else ""
        if index < len(node.value):
            start = self._block(node, index)[0]
            window = heading_of(self._line_above(start)) if start else None
            if window and not (day and window.first <= day <= window.last):
                while self._is_comment(self._line_above(start)):
                    start = self._line_start(start - 1)
            return self._spliced(start, start, block + gap)
        end = self._next_line(self._end(node.value[-1]))
        missing = "" if self.text[:end].endswith(("\n", "\r")) else self.newline
        if missing:
            # The final line has no end, and keeps none.
            block = block.removesuffix(self.newline)
        return self._spliced(end, end, missing + gap + block)

    def _is_spaced(self, node: Any, index: int) -> bool:  # noqa: ANN401
        """Whether a blank line separates an item of a list, or those nearest to its place, from the one before."""
        if len(node.value) == 1:
            return False
        place = min(max(index, 1), len(node.value) - 1)
        between = self.text[self._end(node.value[place - 1]) : self._dash_line(node, place)]
        return any(not line.strip() for line in re.split(r"\r\n|\n|\r", between)[1:-1])

    def _without_lines(self, start: int, end: int) -> str:
        """Return the text without some whole lines, and of the blank lines on both sides one less."""
        above = self._line_above(start).strip() if start else "-"
        if end < len(self.text) and (not above or above.startswith("#")):
            behind = self._line_end(end)
            if not self.text[end:behind].strip():
                end = self._next_line(end)
        if end >= len(self.text) and not self.text.endswith(("\n", "\r")) and start:
            # The final line has no end, and keeps none.
            start = len(self.text[:start].removesuffix("\n").removesuffix("\r"))
        return self._spliced(start, end, "")

    def _line_start(self, place: int) -> int:
        return max(self.text.rfind("\n", 0, place), self._lone_return(place)) + 1

    def _lone_return(self, place: int) -> int:
        """Return the place of the last line end before a place that is a carriage return alone, or -1."""
        found = self.text.rfind("\r", 0, place)
        return found if found >= 0 and self.text[found + 1 : found + 2] != "\n" else -1

    def _line_end(self, place: int) -> int:
        found = _LINE_END.search(self.text, place)
        return found.start() if found else len(self.text)

    def _next_line(self, place: int) -> int:
        found = _LINE_END.search(self.text, place)
        return found.end() if found else len(self.text)

    @staticmethod
    def _is_comment(line: str) -> bool:
        return line.lstrip().startswith("#")

    def _line_above(self, start: int) -> str:
        above = self._line_start(start - 1)
        return self.text[above : self._line_end(above)]

    def _column(self, place: int) -> int:
        return place - self._line_start(place)

    def _is_at_blank(self, place: int) -> bool:
        return self.text[place - 1 : place] in {" ", "\t"}

    def _spliced(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]
