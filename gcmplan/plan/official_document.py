"""Other official documents about the plan's events: the files in sources/.

Such a document is partial: what it leaves out says nothing.
"""

# Annotations are not postponed here: `Row` keeps them as they are.
from typing import Annotated, NamedTuple

from gcmplan.files.document import Document
from gcmplan.plan.fields import Day, Doubt, HoursText, Id, Label, Line, PlaceText, Text, Title, WhenText
from gcmplan.plan.keys import Aspect, Refers
from gcmplan.plan.row import Row


class PaperEvent(Row):
    """The document's statements about one event."""

    id: Annotated[Id, Refers("events")]
    """The event's id in the workplan."""
    title: Title
    """The words of the document."""
    when: WhenText | None = None
    """The date, as far as the document knows it."""
    place: PlaceText | None = None
    """A place of places.yaml, with TBC or TBA if that is not sure."""
    venue: Annotated[Label | None, Aspect.ROOM] = None
    """Room and building."""
    hours: HoursText | None = None
    """Local hours of each day."""
    source: Line
    """The place in the document."""
    note: Text | None = None
    doubt: Doubt | None = None


class Paper(Row):
    """A file in sources/."""

    title: Title
    as_of: Day
    """The document's own date."""
    note: Text | None = None
    doubt: Doubt | None = None
    events: tuple[PaperEvent, ...]
    """The events of the plan that the document has."""


class FiledPaper(NamedTuple):
    """A paper, and the file that it was read from."""

    paper: Paper
    document: Document
