"""The files of the next commit."""

from __future__ import annotations

from pathlib import Path

from gcmplan.git.process import ask


def deleted_files(folder: Path) -> list[Path]:
    """Return the files that the next commit deletes, in the repository of a folder; none where there is no commit."""
    top = ask(folder, "rev-parse", "--show-toplevel")
    found = ask(folder, "diff", "--cached", "--name-only", "--diff-filter=D", "--no-renames", "-z", "HEAD", "--")
    if top.returncode or found.returncode:
        return []
    root = Path(top.stdout.decode("utf-8", "surrogateescape").rstrip("\n"))
    return [root / name for name in found.stdout.decode("utf-8", "surrogateescape").split("\0") if name]
