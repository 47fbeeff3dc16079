"""The files in `data/sessions/`, a text changed in one, and any file validated by its schema."""

from __future__ import annotations

from pathlib import Path

from check_jsonschema import main as check_jsonschema  # type: ignore[import-untyped]
from click.testing import CliRunner, Result

from conftest import DATA

SESSIONS = sorted(path.stem for path in (DATA / "sessions").iterdir())


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Change a text of a session, once."""
    path = folder / "sessions" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def validated(schema: Path, document: Path) -> Result:
    """Judge a file by a schema, as editors do, by an implementation of others."""
    return CliRunner().invoke(check_jsonschema, ["--schemafile", str(schema), str(document)])
