"""`gcmplan move`: an event on another date."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.editing import EditOptions, IdArgument, editing, run_edit


@editing
def move(
    options: EditOptions,
    name: IdArgument,
    date: Annotated[
        str, typer.Argument(metavar="DATE", help="'5-8 June 2017', 'June 2018 TBA', '+1 week'.", show_default=False)
    ],
) -> None:
    """Give an event another date; its programme, its place in the file and what follows from it move along.

    The date is written as in the plan, or relative to the one that stands there: '+1 week', '2 days earlier'.
    """
    from gcmplan.editing import actions

    run_edit(options, lambda found: actions.move(found, name, date, options.source))
