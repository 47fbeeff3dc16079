"""The facts of one line of output, the same for every format: of an event, or of a deadline shown beside events."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, TypedDict

from gcmplan.dates.span import Certainty, least_sure
from gcmplan.plan.entries import DEADLINE, SESSION
from gcmplan.plan.model import Deadline, Event, Kind
from gcmplan.plan.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gcmplan.dates.when import When
    from gcmplan.plan.entries import Listed
    from gcmplan.plan.model import Group
    from gcmplan.plan.place import Place
    from gcmplan.plan.place_rows import PlaceRow
    from gcmplan.plan.programme import Programme
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Position


class _OtherDocuments(TypedDict, total=False):
    documents: tuple[str, ...]
    is_disputed: bool


class Record(NamedTuple):
    """The facts of one event, deadline or meeting outside the workplan; `None` is not known or does not apply."""

    id: str
    title: str
    short: str | None
    phase: str | None
    group: Group | None
    kind: Literal["meeting", "document", "milestone", "deadline", "session"]
    status: Literal["scheduled", "postponed", "cancelled"]
    when: When
    certainty: Certainty
    """The certainty of the event itself, whatever is known of its date."""
    place: Place | None
    place_row: PlaceRow | None
    timezone: str | None
    """In which its hours hold."""
    venue: str | None
    body: str | None
    mandate: str | None
    after: tuple[str, ...]
    session: str | None
    source: str | None
    position: Callable[[], Position]
    """Finds its position: only JSON has it, and for a plan from the cache it takes a parse of the file."""
    documents: tuple[str, ...] = ()
    """The other or additional statements of other official documents, unless they are superseded."""
    is_disputed: bool = False
    """Whether one of them gives another date, and no waiver accepts that."""
    everyone: bool = False
    """Whether it is no one body's own, in a plan that has bodies, and so concerns everyone."""

    @property
    def sureness(self) -> Certainty:
        """How sure it is on its date: the less sure of its own certainty and its date's."""
        return least_sure(self.certainty, self.when.certainty)

    @property
    def mark(self) -> str:
        """TBC or TBA if the event itself is not sure, else nothing."""
        return "" if self.certainty is Certainty.CONFIRMED else self.certainty.value.upper()


def records_of(plan: Workplan, entries: Iterable[Listed]) -> Iterator[Record]:
    """Yield the facts of each entry, in their order."""
    for entry in entries:
        if isinstance(entry, Event):
            yield _of_event(plan, entry)
        else:
            yield _of_deadline(plan, entry) if isinstance(entry, Deadline) else _of_programme(entry)


def _of_event(plan: Workplan, event: Event) -> Record:
    group = plan.group_of(event)
    return Record(
        id=event.id,
        title=event.title,
        short=event.short,
        phase=event.phase,
        group=group,
        kind=event.kind.value,
        status=event.status.value,
        when=event.when,
        certainty=event.certainty,
        place=event.place,
        place_row=plan.place_of(event),
        timezone=plan.zone_of(event),
        venue=event.venue,
        body=event.body or group.body,
        mandate=event.mandate or group.mandate,
        after=event.after,
        session=event.session,
        source=event.source,
        position=partial(plan.position_of, event),
        everyone=event.kind is Kind.MEETING and bool(plan.bodies) and not (event.body or group.body),
        **(_other_documents(plan, event) if plan.papers else {}),
    )


def _other_documents(plan: Workplan, event: Event) -> _OtherDocuments:
    from gcmplan.changes.other_documents import current_statements, is_disputed  # noqa: PLC0415 - most plans have none

    return {"documents": current_statements(plan, event), "is_disputed": is_disputed(plan, event)}


def _of_deadline(plan: Workplan, deadline: Deadline) -> Record:
    return Record(
        id=deadline.id,
        title=deadline.title,
        short=None,
        phase=None,
        group=None,
        kind=DEADLINE,
        status="scheduled",
        when=deadline.when,
        certainty=Certainty.CONFIRMED,
        place=None,
        place_row=None,
        timezone=None,
        venue=None,
        body=None,
        mandate=None,
        after=(),
        session=None,
        source=deadline.source,
        position=partial(plan.position_of_deadline, deadline),
    )


def _of_programme(programme: Programme) -> Record:
    session = programme.session
    return Record(
        id=session.id,
        title=programme.title,
        short=None,
        phase=None,
        group=None,
        kind=SESSION,
        status="scheduled",
        when=programme.when,
        certainty=Certainty.CONFIRMED,
        place=programme.place,
        place_row=programme.place_row,
        timezone=programme.zone.key if programme.zone else None,
        venue=programme.venue,
        body=None,
        mandate=None,
        after=(),
        session=session.id,
        source=session.source,
        position=partial(programme.position, "id"),
    )
