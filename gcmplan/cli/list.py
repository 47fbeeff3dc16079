"""`gcmplan list`: events as a table by month."""

from __future__ import annotations

from gcmplan.cli.options import Color, ColorOption, Filters, FormatOption, PlanOption, filtered
from gcmplan.cli.output import open_plan, today, write_records


@filtered
def list_events(
    filters: Filters, *, plan: PlanOption = None, form: FormatOption = None, color: ColorOption = Color.AUTO
) -> None:
    """List events by phase and month; undated ones last.

    Filters can be repeated or take several values with commas. With --grep or --kind session, meetings that are not in
    the workplan are listed too. On a terminal: a table. Piped: one event a line, id, first and last possible day, when,
    phase, group, kind, status, place and title between tabs.
    """
    from gcmplan.query import beside, by_date, choose
    from gcmplan.record import SESSION, records_of

    workplan = open_plan(plan)
    criteria = filters.criteria(today())
    outside = beside(workplan, criteria) if criteria.texts or SESSION in criteria.kinds else []
    entries = by_date([*choose(workplan, criteria), *outside])
    write_records(workplan, list(records_of(workplan, entries)), form, color)
