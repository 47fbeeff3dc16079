"""The words of each part of an event in a calendar: title, description, place, categories, address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.changes.other_documents import current_statements
from gcmplan.dates.span import WEEKDAYS, Certainty, day_text
from gcmplan.feeds.vevent import Standing, is_sure, standing_of, uid_of
from gcmplan.plan.entries import DEADLINE, SESSION, certainty_of
from gcmplan.plan.model import Deadline, Event, Kind, Status
from gcmplan.plan.programme import programme_of
from gcmplan.query.states import name_of_place
from gcmplan.text.colors import nearest_name
from gcmplan.views.agenda import limit_text, people_of
from gcmplan.views.session_details import facts_of_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gcmplan.feeds.vevent import Part
    from gcmplan.plan.entries import Listed
    from gcmplan.plan.place_rows import PlaceRow
    from gcmplan.plan.programme import Programme, ScheduledItem
    from gcmplan.plan.workplan import Workplan

_DOUBTS = {
    Standing.UNSURE: "These days are not confirmed yet.",
    Standing.DISPUTED: "These days are not settled: another official document gives others.",
    Standing.WINDOW: "The days are not known yet; they are within this time.",
}

_PAST = {Standing.WITHDRAWN, Standing.CANCELLED}


class Words:
    """The words of a plan's parts. A removed event may name a group, body or place that the plan no longer has.

    `base_url` is the page of the plan: an event that has no page of its own is found there below its id, or at the
    address that `page_of` gives.
    """

    def __init__(self, plan: Workplan, base_url: str | None, page_of: Callable[[Event], str] | None = None) -> None:
        """Look up what parts name."""
        self.plan = plan
        self.base_url = base_url
        self.page_of = page_of or (lambda event: f"{base_url}#{event.id}")
        self.groups = {group.id: group for group in plan.groups}
        self.phases = {phase.id: phase.label for phase in plan.phases}
        self.colors = {group.id: nearest_name(group.color) for group in plan.groups}
        self.bodies = {body.id: body.name for body in plan.bodies}
        self.places = {place.name: place for place in plan.places}
        meetings = (programme_of(plan, filed) for filed in plan.sessions if filed.session.event is None)
        standing: list[Listed] = [*plan.events, *plan.deadlines, *meetings]
        self.standing = {uid_of(entry): entry for entry in standing}

    def summary(self, part: Part) -> str:
        """Return the short title, behind what warns of relying on it."""
        return self._mark(part) + _title(part)

    def _mark(self, part: Part) -> str:
        if part.moved_from and part.standing not in _PAST:
            place = None if isinstance(part.entry, Deadline) else part.entry.place
            return f"[MOVED: now {place.sure.where}] " if place and place.name else "[MOVED: place open] "
        if part.standing is Standing.SURE or _is_of_an_unsure_place(part):
            return _mark_of_place(part)
        if part.standing in {Standing.UNSURE, Standing.WINDOW}:
            when = part.entry.when
            # As in lists: what is confirmed is a window, such as the last week of July.
            certainty = certainty_of(part.entry)
            if part.standing is Standing.UNSURE and _is_tentative(part):
                return "[TENTATIVE] "
            return f"[CONFIRMED: {when}] " if certainty is Certainty.CONFIRMED else f"[{certainty.upper()}] "
        if part.standing is Standing.WITHDRAWN:
            return f"[{_fate(part, self.standing[part.parent or part.uid])}] "
        if part.standing is Standing.DISPUTED:
            return "[DATES DIFFER] "
        return {Standing.POSTPONED: "[POSTPONED] ", Standing.CANCELLED: "CANCELLED: "}.get(part.standing, "")

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
        yield self._elsewhere(part)
        yield _doubt(part)
        yield _doubtful_event(part, event)
        yield from self._other_documents(part, event)
        yield self._hours(part, event)
        yield _doubtful_place(event)
        group = self.groups.get(event.group)
        body = self.bodies.get(event.body or (group.body if group else None) or "")
        if event.kind is Kind.MEETING and self.bodies:
            yield f"Meeting of: {body}" if body else "Meeting of no one body: it concerns everyone"
        mandate = event.mandate or (group.mandate if group else None)
        yield f"Mandate: {mandate}" if mandate else None
        yield event.note
        yield f"Source: {event.source}" if event.source else None

    def _other_documents(self, part: Part, event: Event) -> Iterable[str]:
        """Return the other or additional statements of other documents, while the event takes place."""
        return current_statements(self.plan, event) if part.standing not in _PAST else ()

    def _elsewhere(self, part: Part) -> str | None:
        """Return its present date and place, if it takes place and only this entry of it is withdrawn."""
        if part.standing is not Standing.WITHDRAWN:
            return None
        now = self.standing[part.parent or part.uid]
        if isinstance(now, Deadline):
            return f"Only this entry is withdrawn. The deadline is now: {now.when}"
        postponed = "postponed" if standing_of(now) is Standing.POSTPONED else None
        facts = ", ".join(str(fact) for fact in (now.when, now.place, postponed) if fact)
        return f"Only this entry is withdrawn. The event is now: {facts}"

    def _of_deadline(self, part: Part, deadline: Deadline) -> Iterator[str | None]:
        yield f"When: {deadline.when}"
        yield self._elsewhere(part)
        yield _doubt(part)
        yield f"For: {deadline.audience}" if deadline.audience else None
        yield deadline.note
        yield f"Source: {deadline.source}" if deadline.source else None

    def _of_meeting(self, part: Part, programme: Programme) -> Iterator[str | None]:
        """Yield what is known of a meeting outside the workplan."""
        yield f"When: {programme.when}"
        yield self._elsewhere(part)
        yield _doubt(part)
        yield self._hours(part, programme)
        yield _doubtful_place(programme)
        yield from (f"{label}: {text}" for label, text in facts_of_people(programme))
        yield programme.session.note
        yield _source(programme)

    def _of_item(self, part: Part, programme: Programme, scheduled: ScheduledItem) -> Iterator[str | None]:
        item, event = scheduled.item, programme.event
        yield f"Part of: {event.short or event.title if event else programme.title}"
        yield self._elsewhere(part)
        yield _doubt(part)
        yield _doubtful_event(part, event) if event else None
        if event and part.standing is Standing.DISPUTED:
            yield from self._other_documents(part, event)
        yield self._hours(part, programme)
        yield item.about
        yield from people_of(scheduled)
        yield f"Limits: {'; '.join(map(limit_text, item.limits))}" if item.limits else None
        yield item.note
        yield _source(programme)

    def _hours(self, part: Part, entry: Event | Programme) -> str | None:
        """Return the local hours: of the part if it has its own, else of each day."""
        row = self._row(entry)
        zone = f" in {row.name} ({row.timezone})" if row else ""
        if entry.timezone:
            zone = f" ({entry.timezone})"
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
            programme, scheduled = part.scheduled
            venue = programme.room_of(scheduled.item)
        country = name_of_place(self.plan, row.country) if row else None
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
            yield self.phases.get(entry.phase, entry.phase)
        if group := self.groups.get(entry.group):
            yield group.short

    def color(self, entry: Listed) -> str | None:
        """Return the nearest CSS name of the colour of an event's group."""
        return self.colors.get(entry.group) if isinstance(entry, Event) else None

    def address(self, entry: Listed) -> str | None:
        """Return an event's own page, or its place on that of the plan; of what is no event, that page."""
        if not isinstance(entry, Event):
            return self.base_url
        return entry.url or (self.page_of(entry) if self.base_url else None)


