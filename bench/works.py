"""Measures the commands that neither list nor check, as whole processes on plans of growing size, and other programs.

The plan of an import is small, its table grows; of all others the plan grows. Each has read its plan before.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from peers import write_pages
from processes import GCMPLAN, MAX_BYTES, MOST_GROWTH, ROOT, Command, Cost, Figures, grown, run, start

from gcmplan.dates.span import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLANS = Path(__file__).with_name("plans.py")
_PEERS = str(Path(__file__).with_name("peers.py"))
_SPHINX = str(Path(sys.executable).with_name("sphinx-build"))
_EXAMPLE = ROOT / "examples" / "standards-committee"
_LIMIT = (("GCMPLAN_MAX_BYTES", str(MAX_BYTES)),)
_DAYS = 27
_DRY = ("--dry-run", "--anyway")


class _Work(NamedTuple):
    """A program and its words; `{folder}` is where it may write.

    `share` is its part of the sizes; `most` how many times the time of its peer, on as many events, it may take, 0 for
    any; `is_peer` whether the works after it are compared with it.
    """

    name: str
    words: tuple[str, ...]
    share: int = 1
    most: float = 0
    is_of_plan: bool = True
    program: tuple[str, ...] = (GCMPLAN,)
    is_peer: bool = False


def _peer(name: str, share: int, *words: str) -> _Work:
    """Return a script of ours with another library."""
    program = (sys.executable, _PEERS, *words, "{folder}")
    return _Work(name, (), share, is_of_plan=False, program=program, is_peer=True)


_PUBLISHED = _Work(
    "sphinx, a page each", (), 10, is_of_plan=False, is_peer=True,
    program=(_SPHINX, "--quiet", "--fresh-env", "--write-all", "{folder}/pages", "{folder}/built"),
)  # fmt: skip
_WORKS = (
    _peer("ruamel.yaml, another date", 10, "edit"),
    _Work("move", ("move", "process-1", "8-9 March 2095", *_DRY), most=1),
    _Work("set", ("set", "process-1", "title", "Another", *_DRY), most=1),
    _Work("cancel", ("cancel", "process-1", *_DRY), most=1),
    _peer("matplotlib, a bar each", 10, "bars"),
    _Work("timeline", ("timeline",), most=1),
    _Work("timeline --by group", ("timeline", "--by", "group"), most=1),
    _Work("timeline --by body", ("timeline", "--by", "body"), most=1),
    _Work("timeline, svg", ("timeline", "-o", "{folder}/timeline.svg"), most=1),
    _Work("calendar", ("calendar",), most=1),
    _Work("calendar, svg", ("calendar", "-o", "{folder}/calendar.svg"), most=1),
    _peer("icalendar, free days", 10, "free-days"),
    _Work("slots, 100 days", ("slots", "process-1", "--number", "100"), 10, most=4),
    _peer("icalendar, table to calendar", 10, "table-to-calendar"),
    _Work(
        "import",
        ("import", "{folder}/rows.csv", "--into", str(_EXAMPLE), "--group", "data", *_DRY),
        10,
        is_of_plan=False,
    ),
    _PUBLISHED,
    _Work("publish", ("publish", "{folder}/site"), 10, most=2),
)


def measure_works(folder: Path, sizes: Mapping[int, int], *, with_peers: bool = True) -> list[Figures]:
    """Return what each command takes; sizes with how often each is run, the smallest first."""
    figures: list[Figures] = []
    peer: dict[int, float] = {}
    for work in (work for work in _WORKS if with_peers or not work.is_peer):
        peer = {} if work.is_peer else peer
        for size, repeats in sizes.items():
            count = size // work.share
            command = _command(work, count, _place(folder, count))
            costs: list[Cost] = [start(command) for _ in range(repeats)]
            row = grown(work.name, count, costs, figures[-1] if figures else None, 0 if work.is_peer else MOST_GROWTH)
            if work.is_peer:
                peer[count] = row["ms"]
            figures.append(_beside(row, work.most, peer.get(count)))
    return figures


def _beside(row: Figures, most: float, peer: float | None) -> Figures:
    """Return the figures of a work with its ratio to its peer, where that was measured on as many events."""
    ratio = row["ms"] / peer if peer else None
    target, met = row.pop("target"), row.pop("met")
    if ratio and most:
        target, met = f"{target}, <= {most:g} x peer", met and ratio <= most
    return row | {"x peer": ratio, "target": target, "met": met}


def _command(work: _Work, count: int, place: Path) -> Command:
    argv = tuple(word.format(folder=place) for word in (*work.program, *work.words))
    plan = ("--plan", str(place)) if work.is_of_plan else ()
    return Command(f"{work.name}, {count:,}", (*argv, *plan), environment=_LIMIT)


def _place(folder: Path, count: int) -> Path:
    """Return a folder with a plan and its calendar, and with a table of as many meetings and a page for each."""
    place = folder / str(count)
    if not place.exists():
        place.mkdir(parents=True)
        run((sys.executable, str(_PLANS), str(count), str(place)))
        with (place / "rows.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("Title", "Date", "Place"), *map(_row, range(count))])
        write_pages(place)
        run((GCMPLAN, "export", "ics", "--from", "2000", "-o", str(place / "plan.ics"), "--plan", str(place)), _LIMIT)
    return place


def _row(number: int) -> tuple[str, str, str]:
    day = f"{number % _DAYS + 1} {MONTHS[number % len(MONTHS)]} {2018 + number % 50}"
    return f"Meeting {number} of the committee on data", day, "Geneva"
