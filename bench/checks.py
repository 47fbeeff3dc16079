"""Measures `check`: its rules on crowded plans of any size, and as a whole process beside yaml2ical.

yaml2ical asks git for the last change of each file, which takes most of its time; here in a folder outside any
repository, where git ends soonest. It is measured without these calls, too.

`python bench/checks.py FOLDER` loads and checks the plan in a folder, and prints what it took as JSON.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from meetings import write_meetings
from processes import GCMPLAN, MAX_BYTES, MOST_GROWTH, YAML2ICAL, CannotRunError, Command, Figures, compare, run, start

from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_plan
from gcmplan.plan.overlap import Overlaps

if TYPE_CHECKING:
    from collections.abc import Mapping

_CROWDED = Path(__file__).with_name("crowded.py")
_LOAD, _OVERLAPS, _TRAVEL, _ALL = "load, crowded", "overlap rules", "overlap and travel rules", "all rules"
_CODES = {_OVERLAPS: {"GP101", "GP102", "GP104"}, _TRAVEL: {"GP101", "GP102", "GP103", "GP104"}}
"""Tight travel is no overlap: what overlaps is never told as travel."""
_MOST_SECONDS, _OF_EVENTS = 1.5, 100_000
_AWAKE_BYTES = 400_000_000
_MEETINGS = 1_000
_MOST_YAML2ICAL = 0.25
_AS_IS, _WITHOUT_GIT = "yaml2ical", "yaml2ical, git left out"
_LEAVE_GIT_OUT = """\
import os
from datetime import datetime
from yaml2ical import cli, meeting
meeting._get_update_time = lambda name: datetime.fromtimestamp(os.path.getmtime(name))
cli.main()
"""


def measure_rules(folder: Path, sizes: Mapping[int, int]) -> list[Figures]:
    """Return what loading and checking crowded plans takes; sizes with how often each is run, the smallest first."""
    for size in sizes:
        (folder / str(size)).mkdir(parents=True)
        run((sys.executable, str(_CROWDED), str(size), str(folder / str(size))))
    found: dict[int, list[Figures]] = {size: [] for size in sizes}
    for turn in range(max(sizes.values())):
        for size in (size for size, repeats in sizes.items() if turn < repeats):
            cost = run((sys.executable, __file__, str(folder / str(size))), keep=True)
            found[size].append(json.loads(cost.text))
    figures: list[Figures] = []
    for work in (_LOAD, *_CODES, _ALL):
        before = None
        for size, costs in found.items():
            figures.append(_rule_figures(work, size, costs, before))
            before = figures[-1]["us/event"]
    return figures


def _rule_figures(work: str, size: int, costs: list[Figures], before: float | None) -> Figures:
    """Return the figures of the fastest run at one size; the growth is that of an event's time."""
    seconds = min(cost[work]["seconds"] for cost in costs)
    each = seconds / size * 1e6
    growth = each / before if before else None
    most = _MOST_SECONDS if size == _OF_EVENTS else float("inf")
    target = f"growth <= {MOST_GROWTH}" + (f", <= {most * 1000:,.0f} ms" if size == _OF_EVENTS else "")
    asked = work == _OVERLAPS
    return {
        "work": work,
        "events": size,
        "overlaps/event": 2 * costs[0]["pairs"] / size,
        "problems": costs[0][work].get("problems"),
        "ms": seconds * 1000,
        "us/event": each,
        "growth": growth,
        "target": target if asked else "",
        "met": (growth or 0) <= MOST_GROWTH and seconds <= most if asked else None,
    }


def measure_processes(folder: Path, rounds: int) -> list[Figures]:
    """Return what checking a plan takes as a whole process, beside yaml2ical on as many meetings.

    Raises:
        CannotRunError: one of them does not do its work.

    """
    plan, meetings = folder / "plan", folder / "meetings"
    for new in (plan, meetings):
        new.mkdir(parents=True)
    run((sys.executable, str(_CROWDED), str(_MEETINGS), str(plan)))
    write_meetings(_MEETINGS, meetings)
    commands = _commands(plan, meetings)
    said = {command.name: start(command, keep=True).text for command in commands}
    for name in (_AS_IS, _WITHOUT_GIT):
        if f"Conflict between team-{_MEETINGS - 2:06}-meeting.yaml and" not in said[name]:
            raise CannotRunError(f"{name} does not find the conflict of the last two meetings")
    if any(text.count("double-booked") < _MEETINGS for name, text in said.items() if name.startswith("gcmplan")):
        raise CannotRunError("gcmplan does not find the overlaps of the crowded plan")
    return compare(commands, {"x yaml2ical": _AS_IS, "x without git": _WITHOUT_GIT}, rounds)


def _commands(plan: Path, meetings: Path) -> list[Command]:
    """Return what is measured, after the two that it is compared with: they end with an error, the conflict."""
    options = ("-y", str(meetings), "-o", str(meetings.parent / "meetings.ics"))
    bare = (sys.executable, "-c", _LEAVE_GIT_OUT, *options)
    check_plan = (GCMPLAN, "check", "--plan", str(plan), "--exit-zero", "--format")
    return [
        Command(_AS_IS, (YAML2ICAL, *options), status=1, folder=meetings),
        Command(_WITHOUT_GIT, bare, status=1, folder=meetings),
        *(
            Command(f"gcmplan check, {form}", (*check_plan, form), _MOST_YAML2ICAL, "x yaml2ical")
            for form in ("full", "concise", "json")
        ),
    ]


def measure_here(folder: Path) -> Figures:
    """Load and check a plan; return the seconds and problems of each work, and its pairs that certainly overlap."""
    begin = process_time()
    plan = load_plan(folder, Limits(MAX_BYTES))
    figures: Figures = {_LOAD: {"seconds": process_time() - begin}}
    for work in (*_CODES, _ALL):
        rules = [rule for rule in RULES if work == _ALL or rule.code in _CODES[work]]
        _wake_memory()
        begin = process_time()
        context = Context(plan, plan.as_of)
        problems = check(context, rules, RULES)
        figures[work] = {"seconds": process_time() - begin, "problems": sum(problem.stands_for for problem in problems)}
        figures["pairs"] = sum(len(met.certain) for met in Overlaps([one.event.when for one in context.meetings]))
    return figures


def _wake_memory() -> None:
    """Fill memory and give it back: what is idle a virtual machine has to borrow, and that takes as long as a rule."""
    len(b"\1" * _AWAKE_BYTES)


if __name__ == "__main__":
    # As the command line does it.
    gc.disable()
    print(json.dumps(measure_here(Path(sys.argv[1]))))
