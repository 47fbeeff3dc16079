"""JUnit XML: what build servers show as tests. Each problem is a test case; without any, one case passes.

Errors and warnings have failed, infos have passed with a message in the output, waived problems were skipped for their
reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gcmplan.problems.problem import Severity
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.checks.check import Report
    from gcmplan.problems.problem import Problem

_NAME = "gcmplan check"


def render(report: Report) -> str:
    """Return the text."""
    cases = [_case(problem) for problem in report.problems]
    cases = cases or [_element("testcase", classname=_NAME, name="no problems", time=0)]
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": 0,
        "skipped": report.waived,
    }
    root, suite = (_element(tag, name=_NAME, **counts, time=0) for tag in ("testsuites", "testsuite"))
    root.append(suite)
    suite.extend(cases)
    if report.unread:
        SubElement(suite, "system-out").text = _text(report.not_run)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _case(problem: Problem) -> Element:
    position = problem.position
    case = _element(
        "testcase",
        classname=f"{problem.code} {problem.name}",
        name=f"{problem.message} ({problem.named})" if problem.events else problem.message,
        file=position.path,
        line=position.line,
        time=0,
    )
    told = "\n".join(map(_text, _lines(problem)))
    if problem.waived is not None:
        case.append(_element("skipped", message=problem.waived))
    elif problem.severity is Severity.INFO:
        SubElement(case, "system-out").text = told
    else:
        failure = _element("failure", type=problem.severity.value, message=problem.message)
        failure.text = told
        case.append(failure)
    return case


def _lines(problem: Problem) -> Iterator[str]:
    yield f"at {problem.position}: {problem.message}"
    yield from problem.beside
    if problem.hint:
        yield f"hint: {problem.hint}"


def _element(tag: str, **attributes: str | int) -> Element:
    return Element(tag, {name: _text(str(value)) for name, value in attributes.items()})


def _text(text: str) -> str:
    """Return a text of characters that XML allows."""
    return visible(text)
