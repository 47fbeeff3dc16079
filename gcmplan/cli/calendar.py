"""`gcmplan calendar`: months as grids."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.formats import CalendarFormat
from gcmplan.cli.options import Color, ColorOption, Filters, OnOption, PlanOption, filtered, read_day, read_days
from gcmplan.cli.output import OutputOption, chosen, open_plan, spare_plan, today, words_of, write_table, write_to
from gcmplan.cli.pictures import FORM, form_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gcmplan.views.month import Month
    from gcmplan.views.row import Record

_NARROWEST, _WIDEST = 40, 200
_MOST_MONTHS = 24


@filtered
def calendar(
    filters: Filters,
    *,
    month: Annotated[
        list[str] | None, typer.Argument(metavar="[MONTH]", help="The first month: May 2017.", show_default=False)
    ] = None,
    months: Annotated[
        int | None, typer.Option("--months", metavar="N", min=1, max=_MOST_MONTHS, help="How many.", show_default=False)
    ] = None,
    on: OnOption = "today",
    ascii_only: Annotated[bool, typer.Option("--ascii", help="Draw with letters and signs of ASCII.")] = False,
    form: Annotated[CalendarFormat | None, FORM] = None,
    output: OutputOption = None,
    plan: PlanOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show months as grids, each event as a bar with a number; below them date, title and place by number.

    Without MONTH it is the month of --on, or if nothing is on a known day in it, the next month with events.
    """
    from gcmplan.query.states import find_state
    from gcmplan.views.month import months as months_of

    form = form_for(form, output, CalendarFormat)
    spare_plan(output, plan)
    workplan = open_plan(plan)
    day = read_day(on, "--on", today(), workplan)
    records, only = chosen(workplan, filters), words_of(workplan, filters)
    firsts, why = _firsts(" ".join(month or ()), months, records, day)
    states = [find_state(workplan, text) for text in filters.criteria(today(), workplan).delegations]
    found = months_of(workplan, records, firsts, states)
    if form is CalendarFormat.TEXT:
        _write_text(found, [only, why], day, color, output, ascii_only=ascii_only)
        return
    sys.stderr.write(f"{why}\n" if why else "")
    if form is CalendarFormat.SVG:
        from gcmplan.export.calendar import svg

        write_to(output, [svg.render(workplan.title, found, day, only)])
    else:
        from gcmplan.export.calendar import html

        write_to(output, html.render(workplan, found, day, only))


def _firsts(text: str, number: int | None, records: Sequence[Record], on: date) -> tuple[list[date], str]:
    """Return the first days of the months to show, and why they are those if none was asked for."""
    from gcmplan.views.month import first_month, why_this_month
    from gcmplan.views.timeline import month_after

    if text:
        days = read_days(text, "MONTH", on)
        first, last = days[0].first.replace(day=1), days[-1].last
        why = ""
    else:
        first = last = first_month(records, on)
        why = why_this_month(records, on)
    firsts = [first]
    while len(firsts) < number if number else month_after(firsts[-1]) <= last:
        firsts.append(month_after(firsts[-1]))
        if len(firsts) > _MOST_MONTHS:
            raise typer.BadParameter(f"{text!r} is more than {_MOST_MONTHS} months", param_hint="MONTH")
    return firsts, why


def _write_text(
    found: Sequence[Month], above: list[str], on: date, color: Color, output: str | None, *, ascii_only: bool
) -> None:
    """Write months as text, below what is said above them."""
    from gcmplan.terminal.console import console, rendered
    from gcmplan.terminal.listing import kept
    from gcmplan.terminal.month import month_lines

    out = console(color.value)
    out.width = max(_NARROWEST, min(out.width, _WIDEST))
    said = [line for text in above for line in kept(text)]
    text = rendered(out, [*said, *month_lines(found, out.width, on, ascii_only=ascii_only)])
    if output is None:
        write_table(text)
    else:
        write_to(output, [text])
