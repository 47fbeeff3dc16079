"""A comment for a pull request, on GitHub and GitLab: a headline, a table, and the waived problems folded away.

The first line is a mark that is not shown: whoever posts the comment finds it there and replaces the one before. Each
text from the data is in a code tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.text.comment import LIMIT, code, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gcmplan.checks.check import Report
    from gcmplan.problems.problem import Problem

MARK = "<!-- gcmplan-check -->"
_WAIVED_LIMIT = 15_000
_RELATED = 6
_RESERVE = 100
"""Room for the end of a table."""
_HEADS = ("Severity", "Rule", "Where", "What")


def render(report: Report) -> str:
    """Return the text."""
    only = f"\n<p><strong>{prose(report.only)}</strong></p>\n" if report.only else ""
    head = f"{MARK}\n### gcmplan check: {report.summary()}\n{only}"
    folded = ""
    if waived := [problem for problem in report.problems if problem.waived is not None]:
        table = _table((*_HEADS, "Reason"), map(_waived_cells, waived), len(waived), _WAIVED_LIMIT)
        folded = f"\n<details><summary>{len(waived)} waived</summary>\n{table}</details>\n"
    count = len(report.open)
    shown = f"\n{_table(_HEADS, map(_cells, report.open), count, LIMIT - len(head + folded))}" if count else ""
    return head + shown + folded


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], count: int, limit: int) -> str:
    """Return a table of as many rows as fit into so many characters, and how many rows there are more."""
    text = f"<table>\n<tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>\n"
    for index, cells in enumerate(rows):
        row = f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"
        if len(text) + len(row) > limit - _RESERVE:
            return f"{text}</table>\n<p>and {count - index} more</p>\n"
        text += row
    return f"{text}</table>\n"


def _cells(problem: Problem) -> tuple[str, ...]:
    more = len(problem.related) - _RELATED
    what = [
        code(problem.message),
        *([f"hint: {code(problem.hint)}"] if problem.hint else []),
        *(f"see also {code(str(position))}" for position in problem.related[:_RELATED]),
        *([f"and {more} places more"] if more > 0 else []),
    ]
    rule = code(f"{problem.code} {problem.name}")
    return problem.severity.value, rule, code(str(problem.position)), "<br>".join(what)


def _waived_cells(problem: Problem) -> tuple[str, ...]:
    return *_cells(problem), code(problem.waived or "")
