"""What a calendar feed holds: which events, in which parts, under which UIDs; and what it leaves out.

An event is published in parts: one for each span of its days or, where hours are asked for and known, one for each slot
of each day. The first part has the UID of the event itself, `thematic-1`. The others have the number of their span or
day behind it, `thematic-1.2`, and the later slots of a day the number of the slot behind that, `thematic-1.2.2`; so a
part keeps its UID when days move, and when parts come or go behind it. An event that was renamed keeps the UID of its
first id; a deadline's is `special-accreditation.deadline`.

Both ends of the days and spans that come in are included; the end of a `Part` is not, as calendars have it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from gcmplan.model import Event, Status
from gcmplan.query import Criteria, choose, find_state
from gcmplan.span import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.edition import Edition, Editions
    from gcmplan.hours import Hours, Slot
    from gcmplan.model import Group
    from gcmplan.record import Entry
    from gcmplan.workplan import Workplan

    _Known = tuple[Entry, Edition, "Standing"]

_DAY = timedelta(days=1)
_MOST_DAYS = 60
"""What takes longer is never cut into its hours: nobody meets so long, and a feed must not be blown up."""


class Detail(StrEnum):
    """How finely events are cut."""

    DAYS = "days"
    """Whole days."""
    MEETINGS = "meetings"
    """The hours of each day, where they are known."""
    AGENDA = "agenda"
    """The items of programmes; as yet the same as the hours."""


class Options(NamedTuple):
    """What of the chosen events a feed holds."""

    detail: Detail = Detail.DAYS
    windows: bool = False
    """Whether it holds events of which only a window is known."""
    confirmed_only: bool = False
    """Whether it leaves out what is TBC, TBA or postponed."""


class Standing(Enum):
    """How much a calendar may rely on a part."""

    SURE = auto()
    UNSURE = auto()
    """Its days are known and still to be confirmed or announced."""
    WINDOW = auto()
    """Its days are not known: the part is the time in which they lie."""
    POSTPONED = auto()
    CANCELLED = auto()


class Part(NamedTuple):
    """A part of an event or deadline, as it stands in a calendar."""

    uid: str
    """What stands before the @ of its UID."""
    parent: str | None
    """That of the event's first part, if this is another."""
    entry: Entry
    edition: Edition
    standing: Standing
    start: date | datetime
    """Its first day, or the time in UTC at which it begins."""
    end: date | datetime
    """The day after its last, or the time in UTC at which it is over."""
    local: tuple[date, Slot] | None = None
    """The day and the hours in the place's own time, if it does not take the whole day."""


class LeftOut(NamedTuple):
    """How many of the events chosen are not in the feed, and why."""

    windows: int = 0
    undated: int = 0
    unconfirmed: int = 0
    what: str = "event"
    """Or "deadline", if nothing else was chosen."""

    def __str__(self) -> str:
        """Return "21 events whose days are not known yet, 4 events without a date", or nothing."""
        reasons = ("whose days are not known yet", "without a date", "not yet confirmed")
        counted = ((count, reason) for count, reason in zip(self[:3], reasons, strict=True) if count)
        return ", ".join(f"{count} {self.what}{'s' * (count != 1)} {reason}" for count, reason in counted)


class Feed(NamedTuple):
    """A calendar; its parts by start, then UID."""

    name: str
    group: Group | None
    """The group that all its events are of, if they are of one."""
    parts: list[Part]
    left_out: LeftOut


def feed_of(plan: Workplan, criteria: Criteria, editions: Editions, options: Options, name: str | None = None) -> Feed:
    """Return the feed of the events that meet the criteria; a delegation's also has what concerns everyone.

    Raises:
        UnknownValueError, AmbiguousValueError: a value of the criteria is none of the plan's.

    """
    entries = _concerning(plan, criteria)
    parts: dict[str, Part] = {}
    left: Counter[str] = Counter()
    for entry in entries:
        reason = _reason(entry, options)
        if reason is None:
            edition = editions.of(entry.id) if isinstance(entry, Event) else editions.default
            parts.update((part.uid, part) for part in _parts(plan, entry, edition, options.detail))
        else:
            left[reason] += 1
    elsewhere = {_uid(event) for event in plan.events}.difference(map(_uid, entries))
    for event, edition in _removed(plan, criteria, editions):
        if _uid(event) not in elsewhere and _reason(event, options) is None:
            for part in _parts(plan, event, edition, options.detail):
                parts.setdefault(part.uid, part)
    ordered = sorted(parts.values(), key=lambda part: (part.start.isoformat(), f"{part.uid}@"))
    what = "event" if any(isinstance(entry, Event) for entry in entries) else "deadline"
    left_out = LeftOut(left["windows"], left["undated"], left["unconfirmed"], what)
    return Feed(name or _name(plan, criteria), _group(plan, entries), ordered, left_out)


def _concerning(plan: Workplan, criteria: Criteria) -> list[Entry]:
    """Return what to choose, in the plan's order; for a delegation, also what no one body meets for."""
    chosen = choose(plan, criteria)
    if not criteria.delegations:
        return chosen
    own = {id(entry) for entry in chosen}
    everyones = choose(plan, replace(criteria, delegations=()))
    return [entry for entry in everyones if id(entry) in own or _is_everyones(plan, entry)]


