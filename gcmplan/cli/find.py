"""Where the plan is."""

from __future__ import annotations

import os
from pathlib import Path

_NEAREST = Path("data", "workplan.yaml")


def find_plan(given: str | None) -> Path:
    """Return the plan's folder or file: the one given, else the nearest upwards, else the one that ships inside.

    The search goes no higher than the folder that holds `.git`. A path that is not given comes back relative to the
    working folder.
    """
    if given:
        return Path(given)
    here = Path.cwd()
    for folder in (here, *here.parents):
        # What leads nowhere is a plan that cannot be read, not a reason to take another.
        if os.path.lexists(folder / _NEAREST) or _leads_nowhere(folder / _NEAREST.parent):
            return Path(os.path.relpath(folder / _NEAREST, here)).parent
        if (folder / ".git").exists():
            break
    return shipped_plan()


def _leads_nowhere(path: Path) -> bool:
    return path.is_symlink() and not path.exists()


def shipped_plan() -> Path:
    """Return the folder of the plan inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def find_tracked_plan(given: str | None) -> Path:
    """Return where the plan is in a git repository: as `find_plan`, but never the one that ships inside.

    Where there is no plan on disk (a bare clone), it is looked for in the folder `data`.
    """
    found = find_plan(given)
    return _NEAREST.parent if not given and found == shipped_plan() else found
