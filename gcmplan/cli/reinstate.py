"""`gcmplan reinstate`: an event that takes place after all."""

from __future__ import annotations

from gcmplan.cli.editing import AnywayOption, DryRunOption, IdArgument, SourceOption, run_edit
from gcmplan.cli.options import Color, ColorOption, PlanOption


def reinstate(
    name: IdArgument,
    *,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    plan: PlanOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Schedule an event again that was cancelled or postponed."""
    from gcmplan.editing import actions

    run_edit(plan, lambda found: actions.reinstate(found, name, source), color, dry_run=dry_run, anyway=anyway)
