"""Values as YAML: texts, lists and mappings, in block style or, if they are short or within brackets, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.editing.scalars import Site, quoted, scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcmplan.editing.operation import Value

_MOST_IN_FLOW = 110
"""The longest list that is written in one line."""


class Writer:
    """Writes values whose lines end as those of the file do."""

    def __init__(self, newline: str, *, quoting: bool) -> None:
        """Begin; `quoting` puts all texts in double quotes."""
        self.newline = newline
        self.quoting = quoting

    def written(self, value: Value, indent: int, width: int, *, flow: bool) -> str:
        """Return the text after the colon of a key of some width."""
        if isinstance(value, str):
            return " " + self.scalar(value, None, indent, indent + width + 2, flow=flow)
        if not isinstance(value, list):
            if flow:
                return " " + self.in_one_line(value)
            lines = (" " * (indent + 2) + self.pair(key, one, indent + 2, flow=False) for key, one in value.items())
            return self.newline + self.newline.join(lines)
        line = self.in_one_line(value)
        is_short = len(line) <= _MOST_IN_FLOW - indent and all(isinstance(one, str) for one in value)
        if flow or is_short:
            return f" {line}"
        return self.newline + self.block_list(value, indent + 2)

    def pair(self, key: str, value: Value, column: int, *, flow: bool) -> str:
        """Return a key, whose column is given, and its value."""
        name = self.scalar(key, None, 0, 0, flow=True)
        return f"{name}:{self.written(value, column, len(name), flow=flow)}"

    def block_list(self, values: Sequence[Value], column: int) -> str:
        """Return a list in block style, its dashes in a column, without the last line's end."""
        return self.newline.join(f"{' ' * column}- {self.item(value, column + 2)}" for value in values)

    def item(self, value: Value, column: int) -> str:
        """Return the text after a dash; `column` is its own."""
        if isinstance(value, str):
            return self.scalar(value, None, column, column, flow=False)
        if isinstance(value, list):
            return self.in_one_line(value)
        lines = (self.pair(key, one, column, flow=False) for key, one in value.items())
        return f"{self.newline}{' ' * column}".join(lines)

    def in_one_line(self, value: Value) -> str:
        """Return a value in flow style."""
        if isinstance(value, str):
            return self.scalar(value, None, 0, 0, flow=True)
        if isinstance(value, list):
            return f"[{', '.join(map(self.in_one_line, value))}]"
        return "{" + ", ".join(self.pair(key, one, 0, flow=True) for key, one in value.items()) + "}"

    def scalar(self, text: str, style: str | None, indent: int, column: int, *, flow: bool) -> str:
        """Return a text as a scalar; `gcmplan.editing.scalars.Site` explains the columns."""
        if self.quoting:
            return quoted(text)
        return scalar(text, style, Site(indent, column, flow, self.newline))
