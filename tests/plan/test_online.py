"""Meetings online: no place, no country, no holiday and no journey; hours in a zone of their own."""

from __future__ import annotations

import json
from pathlib import Path

import icalendar
import pytest

from gcmplan.plan.place import Place
from inside import start
from rule_examples import problems_of
from scratch import Scratch

PLAN = """\
title: Small plan
as_of: 2027-01-04
calendar: {name: Small plan, domain: example.org}
source: Programme
groups:
  - {id: talks, title: Talks}
events:
  - {id: briefing, title: Briefing, group: talks, when: 12 January 2027, place: Online, hours: 15:00-16:30,
     timezone: Europe/Paris}
  - {id: webinar, title: Webinar, group: talks, when: 2 July 2027, place: online TBC}
"""


def _file(folder: Path, text: str = PLAN) -> Path:
    path = folder / "workplan.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "canonical"), [("Online", "online"), ("ONLINE TBC", "online TBC"), ("TBA", "TBA")])
def test_however_online_is_written(text: str, canonical: str) -> None:
    assert str(Place.parse(text)) == canonical


def test_it_needs_no_row_of_places(tmp_path: Path) -> None:
    _file(tmp_path)
    run = start("list", "--place", "online", "--format", "json", cwd=tmp_path)
    places = [event["place"] for event in json.loads(run.stdout)["events"]]
    assert places == [
        {"name": "online", "country": None, "timezone": "Europe/Paris", "certainty": "confirmed"},
        {"name": "online", "country": None, "timezone": None, "certainty": "tbc"},
    ]
    assert start("check", cwd=tmp_path).returncode == 0
    shown = start("show", "briefing", cwd=tmp_path).stdout
    assert "online (time zone Europe/Paris)" in shown
    assert "Only online" in start("list", "--place", "online", "--format", "markdown", cwd=tmp_path).stdout


def test_its_hours_are_those_of_its_zone_in_a_calendar(tmp_path: Path) -> None:
    _file(tmp_path)
    text = start("export", "ics", "--detail", "meetings", cwd=tmp_path).stdout
    entry = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    assert entry.decoded("DTSTART").isoformat() == "2027-01-12T14:00:00+00:00"
    assert entry["LOCATION"] == "online"
    assert "GEO" not in entry
    assert "Time: 15:00-16:30 on Tuesday, 12 January 2027, local time (Europe/Paris)" in str(entry["DESCRIPTION"])


def test_hours_online_without_a_zone_are_refused(tmp_path: Path) -> None:
    _file(tmp_path, PLAN.replace(",\n     timezone: Europe/Paris", ""))
    run = start("check", "--format", "concise", cwd=tmp_path)
    assert run.returncode == 1
    assert (
        "workplan.yaml:8:96: error GP002 wrong-shape: the hours of a meeting online are in no time zone" in run.stdout
    )


def test_no_place_is_called_online(tmp_path: Path) -> None:
    _file(tmp_path)
    (tmp_path / "places.yaml").write_text("places:\n  - {name: Online, country: CH, timezone: Europe/Zurich}\n")
    assert "'name' is 'online', which is no place" in start("check", cwd=tmp_path).stdout


def test_a_zone_of_its_own_counts_before_that_of_the_place(tmp_path: Path) -> None:
    _file(tmp_path, PLAN.replace("place: Online", "place: Geneva").replace("Europe/Paris", "America/New_York"))
    (tmp_path / "places.yaml").write_text("places:\n  - {name: Geneva, country: CH, timezone: Europe/Zurich}\n")
    text = start("export", "ics", "--detail", "meetings", cwd=tmp_path).stdout
    entry = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    assert entry.decoded("DTSTART").isoformat() == "2027-01-12T20:00:00+00:00"


def _codes(*events: str, more: str = "") -> set[str]:
    rows = "".join(f"  - {{title: A, group: official, source: x, body: all, {event}}}\n" for event in events)
    return {problem.code for problem in problems_of(f"{more}events:\n{rows}")}


def test_nobody_travels_to_it() -> None:
    there = "id: forum, when: 10 May 2017, place: Vienna"
    assert "GP103" in _codes("id: talks, when: 9 May 2017, place: Geneva", there)
    assert "GP103" not in _codes("id: talks, when: 9 May 2017, place: online", there)


def test_it_has_no_holidays() -> None:
    everywhere = "holidays:\n  - {date: 9 May 2017, name: A day, source: x}\n"
    assert "GP204" in _codes("id: talks, when: 9 May 2017, place: Geneva", more=everywhere)
    assert "GP204" not in _codes("id: talks, when: 9 May 2017, place: online", more=everywhere)


