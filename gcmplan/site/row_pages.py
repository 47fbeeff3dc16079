"""The pages that are each about one thing: an event, a session, a month."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from gcmplan.export.calendar.html import SIGNS
from gcmplan.export.month_grid import grid_alone
from gcmplan.site import names
from gcmplan.site.details import agenda_of, event_facts, head_facts, related_to, rest_facts
from gcmplan.site.pages import SitePage, size_of
from gcmplan.views.agenda import NO_PROGRAMME
from gcmplan.views.dated import dated
from gcmplan.views.month import month_name, months
from gcmplan.views.row import records_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from gcmplan.plan.model import Event
    from gcmplan.plan.programme import Programme
    from gcmplan.plan.workplan import Workplan
    from gcmplan.site.contents import Contents
    from gcmplan.site.pages import Renderer
    from gcmplan.views.month import Month

_EVENTS = (("Start", "index.html"), ("Events", "list.html"))


def pages(contents: Contents, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """Yield each of these pages with its path."""
    rows = _Rows(contents, renderer)
    yield from map(rows.event, contents.events)
    yield from map(rows.session, contents.programmes)
    yield from rows.months()


class _Rows:
    def __init__(self, contents: Contents, renderer: Renderer) -> None:
        self.contents, self.plan = contents, contents.plan
        self.render = renderer.render

    def event(self, event: Event) -> tuple[str, bytes]:
        """Return the page of an event."""
        contents, plan = self.contents, self.plan
        (record,) = records_of(plan, [event])
        facts = event_facts(plan, event)
        if record.is_disputed:
            facts.append(("Disputed", ["Another official document gives another date."]))
        if record.documents:
            facts.append(("Other documents", list(record.documents)))
        related = list(related_to(plan, event))
        same = [(one.event, one.delegations) for one in contents.same_days(event)]
        related += [("At the same time", same)] if same else []
        group = plan.group_of(event)
        trail = (*_EVENTS, (group.title, names.group_file(group.id)))
        path, title = names.event_file(event.id), event.short or event.title
        return path, self.render(
            "event",
            SitePage(path, title, f"{event.title}: {dated(event)}", trail),
            event=event,
            record=record,
            facts=facts,
            sessions=contents.programmes_of(event),
            related=related,
            steps=contents.steps_of_event(event),
            feed=names.event_file(event.id, "ics"),
            propose=_form(plan, event),
        )

    def session(self, programme: Programme) -> tuple[str, bytes]:
        """Return the page of a session."""
        path = names.session_file(programme.session.id)
        event = programme.event
        above: tuple[tuple[str, str], ...] = (("Sessions", "sessions/index.html"),)
        if event:
            above = (*above, (event.short or event.title, names.event_file(event.id)))
        label = "Programme" if event else ""
        trail = (("Start", "index.html"), *above)
        page = SitePage(path, programme.title, f"Programme: {programme.when}", trail, label)
        return path, self.render(
            "session",
            page,
            head=head_facts(programme),
            days=agenda_of(programme),
            rest=rest_facts(self.plan, programme),
            none=NO_PROGRAMME,
        )

    def months(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pages of months and their grids."""
        firsts = self.contents.months
        found = months(self.plan, self.contents.records, firsts)
        for number, month in enumerate(found):
            around = [firsts[number - 1] if number else None, *firsts[number + 1 : number + 2]]
            yield from self._month(month, around)

    def _month(self, month: Month, around: Sequence[date | None]) -> Iterator[tuple[str, bytes]]:
        name = f"{month.first:%Y-%m}"
        path, picture = names.month_file(name), names.month_file(name, "svg")
        drawn = grid_alone(month, self.contents.on)
        yield picture, drawn.encode()
        links = [(month_name(day), names.month_file(f"{day:%Y-%m}")) if day else None for day in around]
        before, after = (*links, None, None)[:2]
        holidays = [*(holiday.words for holiday in month.holidays), *month.weekends]
        page = SitePage(
            path,
            month.heading,
            f"The events of {month.heading}.",
            (("Start", "index.html"), ("Months", "months/index.html")),
        )
        yield (
            path,
            self.render(
                "month",
                page,
                month=month,
                picture=picture,
                size=size_of(drawn),
                signs=SIGNS,
                windows=month.windows,
                notes=[("Holidays of the hosts", holidays)] if holidays else [],
                before=before,
                after=after,
            ),
        )


def _form(plan: Workplan, event: Event) -> str | None:
    """Return the address of the form for proposing a change of an event."""
    if plan.site is None or plan.site.propose is None:
        return None
    values = {"{id}": event.id, "{title}": event.title}
    return re.sub(r"\{(id|title)\}", lambda found: quote(values[found[0]], safe=""), plan.site.propose)
