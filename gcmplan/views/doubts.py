"""The doubts about an event or a session, in words for the secretariat alone: `show` shows it, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.plan.programme import programme_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.model import Event
    from gcmplan.plan.programme import Programme
    from gcmplan.plan.workplan import Workplan


def doubts_of_event(plan: Workplan, event: Event) -> Iterator[str]:
    """Yield the doubts of an event, then those of what it refers to and of what speaks of it, each under its name."""
    if event.doubt:
        yield event.doubt
    yield from (f"{name}: {doubt}" for name, doubt in _doubts_around(plan, event) if doubt)
    for filed in plan.sessions_of(event):
        yield from doubts_of_programme(programme_of(plan, filed))
    for paper in (filed.paper for filed in plan.papers):
        if said := [row for row in paper.events if row.id == event.id]:
            doubts = (paper.doubt, *(row.doubt for row in said))
            yield from (f"{paper.title}: {doubt}" for doubt in doubts if doubt)


def _doubts_around(plan: Workplan, event: Event) -> Iterator[tuple[str, str | None]]:
    """Yield the name of each row that an event refers to, with the row's doubt."""
    if place := plan.place_of(event):
        yield place.name, place.doubt
    if body := plan.body_of(event):
        yield body.name, body.doubt
    group = plan.group_of(event)
    yield group.title, group.doubt
    if phase := plan.phase_of(event):
        yield phase.label, phase.doubt
    yield from ((row.who, row.doubt) for row in plan.participation_in(event))


def all_doubts(plan: Workplan) -> Iterator[tuple[str, str]]:
    """Yield every doubt of a plan, behind the name of what it is about."""
    sessions = [filed.session for filed in plan.sessions]
    papers = [filed.paper for filed in plan.papers]
    rows: list[tuple[str, str | None]] = [
        *((phase.label, phase.doubt) for phase in plan.phases),
        *((group.title, group.doubt) for group in plan.groups),
        *((policy.id, policy.doubt) for policy in plan.policies),
        *((deadline.id, deadline.doubt) for deadline in plan.deadlines),
        *((row.who, row.doubt) for row in plan.participation),
        *((event.id, event.doubt) for event in plan.events),
        *((state.name, state.doubt) for state in plan.states),
        *((one.name, one.doubt) for one in plan.members),
        *((body.name, body.doubt) for body in plan.bodies),
        *((place.name, place.doubt) for place in plan.places),
        *((f"{day.name} {day.date.year}", day.doubt) for day in plan.observances),
        *((session.id, session.doubt) for session in sessions),
        *((f"{one.id}/{item.id}", item.doubt) for one in sessions for day in one.days for item in day.items),
        *((paper.title, paper.doubt) for paper in papers),
        *((f"{paper.title}, {row.id}", row.doubt) for paper in papers for row in paper.events),
    ]
    yield from ((name, doubt) for name, doubt in rows if doubt)


def doubts_of_programme(programme: Programme) -> Iterator[str]:
    """Yield the doubts of a session under its id, and of its items under theirs."""
    session = programme.session
    if session.doubt:
        yield f"{session.id}: {session.doubt}"
    for scheduled in programme.items:
        if scheduled.item.doubt:
            yield f"{session.id} {scheduled.item.id}: {scheduled.item.doubt}"
