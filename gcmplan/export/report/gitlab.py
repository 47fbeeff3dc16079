"""GitLab's Code Quality report: what it shows in a merge request, beside the line. Waived problems are left out."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from gcmplan.export.json_parts import json_line
from gcmplan.problems.problem import Severity
from gcmplan.text.escape import one_line

if TYPE_CHECKING:
    from gcmplan.checks.check import Report
    from gcmplan.problems.problem import Problem

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
"""GitLab also knows critical and blocker: nothing in a plan is."""


def render(report: Report) -> str:
    """Return the text, in ASCII."""
    seen: dict[str, int] = {}
    entries = ",".join(f"\n{json_line(_entry(problem, seen))}" for problem in report.open)
    return f"[{entries}\n]\n"


def _entry(problem: Problem, seen: dict[str, int]) -> dict[str, Any]:
    hint = f" ({problem.hint})" if problem.hint else ""
    return {
        "description": one_line(f"{problem.message}{hint}"),
        "check_name": f"{problem.code} {problem.name}",
        "fingerprint": _unique(problem.fingerprint, seen),
        "severity": _SEVERITIES[problem.severity],
        "location": {"path": problem.position.path, "lines": {"begin": problem.position.line}},
    }


def _unique(fingerprint: str, seen: dict[str, int]) -> str:
    """Return a fingerprint that no problem before it has: GitLab keeps one problem of each.

    Two plans that are checked in one run may have the same problem. Its first place keeps the fingerprint.
    """
    count = seen[fingerprint] = seen.get(fingerprint, 0) + 1
    return fingerprint if count == 1 else sha256(f"{fingerprint}\x1f{count}".encode()).hexdigest()[: len(fingerprint)]
