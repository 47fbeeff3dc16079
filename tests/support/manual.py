"""The pages of the manual: the README and everything in docs/, whose examples are played by the tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "bench" / "README.md")


def named(page: Path) -> str:
    """Return a page's path from the root, for the id of a test."""
    return page.relative_to(ROOT).as_posix()


def page_with(words: str) -> Path:
    """Return the one page that has these words."""
    [page] = [page for page in PAGES if words in page.read_text(encoding="utf-8")]
    return page


def holds(page: Path, real: str, *, update: bool) -> None:
    """Compare a page with what it should be, or write it so."""
    if update:
        page.write_text(real, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == real


def shows(command: str, shown: str, *, update: bool) -> None:
    """Compare the block of text that begins with a command with what a test made of it, on the page that has it."""
    page = page_with(f"```text\n$ gcmplan {command}\n")
    text = page.read_text(encoding="utf-8")
    pattern = rf"(?<=```text\n)\$ gcmplan {re.escape(command)}\n.*?(?=```)"
    holds(page, re.sub(pattern, lambda _: shown, text, flags=re.DOTALL), update=update)
