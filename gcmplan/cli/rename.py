"""`gcmplan rename`: an event under another id."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.editing import EditOptions, IdArgument, editing, run_edit


@editing
def rename(
    options: EditOptions,
    name: IdArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new id.", show_default=False)],
) -> None:
    """Give an event another id: every reference follows, and calendars keep the entry that they have.

    The earlier id is kept under 'formerly', and still finds the event.
    """
    from gcmplan.editing import mend, rows

    words = name, new, options.source
    run_edit(options, lambda plan: rows.rename(plan, *words), lambda files: mend.rename(files, *words))
