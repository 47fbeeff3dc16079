"""Workplans of any size that are equally crowded, for measuring `check`: as many meetings a week, from 2000 on.

Events as in `plans.py`, but nearly all of one to three days between Monday and Friday; a few of split days or in a
window. A week has so many that, at every size, an event certainly overlaps about five others: a pair counts for both.
100,000 events reach into 2087.

`python bench/crowded.py 1000 FOLDER` writes one, with its bodies and places.
"""

from __future__ import annotations

import sys
from collections import deque
from datetime import date, timedelta
from pathlib import Path
from random import Random

from plans import HEAD, PHASES, SEED, date_text, event_facts, row, write

_MONDAY = date(2000, 1, 3)
_WORKDAYS = 5
_PER_WEEK = 22
_DURATIONS = (1, 1, 2, 3)
_DATES = {
    "{span}": 88,
    "{span} TBC": 8,
    "{d} and {d2} {month} {year}": 1,
    "{days} days in {month} {year} TBA": 2,
    "{month} {year} TBA": 1,
}
"""The forms of dates, each with its weight."""
_PHASE_YEARS = 31


def crowded(count: int) -> str:
    """Return the text of a valid workplan.yaml with `count` events; equal counts give equal texts."""
    random = Random(SEED)  # noqa: S311 - nothing here is a secret
    earlier: deque[str] = deque(maxlen=30)
    rows = []
    for index in range(count):
        week, weekday = divmod(index * _WORKDAYS // _PER_WEEK, _WORKDAYS)
        day = _MONDAY + timedelta(weeks=week, days=weekday)
        days = min(random.choice(_DURATIONS), _WORKDAYS - weekday)
        phase = PHASES[(day.year - _MONDAY.year) // _PHASE_YEARS]
        facts = dict(event_facts(random, index, day, earlier), phase=phase)
        rows.append(row(facts | {"when": date_text(random, day, days, _DATES)}))
        earlier.append(facts["id"])
    return "".join([HEAD, "events:\n" if count else "events: []\n", *rows])


if __name__ == "__main__":
    write(crowded, sys.argv[1], Path(sys.argv[2]))
