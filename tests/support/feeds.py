"""Feeds for the tests, and their necessary contents. Nothing of the latter asks `gcmplan.feeds.feed`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.dates.hours import Slot
from gcmplan.dates.span import Certainty, Span
from gcmplan.dates.when import When
from gcmplan.export import ics as ical
from gcmplan.feeds.feed import Detail, Options, feed_of
from gcmplan.feeds.versions import without_history
from gcmplan.problems.problem import Severity
from gcmplan.query.filters import Criteria
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.feeds.versions import Editions
    from gcmplan.plan.model import Event
    from gcmplan.plan.session import Session
    from gcmplan.plan.workplan import Workplan

Row = tuple[str, str, str, str, str]
"""UID, start, end (not included), summary, status."""

DAYS, MEETINGS, WINDOWS = Options(), Options(Detail.MEETINGS), Options(windows=True)
AGENDA = Options(Detail.AGENDA)
EMOJI = "\U0001f9d1\U0001f3fd\u200d\U0001f680\U0001f1e8\U0001f1ed"
"""An astronaut, of four characters that belong together, and a flag of two."""
MIXED = f"é{EMOJI}漢字لكن;,"
BACKSLASHES = ("C:\\Names\\next", "\\n", "\\N", "\\\\n")
TITLES = (
    "Commas, semicolons; colons: quotes \" and '",
    "Line\nbreaks\r\nof\reach\x0bkind\x0c\x85\u2028\u2029end",
    "Backslashes \\, \\; \\\\ \\x \\, ^n ^' %0A &amp; \\",
    "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR",
    "x\nATTENDEE:mailto:a@example.org\n\tMETHOD:REQUEST",
    "Controls \x00 \x07 \x1b[31m \x7f \x9b end",
    "Directions \u202e \u2066 \u200f end",
    " blanks  and\ttabs ",
    '"quoted"',
    "=1+1",
    "الميثاق العالمي للهجرة الآمنة والمنظمة والنظامية، الدورة الأولى؛ جنيف",
    "安全、有序和正常迁移全球契约：政府间谈判，第一轮；日内瓦" * 3,  # noqa: RUF001 - Chinese has these
    EMOJI * 9,
    "Вторая, третья; и четвёртая сессии",
    "ﷺ" * 40,
    "\ufeffmark",
    *(f"{'x' * pad}{MIXED * 5}" for pad in range(76)),
)


class Published(NamedTuple):
    """A feed, and what must be read in it."""

    feed: bytes
    rows: list[Row]


def feed_text(
    plan: Workplan,
    criteria: Criteria | None = None,
    options: Options = DAYS,
    editions: Editions | None = None,
    base_url: str | None = None,
) -> bytes:
    """Return a feed as it is written."""
    feed = feed_of(plan, criteria or Criteria(), editions or without_history(plan), options)
    return "".join(ical.render(plan, feed, base_url)).encode()


def all_feeds(plan: Workplan) -> dict[str, Published]:
    """Return feeds of the real plan and of a hostile one, by their names."""
    own = {body.id for body in plan.bodies if "KEN" in plan.members_of(body)}
    bodies = {event.id: event.body or plan.group_of(event).body for event in plan.events}
    kenyas = [event for event in plan.events if bodies[event.id] is None or bodies[event.id] in own]
    found = {
        "plan": Published(feed_text(plan), rows_of(plan, plan.events)),
        "kenya": Published(feed_text(plan, Criteria(delegations=("KEN",))), rows_of(plan, kenyas)),
        "meetings": Published(feed_text(plan, None, MEETINGS), rows_of(plan, plan.events, hours=True)),
        "windows": Published(feed_text(plan, None, WINDOWS), rows_of(plan, plan.events, windows=True)),
        "agenda": Published(feed_text(plan, None, AGENDA), rows_of_agendas(plan)),
    }
    for group in plan.groups:
        events = [event for event in plan.events if event.group == group.id]
        text = feed_text(plan, Criteria(groups=(group.id,)), base_url="https://example.org/plan/")
        found[f"group-{group.id}"] = Published(text, rows_of(plan, events))
    for phase in ("I", "II", "III", "none"):
        events = [event for event in plan.events if (event.phase or "none") == phase]
        text = feed_text(plan, Criteria(phases=(phase,)), WINDOWS)
        found[f"phase-{phase}"] = Published(text, rows_of(plan, events, windows=True))
    hostile, backslashes = hostile_plan(plan), hostile_plan(plan, BACKSLASHES)
    return found | {
        "hostile": Published(feed_text(hostile), rows_of(hostile, hostile.events)),
        "backslashes": Published(feed_text(backslashes), rows_of(backslashes, backslashes.events)),
        "hostile-agenda": Published(
            feed_text(hostile_agenda(plan), None, AGENDA), rows_of_agendas(hostile_agenda(plan))
        ),
        "hostile-hours": Published(feed_text(hostile, None, MEETINGS), rows_of(hostile, hostile.events, hours=True)),
    }


def hostile_plan(plan: Workplan, titles: tuple[str, ...] = TITLES) -> Workplan:
    """Return a plan of events with odd titles, one after another, some on several days, as many timed as not."""
    pattern = plan.event("thematic-1")
    events = []
    for number, title in enumerate(titles):
        first = Span(day := date(2017, 3, 1) + timedelta(days=5 * number), day)
        spans = (first, Span(day + timedelta(days=2), day + timedelta(days=3)))[: 1 if number % 4 else 2]
        when = When.known(*spans, certainty=Certainty.TBC if number % 5 == 1 else Certainty.CONFIRMED)
        hours = pattern.hours if number % 2 else None
        changes = {"id": f"hostile-{number}", "title": title, "short": None, "when": when, "hours": hours}
        events.append(pattern.model_copy(update=changes | {"note": title, "venue": title[:60], "source": title}))
    return replace(plan, events=tuple(events), deadlines=(), sessions=())


def hostile_agenda(plan: Workplan) -> Workplan:
    """Return a plan of one meeting, with items of odd titles, rooms, speakers and notes, one after another."""
    [filed] = [one for one in plan.sessions if one.session.id == "thematic-1"]
    [first, *_] = filed.session.days
    pattern = next(item for item in first.items if item.speakers)
    items = []
    for number, title in enumerate(TITLES):
        slot = Slot(8 * 60 + 5 * number, 8 * 60 + 5 * number + 5)
        speaker = pattern.speakers[0].model_copy(update={"name": title, "role": title})
        changes = {"id": f"item-{number}", "title": title, "time": slot, "speakers": (speaker,), "venue": title[:60]}
        items.append(pattern.model_copy(update=changes | {"about": title, "note": title}))
    session = filed.session.model_copy(update={"days": (first.model_copy(update={"items": tuple(items)}),)})
    return replace(plan, events=(plan.event("thematic-1"),), sessions=(filed._replace(session=session),))


def rows_of_agendas(plan: Workplan) -> list[Row]:
    """Return what a feed of agendas must hold, in order of UID: hours, items with a time, other meetings."""
    rows = rows_of(plan, plan.events, hours=True)
    for session in (filed.session for filed in plan.sessions):
        rows.extend(rows_of_items(plan, session) if session.event else rows_of_meeting(plan, session))
    return sorted(rows)


def rows_of_items(plan: Workplan, session: Session) -> list[Row]:
    """Return the items of an event that is sure, in its place."""
    event = plan.event(session.event or "")
    return [
        (
            f"{event.id}.item.{item.id}@{plan.calendar.domain}",
            *in_utc(plan, event.place.name or "", day.date, item.time),
            f"{'[TENTATIVE] ' * session.is_tentative}{visible(item.title)}".strip(),
            "TENTATIVE" if session.is_tentative else "CONFIRMED",
        )
        for day in session.days
        for item in day.items
        if item.time and event.place
    ]


def disputed_in(plan: Workplan) -> set[str]:
    """Return the events whose dates a check reports as contradicted, without a waiver."""
    rules = [rule for rule in RULES if rule.code == "GP304"]
    found = [one for one in check(Context(plan, plan.as_of), rules, RULES) if one.waived is None]
    return {one.events[0] for one in found if one.fields[1] == "when" and one.severity is Severity.WARNING}


def rows_of_meeting(plan: Workplan, session: Session) -> list[Row]:
    """Return a meeting outside the workplan, on one sure day, or nothing without one; its items have no times."""
    assert session.when
    if not session.when.spans:
        return []
    assert session.title
    assert not any(item.time for day in session.days for item in day.items)
    [(day, _)] = session.when.spans
    times = (f"{day}", f"{day + timedelta(days=1)}")
    if session.hours and session.place:
        times = in_utc(plan, session.place.name or "", day, session.hours[0])
    return [(f"{session.id}.session@{plan.calendar.domain}", *times, visible(session.title).strip(), "CONFIRMED")]


def in_utc(plan: Workplan, name: str, day: date, slot: Slot) -> tuple[str, str]:
    [zone] = [ZoneInfo(place.timezone) for place in plan.places if place.name == name]
    begins, ends = (time.astimezone(UTC) for time in slot.on(day, zone))
    return f"{begins:%Y-%m-%dT%H:%M:%SZ}", f"{ends:%Y-%m-%dT%H:%M:%SZ}"


def rows_of(plan: Workplan, events: Iterable[Event], *, hours: bool = False, windows: bool = False) -> list[Row]:
    """Return what a feed of some events must hold, in order of UID."""
    return sorted(chain.from_iterable(rows_of_event(plan, event, hours=hours, windows=windows) for event in events))


def rows_of_event(plan: Workplan, event: Event, *, hours: bool, windows: bool) -> list[Row]:
    when = event.when
    if not when.spans and not (windows and when.window):
        return []
    order = list(Certainty)
    unsure = max(event.certainty, when.certainty, key=order.index)
    status = "CONFIRMED" if when.spans and unsure is Certainty.CONFIRMED else "TENTATIVE"
    mark = {"confirmed": f"[CONFIRMED: {when}] ", "tbc": "[TBC] ", "tba": "[TBA] "}[unsure.value]
    if status == "CONFIRMED" and event.id in disputed_in(plan):
        status, mark = "TENTATIVE", "[DATES DIFFER] "
    if status == "CONFIRMED":
        mark = f"[PLACE {event.place.certainty.upper()}] " if event.place and event.place != event.place.sure else ""
    summary = mark + visible(event.short or event.title).strip()
    times: list[tuple[str, str, str]] = []
    if hours and event.hours:
        assert event.place
        assert event.place.name
        days = [date.fromordinal(n) for a, b in when.spans for n in range(a.toordinal(), b.toordinal() + 1)]
        for number, day in enumerate(days, 1):
            for place, slot in enumerate(event.hours, 1):
                part = f".{number}.{place}" if place > 1 else f".{number}" * (number > 1)
                times.append((part, *in_utc(plan, event.place.name, day, slot)))
    else:
        spans = when.spans or ((when.window,) if when.window else ())
        for number, (first, last) in enumerate(spans, 1):
            part = f".{number}" * (number > 1)
            times.append((part, f"{first}", f"{last + timedelta(days=1)}"))
    first_id = (event.formerly or (event.id,))[0]
    return [(f"{first_id}{part}@{plan.calendar.domain}", start, end, summary, status) for part, start, end in times]
