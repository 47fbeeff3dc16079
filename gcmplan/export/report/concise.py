"""One line a problem, as compilers write it; waived ones are only counted, in the last line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from gcmplan.checks.check import Report
    from gcmplan.problems.problem import Problem


def render(report: Report) -> str:
    """Return the text."""
    return "".join(f"{line}\n" for line in [*map(_line, report.open), report.summary()])


def _line(problem: Problem) -> str:
    events = f" ({problem.named})" if problem.events else ""
    what = f"{problem.severity.value} {problem.code} {problem.name}: {problem.message}{events}"
    return visible(f"{problem.position}: {what}")
