"""A comment for a pull request, on GitHub and GitLab: a headline, a table, and the waived problems folded away.

The first line is a mark that is not shown: whoever posts the comment finds it there and replaces the one before.

Mentions and references are looked for in the finished HTML, where an escaped `@` is an `@` again, except in code; and
mail addresses in inline code tags become links. What holds against both is a block of HTML, in which Markdown is not
read, with each text from the data in a code tag. The block ends at an empty line, and no such text has one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gcmplan.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gcmplan.check import Report
    from gcmplan.problem import Problem

MARK = "<!-- gcmplan-check -->"
LIMIT = 60_000
"""Characters of a comment: GitHub takes 65,536."""
_WAIVED_LIMIT = 15_000
_SHOWN = 600
"""Characters of one text."""
_RELATED = 6
_RESERVE = 100
"""Room for the end of a table."""
_SPECIAL = re.compile(r"[&<>\"@#|\[\]\\`*_~$]")
_HEADS = ("Severity", "Rule", "Where", "What")


def render(report: Report) -> str:
    """Return the text."""
    head = f"{MARK}\n### gcmplan check: {report.summary()}\n"
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
        _code(problem.message),
        *([f"hint: {_code(problem.hint)}"] if problem.hint else []),
        *(f"see also {_code(str(position))}" for position in problem.related[:_RELATED]),
        *([f"and {more} places more"] if more > 0 else []),
    ]
    rule = _code(f"{problem.code} {problem.name}")
    return problem.severity.value, rule, _code(str(problem.position)), "<br>".join(what)


def _waived_cells(problem: Problem) -> tuple[str, ...]:
    return *_cells(problem), _code(problem.waived or "")


def _code(text: str) -> str:
    """Return a text in a code tag, cut if it is very long; no markup, mention, reference or link begins in it."""
    shown = visible(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
    return f"<code>{_SPECIAL.sub(lambda match: f'&#{ord(match[0])};', shown)}</code>"
