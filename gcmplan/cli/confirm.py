"""`gcmplan confirm`: a date that is sure."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.editing import EditOptions, IdArgument, editing, run_edit


@editing
def confirm(
    options: EditOptions,
    name: IdArgument,
    date: Annotated[
        str | None, typer.Argument(metavar="[DATE]", help="The date that is confirmed.", show_default=False)
    ] = None,
) -> None:
    """Drop TBC and TBA from an event's date and place; with a date, that one is confirmed."""
    from gcmplan.editing import actions

    run_edit(options, lambda found: actions.confirm(found, name, date, options.source))
