"""SARIF 2.1.0, the exchange format of static analysis: the rules with their pages, and the problems.

Paths are relative to the repository's root, where code hosts look for them, so no `uriBaseId` is given. A waiver is
beside the events, not in them: waived problems are suppressed with the kind "external".
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gcmplan import __version__
from gcmplan.problems.problem import NAMED, Severity
from gcmplan.text.escape import one_line, without_marks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gcmplan.checks.check import Report
    from gcmplan.checks.rule import Rule
    from gcmplan.problems.problem import Position, Problem

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_DRIVE = re.compile(r"[A-Za-z]:/")
_EXAMPLES = re.compile(r"\n\n(?:Fails|Passes):\n")


def render(report: Report) -> str:
    """Return the text, in ASCII."""
    rules = {rule.code: _rule(rule) for rule in report.rules}
    for problem in report.problems:
        rules.setdefault(problem.code, {"id": problem.code, "name": problem.name})
    places = {code: index for index, code in enumerate(rules)}
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "gcmplan", "version": __version__, "rules": list(rules.values())}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, places) for problem in report.problems],
    }
    if report.unread:
        notice = {"level": "warning", "message": {"text": _text(report.not_run)}}
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": [notice]}]
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return without_marks(json.dumps(log, indent=1), r"\u0023") + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    page = rule.page.strip()
    prose = _EXAMPLES.split(page, 1)[0].partition("\n")[2]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": " ".join(prose.split()) or rule.summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(problem: Problem, places: Mapping[str, int]) -> dict[str, Any]:
    hint = f" ({problem.hint})" if problem.hint else ""
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": places[problem.code],
        "level": _LEVELS[problem.severity],
        "message": {"text": _text(f"{problem.message}{hint}")},
        "locations": [_location(problem.position)],
        "partialFingerprints": {"gcmplan/v1": problem.fingerprint},
    }
    if problem.related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": "This is concerned too."}, **_location(position)}
            for number, position in enumerate(problem.related[:NAMED], 1)
        ]
    if problem.waived is not None:
        accepted = {"kind": "external", "status": "accepted", "justification": one_line(problem.waived)}
        result["suppressions"] = [accepted]
    return result


def _text(text: str) -> str:
    """Return a message in which no link begins: SARIF reads `[text](target)`, also in plain text."""
    return one_line(text).replace("](", "] (")


def _location(position: Position) -> dict[str, Any]:
    region = {
        "startLine": position.line,
        "startColumn": position.column,
        "endColumn": position.column + position.length,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(position.path)}, "region": region}}


def _uri(path: str) -> str:
    """Return a path as a relative reference, an absolute one as a `file` URI; any name of a file can be written so."""
    absolute = f"/{path}" if _DRIVE.match(path) else path
    colon = ":" if absolute != path else ""
    return ("file://" if absolute.startswith("/") else "") + quote(absolute, safe=f"/{colon}", errors="surrogatepass")
