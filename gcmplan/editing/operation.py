"""The operations on a file's values: each changes the values, and the text in the same way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from gcmplan.editing.text import CannotSpliceError, Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from gcmplan.files.document import Document

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indices (from 0) that lead from the root of a file to a value: ("events", 3, "when")."""
Value: TypeAlias = "str | list[Value] | dict[str, Value]"


@dataclass(frozen=True)
class Operation(ABC):
    """A change of one file's values."""

    path: Path
    """The path of the value, key, item or list that changes."""

    @abstractmethod
    def text(self, text: Text) -> str:
        """Return the text with the change."""

    @abstractmethod
    def change(self, parent: Any) -> None:  # noqa: ANN401 - what a file holds
        """Make the change in the values that hold what changes: a mapping or a list of their own."""

    def values(self, root: Any) -> Any:  # noqa: ANN401
        """Return a file's values with the change; those given stay as they are."""
        root = copy = _copied(root)
        for step in self.above:
            copy[step] = _copied(copy[step])
            copy = copy[step]
        self.change(copy)
        return root

    @property
    def above(self) -> Path:
        """The path of the mapping or list that changes."""
        return self.path[:-1]


@dataclass(frozen=True)
class Set(Operation):
    """Give a key a value, or an item of a list."""

    value: Value
    order: tuple[str, ...] = ()
    """The order of keys, for one that is new."""

    def text(self, text: Text) -> str:
        """Return the text with the value."""
        return text.with_value(self.path, self.value, self.order)

    def change(self, parent: Any) -> None:  # noqa: ANN401
        """Set the value."""
        parent[self.path[-1]] = self.value


@dataclass(frozen=True)
class Unset(Operation):
    """Take a key away."""

    def text(self, text: Text) -> str:
        """Return the text without the key."""
        return text.without_key(self.path)

    def change(self, parent: Any) -> None:  # noqa: ANN401
        """Delete the key."""
        del parent[self.path[-1]]


@dataclass(frozen=True)
class Insert(Operation):
    """Put an item into a list, at the index with which the path ends."""

    value: Value
    day: date | None = None
    """Its first day: it is put below the heading of these days, if there is one."""

    def text(self, text: Text) -> str:
        """Return the text with the item."""
        *above, index = self.path
        return text.with_item(tuple(above), int(index), self.value, self.day)

    def change(self, parent: Any) -> None:  # noqa: ANN401
        """Insert the item."""
        parent.insert(self.path[-1], self.value)


@dataclass(frozen=True)
class Remove(Operation):
    """Take an item out of a list."""

    def text(self, text: Text) -> str:
        """Return the text without the item."""
        return text.without_item(self.path)

    def change(self, parent: Any) -> None:  # noqa: ANN401
        """Remove the item."""
        del parent[self.path[-1]]


@dataclass(frozen=True)
class Move(Operation):
    """Give an item of a list another index; the path ends with the old one."""

    to: int
    day: date | None = None
    """Its first day: it is put below the heading of these days, if there is one."""

    def text(self, text: Text) -> str:
        """Return the text with the item there."""
        *above, index = self.path
        return text.with_item_moved(tuple(above), int(index), self.to, self.day)

    def change(self, parent: Any) -> None:  # noqa: ANN401
        """Move the item."""
        parent.insert(self.to, parent.pop(self.path[-1]))


def applied(operation: Operation, document: Document, read: Callable[[str], Document]) -> Document:
    """Return a file after an operation: it reads as the values that the operation gives, no more and no less.

    `read` reads a text as the file's own would be read.

    Raises:
        CannotSpliceError: the text is written in a way in which this cannot be changed alone.

    """
    wished = operation.values(document.root)
    for quoting in (False, True):
        new = read(operation.text(Text(document.text, quoting=quoting)))
        if not new.problems and new.root == wished:
            return new
    raise CannotSpliceError("the text around it does not let this be changed alone")


def _copied(values: Any) -> Any:  # noqa: ANN401
    return dict(values) if isinstance(values, dict) else list(values)
