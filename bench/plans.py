"""Workplans of any size, for measuring: events like the real ones, in order of date, from 2000 to 2090.

Each key, kind, group and form of date is about as frequent as in `data/workplan.yaml`; the text is the same at every
run. The bodies and places named are those of `data/bodies.yaml` and `data/places.yaml`, which belong beside it.

`python bench/plans.py 1000 FOLDER` writes all three.
"""

from __future__ import annotations

import sys
from collections import deque
from datetime import date, timedelta
from pathlib import Path
from random import Random
from shutil import copy
from textwrap import fill, indent
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.span import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_FIRST, _LAST = date(2000, 1, 3), date(2090, 12, 20)
SEED = 20170412
_ROWS = 67
"""The rows of the real plan; shares and weights are out of these."""
_WIDTH = 120
PHASES = ("I", "II", "III")
_ORDINALS = ("first", "second", "third", "fourth", "last")

HEAD = """\
title: Preparatory process of a global compact that takes from 2000 to 2090
as_of: 2017-04-12
calendar:
  name: Generated workplan
  domain: example.org
phases:
  - {id: I, title: Consultations, when: 2000-01 - 2031-12, purpose: Inputs and views, source: generated}
  - {id: II, title: Stocktaking, when: 2030-01 - 2062-12, purpose: Taking stock, source: generated}
  - {id: III, title: Negotiations, when: 2060-01 - 2090-12, purpose: The text itself, source: generated}
groups:
  - {id: thematic-session, title: Thematic sessions, short: Thematic, color: "#E69F00", body: un-member-states}
  - {id: regional-commission, title: UN Regional Economic Commissions, short: Commission, color: "#009E73"}
  - {id: consultative-process, title: Regional Consultative Processes, short: RCP, color: "#56B4E9"}
  - {id: multi-stakeholder, title: Hearings, short: Hearing, color: "#CC79A7", body: un-member-states}
  - {id: gfmd, title: Global Forum, short: GFMD, color: "#D55E00", body: un-member-states}
  - {id: idm, title: International Dialogue on Migration, short: IDM, color: "#F0E442", body: un-member-states}
  - {id: process, title: Documents; negotiations, short: Process, color: "#0072B2", body: un-member-states}
policies:
  - {id: free-days-between-cities, title: Free days between cities, amount: 1, unit: days, source: generated}
"""


class _Sort(NamedTuple):
    """A sort of row: how many of `_ROWS` it makes up, and what its rows say."""

    weight: int
    group: str
    kind: str
    title: str
    short: str
    bodies: tuple[str, ...] = ()
    mandate: str = ""


