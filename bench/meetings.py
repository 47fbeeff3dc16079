"""Meeting files for yaml2ical, as many and as crowded as the events of `crowded.py`, for measuring it beside gcmplan.

yaml2ical compares every meeting with every other and stops at the first two that are in one room at one time: its
format allows no more conflicts than that. So the meetings lie at random in the week, each as many others beside it as
an event of the crowded plan has, in the fewest rooms that hold them; only the last two are in one room, which is found
when all else is compared. It then ends before it writes a calendar; gcmplan writes none either.

`python bench/meetings.py 1000 FOLDER` writes them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from gcmplan.dates.span import WEEKDAYS
from plans import SEED

_FILE = """\
project: Team {number:06} meeting
project_url: https://example.org/migration/teams/{number}
agenda_url: https://example.org/migration/meetings/{number}
meeting_id: team-{number}
chair: Chair of team {number}
description: >-
  Regular meeting of team {number} on human rights of all migrants, social inclusion and cohesion. Notes of previous
  meetings are found beside its agenda.
schedule:
  - time: '{hour:02}{minute:02}'
    day: {day}
    duration: {duration}
    irc: room-{room}
    frequency: weekly
"""
_MINUTES = 7 * 24 * 60
_STEP = 5
_CROWDED = 5
"""Pairs that overlap, a meeting: half of the share of the week that a meeting and those before it take."""


def write_meetings(count: int, folder: Path) -> int:
    """Write some meetings, one a file, and return how many pairs of them overlap in time."""
    random = Random(SEED)  # noqa: S311 - nothing here is a secret
    duration = max(_STEP, _CROWDED * _MINUTES // count // _STEP * _STEP)
    starts = sorted(random.randrange(0, _MINUTES - duration, _STEP) for _ in range(count - 1))
    starts.append(starts[-1])
    ends: list[int] = []
    """When each room is free again."""
    room = 0
    for number, start in enumerate(starts):
        if number < count - 1:
            room = next((room for room, end in enumerate(ends) if end <= start), len(ends))
            ends[room : room + 1] = [start + duration]
        hour, minute = divmod(start, 60)
        weekday, hour = divmod(hour, 24)
        text = _FILE.format(
            number=number, hour=hour, minute=minute, day=WEEKDAYS[weekday], duration=duration, room=room
        )
        (folder / f"team-{number:06}-meeting.yaml").write_text(text, encoding="utf-8", newline="\n")
    return sum(start < other + duration for index, start in enumerate(starts) for other in starts[:index])


if __name__ == "__main__":
    print(write_meetings(int(sys.argv[1]), Path(sys.argv[2])))
