"""Measures the formats of `export` on plans of any size: each in a process of its own, without loading the plan.

`python bench/exports.py FOLDER FORMAT` loads the plan in a folder, writes it once in a format, and prints the seconds
that the processor took for the writing.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from processes import MAX_BYTES, MOST_GROWTH, Cost, Figures, run

from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_plan
from gcmplan.views.row import records_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gcmplan.plan.workplan import Workplan

FORMATS = ("json", "csv", "markdown", "html", "xlsx")
_PLANS = Path(__file__).with_name("plans.py")
_COLUMNS = ("format", "events", "ms", "events/s", "growth", "peak MB", "target", "met")


def measure_exports(folder: Path, sizes: Mapping[int, int]) -> list[Figures]:
    """Return what each format takes; sizes with how often each is run, the smallest first."""
    for size in sizes:
        (folder / str(size)).mkdir(parents=True)
        run((sys.executable, str(_PLANS), str(size), str(folder / str(size))))
    figures: list[Figures] = []
    for form in FORMATS:
        before = None
        for size, repeats in sizes.items():
            argv = (sys.executable, __file__, str(folder / str(size)), form)
            costs = [run(argv, keep=True) for _ in range(repeats)]
            figures.append(_figures(form, size, costs, before))
            before = figures[-1]["events/s"]
    return figures


def _figures(form: str, size: int, costs: list[Cost], before: float | None) -> Figures:
    """Return the figures of the fastest run at one size; the growth is that of an event's time."""
    seconds, mb = min(float(cost.text) for cost in costs), max(cost.mb for cost in costs)
    rate = size / seconds
    growth = before / rate if before else None
    met = (growth or 0) <= MOST_GROWTH
    cells = (form, size, seconds * 1000, round(rate), growth, round(mb), f"growth <= {MOST_GROWTH}", met)
    return dict(zip(_COLUMNS, cells, strict=True))


def parts_of(form: str, plan: Workplan) -> Iterable[str | bytes]:
    """Return a whole plan in a format, in pieces."""
    module = import_module(f"gcmplan.export.events.{form}")
    records = list(records_of(plan, plan.events))
    if form == "csv":
        found: Iterable[str | bytes] = module.render(records)
    elif form == "xlsx":
        found = [module.render(plan, records)]
    else:
        found = module.render(plan, records)
    return found


def measure_here(folder: Path, form: str) -> float:
    """Load a plan; return the seconds that the processor takes for writing it."""
    plan = load_plan(folder, Limits(MAX_BYTES))
    begin = process_time()
    with (folder / f"plan.{form}").open("wb") as file:
        file.writelines(part.encode() if isinstance(part, str) else part for part in parts_of(form, plan))
    return process_time() - begin


if __name__ == "__main__":
    # As the command line does it.
    gc.disable()
    print(measure_here(Path(sys.argv[1]), sys.argv[2]))
