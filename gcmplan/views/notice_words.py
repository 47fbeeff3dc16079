"""A change in the words of a notice: "now 29-30 May 2017, was 22-23 May 2017"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.dates.span import Certainty
from gcmplan.plan.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.dates.when import When
    from gcmplan.plan.model import Deadline, Event, Participation
    from gcmplan.plan.place import Place
    from gcmplan.plan.session import Session
    from gcmplan.plan.workplan import Workplan

_GONE = "no longer in the work plan"


def changed_event(
    old: tuple[Workplan | None, Event | None], new: tuple[Workplan, Event | None], *, with_programme: bool = False
) -> str:
    """Return what changed in an event, each side with its plan; nothing if that is internal."""
    (before, was), (after, now) = old, new
    if now is None:
        return f"{_GONE}, was {was.when}" if was else ""
    if was is None or before is None:
        return _new_event(now)
    if now.status is Status.CANCELLED:
        return "" if was.status is Status.CANCELLED else f"cancelled, was {was.when}"
    date = _changed_standing(was, now)
    names = (before.body_of(was), after.body_of(now))
    bodies = tuple(body.name if body else None for body in names)
    parts = (
        f"{date}, with its programme" if date and with_programme else date,
        _changed_place(was.place, now.place),
        changed("venue", was.venue, now.venue),
        changed("hours", was.hours, now.hours),
        changed("time zone", was.timezone, now.timezone),
        _changed_titles(was, now),
        f"now a meeting of {bodies[1]}" if bodies[1] and bodies[0] != bodies[1] else "",
        f"page {now.url}" if now.url and now.url != was.url else "",
        f"note: {now.note}" if now.note and now.note != was.note else "",
    )
    return "; ".join(filter(None, parts))


def _new_event(event: Event) -> str:
    status = "" if event.status is Status.SCHEDULED else f", {event.status}"
    unsure = "" if event.certainty is Certainty.CONFIRMED else f", the event itself is {event.certainty.upper()}"
    return f"new, {event.when}{status}{unsure}"


def _changed_standing(old: Event, new: Event) -> str:
    """Return whether an event was put off or takes place after all, else how its date changed."""
    if new.status is Status.POSTPONED and old.status is not Status.POSTPONED:
        to = f"now {new.when}" if new.when.window and new.when != old.when else "no new date yet"
        return f"postponed, {to}, was {old.when}"
    if new.status is Status.SCHEDULED and old.status is not Status.SCHEDULED:
        return f"takes place, {new.when}, was {old.status}"
    return "; ".join(filter(None, (changed_date(old.when, new.when), _changed_certainty(old, new))))


def _changed_certainty(old: Event, new: Event) -> str:
    """Return how sure the event itself became, or no longer is."""
    if old.certainty is new.certainty:
        return ""
    if new.certainty is Certainty.CONFIRMED:
        return f"the event is confirmed, {new.when}"
    return f"the event itself is {new.certainty.upper()}, {new.when}"


def changed_date(old: When, new: When) -> str:
    """Return how a date changed."""
    if old == new:
        return ""
    if (old.spans, old.window, old.days) == (new.spans, new.window, new.days) and new.window:
        if new.certainty is Certainty.CONFIRMED:
            return f"confirmed, {new}"
        if old.certainty is Certainty.CONFIRMED:
            return f"no longer confirmed, {new}"
    return f"now {new}, was {old}" if new.window else f"date open ({new}), was {old}"


def _changed_place(old: Place | None, new: Place | None) -> str:
    """Return how a place changed, and how sure it is."""
    if old == new:
        return ""
    if new is None or new.name is None:
        return f"place open, was {old}" if old else ""
    if old is None or old.name is None:
        return new.where
    if old.name != new.name:
        return f"now {new.where}, was {old.where}"
    return f"place confirmed, {new}" if new.certainty is Certainty.CONFIRMED else f"place not confirmed, {new}"


def changed(what: str, old: object, new: object) -> str:
    """Return "venue now Room 2, was Room 1", "venue Room 2" or "venue open, was Room 1"."""
    if old == new:
        return ""
    if new is None:
        return f"{what} open, was {old}"
    return f"{what} {new}" if old is None else f"{what} now {new}, was {old}"


def _changed_titles(old: Event, new: Event) -> str:
    """Return how an event is called now."""
    names = old.short or old.title, new.short or new.title
    if names[0] != names[1]:
        return f"was called “{names[0]}”"
    return f"title now “{new.title}”" if old.title != new.title else ""


def changed_deadline(old: Deadline | None, new: Deadline | None) -> str:
    """Return what changed in a deadline; nothing if that is internal."""
    if new is None:
        return f"{_GONE}, was {old.when}" if old else ""
    if old is None:
        return f"new, {new.when}{f', for {new.audience}' if new.audience else ''}"
    parts = (
        changed_date(old.when, new.when),
        f"now for {new.audience or 'everyone'}" if old.audience != new.audience else "",
        f"was called “{old.title}”" if old.title != new.title else "",
        f"note: {new.note}" if new.note and new.note != old.note else "",
    )
    return "; ".join(filter(None, parts))


def changed_participation(old: Participation | None, new: Participation | None) -> str:
    """Return who may attend now, and how."""
    if new is None:
        return _GONE
    if old is None:
        return f"new, {new.how}"
    return f"now: {new.how}" if (old.how, old.who) != (new.how, new.who) else ""


def changed_session(old: Session | None, new: Session | None) -> str:
    """Return what changed in a meeting that is not in the workplan."""
    if new is None:
        return "no longer listed"
    if old is None:
        return f"new, {new.when}"
    return "; ".join(filter(None, _parts_of_session(old, new)))


def _parts_of_session(old: Session, new: Session) -> Iterator[str]:
    if old.when and new.when:
        yield changed_date(old.when, new.when)
    yield _changed_place(old.place, new.place)
    yield f"was called “{old.title}”" if old.title != new.title else ""
