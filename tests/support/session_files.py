"""The files in `data/sessions/`, a text changed in one, and any file validated by its schema."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import DATA

SESSIONS = sorted(path.stem for path in (DATA / "sessions").iterdir())


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Change a text of a session, once."""
    path = folder / "sessions" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def validated(schema: Path, document: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), str(document)]
    return subprocess.run(command, check=False, capture_output=True, text=True)
