"""Somebody who knows no YAML and has read nothing but what `init` wrote: one round of errors, then a feed."""

from __future__ import annotations

import json
import re
import shlex
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gcmplan.files.parse import read
from inside import start

EVENTS = """\
events:
  - id: Kick-off
    title: Kick-off call
    group: plenary
    when: 14 Jan 2027
    place: Online
    hours: 14:00-15:30

  - id: plenary-1
    title: First plenary
    group: plenary
    when: 3 to 5 Feb 2027
    place: Geneva
    hours: 9:00 - 17:00

  - id: wg1-a
    title: Working group on meters, first meeting
    group: wg-meters
    when: 2027-02-12
    place: Delft

  - id: draft
    title: Committee draft: meters
    group: documents
    kind: document
    when: End of March 2027

  - id: ballot
    title: Ballot: on the draft
    group: documents
    kind: ballot
    when: April - June 2027
    after: draft

  - id: plenary-2
    title: Second plenary
    group: plenary
    when: 8.9.2027 - 10.9.2027
    place: Lisbon TBC

  - id: wg1-b
    title: Working group on meters, second meeting
    group: documents
    when: autumn 2027
    place: tbd

  - id: publication
    title: Publication
    group: documents
    kind: milestone
    when: Dec 2027 (tbc)
"""
BODIES = """\
bodies:
  - id: members
    name: Members of the union
    members: [acme, Netherlands, hydrolab]

members:
  - id: acme
    name: Acme Meters
  - id: hydrolab
    name: Hydrolab
"""
FIXES = {
    "id: Kick-off": ("lower-case letters, digits and single hyphens", "id: kick-off"),
    "hours: 14:00-15:30": ("timezone: Europe/Paris", "hours: 14:00-15:30\n    timezone: Europe/Paris"),
    "place: Delft": ("like '- {name: Delft, country: CH, timezone: Europe/Zurich}'", "place: Delft"),
    "group: wg-meters": ("like '- {id: wg-meters, title: Some title}'", "group: plenary"),
    "title: Committee draft: meters": (
        'put it in quotes, like "Committee draft: meters"', 'title: "Committee draft: meters"'
    ),
    "title: Ballot: on the draft": ('like "Ballot: on the draft"', 'title: "Ballot: on the draft"'),
    "kind: ballot": ("known: meeting, document, milestone", "kind: milestone"),
    "after: draft": ("or write [one, two]", "after: [draft]"),
    "8.9.2027 - 10.9.2027": ("write the month as a word", "8-10 September 2027"),
    "place: Lisbon TBC": ("add its row there: '- {name: Lisbon, country: PT", "place: Lisbon TBC"),
    "autumn 2027": ("name months or a quarter", "October - November 2027"),
}  # fmt: skip
"""The stranger's text, the hint it gets, and the text that the stranger writes then."""


def test_from_an_empty_folder_to_a_feed(tmp_path: Path) -> None:
    start("init", "water", "--no-git", cwd=tmp_path)
    folder = tmp_path / "water"
    main, bodies, places = (folder / name for name in ("workplan.yaml", "bodies.yaml", "places.yaml"))
    text = main.read_text(encoding="utf-8")
    main.write_text(text[: text.index("events:")] + EVENTS, encoding="utf-8")
    bodies.write_text(BODIES, encoding="utf-8")

    told = json.loads(start("check", "--format", "json", cwd=folder).stdout)["problems"]
    lines = {
        name: (folder / name).read_text(encoding="utf-8").splitlines() for name in ("workplan.yaml", "bodies.yaml")
    }
    at = {lines[one["position"]["path"]][one["position"]["line"] - 1].strip(): one["hint"] for one in told}
    for written, (hint, _) in FIXES.items():
        [found] = [value for line, value in at.items() if written in line]
        assert hint in found
    assert at["members: [acme, Netherlands, hydrolab]"] == "write 'NLD', the code of Netherlands"
    assert len(told) == len(FIXES) + 1

    text = main.read_text(encoding="utf-8")
    for written, (_, right) in FIXES.items():
        text = text.replace(written, right)
    main.write_text(text, encoding="utf-8")
    bodies.write_text(BODIES.replace("Netherlands", "NLD"), encoding="utf-8")
    row = re.search(r"- \{name: Lisbon.*?\}", at["place: Lisbon TBC"])
    assert row
    with places.open("a", encoding="utf-8") as file:
        file.write(f"\n  {row[0]}\n  - {{name: Delft, country: NL, timezone: Europe/Amsterdam}}\n")
    assert start("check", cwd=folder).stdout == "no problems\n"
    feed = start("export", "ics", "--windows", cwd=folder).stdout
    assert len(set(re.findall(r"^UID:([\w-]+?)(?:\.\d+)?@", feed, re.MULTILINE))) == 8


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: b: c\n", [(1, 5)]),
        ('- a: b: c: d\n- x: "y: z"\n- e: f: g\n', [(1, 7), (1, 10), (3, 7)]),
        ("a: b\r\nc: d: e\r\nf: [\r\n", [(2, 5), (4, 1)]),
        ("a: *x\nb: c: d\n", [(1, 4), (2, 5)]),
        ("a: b\n  c: d\n", [(2, 4)]),
    ],
)  # fmt: skip
def test_a_colon_in_a_text_does_not_hide_what_else_is_wrong(text: str, places: list[tuple[int, int]]) -> None:
    problems = read("x.yaml", text.encode()).problems
    assert sorted((one.position.line, one.position.column) for one in problems) == places


