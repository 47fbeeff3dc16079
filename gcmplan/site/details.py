"""The facts of events, sessions and deadlines for everyone: as `show` has them, without what is internal.

Ids, positions in files, doubts and the names of other delegations in conflicts are left out; what pages show as links
is left out, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.plan.programme import ScheduledItem
from gcmplan.views.agenda import clock, days_of, lines_of
from gcmplan.views.event_details import facts_of, facts_of_deadline, lead_time
from gcmplan.views.session_details import facts_of_head, facts_of_rest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.plan.model import Deadline, Event
    from gcmplan.plan.programme import Programme
    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.agenda import Day
    from gcmplan.views.session_details import Fact

_INTERNAL = {"Id", "Title", "Doubt", "Stands in", "Formerly", "Event", "Session"}
_LINKED = {"Conflict", "After", "Before", "Programme", "Page", "Concerns", "Elsewhere"}
Facts = list[tuple[str, list[str]]]
"""Labels, each with its texts."""


def event_facts(plan: Workplan, event: Event) -> Facts:
    """Return the facts of an event."""
    return _grouped(facts_of(plan, event, with_conflicts=False))


def deadline_facts(plan: Workplan, deadline: Deadline) -> Facts:
    """Return the facts of a deadline."""
    return [fact for fact in _grouped(facts_of_deadline(plan, deadline)) if fact[0] != "Kind"]


def head_facts(programme: Programme) -> Facts:
    """Return the facts that come before a programme."""
    return _grouped(facts_of_head(programme))


def rest_facts(plan: Workplan, programme: Programme) -> Facts:
    """Return the facts that come after a programme."""
    return _grouped(facts_of_rest(plan, programme))


def _grouped(facts: Iterable[Fact]) -> Facts:
    found: dict[str, list[str]] = {}
    for label, text in facts:
        if label not in _INTERNAL | _LINKED:
            found.setdefault(label, []).append(text)
    return list(found.items())


def related_to(plan: Workplan, event: Event) -> Iterator[tuple[str, list[tuple[Event, str]]]]:
    """Yield a label and the events before and after an event, each with the time between."""
    before = [(other, lead_time(other.when, event.when)) for other in map(plan.event, event.after)]
    after = [(other, lead_time(event.when, other.when)) for other in plan.followers_of(event)]
    yield from ((label, found) for label, found in (("Comes after", before), ("Comes before", after)) if found)


class AgendaRow(NamedTuple):
    """A row of a programme."""

    time: str
    title: str
    lines: tuple[str, ...]
    gap: bool = False


class AgendaDay(NamedTuple):
    """A day of a programme."""

    heading: str
    rows: list[AgendaRow]


def agenda_of(programme: Programme) -> list[AgendaDay]:
    """Return the days of a programme with their items, and the free time between."""
    return [AgendaDay(day.heading, list(_rows(day))) for day in days_of(programme)]


def _rows(day: Day) -> Iterator[AgendaRow]:
    for row in day.rows:
        if isinstance(row, ScheduledItem):
            time = clock(row.start, row.end) if row.start and row.end else ""
            yield AgendaRow(time, row.item.title, tuple(lines_of(day, row)))
        else:
            yield AgendaRow(clock(row.start, row.end), "Free", (), gap=True)
