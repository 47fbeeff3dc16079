"""The history of a plan for its readers: each revision with the changes of events, programmes and deadlines.

Each change knows the rows before and after it, so that filters and delegations can choose among the changes. Commit
messages, policies and waivers are the secretariat's own and are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.changes.change import ChangeKind
from gcmplan.changes.diff import DEADLINES, EVENTS, SESSIONS
from gcmplan.changes.values import updated
from gcmplan.plan.attendees import DelegationNames
from gcmplan.plan.entries import DEADLINE
from gcmplan.plan.model import Deadline, Event
from gcmplan.views.change_words import lines
from gcmplan.views.log import begins, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gcmplan.changes.change import Change
    from gcmplan.changes.values import Nested
    from gcmplan.history.walk import Revision
    from gcmplan.query.filters import Filter

_LONGEST, _MOST = 300, 8
_IDS = {"id", "formerly", "after", "event", "session"}
"""Keys that name rows by their ids."""
_WHOLE = (ChangeKind.ADDED, ChangeKind.REMOVED)
_FATES = {ChangeKind.CANCELLED, ChangeKind.REINSTATED, ChangeKind.POSTPONED}
_MODELS: dict[str, type[Event | Deadline]] = {EVENTS: Event, DEADLINES: Deadline}


class ShownChange(NamedTuple):
    """A change in words, and the rows that it is about, before and after."""

    section: str
    title: str
    text: str
    rows: tuple[Event | Deadline, ...]
    """Empty for the programme of a meeting outside the workplan, which concerns everyone."""
    row: str
    """Id of the event, deadline or session after the change."""


class Step(NamedTuple):
    """A revision, and its changes; none where the plan begins."""

    revision: Revision
    changes: tuple[ShownChange, ...]

    @property
    def begins(self) -> bool:
        """Whether the plan is new in it."""
        return begins(self.revision)

    @property
    def day(self) -> str:
        """The day of the commit in UTC, YYYY-MM-DD."""
        return f"{self.revision.time:%Y-%m-%d}"


def steps_of(revisions: Iterable[Revision]) -> list[Step]:
    """Return the revisions with changes for readers, the newest first; `revisions` are all, the oldest first."""
    ledger = _Ledger()
    found = []
    for revision in revisions:
        changes = tuple(ledger.enter(revision.changes))
        is_first = begins(revision)
        if changes or is_first:
            found.append(Step(revision, () if is_first else changes))
    return found[::-1]


def kept_by(chosen: Filter, steps: Iterable[Step]) -> list[Step]:
    """Return the steps with those of their changes whose rows match filters before or after."""
    found = []
    for step in steps:
        changes = tuple(one for one in step.changes if keeps(chosen, one))
        if changes or step.begins:
            found.append(step._replace(changes=changes))
    return found


def keeps(chosen: Filter, change: ShownChange) -> bool:
    """Whether a change concerns what filters keep."""
    if not change.rows:
        return not (chosen.phases or chosen.groups or chosen.bodies)
    return any(_keeps_row(chosen, row) for row in change.rows)


def _keeps_row(chosen: Filter, row: Event | Deadline) -> bool:
    """Whether a row matches filters, also one whose group is no longer in the plan."""
    if isinstance(row, Event):
        return chosen.knows(row) and chosen.keeps(row)
    present = row.model_copy(update={"event": tuple(filter(chosen.plan.has_event, row.event))})
    return (not chosen.kinds or DEADLINE in chosen.kinds) and chosen.keeps(present)


class _Ledger:
    """The contents of events and deadlines as they were, and the event of each session."""

    def __init__(self) -> None:
        self.facts: dict[tuple[str, str], Nested] = {}
        self.owners: dict[str, str | None] = {}

    def enter(self, changes: Iterable[Change]) -> Iterator[ShownChange]:
        """Note the changes of a revision, and yield those for readers."""
        found = list(changes)
        # A rename frees an id that another row may take in the same revision.
        before = {(one.section, one.old_id): self.facts.pop((one.section, one.old_id), {}) for one in found}
        for one in found:
            if one.section in _MODELS and (facts := updated(before[one.section, one.old_id], one.fields)):
                self.facts[one.section, one.id] = facts
        for one in found:
            if one.section in _MODELS:
                old, new = before[one.section, one.old_id], self.facts.get((one.section, one.id))
                rows = tuple(_MODELS[one.section].model_validate(facts) for facts in (old, new) if facts)
                if shown := _for_readers(one):
                    yield ShownChange(one.section, _name(rows) or one.title, told(shown, _LONGEST), rows, one.id)
            elif one.section == SESSIONS:
                yield from self._session(
                    one, {other.id for other in found if other.section == EVENTS and _moves(other)}
                )

    def _session(self, change: Change, moved: set[str]) -> Iterator[ShownChange]:
        """Yield a change of a programme, unless it only goes along with its event, whose change says so."""
        before = self.owners.get(change.old_id)
        event = next((field.new for field in change.fields if field.key == "event"), before)
        self.owners[change.id] = event
        facts = self.facts.get((EVENTS, event or before or ""))
        rows = (Event.model_validate(facts),) if facts else ()
        shown = _for_readers(change)
        if shown and not (event in moved and _moves(change)):
            whole = shown.kinds[0] in _WHOLE
            text = f"programme {shown.kinds[0]}" if whole else f"programme {told(shown, _LONGEST, _MOST)}"
            yield ShownChange(SESSIONS, _name(rows) or change.title or change.id, text, rows, change.id)


def _for_readers(change: Change) -> Change | None:
    """Return a change without ids, which readers do not see; None if nothing else changed.

    A status goes without saying beside "cancelled" and the like.
    """
    left_out = _IDS | ({"status"} if _FATES.intersection(change.kinds) else set())
    fields = tuple(field for field in change.fields if field.key not in left_out)
    if not fields and not {*_WHOLE, *_FATES}.intersection(change.kinds):
        return None
    return change._replace(fields=fields)


def _moves(change: Change) -> bool:
    """Whether the days of a row are others, and little else of what is shown of it."""
    labels = {label for label, _ in lines(change, None, DelegationNames())}
    return "when" in labels and labels <= {"when", "status"}


def _name(rows: Sequence[Event | Deadline]) -> str:
    """Return the short title of the latest of some rows, or the whole one."""
    row = rows[-1] if rows else None
    return (getattr(row, "short", None) or row.title) if row else ""
