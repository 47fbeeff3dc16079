"""`gcmplan undo`: the last edit, taken back."""

from __future__ import annotations

from dataclasses import replace

from gcmplan.cli.editing import EditOptions, editing_without_source, plan_to_edit, run_made


@editing_without_source
def undo(options: EditOptions) -> None:
    """Take back the last edit made by command, unless its files were changed since.

    An edit that was committed is taken back in the files; with --commit that is committed, too.
    """
    from gcmplan.cli.edit_effect import EditEffect
    from gcmplan.cli.output import limits
    from gcmplan.editing.edit import undone
    from gcmplan.editing.undo import forget
    from gcmplan.files.folder import workplan_file

    path = plan_to_edit(options.plan)
    # It was so before: no error that was there then is a reason not to go back.
    run_made(replace(options, anyway=True), path, lambda: undone(path, limits()), EditEffect)
    if not options.dry_run:
        # An undone edit cannot be undone in turn.
        forget(workplan_file(path).parent)
