"""`gcmplan move`: an event on another date."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.editing import AnywayOption, DryRunOption, IdArgument, SourceOption, run_edit
from gcmplan.cli.options import Color, ColorOption, PlanOption


def move(
    name: IdArgument,
    date: Annotated[
        str, typer.Argument(metavar="DATE", help="'5-8 June 2017', 'June 2018 TBA', '+1 week'.", show_default=False)
    ],
    *,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    plan: PlanOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Give an event another date; its programme, its place in the file and what follows from it move along.

    The date is written as in the plan, or relative to the one that stands there: '+1 week', '2 days earlier'.
    """
    from gcmplan.editing import actions

    run_edit(plan, lambda found: actions.move(found, name, date, source), color, dry_run=dry_run, anyway=anyway)
