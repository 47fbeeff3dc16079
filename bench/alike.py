"""Measures plans whose events are alike, so that their pairs explode: whole processes and their output.

A wrong formula of a spreadsheet makes such plans, or whoever means to fill the disk of a build. Each is a file of some
hundred KB with up to 2,000,000 pairs in it.

`python bench/alike.py NAME COUNT FOLDER` writes one, with its bodies and places.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from processes import GCMPLAN, CannotRunError, Figures, run

from gcmplan.dates.span import MONTHS
from plans import write

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = """\
title: Alike
as_of: 2017-04-12
order: document
calendar: {name: Alike, domain: example.org}
groups:
  - {id: talks, title: Talks, short: Talks, color: "#000000", track: official}
policies:
  - {id: free-days-between-cities, title: Free days, amount: 1, unit: days, source: x}
events:
"""
_STATES = "un-member-states"
_DAYS, _FIRST_YEAR = 28, 2001
_COUNT, _MOVED = 2_000, 1_000
_FORMATS = ("concise", "full", "json", "github", "gitlab", "sarif", "junit", "markdown")
_CHANGES = ("table", "json", "markdown", "plain")
_MOST_SECONDS, _MOST_MB, _MOST_BYTES = 2.0, 300, 1_000_000
_MOST_BYTES_OF_CHANGES = 2_000_000
"""Each of 1,000 changes is told by itself, with the codes of all states in it."""


def _on_days_of_their_own(number: int) -> dict[str, str]:
    month, day = divmod(number, _DAYS)
    year, month = divmod(month, len(MONTHS))
    return {"when": f"{day + 1} {MONTHS[month]} {_FIRST_YEAR + year}", "body": _STATES}


def _in_two_cities(number: int) -> dict[str, str]:
    place = "Geneva" if number // 2 % 2 else "New York"
    return {"when": f"{8 + number % 2} May 2017", "place": place, "body": _STATES}


def _long(number: int) -> dict[str, str]:
    """Return a meeting of years, on other days than any other, that overlaps all."""
    first = _on_days_of_their_own(number)["when"]
    return {"when": f"{first} - {first[:-4]}{int(first[-4:]) + 20}", "body": _STATES}


PLANS: dict[str, Callable[[int], dict[str, str]]] = {
    "one body, one day": lambda _: {"when": "8 May 2017", "body": _STATES},
    "one title and day": lambda _: {"when": "8 May 2017", "title": "Talks"},
    "one room": lambda _: {"when": "8 May 2017", "place": "Geneva", "venue": "Room XIX", "body": "civil-society"},
    "one month TBC": lambda _: {"when": "May 2017 TBC", "body": _STATES},
    "two cities, two days": _in_two_cities,
    "years, no two alike": _long,
    "apart": _on_days_of_their_own,
}
"""What the meetings of each plan have; a title of their own unless it says another."""


def alike(name: str, count: int) -> str:
    """Return the text of a plan of some meetings."""
    rows = (
        {
            "id": f"meeting-{number}",
            "title": f"Meeting {number}",
            "group": "talks",
            "kind": "meeting",
            **PLANS[name](number),
        }
        for number in range(count)
    )
    lines = (", ".join(f"{key}: {value}" for key, value in row.items()) for row in rows)
    return _HEAD + "".join(f"  - {{{line}, source: x}}\n" for line in lines)


def measure_alike(folder: Path, *, full: bool) -> list[Figures]:
    """Return what checking each plan in each format takes, unless it is to be quick, and what comparing two does.

    Raises:
        CannotRunError: one of them finds nothing.

    """
    places = {name: _written(name, _COUNT, folder) for name in PLANS}
    checks = [
        _figures(f"check, {name}", form, (GCMPLAN, "check", "--exit-zero", "--plan", str(places[name]), "-f", form))
        for name in PLANS
        if name != "apart"
        for form in (_FORMATS if full and name == "one body, one day" else ("concise", "json"))
    ]
    old, new = (str(_written(name, _MOVED, folder)) for name in ("apart", "one body, one day"))
    moves = [
        _figures("diff, onto one day", form, (GCMPLAN, "diff", old, new, "--format", form), _MOST_BYTES_OF_CHANGES)
        for form in (_CHANGES if full else _CHANGES[:2])
    ]
    return checks + moves


def _written(name: str, count: int, folder: Path) -> Path:
    place = folder / f"{name} {count}".replace(" ", "-").replace(",", "")
    place.mkdir(parents=True)
    write(partial(alike, name), str(count), place)
    return place


def _figures(work: str, form: str, argv: tuple[str, ...], most_bytes: int = _MOST_BYTES) -> Figures:
    cost = run(argv, keep=True)
    if "meeting" not in cost.text:
        raise CannotRunError(f"{work}, {form}: nothing is told")
    size = len(cost.text.encode())
    # What no two meetings have in common are problems of their own, as many as are shown of a rule.
    is_asked = "no two alike" not in work
    met = cost.seconds <= _MOST_SECONDS and cost.mb <= _MOST_MB and size <= most_bytes
    target = f"<= {_MOST_SECONDS:g} s, {_MOST_MB} MB, {most_bytes // 1_000_000} MB of text"
    figures = {"work": work, "format": form, "ms": cost.seconds * 1000, "peak MB": cost.mb, "KB of text": size / 1000}
    return figures | {"target": target if is_asked else "", "met": met if is_asked else None}


if __name__ == "__main__":
    write(partial(alike, sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
