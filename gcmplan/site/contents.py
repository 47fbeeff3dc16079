"""The contents of a site, looked up once: the events that filters keep, their groups, months and delegations."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.changes.diff import SESSIONS
from gcmplan.feeds.choice import removed_from
from gcmplan.plan.attendees import Delegation
from gcmplan.plan.entries import DEADLINE, SESSION
from gcmplan.plan.model import Deadline, Event, Kind
from gcmplan.plan.programme import programme_of, programmes
from gcmplan.query.filters import Filter, listed, upcoming
from gcmplan.query.states import find_state
from gcmplan.site.changes import kept_by, steps_of
from gcmplan.site.conflicts import same_days
from gcmplan.site.former import delegations_ever
from gcmplan.views.row import records_of
from gcmplan.views.timeline import month_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from gcmplan.feeds.versions import Editions
    from gcmplan.history.walk import Revision
    from gcmplan.plan.model import Group, Phase
    from gcmplan.plan.programme import Programme
    from gcmplan.plan.workplan import Workplan
    from gcmplan.site.changes import Step
    from gcmplan.site.conflicts import Same
    from gcmplan.site.options import Options
    from gcmplan.views.row import Record

_KINDS = (*map(str, Kind), DEADLINE, SESSION)


class Past(NamedTuple):
    """The history of a plan: its revisions, the oldest first, and what calendars have to say of it."""

    revisions: Sequence[Revision]
    editions: Editions


class Concern(NamedTuple):
    """The events and changes that concern a delegation."""

    records: list[Record]
    steps: list[Step]


class Contents:
    """The plan as far as the site shows it."""

    def __init__(self, plan: Workplan, past: Past, options: Options) -> None:
        """Choose what filters keep.

        Raises:
            UnknownValueError, AmbiguousValueError: a value of the filters is none of the plan's, or fits several.

        """
        self.plan, self.past, self.options = plan, past, options
        self.criteria = options.criteria
        self.on = options.on or plan.as_of
        everything = replace(self.criteria, kinds=self.criteria.kinds or _KINDS)
        self.entries = listed(plan, everything)
        self.records = list(records_of(plan, self.entries))
        self.events = [entry for entry in self.entries if isinstance(entry, Event)]
        self.deadlines = [entry for entry in self.entries if isinstance(entry, Deadline)]
        self.event_ids = {event.id for event in self.events}
        self.all_steps = steps_of(past.revisions)
        self.everything = everything
        self._concerns: dict[str, Concern] = {}
        self.steps = kept_by(Filter(plan, everything), self.all_steps)

    @property
    def since(self) -> date:
        """The day of the first revision; the plan's own if it has none."""
        revisions = self.past.revisions
        return revisions[0].time.date() if revisions else self.plan.as_of

    @cached_property
    def groups(self) -> list[Group]:
        """The groups that have events, in the plan's order."""
        used = {event.group for event in self.events}
        return [group for group in self.plan.groups if group.id in used]

    @cached_property
    def former_groups(self) -> dict[str, str]:
        """The titles, by id, of groups that had events and have none now, as far as the filters name them or none.

        A group that the plan no longer has is called by its id.
        """
        had = {row.group for row in self._rows_of_steps if isinstance(row, Event)}
        asked = Filter(self.plan, self.everything).groups or had
        titles = {group.id: group.title for group in self.plan.groups}
        return {name: titles.get(name, name) for name in sorted((had & asked) - {group.id for group in self.groups})}

    @cached_property
    def former_sessions(self) -> dict[str, str]:
        """The titles, by id, of sessions that the plan has no more; that of its event, if it is a programme."""
        present = {filed.session.id for filed in self.plan.sessions}
        changes = (change for step in reversed(self.steps) for change in step.changes if change.section == SESSIONS)
        return {change.row: change.title for change in changes if change.row not in present}

    @cached_property
    def had_deadlines(self) -> bool:
        """Whether there are deadlines, or were."""
        return bool(self.deadlines) or any(isinstance(row, Deadline) for row in self._rows_of_steps)

    @property
    def _rows_of_steps(self) -> Iterator[Event | Deadline]:
        return (row for step in self.steps for change in step.changes for row in change.rows)

    @cached_property
    def phases(self) -> list[Phase]:
        """The phases that have events, in the plan's order."""
        used = {event.phase for event in self.events}
        return [phase for phase in self.plan.phases if phase.id in used]

    @cached_property
    def delegations(self) -> list[Delegation]:
        """The delegations that have a page, by name: those that the filters name, else all."""
        found = [one for one in self.plan.delegations if not self._named or one.code in self._named]
        return sorted(found, key=lambda one: one.name)

    @cached_property
    def former_delegations(self) -> list[Delegation]:
        """The delegations that the plan had once and has no more, as far as the filters name them or none."""
        past = delegations_ever(self.past.revisions).items()
        present = {one.code for one in self.plan.delegations}
        asked = (code for code, _ in past if code not in present and (not self._named or code in self._named))
        names = dict(past)
        return [Delegation(code, names[code]) for code in sorted(asked)]

    @cached_property
    def _named(self) -> set[str]:
        """The codes of the delegations that the filters name."""
        return {find_state(self.plan, text) for text in self.criteria.delegations}

    @cached_property
    def months(self) -> list[date]:
        """The first days of the months from the first event to the last that has known days."""
        days = [span for record in self.records for span in record.when.spans]
        if not days:
            return []
        last, found = max(span.last for span in days), [min(span.first for span in days).replace(day=1)]
        while (following := month_after(found[-1])) <= last:
            found.append(following)
        in_use = {day.replace(day=1) for span in days for day in (span.first, span.last)}
        in_use |= {first for span in days for first in found if span.first <= first <= span.last}
        return [first for first in found if first in in_use]

    @cached_property
    def programmes(self) -> list[Programme]:
        """The programmes of the events that are kept, and the kept meetings outside the workplan."""
        outside = {entry.session.id for entry in self.entries if not isinstance(entry, Event | Deadline)}
        return [
            one
            for one in programmes(self.plan)
            if (one.event.id in self.event_ids if one.event else one.session.id in outside)
        ]

    def programmes_of(self, event: Event) -> list[Programme]:
        """Return the programmes of an event."""
        return [programme_of(self.plan, filed) for filed in self.plan.sessions_of(event)]

    def concerning(self, delegation: Delegation) -> Concern:
        """Return what concerns a delegation, by date, and the changes that do."""
        if delegation.code not in self._concerns:
            self._concerns[delegation.code] = self._concerning(delegation)
        return self._concerns[delegation.code]

    def concerning_everyone(self) -> list[Record]:
        """Return the events of no one body, by date."""
        pairs = zip(self.entries, self.records, strict=True)
        return [one for entry, one in pairs if isinstance(entry, Event) and self.plan.body_of(entry) is None]

    def _concerning(self, delegation: Delegation) -> Concern:
        chosen = Filter(self.plan, replace(self.everything, delegations=(delegation.code,)))
        pairs = zip(self.entries, self.records, strict=True)
        return Concern([record for entry, record in pairs if chosen.keeps(entry)], kept_by(chosen, self.all_steps))

    @cached_property
    def renamed(self) -> dict[str, Event]:
        """The events by the ids that they had before, as far as no event has these now."""
        former = ((name, event) for event in self.events for name in event.formerly)
        return {name: event for name, event in former if not self.plan.has_event(name)}

    @cached_property
    def removed(self) -> dict[str, Event]:
        """The events that were removed from the plan, as they were last, by all ids that no event has now."""
        chosen = Filter(self.plan, self.everything)
        found = removed_from(chosen, self.past.editions, agendas=False)
        gone = [one for one in found if isinstance(one, Event)]
        taken = self.renamed.keys() | {event.id for event in self.plan.events}
        # An id that one had last is its own, whoever had it before.
        names = {name: one for one in gone for name in one.formerly} | {one.id: one for one in gone}
        return {name: one for name, one in names.items() if name not in taken}

    def next_records(self, number: int) -> list[Record]:
        """Return what comes next from the site's day on."""
        return list(records_of(self.plan, upcoming(self.plan, self.criteria, self.on)[:number]))

    @cached_property
    def _same_days(self) -> dict[str, list[Same]]:
        return same_days(self.plan, self.event_ids)

    def same_days(self, event: Event) -> list[Same]:
        """Return the meetings that certainly share days and delegations with an event."""
        return self._same_days.get(event.id, [])

    @cached_property
    def _steps_by_event(self) -> dict[str, list[tuple[Step, str]]]:
        """The changes of each event by the id that it has now, the newest first."""
        found: dict[str, list[tuple[Step, str]]] = {}
        now = {name: event.id for event in self.plan.events for name in event.formerly}
        for step in self.all_steps:
            for change in step.changes:
                names = {row.id for row in change.rows if isinstance(row, Event)}
                for name in dict.fromkeys(now.get(name, name) for name in sorted(names)):
                    found.setdefault(name, []).append((step, change.text))
        return found

    def steps_of_event(self, event: Event) -> list[tuple[Step, str]]:
        """Return what changed in an event and its programmes, the newest first."""
        return self._steps_by_event.get(event.id, [])
