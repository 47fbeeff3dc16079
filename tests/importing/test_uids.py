"""Events from another calendar keep their UIDs: who subscribes to both calendars has each event once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import icalendar
import pytest

from gcmplan.loading.load import load_plan
from inside import start

FOREIGN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Google Inc//Google Calendar 70.9054//EN
BEGIN:VEVENT
UID:4gk2abc@google.com
DTSTAMP:20270101T000000Z
DTSTART;VALUE=DATE:20270308
DTEND;VALUE=DATE:20270310
SUMMARY:Board
END:VEVENT
BEGIN:VEVENT
UID:040000008200E00074C5B7101A82E008;1
DTSTAMP:20270101T000000Z
DTSTART;VALUE=DATE:20270408
RRULE:FREQ=WEEKLY;COUNT=2
SUMMARY:Committee
END:VEVENT
BEGIN:VEVENT
UID:17
DTSTAMP:20270101T000000Z
DTSTART;VALUE=DATE:20270508
SUMMARY:A number is no UID
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a plan of one's own with the events of a foreign calendar."""
    assert start("init", "own", "--no-git", cwd=tmp_path).returncode == 0
    (tmp_path / "own" / "foreign.ics").write_text(FOREIGN, encoding="utf-8", newline="")
    imported(tmp_path / "own", "foreign.ics")
    return tmp_path / "own"


def imported(folder: Path, file: str) -> str:
    """Import a calendar: its review, then its rows; return the last words."""
    words = ("import", file, "--group", "plenary", "--review", "review.yaml")
    assert start(*words, cwd=folder).returncode == 0
    run = start(*words, cwd=folder)
    assert run.returncode in {0, 1}, run.stderr
    (folder / "review.yaml").unlink()
    return run.stdout + run.stderr


def uids_of(folder: Path, *options: str) -> dict[str, list[str]]:
    """Return the UIDs of the entries of our calendar by their title."""
    found: dict[str, list[str]] = {}
    calendar = icalendar.Calendar.from_ical(start("export", "ics", *options, cwd=folder).stdout)
    for entry in calendar.walk("VEVENT"):
        found.setdefault(str(entry["SUMMARY"]), []).append(str(entry["UID"]))
    return found


def test_our_calendar_has_the_uids_of_the_other(folder: Path) -> None:
    ours = uids_of(folder)
    assert ours["Board"] == ["4gk2abc@google.com"]
    assert ours["Committee"] == [f"040000008200E00074C5B7101A82E008;1{more}" for more in ("", ".2")]
    [uid] = ours["A number is no UID"]
    assert uid.startswith("a-number-is-no-uid@")
    [related] = re.findall(r"RELATED-TO:(.*)", start("export", "ics", cwd=folder).stdout)
    assert related.strip() == r"040000008200E00074C5B7101A82E008\;1"


def test_later_days_of_an_event_are_beside_its_uid(folder: Path) -> None:
    assert start("move", "board", "8 and 10 March 2027", cwd=folder).returncode == 0
    assert uids_of(folder)["Board"] == ["4gk2abc@google.com", "4gk2abc.2@google.com"]


def test_it_stays_when_the_event_is_renamed(folder: Path) -> None:
    assert start("rename", "board", "the-board", cwd=folder).returncode == 0
    assert uids_of(folder)["Board"] == ["4gk2abc@google.com"]


def test_a_second_import_finds_the_events_by_it(folder: Path) -> None:
    assert "No row is new" in imported(folder, "foreign.ics")
    newer = FOREIGN.replace("SUMMARY:Board", "SUMMARY:Board of trustees").replace("20270308", "20270309")
    (folder / "foreign.ics").write_text(newer, encoding="utf-8", newline="")
    imported(folder, "foreign.ics")
    [event] = [event for event in load_plan(folder).events if event.uid == "4gk2abc@google.com"]
    assert (event.id, event.title, str(event.when)) == ("board", "Board of trustees", "9 March 2027")


def test_our_calendar_gives_it_back(folder: Path) -> None:
    assert start("export", "ics", "-o", "ours.ics", cwd=folder).returncode == 0
    assert "No row is new" in imported(folder, "ours.ics")
    other = Path(shutil.copytree(folder, folder.parent / "other"))
    text = (other / "workplan.yaml").read_text(encoding="utf-8")
    (other / "workplan.yaml").write_text(re.sub(r"    uid: .*\n", "", text), encoding="utf-8")
    for name in ("board", "committee"):
        assert start("remove", name, "--anyway", cwd=other).returncode == 0
    imported(other, "ours.ics")
    kept = {event.title: event.uid for event in load_plan(other).events if event.uid}
    assert kept == {"Board": "4gk2abc@google.com", "Committee": "040000008200E00074C5B7101A82E008;1"}


@pytest.mark.parametrize(
    ("uid", "message"),
    [
        ("040000008200E00074C5B7101A82E008;1", "is used a second time"),
        ("talks@own.invalid", "is one of the plan's own calendars"),
        ("two words", "uid"),
    ],
)
def test_a_uid_that_cannot_be(folder: Path, uid: str, message: str) -> None:
    path = folder / "workplan.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("uid: 4gk2abc@google.com", f"uid: {uid}"), encoding="utf-8")
    run = start("check", cwd=folder)
    assert run.returncode == 1
    assert message in " ".join((run.stdout + run.stderr).split())
