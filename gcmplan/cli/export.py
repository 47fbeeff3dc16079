"""`gcmplan export`: events in formats for other programs; one sub-command a format."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from gcmplan.cli.find import find_plan, locate_plan
from gcmplan.cli.options import Filters, PlanOption, filtered
from gcmplan.cli.output import (
    STDOUT,
    OutputOption,
    chosen,
    limits,
    refuse_folder,
    refuse_plan_file,
    refuse_terminal,
    words_of,
    write_to,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record


class _Formats(TyperGroup):
    """Makes the formats' commands when `export` is what is asked for: every other start would pay for them."""

    def make_context(self, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401 - as the group has it
        self.commands = get_group(_formats()).commands
        return super().make_context(*arguments, **more)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as the group has it
        if args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            from gcmplan.errors import UnknownValueError

            raise UnknownValueError("format", args[0], self.commands)
        return super().resolve_command(ctx, args)


export = typer.Typer(
    cls=_Formats,
    no_args_is_help=True,
    options_metavar="",
    subcommand_metavar="FORMAT [OPTIONS]",
    help="Write events for other programs: calendars, tables, pages.",
)


def _formats() -> typer.Typer:
    """Return the commands, in the order of the help."""
    from gcmplan.cli.export_ics import export_ics

    formats = typer.Typer(rich_markup_mode=None)
    formats.command("ics")(_sparing(export_ics))
    for name, command in (
        ("json", export_json),
        ("csv", export_csv),
        ("markdown", export_markdown),
        ("html", export_html),
        ("xlsx", export_xlsx),
    ):
        formats.command(name)(_sparing(filtered(command)))
    return formats


def _sparing(command: Callable[..., None]) -> Callable[..., None]:
    """Keep a command from writing over the plan."""

    @wraps(command)
    def wrapper(*, plan: str | None, output: str | None, **arguments: Any) -> None:
        if output and output != STDOUT:
            refuse_folder(output, "-o")
        found = locate_plan(plan)
        if found is not None and output not in {None, STDOUT}:
            refuse_plan_file(Path(output or ""), found, "-o")
        command(plan=plan, output=output, **arguments)

    return wrapper


def export_json(filters: Filters, *, plan: PlanOption = None, output: OutputOption = None) -> None:
    """Write JSON, one event a line.

    'gcmplan schema events' describes it.
    """
    from gcmplan.export.events import json

    workplan, records, _ = _chosen(plan, filters)
    write_to(output, json.render(workplan, records))


def export_csv(
    filters: Filters,
    *,
    plan: PlanOption = None,
    output: OutputOption = None,
    excel: Annotated[bool, typer.Option("--excel", help="Begin with a mark by which Excel knows UTF-8.")] = False,
) -> None:
    """Write comma-separated values (RFC 4180).

    One row for each span of days: an event on 20 and 22-23 February has two. A window has one, with 'no' below 'exact'.
    """
    from gcmplan.export.events import csv

    _, records, _ = _chosen(plan, filters)
    write_to(output, csv.render(records, marked=excel))


def export_markdown(filters: Filters, *, plan: PlanOption = None, output: OutputOption = None) -> None:
    """Write Markdown, a table for each phase."""
    from gcmplan.export.events import markdown

    write_to(output, markdown.render(*_chosen(plan, filters)))


def export_html(filters: Filters, *, plan: PlanOption = None, output: OutputOption = None) -> None:
    """Write a web page, a table for each phase.

    It needs no other file, and prints.
    """
    from gcmplan.export.events import html

    write_to(output, html.render(*_chosen(plan, filters)))


def export_xlsx(filters: Filters, *, plan: PlanOption = None, output: OutputOption = None) -> None:
    """Write a workbook for Excel or LibreOffice.

    One sheet holds a row for each span of days, as csv does; the other says what the colours, words and columns mean.
    """
    from gcmplan.export.events import xlsx

    refuse_terminal(output, "xlsx")
    write_to(output, [xlsx.render(*_chosen(plan, filters))])


def _chosen(given: str | None, filters: Filters) -> tuple[Workplan, list[Record], str]:
    """Return a plan and what the filters keep of it, also in words."""
    from gcmplan.loading.load import load_plan

    plan = load_plan(find_plan(given), limits())
    return plan, chosen(plan, filters), words_of(plan, filters)
