"""What the shell completes. Ids are read off the plan's lines: no YAML, no models, so that the key answers at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import typer

from gcmplan.cli.find import find_plan

_SECTION = re.compile(r"([a-z]+):")
_ID = re.compile(r"\s*-\s+id:\s+([A-Za-z0-9-]+)\s*$")
_SESSION_ID = re.compile(r"^id:\s+([A-Za-z0-9-]+)\s*$", re.MULTILINE)
_MOST_BYTES, _MOST_FILES = 5_000_000, 200
_KINDS = {
    "meeting": "can double-book",
    "document": "is circulated",
    "milestone": "is reached",
    "deadline": "a last day",
    "session": "a meeting outside the workplan",
}


def complete_phase(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a phase."""
    return [name for name in (*_ids(ctx, "phases"), "none") if name.lower().startswith(incomplete.lower())]


def complete_kind(incomplete: str) -> list[tuple[str, str]]:
    """Complete a kind."""
    return [(kind, what) for kind, what in _KINDS.items() if kind.startswith(incomplete.lower())]


def complete_group(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a group's id."""
    return [name for name in _ids(ctx, "groups") if name.startswith(incomplete.lower())]


def complete_id(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the id of an event, a deadline or a session; an event's session often has its id."""
    rows = [name for section in ("events", "deadlines") for name in _ids(ctx, section)]
    found = [name for name in rows if name.startswith(incomplete.lower())]
    return list(dict.fromkeys((*found, *complete_session(ctx, incomplete))))


def complete_session(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a session's id: it stands at the beginning of a line of its file."""
    try:
        path = find_plan(ctx.params.get("plan"))
        files = sorted((path if path.is_dir() else path.parent).glob("sessions/[!.]*.y*ml"))[:_MOST_FILES]
        found = [match[1] for file in files if (match := _SESSION_ID.search(_text(file)))]
    except (OSError, ValueError):
        return []
    return [name for name in found if name.startswith(incomplete.lower())]


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(_MOST_BYTES)


def _ids(ctx: typer.Context, wanted: str) -> Iterator[str]:
    """Yield the ids of a section of the plan; nothing if it cannot be read."""
    try:
        path = find_plan(ctx.params.get("plan"))
        with (path / "workplan.yaml" if path.is_dir() else path).open(encoding="utf-8", errors="replace") as file:
            section = ""
            for line in file.read(_MOST_BYTES).splitlines():
                if match := _SECTION.match(line):
                    section = match[1]
                elif section == wanted and (match := _ID.match(line)):
                    yield match[1]
    except (OSError, ValueError):
        return
