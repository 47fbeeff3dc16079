"""Measures `export ics` as a whole process: beside `list` and yaml2ics, and on plans of any size."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import yaml
from processes import GCMPLAN, MAX_BYTES, MOST_GROWTH, ROOT, CannotRunError, Command, Cost, Figures, compare, run, start

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
_EVENTS, _MOST_YAML2ICS = 1_000, 1
_MOST_SECONDS_FOR_ALL = 0.5
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
        Command("gcmplan export ics", (*_FEED, str(folder / "real.ics"))),
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


def measure_feeds_for_all(repeats: int) -> list[Figures]:
    """Return what the feeds of the real plan's site take that everyone can subscribe to, in one process."""
    texts = [run((sys.executable, __file__), keep=True).text.split() for _ in range(repeats)]
    seconds, count = min(float(text[0]) for text in texts), int(texts[0][1])
    target, met = f"<= {_MOST_SECONDS_FOR_ALL * 1000:.0f} ms", seconds <= _MOST_SECONDS_FOR_ALL
    return [{"work": "feeds of a site", "feeds": count, "ms": seconds * 1000, "target": target, "met": met}]


def make_feeds_for_all() -> tuple[float, int]:
    """Make all the feeds of a site of the real plan, read back as they are; return the seconds and their number."""
    from gcmplan.site.contents import Contents, Past  # noqa: PLC0415 - the other processes do without
    from gcmplan.site.feeds import Wanted, feeds_of  # noqa: PLC0415 - as above
    from gcmplan.site.options import Options as SiteOptions  # noqa: PLC0415 - as above

    plan = load_plan(ROOT / "data")
    past = Past((), without_history(plan))
    contents = Contents(plan, past, SiteOptions(Criteria(), "", None, None))
    parts = {name: getattr(contents, name) for name in Wanted._fields if hasattr(contents, name)}
    wanted = Wanted(**parts, editions=past.editions, base_url=None)
    begin = process_time()
    count = sum(1 for _ in feeds_of(wanted))
    return process_time() - begin, count


if __name__ == "__main__":
    # As the command line does it.
    gc.disable()
    print(*make_feeds_for_all())
