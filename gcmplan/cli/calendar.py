"""`gcmplan calendar`: months as grids."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.formats import CalendarFormat
from gcmplan.cli.options import Color, ColorOption, Filters, OnOption, PlanOption, filtered, read_day, read_days
from gcmplan.cli.output import OutputOption, chosen, open_plan, spare_plan, today, words_of, write_table, write_to
from gcmplan.cli.pictures import FORM, form_for
from gcmplan.dates.span import ALL_DAYS, Span

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

    Without MONTH they are the months of --in, or of --from and --to; without these the month of --on, or if nothing is
    on a known day in it, the next month with events.
    """
    from gcmplan.query.states import find_state
    from gcmplan.views.month import months as months_of

    form = form_for(form, output, CalendarFormat)
    spare_plan(output, plan, form)
    workplan = open_plan(plan)
    day = read_day(on, "--on", today(), workplan)
    records, only = chosen(workplan, filters), words_of(workplan, filters)
    criteria = filters.criteria(today(), workplan)
    firsts, why = _firsts(" ".join(month or ()), months, records, day, criteria.days)
    states = [find_state(workplan, text) for text in criteria.delegations]
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


def _firsts(
    text: str, number: int | None, records: Sequence[Record], on: date, kept: Sequence[Span]
) -> tuple[list[date], str]:
    """Return the first days of the months to show, and why they are those if none was asked for."""
    from gcmplan.views.month import first_month, why_this_month

    if text:
        days = read_days(text, "MONTH", on)
        firsts = _months(Span(days[0].first, days[-1].last), number)
        if len(firsts) > _MOST_MONTHS:
            raise typer.BadParameter(f"{text!r} is more than {_MOST_MONTHS} months", param_hint="MONTH")
        return firsts, ""
    within = Span(min(days.first for days in kept), max(days.last for days in kept)) if kept else ALL_DAYS
    if ALL_DAYS.first < within.first and within.last < ALL_DAYS.last:
        firsts = _months(within, number)
        if len(firsts) <= _MOST_MONTHS:
            return firsts, ""
    near = within.first if within.first > ALL_DAYS.first else min(on, within.last)
    first = first_month(records, near, within)
    return _months(Span(first, first), number), why_this_month(first, near)


def _months(days: Span, number: int | None) -> list[date]:
    """Return the first days of the months of some days, or of a number of months from their first; not many more."""
    from gcmplan.views.timeline import month_after

    firsts = [days.first.replace(day=1)]
    while len(firsts) < number if number else len(firsts) <= _MOST_MONTHS and month_after(firsts[-1]) <= days.last:
        firsts.append(month_after(firsts[-1]))
    return firsts


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
