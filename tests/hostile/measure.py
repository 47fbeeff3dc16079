"""Loads a plan in a process of its own: writes its problems, the seconds of work and the megabytes needed as JSON."""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_plan

if TYPE_CHECKING:
    from gcmplan.problems.problem import Problem


def peak() -> float:
    """Return the most memory that this process has had, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():  # what `getrusage` tells on Linux counts the parent's memory before the program was started
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        assert found
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def main(path: str) -> None:
    """Load the plan at a path."""
    problems: tuple[Problem, ...] = ()
    start = time.process_time()
    try:
        load_plan(Path(path))
    except BrokenPlanError as error:
        problems = error.problems
    measured = {"seconds": time.process_time() - start, "megabytes": peak()}
    told = [
        {"code": problem.code, "message": problem.message, "hint": problem.hint, **problem.position._asdict()}
        for problem in problems
    ]
    sys.stdout.write(json.dumps({"problems": told, **measured}))


if __name__ == "__main__":
    main(sys.argv[1])
