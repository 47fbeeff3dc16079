"""The files in which git keeps what is checked out: they change with every commit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gcmplan.errors import GitError
from gcmplan.git.process import ask

if TYPE_CHECKING:
    from pathlib import Path

_REF = b"ref: "
_SHARED = ("packed-refs", "reftable/tables.list")


def head_files(plan: Path) -> tuple[Path, ...]:
    """Return the files that name the commit that is checked out; none if a plan's folder is in no repository."""
    folder = plan if plan.is_dir() else plan.parent
    head = _places(folder, "HEAD")
    try:
        data = head[0].read_bytes() if head else b""
    except OSError:
        return ()
    branch = (os.fsdecode(data.removeprefix(_REF).strip()),) if data.startswith(_REF) else ()
    return head + _places(folder, *branch, *_SHARED)


def _places(folder: Path, *names: str) -> tuple[Path, ...]:
    """Return where git keeps files of its own; nothing if there is no repository, or no git."""
    try:
        found = ask(folder, "rev-parse", *(word for name in names for word in ("--git-path", name)))
    except GitError:
        return ()
    return tuple(folder / os.fsdecode(line) for line in found.stdout.splitlines()) if found.returncode == 0 else ()
