"""The programme of a meeting: a file in sessions/."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.fields import Identifier, Title
from gcmplan.model import Row

if TYPE_CHECKING:
    from gcmplan.document import Document


class Session(Row):
    """A meeting's programme."""

    id: Identifier
    event: Identifier | None = None
    """The event of the workplan that it is the programme of."""
    title: Title | None = None
    source: Title


class FiledSession(NamedTuple):
    """A session, and the file that it was read from."""

    session: Session
    document: Document
