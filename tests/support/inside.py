"""A run of the command line in this process, in any folder: a tenth of the time that a process of its own takes."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from pathlib import Path
from typing import BinaryIO, TextIO
from unittest.mock import patch

from conftest import ROOT
from gcmplan.cli.app import main
from terminal import all_of


def start(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run gcmplan with arguments in a folder, its output to no terminal, without the GCMPLAN variables around it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GCMPLAN") or key == "GCMPLAN_CACHE"}
    out, err = _text(io.BytesIO()), _text(io.BytesIO())
    status = _status(arguments, cwd, kept | environment, out, err)
    texts = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(["gcmplan", *arguments], status, *texts)


def on_screen(*arguments: str, cwd: Path = ROOT, **environment: str) -> str:
    """Return what gcmplan writes to a terminal, output and errors together, in this process and without a pager."""
    unwanted = ("GCMPLAN_PLAN", "GCMPLAN_MAX_BYTES", "NO_COLOR", "FORCE_")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(unwanted)} | {"GCMPLAN_PAGER": ""}
    # rich keeps the codes of a style that it wrote once, whatever colours the next terminal of this process has.
    clean["TERM"] = "xterm-256color"
    leader, follower = pty.openpty()
    with ThreadPoolExecutor(1) as pool:
        shown = pool.submit(all_of, leader)
        with os.fdopen(follower, "wb", buffering=0) as screen:
            out, err = _text(screen), _text(screen)
            _status(arguments, cwd, clean | environment, out, err)
        text = shown.result(60)
    os.close(leader)
    return text.decode().replace("\r\n", "\n")


def _text(stream: BinaryIO | io.RawIOBase) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)  # type: ignore[arg-type]


def _status(words: tuple[str, ...], cwd: Path, environment: dict[str, str], out: TextIO, err: TextIO) -> int:
    """Run gcmplan with an environment and streams; return its exit status."""
    with (
        chdir(cwd),
        patch.dict(os.environ, environment, clear=True),
        patch.multiple(sys, argv=["gcmplan", *words], stdout=out, stderr=err),
    ):
        try:
            main()
        except SystemExit as end:
            return int(end.code or 0)
    return 0
