"""`gcmplan timeline`: a plan as bars over time."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.formats import TimelineFormat
from gcmplan.cli.options import Color, ColorOption, Filters, OnOption, PlanOption, filtered, read_day
from gcmplan.cli.output import OutputOption, chosen, open_plan, spare_plan, today, words_of, write_table, write_to
from gcmplan.cli.pictures import FORM, form_for

if TYPE_CHECKING:
    from gcmplan.views.timeline import Timeline


class Lines(StrEnum):
    """One line for each event, group or body."""

    EVENT = "event"
    GROUP = "group"
    BODY = "body"


class PictureSize(StrEnum):
    """How large the pages of a picture are."""

    TALL = "tall"
    SLIDE = "slide"
    A4 = "a4"
    A3 = "a3"


_NARROWEST, _WIDEST = 40, 400


@filtered
def timeline(
    filters: Filters,
    *,
    by: Annotated[Lines, typer.Option("--by", help="One line for each event, group or body.")] = Lines.EVENT,
    on: OnOption = "today",
    ascii_only: Annotated[bool, typer.Option("--ascii", help="Draw with letters and signs of ASCII.")] = False,
    width: Annotated[int | None, typer.Option("--width", metavar="N", help="Columns.", show_default=False)] = None,
    form: Annotated[TimelineFormat | None, FORM] = None,
    size: Annotated[
        PictureSize, typer.Option("--size", help="Pages of a picture; tall: one, as tall as it needs.")
    ] = PictureSize.TALL,
    font: Annotated[
        Path | None, typer.Option("--font", metavar="FILE", help="A font for png and pdf.", show_default=False)
    ] = None,
    output: OutputOption = None,
    plan: PlanOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show events as bars over time.

    A section for each phase, a line for each event; with --by group or body, a line for each of these.
    """
    from gcmplan.query.states import find_state
    from gcmplan.views.timeline import By
    from gcmplan.views.timeline import timeline as timeline_of

    if width is not None and not _NARROWEST <= width <= _WIDEST:
        raise typer.BadParameter(f"{width} is not between {_NARROWEST} and {_WIDEST}", param_hint="--width")
    form = form_for(form, output, TimelineFormat)
    spare_plan(output, plan, form)
    workplan = open_plan(plan)
    records, only = chosen(workplan, filters), words_of(workplan, filters)
    states = [find_state(workplan, text) for text in filters.criteria(today(), workplan).delegations]
    found = timeline_of(workplan, records, By(by.value), read_day(on, "--on", today(), workplan), states)
    match form:
        case TimelineFormat.TEXT:
            _write_text(found, only, color, width, output, ascii_only=ascii_only)
        case TimelineFormat.JSON:
            from gcmplan.export.timeline import json as timeline_json

            write_to(output, [timeline_json.render(workplan, records, states)])
        case TimelineFormat.SVG | TimelineFormat.PNG | TimelineFormat.PDF:
            from gcmplan.cli.pictures import write_drawn, write_pages
            from gcmplan.export.timeline import svg

            pages = svg.render(found, svg.SIZES[size.value], only)
            if form is TimelineFormat.SVG:
                write_pages(pages, form, output)
            else:
                write_drawn(pages, workplan.title, form, output, font)
        case TimelineFormat.HTML:
            from gcmplan.export.events import html
            from gcmplan.export.page import Page
            from gcmplan.export.timeline import svg

            pages = svg.render(found, svg.SIZES["tall"], only)
            picture = Page("").join(Page(page) for page in pages)  # noqa: S704 - our own picture
            write_to(output, html.render(workplan, records, only, picture))


def _write_text(
    found: Timeline, only: str, color: Color, width: int | None, output: str | None, *, ascii_only: bool
) -> None:
    from gcmplan.terminal.console import console, rendered
    from gcmplan.terminal.listing import kept
    from gcmplan.terminal.timeline import timeline_lines

    out = console(color.value)
    out.width = width or max(_NARROWEST, min(out.width, _WIDEST))
    lines = timeline_lines(found, out.width, ascii_only=ascii_only, in_color=bool(out.color_system))
    text = rendered(out, [*kept(only), *lines])
    if output is None:
        write_table(text)
    else:
        write_to(output, [text])
