"""`gcmplan list`: events as a table by month."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.options import Color, ColorOption, Filters, FormatOption, PlanOption, filtered
from gcmplan.cli.output import Layout, chosen, open_plan, words_of, write_records


@filtered
def list_events(
    filters: Filters,
    *,
    short: Annotated[bool, typer.Option("--short", help="A table with one line for each event.")] = False,
    plan: PlanOption = None,
    form: FormatOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """List events by phase and month; undated ones last.

    Filters can be repeated or take several values with commas. With --grep or --kind session, meetings that are not in
    the workplan are listed too. On a terminal: a table. Piped: one event a line, id, first and last possible day, when,
    phase, group, kind, status, place and title between tabs.
    """
    workplan = open_plan(plan)
    layout = Layout.BY_MONTH_IN_LINES if short else Layout.BY_MONTH
    only = words_of(workplan, filters)
    write_records(workplan, chosen(workplan, filters), form, color, layout=layout, only=only)
