"""`gcmplan log`: the history of the plan, of one event, session or deadline."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.complete import complete_id
from gcmplan.cli.find import find_tracked_plan
from gcmplan.cli.formats import RowsFormat
from gcmplan.cli.options import Color, ColorOption, PlanOption
from gcmplan.cli.output import limits, write, write_table
from gcmplan.cli.past import past_of, tell_if_shallow
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gcmplan.history.walk import History
    from gcmplan.views.log import Chronicle, Entry


_Row = Annotated[
    str | None,
    typer.Argument(
        metavar="[ID]",
        help="Id of an event, session or deadline, or its beginning; also a former id, or a removed event's.",
        show_default=False,
        autocompletion=complete_id,
    ),
]
_Limit = Annotated[
    int | None, typer.Option("--limit", "-n", metavar="N", min=1, help="Only the newest N.", show_default=False)
]
_Format = Annotated[
    RowsFormat | None,
    typer.Option("--format", "-f", help="Output format; a table on a terminal, else plain.", show_default=False),
]


def log(
    event_id: _Row = None,
    *,
    limit: _Limit = None,
    plan: PlanOption = None,
    form: _Format = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show how the plan, or one event, came to be what it is: from git, the newest change first.

    Each commit of the main line is shown by its changes in meaning; comments, order and formatting do not count.
    Changes of an event's sessions belong to it. Piped: day, author, commit and what changed between tabs.
    """
    from gcmplan.views.log import of_plan, of_row

    chosen = form or (RowsFormat.TABLE if sys.stdout.isatty() else RowsFormat.PLAIN)

    def use(history: History) -> tuple[History, Chronicle, list[str]]:
        told = of_plan(history, limit) if event_id is None else of_row(history, event_id, limit)
        return history, told, list(_text(told.entries, chosen, color))

    history, told, text = past_of(find_tracked_plan(plan), limits(), use)
    if chosen is RowsFormat.TABLE:
        write_table("".join(text))
    else:
        write(text)
    if told.silent:
        count = plural(told.silent, "{} revision", "{} revisions")
        sys.stderr.write(f"Left out: {count} that changed nothing in meaning\n")
    tell_if_shallow(history)


def _text(entries: Sequence[Entry], form: RowsFormat, color: Color) -> Iterable[str]:
    if form is RowsFormat.TABLE:
        from gcmplan.terminal.console import console, rendered, width_of
        from gcmplan.terminal.revisions import revisions

        out = console(color.value)
        return [rendered(out, [revisions(entries, width_of(out))])]
    if form is RowsFormat.JSON:
        from gcmplan.export.log import json

        return json.render(entries)
    from gcmplan.export.log import plain

    return plain.render(entries)
