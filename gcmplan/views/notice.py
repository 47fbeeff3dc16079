"""The notice of an office to those concerned: each event that changed, in the words of the programme.

Nothing internal is in it: no ids, revisions, sources, doubts or conflicts. An event that takes its programme along is
listed once.
"""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from gcmplan.changes.diff import DEADLINES, EVENTS, SESSIONS
from gcmplan.changes.other_documents import current_statements
from gcmplan.dates.span import day_text
from gcmplan.plan.model import Kind, Status
from gcmplan.views.notice_words import (
    changed_date,
    changed_deadline,
    changed_event,
    changed_participation,
    changed_session,
)
from gcmplan.views.programme_notice import changed_programme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gcmplan.changes.change import Change
    from gcmplan.plan.model import Event
    from gcmplan.plan.session import Session
    from gcmplan.plan.workplan import Workplan

R = TypeVar("R")
Pair = tuple[R | None, R | None]
"""A row before and after; None where it is not in the plan."""

_HEADINGS = {Kind.MEETING: "Meetings", Kind.DOCUMENT: "Documents", Kind.MILESTONE: "Milestones"}


class NoticeLine(NamedTuple):
    """The changes of one event: its name, the changes in one text, and those of its programme."""

    name: str
    text: str
    details: tuple[str, ...] = ()
    first: date = date.max
    """The first possible day, to sort by."""


class NoticeSection(NamedTuple):
    """Lines below one heading."""

    heading: str
    lines: list[NoticeLine]


class Notice(NamedTuple):
    """The whole: the plan's title, since when, what filters kept, and the sections that have lines."""

    title: str
    subtitle: str
    only: str
    sections: list[NoticeSection]


def notice_of(old: Workplan | None, new: Workplan, changes: Iterable[Change], only: str = "") -> Notice:
    """Return the notice of some changes from one plan to another; without an old one, all is new."""
    found = list(changes)
    pairs = _Pairs(old, new, found)
    since = f"since {day_text(old.as_of)}, " if old and old.as_of != new.as_of else ""
    sections = [
        *(NoticeSection(heading, list(_events(pairs, kind))) for kind, heading in _HEADINGS.items()),
        NoticeSection("Deadlines", list(_deadlines(pairs))),
        NoticeSection("Phases", list(_phases(pairs))),
        NoticeSection("Who may attend", list(_participation(pairs))),
    ]
    for section in sections:
        section.lines.sort(key=lambda line: line.first)
    subtitle = f"Changes of the work plan, {since}as of {day_text(new.as_of)}"
    return Notice(new.title, subtitle, only, [section for section in sections if section.lines])


class _Pairs:
    """The rows that changed, before and after."""

    def __init__(self, old: Workplan | None, new: Workplan, changes: Sequence[Change]) -> None:
        self.old, self.new, self.changes = old, new, changes
        self.events = self._of(EVENTS, old.events if old else (), new.events)
        filed = (old.sessions if old else (), new.sessions)
        before, after = ([one.session for one in sessions] for sessions in filed)
        self.sessions = self._of(SESSIONS, before, after)

    def _of(self, section: str, before: Iterable[R], after: Iterable[R]) -> list[Pair[R]]:
        """Return the rows of a section that changed."""
        was, now = ({getattr(row, "id", ""): row for row in rows} for rows in (before, after))
        return [(was.get(one.old_id), now.get(one.id)) for one in self.changes if one.section == section]

    def of(self, section: str) -> list[Pair]:  # type: ignore[type-arg] # rows of any section
        """Return the rows of a section by its name in the plan."""
        return self._of(section, getattr(self.old, section, ()), getattr(self.new, section))

    def meetings(self) -> Iterator[tuple[Pair[Event], list[Pair[Session]]]]:
        """Yield each event that changed, or whose programme did, with its programmes that changed."""
        programmes: dict[str, list[Pair[Session]]] = {}
        for old, new in self.sessions:
            if name := self._event_id(old, new):
                programmes.setdefault(name, []).append((old, new))
        for pair in self.events:
            yield pair, programmes.pop(pair[1].id if pair[1] else "", [])
        for name, found in programmes.items():
            event = next((event for event in self.new.events if event.id == name), None)
            if event:
                yield (event, event), found

    def _event_id(self, old: Session | None, new: Session | None) -> str | None:
        return new.event if new else old.event if old else None

    def elsewhere(self) -> Iterator[Pair[Session]]:
        """Yield the meetings outside the workplan that changed."""
        return (pair for pair in self.sessions if not self._event_id(*pair))


def _events(pairs: _Pairs, kind: Kind) -> Iterator[NoticeLine]:
    for (old, new), programmes in pairs.meetings():
        row = new or old
        if row is None or row.kind is not kind:
            continue
        told = [changed_programme(before, after, (old, new)) for before, after in programmes]
        moves_along = any(one.moves_along for one in told)
        text = changed_event((pairs.old, old), (pairs.new, new), with_programme=moves_along)
        stands = new is not None and new.status is not Status.CANCELLED
        details = tuple(chain.from_iterable(one.lines for one in told)) if stands else ()
        if new and stands:
            details += current_statements(pairs.new, new, old)
        first = row.when.earliest or (old.when.earliest if old else None)
        yield from _line(_name(old, new), text, first, details)
    if kind is Kind.MEETING:
        for before, after in pairs.elsewhere():
            session = after or before
            details = changed_programme(before, after, (None, None)).lines if before and after else ()
            first = session.when.earliest if session and session.when else None
            name = (session.title or session.id) if session else ""
            yield from _line(name, changed_session(before, after), first, tuple(details))


def _name(old: Event | None, new: Event | None) -> str:
    """Return "Second Thematic Session (New York)": the place of a meeting that stays where it is."""
    row = new or old
    if row is None:
        return ""
    name, place = row.short or row.title, row.place and row.place.name
    stays = not (old and new) or old.place == new.place
    return f"{name} ({place})" if place and stays and row.kind is Kind.MEETING else name


def _deadlines(pairs: _Pairs) -> Iterator[NoticeLine]:
    for old, new in pairs.of(DEADLINES):
        if row := new or old:
            yield from _line(row.title, changed_deadline(old, new), row.when.earliest)


def _phases(pairs: _Pairs) -> Iterator[NoticeLine]:
    for old, new in pairs.of("phases"):
        if old and new and old.when != new.when:
            yield from _line(new.named(", "), changed_date(old.when, new.when), new.when.earliest)


def _participation(pairs: _Pairs) -> Iterator[NoticeLine]:
    for old, new in pairs.of("participation"):
        if row := new or old:
            yield from _line(row.who, changed_participation(old, new), None)


def _line(name: str, text: str, first: date | None, details: tuple[str, ...] = ()) -> Iterator[NoticeLine]:
    """Yield a line, unless there are no changes."""
    if text or details:
        yield NoticeLine(name, text, details, first or date.max)
