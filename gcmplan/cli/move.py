"""`gcmplan move`: an event on another date."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.command_line import TypedDate
from gcmplan.cli.editing import EditOptions, OptionalIdArgument, ask_for, editing, run_edit
from gcmplan.cli.questions import date_question, event_question


@editing
def move(
    options: EditOptions,
    name: OptionalIdArgument = None,
    date: Annotated[
        str | None,
        typer.Argument(metavar="DATE", help="'5-8 June 2017', 'June 2018 TBA', '+1 week'.", show_default=False),
    ] = None,
) -> None:
    """Give an event another date; its programme, its place in the file and what follows from it move along.

    The date is written as in the plan, or relative to the present one: '+1 week', '2 days earlier'. On a terminal, what
    is left out is asked for.
    """
    from gcmplan.editing import actions, mend

    known = {"ID": name or "", "DATE": date or ""}
    asked, given = ask_for(options, lambda plan: (event_question(plan), date_question(plan)), known)
    words = given["ID"], given["DATE"], options.source
    run_edit(
        asked,
        lambda plan: actions.move(plan, *words),
        lambda files: mend.move(files, *words),
        TypedDate(["move", given["ID"]], [given["DATE"]]),
    )
