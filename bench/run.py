"""Measures gcmplan as its users wait for it: whole processes, beside bare Python and other programs; then large plans.

Every round runs each command once, so that whatever else the machine does hits all alike. Commands are given by their
median; large plans, which take too long for many runs, by their fastest run. `make bench` starts it; the exit status
is 1 if a bound is broken, which is named, and 2 if something could not run.
"""

from __future__ import annotations

import argparse
import compileall
import gc
import json
import platform
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

from alike import measure_alike
from calendars import measure_calendars, measure_feeds, measure_feeds_for_all
from changes import measure_changes, measure_differences
from checks import measure_processes, measure_rules
from exports import measure_exports
from icalendar import Calendar
from icalendar import Event as Entry
from processes import (
    COLD,
    GCMPLAN,
    KHAL,
    MAX_BYTES,
    MOST_GROWTH,
    ROOT,
    CannotRunError,
    Command,
    Cost,
    Figures,
    broken,
    compare,
    run,
    table,
)
from works import measure_works

from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_plan

if TYPE_CHECKING:
    from collections.abc import Callable

DATA, PLANS = ROOT / "data", ROOT / "bench" / "plans.py"
ROUNDS, QUICK_ROUNDS = 25, 7
CHECK_ROUNDS, QUICK_CHECK_ROUNDS = 9, 3
SIZES, QUICK_SIZES = {1_000: 9, 10_000: 5, 100_000: 3}, {1_000: 3, 10_000: 2}
EXPORTS, QUICK_EXPORTS = {1_000: 5, 10_000: 3, 100_000: 2}, {1_000: 2, 10_000: 1}
"""Events of the large plans, and how often each is run; for exports, each in every format."""
HISTORIES, QUICK_HISTORIES = (200, 2_000), (20, 200)
WORKS, QUICK_WORKS = {1_000: 3, 10_000: 2}, {1_000: 1, 3_000: 1}
"""Of large plans, a tenth of it for what takes long."""
LEAST_RATE, MOST_MB = 10_000, 1_000
README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
PLAN_COLUMNS = ("work", "events", "ms", "events/s", "growth", "peak MB", "target", "met")
KHAL_CONFIG = """\
[calendars]
[[workplan]]
path = {folder}/calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
dateformat = %Y-%m-%d
"""


def write_calendar(folder: Path) -> tuple[str, ...]:
    """Write the real plan as khal's calendar, and return the command that lists all of it.

    A window stands there as its first day, and what has no date as the last day of all: so khal has the least to do.
    """
    events = load_plan(DATA).events
    first = min(event.when.earliest for event in events if event.when.earliest)
    last = max(event.when.latest for event in events if event.when.latest)
    (folder / "calendar").mkdir()
    for event in events:
        start = event.when.earliest or last
        end = event.when.spans[-1].last if event.when.spans else start
        entry = Entry.new(uid=event.id, summary=event.title, start=start, end=end + timedelta(days=1))
        (folder / "calendar" / f"{event.id}.ics").write_bytes(Calendar.new(subcomponents=[entry]).to_ical())
    (folder / "khal.conf").write_text(KHAL_CONFIG.format(folder=folder), encoding="utf-8")
    return KHAL, "--color", "-c", str(folder / "khal.conf"), "list", "--once", first.isoformat(), last.isoformat()


def commands(khal_list: tuple[str, ...]) -> list[Command]:
    """Return what is measured, after the two that it is compared with."""
    asked = ("_GCMPLAN_COMPLETE", "complete_bash"), ("COMP_CWORD", "2")
    an_id, an_option = (*asked, ("COMP_WORDS", "gcmplan show thematic")), (*asked, ("COMP_WORDS", "gcmplan list --ph"))
    table = (GCMPLAN, "list", "--format", "table", "--color", "always")
    most: dict[str, tuple[tuple[str, ...], float]] = {
        "list, table": (table, 0.5),
        "list, piped": ((GCMPLAN, "list"), 0.35),
        "next": ((GCMPLAN, "next", "--on", "2017-04-12"), 0.4),
        "show": ((GCMPLAN, "show", "thematic-6"), 0.4),
        "timeline": ((GCMPLAN, "timeline"), 0.5),
        "export ics": ((GCMPLAN, "export", "ics", "--windows", "--from", "2000"), 0.5),
        "check": ((GCMPLAN, "check"), 0.65),
        "check, concise": ((GCMPLAN, "check", "--format", "concise"), 0.65),
    }
    cold = ("list, piped", "check")
    return [
        Command("python -c pass", (sys.executable, "-c", "pass")),
        Command("khal list", khal_list),
        Command("gcmplan --version", (GCMPLAN, "--version"), 7),
        Command("completion of an id", (GCMPLAN,), 6, environment=an_id),
        Command("completion of an option", (GCMPLAN,), 6, environment=an_option),
        *(Command(f"gcmplan {name}", argv, most, "x khal") for name, (argv, most) in most.items()),
        *(Command(f"gcmplan {name}, no cache", most[name][0], 1, "x khal", COLD) for name in cold),
    ]


def check(measured: list[Command]) -> None:
    """See that each command does its work, with its caches filled.

    Raises:
        CannotRunError: one does not.

    """
    said = {command.name: run(command.argv, command.environment, keep=True).text for command in measured}
    khal, _, *options, first, last = measured[1].argv
    plainly = (khal, "--no-color", *options, "--format", "{uid}", "--day-format", "", first, last)
    listed = sorted(line.split("\t")[0] for line in said["gcmplan list, piped"].splitlines())
    if not listed or sorted(run(plainly, keep=True).text.split()) != listed:
        raise CannotRunError("khal and gcmplan do not list the same events")
    if "thematic-6" not in said["completion of an id"] or "--phase" not in said["completion of an option"]:
        raise CannotRunError("the completion offers nothing")


