"""The options that commands share, and the filters that they all take."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import StrEnum
from functools import partial, wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gcmplan.cli import complete
from gcmplan.cli.formats import Format

if TYPE_CHECKING:
    from datetime import date

    from gcmplan.dates.span import Span
    from gcmplan.dates.when import When
    from gcmplan.plan.workplan import Workplan
    from gcmplan.query.filters import Criteria


class Color(StrEnum):
    """When to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


PlanOption = Annotated[
    str | None,
    typer.Option(
        "--plan",
        envvar="GCMPLAN_PLAN",
        metavar="PATH",
        help="The plan's folder or file; gcm: the one that ships.",
        show_default=False,
    ),
]
StartOption = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DATE",
        help="The day from which the start page looks ahead; else the plan's own.",
        show_default=False,
    ),
]
ColorOption = Annotated[Color, typer.Option("--color", help="When to use colour.")]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="Output format; a table on a terminal, else plain.", show_default=False),
]
IdArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="An id of an event, session or deadline, or its beginning.",
        autocompletion=complete.complete_id,
    ),
]
OnOption = Annotated[
    str, typer.Option("--on", metavar="DATE", help="The day from which to look: 8 May 2017, today, +30d.")
]


_FILTERS: dict[str, Any] = {
    "phase": Annotated[
        list[str],
        typer.Option(
            "--phase", metavar="I|II|III|none", help="Only these phases.", autocompletion=complete.complete_phase
        ),
    ],
    "group": Annotated[
        list[str],
        typer.Option("--group", metavar="GROUP", help="Only these groups.", autocompletion=complete.complete_group),
    ],
    "kind": Annotated[
        list[str],
        typer.Option(
            "--kind",
            metavar="KIND",
            help="meeting, document, milestone; deadline, session.",
            autocompletion=complete.complete_kind,
        ),
    ],
    "body": Annotated[
        list[str],
        typer.Option(
            "--body", metavar="BODY", help="Only meetings of these bodies.", autocompletion=complete.complete_body
        ),
    ],
    "place": Annotated[
        list[str],
        typer.Option(
            "--place",
            metavar="PLACE",
            help="Only in these places; also TBC, TBA.",
            autocompletion=complete.complete_place,
        ),
    ],
    "country": Annotated[
        list[str],
        typer.Option(
            "--country",
            metavar="STATE",
            help="Only in these countries: CH, CHE.",
            autocompletion=complete.complete_country,
        ),
    ],
    "status": Annotated[
        list[str],
        typer.Option(
            "--status",
            metavar="STATUS",
            help="scheduled, postponed, cancelled.",
            autocompletion=complete.complete_status,
        ),
    ],
    "certainty": Annotated[
        list[str],
        typer.Option(
            "--certainty", metavar="WORD", help="confirmed, tbc, tba.", autocompletion=complete.complete_certainty
        ),
    ],
    "from_": Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Events that may take place on or after it.")
    ],
    "to": Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Events that may take place on or before it.")
    ],
    "in_": Annotated[
        list[str], typer.Option("--in", metavar="DATES", help="Events that may take place in it: 'May 2017'.")
    ],
    "grep": Annotated[
        list[str],
        typer.Option("--grep", metavar="TEXT", help="With this text in title, note, venue, place, id or programme."),
    ],
    "for_": Annotated[
        list[str],
        typer.Option(
            "--for",
            metavar="STATE",
            help="Events that concern a delegation: KEN, Kenya.",
            autocompletion=complete.complete_state,
        ),
    ],
}


