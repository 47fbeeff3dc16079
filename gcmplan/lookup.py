"""What an id on the command line names: events, deadlines, and sessions in their two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.errors import AmbiguousValueError, GcmplanError, UnknownValueError
from gcmplan.programme import Programme, programme_without_session, programmes
from gcmplan.query import find_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.model import Deadline, Event
    from gcmplan.workplan import Workplan


class NoSessionError(GcmplanError):
    """An event of which nothing but its row in the workplan is known."""

    def __init__(self, event_id: str) -> None:
        """Name the event, and what shows it."""
        super().__init__(f"no session of '{event_id}' is known")
        self.hint = f"'gcmplan show {event_id}' tells what is known; 'gcmplan sessions' lists the sessions"


def find_shown(plan: Workplan, text: str) -> Event | Programme | Deadline:
    """Return what has an id, or the start of an id that fits one alone: an event, else a session or a deadline.

    Raises:
        UnknownValueError: no id is or begins so.
        AmbiguousValueError: several ids begin so.

    """
    wanted = text.strip().lower()
    events = {name for event in plan.events for name in (event.id, *event.formerly)}
    beside: dict[str, Programme | Deadline] = {one.id: one for one in plan.deadlines if one.id not in events}
    beside |= {one.session.id: one for one in programmes(plan) if one.session.id not in events}
    if wanted in beside:
        return beside[wanted]
    fitting = [name for name in beside if wanted and name.startswith(wanted)]
    if not fitting or any(name.startswith(wanted) for name in events):
        return find_event(plan, text, also=beside)
    if len(fitting) > 1:
        raise AmbiguousValueError("id", text, fitting)
    return beside[fitting[0]]


def find_programme(plan: Workplan, text: str) -> Programme:
    """Return the programme of a session's id, of its event's, or of the start of an id that fits one alone.

    An event without a session has one, too, if the plan says who may attend it: an empty one.

    Raises:
        UnknownValueError: no session or event of one is or begins so.
        AmbiguousValueError: several do.
        NoSessionError: it names an event of which no session is known.

    """
    wanted = text.strip().lower()
    known: list[Event | Programme] = [*programmes(plan), *_open_events(plan)]
    names = [(one, {_id_of(one), *_names_of(one)}) for one in known]
    for fits in (
        [one for one in known if _id_of(one) == wanted],
        [one for one, own in names if wanted in own],
        [one for one, own in names if wanted and any(name.startswith(wanted) for name in own)],
    ):
        if len(fits) > 1:
            raise AmbiguousValueError("session", text, map(_id_of, fits))
        if fits:
            (found,) = fits
            return found if isinstance(found, Programme) else programme_without_session(plan, found)
    for event in plan.events:
        if wanted in _names_of(event):
            raise NoSessionError(event.id)
    raise UnknownValueError("session", text, map(_id_of, known))


def _open_events(plan: Workplan) -> Iterator[Event]:
    """Yield the events without a session of which the plan says who may attend."""
    held = {filed.session.event for filed in plan.sessions}
    return (event for event in plan.events if event.id not in held and any(plan.participation_in(event)))


def _id_of(one: Event | Programme) -> str:
    return one.session.id if isinstance(one, Programme) else one.id


def _names_of(one: Event | Programme) -> tuple[str, ...]:
    event = one.event if isinstance(one, Programme) else one
    return (event.id, *event.formerly) if event else ()
