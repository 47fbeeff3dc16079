"""`gcmplan slots`: free dates for a meeting."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.complete import complete_event, complete_place
from gcmplan.cli.editing import EditOptions, ask_which_city, run_edit
from gcmplan.cli.formats import EditFormat, RowsFormat
from gcmplan.cli.options import Color, ColorOption, PlanOption, read_ranges
from gcmplan.cli.output import chosen_format, open_plan, today, write, write_table
from gcmplan.cli.questions import Question, answers_to, can_ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcmplan.cli.questions import Answers
    from gcmplan.editing.edit import Edit
    from gcmplan.editing.new_place import NamedPlace
    from gcmplan.editing.slots import Slot, Unplaced, Wanted
    from gcmplan.plan.model import Event
    from gcmplan.plan.workplan import Workplan


_MOST_DAYS, _LONGEST = 1_500, 366


def slots(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="The meeting's id, or its beginning.", show_default=False, autocompletion=complete_event
        ),
    ] = None,
    *,
    days: Annotated[
        int | None,
        typer.Option(
            "--days",
            metavar="N",
            min=1,
            max=_LONGEST,
            help="How many days it takes; with --all, each whose length is not known.",
            show_default=False,
        ),
    ] = None,
    in_: Annotated[
        list[str] | None,
        typer.Option("--in", metavar="DATES", help="Where to look: 'June 2017'; else its window, or its phase."),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(
            "--place",
            metavar="CITY",
            help="Held there: a place of the plan, or a city.",
            show_default=False,
            autocompletion=complete_place,
        ),
    ] = None,
    number: Annotated[int, typer.Option("--number", "-n", metavar="N", min=1, max=100, help="How many to show.")] = 5,
    all_: Annotated[
        bool, typer.Option("--all", help="Place all meetings without known days together, none against another.")
    ] = False,
    apply: Annotated[
        int | None,
        typer.Option("--apply", metavar="N", min=1, max=100, help="Move it to the Nth date.", show_default=False),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="TEXT", help="With --apply: the document that says so.", show_default=False),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --apply: show the effect; write nothing.")] = False,
    commit: Annotated[bool, typer.Option("--commit", help="With --apply: commit the plan's files.")] = False,
    form: Annotated[
        RowsFormat | None,
        typer.Option("--format", "-f", help="Output format; a table on a terminal, else plain.", show_default=False),
    ] = None,
    plan: PlanOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Find free dates for a meeting, best first, each with what speaks for and against it.

    Delegations that would be double-booked, journeys, weekends and public holidays of the host, documents, the phase:
    the rules of 'check' judge each date, and none is shown that they call an error. Piped: a date a line, its number,
    id, date, place and reasons between tabs.
    """
    if all_ is bool(name):
        raise typer.BadParameter("give either the id of a meeting or --all", param_hint="ID")
    if apply is not None and all_:
        raise typer.BadParameter("give the id of one meeting to move it", param_hint="--apply")
    if apply is None and (source is not None or dry_run or commit):
        raise typer.BadParameter("--source, --dry-run and --commit belong to --apply", param_hint="--apply")
    ranges = tuple(span for text in in_ or () for span in read_ranges(text, "--in", today()))

    if sum(span.days for span in ranges) > _MOST_DAYS:
        raise typer.BadParameter(f"these are more than {_MOST_DAYS:,} days: give fewer", param_hint="--in")

    is_asked = bool(name and days is None and form is not RowsFormat.JSON and can_ask())
    if is_asked:
        days = _asked_days(open_plan(plan), str(name))

    def run(options: EditOptions, place: str | None) -> None:
        from gcmplan.editing.slots import Wanted
        from gcmplan.editing.trial import with_place

        if apply is not None:
            run_edit(options, lambda found: _move(found, str(name), Wanted(days, ranges, place), apply, source))
            return
        known = open_plan(plan)
        named = _place(known, place)
        workplan, wanted = with_place(known, named), Wanted(days, ranges, named.text or None)
        if all_:
            found, unplaced = _together(workplan, wanted)
            _write(found, unplaced, None, form, color)
        else:
            event, best = _best(workplan, str(name), wanted, number)
            _write(best, (), event, form, color)

    shown = EditFormat.JSON if form is RowsFormat.JSON else EditFormat.TEXT
    options = EditOptions(
        source, dry_run, False, commit, None, shown, plan, color, was_asked=days is not None and is_asked
    )
    ask_which_city(options, place, run)


