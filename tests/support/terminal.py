"""Processes under test: at a terminal, and with a reader that leaves."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

GCMPLAN = [sys.executable, "-m", "gcmplan"]


def on_terminal(*arguments: str, cwd: Path = ROOT, **environment: str) -> str:
    """Return what gcmplan writes to a terminal, output and errors together."""
    leader, follower = pty.openpty()
    unwanted = ("GCMPLAN_PLAN", "GCMPLAN_MAX_BYTES", "NO_COLOR", "FORCE_")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(unwanted)} | {"GCMPLAN_PAGER": ""}
    with subprocess.Popen(
        [*GCMPLAN, *arguments], stdout=follower, stderr=follower, cwd=cwd, env=clean | environment
    ) as process:
        os.close(follower)
        text = all_of(leader)
        process.wait(30)
    os.close(leader)
    return text.decode()


def all_of(leader: int) -> bytes:
    """Return all that comes from a terminal until its other end is closed."""
    chunks = []
    try:
        while chunk := os.read(leader, 65536):
            chunks.append(chunk)
    except OSError:  # Linux reports the end of a terminal so
        pass
    return b"".join(chunks)


def left_early(*words: str) -> tuple[int, bytes]:
    """Run gcmplan for a reader that leaves before the first word; return its status and what it says of that."""
    with subprocess.Popen([*GCMPLAN, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        return process.wait(60), process.stderr.read()
