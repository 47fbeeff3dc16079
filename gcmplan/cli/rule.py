"""`gcmplan rule`: the catalogue of rules, and each one's manual page."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.complete import complete_rule
from gcmplan.cli.output import write_table

if TYPE_CHECKING:
    from gcmplan.checks.rule import Rule

_WIDEST = 100
_LEAST = 30
"""As many columns as a summary needs beside the name of its rule."""
_INDENT = "    "


def rule(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[RULE]", help="A code or name: GP101, weekend.", autocompletion=complete_rule),
    ] = None,
) -> None:
    """List the rules, or explain one."""
    from gcmplan.checks.check import selected
    from gcmplan.checks.rules import RULES

    if name is None:
        write_table("".join(_catalogue(RULES)))
        return
    found = selected(RULES, [name], ())
    pages = (f"{rule.code} {rule.name} ({rule.severity.value})\n\n{_page(rule.page.strip())}\n" for rule in found)
    write_table("\n".join(pages))


def _catalogue(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield a line for each rule; on a terminal, folded to its width."""
    longest = max(len(rule.name) for rule in rules)
    for rule in rules:
        head = f"{rule.code}  {rule.name:{longest}}  {rule.severity.value:7}  "
        width = _columns()
        if width is None or len(head) + len(rule.summary) <= width:
            yield f"{head}{rule.summary}\n"
        elif width - len(head) >= _LEAST:
            yield f"{_filled(head + rule.summary, width, ' ' * len(head))}\n"
        else:
            yield f"{_filled(f'{rule.code} {rule.name} ({rule.severity.value})', width, _INDENT)}\n"
            yield f"{_filled(_INDENT + rule.summary, width, _INDENT)}\n"


def _page(page: str) -> str:
    """Return a manual page; on a terminal, its paragraphs and the lines of its examples are folded to the width."""
    columns = _columns()
    if columns is None:
        return page
    width = min(columns, _WIDEST)
    parts = page.split("\n\n")
    return "\n\n".join(_example(part, columns) if part.startswith(" ") else _filled(part, width) for part in parts)


def _example(part: str, width: int) -> str:
    """Return the lines of an example, each folded below itself; what belongs to a flow mapping stays YAML so."""
    return "\n".join(_filled(line, width, line[: -len(line.lstrip())] + _INDENT) for line in part.split("\n"))


def _filled(text: str, width: int, indent: str = "") -> str:
    """Return a text in lines of a width, all but the first indented; no word is broken, at no hyphen either."""
    return textwrap.fill(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _columns() -> int | None:
    """Return how many columns a terminal has; none if standard output is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
