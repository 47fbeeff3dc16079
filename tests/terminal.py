"""A terminal for a process under test."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from conftest import ROOT

GCMPLAN = [sys.executable, "-m", "gcmplan"]


def on_terminal(*arguments: str, **environment: str) -> str:
    """Return what gcmplan writes to a terminal, output and errors together."""
    leader, follower = pty.openpty()
    unwanted = ("GCMPLAN_PLAN", "GCMPLAN_MAX_BYTES", "NO_COLOR", "FORCE_")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(unwanted)}
    with subprocess.Popen(
        [*GCMPLAN, *arguments], stdout=follower, stderr=follower, cwd=ROOT, env=clean | environment
    ) as process:
        os.close(follower)
        chunks = []
        try:
            while chunk := os.read(leader, 65536):
                chunks.append(chunk)
        except OSError:  # Linux reports the end of a terminal so
            pass
        process.wait(30)
    os.close(leader)
    return b"".join(chunks).decode()
