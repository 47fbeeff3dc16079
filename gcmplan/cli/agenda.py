"""`gcmplan agenda`: a meeting's programme, slot by slot."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.complete import complete_session, complete_zone
from gcmplan.cli.formats import AgendaFormat
from gcmplan.cli.options import Color, ColorOption, PlanOption
from gcmplan.cli.output import open_plan, write, write_table

if TYPE_CHECKING:
    from datetime import tzinfo

    from gcmplan.plan.programme import Programme
    from gcmplan.plan.workplan import Workplan


_Session = Annotated[
    str, typer.Argument(metavar="ID", help="The meeting's id, or its beginning.", autocompletion=complete_session)
]
_Day = Annotated[int | None, typer.Option(metavar="N", help="Only the first day, the second …")]
_Zone = Annotated[
    str | None,
    typer.Option(
        metavar="ZONE", help="Show the time there as well: New_York, Asia/Tokyo.", autocompletion=complete_zone
    ),
]
_Format = Annotated[
    AgendaFormat | None,
    typer.Option("--format", "-f", help="Output format; a table on a terminal, else plain.", show_default=False),
]


def agenda(
    session: _Session,
    *,
    day: _Day = None,
    tz: _Zone = None,
    plan: PlanOption = None,
    form: _Format = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show a meeting's programme slot by slot.

    Times are those of the meeting's place. Each item has the share of its time that the speaking limits take; between
    items the free time is shown. Piped: one item a line, status, date, start, end, both in the zone of --tz, minutes,
    minutes planned, kind, id, title and people between tabs.
    """
    from gcmplan.query.lookup import find_programme

    workplan = open_plan(plan)
    programme = find_programme(workplan, session)
    days = len(programme.session.days)
    if day is not None and not 1 <= day <= days:
        known = f"it has {days}" if days else "it has no programme yet"
        raise typer.BadParameter(f"there is no day {day} of '{programme.session.id}'; {known}", param_hint="--day")
    zone = _zone(workplan, programme, tz)
    match _chosen(form):
        case AgendaFormat.TABLE:
            _write_table(workplan, programme, zone, day, color)
        case AgendaFormat.PLAIN:
            _write_plain(programme, zone, day)
        case AgendaFormat.JSON:
            from gcmplan.export.agenda import json as agenda_json

            if zone:
                raise typer.BadParameter("JSON has the place's own time, and names its zone", param_hint="--tz")
            write([agenda_json.render(programme, day)])
        case AgendaFormat.MARKDOWN:
            from gcmplan.export.agenda import markdown as agenda_markdown

            write(agenda_markdown.render(workplan, programme, zone, day))


def _chosen(given: AgendaFormat | None) -> AgendaFormat:
    from gcmplan.cli.output import chosen_format

    return given or AgendaFormat(chosen_format(None).value)


def _zone(plan: Workplan, programme: Programme, text: str | None) -> tzinfo | None:
    """Return the reader's time zone, if one is asked for.

    Raises:
        typer.BadParameter: the meeting's own is not known.
        UnknownValueError, AmbiguousValueError: the text names none, or several.

    """
    if text is None:
        return None
    from gcmplan.query.zones import find_zone

    zone = find_zone(plan, text)
    if programme.zone is None:
        reason = f"of '{programme.session.id}' no place is known, and so no time zone"
        raise typer.BadParameter(reason, param_hint="--tz")
    return zone


def _write_plain(programme: Programme, zone: tzinfo | None, day: int | None) -> None:
    """Write the items; where there are none, say so, and where to look."""
    from gcmplan.export.agenda import plain as agenda_plain
    from gcmplan.views.agenda import NO_PROGRAMME

    if not programme.session.days:
        known = f"'gcmplan show {programme.session.id}' has what is known, and who may attend"
        sys.stderr.write(f"{NO_PROGRAMME}\nHint: {known}\n")
    write(agenda_plain.render(programme, zone, day))


def _write_table(plan: Workplan, programme: Programme, zone: tzinfo | None, day: int | None, color: Color) -> None:
    """Write what the meeting is, its days and, unless one day is asked for, the rest."""
    from gcmplan.query.filter_words import day_words
    from gcmplan.terminal.agenda import agenda as agenda_table
    from gcmplan.terminal.console import console, rendered, width_of
    from gcmplan.terminal.detail import detail
    from gcmplan.terminal.listing import kept
    from gcmplan.views.session_details import facts_of_head, facts_of_rest

    out = console(color.value)
    only = kept(day_words(day, len(programme.session.days)) if day else "")
    parts = [*only, detail(facts_of_head(programme, zone)), *agenda_table(programme, width_of(out), zone, day)]
    write_table(rendered(out, parts if day else [*parts, "", detail(facts_of_rest(plan, programme))]))
