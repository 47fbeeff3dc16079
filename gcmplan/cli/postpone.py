"""`gcmplan postpone`: an event that comes later."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.editing import AnywayOption, DryRunOption, IdArgument, SourceOption, run_edit
from gcmplan.cli.options import Color, ColorOption, PlanOption


def postpone(
    name: IdArgument,
    date: Annotated[
        str | None,
        typer.Argument(metavar="[DATE]", help="The later date; left out, it is to be announced.", show_default=False),
    ] = None,
    *,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    plan: PlanOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Postpone an event to a later date, or to one that is to be announced."""
    from gcmplan.editing import actions

    run_edit(plan, lambda found: actions.postpone(found, name, date, source), color, dry_run=dry_run, anyway=anyway)
