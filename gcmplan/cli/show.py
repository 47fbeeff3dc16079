"""`gcmplan show`: all that is known about one event."""

from __future__ import annotations

from gcmplan.cli.options import Color, ColorOption, EventArgument, Format, FormatOption, PlanOption
from gcmplan.cli.output import chosen_format, open_plan, text_of, write


def show(
    event_id: EventArgument, *, plan: PlanOption = None, form: FormatOption = None, color: ColorOption = Color.AUTO
) -> None:
    """Show all that is known about one event.

    Relations, lead times, deadlines, doubts and sources included. The beginning of an id is enough if it fits one event
    alone. Piped: a label and a text between tabs on each line.
    """
    from gcmplan.facts import facts_of
    from gcmplan.query import find_event
    from gcmplan.record import records_of
    from gcmplan.visible import visible

    workplan = open_plan(plan)
    event = find_event(workplan, event_id)
    match chosen_format(form):
        case Format.TABLE:
            from gcmplan.terminal.console import console, rendered
            from gcmplan.terminal.detail import detail

            write([rendered(console(color.value), [detail(facts_of(workplan, event))])])
        case Format.PLAIN:
            write(f"{label}\t{visible(text)}\n" for label, text in facts_of(workplan, event))
        case other:
            write(text_of(workplan, list(records_of(workplan, [event])), other))
