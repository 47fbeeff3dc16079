"""JSON for programs: `gcmplan.check/1`, one problem a line. Waived problems are there, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.json_parts import closed, json_line
from gcmplan.export.json_problem import ProblemObject, problem_object
from gcmplan.problems.problem import Severity

if TYPE_CHECKING:
    from gcmplan.checks.check import Report

SCHEMA = "gcmplan.check/1"


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
    problems = ",".join(f"\n{json_line(problem_object(problem))}" for problem in report.problems)
    summary: SummaryObject = {
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "waived": report.waived,
        "unread": list(report.unread),
    }
    return f'{{"schema": "{SCHEMA}", "problems": [{problems}\n], "summary": {json_line(summary)}}}\n'