def _source(programme: Programme) -> str | None:
    return f"Source: {programme.session.source}" if programme.session.source else None


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


def _mark_of_place(part: Part) -> str:
    """Return that the place is not sure though the days are; a sure item has a time, and so a place of its own."""
    is_placed = not (part.scheduled and part.standing is Standing.SURE)
    place = part.entry.place if is_placed and not isinstance(part.entry, Deadline) else None
    return f"[PLACE {place.certainty.upper()}] " if place and place.certainty is not Certainty.CONFIRMED else ""


def _doubtful_place(entry: Event | Programme) -> str | None:
    return f"Place: {entry.place}" if entry.place and entry.place.certainty is not Certainty.CONFIRMED else None


def _is_of_an_unsure_place(part: Part) -> bool:
    """Whether a part is unsure though its days are not: in a feed of what is sure, by its place."""
    is_sure = certainty_of(part.entry) is Certainty.CONFIRMED
    return part.standing is Standing.UNSURE and is_sure and not _is_tentative(part)


def _is_tentative(part: Part) -> bool:
    """Whether a part is an item that is unsure for its programme alone."""
    is_sure = certainty_of(part.entry) is Certainty.CONFIRMED
    return bool(part.scheduled and part.scheduled[0].session.is_tentative and is_sure)


def _doubt(part: Part) -> str | None:
    if part.standing is Standing.UNSURE:
        if _is_tentative(part):
            return "The programme is tentative: items and times may change."
        if part.entry.when.certainty is Certainty.CONFIRMED and not _is_of_an_unsure_place(part):
            # The event itself is what is not sure, which is said of every part.
            return None
    return "The place is not confirmed yet." if _is_of_an_unsure_place(part) else _DOUBTS.get(part.standing)


def _doubtful_event(part: Part, event: Event) -> str | None:
    """Return that an event is not sure itself, whatever is known of its days."""
    if event.certainty is Certainty.CONFIRMED or part.standing in _PAST:
        return None
    return "The event itself is not confirmed yet."


def _fate(part: Part, now: Listed) -> str:
    """Return what became of the days or hours that an entry had, in the words of its summary."""
    if not now.when.exact:
        if not (isinstance(now, Event) and now.status is Status.POSTPONED):
            return f"DATE OPEN: now {now.when}"
        return f"POSTPONED: now {now.when}" if now.when.window else "POSTPONED: date open"
    day = part.local[0] if part.local else None
    if day is None or not any(first <= day <= last for first, last in now.when.spans):
        return f"MOVED: now {now.when}"
    # Its day is valid: other hours are known for it, or none.
    hours = None if isinstance(now, Deadline) or part.scheduled or not is_sure(now.place) else now.hours
    return f"MOVED: now {hours}" if hours else "HOURS OPEN"
