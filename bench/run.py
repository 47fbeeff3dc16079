"""Measures gcmplan as its users wait for it: whole processes, beside bare Python and khal; then large plans.

Every round runs each command once, so that whatever else the machine does hits all alike. Commands are given by their
median; large plans, which take too long for many runs, by their fastest run. `make bench` starts it; the exit status
is 0 whether or not the targets are met, and 2 if something could not run.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from icalendar import Calendar, Event

from gcmplan.load import load_plan
from gcmplan.source import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
GCMPLAN, KHAL = str(BIN / "gcmplan"), str(BIN / "khal")
ROUNDS, QUICK_ROUNDS = 25, 7
SIZES = {1_000: 9, 10_000: 5, 100_000: 3}
"""Events of the large plans, and how often each is run."""
QUICK_SIZES = {1_000: 3, 10_000: 2}
MAX_BYTES = 100_000_000
LEAST_RATE, MOST_GROWTH, MOST_MB = 10_000, 1.2, 1_000
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", ""), "LC_ALL": "C.UTF-8"}
PYTHON, LIST = "python -c pass", "khal list"
KHAL_CONFIG = """\
[calendars]
[[workplan]]
path = {folder}/calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


class CannotRunError(Exception):
    """A command could not be measured."""


class Command(NamedTuple):
    """What to start, and how many times as long as another command it may take."""

    name: str
    argv: tuple[str, ...]
    most: float = 0
    base: str = PYTHON
    environment: tuple[tuple[str, str], ...] = ()


class Cost(NamedTuple):
    """What a process took, and what it wrote if that was kept."""

    seconds: float
    peak_mb: float
    text: str


class Figure(NamedTuple):
    """A line of the report; `None` where there is nothing to say."""

    name: str
    seconds: float
    ratios: dict[str, float]
    target: str
    ok: bool | None


def run(argv: tuple[str, ...], environment: dict[str, str] | None = None, *, keep: bool = False) -> Cost:
    """Run a process to its end.

    Raises:
        CannotRunError: it cannot be started, or fails.

    """
    start = perf_counter()
    try:
        process = subprocess.Popen(  # noqa: S603 - as all of bench/
            argv, stdout=subprocess.PIPE if keep else subprocess.DEVNULL, cwd=ROOT, env=ENVIRONMENT | (environment or {})
        )
    except OSError as error:
        raise CannotRunError(f"{Path(argv[0]).name} cannot be started ({error.strerror}): run 'make bench'") from error
    text = process.stdout.read().decode() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CannotRunError(f"'{Path(argv[0]).name} {' '.join(argv[1:])}' ended with status {process.returncode}")
    return Cost(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6, text)


# -- whole processes -------------------------------------------------------------------------------------------------


def write_calendar(folder: Path) -> tuple[str, ...]:
    """Write the real plan for khal, let khal fill its cache, and return the command that lists all of it.

    A window stands in khal as its first day, and what has no date as the last day of all: khal has the least to do
    so, for it looks at an event anew on each of its days.
    """
    plan = load_plan(ROOT / "data")
    first = min(event.when.earliest for event in plan.events if event.when.earliest)
    last = max(event.when.latest for event in plan.events if event.when.latest)
    (folder / "calendar").mkdir()
    for event in plan.events:
        day = event.when.earliest or last
        end = event.when.latest if event.when.exact and event.when.latest else day
        entry = Event()
        entry.add("uid", event.id)
        entry.add("dtstamp", datetime(2017, 4, 12, tzinfo=UTC))
        entry.add("dtstart", day)
        entry.add("dtend", end + timedelta(days=1))
        entry.add("summary", event.title)
        entry.add("location", str(event.place or ""))
        calendar = Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", "gcmplan bench")
        calendar.add_component(entry)
        (folder / "calendar" / f"{event.id}.ics").write_bytes(calendar.to_ical())
    config = folder / "khal.conf"
    config.write_text(KHAL_CONFIG.format(folder=folder), encoding="utf-8")
    return (KHAL, "--color", "-c", str(config), "list", "--once", first.isoformat(), last.isoformat())


def commands(khal_list: tuple[str, ...]) -> list[Command]:
    """Return what is measured, the two that others are compared with first."""

    def complete(*words: str) -> tuple[tuple[str, str], ...]:
        asked = {"_GCMPLAN_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
        return tuple(asked.items())

    return [
        Command(PYTHON, (sys.executable, "-c", "pass")),
        Command(LIST, khal_list),
        Command("gcmplan --version", (GCMPLAN, "--version"), 7),
        Command("completion of an id", (GCMPLAN,), 8, environment=complete("gcmplan", "show", "thematic")),
        Command("completion of an option", (GCMPLAN,), 8, environment=complete("gcmplan", "list", "--pha")),
        Command("gcmplan list, table", (GCMPLAN, "list", "--format", "table", "--color", "always"), 0.8, LIST),
        Command("gcmplan list, piped", (GCMPLAN, "list"), 0.8, LIST),
    ]
