"""All that is known about one event or deadline, in words: pairs of a label and a text, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.changes.other_documents import is_disputed, statements_of
from gcmplan.dates.span import WEEKDAYS, Certainty, day_text
from gcmplan.plan.caveats import shared_by
from gcmplan.plan.entries import DEADLINE
from gcmplan.plan.overlap import certainly_overlap, meetings_of
from gcmplan.query.states import name_of_place, name_of_state
from gcmplan.views.dated import dated
from gcmplan.views.doubts import doubts_of_event
from gcmplan.views.other_keys import facts_of_other_keys
from gcmplan.views.session_details import facts_of_sessions
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.dates.when import When
    from gcmplan.plan.bodies import Body
    from gcmplan.plan.model import Deadline, Event
    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.session_details import Fact

_EVENT_KEYS = frozenset({
    "id", "title", "short", "phase", "group", "kind", "when", "certainty", "place", "venue", "hours", "timezone",
    "body", "invites", "assumption", "mandate", "after", "session", "status", "formerly", "source", "note", "doubt",
    "url",
})  # fmt: skip
_DEADLINE_KEYS = frozenset({"id", "title", "when", "audience", "event", "source", "note", "doubt"})
"""The keys that have words of their own here; others are shown as they are."""


def facts_of(plan: Workplan, event: Event, *, with_conflicts: bool = True) -> Iterator[Fact]:
    """Yield what the plan says of an event and of what it refers to; what is not known is left out."""
    body, group, phase = plan.body_of(event), plan.group_of(event), plan.phase_of(event)
    known = (
        ("Id", event.id),
        ("Title", event.title),
        ("When", _when(event.when)),
        ("Certainty", _certainty(event)),
        ("Hours", str(event.hours) if event.hours else None),
        ("Place", _place(plan, event)),
        ("Venue", event.venue),
        ("Status", event.status.value),
        ("Kind", event.kind.value),
        ("Phase", f"{phase.named(', ').removeprefix('Phase ')} ({phase.when})" if phase else "none"),
        ("Group", group.title),
        ("Body", _body(plan, event, body) if body else "none: what is no one body's own concerns everyone"),
        ("Mandate", plan.mandate_of(event)),
        ("Session", event.session),
    )
    yield from ((label, text) for label, text in known if text)
    yield from facts_of_other_keys(event, _EVENT_KEYS)
    yield from (("Elsewhere", text) for text in _elsewhere(plan, event))
    yield from (("After", _related(event, plan.event(other), after=True)) for other in event.after)
    yield from (("Before", _related(event, other, after=False)) for other in plan.followers_of(event))
    yield from (("Conflict", text) for text in (_conflicts(plan, event) if with_conflicts else ()))
    yield from facts_of_sessions(plan, event)
    for deadline in plan.deadlines_of(event):
        yield "Deadline", f"{deadline.when}: {deadline.title}{f' ({deadline.audience})' if deadline.audience else ''}"
    yield from (("Formerly", name) for name in event.formerly)
    place = plan.place_of(event)
    notes = (event.note, group.note, place.note if place else None)
    yield from (("Note", note) for note in notes if note)
    yield from (("Doubt", doubt) for doubt in doubts_of_event(plan, event))
    if event.source:
        yield "Source", event.source
    if event.url:
        yield "Page", event.url
    yield "Stands in", str(plan.position_of(event))


def facts_of_deadline(plan: Workplan, deadline: Deadline) -> Iterator[Fact]:
    """Yield what the plan says of a deadline and of the events that it concerns."""
    yield from (("Id", deadline.id), ("Title", deadline.title), ("When", _when(deadline.when)), ("Kind", DEADLINE))
    if deadline.audience:
        yield "Audience", deadline.audience
    for event in map(plan.event, deadline.event):
        gap = lead_time(deadline.when, event.when)
        yield "Concerns", f"{event.id}: {event.short or event.title}, {dated(event)}{f' ({gap})' if gap else ''}"
    yield from facts_of_other_keys(deadline, _DEADLINE_KEYS)
    if deadline.note:
        yield "Note", deadline.note
    if deadline.doubt:
        yield "Doubt", deadline.doubt
    if deadline.source:
        yield "Source", deadline.source
    yield "Stands in", str(plan.position_of_deadline(deadline))


def _conflicts(plan: Workplan, event: Event) -> Iterator[str]:
    """Yield a text for each meeting that certainly overlaps and shares delegations."""
    meetings = meetings_of(plan)
    own = next((meeting for meeting in meetings if meeting.event is event), None)
    for other in meetings if own else ():
        if own and other is not own and own.members & other.members and certainly_overlap(event.when, other.event.when):
            delegations = shared_by(plan, own, other)
            booked = f"{delegations.counted('is', 'are')} double-booked with {other.event.id}, {dated(other.event)}"
            yield f"{booked}: {delegations.text}"


def _elsewhere(plan: Workplan, event: Event) -> Iterator[str]:
    """Yield what other documents say otherwise or more, and whether the date is disputed for it."""
    for statement in statements_of(plan, event):
        superseded = f" (superseded: the plan is as of {day_text(plan.as_of)})" if statement.is_superseded else ""
        yield f"{statement.text}{superseded}"
    if is_disputed(plan, event):
        yield "The date is disputed (GP304): tentative in calendars until the plan is corrected or a waiver accepts it"


def _certainty(event: Event) -> str | None:
    """Return that the event itself is not sure, if it is not."""
    if event.certainty is Certainty.CONFIRMED:
        return None
    return f"{event.certainty.upper()}: the event itself, not its date"


def _when(when: When) -> str:
    """Return the date with its weekdays, or what its window is."""
    if when.spans:
        days = (
            f"{WEEKDAYS[first.weekday()]}{f' to {WEEKDAYS[last.weekday()]}' * (first != last)}"
            for first, last in when.spans
        )
        return f"{when} ({', '.join(days)})"
    if when.earliest and when.latest:
        return f"{when} (not before {day_text(when.earliest)}, not after {day_text(when.latest)})"
    return f"{when} (no date yet)"


def _place(plan: Workplan, event: Event) -> str | None:
    row = plan.place_of(event)
    if not event.place or not row:
        zone = f" (time zone {event.timezone})" if event.timezone else ""
        return f"{event.place}{zone}" if event.place else None
    state = name_of_place(plan, row.country)
    return (
        f"{event.place}, {state} (time zone {plan.zone_of(event)})"
        if state != row.name
        else f"{event.place} (time zone {plan.zone_of(event)})"
    )


def _body(plan: Workplan, event: Event, body: Body) -> str:
    members, invited = plan.members_of(body), plan.invited_to(event)
    parts = [_seats(body, len(members))] if members else [f"books no {plan.attendees.one}"]
    for standing in ("suspended", "observers", "associates"):
        others = plan.listed_in(body, standing) - members
        if others:
            guests = " invited" * (standing in invited)
            named = "" if standing == "associates" else f": {_names(plan, others)}"
            word = standing.removesuffix("s") if len(others) == 1 else standing
            parts.append(f"{len(others)} {word}{guests}{named}")
    assumption = plan.assumption_of(event) or ""
    if assumption.startswith("if "):
        parts[0], assumption = f"{parts[0]}, {assumption}", ""
    sure = f"{body.confidence} confidence" if body.confidence != "high" else None
    return f"{body.name} ({'; '.join(filter(None, (*parts, sure, assumption)))})"


def _seats(body: Body, members: int) -> str:
    """Return "19 members"; "8 seats for 19 members" for a body with parts that is smaller than they are."""
    number = plural(members, "{} member", "{} members")
    seats = body.count if body.joint and not body.members else None
    return f"{plural(seats, '{} seat', '{} seats')} for {number}" if seats and seats < members else number


def _names(plan: Workplan, codes: Iterable[str]) -> str:
    return ", ".join(sorted(name_of_state(plan, code) for code in codes))


def _related(event: Event, other: Event, *, after: bool) -> str:
    first, second = (other, event) if after else (event, other)
    gap = lead_time(first.when, second.when)
    return f"{other.id}: {other.short or other.title}, {dated(other)}{f' ({gap})' if gap else ''}"


def lead_time(first: When, second: When) -> str:
    """Return how long after the end of one event the next starts: "33 days apart", or a range.

    Nothing if either has no date. Events on consecutive days are a day apart, as the rules of lead times count.
    """
    if not (first.window and second.window and first.earliest_end and second.latest_start):
        return ""
    least = (second.window.first - first.window.last).days
    most = (second.latest_start - first.earliest_end).days
    if most < 0:
        return "out of order"
    if least < 1:
        if most < 1:
            return "on the same day" if least == 0 else "on the same day, or out of order"
        return f"at most {plural(most, '{} day', '{} days')} apart{', or out of order' * (least < 0)}"
    count = plural(least, "{} day", "{} days") if least == most else f"{least} to {most} days"
    return f"{count} apart"
