"""`gcmplan export`: events in formats for other programs; one sub-command a format."""

from __future__ import annotations

import os
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gcmplan.cli.find import find_plan
from gcmplan.cli.options import Filters, PlanOption, filtered
from gcmplan.cli.output import (
    OutputOption,
    chosen,
    load,
    refuse_terminal,
    spare_plan,
    words_of,
    write_to,
)
from gcmplan.errors import UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

_INSTEAD = dict.fromkeys(("pdf", "png", "svg"), "gcmplan timeline -o year.pdf draws a picture, also as png and svg")
_INSTEAD |= {name: f"gcmplan export {form}" for name, form in (("excel", "xlsx"), ("xls", "xlsx"), ("calendar", "ics"))}
"""Formats that people ask for, and what makes them."""


def export(words: Sequence[str]) -> typer.Typer:
    """Return the group of the formats, with the one that some words ask for, or with all.

    Raises:
        UnknownValueError: the words name another format.

    """
    formats = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        subcommand_metavar="FORMAT [OPTIONS]",
        help="Write events for other programs: calendars, tables, pages.",
    )
    asked = next((word for word in words[words.index("export") + 1 :] if not word.startswith("-")), None)
    known = ["ics", *_TABLES]
    if asked is not None and asked not in known and "_GCMPLAN_COMPLETE" not in os.environ:
        error = UnknownValueError("format", asked, known)
        error.hint = _INSTEAD.get(asked.lower(), error.hint)
        raise error
    for name in [asked] if asked in known else known:
        formats.command(name)(_sparing(name, filtered(_TABLES[name]) if name in _TABLES else _ics()))
    return formats


def _ics() -> Callable[..., None]:
    from gcmplan.cli.export_ics import export_ics

    return export_ics


def _sparing(form: str, command: Callable[..., None]) -> Callable[..., None]:
    """Keep a command from writing over the plan, and its format under the ending of another."""

    @wraps(command)
    def wrapper(*, plan: str | None, output: str | None, **arguments: Any) -> None:
        spare_plan(output, plan, form)
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
    # With lxml, which the extra docx brings along, openpyxl writes other bytes and has errors of its own.
    os.environ["OPENPYXL_LXML"] = "False"
    from gcmplan.export.events import xlsx

    refuse_terminal(output, "xlsx")
    write_to(output, [xlsx.render(*_chosen(plan, filters))])


def _chosen(given: str | None, filters: Filters) -> tuple[Workplan, list[Record], str]:
    """Return a plan and what the filters keep of it, also in words."""
    plan = load(find_plan(given))
    return plan, chosen(plan, filters), words_of(plan, filters)


_TABLES = {
    "json": export_json,
    "csv": export_csv,
    "markdown": export_markdown,
    "html": export_html,
    "xlsx": export_xlsx,
}
"""The formats besides calendars, in the order of the help."""
