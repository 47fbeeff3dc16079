"""What a calendar says of each part of an event, in words: title, description, place, categories, address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.agenda import limit_text, people_of
from gcmplan.model import Deadline, Event, Kind, Status
from gcmplan.part import Standing, is_sure, standing_of, uid_of
from gcmplan.record import DEADLINE, SESSION
from gcmplan.session_facts import facts_of_people
from gcmplan.span import WEEKDAYS, Certainty, day_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.model import PlaceRow
    from gcmplan.part import Part
    from gcmplan.programme import Programme, ScheduledItem
    from gcmplan.record import Entry, Listed
    from gcmplan.workplan import Workplan

_DOUBTS = {
    Standing.UNSURE: "These days are not confirmed yet.",
    Standing.WINDOW: "The days are not known yet: this is the time in which they lie.",
}


class Words:
    """The words of a plan's parts. What was removed may name a group, body or place that the plan no longer has.

    `base_url` is the page of the plan: an event that has no page of its own is found there below its id.
    """

    def __init__(self, plan: Workplan, base_url: str | None) -> None:
        """Look up what parts name."""
        self.base_url = base_url
        self.groups = {group.id: group for group in plan.groups}
        self.bodies = {body.id: body.name for body in plan.bodies}
        self.places = {place.name: place for place in plan.places}
        self.states = {state.alpha2: state.name for state in plan.states}
        standing: list[Entry] = [*plan.events, *plan.deadlines]
        self.standing = {uid_of(entry): entry for entry in standing}

    def summary(self, part: Part) -> str:
        """Return the short title, behind what warns of relying on it."""
        sure = "TBC" if part.entry.when.certainty is Certainty.TBC else "TBA"
        marks = {
            Standing.UNSURE: f"[{sure}] ",
            Standing.WINDOW: f"[{sure}] ",
            Standing.POSTPONED: "[POSTPONED] ",
            Standing.CANCELLED: "CANCELLED: ",
        }
        return marks.get(part.standing, "") + _title(part)

    # -- what is to be read besides the summary ---

    def description(self, part: Part) -> Iterator[str]:
        """Yield lines, none of them empty."""
        entry = part.entry
        if part.scheduled:
            texts = self._of_item(part, *part.scheduled)
        elif isinstance(entry, Event):
            texts = self._of_event(part, entry)
        else:
            texts = self._of_deadline(part, entry) if isinstance(entry, Deadline) else self._of_meeting(part, entry)
        for text in texts:
            yield from (line for line in (text or "").splitlines() if line.strip())

    def _of_event(self, part: Part, event: Event) -> Iterator[str | None]:
        yield event.title if event.short else None
        yield f"When: {event.when}"
        yield self._elsewhere(part, event)
        yield _DOUBTS.get(part.standing)
        yield self._hours(part, event)
        yield _doubtful_place(event)
        group = self.groups.get(event.group)
        body = self.bodies.get(event.body or (group.body if group else None) or "")
        yield f"Meeting of: {body}" if body and event.kind is Kind.MEETING else None
        mandate = event.mandate or (group.mandate if group else None)
        yield f"Mandate: {mandate}" if mandate else None
        yield event.note
        yield f"Source: {event.source}"

    def _elsewhere(self, part: Part, entry: Event | Deadline) -> str | None:
        """Return when and where it is now, if it stands and only these days or hours of it are cancelled."""
        now = self.standing.get(uid_of(entry))
        if part.standing is not Standing.CANCELLED or now is None or standing_of(now) is Standing.CANCELLED:
            return None
        if isinstance(now, Deadline):
            return f"Only this entry is cancelled. The deadline is now: {now.when}"
        postponed = "postponed" if now.status is Status.POSTPONED else None
        facts = ", ".join(str(fact) for fact in (now.when, now.place, postponed) if fact)
        return f"Only this entry is cancelled. The event is now: {facts}"

    def _of_deadline(self, part: Part, deadline: Deadline) -> Iterator[str | None]:
        yield f"When: {deadline.when}"
        yield self._elsewhere(part, deadline)
        yield _DOUBTS.get(part.standing)
        yield f"For: {deadline.audience}"
        yield deadline.note
        yield f"Source: {deadline.source}"

    def _of_meeting(self, part: Part, programme: Programme) -> Iterator[str | None]:
        """Yield what is known of a meeting outside the workplan."""
        yield f"When: {programme.when}"
        yield _DOUBTS.get(part.standing)
        yield self._hours(part, programme)
        yield _doubtful_place(programme)
        yield from (f"{label}: {text}" for label, text in facts_of_people(programme))
        yield programme.session.note
        yield f"Source: {programme.session.source}"

    def _of_item(self, part: Part, programme: Programme, scheduled: ScheduledItem) -> Iterator[str | None]:
        item, event = scheduled.item, programme.event
        yield f"Part of: {event.short or event.title if event else programme.title}"
        yield _DOUBTS.get(part.standing)
        yield self._hours(part, programme)
        yield item.about
        yield from people_of(scheduled)
        yield f"Limits: {'; '.join(map(limit_text, item.limits))}" if item.limits else None
        yield item.note
        yield f"Source: {programme.session.source}"

    def _hours(self, part: Part, entry: Event | Programme) -> str | None:
        """Return the local hours: of the part if it has its own, else of each day."""
        row = self._row(entry)
        zone = f" in {row.name} ({row.timezone})" if row else ""
        if part.local:
            day, slot = part.local
            return f"Time: {slot} on {WEEKDAYS[day.weekday()]}, {day_text(day)}, local time{zone}"
        return f"Hours: {entry.hours}, local time{zone}" if entry.hours else None

    # -- where ---

    def location(self, part: Part) -> str:
        """Return room, building, city and country, as far as they are known."""
        entry = _placed(part)
        if entry is None:
            return ""
        row, venue = self._row(entry), entry.venue
        if part.scheduled:
            venue = part.scheduled[1].item.venue or venue
        country = self.states.get(row.country, row.country) if row else None
        named = entry.place if entry.place and entry.place.name else None
        parts = (venue, named, country if row and country != row.name else None)
        return ", ".join(str(part) for part in parts if part)

    def coordinates(self, part: Part) -> tuple[float, float] | None:
        """Return degrees north and east, if the place is sure."""
        entry = _placed(part)
        row = self._row(entry) if entry and is_sure(entry.place) else None
        return (row.latitude, row.longitude) if row and row.latitude is not None and row.longitude is not None else None

    def _row(self, entry: Event | Programme) -> PlaceRow | None:
        return self.places.get(entry.place.name or "") if entry.place else None

    # -- what it is ---

    def categories(self, entry: Listed) -> Iterator[str]:
        """Yield the phase and the word of the group, or what else it is."""
        if not isinstance(entry, Event):
            yield (DEADLINE if isinstance(entry, Deadline) else SESSION).capitalize()
            return
        if entry.phase:
            yield f"Phase {entry.phase}"
        if group := self.groups.get(entry.group):
            yield group.short

    def address(self, entry: Listed) -> str | None:
        """Return an event's own page, or its place on that of the plan; of what is no event, that page."""
        if not isinstance(entry, Event):
            return self.base_url
        return entry.url or (f"{self.base_url}#{entry.id}" if self.base_url else None)


def _placed(part: Part) -> Event | Programme | None:
    """Return what says where a part is."""
    if part.scheduled:
        return part.scheduled[0]
    return None if isinstance(part.entry, Deadline) else part.entry


def _title(part: Part) -> str:
    if part.scheduled:
        return part.scheduled[1].item.title
    entry = part.entry
    if isinstance(entry, Event):
        return entry.short or entry.title
    return f"Deadline: {entry.title}" if isinstance(entry, Deadline) else entry.title


def _doubtful_place(entry: Event | Programme) -> str | None:
    return f"Place: {entry.place}" if entry.place and entry.place.certainty is not Certainty.CONFIRMED else None
