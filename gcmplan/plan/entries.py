"""The kinds of entries in a list, and the words for kinds besides those of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gcmplan.plan.model import Deadline, Event
from gcmplan.plan.programme import Programme

if TYPE_CHECKING:
    from gcmplan.dates.span import Certainty

Entry = Event | Deadline
"""The entries of a list."""

Listed = Entry | Programme
"""The same, and meetings outside the workplan."""

DEADLINE: Literal["deadline"] = "deadline"
"""The kind that a deadline is shown with."""

SESSION: Literal["session"] = "session"
"""The kind that a meeting outside the workplan is shown with: there is nothing of it but its session."""


def certainty_of(entry: Listed) -> Certainty:
    """Return how sure it is that something takes place on its date; a programme is as sure as its event."""
    event = entry.event if isinstance(entry, Programme) else entry
    return event.sureness if isinstance(event, Event) else entry.when.certainty
