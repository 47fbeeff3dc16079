"""What is wrong with a plan, as values: `Position`, `Severity`, `Problem`. Lines and columns are counted from 1."""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Position(NamedTuple):
    """A place in a file: `line` and `column` count characters from 1; `length` is how many characters it covers."""

    path: str
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        """Return "data/workplan.yaml:12:5"."""
        return f"{self.path}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One thing that is wrong, where, and what would be right.

    `message` is one sentence without its full stop; `hint` says what to do. `fields` are the keys concerned: with the
    code and the events they make the fingerprint, which stays when lines move. `lasting` stands for both where they
    have names that others came before: the events' first ids in order, "", and the fields by the first names.
    """

    code: str
    name: str
    severity: Severity
    position: Position
    message: str
    hint: str = ""
    events: tuple[str, ...] = ()
    delegations: tuple[str, ...] = ()
    related: tuple[Position, ...] = ()
    fields: tuple[str, ...] = ()
    waived: str | None = None
    """The reason for which it is accepted."""
    lasting: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits of code, events and fields: of an event that was renamed, by its first id."""
        parts = self.lasting or (*sorted(self.events), "", *self.fields)
        return sha256("\x1f".join((self.code, *parts)).encode("utf-8", "replace")).hexdigest()[:16]
