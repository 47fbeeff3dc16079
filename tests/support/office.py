"""LibreOffice, where it is: files as it saves them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def saved_as(form: str, file: Path, folder: Path) -> Path:
    """Return a file as LibreOffice saves it in another format; where it cannot, the test is skipped."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", form, "--outdir", str(folder), str(file)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    made = folder / f"{file.stem}.{form}"
    if run.returncode or not made.exists():
        pytest.skip(f"LibreOffice cannot write {form} here: {run.stderr[:100]}")
    return made
