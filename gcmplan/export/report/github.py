"""Workflow commands of GitHub: the runner shows each problem at its line of the change; waived ones are only counted.

A command is one line, `::error file=…,line=…::message`. In the message `%`, CR and LF are escaped; in a property also
`:` and `,`. GitHub shows ten errors, ten warnings and ten notices a step, the log has them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.problems.problem import Severity
from gcmplan.text.escape import one_line, without_marks

if TYPE_CHECKING:
    from gcmplan.checks.check import Report
    from gcmplan.problems.problem import Problem

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report) -> str:
    """Return the text."""
    return "".join(f"{line}\n" for line in [*map(_command, report.open), report.summary()])


def _command(problem: Problem) -> str:
    position = problem.position
    properties = {
        "file": position.path,
        "line": position.line,
        "col": position.column,
        "endColumn": position.column + position.length,
        "title": f"{problem.code} {problem.name}",
    }
    lines = [problem.message]
    lines += [f"hint: {problem.hint}"] if problem.hint else []
    lines += problem.beside
    settings = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[problem.severity]} {settings}::{'%0A'.join(map(_data, lines))}"


def _data(text: str) -> str:
    # Older runners, and others that follow GitHub's, look for "##[" in any line.
    return without_marks(one_line(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
