"""`gcmplan reinstate`: an event that takes place after all."""

from __future__ import annotations

from gcmplan.cli.editing import EditOptions, IdArgument, editing, run_edit


@editing
def reinstate(
    options: EditOptions,
    name: IdArgument,
) -> None:
    """Schedule an event again that was cancelled or postponed."""
    from gcmplan.editing import actions, mend

    words = name, options.source
    run_edit(options, lambda plan: actions.reinstate(plan, *words), lambda files: mend.reinstate(files, *words))
