"""The pages that list things: start, events, changes, calendars, deadlines, and what leads to the rest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gcmplan.plan.entries import DEADLINE, SESSION
from gcmplan.site import names
from gcmplan.site.details import deadline_facts
from gcmplan.site.names import DEADLINES, EVERYTHING, PROGRAMMES
from gcmplan.site.pages import SitePage, size_of
from gcmplan.views.month import month_name
from gcmplan.views.sections import count_words, disputed_words, outline
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gcmplan.site.contents import Contents
    from gcmplan.site.pages import Renderer
    from gcmplan.views.row import Record

_NEXT, _NEWEST = 8, 5
_SURE = (("confirmed", "Confirmed"), ("tbc", "To be confirmed"), ("tba", "To be announced"))
_KINDS = (("meeting", "Meetings"), ("document", "Documents"), ("milestone", "Milestones"))
_PROGRAMS = (
    ("Google Calendar (in a browser)", "Other calendars, +, From URL", "when it sees fit, which can take a day"),
    (
        "Outlook on the web, new Outlook",
        "Add calendar, Subscribe from web",
        "when it sees fit, which can take a day",
    ),
    (
        "Outlook for Windows (classic)",
        "Home, Add calendar, From Internet",
        "at each round of sending and receiving",
    ),
    ("Apple Calendar (Mac)", "File, New Calendar Subscription", "as you set it; every hour is best"),
    ("iPhone, iPad", "Calendars, Add Calendar, Add Subscription Calendar", "as you set it"),
    ("Thunderbird", "New Calendar, On the Network", "every half hour"),
)


def pages(contents: Contents, renderer: Renderer, timeline: str) -> Iterator[tuple[str, bytes]]:
    """Yield each of these pages with its path; `timeline` is its picture, if there is one."""
    lists = _Lists(contents, renderer, timeline)
    for page in (lists.start, lists.events, lists.changes, lists.calendars, lists.missing):
        yield page()
    if contents.deadlines:
        yield lists.deadlines()
    yield from lists.some()
    yield from lists.indexes()


def words_on(records: Sequence[Record]) -> str:
    """Return how many events there are and how sure, and how many deadlines and other meetings, in sentences."""
    kinds = Counter(record.kind for record in records)
    events = [record for record in records if record.kind not in {DEADLINE, SESSION}]
    deadlines = plural(kinds[DEADLINE], "{} deadline", "{} deadlines") if kinds[DEADLINE] else ""
    outside = (
        plural(kinds[SESSION], "{} meeting outside the work plan", "{} meetings outside the work plan")
        if kinds[SESSION]
        else ""
    )
    counts = count_words(events) if events or not records else ""
    return " ".join(
        f"{text.removesuffix('.')}." for text in (counts, disputed_words(events), deadlines, outside) if text
    )


class _Lists:
    def __init__(self, contents: Contents, renderer: Renderer, timeline: str) -> None:
        self.contents, self.plan, self.timeline = contents, contents.plan, timeline
        self.render = renderer.render

    def start(self) -> tuple[str, bytes]:
        """Return what is next, the timeline and the newest changes."""
        contents = self.contents
        page = SitePage("index.html", self.plan.title, f"The work plan: {words_on(contents.records)}")
        return page.path, self.render(
            "start",
            page,
            summary=words_on(contents.records),
            on=contents.on,
            upcoming=contents.next_records(_NEXT),
            has_timeline=bool(self.timeline),
            timeline_size=size_of(self.timeline),
            newest=contents.steps[:_NEWEST],
        )

    def events(self) -> tuple[str, bytes]:
        """Return all events, with links to the pages that have some of them."""
        page = SitePage("list.html", "Events", "All events, by phase and month.", (("Start", "index.html"),))
        return page.path, self.render(
            "list",
            page,
            summary=words_on(self.contents.records),
            filters=self._filters(),
            choices=self._choices(),
            sections=outline(self.plan, self.contents.records),
        )

    def _filters(self) -> list[tuple[str, list[tuple[str, str]]]]:
        contents = self.contents
        found = [
            ("Phase", [(one.named(": "), names.phase_file(one.id)) for one in contents.phases]),
            ("Group", [(one.title, names.group_file(one.id)) for one in contents.groups]),
            ("Certainty", [(label, f"certainty/{name}.html") for name, label in _SURE if self._sure(name)]),
            ("Kind", [(label, f"kinds/{name}.html") for name, label in _KINDS if self._of_kind(name)]),
        ]
        return [(label, links) for label, links in found if links]

    def _choices(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Return what the rows of the list can be combined by: a name in their data, a label, its values."""
        contents = self.contents
        kinds = dict.fromkeys(record.kind for record in contents.records)
        found: list[tuple[str, str, list[tuple[str, str]]]] = [
            ("group", "Group", [(one.id, one.title) for one in contents.groups]),
            ("phase", "Phase", [(one.id, one.named(": ")) for one in contents.phases]),
            ("certainty", "Certainty", [(name, label) for name, label in _SURE if self._sure(name)]),
            ("kind", "Kind", [(kind, kind.capitalize()) for kind in kinds]),
        ]
        return [one for one in found if one[2]]

    def _sure(self, name: str) -> list[Record]:
        return [record for record in self.contents.records if record.sureness.value == name]

    def _of_kind(self, name: str) -> list[Record]:
        return [record for record in self.contents.records if record.kind == name]

    def some(self) -> Iterator[tuple[str, bytes]]:
        """Yield the ready pages of the filters: phases, groups, certainties, kinds."""
        records = self.contents.records
        for phase in self.contents.phases:
            facts = [("When", [str(phase.when)]), *([("Purpose", [phase.purpose])] if phase.purpose else [])]
            own = [record for record in records if record.phase == phase.id]
            yield self._some(names.phase_file(phase.id), phase.named(": "), own, facts)
        for group in self.contents.groups:
            own = [record for record in records if record.group and record.group.id == group.id]
            facts = [("Note", [group.note])] if group.note else []
            yield self._some(names.group_file(group.id), group.title, own, facts, names.group_file(group.id, "ics"))
        for name, label in _SURE:
            if own := self._sure(name):
                yield self._some(f"certainty/{name}.html", label, own)
        for name, label in _KINDS:
            if own := self._of_kind(name):
                yield self._some(f"kinds/{name}.html", label, own)

    def _some(
        self,
        path: str,
        title: str,
        records: Sequence[Record],
        facts: Sequence[tuple[str, Sequence[str]]] = (),
        feed: str | None = None,
    ) -> tuple[str, bytes]:
        trail = (("Start", "index.html"), ("Events", "list.html"))
        page = SitePage(path, title, f"{title}: {words_on(records)}", trail)
        sections = outline(self.plan, records)
        return path, self.render("some", page, summary=words_on(records), sections=sections, facts=facts, feed=feed)

    def changes(self) -> tuple[str, bytes]:
        """Return the changes, the newest first."""
        about = "What changed in the plan, the newest first."
        page = SitePage("changes.html", "Changes", about, (("Start", "index.html"),))
        return page.path, self.render("changes", page, steps=self.contents.steps)

    def calendars(self) -> tuple[str, bytes]:
        """Return how to subscribe to each feed."""
        contents = self.contents
        feeds = [("Everything", EVERYTHING), ("Everything, with hours and programmes", PROGRAMMES)]
        feeds += [("Deadlines", DEADLINES)] * bool(contents.deadlines)
        feeds += [(group.title, names.group_file(group.id, "ics")) for group in contents.groups]
        downloads = [
            ("Workbook for Excel or LibreOffice", "events.xlsx"),
            ("Table (CSV)", "events.csv"),
            ("Events (JSON)", "events.json"),
            ("The site in brief (JSON)", "plan.json"),
            ("Changes for a feed reader (Atom)", "changes.atom"),
        ]
        about = "How to subscribe to the calendars of this plan."
        page = SitePage("calendars.html", "Calendars", about, (("Start", "index.html"),))
        return page.path, self.render("calendars", page, feeds=feeds, programs=_PROGRAMS, downloads=downloads)

    def deadlines(self) -> tuple[str, bytes]:
        """Return the deadlines and the events that they concern."""
        found = [
            (one, deadline_facts(self.plan, one), [self.plan.event(name) for name in one.event])
            for one in self.contents.deadlines
        ]
        page = SitePage("deadlines.html", "Deadlines", "Last days for something.", (("Start", "index.html"),))
        return page.path, self.render("deadlines", page, deadlines=found, feed=DEADLINES)

    def missing(self) -> tuple[str, bytes]:
        """Return the page for an address that has none; its links begin at the base, for it is shown anywhere."""
        page = SitePage("404.html", "Page not found", "There is no page at this address.")
        base = self.contents.options.base_url or "/"
        return page.path, self.render("missing", page, link=lambda path: base + names.relative("", path), address=None)

    def indexes(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pages that lead to months, sessions and delegations."""
        contents, many = self.contents, self.plan.attendees.many
        months = [(month_name(first), names.month_file(f"{first:%Y-%m}")) for first in contents.months]
        sessions = [(one.title, names.session_file(one.session.id)) for one in contents.programmes]
        delegations = [(one.name, names.delegation_file(one.code)) for one in contents.delegations]
        for path, title, about, links in (
            ("months/index.html", "Months", "The months that have events on known days.", months),
            (
                "sessions/index.html",
                "Sessions",
                "The meetings whose programme is known, and meetings outside the work plan.",
                sessions,
            ),
            (
                "for/index.html",
                many.capitalize(),
                "The meetings that concern each of them, with a calendar to subscribe to.",
                delegations,
            ),
        ):
            if links:
                yield self._index(path, title, about, links)

    def _index(self, path: str, title: str, about: str, links: list[tuple[str, str]]) -> tuple[str, bytes]:
        page = SitePage(path, title, about, (("Start", "index.html"),))
        return path, self.render("index", page, lists=[("", links)])
