"""What a list can hold, and the kinds that it is shown with beside those of events."""

from __future__ import annotations

from typing import Literal

from gcmplan.plan.model import Deadline, Event
from gcmplan.plan.programme import Programme

Entry = Event | Deadline
"""What a list can hold."""

Listed = Entry | Programme
"""The same, and meetings outside the workplan."""

DEADLINE: Literal["deadline"] = "deadline"
"""The kind that a deadline is shown with."""

SESSION: Literal["session"] = "session"
"""The kind that a meeting outside the workplan is shown with: there is nothing of it but its session."""
