"""The status of a programme: the first line of every output about it, and the words for its days."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from gcmplan.dates.span import WEEKDAYS, Certainty, day_text
from gcmplan.plan.model import Status

if TYPE_CHECKING:
    from datetime import date

    from gcmplan.plan.programme import Programme


class ProgrammeStatus(StrEnum):
    """How sure it is that a programme takes place on its days."""

    CONFIRMED = "confirmed"
    TBC = "tbc"
    """The days are known, and still to be confirmed or announced."""
    TENTATIVE = "tentative"
    """The days are sure, and the document calls its own programme tentative."""
    MOVED = "moved"
    """The event has other days than the programme."""
    OPEN = "open"
    """The days of the event are not known."""
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


_STATUSES = {Status.CANCELLED: ProgrammeStatus.CANCELLED, Status.POSTPONED: ProgrammeStatus.POSTPONED}

TENTATIVE = "TENTATIVE, as its document says: items and times may change"


def status_of(programme: Programme) -> ProgrammeStatus:
    """Return the status that an event gives its programme; of a meeting outside the workplan, what its date says."""
    when, event = programme.when, programme.event
    if event and (status := _STATUSES.get(event.status)):
        return status
    if not when.exact:
        return ProgrammeStatus.OPEN
    if any(not is_held_on(programme, day.date) for day in programme.session.days):
        return ProgrammeStatus.MOVED
    if _certainty(programme) is not Certainty.CONFIRMED:
        return ProgrammeStatus.TBC
    return ProgrammeStatus.TENTATIVE if programme.session.is_tentative else ProgrammeStatus.CONFIRMED


def status_text(programme: Programme) -> str | None:
    """Return the first line about a programme that may not take place as written, else None."""
    when = programme.when
    match status_of(programme):
        case ProgrammeStatus.CANCELLED:
            return "CANCELLED"
        case ProgrammeStatus.POSTPONED:
            return f"POSTPONED, now {when}" if when.window else "POSTPONED, no new date yet"
        case ProgrammeStatus.MOVED:
            return f"MOVED, now {when}: the programme has other days"
        case ProgrammeStatus.OPEN:
            return f"DATE OPEN, {when}"
        case ProgrammeStatus.TBC:
            return (
                f"DATE NOT SURE, {when}" if when.certainty is not Certainty.CONFIRMED else "NOT SURE, the event is TBC"
            )
        case ProgrammeStatus.TENTATIVE:
            return TENTATIVE
        case ProgrammeStatus.CONFIRMED:
            return None


def is_held_on(programme: Programme, day: date) -> bool:
    """Whether the meeting takes place on a day, as far as its event says so."""
    is_cancelled = programme.event is not None and programme.event.status is Status.CANCELLED
    return not is_cancelled and any(first <= day <= last for first, last in programme.when.spans)


def heading_of(programme: Programme, day: date) -> str:
    """Return "Monday 8 May 2017"; with "TBC" behind it, or "Planned for" before it, if that is not sure."""
    return _day(programme, day, f"{WEEKDAYS[day.weekday()]} {day_text(day)}")


def date_of(programme: Programme, day: date) -> str:
    """Return the same without the weekday."""
    return _day(programme, day, day_text(day))


def _day(programme: Programme, day: date, text: str) -> str:
    if not is_held_on(programme, day):
        return f"Planned for {text}"
    certainty = _certainty(programme)
    return text if certainty is Certainty.CONFIRMED else f"{text} {certainty.upper()}"


def _certainty(programme: Programme) -> Certainty:
    return programme.event.sureness if programme.event else programme.when.certainty
