"""`gcmplan next`: what comes next."""

from __future__ import annotations

import sys
from datetime import date
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
    from gcmplan.query import Criteria, upcoming
    from gcmplan.record import records_of
    from gcmplan.span import day_text

    if not (number.isascii() and number.isdecimal() and 0 < len(number) <= _MOST_DIGITS and int(number)):
        raise typer.BadParameter(f"{number!r} is not a number from 1", param_hint="N")
    workplan = open_plan(plan)
    day = read_day(on, "--on", today())
    criteria = filters.criteria(today())
    entries = upcoming(workplan, criteria, day)[: int(number)]
    if not entries:
        fitting, those = ("", "") if criteria == Criteria() else (" that fits", " of what fits")
        days = [entry.when.latest for entry in upcoming(workplan, criteria, date.min) if entry.when.latest]
        last = f"; the last day{those} is {day_text(max(days))}, try --on" if days else ""
        sys.stderr.write(f"Nothing{fitting} comes after {day_text(day)}{last}\n")
    write_records(workplan, list(records_of(workplan, entries)), form, color, Layout.IN_ONE_RUN)
