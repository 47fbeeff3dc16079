"""`gcmplan confirm`: a date that is sure."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.editing import AnywayOption, DryRunOption, IdArgument, SourceOption, run_edit
from gcmplan.cli.options import Color, ColorOption, PlanOption


def confirm(
    name: IdArgument,
    date: Annotated[
        str | None, typer.Argument(metavar="[DATE]", help="The date that is confirmed.", show_default=False)
    ] = None,
    *,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    plan: PlanOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Drop TBC and TBA from an event's date and place; with a date, that one is confirmed."""
    from gcmplan.editing import actions

    run_edit(plan, lambda found: actions.confirm(found, name, date, source), color, dry_run=dry_run, anyway=anyway)
