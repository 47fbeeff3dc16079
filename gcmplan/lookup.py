"""What an id on the command line names: events, and sessions in their two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.errors import AmbiguousValueError, UnknownValueError
from gcmplan.programme import programmes
from gcmplan.query import find_event

if TYPE_CHECKING:
    from gcmplan.model import Event
    from gcmplan.programme import Programme
    from gcmplan.workplan import Workplan


def find_shown(plan: Workplan, text: str) -> Event | Programme:
    """Return the event or the session of an id, or of the start of an id that fits one alone; events come first.

    Raises:
        UnknownValueError: no id is or begins so.
        AmbiguousValueError: several ids begin so.

    """
    wanted = text.strip().lower()
    events = {name for event in plan.events for name in (event.id, *event.formerly)}
    sessions = {one.session.id: one for one in programmes(plan) if one.session.id not in events}
    if wanted in sessions:
        return sessions[wanted]
    fitting = [name for name in sessions if wanted and name.startswith(wanted)]
    if not fitting or any(name.startswith(wanted) for name in events):
        return find_event(plan, text)
    if len(fitting) > 1:
        raise AmbiguousValueError("session", text, fitting)
    return sessions[fitting[0]]


def find_programme(plan: Workplan, text: str) -> Programme:
    """Return the programme of a session's id, of its event's, or of the start of an id that fits one alone.

    Raises:
        UnknownValueError: no session or event of one is or begins so.
        AmbiguousValueError: several do.

    """
    wanted = text.strip().lower()
    known = programmes(plan)
    names = [(one, {one.session.id, *_names_of(one.event)}) for one in known]
    for fits in (
        [one for one in known if one.session.id == wanted],
        [one for one, own in names if wanted in own],
        [one for one, own in names if wanted and any(name.startswith(wanted) for name in own)],
    ):
        if len(fits) > 1:
            raise AmbiguousValueError("session", text, [one.session.id for one in fits])
        if fits:
            return fits[0]
    raise UnknownValueError("session", text, [one.session.id for one in known])


def _names_of(event: Event | None) -> tuple[str, ...]:
    return (event.id, *event.formerly) if event else ()
