"""Every module has its package, imports run downward only, and each library has its one place."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

PACKAGE = ROOT / "gcmplan"
ORDER = (
    "cli",
    "starting",
    "preview",
    "site",
    "terminal",
    "export",
    "views",
    "importing",
    "editing",
    "feeds",
    "history",
    "checks",
    "changes",
    "query",
    "loading",
    "git",
    "plan",
    "files",
    "dates",
    "problems",
    "errors",
    "text",
    "words",
)
"""The packages, top first: a module imports from its own package and from those below it."""

PLACES = {
    "yaml": ("files/builder.py", "editing/scalars.py", "editing/text.py"),
    "holidays": ("checks/calendars.py", "checks/rule.py"),
    "icalendar": ("importing/entry_times.py", "importing/ics_table.py", "site/feeds.py"),
    "jinja2": ("site/templating.py",),
    "markupsafe": ("export/page.py", "site/templating.py"),
    "openpyxl": ("export/events/xlsx.py", "importing/xlsx_table.py"),
    "fontTools": ("export/fonts.py",),
    "resvg_py": ("export/timeline/png.py",),
    "typst": ("export/timeline/pdf.py",),
    "rich": ("terminal/",),
    "typer": ("cli/",),
    "platformdirs": ("cli/past.py",),
    "pydantic": (
        "plan/constraints.py",
        "plan/validation.py",
        "cli/schema.py",
    ),
}
IMPURE = {
    "os": (
        "__main__.py",
        "files/folder.py",
        "loading/cache.py",
        "loading/sealed.py",
        "git/",
        "cli/",
        "editing/store.py",
        "site/exchange.py",
        "site/folder.py",
        "site/manifest.py",
        "starting/folder.py",
        "starting/repository.py",
    ),
    "sys": ("__main__.py", "cli/", "terminal/console.py", "checks/calendars.py", "loading/cache.py"),
    "sqlite3": ("history/cache.py",),
    "subprocess": ("git/process.py", "git/run.py", "cli/pager.py"),
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


IMPORTS = {name_of(path): imports(path) for path in MODULES}


def package_of(module: str) -> str | None:
    """Return the package of "gcmplan.plan.model", "plan"; None for what gcmplan itself holds."""
    part = module.split(".")[1] if "." in module else ""
    return part if part in ORDER else None


def test_each_module_has_its_package() -> None:
    places = {name_of(path).split("/")[0].removesuffix(".py") for path in MODULES}
    assert places == {*ORDER, "__init__", "__main__"}


def test_imports_run_downward() -> None:
    for name, modules in IMPORTS.items():
        if name not in {"__init__.py", "__main__.py"}:
            own = ORDER.index(name.split("/")[0].removesuffix(".py"))
            for module in modules:
                package = package_of(module) if module.startswith("gcmplan.") else None
                assert not package or ORDER.index(package) >= own, f"{name} imports upward: {module}"


def test_rules_do_not_know_each_other() -> None:
    for name, modules in IMPORTS.items():
        rules = {module for module in modules if module.startswith("gcmplan.checks.rules.")}
        is_free = name.startswith("cli/") or name == "checks/rules/__init__.py"
        assert is_free or not rules, f"{name} imports {rules}"


def test_formats_do_not_know_each_other() -> None:
    folders = tuple(f"gcmplan.export.{child.name}." for child in (PACKAGE / "export").iterdir() if child.is_dir())
    for name, modules in IMPORTS.items():
        if name.startswith("export/") and name != "export/changes/notice_html.py":
            assert not [module for module in modules if module.startswith(folders)], name


def test_each_library_has_its_place() -> None:
    for name, modules in IMPORTS.items():
        for module in modules:
            places = (PLACES | IMPURE).get(module.split(".")[0])
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
    assert not {"pydantic", "yaml", "rich", "icalendar", "jinja2", "dateutil", "markupsafe", "openpyxl"} & set(out)


def test_modules_stay_small() -> None:
    sizes = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    too_long = {name: size for name, size in sizes.items() if size > 350}
    assert not too_long
