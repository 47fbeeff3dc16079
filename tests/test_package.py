"""The installed package: the wheel carries the plan, and works in any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import DATA, ROOT


@pytest.mark.slow
def test_the_wheel_carries_the_plan(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("gcmplan-*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    for file in DATA.rglob("*.yaml"):
        assert (installed / "gcmplan" / "data" / file.relative_to(DATA)).read_bytes() == file.read_bytes()
    assert (installed / "gcmplan" / "py.typed").exists()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    run = subprocess.run(
        [sys.executable, "-m", "gcmplan", "list", "--format", "json"],
        check=True,
        capture_output=True,
        encoding="utf-8",
        cwd=elsewhere,
        env=environment,
    )
    for part in ("templates", "static"):
        for file in (ROOT / "gcmplan" / "site" / part).iterdir():
            assert (installed / "gcmplan" / "site" / part / file.name).read_bytes() == file.read_bytes()
    assert str(installed) in run.stdout
    assert run.stdout.count('"id": ') == 67
