"""Sessions as a table, and the parts that people have in them."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gcmplan.dates.span import day_text
from gcmplan.plan.programme_status import ProgrammeStatus, status_of
from gcmplan.text.escape import visible
from gcmplan.views.agenda import clock
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from gcmplan.plan.people import Appearance
    from gcmplan.plan.programme import Programme

_WHEN, _PLACE, _GAP = 17, 10, 2
_TIME, _PART = 22, 10
"""Widths of "8 May 2017 10:15-13:00" and "rapporteur"."""
_LEAST = 16
"""As many columns as a title needs to be read."""


def sessions_table(programmes: Sequence[Programme], width: int) -> Iterator[RenderableType]:
    """Yield the sessions, `width` characters wide, and how many have a programme, are tentative and so on."""
    if not programmes:
        yield Text("No session fits.")
        return
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    for column in (_WHEN, max(16, width - _WHEN - _PLACE - 2 * _GAP), _PLACE):
        grid.add_column(width=column, overflow="fold")
    for one in programmes:
        items = f"{len(one.items)} items" if one.session.days else "no programme yet"
        title = Text.assemble((visible(one.session.id), "bold"), (f"  {items}", "dim"), f"\n{visible(one.title)}")
        grid.add_row(_warned(one).append(str(one.when)), title, Text(visible(str(one.place or ""))))
    yield grid
    held = sum(bool(one.session.days) for one in programmes)
    statuses = Counter(map(status_of, programmes))
    told = (ProgrammeStatus.TENTATIVE, ProgrammeStatus.POSTPONED, ProgrammeStatus.CANCELLED)
    apart = [f", {statuses[one]} {one}" for one in told if statuses[one]]
    count = f"{plural(len(programmes), '{} session', '{} sessions')}: {held} with a programme"
    yield Text(f"\n{count}{''.join(apart)}")


def appearances_table(found: Sequence[Appearance], width: int) -> Iterator[RenderableType]:
    """Yield each person or office, and below it the parts that they have, `width` characters wide.

    If few columns would be left for the session, it is below its day.
    """
    for number, (name, group) in enumerate(groupby(found, key=lambda one: one.name or one.role or "")):
        yield Text.assemble("\n" * bool(number), (visible(name), "bold"))
        left = width - _TIME - _PART - 2 * _GAP
        grid = Table.grid(padding=(0, _GAP, 0, 0))
        for column in (_TIME, _PART, left) if left >= _LEAST else (width,):
            grid.add_column(width=column, overflow="fold")
        for one in group:
            if left >= _LEAST:
                grid.add_row(_warned(one.programme).append(_time(one)), Text(one.part), _where(one))
            else:
                grid.add_row(_warned(one.programme).append(f"{_time(one)}  {one.part}"))
                grid.add_row(Padding(_where(one), (0, 0, 0, _GAP)))
        yield grid


def _warned(programme: Programme) -> Text:
    """Return the status line above a date that may not be valid, with its line end; empty if it is valid."""
    status = status_of(programme)
    label = "date open" if status is ProgrammeStatus.OPEN else status.value
    return Text() if status is ProgrammeStatus.CONFIRMED else Text.assemble((label.upper(), "bold red"), "\n")


def _time(one: Appearance) -> str:
    """Return the day and hours of an item, or the days of the whole session."""
    if one.item is None:
        return str(one.programme.when)
    hours = f" {clock(one.item.start, one.item.end)}" if one.item.start and one.item.end else ""
    return f"{day_text(one.item.date)}{hours}"


def _where(one: Appearance) -> Text:
    """Return the session and the item; below it the role."""
    title = one.item.item.title if one.item else one.programme.title
    text = Text.assemble((visible(one.programme.session.id), "bold"), f"  {visible(title)}")
    return text.append(f"\n{visible(one.role)}", style="dim") if one.role and one.name else text
