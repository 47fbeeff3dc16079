"""The meanings of an id on the command line: events, deadlines, and sessions in their two ways."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from gcmplan.errors import AmbiguousValueError, GcmplanError, UnknownValueError
from gcmplan.plan.model import Event
from gcmplan.plan.programme import Programme, programme_without_session, programmes
from gcmplan.query.filters import find_event
from gcmplan.text.accents import folded, unaccented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gcmplan.plan.model import Deadline
    from gcmplan.plan.workplan import Workplan


_SHORT = 3
"""A text no longer than this is in many titles by chance."""


class NoSessionError(GcmplanError):
    """An event of which nothing but its row in the workplan is known."""

    def __init__(self, event_id: str) -> None:
        """Name the event, and what shows it."""
        super().__init__(f"no session of '{event_id}' is known")
        self.hint = f"'gcmplan show {event_id}' tells what is known; 'gcmplan sessions' lists the sessions"


def find_shown(plan: Workplan, text: str) -> Event | Programme | Deadline:
    """Return what has an id, the start of an id that fits one alone, or a title: an event, else a session or deadline.

    Raises:
        UnknownValueError: no id is or begins so, and no title is so.
        AmbiguousValueError: several are.

    """
    wanted = unaccented(text.strip())
    events = {name for event in plan.events for name in (event.id, *event.formerly)}
    beside: dict[str, Programme | Deadline] = {one.id: one for one in plan.deadlines if one.id not in events}
    beside |= {one.session.id: one for one in programmes(plan) if one.session.id not in events}
    if wanted in beside:
        return beside[wanted]
    fitting = [name for name in beside if wanted and name.startswith(wanted)]
    if any(wanted and name.startswith(wanted) for name in events):
        return find_event(plan, text, also=beside)
    if not fitting:
        return _titled(plan, text, [*plan.events, *beside.values()])
    if len(fitting) > 1:
        raise AmbiguousValueError("id", text, fitting)
    return beside[fitting[0]]


def _titled(plan: Workplan, text: str, known: Sequence[Event | Programme | Deadline]) -> Event | Programme | Deadline:
    """Return what has a title; of an event and its session, the event.

    Raises:
        UnknownValueError: nothing has it. The hint is the nearest id or title, or how to look for words.
        AmbiguousValueError: several have it.

    """
    fits = [one for one in known if _is_titled(one, text)]
    events = {one.id for one in fits if isinstance(one, Event)}
    fits = [one for one in fits if not (isinstance(one, Programme) and one.event and one.event.id in events)]
    if len(fits) > 1:
        raise AmbiguousValueError("id", text, map(_id_of, fits))
    if fits:
        return fits[0]
    also = (name for one in known for name in (_id_of(one), *_names_of(one)))
    raise _unknown("event", text, [event.id for event in plan.events], also, known)


def _unknown(
    what: str, text: str, known: Iterable[str], also: Iterable[str], entries: Sequence[Event | Programme | Deadline]
) -> UnknownValueError:
    """Return the error of a text that names nothing; its hint is the nearest name, or how to look for words."""
    titles = [title for one in entries for title in _titles_of(one)]
    error = UnknownValueError(what, text, known, [*also, *titles])
    is_part = len(text.strip()) > _SHORT and any(folded(text) in folded(title) for title in titles)
    if text.strip() and (is_part or not error.hint):
        error.hint = f"to look for words of titles: gcmplan list --grep {quote(text)}"
    return error


def _is_titled(one: Event | Programme | Deadline, text: str) -> bool:
    return bool(text.strip()) and folded(text) in map(folded, (_id_of(one), *_titles_of(one)))


def _titles_of(one: Event | Programme | Deadline) -> tuple[str, ...]:
    """Return the titles of something, also those of the event whose session it is."""
    event = one.event if isinstance(one, Programme) else one
    return tuple(filter(None, (one.title, *((event.title, event.short) if isinstance(event, Event) else ()))))


def find_programme(plan: Workplan, text: str) -> Programme:
    """Return the programme of a session's id, of its event's, of the start of an id that fits one alone, or of a title.

    An event without a session has one, too, if the plan says who may attend it: an empty one.

    Raises:
        UnknownValueError: no session or event of one is or begins so.
        AmbiguousValueError: several do.
        NoSessionError: it names an event of which no session is known.

    """
    wanted = unaccented(text.strip())
    known: list[Event | Programme] = [*programmes(plan), *_open_events(plan)]
    names = [(one, {_id_of(one), *_names_of(one)}) for one in known]
    for fits in (
        [one for one in known if _id_of(one) == wanted],
        [one for one, own in names if wanted in own],
        [one for one, own in names if wanted and any(name.startswith(wanted) for name in own)],
        [one for one in known if _is_titled(one, text)],
    ):
        if len(fits) > 1:
            raise AmbiguousValueError("session", text, map(_id_of, fits))
        if fits:
            (found,) = fits
            return found if isinstance(found, Programme) else programme_without_session(plan, found)
    for event in plan.events:
        if wanted in _names_of(event) or _is_titled(event, text):
            raise NoSessionError(event.id)
    raise _unknown("session", text, map(_id_of, known), (), known)


def _open_events(plan: Workplan) -> Iterator[Event]:
    """Yield the events without a session of which the plan says who may attend."""
    held = {filed.session.event for filed in plan.sessions}
    return (event for event in plan.events if event.id not in held and any(plan.participation_in(event)))


def _id_of(one: Event | Programme | Deadline) -> str:
    return one.session.id if isinstance(one, Programme) else one.id


def _names_of(one: Event | Programme | Deadline) -> tuple[str, ...]:
    """Return the ids that an event has and had; of a programme, those of its event."""
    event = one.event if isinstance(one, Programme) else one
    return (event.id, *event.formerly) if isinstance(event, Event) else ()
