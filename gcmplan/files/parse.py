"""YAML text to a `Document`, guarded against hostile files: how large they may be, and how they are read.

No scalar is guessed at: `NO`, `10:30` and `2017-02-30` stay the text that they are; `~` and `null` without quotes are
nothing, as for every reader of YAML. Refused, each with its place: anything but UTF-8, more than one document, aliases,
anchors, tags, merge keys, directives, control characters, too many bytes, nodes or levels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gcmplan.files.document import Document

MAX_BYTES = 5_000_000
MAX_DEPTH = 40
MAX_ITEMS = 1_000
"""Entries of a mapping or a list that is not itself a section of the file."""
MAX_PROBLEMS = 200
"""Problems of one file that are listed one by one."""
_BYTES_PER_NODE = 20


class Limits(NamedTuple):
    """How large a file may be."""

    max_bytes: int = MAX_BYTES

    @property
    def max_nodes(self) -> int:
        """How many keys, values and lists together: what an honest file of that size stays below."""
        return self.max_bytes // _BYTES_PER_NODE


def read(path: str, data: bytes, limits: Limits = Limits()) -> Document:  # noqa: B008 - immutable
    """Return a file's document, as far as it can be read; `path` names it in positions."""
    from gcmplan.files.builder import built  # noqa: PLC0415 - imports yaml, which a plan from the cache does without

    return built(path, data, limits)
