"""`gcmplan import`: events from a table of Excel, Word or CSV, or from a calendar, reviewed before they are written."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli import complete
from gcmplan.cli.editing import EditOptions, editing, plan_to_edit, run_edit
from gcmplan.cli.formats import EditFormat
from gcmplan.cli.output import limits, refuse_plan_file, write, write_file
from gcmplan.cli.questions import can_ask

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.cli.import_steps import Steps

_REFUSED = 1
"""The exit status if conflicts are all that there is."""


@editing
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An xlsx, csv, docx, ics or json file.")],
    *,
    into: Annotated[str | None, typer.Option("--into", metavar="PATH", help="The plan, as --plan.")] = None,
    names: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="NAME=KEY", help="What columns are: 'Day(s)=when,Meeting=title'."),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="GROUP", help="Of rows without one.", autocompletion=complete.complete_group),
    ] = None,
    groups_by: Annotated[
        str | None,
        typer.Option("--groups-by", metavar="colour|COLUMN", help="What becomes groups, new ones too."),
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option("--review", metavar="FILE", help="Write the review there; if it is there, add its rows."),
    ] = None,
    as_source: Annotated[
        str | None,
        typer.Option("--as-source", metavar="NAME", help="Write sources/NAME.yaml, to be compared with the plan."),
    ] = None,
    options: EditOptions,
) -> None:
    """Add the events of a table or calendar, after a review.

    The review shows how each row is read, and what is doubtful. On a terminal, its rows are added after a question;
    else '--review FILE' writes it into a file, which can be changed, and adds its rows the second time. Dates are read
    by the grammar of the plan alone: what cannot be read is TBC, with the words of the file as a doubt.

    A workbook that 'export xlsx' wrote comes back: its changed cells become edits. With --as-source, the rows are
    statements of another document about events of the plan: GP304 and 'diff' compare them with it.
    """
    from gcmplan.cli.import_steps import Wishes, steps_of, write_source
    from gcmplan.importing.edit import NothingNewError
    from gcmplan.importing.review import Review
    from gcmplan.text.escape import visible

    chosen = replace(options, plan=into or options.plan)
    wishes = Wishes(names or (), group, groups_by, as_table=as_source is not None)
    steps = steps_of(file, wishes, chosen)
    given = None
    if review:
        refuse_plan_file(review, plan_to_edit(chosen.plan), "--review")
    if review and review.exists():
        given = Review(review, limits())
        given.check_file(file)
        _warn(steps.conflicts)
    elif review:
        write_file(review, steps.review(visible(review.name)))
        write([f"Written: {visible(str(review))}, for you to change; the same command then adds its rows\n"])
        _warn(steps.conflicts)
        if steps.is_empty and steps.conflicts:
            raise typer.Exit(_REFUSED)
        return
    else:
        if options.form is EditFormat.TEXT:
            write(f"{visible(line)}\n" for line in steps.lines())
        if steps.is_empty:
            _end(steps)
            return
        if not (options.dry_run or can_ask()):
            sys.stderr.write("Nothing is written: accept the rows with --review FILE\n")
            return
        chosen = replace(chosen, was_asked=not options.dry_run)
    if as_source is not None:
        write_source(chosen, steps.drafts(given), file, as_source)
        return
    try:
        run_edit(chosen, steps.wish(given))
    except NothingNewError as error:
        _warn(remark for remark in error.args if remark not in steps.conflicts)
        _end(steps)


def _warn(remarks: Iterable[str]) -> None:
    from gcmplan.text.escape import visible

    sys.stderr.writelines(f"{visible(remark)}\n" for remark in remarks)


def _end(steps: Steps) -> None:
    """Say that nothing is written.

    Raises:
        typer.Exit: it is so because of conflicts.

    """
    sys.stderr.write(f"{steps.nothing}: nothing is written\n")
    if steps.conflicts:
        raise typer.Exit(_REFUSED)