_RCP = ("midwa", "midsa", "budapest-process", "bali-process", "arcp", "igc", "pidc", "sacm", "rcm", "midcom")
_ECA = ("eca", "eclac", "escap", "escwa-with-league-of-arab-states", "unece")
_SORTS = (
    _Sort(24, "consultative-process", "meeting", "{body}: {meeting} {n} on {topic}", "{body} {meeting}", _RCP),
    _Sort(6, "thematic-session", "meeting", "{topic}, and {other}, including at borders", "Thematic session {n}"),
    _Sort(5, "regional-commission", "meeting", "Regional consultation {n} of {body} on {topic}", "{body}", _ECA),
    _Sort(6, "multi-stakeholder", "meeting", "Multi-stakeholder hearing {n} (full day) on {topic}", "Hearing {n}"),
    _Sort(4, "gfmd", "meeting", "GFMD {meeting} {n} “Towards a global contract on {topic}”", "GFMD {meeting}"),
    _Sort(2, "idm", "meeting", "“Strengthening cooperation on {topic}”", "IDM {n}"),
    _Sort(11, "process", "document", "PGA to circulate documentation {n} on {topic}", "Documents {n}", (), "OP18"),
    _Sort(1, "process", "milestone", "Conclusion of negotiations {n} on the modalities of {topic}", "Modalities {n}"),
    _Sort(8, "process", "meeting", "Intergovernmental negotiations on {topic}", "Negotiations {n}", (), "OP28"),
)
_TOPICS = (
    "human rights of all migrants, social inclusion and cohesion",
    "drivers of migration, with adverse effects of climate change",
    "governance of migration in all its dimensions",
    "contributions of migrants and diaspora to sustainable development",
    "smuggling of migrants, trafficking in persons and modern slavery",
    "regular pathways, decent work and recognition of skills",
    "return, readmission and reintegration",
    "protection of migrants in vulnerable situations",
    "remittances and portability of earned benefits",
)
_MEETINGS = ("ministerial meeting", "working group meeting", "senior officials meeting", "full round")
_VENUES = ("Palais des Nations, Room XIX", "Trusteeship Council Chamber", "Conference building, hall B")
_HOURS = ("10:00-13:00 and 15:00-18:00", "11:30-17:30", "09:00-12:30")
_NOTES = (
    "Names the process, not which of its meetings.",
    "The document names the country, not the city, and says nothing of who hosts the meeting.",
    "One of the last rows of its phase; “TBD” closes the title, and its date is to be announced as well.",
    "Still to be confirmed in a work plan dated a week later; the letter that encloses it is of another day: see it.",
)
_PLACES = (
    *("New York",) * 26,
    *("Geneva",) * 14,
    *("TBA",) * 5,
    *("TBC",) * 3,
    *("Turkey TBC", "Mexico (TBC)", "Norway", "Swaziland", "Prague", "Rabat", "Santiago", "Vienna"),
    *("Addis Ababa", "Apia", "Bali", "Bangkok", "Berlin", "Bishkek", "Cairo", "Istanbul", "Kampala", "Lima"),
)
_DATES = {
    "{first}": 14,
    "{span}": 22,
    "{d} and {d2}-{d3} {month} {year}": 2,
    "{d}, {d2} and {d4} {month} {year}": 2,
    "{weekday} {first}": 3,
    "{iso}": 3,
    "{iso}/{iso_last}": 2,
    "{first} TBC": 8,
    "{first} (TBC)": 2,
    "{span} TBC": 2,
    "{month} {year} TBA": 12,
    "{days} days in {month} {year} TBA": 10,
    "{months[0]}/{months[1]} {year} TBA": 2,
    "{months[0]}-{months[1]} {year} TBA": 2,
    "mid-{month} {year} TBA": 2,
    "{week} week of {month} {year}": 1,
    "second half of {year} TBC": 1,
    "{quarter} quarter of {year}": 1,
    "second/third quarter of {year} TBC": 1,
    "{month} {year}": 1,
    "{iso_month}": 1,
    "{year}": 1,
    "TBC": 3,
    "TBA": 2,
    "TBD": 1,
}
_KEYS = ("id", "title", "short", "phase", "group", "kind", "when", "place", "venue", "hours")
_DOUBTFUL = 31
_MORE = ("timezone", "body", "mandate", "assumption", "certainty", "takes", "after", "status", "formerly", "uid")
_ORDER = (*_KEYS, *_MORE, "source", "note", "doubt", "url")


