"""JSON for programs: `gcmplan.check/1`, one problem a line. Waived problems are there, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.json_parts import PositionObject, closed, json_line, position_object
from gcmplan.problems.problem import Severity

if TYPE_CHECKING:
    from gcmplan.checks.check import Report
    from gcmplan.problems.problem import Problem

SCHEMA = "gcmplan.check/1"


@closed
class ProblemObject(TypedDict):
    """One thing that is wrong; `waived` is why it is accepted, `delegations` are ISO 3166-1 alpha-3.

    `pairs` is how many pairs of events (or of items of a programme) have the problem, null where none are compared: two
    meetings that overlap are one pair, 40 on one day 780. `count` is 1; a problem that only says how many more of its
    rule there are counts them.
    """

    code: str
    name: str
    severity: Literal["error", "warning", "info"]
    message: str
    hint: str | None
    events: list[str]
    pairs: int | None
    count: int
    delegations: list[str]
    position: PositionObject
    related: list[PositionObject]
    waived: str | None
    fingerprint: str


@closed
class SummaryObject(TypedDict):
    """How many problems there are; waived ones are counted apart from the others.

    `unread` are the files of plans that could not be loaded: other rules were not run for them.
    """

    errors: int
    warnings: int
    infos: int
    waived: int
    unread: list[str]


@closed
class CheckObject(TypedDict):
    """The whole output."""

    schema: Literal["gcmplan.check/1"]
    problems: list[ProblemObject]
    summary: SummaryObject


def render(report: Report) -> str:
    """Return the text, in ASCII."""
    problems = ",".join(f"\n{json_line(_problem(problem))}" for problem in report.problems)
    summary: SummaryObject = {
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "waived": report.waived,
        "unread": list(report.unread),
    }
    return f'{{"schema": "{SCHEMA}", "problems": [{problems}\n], "summary": {json_line(summary)}}}\n'


def _problem(problem: Problem) -> ProblemObject:
    return {
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint or None,
        "events": list(problem.events),
        "pairs": problem.pairs,
        "count": problem.stands_for,
        "delegations": list(problem.delegations),
        "position": position_object(problem.position),
        "related": [position_object(position) for position in problem.related],
        "waived": problem.waived,
        "fingerprint": problem.fingerprint,
    }
