"""`gcmplan list`: events as a table by month."""

from __future__ import annotations

from gcmplan.cli.options import Color, ColorOption, Filters, FormatOption, PlanOption, filtered
from gcmplan.cli.output import open_plan, today, write_records


@filtered
def list_events(
    filters: Filters, *, plan: PlanOption = None, form: FormatOption = None, color: ColorOption = Color.AUTO
) -> None:
    """List events by phase and month; undated ones last.

    Filters can be repeated or take several values with commas. On a terminal: a table. Piped: one event a line,
    id, first and last possible day, when, phase, group, kind, status, place and title between tabs.
    """
    from gcmplan.query import by_date, choose
    from gcmplan.record import records_of

    workplan = open_plan(plan)
    entries = by_date(choose(workplan, filters.criteria(today())))
    write_records(workplan, list(records_of(workplan, entries)), form, color)
