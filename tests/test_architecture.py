"""Imports run downward only: cli -> terminal, export, rules -> core; and each library has its one place."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "gcmplan"
LAYERS = {"cli": 2, "terminal": 1, "export": 1, "rules": 1, "editing": 1}
PLACES = {
    "yaml": ("source.py", "editing/scalars.py", "editing/text.py"),
    "holidays": ("rule.py",),
    "markupsafe": ("page.py",),
    "openpyxl": ("export/xlsx.py",),
    "rich": ("terminal/",),
    "typer": ("cli/",),
    "platformdirs": ("cli/past.py",),
    "pydantic": (
        "fields.py",
        "model.py",
        "session.py",
        "objects.py",
        "validate.py",
        "flatten.py",
        "diff.py",
        "kinds.py",
        "cli/schema.py",
    ),
}
IMPURE = {
    "os": ("__main__.py", "files.py", "git_process.py", "git_faults.py", "repository.py", "cli/", "editing/store.py"),
    "sys": ("__main__.py", "cli/", "terminal/console.py"),
    "sqlite3": ("cache.py",),
    "subprocess": ("git_process.py", "git.py", "cli/pager.py"),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(path: Path) -> set[str]:
    """Return the modules that a file imports anywhere, `from gcmplan import x` as gcmplan.x."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path} imports relatively"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names if node.module.startswith("gcmplan")}
    return found


def layer_of(module: str) -> int:
    """Return 2 for the command line, 1 for what it calls, 0 for the core."""
    part = module.split(".")[1] if "." in module else ""
    return LAYERS.get(part, 0)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_downward(path: Path) -> None:
    name = name_of(path)
    own = LAYERS.get(name.split("/")[0], 0) if "/" in name else 0
    folder = name.split("/")[0]
    for module in imports(path):
        if not module.startswith("gcmplan.") or name == "__main__.py":
            continue
        assert layer_of(module) <= own, f"{name} imports upward: {module}"
        catalogue = name == "rules/__init__.py" and module.startswith("gcmplan.rules")
        if own == 1 and layer_of(module) == 1 and not catalogue:
            assert module.split(".")[1] == folder in {"terminal", "editing"}, f"{name} imports its neighbour {module}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_each_library_has_its_place(path: Path) -> None:
    name = name_of(path)
    for module in imports(path):
        top = module.split(".")[0]
        places = PLACES.get(top) or IMPURE.get(top)
        assert places is None or name.startswith(places), f"{name} imports {module}; only {places} may"


def test_the_core_neither_prints_nor_asks_the_clock() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if not name_of(path).startswith(("cli/", "__main__")):
            assert not re.search(r"\bprint\(", text.replace(".print(", ""))
            assert ".today()" not in text
            assert ".now(" not in text


def test_starting_up_imports_nothing_heavy() -> None:
    code = "import sys, gcmplan.cli.app; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"pydantic", "yaml", "rich", "icalendar", "dateutil", "markupsafe", "openpyxl"} & set(out)


def test_modules_stay_small() -> None:
    sizes = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    too_long = {name: size for name, size in sizes.items() if size > 350}
    assert not too_long
