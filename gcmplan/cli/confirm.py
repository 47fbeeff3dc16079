"""`gcmplan confirm`: an event and a date that are sure."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.command_line import TypedDate
from gcmplan.cli.editing import EditOptions, OptionalIdArgument, ask_for, editing, plan_to_edit, run_edit
from gcmplan.cli.questions import can_ask, date_question, event_question


@editing
def confirm(
    options: EditOptions,
    name: OptionalIdArgument = None,
    date: Annotated[
        str | None, typer.Argument(metavar="[DATE]", help="The date that is confirmed.", show_default=False)
    ] = None,
) -> None:
    """Drop TBC and TBA from an event, its date and its place; with a date, that one is confirmed.

    On a terminal, the event is asked for if it is left out, and the date if none is known.
    """
    from gcmplan.editing import actions, mend

    asked, given = ask_for(options, lambda plan: (event_question(plan),), {"ID": name or ""})
    if date is None and can_ask() and _is_undated(options, given["ID"]):
        asked, given = ask_for(asked, lambda plan: (date_question(plan),), given | {"DATE": ""})
        date = given["DATE"]
    words = given["ID"], date, options.source
    run_edit(
        asked,
        lambda plan: actions.confirm(plan, *words),
        lambda files: mend.confirm(files, *words),
        TypedDate(["confirm", given["ID"]], [date or ""]),
    )


def _is_undated(options: EditOptions, name: str) -> bool:
    """Whether nothing is known of an event's date that could be confirmed."""
    from gcmplan.cli.output import load
    from gcmplan.query.filters import find_event

    return find_event(load(plan_to_edit(options.plan)), name).when.window is None
