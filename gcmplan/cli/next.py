"""`gcmplan next`: what comes next."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.options import Color, ColorOption, Filters, FormatOption, OnOption, PlanOption, filtered, read_day
from gcmplan.cli.output import Layout, open_plan, say_if_without_body, today, words_of, write_records

if TYPE_CHECKING:
    from gcmplan.plan.workplan import Workplan
    from gcmplan.query.filters import Criteria

_MOST_DIGITS = 6


@filtered
def next_events(
    filters: Filters,
    number: Annotated[str, typer.Argument(metavar="[N]", help="How many.")] = "5",
    *,
    on: OnOption = "today",
    plan: PlanOption = None,
    form: FormatOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show what comes next, or is going on.

    Events, deadlines and meetings outside the workplan by date; cancelled and undated ones are left out.
    """
    from gcmplan.query.filters import upcoming
    from gcmplan.views.row import records_of

    if not (number.isascii() and number.isdecimal() and 0 < len(number) <= _MOST_DIGITS and int(number)):
        raise typer.BadParameter(f"{number!r} is not a whole number of 1 or more", param_hint="N")
    workplan = open_plan(plan)
    day = read_day(on, "--on", today(), workplan)
    criteria = filters.criteria(today(), workplan)
    entries = upcoming(workplan, criteria, day)[: int(number)]
    say_if_without_body(workplan, criteria.delegations)
    if not entries:
        sys.stderr.writelines(f"{line}\n" for line in _nothing(workplan, criteria, day))
    write_records(
        workplan,
        list(records_of(workplan, entries)),
        form,
        color,
        layout=Layout.IN_ONE_RUN,
        only=words_of(workplan, filters),
    )


def _nothing(plan: Workplan, criteria: Criteria, day: date) -> Iterator[str]:
    """Yield that nothing comes on a day or after it, which days there are, and how to look at one of them."""
    from gcmplan.dates.span import day_text
    from gcmplan.query.filters import Criteria, upcoming

    fitting = "" if criteria == Criteria() else " that fits"
    yield f"Nothing{fitting} comes on {day_text(day)} or later"
    whens = [entry.when for entry in upcoming(plan, criteria, date.min)]
    firsts, lasts = [when.earliest for when in whens if when.earliest], [when.latest for when in whens if when.latest]
    if firsts and lasts:
        first, last = min(firsts), max(lasts)
        subject = "these events are between" if fitting else "the plan is between"
        example = day_text(plan.as_of if first <= plan.as_of <= last else first)
        yield f"Hint: {subject} {day_text(first)} and {day_text(last)}; look from a day with --on '{example}'"
