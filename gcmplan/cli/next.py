"""`gcmplan next`: what comes next."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.options import Color, ColorOption, Filters, FormatOption, OnOption, PlanOption, filtered, read_day
from gcmplan.cli.output import Layout, open_plan, today, write_records


@filtered
def next_events(
    filters: Filters,
    number: Annotated[int, typer.Argument(metavar="[N]", min=1, help="How many.")] = 5,
    *,
    on: OnOption = "today",
    plan: PlanOption = None,
    form: FormatOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show what comes next, or is going on.

    Events and deadlines by date; cancelled and undated ones are left out.
    """
    from gcmplan.query import upcoming
    from gcmplan.record import records_of

    workplan = open_plan(plan)
    day = read_day(on, "--on", today())
    entries = upcoming(workplan, filters.criteria(today()), day)[:number]
    write_records(workplan, list(records_of(workplan, entries)), form, color, Layout.IN_ONE_RUN)
