"""`gcmplan next`: what comes next."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from gcmplan.cli.options import Color, ColorOption, Filters, FormatOption, OnOption, PlanOption, filtered, read_day
from gcmplan.cli.output import Layout, open_plan, today, write_records

_MOST_DIGITS = 6


@filtered
def next_events(
    filters: Filters,
    number: Annotated[str, typer.Argument(metavar="[N]", help="How many.")] = "5",
    *,
    on: OnOption = "today",
    plan: PlanOption = None,
    form: FormatOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show what comes next, or is going on.

    Events, deadlines and meetings outside the workplan by date; cancelled and undated ones are left out.
    """
    from gcmplan.query import upcoming
    from gcmplan.record import records_of
    from gcmplan.span import day_text

    if not (number.isascii() and number.isdecimal() and 0 < len(number) <= _MOST_DIGITS and int(number)):
        raise typer.BadParameter(f"{number!r} is not a number from 1", param_hint="N")
    workplan = open_plan(plan)
    day = read_day(on, "--on", today())
    entries = upcoming(workplan, filters.criteria(today()), day)[: int(number)]
    if not entries:
        dates = [event.when.latest for event in workplan.events if event.when.latest]
        last = f"; the plan's last day is {day_text(max(dates))}, try --on" if dates else ""
        sys.stderr.write(f"Nothing comes after {day_text(day)}{last}\n")
    write_records(workplan, list(records_of(workplan, entries)), form, color, Layout.IN_ONE_RUN)
