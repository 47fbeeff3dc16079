"""Measures timelines and months of 10,000 events as users wait for them: whole processes, the plan loaded in each."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from processes import GCMPLAN, MAX_BYTES, Figures, run

if TYPE_CHECKING:
    from collections.abc import Mapping

_COUNT = 10_000
_PLANS = Path(__file__).with_name("plans.py")
_MOST_SECONDS: Mapping[tuple[str, ...], float] = {
    ("timeline",): 2,
    ("timeline", "--by", "group"): 3,
    ("timeline", "--by", "body"): 3,
    ("calendar",): 2,
    ("calendar", "May 2017"): 2,
}
"""What each command may take."""


def measure_pictures(folder: Path, repeats: int) -> list[Figures]:
    """Return what each command takes, by its fastest run."""
    folder.mkdir()
    run((sys.executable, str(_PLANS), str(_COUNT), str(folder)))
    limit = (("GCMPLAN_MAX_BYTES", str(MAX_BYTES)),)
    figures: list[Figures] = []
    for words, most in _MOST_SECONDS.items():
        costs = [run((GCMPLAN, *words, "--plan", str(folder)), limit, keep=True) for _ in range(repeats)]
        seconds = min(cost.seconds for cost in costs)
        figures.append(
            {
                "command": " ".join(words),
                "events": _COUNT,
                "s": round(seconds, 2),
                "peak MB": round(max(cost.mb for cost in costs)),
                "target": f"<= {most} s",
                "met": seconds <= most,
            }
        )
    return figures
