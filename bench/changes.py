"""Measures what `log` and the feeds are made of: the walk through a long history, at first and once all of it is known.

The history is that of the real plan: each commit gives one of its events another date, and every tenth changes a
comment alone. Then what `diff` is made of: the comparison of two large plans, 1,000 of whose events have another date.

`python bench/changes.py FOLDER` writes such a repository, walks through it twice, and prints what that took as JSON;
`python bench/changes.py --diff 10000` prints the seconds of the processor that the comparison of two such plans takes.
"""

from __future__ import annotations

import gc
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from processes import MAX_BYTES, MOST_GROWTH, ROOT, CannotRunError, Figures, run

from gcmplan.changes.diff import difference
from gcmplan.dates.span import MONTHS
from gcmplan.files.folder import File, PlanFiles
from gcmplan.files.parse import Limits
from gcmplan.git.repository import Repository
from gcmplan.history.cache import Cache
from gcmplan.history.walk import walk
from gcmplan.loading.load import load_files
from plans import SEED, generated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.plan.workplan import Workplan

_GIT = shutil.which("git") or "git"
_PLAN = "data/workplan.yaml"
_COMMITS = 500
_MOST_SECONDS = {"history, at first": 3.0, "history, known": 0.1}
_WHEN = re.compile(r"(?m)^    when: .*")
_COMMENT_EVERY = 10
_SAME = 5
"""At most so many commits give an event the date that it has."""
_SECONDS = 3600
_FIRST = 1_491_987_600
"""12 April 2017, in seconds."""
_CHANGED = 1_000
_MOST_SECONDS_OF_DIFF = 2.0
_ROUNDS = 3


def write_history(count: int, folder: Path) -> None:
    """Write a repository with some commits; equal counts give equal ones."""
    folder.mkdir(parents=True)
    subprocess.run((_GIT, "init", "--quiet", "--initial-branch=main"), cwd=folder, check=True)
    stream = b"".join(_stream(count))
    subprocess.run((_GIT, "fast-import", "--quiet"), cwd=folder, input=stream, check=True)
    subprocess.run((_GIT, "reset", "--quiet", "--hard"), cwd=folder, check=True)


def _stream(count: int) -> Iterator[bytes]:
    """Yield the commits as git imports them."""
    random = Random(SEED)  # noqa: S311 - nothing here is a secret
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "data").rglob("*.yaml")}
    text = files[_PLAN].decode()
    for number in range(count):
        message = b"Edit %d" % number
        head = b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\n" % (_FIRST + number * _SECONDS)
        yield head + b"data %d\n%s\n" % (len(message), message)
        for name, content in (files if number == 0 else {_PLAN: text.encode()}).items():
            yield b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(content), content)
        text = _edited(text, number, random)


def _edited(text: str, number: int, random: Random) -> str:
    """Return a plan with another date of one event, or with a comment alone."""
    if number % _COMMENT_EVERY == 0:
        return f"{text}# Comment {number}\n"
    events = text.index("\nevents:")
    place = random.choice([match.span() for match in _WHEN.finditer(text, events)])
    day = random.randint(1, 27)
    when = f"    when: {day}-{day + 1} {random.choice(MONTHS)} 2017"
    return f"{text[: place[0]]}{when}{text[place[1] :]}"


def measure_changes(folder: Path, rounds: int) -> list[Figures]:
    """Return what the history of 500 commits takes, in the fastest of some rounds."""
    folder.mkdir(parents=True)
    costs = [
        json.loads(run((sys.executable, __file__, str(folder / str(turn))), keep=True).text) for turn in range(rounds)
    ]
    return [_figures(work, min(cost[work] for cost in costs)) for work in _MOST_SECONDS]


def _figures(work: str, seconds: float) -> Figures:
    most = _MOST_SECONDS[work]
    target = f"<= {most * 1000:,.0f} ms"
    return {"work": work, "commits": _COMMITS, "ms": seconds * 1000, "target": target, "met": seconds <= most}


def measure_here(folder: Path) -> Figures:
    """Write a history and walk through it; return the seconds of each walk.

    Raises:
        CannotRunError: not every commit is told by what it changed.

    """
    write_history(_COMMITS, folder)
    figures: Figures = {}
    for work in _MOST_SECONDS:
        begin = perf_counter()
        repository = Repository.of(folder / "data")
        history = walk(repository, repository.commit("HEAD"), Cache(folder / "cache"), Limits())
        figures[work] = perf_counter() - begin
        told = sum(bool(revision.changes) for revision in history.revisions)
        if told < _COMMITS - _COMMITS // _COMMENT_EVERY - _SAME:
            raise CannotRunError(f"of {_COMMITS} commits {told} are told")
    return figures


# -- two large plans -------------------------------------------------------------------------------------------------


def two_plans(count: int) -> tuple[Workplan, Workplan]:
    """Return a plan of so many events, and the same with another date of 1,000 of them, each loaded by itself."""
    text = generated(count)
    old, new = _loaded(text), _loaded(with_other_dates(text, _CHANGED))
    return old, new


def with_other_dates(text: str, count: int) -> str:
    """Return a plan with another date of some events; equal plans give equal ones."""
    random = Random(SEED)  # noqa: S311 - nothing here is a secret
    dates = list(_WHEN.finditer(text, text.index("\nevents:")))
    pieces, at = [], 0
    for date in sorted(random.sample(dates, count), key=lambda date: date.start()):
        day = random.randint(1, 27)
        # No generated event is so late.
        pieces += [text[at : date.start()], f"    when: {day}-{day + 1} {random.choice(MONTHS)} 2091"]
        at = date.end()
    return "".join([*pieces, text[at:]])


def _loaded(text: str) -> Workplan:
    bodies, places = (File(name, (ROOT / "data" / name).read_bytes()) for name in ("bodies.yaml", "places.yaml"))
    return load_files(PlanFiles(File("workplan.yaml", text.encode()), bodies, places), Limits(MAX_BYTES))


def measure_differences(sizes: Iterable[int]) -> list[Figures]:
    """Return what comparing two plans costs that have been loaded: the fastest of three times."""
    figures: list[Figures] = []
    for size in sizes:
        seconds = float(run((sys.executable, __file__, "--diff", str(size)), keep=True).text)
        each = seconds / size * 1e6
        growth = each / figures[-1]["us/event"] if figures else None
        met = seconds <= _MOST_SECONDS_OF_DIFF and (growth or 0) <= MOST_GROWTH
        target = f"growth <= {MOST_GROWTH}, <= {_MOST_SECONDS_OF_DIFF * 1000:,.0f} ms"
        cells = ("difference", size, _CHANGED, seconds * 1000, each, growth, target, met)
        names = ("work", "events", "changes", "ms", "us/event", "growth", "target", "met")
        figures.append(dict(zip(names, cells, strict=True)))
    return figures


def compare_here(count: int) -> float:
    """Return the seconds of the processor that comparing two plans takes.

    Raises:
        CannotRunError: not every change is found.

    """
    old, new = two_plans(count)
    seconds = []
    for _ in range(_ROUNDS):
        begin = process_time()
        found = difference(old, new)
        seconds.append(process_time() - begin)
        if len(found) != _CHANGED:
            raise CannotRunError(f"of {_CHANGED} changes {len(found)} are found")
    return min(seconds)


if __name__ == "__main__":
    # As the command line does it.
    gc.disable()
    print(compare_here(int(sys.argv[2])) if sys.argv[1] == "--diff" else json.dumps(measure_here(Path(sys.argv[1]))))
