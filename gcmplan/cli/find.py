"""Which plan a command is about.

Commands that check, publish or change a plan take only one that is named or found; those that only read show the plan
that ships where there is none, and say so.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gcmplan.errors import GitError, NoPlanError

if TYPE_CHECKING:
    from collections.abc import Iterable

SHIPPED = "gcm"
"""The name of the plan that ships."""
_FILE = "workplan.yaml"
_FOLDER = "data"
_JOURNAL = ".gcmplan-journal.json"
"""As `gcmplan.editing.store.JOURNAL`, which only an edit that was cut short needs."""


def find_plan(given: str | None) -> Path:
    """Return the plan's folder or file: the one given, else the nearest upwards.

    Raises:
        NoPlanError: none is given, and there is none.

    """
    found = locate_plan(given)
    if found is None:
        raise NoPlanError
    _say_which(given, found)
    return found


def find_plan_to_show(given: str | None) -> Path:
    """Return the plan's folder or file: the one given, else the nearest upwards, else the one that ships."""
    found = locate_plan(given)
    if found is None:
        sys.stderr.write(f"There is no plan here: this is the one that comes with gcmplan (--plan {SHIPPED})\n")
        return shipped_plan()
    _say_which(given, found)
    return found


def find_tracked_plan(given: str | None, revisions: Iterable[str | None] = ()) -> Path:
    """Return where the plan is in a git repository.

    If there is no plan on disk (a bare clone), the one of the last commit is taken, or of one of some revisions.

    Raises:
        NoPlanError: none is given, and there is none.

    """
    if locate_plan(given) is None:
        from gcmplan.git.repository import HEAD

        for revision in filter(None, (HEAD, *revisions)):
            for folder in (Path(), Path(_FOLDER)):
                if _is_committed(folder, revision):
                    return folder
    return find_plan(given)


def locate_plan(given: str | None) -> Path | None:
    """Return the plan's folder or file: the one given, else the nearest upwards; None if there is none.

    The search goes no higher than the folder that holds `.git`. A path that is not given comes back relative to the
    working folder.
    """
    if given:
        return shipped_plan() if given == SHIPPED else _plan_in(Path(given))
    here = Path.cwd()
    for folder in (here, *here.parents):
        for place in (folder, folder / _FOLDER):
            if _is_there(place / _FILE) or (place != folder and _leads_nowhere(place)):
                return Path(os.path.relpath(place, here))
        if os.path.lexists(folder / ".git"):
            break
    return None


def _plan_in(given: Path) -> Path:
    """Return a folder's plan in its folder `data`, as in the one that is worked in; else what is given."""
    inner = given / _FOLDER
    return inner if not _is_there(given / _FILE) and _is_there(inner / _FILE) else given


def shipped_plan() -> Path:
    """Return the folder of the plan inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / _FOLDER
    return inside if inside.is_dir() else package.parent / _FOLDER


def _say_which(given: str | None, found: Path) -> None:
    """Say on standard error which plan is taken where two could be meant."""
    if given == SHIPPED and os.path.lexists(SHIPPED):
        sys.stderr.write(
            f"{SHIPPED} is the plan that comes with gcmplan; write ./{SHIPPED} for what has that name here\n"
        )
    elif not given and found.name != _FOLDER and _is_there(found / _FOLDER / _FILE):
        taken, other = (visible_path(path) for path in (found / _FILE, found / _FOLDER / _FILE))
        sys.stderr.write(f"There are two plans: {taken} is used, not {other} (--plan names it)\n")
    _complete_edit(found)


def _complete_edit(found: Path) -> None:
    """Complete an edit of the plan that was cut short, or take it back, and say so."""
    folder = found if os.path.isdir(found) else found.parent  # noqa: PTH112 - it takes any text for a path
    if os.path.lexists(folder / _JOURNAL):
        from gcmplan.editing.store import recover

        if done := recover(folder):
            sys.stderr.write(f"{done}\n")


def visible_path(path: Path) -> str:
    """Return a path as a terminal can show it."""
    from gcmplan.text.escape import visible

    return visible(path.as_posix())


def _is_there(path: Path) -> bool:
    """Whether a plan is at a path: also one that cannot be read, which is no reason to take another."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def _leads_nowhere(path: Path) -> bool:
    return path.is_symlink() and not path.exists()


def _is_committed(folder: Path, revision: str) -> bool:
    """Whether a revision of the repository here has a plan in a folder."""
    from gcmplan.git.repository import Repository

    try:
        repository = Repository.of(folder)
        return repository.plan_at(repository.commit(revision)) is not None
    except GitError:
        return False
