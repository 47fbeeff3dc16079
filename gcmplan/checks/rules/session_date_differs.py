"""A session has another day, other hours or another place than its event.

When a meeting is moved, its programme must move with it; otherwise delegates follow the wrong one. The days of a
programme lie in the days of its event, or in its window while the days are unknown. A session outside the workplan is
compared with its own date. If the session of an event has a date of its own, that date agrees with the event's: the
same days, or days within the window. The session's hours lie within the event's, if both have hours. The places are
the same, if both are confirmed; a country agrees with a city in it.

While the event has no date, or is postponed without new days, the days of the programme have no basis: one warning for
each programme. The programme of a cancelled event is not reported, because every output says first that it is
cancelled.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 15-16 May 2017, source: x}
    # sessions/talks.yaml
    id: talks
    event: talks
    source: x
    days:
      - date: 8 May 2017
        items: []

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, place: Geneva, source: x}
    # sessions/talks.yaml
    id: talks
    event: talks
    place: Geneva
    source: x
    days:
      - date: 8 May 2017
        items: []

To fix: correct the session's file, or the event. If two official documents differ, waive the problem with that reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.changes.crosscheck import places_differ
from gcmplan.checks.rule import Context, Rule
from gcmplan.checks.subjects import judged
from gcmplan.dates.span import Span, day_text, joined
from gcmplan.plan.model import Status
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.dates.hours import Hours, Slot
    from gcmplan.dates.when import When
    from gcmplan.plan.model import Event
    from gcmplan.plan.programme import Programme
    from gcmplan.problems.problem import Position


def _check(context: Context) -> Iterator[Problem]:
    for programme in judged(context):
        if programme.session.days and _is_open(programme):
            yield _loose(context, programme)
        else:
            yield from _days(context, programme)
        if programme.event:
            yield from _values(context, programme, programme.event)


def _is_open(programme: Programme) -> bool:
    """Whether an event has no date, or is postponed without days."""
    event, when = programme.event, programme.when
    return event is not None and not when.exact and (not when.window or event.status is Status.POSTPONED)


def _loose(context: Context, programme: Programme) -> Problem:
    """Return the problem of a programme whose days no event holds."""
    days = ", ".join(day_text(day.date) for day in programme.session.days)
    problem = _problem(
        programme,
        f"the programme of '{programme.session.id}' has {days}, but the date of the event is open ({programme.when})",
        programme.position("days", 0, "date"),
        context.position(programme.event, "when") if programme.event else programme.position("when"),
        "days",
    )
    return problem._replace(severity=Severity.WARNING)


def _days(context: Context, programme: Programme) -> Iterator[Problem]:
    when, event, own = programme.when, programme.event, programme.session.when
    # A session with another date is reported once, not for each of its days again.
    differing = own if own and event and not _agree(own, event.when) else None
    for number, day in enumerate(programme.session.days):
        span = Span(day.date, day.date)
        if when.window and not _lies_in(span, when) and not (differing and _lies_in(span, differing)):
            yield _problem(
                programme,
                f"the programme of '{programme.session.id}' has {day_text(day.date)}, which is not in {when}",
                (programme.position("days", number, "date")),
                context.position(event, "when") if event else programme.position("when"),
                day.date.isoformat(),
            )


def _values(context: Context, programme: Programme, event: Event) -> Iterator[Problem]:
    own = programme.session
    if own.when and not _agree(own.when, event.when):
        yield _differing(context, programme, event, "when", "on")
    if own.hours and event.hours and not all(_is_in_one_of(slot, event.hours) for slot in own.hours):
        yield _differing(context, programme, event, "hours", "at")
    if own.place and event.place and places_differ(context.plan, own.place, event.place):
        yield _differing(context, programme, event, "place", "in")


def _differing(context: Context, programme: Programme, event: Event, key: str, word: str) -> Problem:
    own, other = getattr(programme.session, key), getattr(event, key)
    return _problem(
        programme,
        f"'{programme.session.id}' is {word} {own} in its own file, {word} {other} in the workplan",
        programme.position(key),
        context.position(event, key),
        key,
    )


def _is_in_one_of(slot: Slot, slots: Hours) -> bool:
    return any(one.start <= slot.start and slot.end <= one.end for one in slots)


def _agree(one: When, other: When) -> bool:
    """Whether two dates say the same, as far as they say anything."""
    if not (one.window and other.window):
        return True
    if one.spans and other.spans:
        return joined(one.spans) == joined(other.spans)
    if one.spans or other.spans:
        known, window = (one, other) if one.spans else (other, one)
        return all(_lies_in(span, window) for span in known.spans)
    return one.window.first <= other.window.last and other.window.first <= one.window.last


def _lies_in(days: Span, when: When) -> bool:
    spans = joined(when.spans or filter(None, [when.window]))
    return any(span.first <= days.first and days.last <= span.last for span in spans)


def _problem(programme: Programme, message: str, position: Position, related: Position, field: str) -> Problem:
    return RULE.problem(
        message,
        position,
        hint="correct the session's file, or the workplan",
        events=filter(None, (programme.event,)),
        related=(related,),
        fields=(programme.session.id, field),
        first_fields=(programme.first_id, field),
    )


RULE = Rule("GP403", "session-date-differs", Severity.ERROR, __doc__, _check)
