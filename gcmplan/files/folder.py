"""The files of a plan: which these are, and their bytes. Their contents are not reported."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from gcmplan.errors import UnreadablePlanError
from gcmplan.files.parse import Limits

WORKPLAN = "workplan.yaml"
BESIDE = BODIES, PLACES, OBSERVANCES = "bodies.yaml", "places.yaml", "observances.yaml"
"""Files beside the workplan's: any of them may be missing."""
SESSIONS, SOURCES = "sessions", "sources"
"""Folders beside the workplan's file: a file for each meeting whose programme is known, and for each other document."""

_LINK = ("it is a symbolic link; a plan's files must be files of its own", "put the file itself in its place")
_FOLDER = ("it is a folder; a file of the plan has that name", "give the folder a name without .yaml, or move it away")


class File(NamedTuple):
    """A file as it was read: the path that positions name it by, and its bytes.

    Files that are not the plan's own are not read; `refused` says why, and what would be right.
    """

    path: str
    data: bytes
    refused: tuple[str, str] | None = None


class PlanFiles(NamedTuple):
    """The files of a plan; those of folders are in the order of their names."""

    workplan: File
    bodies: File | None = None
    places: File | None = None
    sessions: tuple[File, ...] = ()
    sources: tuple[File, ...] = ()
    observances: File | None = None


def read_files(path: Path, limits: Limits = Limits()) -> PlanFiles:  # noqa: B008
    """Read a plan's files; refused is what leads elsewhere and was not asked for by its own name.

    Raises:
        UnreadablePlanError: a file cannot be opened.

    """
    file = workplan_file(path)
    beside = [file.with_name(name) for name in BESIDE]
    workplan = read_file(file, limits) if file == path else _read_own(file, limits)
    bodies, places, observances = (
        _read_own(other, limits) if os.path.lexists(other) and other != file else None for other in beside
    )
    sessions, sources = (_read_folder(file.with_name(name), limits) for name in (SESSIONS, SOURCES))
    return PlanFiles(workplan, bodies, places, sessions, sources, observances)


def workplan_file(plan: Path) -> Path:
    """Return the workplan's file of a plan that is given by its folder or by that file."""
    return plan / WORKPLAN if os.path.isdir(plan) else plan  # noqa: PTH112 - it takes any text for a path


def is_in_plan(plan: Path, file: Path) -> bool:
    """Whether a path leads to a file of a plan, or to the place of one."""
    main, place = workplan_file(plan), _place(file)
    own = [main, *(main.with_name(name) for name in BESIDE)]
    folders = [_place(main.with_name(name)) for name in (SESSIONS, SOURCES)]
    return place in map(_place, own) or (place.parent in folders and is_plan_file(place.name))


def plan_paths(plan: Path) -> list[Path]:
    """Return the places of a plan's files, also of those that are missing; what cannot be listed has no files."""
    main = workplan_file(plan)
    found = [main, *(main.with_name(name) for name in BESIDE)]
    for folder in (main.with_name(name) for name in (SESSIONS, SOURCES)):
        try:
            found += sorted(path for path in folder.iterdir() if is_plan_file(path.name))
        except OSError:
            continue
    return found


def _place(path: Path) -> Path:
    """Return a path without links; one that goes in a circle stays."""
    return Path(os.path.realpath(path))


def is_plan_file(name: str) -> bool:
    """Whether a file in one of the plan's folders belongs to the plan."""
    return name.endswith((".yaml", ".yml")) and not name.startswith(".")


def _read_folder(folder: Path, limits: Limits) -> tuple[File, ...]:
    """Read the YAML files of a folder of the plan, if it is there.

    Raises:
        UnreadablePlanError: the folder or a file cannot be opened.

    """
    if folder.is_symlink():
        return (File(folder.as_posix(), b"", _LINK),)
    try:
        names = sorted(filter(is_plan_file, os.listdir(folder)))  # noqa: PTH208 - it takes any text for a path
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return ()
    except OSError as error:
        raise UnreadablePlanError(folder, (error.strerror or "it cannot be opened").lower()) from error
    return tuple(_read_own(folder / name, limits) for name in names)


def _read_own(path: Path, limits: Limits) -> File:
    """Read a file, or refuse what is none: a plan may come from anyone, and what a link leads to be anyone's.

    Raises:
        UnreadablePlanError: it cannot be opened.

    """
    if path.is_symlink():
        return File(path.as_posix(), b"", _LINK)
    if path.is_dir():
        return File(path.as_posix(), b"", _FOLDER)
    return read_file(path, limits)


def read_file(path: Path, limits: Limits) -> File:
    """Read a regular file, at most one byte more than is allowed, which is enough to see that it is too big."""
    try:
        # Opening a pipe would wait for its writer.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadablePlanError(path, "it is not a regular file")
            size = os.fstat(file.fileno()).st_size
            return File(path.as_posix(), file.read(min(size, limits.max_bytes) + 1))
    except ValueError:
        raise UnreadablePlanError(ascii(str(path)), "this cannot be the name of a file") from None
    except OSError as error:
        raise UnreadablePlanError(path, (error.strerror or "it cannot be opened").lower()) from error
