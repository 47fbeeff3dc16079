"""The files that pages link to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gcmplan.changes.diff import DEADLINES, EVENTS, SESSIONS
from gcmplan.plan.entries import DEADLINE, SESSION
from gcmplan.site import names

if TYPE_CHECKING:
    from datetime import date

    from gcmplan.plan.model import Event
    from gcmplan.site.changes import ShownChange
    from gcmplan.site.contents import Contents
    from gcmplan.views.row import Record


class Files:
    """Finds the file of an event, a session, a group or a month."""

    def __init__(self, contents: Contents) -> None:
        """Look up what has a page."""
        self.shown = contents.event_ids
        self.sessions = {one.session.id for one in contents.programmes}
        self.deadlines = {one.id for one in contents.deadlines}
        self.months = set(contents.months)
        self.event, self.session, self.group = names.event_file, names.session_file, names.group_file

    def of(self, record: Record) -> str | None:
        """Return where a row of a list leads."""
        if record.kind == DEADLINE:
            return f"deadlines.html#deadline-{record.id}"
        if record.kind == SESSION:
            return names.session_file(record.id)
        return names.event_file(record.id) if record.id in self.shown else None

    def of_change(self, change: ShownChange) -> str | None:
        """Return where a change leads, if its row is still there."""
        if change.section == EVENTS and change.row in self.shown:
            return names.event_file(change.row)
        if change.section == DEADLINES and change.row in self.deadlines:
            return f"deadlines.html#deadline-{change.row}"
        if change.section == SESSIONS and change.row in self.sessions:
            return names.session_file(change.row)
        return None

    def event_is_shown(self, event: Event) -> bool:
        """Whether an event has a page."""
        return event.id in self.shown

    def has_month(self, first: date) -> bool:
        """Whether a month has a page."""
        return first in self.months

    def month(self, first: date) -> str:
        """Return the page of a month."""
        return names.month_file(f"{first:%Y-%m}")

    def key(self, text: str) -> str:
        """Return a text as an id within a page."""
        return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")
