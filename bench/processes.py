"""Processes and what they cost: running them, comparing them turn by turn, and tables of the figures."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
GCMPLAN, KHAL, YAML2ICAL = (str(Path(sys.executable).with_name(name)) for name in ("gcmplan", "khal", "yaml2ical"))
MAX_BYTES = 100_000_000
"""The largest plan that is loaded."""
MOST_GROWTH = 1.2
"""How many times the time of an event of a plan an event of one ten times as large may take."""
_ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", ""), "LC_ALL": "C.UTF-8"}

Environment = tuple[tuple[str, str], ...]
Figures = dict[str, Any]


class CannotRunError(Exception):
    """A command could not be measured, or does not do what is to be measured."""


class Command(NamedTuple):
    """What to start, and how many times the time of another, named by its column, it may take; 0 for any.

    `status` is what it ends with; if that is an error, what it says of it belongs to its text.
    """

    name: str
    argv: tuple[str, ...]
    most: float = 0
    base: str = "x python"
    environment: Environment = ()
    status: int = 0
    folder: Path = ROOT


class Cost(NamedTuple):
    """What a process took (its peak includes that of the one it was started from), and what it wrote if kept."""

    seconds: float
    mb: float
    text: str


def run(argv: tuple[str, ...], environment: Environment = (), *, keep: bool = False) -> Cost:
    """Run a process to its end.

    Raises:
        CannotRunError: it cannot be started, or fails.

    """
    return start(Command(Path(argv[0]).name, argv, environment=environment), keep=keep)


def start(command: Command, *, keep: bool = False) -> Cost:
    """Run a command to its end.

    Raises:
        CannotRunError: it cannot be started, or ends with another status than it should.

    """
    out = subprocess.PIPE if keep else subprocess.DEVNULL
    errors = subprocess.STDOUT if command.status else None
    environment = _ENVIRONMENT | dict(command.environment)
    begin = perf_counter()
    try:
        process = subprocess.Popen(command.argv, stdout=out, stderr=errors, cwd=command.folder, env=environment)
    except OSError as error:
        reason = f"{command.name} cannot be started ({error.strerror}): 'make bench' installs it"
        raise CannotRunError(reason) from error
    text = process.stdout.read().decode() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != command.status:
        raise CannotRunError(f"{command.name} ended with status {process.returncode}")
    return Cost(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6, text)


def compare(commands: Sequence[Command], bases: Mapping[str, str], rounds: int) -> list[Figures]:
    """Return the median of each command, in milliseconds and beside the bases: columns and names of commands."""
    turns = [[start(command).seconds for command in commands] for _ in range(rounds)]
    medians = {command.name: median(times) for command, times in zip(commands, zip(*turns, strict=True), strict=True)}
    figures = []
    for command in commands:
        seconds = medians[command.name]
        ratios = {column: seconds / medians[base] for column, base in bases.items()}
        target = f"<= {command.most:g} {command.base}" if command.most else ""
        met = ratios[command.base] <= command.most if target else None
        figures.append({"command": command.name, "ms": seconds * 1000, **ratios, "target": target, "met": met})
    return figures


def table(figures: list[Figures]) -> str:
    """Return figures as a table, its first column to the left."""
    rows = [list(figures[0]), *([_shown(cell) for cell in line.values()] for line in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows)


def _shown(cell: object) -> str:
    """Return a figure as it is printed."""
    if isinstance(cell, bool):
        return "ok" if cell else "over"
    form = ",.2f" if isinstance(cell, float) else "," if isinstance(cell, int) else ""
    return "" if cell is None else format(cell, form)
