"""`gcmplan show`: all that is known about one event, session or deadline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gcmplan.cli.find import locate_plan, shipped_plan
from gcmplan.cli.options import Color, ColorOption, Format, FormatOption, IdArgument, PlanOption
from gcmplan.cli.output import chosen_format, open_plan, text_of, write, write_table
from gcmplan.cli.past import last_change_of

if TYPE_CHECKING:
    from gcmplan.plan.model import Deadline, Event
    from gcmplan.plan.programme import Programme
    from gcmplan.plan.workplan import Workplan


def show(
    event_id: IdArgument, *, plan: PlanOption = None, form: FormatOption = None, color: ColorOption = Color.AUTO
) -> None:
    """Show all that is known about one event, session or deadline.

    Relations, lead times, deadlines, programme, who may attend, notes, doubts and sources included; doubts are for
    the secretariat: no other command shows them, and no JSON. The beginning of an id is
    enough if it fits one event alone. Piped: a label and a text between tabs on each line.
    """
    from gcmplan.query.lookup import find_shown
    from gcmplan.text.escape import visible
    from gcmplan.views.row import records_of

    workplan = open_plan(plan)
    shown = find_shown(workplan, event_id)
    match chosen_format(form):
        case Format.TABLE:
            from gcmplan.terminal.console import console, rendered
            from gcmplan.terminal.detail import detail

            write_table(rendered(console(color.value), [detail(_facts(workplan, shown, plan))]))
        case Format.PLAIN:
            write(f"{visible(label)}\t{visible(text)}\n" for label, text in _facts(workplan, shown, plan))
        case other:
            write(text_of(workplan, list(records_of(workplan, [shown])), other))


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