@pytest.mark.parametrize(
    ("when", "told"),
    [("13 May 2017", True), ("10-14 May 2017", True), ("9-14 May 2017", False), ("8-19 May 2017", False)],
)
def test_a_long_meeting_includes_a_weekend(when: str, told: bool) -> None:  # noqa: FBT001 - a parameter
    assert ("GP203" in _codes(f"id: talks, when: {when}, place: Geneva")) is told
    assert ("GP203" in _codes(f"id: talks, when: {when} and 3 June 2017, place: Geneva")) is True


def test_it_is_told_apart_from_a_place(tmp_path: Path) -> None:
    _file(tmp_path)
    (tmp_path / "places.yaml").write_text("places:\n  - {name: Geneva, country: CH, timezone: Europe/Zurich}\n")
    run = start("set", "webinar", "place", "Geneva", "--source", "Letter", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "now in Geneva, was online TBC" in run.stdout
    assert "source: Programme; Letter" in (tmp_path / "workplan.yaml").read_text(encoding="utf-8")
    back = start("set", "webinar", "place", "Online", "--source", "Letter", cwd=tmp_path)
    assert "now online, was in Geneva" in back.stdout


@pytest.mark.parametrize(
    ("old", "new", "begins"),
    [
        ("timezone: Europe/Paris", "timezone: America/New_York", "2027-01-12T20:00:00+00:00"),
        ("place: Online", "place: Geneva", "2027-01-12T14:00:00+00:00"),
        ("timezone: Europe/Paris", "timezone: Europe/Paris, venue: Room 2", "2027-01-12T14:00:00+00:00"),
    ],
)
def test_a_change_of_where_it_is_reaches_calendars(tmp_path: Path, old: str, new: str, begins: str) -> None:
    """The entry keeps its UID, and its number rises: a zone that changes makes other hours of it."""
    scratch = Scratch(tmp_path)
    _file(tmp_path)
    (tmp_path / "places.yaml").write_text("places:\n  - {name: Geneva, country: CH, timezone: Europe/Zurich}\n")
    scratch.git("init", "--quiet")
    scratch.commit("first", time="2027-01-04T12:00:00+00:00")
    before = _entry(tmp_path)
    _file(tmp_path, PLAN.replace(old, new))
    scratch.commit("second", time="2027-01-05T12:00:00+00:00")
    after = _entry(tmp_path)
    assert after["UID"] == before["UID"]
    assert (str(before["SEQUENCE"]), str(after["SEQUENCE"])) == ("0", "1")
    assert after.decoded("DTSTART").isoformat() == begins
    changed = start("diff", "HEAD~1", "--format", "plain", cwd=tmp_path)
    assert "briefing" in changed.stdout
    noticed = start("diff", "HEAD~1", "--format", "notice", cwd=tmp_path).stdout
    assert ("time zone now America/New_York, was Europe/Paris" in noticed) is ("New_York" in new)
    assert ("now in Geneva, was online" in noticed) is ("Geneva" in new)


def _entry(folder: Path) -> icalendar.Component:
    text = start("export", "ics", "--detail", "meetings", cwd=folder).stdout
    [entry] = [one for one in icalendar.Calendar.from_ical(text).walk("VEVENT") if "Briefing" in str(one["SUMMARY"])]
    return entry


def test_items_of_a_programme_online_hold_in_its_zone(tmp_path: Path) -> None:
    _file(tmp_path, PLAN.replace("hours: 15", "session: briefing, hours: 15"))
    (tmp_path / "sessions").mkdir()
    text = "id: briefing\nevent: briefing\ndays:\n  - date: 12 January 2027\n    items:\n"
    item = "      - {id: talk, time: 15:15-16:00, title: Talk, kind: panel}\n"
    (tmp_path / "sessions" / "briefing.yaml").write_text(text + item, encoding="utf-8")
    feed = icalendar.Calendar.from_ical(start("export", "ics", "--detail", "agenda", cwd=tmp_path).stdout)
    [entry] = [one for one in feed.walk("VEVENT") if ".item.talk" in str(one["UID"])]
    assert entry.decoded("DTSTART").isoformat() == "2027-01-12T14:15:00+00:00"
    agenda = json.loads(start("agenda", "briefing", "--format", "json", cwd=tmp_path).stdout)
    assert (agenda["place"], agenda["timezone"]) == ("online", "Europe/Paris")
    assert "09:15" in start("agenda", "briefing", "--tz", "New_York", cwd=tmp_path).stdout
