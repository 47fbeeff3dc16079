"""`gcmplan cancel`: an event that does not take place."""

from __future__ import annotations

from gcmplan.cli.editing import AnywayOption, DryRunOption, IdArgument, SourceOption, run_edit
from gcmplan.cli.options import Color, ColorOption, PlanOption


def cancel(
    name: IdArgument,
    *,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    plan: PlanOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Cancel an event; its row stays, and calendars show it as cancelled."""
    from gcmplan.editing import actions

    run_edit(plan, lambda found: actions.cancel(found, name, source), color, dry_run=dry_run, anyway=anyway)
