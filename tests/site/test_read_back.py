"""The feeds of a site are read back: each has the entries that it was made of, or nothing is published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from gcmplan.cli.options import Filters
from gcmplan.cli.serve import _Source
from gcmplan.export import ics
from gcmplan.feeds.vevent import Part
from gcmplan.preview.state import Preview
from gcmplan.views.feed_text import Words
from inside import start
from sites import files_of

HEAD = "title: P\nas_of: 1 May 2017\ncalendar: {name: P, domain: example.org}\ngroups: [{id: g, title: G}]\n"
FRAMES = ("END:VEVENT", "BEGIN:VEVENT", "END:VCALENDAR")
CHANGES: dict[str, Callable[[str], str]] = {
    "lost": lambda _: "",
    "doubled": lambda text: text * 2,
    "no end": lambda text: text.replace("END:VEVENT\r\n", ""),
    "no days": lambda text: re.sub("DTSTART.*\r\n", "", text),
    "no day at all": lambda text: re.sub("DTSTART.*\r\n", "DTSTART;VALUE=DATE:soon\r\n", text),
    "another day": lambda text: text.replace("20170502", "20170501"),
    "another title": lambda text: text.replace("SUMMARY:B", "SUMMARY:C"),
    "another UID": lambda text: text.replace("UID:b", "UID:c"),
}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    rows = "".join(f"  - {{id: {name}, title: {name.upper()}, group: g, when: 2 May 2017}}\n" for name in "ab")
    (tmp_path / "workplan.yaml").write_text(f"{HEAD}events:\n{rows}")
    return tmp_path


def write_otherwise(monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]) -> None:
    """Let the entry of the event `b` be written as something else."""
    written = ics.event_text

    def text(words: Words, part: Part) -> str:
        found = written(words, part)
        return change(found) if part.uid == "b" else found

    monkeypatch.setattr(ics, "event_text", text)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_feed_with_other_entries_is_not_published(
    plan: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]
) -> None:
    assert start("publish", "site", cwd=plan).returncode == 0
    before = files_of(plan / "site")
    write_otherwise(monkeypatch, change)
    run = start("publish", "site", cwd=plan)
    assert (run.returncode, run.stdout) == (2, "")
    assert "all.ics cannot be read back as it was written" in run.stderr
    assert files_of(plan / "site") == before


def test_a_preview_shows_why_there_is_no_site(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_otherwise(monkeypatch, CHANGES["lost"])
    preview = Preview(plan / "site")
    source = _Source(plan / "workplan.yaml", Filters(defaultdict(lambda: None)), "http://localhost:8000/", None)
    for is_first in (True, False):
        assert source.show(preview, is_first=is_first) == "There is no new site: the page shows why"
    assert preview.trouble is not None
    assert "all.ics cannot be read back as it was written" in preview.trouble.text


@pytest.mark.parametrize("key", ["title", "note", "venue"])
@pytest.mark.parametrize("frame", FRAMES)
def test_a_text_ends_no_entry(plan: Path, key: str, frame: str) -> None:
    rows = {"id": "e", "title": "T", "group": "g", "when": "2 May 2017", "place": "online"}
    row = ", ".join(f'{name}: "{value}"' for name, value in (rows | {key: f"see {frame}"}).items())
    (plan / "workplan.yaml").write_text(f"{HEAD}events:\n  - {{{row}}}\n")
    run = start("publish", "site", cwd=plan)
    assert run.returncode == 0, run.stderr
    [entry] = Calendar.from_ical((plan / "site" / "all.ics").read_bytes()).walk("VEVENT")
    shown = {"title": "SUMMARY", "note": "DESCRIPTION", "venue": "LOCATION"}[key]
    assert f"see {frame}" in str(entry[shown])
