"""A pager for what is longer than the screen, chosen as git chooses its own.

The program comes from the environment alone, GCMPLAN_PAGER before PAGER; nothing in a repository or a plan names it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys

_DEFAULT = "less"
_NONE = {"", "cat"}
_DUMB = "dumb"
_OPTIONS = {"LESS": "FRX", "LV": "-c"}
"""Options of pagers, unless the user has chosen others: less ends at once if all fits, shows colours, and leaves the
text.
"""
_FOR_A_SHELL = re.compile(r"[|&;<>()$`\\\"'*?\[#~=%]")
"""With one of these in it, git gives the text to a shell."""


def page(text: str) -> bool:
    """Show a text in the pager, and wait until the user leaves it; return whether it was shown.

    It is not if it fits on the screen, if there is no pager, or if the pager cannot be started or fails.
    """
    command = _command()
    if not command or text.count("\n") < shutil.get_terminal_size().lines:
        return False
    sys.stdout.flush()
    try:
        # The user's own program, of the environment.
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=_OPTIONS | dict(os.environ))  # noqa: S603
    except (OSError, ValueError):
        return False
    # The keys are the pager's: Ctrl-C ends a search there, and not the program that waits for it.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.communicate(text.encode(sys.stdout.encoding, "backslashreplace"))
    finally:
        signal.signal(signal.SIGINT, before)
    return process.returncode <= 0


def _command() -> list[str] | None:
    """Return the words that start the pager; none if there is none, or if the terminal cannot move its cursor."""
    windows = os.name == "nt"
    chosen = os.environ.get("GCMPLAN_PAGER", os.environ.get("PAGER", "" if windows else _DEFAULT)).strip()
    if chosen in _NONE or (not windows and os.environ.get("TERM", _DUMB) == _DUMB):
        return None
    if _FOR_A_SHELL.search(chosen) and not windows:
        return ["/bin/sh", "-c", chosen]
    program, *arguments = shlex.split(chosen, posix=not windows)
    found = _found(program)
    return [found, *arguments] if found else None


def _found(program: str) -> str | None:
    """Return a program's whole name: a bare one is looked for in the whole folders of PATH, never in this folder."""
    if os.path.dirname(program):  # noqa: PTH120 - "./less" is not "less"
        return program
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        name = os.path.join(folder, program + ".exe" * (os.name == "nt"))  # noqa: PTH118 - as PATH has it
        if os.path.isabs(folder) and os.access(name, os.X_OK):  # noqa: PTH117 - as PATH has it
            return name
    return None
