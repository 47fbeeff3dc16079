"""The last edit made by command, taken back: what the files were before it is kept where the lock is."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gcmplan.editing.store import bytes_of, state_folder, sum_of
from gcmplan.errors import GcmplanError
from gcmplan.files.folder import SESSIONS, SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gcmplan.editing.store import Contents

_FILE = "last-edit.json"
_SUFFIXES = {".yaml", ".yml"}


class CannotUndoError(GcmplanError):
    """The last edit cannot be taken back; nothing was written."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both."""
        super().__init__(message)
        self.hint = hint


def keep(folder: Path, contents: Mapping[Path, Contents]) -> None:
    """Keep what files of a plan's folder were before an edit: the old and the new bytes of each are given.

    If that cannot be kept, nothing is: an older edit is not taken back in place of this one.
    """
    place = state_folder(folder) / _FILE
    rows = [
        {
            "file": path.relative_to(folder).as_posix(),
            "old": None if old is None else b64encode(old).decode("ascii"),
            "new_sum": sum_of(new),
        }
        for path, (old, new) in contents.items()
    ]
    with suppress(OSError):
        place.unlink(missing_ok=True)
        fresh = place.with_suffix(".new")
        fresh.write_text(json.dumps({"plan": str(folder.resolve()), "files": rows}), encoding="utf-8")
        fresh.replace(place)


def forget(folder: Path) -> None:
    """Keep no edit any more."""
    with suppress(OSError):
        (state_folder(folder) / _FILE).unlink(missing_ok=True)


def before_last_edit(folder: Path) -> dict[Path, Contents]:
    """Return the present and the earlier bytes of each file that the last edit of a plan's folder changed.

    Raises:
        CannotUndoError: there is none, or a file was changed since.

    """
    place = state_folder(folder) / _FILE
    try:
        kept = json.loads(place.read_bytes())
        found = {str(row["file"]): (_decoded(row["old"]), str(row["new_sum"])) for row in kept["files"]}
        plan = str(kept["plan"])
    except FileNotFoundError:
        raise CannotUndoError(
            "there is no edit to take back", "only the last edit can be; 'gcmplan diff' shows what has changed"
        ) from None
    except (OSError, ValueError, TypeError, KeyError):
        raise CannotUndoError(f"{place} cannot be read", "delete it; 'git diff' shows what changed") from None
    if plan != str(folder.resolve()):
        raise CannotUndoError("there is no edit to take back", f"the last one was of the plan in {plan}")
    contents = {}
    for name, (old, new_sum) in found.items():
        path = folder / name
        if not _is_of_plan(PurePosixPath(name)):
            raise CannotUndoError(f"{place} was not written by gcmplan", "delete it")
        data = bytes_of(path)
        if sum_of(data) != new_sum:
            raise CannotUndoError(
                f"{path} was changed since the last edit by command", "'git diff' shows what changed; edit it by hand"
            )
        contents[path] = (data, old)
    return contents


def _decoded(text: str | None) -> bytes | None:
    """Return what a file was before; None if it was not there."""
    return None if text is None else b64decode(text)


def _is_of_plan(name: PurePosixPath) -> bool:
    """Whether a path below a plan's folder is that of a file of the plan, and nothing else."""
    return name.suffix in _SUFFIXES and str(name.parent) in {".", SESSIONS, SOURCES}
