"""`gcmplan show`: all that is known about one event, session or deadline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.complete import complete_id
from gcmplan.cli.find import locate_plan, shipped_plan
from gcmplan.cli.formats import Format
from gcmplan.cli.options import Color, ColorOption, FormatOption, PlanOption
from gcmplan.cli.output import chosen_format, open_plan, text_of, write, write_table
from gcmplan.cli.past import last_change_of

if TYPE_CHECKING:
    from gcmplan.plan.model import Deadline, Event
    from gcmplan.plan.programme import Programme
    from gcmplan.plan.workplan import Workplan


def show(
    event_id: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="An id of an event, session or deadline, or its beginning.",
            autocompletion=complete_id,
            show_default=False,
        ),
    ] = None,
    *,
    doubts: Annotated[bool, typer.Option("--doubts", help="All doubts of the plan, for the secretariat.")] = False,
    plan: PlanOption = None,
    form: FormatOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show all that is known about one event, session or deadline.

    Relations, lead times, deadlines, programme, who may attend, notes, doubts and sources included; doubts are for
    the secretariat: no other command shows them, and no JSON; --doubts lists those of the whole plan. The beginning of
    an id is enough if it fits one event alone. Piped: a label and a text between tabs on each line.
    """
    from gcmplan.query.lookup import find_shown
    from gcmplan.text.escape import visible
    from gcmplan.views.doubts import all_doubts
    from gcmplan.views.row import records_of

    if (event_id is None) is not doubts:
        raise typer.BadParameter("name one event, session or deadline, or ask for --doubts", param_hint="ID")
    workplan = open_plan(plan)
    shown = find_shown(workplan, event_id) if event_id is not None else None
    chosen = chosen_format(form)
    if chosen not in {Format.TABLE, Format.PLAIN}:
        if shown is None:
            raise typer.BadParameter(
                "doubts are shown as a table or plain: they do not leave the house", param_hint="-f"
            )
        write(text_of(workplan, list(records_of(workplan, [shown])), chosen))
        return
    facts = _facts(workplan, shown, plan) if shown else all_doubts(workplan)
    if chosen is Format.PLAIN:
        write(f"{visible(label)}\t{visible(text)}\n" for label, text in facts)
        return
    from gcmplan.terminal.console import console, rendered
    from gcmplan.terminal.detail import detail

    write_table(rendered(console(color.value), [detail(facts)]))


def _facts(workplan: Workplan, shown: Event | Programme | Deadline, given: str | None) -> Iterator[tuple[str, str]]:
    """Yield what is known about one of them; also its last change, if git knows one."""
    from gcmplan.changes.diff import DEADLINES, EVENTS, SESSIONS
    from gcmplan.plan.model import Deadline
    from gcmplan.plan.programme import Programme
    from gcmplan.views.event_details import facts_of, facts_of_deadline
    from gcmplan.views.session_details import facts_of_programme

    match shown:
        case Programme():
            facts, section, names = facts_of_programme(workplan, shown), SESSIONS, [shown.session.id]
        case Deadline():
            facts, section, names = facts_of_deadline(workplan, shown), DEADLINES, [shown.id]
        case _:
            facts, section, names = facts_of(workplan, shown), EVENTS, [shown.id, *reversed(shown.formerly)]
    yield from facts
    if change := last_change_of(locate_plan(given) or shipped_plan(), section, names):
        yield "Last change", change
