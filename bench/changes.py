"""Measures `log` and feeds of a long history, at first and once all of it is known, beside `git log -p`.

The history is that of the real plan: each commit gives one of its events another date, and every tenth changes a
comment alone. Then what `diff` is made of: the comparison of two large plans, 1,000 of whose events have another date.

`python bench/changes.py 10000` prints the seconds of the processor that the comparison of two such plans takes.
"""

from __future__ import annotations

import gc
import re
import shutil
import subprocess
import sys
from random import Random
from time import process_time
from typing import IO, TYPE_CHECKING, cast

from processes import GCMPLAN, MAX_BYTES, MOST_GROWTH, ROOT, CannotRunError, Command, Figures, run, start

from gcmplan.changes.diff import difference
from gcmplan.dates.span import MONTHS
from gcmplan.files.folder import File, PlanFiles
from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_files
from plans import SEED, generated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from gcmplan.plan.workplan import Workplan

_GIT = shutil.which("git") or "git"
_PLAN = "data/workplan.yaml"
_MOST_SECONDS_KNOWN = {"log": 0.3, "export ics": 0.5}
_COMMITS = 2_000
_WHEN = re.compile(r"(?m)^    when: .*")
_COMMENT_EVERY = 10
_SAME = 50
"""At most one of so many commits gives an event the date that it has."""
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
    with subprocess.Popen((_GIT, "fast-import", "--quiet"), cwd=folder, stdin=subprocess.PIPE) as git:
        # All at once, 100 MB, would count as the peak of each process that is measured later.
        cast("IO[bytes]", git.stdin).writelines(_stream(count))
    if git.returncode:
        raise CannotRunError("git cannot import the history")
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


def measure_changes(folder: Path, sizes: Iterable[int]) -> list[Figures]:
    """Return what histories of some lengths take, each at first and when it is known, beside git's own log.

    Raises:
        CannotRunError: not every commit is told by what it changed.

    """
    figures: list[Figures] = []
    before: dict[str, float] = {}
    for size in sizes:
        place = folder / str(size)
        write_history(size, place)
        costs = {"git log -p": start(Command("git", (_GIT, "log", "-p"), folder=place))}
        for work in _MOST_SECONDS_KNOWN:
            caches = (("GCMPLAN_CACHE", str(folder / f"{work} {size}")),)
            command = Command(work, (GCMPLAN, *work.split(), "--plan", str(place / "data")), environment=caches)
            costs |= {f"{work}, {name}": start(command, keep=True) for name in ("at first", "known")}
        if costs["log, known"].text.count("\n") < size - size // _COMMENT_EVERY - size // _SAME:
            raise CannotRunError(f"of {size} commits not all are told")
        for work, cost in costs.items():
            figures.append(_figures(work, size, cost.seconds, before.get(work)))
            before[work] = cost.seconds / size
    return figures


def _figures(work: str, size: int, seconds: float, before: float | None) -> Figures:
    """Return the figures of a work; the growth is that of a commit's time."""
    growth = seconds / size / before if before else None
    most = _MOST_SECONDS_KNOWN.get(work.removesuffix(", known")) if size == _COMMITS else None
    is_ours = not work.startswith("git")
    target = f"growth <= {MOST_GROWTH}" + (f", <= {most * 1000:,.0f} ms" if most else "") if is_ours else ""
    met = (growth or 0) <= MOST_GROWTH and (most is None or seconds <= most) if is_ours else None
    return {"work": work, "commits": size, "ms": seconds * 1000, "growth": growth, "target": target, "met": met}


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
        seconds = float(run((sys.executable, __file__, str(size)), keep=True).text)
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
    print(compare_here(int(sys.argv[1])))
