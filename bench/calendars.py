"""Measures `export ics` as a whole process: beside `list` and yaml2ics, and on plans of any size."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from processes import GCMPLAN, MAX_BYTES, MOST_GROWTH, CannotRunError, Command, Cost, Figures, compare, run, start

from gcmplan.feeds.feed import Options, feed_of
from gcmplan.feeds.versions import without_history
from gcmplan.loading.load import load_plan
from gcmplan.query.filters import Criteria

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLANS = Path(__file__).with_name("plans.py")
_YAML2ICS = str(Path(sys.executable).with_name("yaml2ics"))
_FEED = (GCMPLAN, "export", "ics", "--windows", "--from", "2000", "-o")
"""With windows and without what has no date, nothing is left out that would be told."""
_LIMIT = (("GCMPLAN_MAX_BYTES", str(MAX_BYTES)),)
_EVENTS, _MOST_LIST, _MOST_YAML2ICS = 1_000, 1.3, 1
_LEAST_RATE, _LARGE = 4_500, 100_000
_LIST, _OTHER = "gcmplan list", "yaml2ics, as many events"
_COLUMNS = ("work", "events", "ms", "events/s", "growth", "peak MB", "of it text", "target", "met")


def measure_calendars(folder: Path, rounds: int) -> list[Figures]:
    """Return what the feed of the real plan takes beside its list, and that of 1,000 events beside yaml2ics.

    Raises:
        CannotRunError: one of them does not do its work.

    """
    folder.mkdir(parents=True)
    run((sys.executable, str(_PLANS), str(_EVENTS), str(folder)))
    count = _write_for_yaml2ics(folder, folder / "events.yaml")
    commands = [
        Command(_LIST, (GCMPLAN, "list")),
        Command(_OTHER, (_YAML2ICS, str(folder / "events.yaml"))),
        Command("gcmplan export ics", (*_FEED, str(folder / "real.ics")), _MOST_LIST, "x list"),
        Command(
            f"gcmplan export ics, {_EVENTS:,} events",
            (*_FEED, str(folder / "large.ics"), "--plan", str(folder)),
            _MOST_YAML2ICS,
            "x yaml2ics",
        ),
    ]
    said = {command.name: start(command, keep=True).text for command in commands}
    for text in (said[_OTHER], (folder / "large.ics").read_text(encoding="utf-8")):
        if text.count("BEGIN:VEVENT") != count:
            raise CannotRunError("yaml2ics and gcmplan do not write the same number of events")
    return compare(commands, {"x list": _LIST, "x yaml2ics": _OTHER}, rounds)


def _write_for_yaml2ics(folder: Path, target: Path) -> int:
    """Write what the feed of a plan holds as yaml2ics takes it, each as one day, and return how many events that is."""
    plan = load_plan(folder)
    parts = feed_of(plan, Criteria(), without_history(plan), Options(windows=True)).parts
    rows = [
        {
            "summary": part.entry.title,
            "begin": part.start,
            "description": getattr(part.entry, "source", ""),
            "location": str(getattr(part.entry, "place", "")),
            "uid": part.uid,
        }
        for part in parts
    ]
    target.write_text(yaml.safe_dump({"name": plan.title, "events": rows}, allow_unicode=True), encoding="utf-8")
    return len(parts)


def measure_feeds(folder: Path, sizes: Mapping[int, int]) -> list[Figures]:
    """Return what feeds of large plans take: of those in folders by their size, with how often each is run."""
    figures: list[Figures] = []
    for size, repeats in sizes.items():
        feed = folder / str(size) / "plan.ics"
        argv = (*_FEED, str(feed), "--plan", str(feed.parent))
        costs = [run(argv, _LIMIT) for _ in range(repeats)]
        figures.append(_figures(size, costs, feed.stat().st_size / 1e6, figures[-1]["events/s"] if figures else None))
    return figures


def _figures(size: int, costs: list[Cost], text: float, before: float | None) -> Figures:
    """Return the figures of the fastest run at one size: `text` is the feed's, the growth that of an event's time."""
    seconds, mb = min(cost.seconds for cost in costs), max(cost.mb for cost in costs)
    rate = size / seconds
    growth = before / rate if before else None
    # The start of the process weighs on small plans.
    least = _LEAST_RATE if size == _LARGE else 0
    target = f"growth <= {MOST_GROWTH}" + (f", >= {least:,}/s" if least else "")
    met = (growth or 0) <= MOST_GROWTH and rate >= least
    cells = ("export ics", size, seconds * 1000, round(rate), growth, round(mb), round(text), target, met)
    return dict(zip(_COLUMNS, cells, strict=True))