def _asked_days(plan: Workplan, name: str) -> int | None:
    """Ask how many days a meeting takes; None if that is known.

    Raises:
        typer.Exit: whoever was asked went back.

    """
    from gcmplan.editing.edit import CannotEditError
    from gcmplan.editing.slots import has_length
    from gcmplan.query.filters import find_event

    event = find_event(plan, name)
    if has_length(event):
        return None

    def days(text: str, _: Answers) -> str:
        if not (text.isascii() and text.isdecimal() and len(text) < 4 and 0 < int(text) <= _LONGEST):  # noqa: PLR2004
            raise CannotEditError(f"{text!r} is no number from 1 to {_LONGEST}")
        return str(int(text))

    question = Question("--days", lambda _: f"How many days does {event.short or event.title} take?", days)
    return int(answers_to([question], {})["--days"])


def _best(plan: Workplan, name: str, wanted: Wanted, number: int) -> tuple[Event, list[Slot]]:
    """Return a meeting and its best dates.

    Raises:
        CannotEditError: there is none.

    """
    from gcmplan.checks.rules import RULES
    from gcmplan.editing.edit import CannotEditError
    from gcmplan.editing.slots import Search
    from gcmplan.query.filters import find_event

    event = find_event(plan, name)
    search = Search(plan, event, wanted, RULES)
    found = search.best(number)
    if not found:
        raise CannotEditError(f"no date is free for '{event.id}': {search.first_error()}", "look elsewhere with --in")
    return event, found


def _place(plan: Workplan, text: str | None) -> NamedPlace:
    """Return a place of the plan, or a city; of no text, one without a name.

    Raises:
        UnknownPlaceError, SeveralCitiesError: there is none, or several are called so.
        CannotEditError: it is not sure.

    """
    from gcmplan.dates.span import Certainty
    from gcmplan.editing.edit import CannotEditError
    from gcmplan.editing.new_place import NamedPlace, place_named
    from gcmplan.errors import UnknownValueError
    from gcmplan.plan.place import Place
    from gcmplan.query.filters import find_place

    if not text:
        return NamedPlace("")
    try:
        return NamedPlace(find_place(plan, text).name)
    except UnknownValueError:
        if Place.parse(text).certainty is not Certainty.CONFIRMED:
            raise CannotEditError(f"{text!r} is no city", "name one; whether it is sure makes no difference") from None
        return place_named(plan.documents, text)


def _move(plan: Workplan, name: str, wanted: Wanted, number: int, source: str | None) -> Edit:
    from gcmplan.editing import actions
    from gcmplan.editing.trial import with_place

    named = _place(plan, wanted.place)
    event, found = _best(with_place(plan, named), name, wanted._replace(place=named.text or None), number)
    if len(found) < number:
        raise typer.BadParameter(f"there are only {len(found)} dates", param_hint="--apply")
    when = found[number - 1].event.when
    if source is None:
        # Days that no document gives are no surer than those that they replace: 'confirm' makes them so.
        when = replace(when, certainty=event.when.certainty)
    return named.added_to(actions.move(plan, event.id, str(when), source, named.text))


def _together(plan: Workplan, wanted: Wanted) -> tuple[list[Slot], list[Unplaced]]:
    from gcmplan.checks.rules import RULES
    from gcmplan.editing.slots import placed_together

    return placed_together(plan, wanted, RULES)


def _write(
    found: Sequence[Slot], unplaced: Sequence[Unplaced], event: Event | None, form: RowsFormat | None, color: Color
) -> None:
    match form or RowsFormat(chosen_format(None).value):
        case RowsFormat.TABLE:
            from gcmplan.terminal.console import console
            from gcmplan.terminal.slots import slots_text

            write_table(slots_text(found, unplaced, console(color.value), with_ids=event is None))
        case RowsFormat.PLAIN:
            from gcmplan.export.slots import plain as slots_plain

            write(slots_plain.render(found, unplaced))
        case RowsFormat.JSON:
            from gcmplan.export.slots import json as slots_json

            write([slots_json.render(found, unplaced, event, found[0].event.when.days if event else None)])
    if not found and not unplaced:
        sys.stderr.write("Every meeting has known days\n")