def _is_everyones(plan: Workplan, entry: Entry) -> bool:
    return plan.body_of(entry) is None if isinstance(entry, Event) else not entry.event


def _removed(plan: Workplan, criteria: Criteria, editions: Editions) -> Iterator[tuple[Event, Edition]]:
    """Yield what was removed and meets the criteria, as cancelled, the last change of each first.

    What belongs to a group, body or place that the plan no longer has meets only no criteria at all.
    """
    latest = sorted(editions.removed, key=lambda removed: removed.edition.changed, reverse=True)
    found = [(event.model_copy(update={"status": Status.CANCELLED}), edition) for event, edition in latest]
    if criteria != Criteria():
        known = tuple(event for event, _ in found if _is_known(plan, event))
        kept = {id(entry) for entry in _concerning(replace(plan, events=known, deadlines=()), criteria)}
        found = [(event, edition) for event, edition in found if id(event) in kept]
    yield from found


def _is_known(plan: Workplan, event: Event) -> bool:
    try:
        plan.body_of(event), plan.place_of(event)
    except KeyError:
        return False
    return True


def _reason(entry: Entry, options: Options) -> str | None:
    """Return why something is left out, by the name in `LeftOut`; nothing if it is not."""
    when = entry.when
    if when.window is None:
        return "undated"
    if not when.exact and not options.windows:
        return "windows"
    sure = when.certainty is Certainty.CONFIRMED and _standing(entry) is not Standing.POSTPONED
    return "unconfirmed" if options.confirmed_only and not sure else None


def _standing(entry: Entry) -> Standing:
    status = entry.status if isinstance(entry, Event) else Status.SCHEDULED
    if status is not Status.SCHEDULED:
        return Standing.CANCELLED if status is Status.CANCELLED else Standing.POSTPONED
    if not entry.when.exact:
        return Standing.WINDOW
    return Standing.SURE if entry.when.certainty is Certainty.CONFIRMED else Standing.UNSURE


def _parts(plan: Workplan, entry: Entry, edition: Edition, detail: Detail) -> Iterator[Part]:
    """Yield an event's parts in order."""
    uid, known = _uid(entry), (entry, edition, _standing(entry))
    hours = entry.hours if isinstance(entry, Event) and detail is not Detail.DAYS else None
    zone = _zone(plan, entry) if isinstance(entry, Event) and hours else None
    yield from _slots(uid, known, hours, zone) if hours and zone else _spans(uid, known)


def _uid(entry: Entry) -> str:
    """Return the UID of the first part, without the domain."""
    if not isinstance(entry, Event):
        return f"{entry.id}.deadline"
    return entry.formerly[0] if entry.formerly else entry.id


def _spans(uid: str, known: _Known) -> Iterator[Part]:
    """Yield a part for each span, or for the window."""
    when = known[0].when
    for number, (first, last) in enumerate(when.spans or filter(None, [when.window]), 1):
        more = f".{number}" if number > 1 else ""
        yield Part(f"{uid}{more}", uid if more else None, *known, first, last + _DAY)


def _slots(uid: str, known: _Known, hours: Hours, zone: ZoneInfo) -> Iterator[Part]:
    """Yield a part for each slot of each day."""
    days = (first + _DAY * index for first, last in known[0].when.spans for index in range((last - first).days + 1))
    for number, day in enumerate(days, 1):
        for place, slot in enumerate(hours, 1):
            more = f".{number}.{place}" if place > 1 else f".{number}" if number > 1 else ""
            start, end = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in slot)
            if end <= start:
                # The clock jumps over these hours on that day.
                end = start + (datetime.combine(day, slot.end) - datetime.combine(day, slot.start))
            yield Part(f"{uid}{more}", uid if more else None, *known, start, end, (day, slot))


def _zone(plan: Workplan, event: Event) -> ZoneInfo | None:
    """Return the zone of an event's hours, if its days and its place are sure enough to say when they are."""
    place = event.place
    if not event.when.exact or (event.when.days or 0) > _MOST_DAYS:
        return None
    if not place or place.certainty is not Certainty.CONFIRMED:
        return None
    row = next((row for row in plan.places if row.name == place.name), None)
    return ZoneInfo(row.timezone) if row else None


def _name(plan: Workplan, criteria: Criteria) -> str:
    """Return the plan's name for its calendar; a delegation's says whose it is."""
    codes = dict.fromkeys(find_state(plan, text) for text in criteria.delegations)
    if not codes:
        return plan.calendar.name
    names = {state.alpha3: state.name for state in plan.states}
    *others, last = (names[code] for code in codes)
    return f"{plan.calendar.name} for {', '.join(others)}{' and ' * bool(others)}{last}"


def _group(plan: Workplan, entries: Iterable[Entry]) -> Group | None:
    """Return the group that all are of, if they are of one."""
    groups = {entry.group if isinstance(entry, Event) else None for entry in entries}
    return next((group for group in plan.groups if groups == {group.id}), None)
