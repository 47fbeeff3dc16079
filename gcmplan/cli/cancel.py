"""`gcmplan cancel`: an event that does not take place."""

from __future__ import annotations

from gcmplan.cli.editing import EditOptions, IdArgument, editing, run_edit


@editing
def cancel(
    options: EditOptions,
    name: IdArgument,
) -> None:
    """Cancel an event; its row stays, and calendars show it as cancelled."""
    from gcmplan.editing import actions, mend

    words = name, options.source
    run_edit(options, lambda plan: actions.cancel(plan, *words), lambda files: mend.cancel(files, *words))
