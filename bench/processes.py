"""Processes and what they cost: running them, comparing them turn by turn, and tables of the figures.

Seconds are those of the processor, also for the processes that one starts: a busy machine changes them little.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
GCMPLAN, KHAL, YAML2ICAL = (str(Path(sys.executable).with_name(name)) for name in ("gcmplan", "khal", "yaml2ical"))
MAX_BYTES = 100_000_000
"""The largest plan that is loaded."""
MOST_GROWTH = 1.2
"""How many times the time of an event of a plan an event of one ten times as large may take."""
_CACHES = mkdtemp()
atexit.register(shutil.rmtree, _CACHES, ignore_errors=True)
_ENVIRONMENT = {
    **{name: os.environ.get(name, "") for name in ("PATH", "HOME")},
    **dict.fromkeys(("GCMPLAN_CACHE", "XDG_STATE_HOME"), _CACHES),
    "LC_ALL": "C.UTF-8",
}
COLD = (("GCMPLAN_CACHE", ""),)
"""Without the caches, which hold what the run before found out."""

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
    errors = subprocess.STDOUT if command.status else subprocess.DEVNULL
    environment = _ENVIRONMENT | dict(command.environment)
    try:
        process = subprocess.Popen(command.argv, stdout=out, stderr=errors, cwd=command.folder, env=environment)
    except OSError as error:
        reason = f"{command.name} cannot be started ({error.strerror}): 'make bench' installs it"
        raise CannotRunError(reason) from error
    text = process.stdout.read().decode() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = usage.ru_utime + usage.ru_stime
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


def grown(work: str, size: int, costs: Sequence[Cost], before: Figures | None, most: float = MOST_GROWTH) -> Figures:
    """Return the figures of a work at one size, by its fastest run; the growth is that of an event's time."""
    seconds, mb = min(cost.seconds for cost in costs), max(cost.mb for cost in costs)
    growth = seconds / size / (before["ms"] / 1000 / before["events"]) if before and before["work"] == work else None
    target = f"growth <= {most:g}" if most else ""
    met = (growth or 0) <= most if target else None
    cells = (work, size, seconds * 1000, growth, round(mb), target, met)
    return dict(zip(("work", "events", "ms", "growth", "peak MB", "target", "met"), cells, strict=True))


def broken(figures: Mapping[str, Any]) -> Iterator[str]:
    """Yield the bounds that are broken, by the part of the benchmark and the names of the measure."""
    for part, rows in figures.items():
        for row in rows if isinstance(rows, list) else ():
            if row.get("met") is False:
                names = [str(row[key]) for key in ("work", "command", "format", "events", "commits") if key in row]
                yield f"{part}: {', '.join(names)}: {row['target']}"