def generated(count: int) -> str:
    """Return the text of a valid workplan.yaml with `count` events; equal counts give equal texts."""
    random = Random(SEED)  # noqa: S311 - nothing here is a secret
    earlier: deque[str] = deque(maxlen=30)
    parts = [HEAD, "events:\n" if count else "events: []\n"]
    heading = ""
    for index in range(count):
        day = _FIRST + timedelta((_LAST - _FIRST).days * index // count)
        phase = PHASES[len(PHASES) * index // count]
        before, heading = heading, f"  # Phase {phase}, {MONTHS[day.month - 1]} {day.year}\n"
        facts = dict(event_facts(random, index, day, earlier), phase=phase if (index + 1) % _ROWS else "")
        parts += heading * (heading != before), row(facts)
        earlier.append(facts["id"])
    return "".join(parts)


def event_facts(random: Random, index: int, day: date, earlier: deque[str]) -> Iterator[tuple[str, str]]:
    """Yield keys and values of an event; a list is written with commas."""
    sort = random.choices(_SORTS, [sort.weight for sort in _SORTS])[0]
    body = random.choice(sort.bodies) if sort.bodies else ""
    words = {"n": str(index + 1), "meeting": random.choice(_MEETINGS), "body": body.replace("-", " ").upper()}
    words["topic"], words["other"] = random.sample(_TOPICS, 2)
    title = sort.title.format_map(words)
    yield "id", f"{body or sort.group}-{index + 1}"
    yield "title", title[0].upper() + title[1:]
    yield "short", sort.short.format_map(words)
    yield "group", sort.group
    yield "kind", sort.kind
    yield "when", date_text(random, day, random.randint(2, 5))
    yield "place", random.choice(_PLACES)
    yield "body", body
    yield "mandate", sort.mandate
    if "(full day)" in sort.title:
        yield "takes", "full day"
    yield "source", f"Work plan as of 12 April 2017, page {index // 20 + 1}, {MONTHS[day.month - 1]} {day.year}"
    yield from _rarer(random, index, earlier)


def _rarer(random: Random, index: int, earlier: deque[str]) -> Iterator[tuple[str, str]]:
    """Yield the keys that fewer events have, each as many as in the real plan."""
    number = index + 1
    rarer = (
        (18, "after", ", ".join(random.sample(list(earlier), min(len(earlier), random.choice((1, 1, 1, 2, 2, 6)))))),
        (7, "hours", random.choice(_HOURS)),
        (2, "venue", random.choice(_VENUES)),
        (2, "status", random.choice(("postponed", "cancelled"))),
        (1, "formerly", f"formerly-{number}"),
        (1, "uid", f"{number}@calendar.example.com"),
        (23, "note", random.choice(_NOTES)),
        (3, "url", f"https://example.org/migration/meetings/{number}"),
    )
    if not number % _DOUBTFUL:
        yield "assumption", "who attends is not said"
        yield "certainty", "tbc"
        yield "doubt", "The programme gives another day"
    yield from ((key, value) for share, key, value in rarer if random.random() < share / _ROWS)


def date_text(random: Random, day: date, days: int, forms: Mapping[str, int] = _DATES) -> str:
    """Return a date of one of the forms (each with its weight), on or around some days from a day on."""
    last = day + timedelta(days=days - 1)
    several, pair = min(day.day, 24), min(day.month, 11)
    return random.choices(tuple(forms), tuple(forms.values()))[0].format(
        **{f"d{step}" if step else "d": several + step for step in (0, 2, 3, 4)},
        first=_day(day),
        span=_span(day, last) if days > 1 else _day(day),
        weekday=WEEKDAYS[day.weekday()],
        iso=day.isoformat(),
        iso_last=last.isoformat(),
        iso_month=day.isoformat()[: len("2017-04")],
        days=days,
        week=_ORDINALS[(day.day - 1) // 7],
        quarter=_ORDINALS[(day.month - 1) // 3],
        month=MONTHS[day.month - 1],
        months=MONTHS[pair - 1 : pair + 1],
        year=day.year,
    )


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _span(first: date, last: date) -> str:
    """Return two days, with a month and year that are the same written once."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{_day(last)}"
    start = _day(first) if first.year != last.year else f"{first.day} {MONTHS[first.month - 1]}"
    return f"{start} - {_day(last)}"


def row(facts: dict[str, str]) -> str:
    """Return an event as YAML, its keys in the order of the real plan, with a blank line below."""
    lines = "\n".join(_line(key, facts[key]) for key in _ORDER if facts.get(key))
    return f"  - {lines.lstrip()}\n\n"


def _line(key: str, text: str) -> str:
    """Return a key and its value: a list one item a line, a long text folded, one with a colon in quotes."""
    if key in {"after", "formerly"}:
        return f"    {key}:\n" + "\n".join(f"      - {item}" for item in text.split(", "))
    line = f'    {key}: "{text}"' if ": " in text else f"    {key}: {text}"
    if len(line) <= _WIDTH:
        return line
    margin = " " * 6
    return f"    {key}: >-\n" + indent(fill(text, _WIDTH - len(margin), break_on_hyphens=False), margin)


def write(generate: Callable[[int], str], count: str, folder: Path) -> None:
    """Write a plan to a folder, with the bodies and places beside it."""
    (folder / "workplan.yaml").write_text(generate(int(count)), encoding="utf-8", newline="\n")
    for name in ("bodies.yaml", "places.yaml"):
        copy(Path(__file__).resolve().parent.parent / "data" / name, folder)


if __name__ == "__main__":
    write(generated, sys.argv[1], Path(sys.argv[2]))
