"""`gcmplan who`: where a person or an office appears."""

from __future__ import annotations

from typing import Annotated

import typer

from gcmplan.cli.formats import PeopleFormat
from gcmplan.cli.options import Color, ColorOption, PlanOption
from gcmplan.cli.output import chosen_format, open_plan, write, write_table


def who(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name or an office, or words of it.")],
    *,
    plan: PlanOption = None,
    form: Annotated[
        PeopleFormat | None,
        typer.Option("--format", "-f", help="Output format; a table on a terminal, else plain.", show_default=False),
    ] = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show where a person or an office appears, and in which role.

    Looks through the chairs, moderators, rapporteurs, speakers and organisers of all sessions. Titles, accents and
    capitals make no difference: 'Gomez Camacho' finds Gómez Camacho. Piped: one part a line, status, name, role,
    part, session, item, date, start, end and title between tabs.
    """
    from gcmplan.plan.people import find_people

    found = find_people(open_plan(plan), name)
    if (form or PeopleFormat(chosen_format(None).value)) is PeopleFormat.PLAIN:
        from gcmplan.export.people import plain as people_plain

        write(people_plain.render(found))
        return
    from gcmplan.terminal.console import console, rendered, width_of
    from gcmplan.terminal.sessions import appearances_table

    out = console(color.value)
    write_table(rendered(out, appearances_table(found, width_of(out))))
