"""Measures the commands that neither list nor check, as whole processes on plans of growing size.

The plan of an import is small, its table grows; of all others the plan grows. Each has read its plan before.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from processes import GCMPLAN, MAX_BYTES, MOST_GROWTH, ROOT, Command, Cost, Figures, grown, run, start

from gcmplan.dates.span import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLANS = Path(__file__).with_name("plans.py")
_EXAMPLE = ROOT / "examples" / "standards-committee"
_LIMIT = (("GCMPLAN_MAX_BYTES", str(MAX_BYTES)),)
_DAYS = 27
_CROWDED = 100
_DRY = ("--dry-run", "--anyway")


class _Work(NamedTuple):
    """Words of a command; `{folder}` is where it may write, `{rows}` a table. `share` is its part of the sizes."""

    name: str
    words: tuple[str, ...]
    share: int = 1
    most: float = MOST_GROWTH
    status: int = 0
    is_of_plan: bool = True
    program: tuple[str, ...] = (GCMPLAN,)


_ROUND_TRIP = """
import sys
from ruamel.yaml import YAML
yaml = YAML()
with open(sys.argv[1], encoding="utf-8") as file:
    plan = yaml.load(file)
plan["events"][0]["when"] = "8-9 March 2095"
with open(sys.argv[1] + ".new", "w", encoding="utf-8") as file:
    yaml.dump(plan, file)
"""
"""The edit by the library that is known for keeping comments: it checks nothing, and writes the whole file anew."""
_CSV_TO_ICS = """
import csv, sys
from datetime import datetime
from icalendar import Calendar, Event
calendar = Calendar()
with open(sys.argv[1], encoding="utf-8") as file:
    for number, row in enumerate(csv.DictReader(file)):
        event = Event()
        event.add("uid", str(number))
        event.add("summary", row["Title"])
        event.add("location", row["Place"])
        event.add("dtstart", datetime.strptime(row["Date"], "%d %B %Y").date())
        calendar.add_component(event)
with open(sys.argv[1] + ".ics", "wb") as file:
    file.write(calendar.to_ical())
"""
"""The table as a calendar, by a script that trusts every cell."""


def _python(code: str) -> tuple[str, ...]:
    return sys.executable, "-c", code


_WORKS = (
    _Work("move", ("move", "process-1", "8-9 March 2095", *_DRY)),
    _Work("set", ("set", "process-1", "title", "Another", *_DRY)),
    _Work("cancel", ("cancel", "process-1", *_DRY)),
    _Work("ruamel.yaml", ("{folder}/workplan.yaml",), 10, most=0, is_of_plan=False, program=_python(_ROUND_TRIP)),
    _Work("timeline", ("timeline",)),
    _Work("timeline --by group", ("timeline", "--by", "group")),
    _Work("timeline --by body", ("timeline", "--by", "body")),
    _Work("calendar", ("calendar",)),
    # There is no free day: all are sorted, and the best 60 judged by all rules.
    _Work("slots", ("slots", "process-1"), 10, status=2),
    _Work("import", ("import", "{rows}", "--into", str(_EXAMPLE), "--group", "data", *_DRY), 10, is_of_plan=False),
    _Work("csv to ics", ("{rows}",), 10, most=0, is_of_plan=False, program=_python(_CSV_TO_ICS)),
    _Work("publish", ("publish", "{folder}/site"), 10),
)


def measure_works(folder: Path, sizes: Mapping[int, int]) -> list[Figures]:
    """Return what each command takes; sizes with how often each is run, the smallest first."""
    figures: list[Figures] = []
    for work in _WORKS:
        for size, repeats in sizes.items():
            count = size // work.share
            command = _command(work, count, _place(folder, count))
            costs: list[Cost] = [start(command) for _ in range(repeats)]
            figures.append(grown(work.name, count, costs, figures[-1] if figures else None, work.most))
    return figures


def _command(work: _Work, count: int, place: Path) -> Command:
    words = tuple(word.format(folder=place, rows=place / "rows.csv") for word in work.words)
    plan = ("--plan", str(place)) if work.is_of_plan else ()
    # Among a few events there is a free day.
    status = work.status if count >= _CROWDED else 0
    return Command(f"{work.name}, {count:,}", (*work.program, *words, *plan), environment=_LIMIT, status=status)


def _place(folder: Path, count: int) -> Path:
    """Return a folder with a plan, and with a table of as many meetings."""
    place = folder / str(count)
    if not place.exists():
        place.mkdir(parents=True)
        run((sys.executable, str(_PLANS), str(count), str(place)))
        with (place / "rows.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("Title", "Date", "Place"), *map(_row, range(count))])
        run((GCMPLAN, "list", "--plan", str(place)), _LIMIT)
    return place


def _row(number: int) -> tuple[str, str, str]:
    day = f"{number % _DAYS + 1} {MONTHS[number % len(MONTHS)]} {2018 + number % 50}"
    return f"Meeting {number} of the committee on data", day, "Geneva"
