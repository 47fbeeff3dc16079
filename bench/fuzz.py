"""Loads mutations of the real plan for as long as wanted: `python bench/fuzz.py --minutes 10 --seed 1`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))
from mutations import mutate, small_plan, survives, whole_plan
from rule_examples import files_in

if TYPE_CHECKING:
    from gcmplan.files.folder import PlanFiles

EXTRACTS = 50
WHOLE_EVERY = 30
SLOW_SECONDS = 1


def keep(plan: PlanFiles) -> Path:
    """Write an input to a new folder, which can be loaded as a plan."""
    folder = Path(tempfile.mkdtemp(prefix="gcmplan-fuzz-"))
    for file in files_in(plan):
        (folder / file.path).parent.mkdir(exist_ok=True)
        (folder / file.path).write_bytes(file.data)
    return folder


def main() -> int:
    """Run until the time is over; return how many inputs failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    arguments = parser.parse_args()
    random = Random(arguments.seed)  # noqa: S311 - a seed gives the same inputs each time
    whole = whole_plan()
    extracts = [small_plan(whole, random) for _ in range(EXTRACTS)]
    counts: Counter[str] = Counter()
    end = time.monotonic() + 60 * arguments.minutes
    while time.monotonic() < end:
        start = time.monotonic()
        plan = mutate(random.choice(extracts) if counts.total() % WHOLE_EVERY else whole, random)
        try:
            counts["loaded" if survives(plan) else "refused"] += 1
        except Exception:  # noqa: BLE001 - any at all is what is looked for
            counts["failed"] += 1
            print(f"seed {arguments.seed}, input {counts.total()}: {keep(plan)}\n{traceback.format_exc()}")
        if time.monotonic() - start > SLOW_SECONDS:
            print(f"seed {arguments.seed}, input {counts.total()}: slow: {keep(plan)}")
    print(f"seed {arguments.seed}: {counts.total():,} inputs, {dict(counts)}")
    return min(counts["failed"], 1)


if __name__ == "__main__":
    sys.exit(main())