def measure_commands(folder: Path, rounds: int) -> list[Figures]:
    """Return the median of each command, in milliseconds and as ratios."""
    measured = commands(write_calendar(folder))
    check(measured)
    return compare(measured, {"x python": measured[0].name, "x khal": measured[1].name}, rounds)


def measure_plans(folder: Path, sizes: dict[int, int]) -> list[Figures]:
    """Return what loading plans costs, and listing them as JSON."""
    for size in sizes:
        (folder / str(size)).mkdir()
        # In a process of its own: the peak of this one counts for those that it starts.
        run((sys.executable, str(PLANS), str(size), str(folder / str(size))))
    costs: dict[tuple[str, int], list[Cost]] = {(work, size): [] for work in ("load", "list") for size in sizes}
    for turn in range(max(sizes.values())):
        for size in (size for size, repeats in sizes.items() if turn < repeats):
            plan = str(folder / str(size))
            cost = run((sys.executable, __file__, "--load", plan), keep=True)
            costs["load", size].append(cost._replace(seconds=float(cost.text)))
            listing = (GCMPLAN, "list", "--format", "json", "--plan", plan)
            costs["list", size].append(run(listing, (("GCMPLAN_MAX_BYTES", str(MAX_BYTES)),)))
    figures: list[Figures] = []
    for (work, size), found in costs.items():
        figures.append(plan_figures(work, size, found, figures))
    return figures


def plan_figures(work: str, size: int, costs: list[Cost], before: list[Figures]) -> Figures:
    """Return the figures of one size; the growth is that of an event's time, against the size before."""
    seconds, mb = min(cost.seconds for cost in costs), max(cost.mb for cost in costs)
    rate = size / seconds
    growth = before[-1]["events/s"] / rate if before and before[-1]["work"] == work else None
    least = LEAST_RATE if work == "load" else 0
    target = f"growth <= {MOST_GROWTH}, < {MOST_MB:,} MB" + (f", >= {least:,}/s" if least else "")
    met = (growth or 0) <= MOST_GROWTH and mb < MOST_MB and rate >= least
    cells = (work, size, seconds * 1000, round(rate), growth, round(mb), target, met)
    return dict(zip(PLAN_COLUMNS, cells, strict=True))


def report(options: argparse.Namespace) -> list[str]:
    """Measure, print and write the figures; return the bounds that are broken."""
    everything, quick = (ROUNDS, CHECK_ROUNDS, SIZES), (QUICK_ROUNDS, QUICK_CHECK_ROUNDS, QUICK_SIZES)
    full = not options.quick
    rounds, checks, sizes = everything if full else quick
    figures: Figures = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "python": platform.python_version(), "rounds": rounds}
    beside = f"medians of {rounds} rounds ({checks} of check and feeds)"
    head = f"{figures['date']}, Python {figures['python']}, time of the processor: {beside}; large plans: fastest run"
    print(f"{head}\n")
    # As it is installed: where Python may write no bytecode, each start would compile what was edited.
    compileall.compile_dir(ROOT / "gcmplan", quiet=1)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        works: dict[str, Callable[[], list[Figures]]] = {
            "commands": lambda: measure_commands(folder, rounds),
            "check": lambda: measure_processes(folder / "check", checks),
            "plans": lambda: measure_plans(folder, sizes),
            "rules": lambda: measure_rules(folder / "crowded", sizes),
            "alike": lambda: measure_alike(folder / "alike", full=full),
            "calendars": lambda: measure_calendars(folder / "calendars", checks),
            "feeds": lambda: measure_feeds(folder, sizes),
            "feeds for all": lambda: measure_feeds_for_all(checks),
            "histories": lambda: measure_changes(folder / "histories", HISTORIES if full else QUICK_HISTORIES),
            "differences": lambda: measure_differences(sizes),
            "works": lambda: measure_works(folder / "works", WORKS if full else QUICK_WORKS),
            "exports": lambda: measure_exports(folder / "exports", EXPORTS if full else QUICK_EXPORTS),
        }
        for name, measure in works.items():
            if options.part not in {None, name}:
                continue
            figures[name] = measure()
            print(table(figures[name]), "\n", sep="", flush=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if options.readme:
        write_readme(head, figures)
    return list(broken(figures))


def write_readme(head: str, figures: Figures) -> None:
    """Put the tables into the page on performance, in place of those that are there."""
    parts = ((name, rows) for name, rows in figures.items() if isinstance(rows, list))
    tables = (f"### {name.capitalize()}\n\n```\n{table(rows)}\n```\n" for name, rows in parts)
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    text = "\n".join([f"{head}.\n", *tables])
    README.write_text(f"{before}{BEGIN}{text}{END}{rest.partition(END)[2]}", encoding="utf-8")


def main() -> int:
    """Return the exit status."""
    parser = argparse.ArgumentParser(description="Measure gcmplan.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, no plan of 100,000 events")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the figures there, too")
    parser.add_argument("--part", help="measure this part alone, like commands")
    parser.add_argument("--readme", action="store_true", help="put the tables into README.md")
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        # As the command line does it.
        gc.disable()
        start = process_time()
        load_plan(options.load, Limits(MAX_BYTES))
        print(process_time() - start)
        return 0
    try:
        over = report(options)
    except CannotRunError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    for bound in over:
        print(f"Over: {bound}")
    return int(bool(over))


if __name__ == "__main__":
    raise SystemExit(main())
