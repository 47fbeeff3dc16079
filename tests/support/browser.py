"""A page in a browser: texts that cover others, and the complaints of axe-core."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium")
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium; on Debian: apt-get install chromium")
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
JUDGE = """
async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run({ runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } } });
  const told = found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200))]);
  return [found.passes.length, told];
}
"""
"""The rules of WCAG 2.2 AA and best practices: how many were passed, and what breaks one."""
_MEASURE = (ROOT / "tests" / "support" / "overlaps.js").read_text(encoding="utf-8")
_JUDGE = """
axe.run().then(found => {
  const told = found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200))]);
  document.body.innerHTML = "";
  document.body.appendChild(document.createElement("pre")).textContent = JSON.stringify([found.passes.length, told]);
});
"""


def _read(page: str, folder: Path) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON that a page's script leaves in it."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000"]
    run = subprocess.run(
        [*command, "--dump-dom", file.as_uri()], check=True, capture_output=True, text=True, timeout=120
    )
    found = re.search("<pre>(.*?)</pre>", run.stdout, re.DOTALL)
    assert found, run.stdout[-2000:]
    return json.loads(unescape(found[1]))


def overlaps(picture: str, folder: Path) -> list[str]:
    """Return the texts of an SVG that cover bars or other texts, or leave their bar or the picture."""
    page = f"<!DOCTYPE html><meta charset=utf-8><body>{picture}<script>{_MEASURE}</script>"
    return list(_read(page, folder))


def violations(page: str, folder: Path) -> list[Any]:
    """Return what axe-core has against a page; its policy, which lets no script run, is taken out for that."""
    opened, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert count == 1
    passes, found = _read(opened.replace("</body>", f"<script>{AXE}</script><script>{_JUDGE}</script></body>"), folder)
    assert passes > 10
    return list(found)