def test_many_colons_are_reported_and_end() -> None:
    problems = read("x.yaml", b"a: b: c\n" * 100).problems
    assert 20 <= len(problems) <= 22


# -- a table of her own, without a line of YAML ------------------------------------------------------------------------

HEADINGS = ["Dates", "Name of meeting", "Location", "Comments"]
ROWS: list[list[Any]] = [
    [datetime(2027, 1, 14), "Kick-off call", "online", "dial-in to follow"],  # noqa: DTZ001 - Excel has no zones
    ["3-4 February 2027", "General assembly", "Geneva"],
    ["8-9 March 2027 (TBC)", "Working group on leaks", "Geneva"],
    ["April 2027", "Training for new members", "Lisbon"],
    [datetime(2027, 5, 20), "Board meeting", "Château de Bossey"],  # noqa: DTZ001
    ["14-16 June 2027", "Summer conference", "Nairobi", "with exhibition"],
    ["21-22 September 2027", "Working group on leaks, second meeting", "Vienna"],
    ["6 December 2027", "Budget session", "Geneva"],
]


def own_table(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (["Calendar of meetings 2027"], [], HEADINGS, *ROWS):
        sheet.append(row)
    for number in (4, 8):
        sheet.cell(number, 1).number_format = "d mmmm yyyy"
    book.save(path)


class Stranger:
    """Runs commands in a folder and counts those that end with an error."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.errors = folder, 0

    def does(self, command: str) -> str:
        _, *words = shlex.split(command)
        run = start(*words, cwd=self.folder)
        self.errors += run.returncode != 0
        return run.stdout + run.stderr


def said(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[1]


@pytest.mark.parametrize("is_late", [False, True])
def test_from_a_table_to_a_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_late: bool) -> None:
    """She takes each command from what the one before it says; late, she removes the examples after an error."""
    monkeypatch.setattr("gcmplan.cli.init.today", lambda: date(2026, 11, 28))
    she = Stranger(tmp_path)
    begun = she.does("gcmplan init --title 'Water utilities' --no-git")
    own_table(tmp_path / "meetings.xlsx")
    accept = said(r"(gcmplan import .*)", begun).replace("FILE", "meetings.xlsx")
    remove = said(r"(gcmplan remove .*)", begun)
    assert said(r"still; remove them first: (.*)", she.does("gcmplan import meetings.xlsx")) == remove

    if not is_late:
        she.does(remove)
    she.does(accept)
    review = (tmp_path / "review.yaml").read_text(encoding="utf-8")
    # The place that two cities have: the review says which, and she chooses.
    chosen = said(r"cities: ([^(]*?) \(", review)
    (tmp_path / "review.yaml").write_text(review.replace('"Vienna"', f'"{chosen}"'), encoding="utf-8")
    group = said(r"give one with --group: (\w+)", she.does(accept))
    assert she.errors == 1
    if is_late:
        assert "General assembly" in she.does(f"{accept} --group {group}")
        she.does(remove)
    she.does(f"{accept} --group {group}")
    assert she.does("gcmplan check") == "no problems\n"

    option = said(r"\((--windows) includes", she.does("gcmplan export ics -o plan.ics"))
    she.does(f"gcmplan export ics {option} -o plan.ics")
    calendar = Calendar.from_ical((tmp_path / "plan.ics").read_bytes())
    entries = {str(entry["SUMMARY"]): entry for entry in calendar.walk("VEVENT")}
    assert [next((name for name in entries if str(row[1]) in name), None) for row in ROWS].count(None) == 0
    assert len(entries) == len(ROWS)
    assert sum(entry["STATUS"] == "TENTATIVE" for entry in entries.values()) == 2
    assert she.errors == 1 + is_late <= 2
