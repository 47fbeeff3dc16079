"""`gcmplan sessions`: the meetings whose sessions are known."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.formats import RowsFormat
from gcmplan.cli.options import Color, ColorOption, Filters, PlanOption, filtered
from gcmplan.cli.output import chosen_format, open_plan, say_if_without_body, today, words_of, write, write_table


@filtered
def sessions(
    filters: Filters,
    *,
    plan: PlanOption = None,
    form: Annotated[
        RowsFormat | None,
        typer.Option("--format", "-f", help="Output format; a table on a terminal, else plain.", show_default=False),
    ] = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """List the sessions of meetings, with and without a programme, by date.

    Meetings that are not in the workplan, too. Piped: one session a line, status, id, event, when, place, whether
    there is a programme, and title between tabs.
    """
    from gcmplan.plan.programme import programmes
    from gcmplan.query.filters import Filter, by_date

    workplan = open_plan(plan)
    criteria = filters.criteria(today(), workplan)
    found = by_date(filter(Filter(workplan, criteria).keeps_session, programmes(workplan)))
    say_if_without_body(workplan, criteria.delegations)
    match form or RowsFormat(chosen_format(None).value):
        case RowsFormat.TABLE:
            from gcmplan.terminal.console import console, rendered, width_of
            from gcmplan.terminal.listing import kept
            from gcmplan.terminal.sessions import sessions_table

            out = console(color.value)
            lines = [*kept(words_of(workplan, filters)), *sessions_table(found, width_of(out))]
            write_table(rendered(out, lines))
        case RowsFormat.PLAIN:
            from gcmplan.export.sessions import plain as sessions_plain

            write(sessions_plain.render(found))
        case RowsFormat.JSON:
            from gcmplan.export.sessions import json as sessions_json

            write([sessions_json.render(found)])
