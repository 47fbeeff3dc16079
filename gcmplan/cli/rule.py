"""`gcmplan rule`: the catalogue of rules, and each one's manual page."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import Annotated

import typer

from gcmplan.cli.output import write

_WIDEST = 100


def rule(
    name: Annotated[str | None, typer.Argument(metavar="[RULE]", help="A code or name: GP101, weekend.")] = None,
) -> None:
    """List the rules, or explain one."""
    from gcmplan.check import selected
    from gcmplan.rules import RULES

    if name is None:
        width = max(len(rule.name) for rule in RULES)
        write(f"{rule.code}  {rule.name:{width}}  {rule.severity.value:7}  {rule.summary}\n" for rule in RULES)
        return
    found = selected(RULES, [name], ())
    pages = (f"{rule.code} {rule.name} ({rule.severity.value})\n\n{_folded(rule.page.strip())}\n" for rule in found)
    write(["\n".join(pages)])


def _folded(page: str) -> str:
    """Return a page whose paragraphs fit the terminal; examples, which are indented, stay as they are."""
    if not sys.stdout.isatty():
        return page
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    parts = page.split("\n\n")
    return "\n\n".join(part if part.startswith(" ") else textwrap.fill(part, width) for part in parts)
