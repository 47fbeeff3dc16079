"""The facts about a session, in words: pairs of a label and a text, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.plan.programme import ScheduledItem, programme_of
from gcmplan.plan.programme_status import TENTATIVE, date_of, status_text
from gcmplan.views.agenda import NO_PROGRAMME, clock, days_of, hours_text, person_text
from gcmplan.views.doubts import doubts_of_programme
from gcmplan.views.other_keys import facts_of_other_keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from gcmplan.plan.model import Event
    from gcmplan.plan.programme import Programme
    from gcmplan.plan.workplan import Workplan

Fact = tuple[str, str]
_SESSION_KEYS = frozenset({
    "id", "event", "status", "title", "when", "place", "venue", "hours", "organisers", "chair", "moderator",
    "rapporteur", "source", "format", "objectives", "preparation", "days", "outcomes", "recommendations", "references",
    "note", "doubt",
})  # fmt: skip
"""The keys that have words of their own here; others are shown as they are."""


def facts_of_programme(plan: Workplan, programme: Programme) -> Iterator[Fact]:
    """Yield all that is known of a session, doubts included; what is not known is left out."""
    yield from facts_of_head(programme)
    yield from facts_of_items(programme)
    yield from facts_of_rest(plan, programme)
    yield from (("Doubt", doubt) for doubt in doubts_of_programme(programme))


def facts_of_head(programme: Programme, reader: tzinfo | None = None) -> Iterator[Fact]:
    """Yield whether a session takes place if that is not sure, what it is, when, where, and who holds it.

    With the reader's zone, its hours there.
    """
    session, zone = programme.session, programme.zone
    known = (
        ("Status", status_text(programme)),
        ("Id", session.id),
        ("Title", programme.title),
        ("Event", session.event),
        ("When", str(programme.when)),
        ("Hours", hours_text(programme, reader)),
        ("Place", f"{programme.place}{f' (time zone {zone.key})' if zone else ''}" if programme.place else None),
        ("Venue", programme.venue),
    )
    yield from ((label, text) for label, text in known if text)
    yield from facts_of_people(programme)


def facts_of_rest(plan: Workplan, programme: Programme) -> Iterator[Fact]:
    """Yield how a session is held, what for, what came of it, who may attend, a note and sources."""
    session = programme.session
    for label, texts in (
        ("Format", session.format),
        ("Objective", session.objectives),
        ("Preparation", session.preparation),
        ("Outcome", session.outcomes),
    ):
        yield from ((label, text) for text in texts)
    for heading, texts in session.recommendations.items():
        yield from (("Recommendation", f"{heading}: {text}") for text in texts)
    if programme.event:
        yield from facts_of_participation(plan, programme.event)
    yield from facts_of_other_keys(session, _SESSION_KEYS)
    if session.note:
        yield "Note", session.note
    yield from (("Refers to", symbol) for symbol in session.references)
    if session.source:
        yield "Source", session.source
    yield "Stands in", str(programme.position("id"))


def facts_of_people(programme: Programme) -> Iterator[Fact]:
    """Yield who holds a session: organisers, chair, moderator and rapporteur."""
    session = programme.session
    yield from (("Organiser", text) for text in session.organisers)
    yield from (("Chair", person_text(person)) for person in session.chair)
    if session.moderator:
        yield "Moderator", person_text(session.moderator)
    if session.rapporteur:
        yield "Rapporteur", person_text(session.rapporteur)


def facts_of_items(programme: Programme) -> Iterator[Fact]:
    """Yield a line for each item of a programme, or that there is none."""
    if not programme.session.days:
        yield "Programme", NO_PROGRAMME
    for day in days_of(programme):
        for row in day.rows:
            if isinstance(row, ScheduledItem):
                time = f", {clock(row.start, row.end)}" if row.start and row.end else ""
                yield "Programme", f"{date_of(programme, day.date)}{time}: {row.item.title}"


def facts_of_sessions(plan: Workplan, event: Event) -> Iterator[Fact]:
    """Yield who holds the sessions of an event, their items, and who may attend."""
    for filed in plan.sessions_of(event):
        programme = programme_of(plan, filed)
        yield from facts_of_people(programme)
        if programme.session.is_tentative:
            yield "Programme", TENTATIVE
        yield from facts_of_items(programme)
    yield from facts_of_participation(plan, event)


def facts_of_participation(plan: Workplan, event: Event) -> Iterator[Fact]:
    """Yield who may attend an event and how, with the deadline that they have to keep."""
    deadlines = {deadline.id: deadline for deadline in plan.deadlines}
    for row in plan.participation_in(event):
        until = f" Deadline: {deadlines[row.deadline].when}." if row.deadline else ""
        yield "Open to", f"{row.who}: {row.how}{until}"