class Filters:
    """The filters as they were typed, by the names of `_FILTERS`. No dataclass, which every start would pay for."""

    __slots__ = ("typed",)

    def __init__(self, typed: dict[str, Any]) -> None:
        """Keep what was typed."""
        self.typed = typed

    def criteria(self, today: date, plan: Workplan | None = None) -> Criteria:
        """Return what to choose by; dates may name events of the plan.

        Raises:
            typer.BadParameter: a date cannot be read.
            UnknownValueError, AmbiguousValueError: a date is relative to an event that the plan has not.

        """
        from gcmplan.query.filters import Criteria

        return Criteria(
            phases=self._values("phase"),
            groups=self._values("group"),
            kinds=self._values("kind"),
            bodies=self._values("body"),
            places=self._values("place"),
            countries=self._values("country"),
            statuses=self._values("status"),
            certainties=self._values("certainty"),
            texts=tuple(self.typed["grep"] or ()),
            delegations=self._values("for_"),
            days=self._days(today, plan),
        )

    def as_options(self) -> str:
        """Return the filters as options, alike however the values are ordered: "--for EGY,KEN --from today"."""
        kept = []
        for name, given in self.typed.items():
            if given and isinstance(given, list):
                values = given if name in {"grep", "in_"} else values_of(given)
                given = ",".join(sorted(set(values)))  # noqa: PLW2901
            if given:
                kept.append(f"--{name.strip('_')} {given}")
        return " ".join(kept)

    def _values(self, name: str) -> tuple[str, ...]:
        """Return the values of an option that is repeatable and takes commas."""
        return values_of(self.typed[name])

    def _days(self, today: date, plan: Workplan | None) -> tuple[Span, ...]:
        """Return the ranges of days: those of --in, each cut by --from and --to."""
        first, last = self.typed["from_"], self.typed["to"]
        texts = self.typed["in_"] or ()
        if first is None and last is None and not texts:
            return ()
        from gcmplan.dates.span import ALL_DAYS, Span

        asked = [span for text in texts for span in read_ranges(text, "--in", today, plan)]
        inside = asked or [ALL_DAYS]
        start = read_days(first, "--from", today, plan)[0].first if first is not None else ALL_DAYS.first
        end = read_days(last, "--to", today, plan)[-1].last if last is not None else ALL_DAYS.last
        kept = [Span(max(start, one.first), min(end, one.last)) for one in inside]
        found = tuple(one for one in kept if one.first <= one.last)
        if not found:
            raise typer.BadParameter("these dates leave no day between them", param_hint="--from, --to, --in")
        return found


def read_ranges(text: str, option: str, today: date, plan: Workplan | None = None) -> tuple[Span, ...]:
    """Read a date option, or several with commas; a comma can also be part of one date ("1, 3 and 5 June 2018").

    Raises:
        typer.BadParameter: the text is no date.

    """
    parts = text.split(",")
    try:
        return read_days(text, option, today, plan)
    except typer.BadParameter:
        if len(parts) == 1:
            raise
        return tuple(span for part in parts for span in read_days(part, option, today, plan))


def values_of(typed: list[str] | None) -> tuple[str, ...]:
    """Return the values of an option that is repeatable and takes commas."""
    return tuple(value for text in typed or () for value in text.split(","))


def read_days(text: str, option: str, today: date, plan: Workplan | None = None) -> tuple[Span, ...]:
    """Read the days of a date option, in order; the date may be relative to an event of the plan.

    Raises:
        typer.BadParameter: the text is no date.

    """
    from gcmplan.dates.when import WhenError, parse_days

    try:
        return parse_days(text, today, partial(_when_of, plan) if plan else None)
    except WhenError as error:
        raise typer.BadParameter(f"{text!r}: {error.message}; {error.hint}", param_hint=option) from None


def _when_of(plan: Workplan, name: str) -> When:
    from gcmplan.query.filters import find_event

    return find_event(plan, name).when


def read_day(text: str, option: str, today: date, plan: Workplan | None = None) -> date:
    """Read a date option that must be one day.

    Raises:
        typer.BadParameter: the text is no date, or more than a day.

    """
    (first, last), *more = read_days(text, option, today, plan)
    if first != last or more:
        raise typer.BadParameter(f"{text!r} is more than one day", param_hint=option)
    return first


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command every filter option; it receives them together as `filters`."""
    signature = inspect.signature(command, eval_str=True)
    own = [parameter for parameter in signature.parameters.values() if parameter.name != "filters"]
    keyword, none = inspect.Parameter.KEYWORD_ONLY, None
    more = [inspect.Parameter(name, keyword, default=none, annotation=kind) for name, kind in _FILTERS.items()]

    @wraps(command)
    def wrapper(**arguments: Any) -> None:
        filters = Filters({name: arguments.pop(name) for name in _FILTERS})
        command(filters=filters, **arguments)

    parameters = [parameter.replace(kind=keyword) for parameter in own] + more
    wrapper.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters} | {"return": None}
    return wrapper
