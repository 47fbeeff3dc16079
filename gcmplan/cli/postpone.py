"""`gcmplan postpone`: an event that comes later."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.command_line import TypedDate
from gcmplan.cli.editing import EditOptions, IdArgument, editing, run_edit


@editing
def postpone(
    options: EditOptions,
    name: IdArgument,
    date: Annotated[
        str | None,
        typer.Argument(metavar="[DATE]", help="The later date; left out, it is to be announced.", show_default=False),
    ] = None,
) -> None:
    """Postpone an event to a later date, or to one that is to be announced."""
    from gcmplan.editing import actions, mend

    words = name, date, options.source
    run_edit(
        options,
        lambda plan: actions.postpone(plan, *words),
        lambda files: mend.postpone(files, *words),
        TypedDate(["postpone", name], [date or ""]),
    )
