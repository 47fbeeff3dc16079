"""What is doubtful about an event or a session, in words for the secretariat alone: `show` shows it, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.programme import programme_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.model import Body, Event, Group, Participation, Phase, PlaceRow
    from gcmplan.programme import Programme
    from gcmplan.workplan import Workplan


def doubts_of_event(plan: Workplan, event: Event) -> Iterator[str]:
    """Yield the doubts of an event, then those of what it refers to and of what speaks of it, each under its name."""
    if event.doubt:
        yield event.doubt
    place, body, phase = plan.place_of(event), plan.body_of(event), plan.phase_of(event)
    rows: tuple[tuple[str | None, PlaceRow | Body | Group | Phase | Participation | None], ...] = (
        (place and place.name, place),
        (body and body.name, body),
        (plan.group_of(event).title, plan.group_of(event)),
        (phase and f"Phase {phase.id}", phase),
        *((row.who, row) for row in plan.participation_in(event)),
    )
    yield from (f"{name}: {row.doubt}" for name, row in rows if row and row.doubt)
    for filed in plan.sessions_of(event):
        yield from doubts_of_programme(programme_of(plan, filed))
    for paper in (filed.paper for filed in plan.papers):
        if said := [row for row in paper.events if row.id == event.id]:
            yield from (f"{paper.title}: {row.doubt}" for row in (paper, *said) if row.doubt)


def doubts_of_programme(programme: Programme) -> Iterator[str]:
    """Yield the doubts of a session under its id, and of its items under theirs."""
    session = programme.session
    if session.doubt:
        yield f"{session.id}: {session.doubt}"
    for scheduled in programme.items:
        if scheduled.item.doubt:
            yield f"{session.id} {scheduled.item.id}: {scheduled.item.doubt}"
