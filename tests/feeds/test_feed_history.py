"""The entries that subscribers see from one state of a plan to the next: over real git, through the command."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conftest import Cli
from gcmplan.changes.change import TEXT_ONLY
from gcmplan.changes.diff import difference
from gcmplan.loading.load import load_plan
from ical_lint import Component, complaints, parsed
from scratch import Scratch

DOMAIN = "refugeesmigrants.un.org"
IDM = "    when: 18-19 April 2017\n"
Feed = Callable[..., dict[str, Component]]


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A repository with the real plan, committed on 1 January 2026."""
    return Scratch.made(tmp_path / "repository")


@pytest.fixture
def feed(scratch: Scratch, cli: Cli) -> Feed:
    """Export the feed of the repository; return its events by the part of their UIDs before the @."""

    def export(*options: str) -> dict[str, Component]:
        run = cli("export", "ics", "--plan", str(scratch.root / "data"), *options)
        assert run.status == 0
        assert not complaints(run.out.encode())
        return {event.value("UID").removesuffix(f"@{DOMAIN}"): event for event in parsed(run.out.encode())[1:]}

    return export


def number(event: Component) -> int:
    return int(event.value("SEQUENCE"))


def changed(event: Component) -> str:
    """Return when an event last changed: a text that sorts by time."""
    assert event.value("DTSTAMP") == event.value("LAST-MODIFIED")
    return event.value("DTSTAMP")


def edited(scratch: Scratch, old: str, new: str) -> None:
    scratch.rewrite(old, new)
    scratch.commit("edit")


def test_a_fresh_plan_is_of_its_commit(scratch: Scratch, feed: Feed) -> None:
    seconds = int(scratch.git("log", "-1", "--format=%ct"))
    stamp = datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%dT%H%M%SZ")
    assert {(changed(event), number(event)) for event in feed().values()} == {(stamp, 0)}


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        (IDM, "    when: 19-20 April 2017\n", "CONFIRMED"),
        (IDM, "    when: 18-19 April 2017 TBC\n", "TENTATIVE"),
        (IDM, f"{IDM}    venue: Hall 2\n", "CONFIRMED"),
        (IDM, f"{IDM}    certainty: tbc\n", "TENTATIVE"),
        (IDM, f"{IDM}    status: cancelled\n", "CANCELLED"),
        (IDM, f"{IDM}    hours: 10:00-13:00\n", "CONFIRMED"),
        (f"{IDM}    place: New York\n", f"{IDM}    place: Geneva\n", "CONFIRMED"),
    ],
)
def test_dates_place_and_status_raise_the_sequence(
    scratch: Scratch, feed: Feed, old: str, new: str, status: str
) -> None:
    before = feed()
    edited(scratch, old, new)
    after = feed()
    assert after.keys() == before.keys()
    one, other = before["idm-new-york"], after["idm-new-york"]
    assert (number(one), number(other)) == (0, 1)
    assert changed(other) > changed(one)
    assert other.value("STATUS") == status
    assert {name: event for name, event in after.items() if event != before[name]}.keys() == {"idm-new-york"}


def test_tbc_confirmed_keeps_the_uid(scratch: Scratch, feed: Feed) -> None:
    name = "documents-thematic-2"
    before = feed()[name]
    assert before.value("STATUS") == "TENTATIVE"
    edited(scratch, "    when: 24 April 2017 TBC\n", "    when: 24 April 2017\n")
    after = feed()[name]
    assert (after.value("STATUS"), number(after)) == ("CONFIRMED", number(before) + 1)
    assert not after.value("SUMMARY").startswith("[TBC]")


def test_another_title_is_a_later_time_alone(scratch: Scratch, feed: Feed) -> None:
    before = feed()["idm-new-york"]
    edited(
        scratch, "      “Strengthening international cooperation", "      On “Strengthening international cooperation"
    )
    after = feed()["idm-new-york"]
    assert number(after) == number(before)
    assert changed(after) > changed(before)


def test_cancelled_deleted_and_back_again(scratch: Scratch, feed: Feed) -> None:
    edited(scratch, IDM, f"{IDM}    status: cancelled\n")
    text = scratch.workplan.read_text(encoding="utf-8")
    start = text.index("  - id: idm-new-york\n")
    rest = text[text.index("  - id:", start + 1) :].replace("      - idm-new-york\n", "")
    scratch.workplan.write_text(text[:start] + rest, encoding="utf-8")
    scratch.commit("delete")
    gone = feed()["idm-new-york"]
    assert (gone.value("STATUS"), number(gone)) == ("CANCELLED", 2)
    assert gone.value("SUMMARY").startswith("CANCELLED: ")
    scratch.workplan.write_text(text.replace(f"{IDM}    status: cancelled\n", IDM), encoding="utf-8")
    scratch.commit("back")
    back = feed()["idm-new-york"]
    assert (back.value("STATUS"), number(back)) == ("CONFIRMED", 3)
    assert changed(back) > changed(gone)


def test_reformatted_resorted_and_commented(scratch: Scratch, cli: Cli) -> None:
    run = cli("export", "ics", "--plan", str(scratch.root / "data"))
    head, _, events = scratch.workplan.read_text(encoding="utf-8").partition("\nevents:\n")
    events, _, waivers = events.partition("\nwaivers:\n")
    rows = [f"  - id: {row}" for row in events.split("  - id: ")[1:]]
    last, *rest = reversed(rows)
    text = "\n".join(["# A comment", head, "waivers:", waivers, "events:", last.rstrip(), "", "".join(rest)])
    text = text.replace(IDM, "    when:   18 - 19  april 2017   # sure\n")
    scratch.workplan.write_text(text, encoding="utf-8")
    assert load_plan(scratch.root / "data").events[0].id == "conference"
    assert cli("export", "ics", "--plan", str(scratch.root / "data")).out == run.out
    scratch.commit("the same in other words")
    assert cli("export", "ics", "--plan", str(scratch.root / "data")).out == run.out


def test_renamed(scratch: Scratch, feed: Feed) -> None:
    before = feed()
    scratch.rewrite("      - idm-new-york\n", "      - idm-april\n")
    edited(scratch, "  - id: idm-new-york\n", "  - id: idm-april\n    formerly: [idm-new-york]\n")
    after = feed()
    assert after.keys() == before.keys()
    assert number(after["idm-new-york"]) == number(before["idm-new-york"])
    edited(scratch, IDM, "    when: 19-20 April 2017\n")
    assert number(feed()["idm-new-york"]) == 1


def test_an_event_whose_first_id_is_corrected_is_not_called_cancelled(scratch: Scratch, feed: Feed) -> None:
    """It stands on the same day, under another UID."""
    before = feed()
    scratch.rewrite("      - idm-new-york\n", "      - idm-april\n")
    edited(scratch, "  - id: idm-new-york\n", "  - id: idm-april\n")
    forgotten = feed()
    assert forgotten["idm-new-york"].value("STATUS") == "CANCELLED"
    # The earlier id is added later: subscribers have its entry again, and no other.
    edited(scratch, "  - id: idm-april\n", "  - id: idm-april\n    formerly: [idm-new-york]\n")
    assert feed().keys() == before.keys()
    assert (feed()["idm-new-york"].value("STATUS"), number(feed()["idm-new-york"])) == ("CONFIRMED", 2)
    # And it is taken away again, and comes back.
    edited(scratch, "    formerly: [idm-new-york]\n", "")
    off = feed()
    assert (off.keys() - before.keys(), before.keys() - off.keys()) == ({"idm-april"}, {"idm-new-york"})
    assert number(off["idm-april"]) > number(forgotten["idm-april"])
    edited(scratch, "  - id: idm-april\n", "  - id: idm-april\n    formerly: [idm-new-york]\n")
    assert (feed().keys(), number(feed()["idm-new-york"])) == (before.keys(), 4)
    # An event that was removed is cancelled under its last UID.
    edited(
        scratch,
        "    formerly: [idm-new-york]\n    title",
        "    formerly: [idm-new-york]\n    status: cancelled\n    title",
    )
    assert [uid for uid, one in feed().items() if one.value("STATUS") == "CANCELLED"] == ["idm-new-york"]


def test_an_edit_that_is_not_committed_counts_once(scratch: Scratch, feed: Feed) -> None:
    first = feed()["idm-new-york"]
    scratch.rewrite(IDM, "    when: 19-20 April 2017\n")
    second = feed()["idm-new-york"]
    scratch.rewrite("    when: 19-20 April 2017\n", "    when: 20-21 April 2017\n")
    third = feed()["idm-new-york"]
    assert [number(event) for event in (first, second, third)] == [0, 1, 1]
    assert changed(first) < changed(second)
    scratch.commit("edit")
    assert number(feed()["idm-new-york"]) == 1


def test_a_deadline_has_a_history(scratch: Scratch, feed: Feed) -> None:
    uid, untouched = "moderator-interest.deadline", "special-accreditation.deadline"
    before = feed("--kind", "deadline")
    edited(scratch, "    when: 25 April 2017\n", "    when: 26 April 2017\n")
    after = feed("--kind", "deadline")
    assert (number(before[uid]), number(after[uid])) == (0, 1)
    assert changed(after[uid]) > changed(before[uid])
    assert after[uid].value("DTSTART") == "20170426"
    assert after[untouched] == before[untouched]
    scratch.rewrite("    audience: Member States, through their regional groups\n", "    audience: Member States\n")
    reworded = feed("--kind", "deadline")[uid]
    assert (number(reworded), changed(reworded) > changed(after[uid])) == (1, True)


@pytest.mark.parametrize("new", ["", "    when: April 2017\n", "    when: TBC\n"])
def test_a_deadline_that_vanishes_is_cancelled(scratch: Scratch, feed: Feed, new: str) -> None:
    edited(scratch, "    when: 25 April 2017\n", "    when: 26 April 2017\n")
    text = scratch.workplan.read_text(encoding="utf-8")
    if new:
        edited(scratch, "    when: 26 April 2017\n", new)
    else:
        start = text.index("  - id: moderator-interest\n")
        scratch.workplan.write_text(text[:start] + text[text.index("\n\n", start) + 2 :], encoding="utf-8")
        scratch.commit("removed")
    gone = feed("--kind", "deadline")["moderator-interest.deadline"]
    assert (gone.value("STATUS"), number(gone), gone.value("DTSTART")) == ("CANCELLED", 2, "20170426")
    told = f"Only this entry is withdrawn. The deadline is now: {new.strip().removeprefix('when: ')}"
    assert (told in gone.value("DESCRIPTION")) is bool(new)
    assert gone.value("SUMMARY").startswith("[DATE OPEN: now " if new else "CANCELLED: ")
    for options in (["--in", "2017"], ["--group", "thematic-session"]):
        entry = feed("--kind", "deadline", *options)["moderator-interest.deadline"]
        assert entry.value("SUMMARY") == gone.value("SUMMARY")
    assert "moderator-interest.deadline" not in feed("--kind", "deadline", "--in", "2018")
    assert "moderator-interest.deadline" not in feed()
    scratch.workplan.write_text(text, encoding="utf-8")
    back = feed("--kind", "deadline")["moderator-interest.deadline"]
    assert (back.value("STATUS"), number(back)) == ("CONFIRMED", 3)


def test_a_window_that_is_withdrawn_says_so(scratch: Scratch, feed: Feed) -> None:
    edited(scratch, IDM, "    when: April 2017\n")
    assert "idm-new-york" not in feed("--windows", "--in", "2018")
    assert feed("--windows")["idm-new-york"].value("STATUS") == "TENTATIVE"
    edited(scratch, "    when: April 2017\n", "    when: TBC\n")
    for options in ((), ("--windows",)):
        assert feed(*options)["idm-new-york"].value("STATUS") == "CANCELLED"
        assert feed(*options)["idm-new-york"].value("SUMMARY").startswith("[DATE OPEN: now TBC] ")


def test_another_time_zone_moves_hours(scratch: Scratch, feed: Feed) -> None:
    options = ("--detail", "agenda")
    before = feed(*options)
    places = scratch.root / "data" / "places.yaml"
    text = places.read_text(encoding="utf-8")
    name = text.index("  - name: Geneva\n")
    zoned = text[:name] + text[name:].replace("Europe/Zurich", "Europe/London", 1)
    places.write_text(zoned, encoding="utf-8")
    scratch.commit("zone")
    after = feed(*options)
    moved = {uid for uid in before if before[uid].value("DTSTART") != after[uid].value("DTSTART")}
    assert {"thematic-1", "thematic-1.item.panel-1"} <= moved
    assert len(moved) > 20
    for uid in before:
        rises = number(after[uid]) - number(before[uid])
        assert rises == (uid in moved), uid
        assert (changed(after[uid]) > changed(before[uid])) == (uid in moved)


def test_another_time_zone_moves_no_whole_day(scratch: Scratch, feed: Feed) -> None:
    options = ("--detail", "agenda", "--kind", "session")
    session = scratch.root / "data" / "sessions" / "fair.yaml"
    session.write_text("id: fair\ntitle: Fair\nwhen: 8 May 2017\nplace: Geneva\nsource: x\n", encoding="utf-8")
    scratch.commit("fair")
    before = feed(*options)
    places = scratch.root / "data" / "places.yaml"
    places.write_text(places.read_text(encoding="utf-8").replace("Europe/Zurich", "Europe/London"), encoding="utf-8")
    scratch.commit("zone")
    after = feed(*options)
    assert after["fair.session"] == before["fair.session"]
    assert number(after["human-rights-council-42-side-event.session"]) == 1


def test_what_was_removed_with_its_place_is_cancelled_in_every_feed(scratch: Scratch, feed: Feed) -> None:
    text = scratch.workplan.read_text(encoding="utf-8")
    start = text.index("  - id: bali-process\n    title")
    text = text[:start] + text[text.index("\n  - id: ", start) + 1 :].replace("      - bali-process\n", "")
    rows = re.split(r"(?m)^(?=  - )", text)
    kept = [row for row in rows if not ("bali-process" in row and row.startswith("  - rule"))]
    scratch.workplan.write_text("".join(kept), encoding="utf-8")
    places = scratch.root / "data" / "places.yaml"
    places.write_text(re.sub(r"  - name: Bali\n(    .*\n)+", "", places.read_text(encoding="utf-8")), encoding="utf-8")
    scratch.commit("removed")
    for options in ([], ["--group", "consultative-process"], ["--for", "IDN"], ["--in", "2017"]):
        assert feed(*options)["bali-process"].value("STATUS") == "CANCELLED"
    assert "bali-process" not in feed("--for", "KEN")


def test_days_that_vanish_are_withdrawn(scratch: Scratch, feed: Feed) -> None:
    edited(scratch, IDM, "    when: 18 and 20-21 April 2017\n")
    assert {"idm-new-york", "idm-new-york.2"} <= feed().keys()
    edited(scratch, "    when: 18 and 20-21 April 2017\n", IDM)
    after = feed()
    assert after["idm-new-york"].value("STATUS") == "CONFIRMED"
    withdrawn = after["idm-new-york.2"]
    assert (withdrawn.value("STATUS"), withdrawn.value("DTSTART")) == ("CANCELLED", "20170420")
    assert withdrawn.value("SUMMARY").startswith("[MOVED: now 18-19 April 2017] ")
    edited(scratch, IDM, "    when: April 2017\n")
    for name in ("idm-new-york", "idm-new-york.2"):
        event = feed()[name]
        assert event.value("STATUS") == "CANCELLED"
        assert event.value("SUMMARY").startswith("[DATE OPEN: now April 2017] ")


NEW_YORK, MAY = f"{IDM}    place: New York\n", "    when: 8-9 May 2017{}\n    place: {}\n"


@pytest.mark.parametrize(
    ("options", "new", "says"),
    [
        ("--in 'April 2017'", MAY.format("", "New York"), "[MOVED: now 8-9 May 2017] "),
        ("--in 'April 2017' --detail agenda", MAY.format("", "New York"), "[MOVED: now 8-9 May 2017] "),
        ("--to '18 April 2017'", "    when: May 2017 TBA\n    place: New York\n", "[DATE OPEN: now May 2017 TBA] "),
        ("--to '18 April 2017'", "    when: TBA\n    place: New York\n", "[DATE OPEN: now TBA] "),
        ("--certainty confirmed", MAY.format(" TBC", "New York"), "[MOVED: now 8-9 May 2017 TBC] "),
        ("--certainty confirmed", f"    certainty: tbc\n{MAY.format('', 'New York')}", "[MOVED: now 8-9 May 2017] "),
        ("--place 'New York'", MAY.format("", "Geneva"), "[MOVED: now 8-9 May 2017] "),
        ("--country USA --for KEN", MAY.format("", "Geneva"), "[MOVED: now 8-9 May 2017] "),
        ("--status scheduled", f"{NEW_YORK}    status: cancelled\n", "CANCELLED: "),
    ],
)
def test_what_leaves_a_filtered_feed_says_so(scratch: Scratch, feed: Feed, options: str, new: str, says: str) -> None:
    chosen = shlex.split(options)
    assert feed(*chosen)["idm-new-york"].value("STATUS") == "CONFIRMED"
    edited(scratch, NEW_YORK, new)
    entry = feed(*chosen)["idm-new-york"]
    assert entry.value("SUMMARY").startswith(says)
    assert (entry.value("STATUS"), number(entry)) == ("CANCELLED", 1)
    assert (entry.value("DTSTART"), entry.value("DTEND")) == ("20170418", "20170420")
    assert "idm-new-york" not in feed("--in", "March 2017")


def test_what_moves_out_of_a_place_stays_in_its_feed_and_says_so(scratch: Scratch, feed: Feed) -> None:
    """Its days stay, so nothing is cancelled; it is as it was when it comes back."""
    assert feed("--place", "Geneva")["thematic-3"].value("SUMMARY") == "Third Thematic Session"
    edited(scratch, "    when: 19-20 June 2017\n    place: Geneva\n", "    when: 19-20 June 2017\n    place: Vienna\n")
    entry = feed("--place", "Geneva")["thematic-3"]
    assert entry.value("SUMMARY") == "[MOVED: now in Vienna] Third Thematic Session"
    assert (entry.value("STATUS"), number(entry)) == ("CONFIRMED", 1)
    assert entry.value("LOCATION").startswith("Vienna")
    assert feed("--place", "Vienna")["thematic-3"].value("SUMMARY") == "Third Thematic Session"
    edited(scratch, "    when: 19-20 June 2017\n    place: Vienna\n", "    when: 19-20 June 2017\n    place: TBA\n")
    assert feed("--place", "Geneva")["thematic-3"].value("SUMMARY") == "[MOVED: place open] Third Thematic Session"
    edited(scratch, "    when: 19-20 June 2017\n    place: TBA\n", "    when: 26-27 June 2017\n    place: Vienna\n")
    entry = feed("--place", "Geneva")["thematic-3"]
    assert entry.value("STATUS") == "CANCELLED"
    assert (entry.value("SUMMARY"), entry.value("DTSTART")) == (
        "[MOVED: now 26-27 June 2017] Third Thematic Session",
        "20170619",
    )


def test_what_becomes_unsure_stays_in_a_feed_by_certainty(scratch: Scratch, feed: Feed) -> None:
    assert "thematic-3" in feed("--certainty", "confirmed")
    edited(scratch, "    when: 19-20 June 2017\n", "    when: 19-20 June 2017 TBC\n")
    entry = feed("--certainty", "confirmed")["thematic-3"]
    assert (entry.value("SUMMARY"), entry.value("STATUS")) == ("[TBC] Third Thematic Session", "TENTATIVE")


def test_items_of_a_meeting_that_leaves_a_feed_stay(scratch: Scratch, agenda: Feed) -> None:
    """No UID vanishes: the items of a session that moves to another place, or to other days, are there."""
    options = ("--place", "Geneva")
    before = {uid for uid in agenda(*options) if uid.startswith("thematic-1.item.")}
    assert len(before) > 4
    edited(scratch, "    when: 8-9 May 2017\n    place: Geneva\n", "    when: 8-9 May 2017\n    place: Vienna\n")
    assert before <= agenda(*options).keys()
    assert not before & agenda("--place", "Lima").keys()


def test_days_that_stand_outside_a_filter_are_not_withdrawn(scratch: Scratch, feed: Feed) -> None:
    edited(scratch, IDM, "    when: 30 April - 2 May 2017\n")
    edited(scratch, "    when: 30 April - 2 May 2017\n", "    when: 1-2 May 2017\n")
    entry = feed("--in", "April 2017")["idm-new-york"]
    assert entry.value("STATUS") == "CANCELLED"
    assert (entry.value("DTSTART"), entry.value("DTEND")) == ("20170430", "20170501")
    text = scratch.workplan.read_text(encoding="utf-8")
    start = text.index("  - id: idm-new-york\n")
    rest = text[text.index("  - id:", start + 1) :].replace("      - idm-new-york\n", "")
    scratch.workplan.write_text(text[:start] + rest, encoding="utf-8")
    scratch.commit("removed")
    assert feed("--in", "April 2017")["idm-new-york"].value("SUMMARY").startswith("CANCELLED: ")


@pytest.mark.parametrize(
    ("edit", "uids", "words"),
    [
        (
            ("hours: 10:00-13:00 and 15:00-18:00", "hours: 15:00-18:00"),
            {"thematic-1", "thematic-1.2"},
            "[MOVED: now 15:00-18:00",
        ),
        (("place: Geneva", "place: TBA"), {"thematic-1.1.2", "thematic-1.2", "thematic-1.2.2"}, "[HOURS OPEN"),
    ],
)
def test_hours_that_vanish_are_withdrawn(
    scratch: Scratch, feed: Feed, edit: tuple[str, str], uids: set[str], words: str
) -> None:
    before = feed("--detail", "meetings")
    text = scratch.workplan.read_text(encoding="utf-8")
    start = text.index("  - id: thematic-1\n")
    scratch.workplan.write_text(text[:start] + text[start:].replace(*edit, 1), encoding="utf-8")
    after = feed("--detail", "meetings")
    assert after.keys() == before.keys()
    assert {name for name, event in after.items() if event.value("STATUS") == "CANCELLED"} == uids
    assert {(number(after[name]), after[name].value("DTSTART") == before[name].value("DTSTART")) for name in uids} == {
        (1, True)
    }
    assert {after[name].value("SUMMARY").partition("]")[0] for name in uids} == {words}
    assert {name for name, event in feed().items() if event.value("STATUS") == "CANCELLED"} == set()


def test_outside_git_and_untracked(scratch: Scratch, cli: Cli, tmp_path: Path) -> None:
    """A copy beside a plan that git knows is none that was moved."""
    shutil.copytree(scratch.root / "data", tmp_path / "data")
    run = cli("export", "ics", "--plan", str(tmp_path / "data"))
    events = parsed(run.out.encode())[1:]
    assert {(changed(event), number(event)) for event in events} == {("20170412T000000Z", 0)}
    (tmp_path / "data").rename(scratch.root / "draft")
    assert cli("export", "ics", "--plan", str(scratch.root / "draft")).out == run.out


def test_a_shallow_clone_says_so(scratch: Scratch, cli: Cli, tmp_path: Path) -> None:
    edited(scratch, IDM, "    when: 19-20 April 2017\n")
    scratch.git("clone", "--quiet", "--depth=1", scratch.root.as_uri(), str(tmp_path / "clone"))
    run = cli("export", "ics", "--plan", str(tmp_path / "clone" / "data"))
    assert run.status == 0
    assert "git fetch --unshallow" in run.err


def test_a_history_that_git_does_not_tell_is_missed_aloud(
    scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(scratch, IDM, "    when: 19-20 April 2017\n")
    run = cli("export", "ics", "--plan", str(scratch.root / "data"))
    assert "SEQUENCE:1" in run.out
    assert "history" not in run.err
    # As git has it for a checkout of another user, in a container.
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    run = cli("export", "ics", "--plan", str(scratch.root / "data"))
    assert (run.status, "SEQUENCE:1" in run.out) == (0, False)
    assert "Without history, everything is as of the plan's day: " in run.err
    assert "it belongs to another user; if you trust it: git config --global --add safe.directory" in run.err
    (scratch.root / "data").rename(tmp_path / "data")
    assert "history" not in cli("export", "ics", "--plan", str(tmp_path / "data")).err


# -- items of programmes ---------------------------------------------------------------------------------------------

PROGRAMME = "data/sessions/thematic-1.yaml"
PANEL = "thematic-1.item.panel-1"


@pytest.fixture
def agenda(feed: Feed) -> Feed:
    return lambda *options: feed("--detail", "agenda", *options)


def reset(scratch: Scratch, old: str, new: str) -> None:
    """Change the programme of the first thematic session, once."""
    file = scratch.root / PROGRAMME
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def only(before: dict[str, Component], after: dict[str, Component]) -> set[str]:
    """Return the UIDs of what differs."""
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("time: 10:15-13:00", "time: 10:20-12:50"),
        ("time: 10:15-13:00", "time: 10:15-12:45"),
        ("time: 10:15-13:00\n", "time: 10:15-13:00\n        venue: Room XX\n"),
    ],
)
def test_the_time_and_the_room_of_an_item_raise_its_sequence(
    scratch: Scratch, agenda: Feed, old: str, new: str
) -> None:
    before = agenda()
    reset(scratch, old, new)
    scratch.commit("edit")
    after = agenda()
    assert only(before, after) == {PANEL}
    assert (number(before[PANEL]), number(after[PANEL])) == (0, 1)
    assert changed(after[PANEL]) > changed(before[PANEL])


def test_a_programme_that_becomes_final_raises_the_sequence_of_its_items(scratch: Scratch, agenda: Feed) -> None:
    before = agenda()
    reset(scratch, "status: tentative\n", "")
    scratch.commit("final")
    after = agenda()
    items = {name for name in before if name.startswith("thematic-1.item.")}
    assert only(before, after) == items
    assert {number(before[name]) for name in items} == {0}
    assert {(number(after[name]), after[name].value("STATUS")) for name in items} == {(1, "CONFIRMED")}


def test_an_item_that_was_sure_stays_in_a_feed_of_what_is_sure(scratch: Scratch, agenda: Feed) -> None:
    assert PANEL not in agenda("--confirmed-only")
    reset(scratch, "status: tentative\n", "")
    scratch.commit("final")
    assert agenda("--confirmed-only")[PANEL].value("STATUS") == "CONFIRMED"
    reset(scratch, "event: thematic-1\n", "event: thematic-1\nstatus: tentative\n")
    scratch.commit("tentative again")
    panel = agenda("--confirmed-only")[PANEL]
    assert (panel.value("STATUS"), panel.value("SUMMARY")[:11], number(panel)) == ("TENTATIVE", "[TENTATIVE]", 2)


def test_another_title_of_an_item_is_a_later_time_alone(scratch: Scratch, agenda: Feed) -> None:
    before = agenda()
    reset(scratch, "PANEL 1: Human rights", "PANEL 1: The human rights")
    after = agenda()
    assert only(before, after) == {PANEL}
    assert number(after[PANEL]) == 0
    assert changed(after[PANEL]) > changed(before[PANEL])


def test_an_item_that_is_put_in_changes_no_other(scratch: Scratch, agenda: Feed) -> None:
    before = agenda()
    reset(scratch, "    items:\n", "    items:\n      - {id: tea, time: 9:00-9:30, title: Tea, kind: break}\n\n")
    scratch.commit("tea")
    after = agenda()
    assert only(before, after) == {"thematic-1.item.tea"}
    assert number(after["thematic-1.item.tea"]) == 0


def test_an_item_removed_and_back_again(scratch: Scratch, agenda: Feed) -> None:
    tea = "      - {id: tea, time: 9:00-9:30, title: Tea, kind: break}\n\n"
    reset(scratch, "    items:\n", f"    items:\n{tea}")
    scratch.commit("tea")
    reset(scratch, tea, "")
    scratch.commit("no tea")
    gone = agenda()["thematic-1.item.tea"]
    assert (gone.value("STATUS"), number(gone)) == ("CANCELLED", 1)
    assert (gone.value("SUMMARY"), gone.value("DTSTART")) == ("CANCELLED: Tea", "20170508T070000Z")
    assert "thematic-1.item.tea" not in agenda("--group", "idm")
    reset(scratch, "    items:\n", f"    items:\n{tea}")
    back = agenda()["thematic-1.item.tea"]
    assert (back.value("STATUS"), number(back)) == ("TENTATIVE", 2)


def test_a_former_item_changes_with_its_meeting(scratch: Scratch, agenda: Feed) -> None:
    """It names its meeting, says where that is now, and whether it is cancelled: programs look at its time alone."""
    tea = "      - {id: tea, time: 9:00-9:30, title: Tea, kind: break}\n\n"
    reset(scratch, "    items:\n", f"    items:\n{tea}")
    scratch.commit("tea")
    reset(scratch, tea, "")
    edited(scratch, "    session: thematic-1\n", "")
    seen = [agenda()]
    plan = scratch.workplan.read_text(encoding="utf-8")
    start = plan.index("  - id: thematic-1\n")
    text = plan[start : plan.index("  - id:", start + 1)]
    (scratch.root / PROGRAMME).rename(scratch.root / "programme")
    scratch.commit("no programme")
    seen.append(agenda())
    for old, new in (
        ("    when: 8-9 May 2017\n", "    when: 9-10 May 2017\n"),
        ("    group: thematic-session\n", "    group: idm\n"),
        ("    place: Geneva\n", "    place: Geneva\n    note: Something else.\n"),
        ("    place: Geneva\n", "    place: Geneva\n    status: cancelled\n"),
        ("    status: cancelled\n", ""),
    ):
        assert old in text
        row = text.replace(old, new)
        edited(scratch, text, row)
        text = row
        seen.append(agenda())
    (scratch.root / "programme").rename(scratch.root / PROGRAMME)
    scratch.commit("programme again")
    seen.append(agenda())
    summaries = [one["thematic-1.item.tea"].value("SUMMARY") for one in seen]
    assert summaries == ["CANCELLED: Tea", "[HOURS OPEN] Tea", *["[MOVED: now 9-10 May 2017] Tea"] * 3,
                         "CANCELLED: Tea", "[MOVED: now 9-10 May 2017] Tea", "CANCELLED: Tea"]  # fmt: skip
    for before, after in pairwise(seen):
        assert all(changed(after[name]) >= changed(before[name]) for name in before)
        assert [name for name in only(before, after) if changed(after[name]) == changed(before[name])] == []
        assert all(number(after[name]) >= number(before[name]) for name in before)


def test_a_former_item_is_not_in_a_room_that_its_meeting_got_later(scratch: Scratch, agenda: Feed) -> None:
    edited(scratch, "    venue: Palais des Nations, Room XIX\n", "")
    reset(scratch, "venue: Palais des Nations, Room XIX\n", "")
    scratch.commit("no room")
    reset(scratch, "        time: 10:15-13:00\n", "")
    scratch.commit("no time")
    before = agenda()[PANEL]
    edited(scratch, "    when: 8-9 May 2017\n", "    when: 8-9 May 2017\n    venue: Another house\n")
    after = agenda()
    assert "Another house" in after["thematic-1"].value("LOCATION")
    assert after[PANEL].value("LOCATION") == before.value("LOCATION") == "Geneva\\, Switzerland"


def test_an_item_that_moves_to_another_day_keeps_its_uid(scratch: Scratch, agenda: Feed) -> None:
    tea = "      - {id: tea, time: 9:00-9:30, title: Tea, kind: break}\n\n"
    reset(scratch, "    items:\n", f"    items:\n{tea}")
    scratch.commit("tea")
    reset(scratch, tea, "")
    reset(scratch, "9 May 2017\n    items:\n", f"9 May 2017\n    items:\n{tea}")
    moved = agenda()["thematic-1.item.tea"]
    assert (moved.value("DTSTART"), number(moved)) == ("20170509T070000Z", 1)


def test_without_a_time_an_item_is_cancelled(scratch: Scratch, agenda: Feed) -> None:
    reset(scratch, "        time: 10:15-13:00\n", "")
    gone = agenda()[PANEL]
    assert (gone.value("STATUS"), number(gone), gone.value("DTSTART")) == ("CANCELLED", 1, "20170508T081500Z")


def test_items_go_with_their_meeting(scratch: Scratch, agenda: Feed) -> None:
    before = agenda()
    edited(scratch, "    when: 8-9 May 2017\n    place: Geneva", "    when: 8-9 May 2017 TBC\n    place: Geneva")
    unsure = agenda()[PANEL]
    assert (unsure.value("STATUS"), number(unsure)) == ("TENTATIVE", 1)
    edited(scratch, "    when: 8-9 May 2017 TBC\n    place: Geneva", "    when: May 2017 TBC\n    place: Geneva")
    gone = agenda()
    items = {name for name in before if name.startswith("thematic-1")}
    assert {(gone[name].value("STATUS"), number(gone[name])) for name in items} == {("CANCELLED", 2)}
    assert {gone[name].value("DTSTART") for name in items if "item" in name} == {
        before[name].value("DTSTART") for name in items if "item" in name
    }


def test_a_meeting_outside_the_workplan_has_a_history(scratch: Scratch, agenda: Feed) -> None:
    name = "human-rights-council-42-side-event.session"
    file = scratch.root / "data" / "sessions" / "human-rights-council-42-side-event.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Room XXII\n", "Room XX\n", 1), encoding="utf-8")
    scratch.commit("another room")
    moved = agenda()[name]
    assert (moved.value("STATUS"), number(moved)) == ("CONFIRMED", 1)
    file.unlink()
    scratch.commit("no meeting")
    gone = agenda()[name]
    assert (gone.value("STATUS"), number(gone)) == ("CANCELLED", 2)
    assert gone.value("DTSTART") == moved.value("DTSTART")


def test_a_programme_in_other_words_of_yaml(scratch: Scratch, cli: Cli) -> None:
    command = ("export", "ics", "--detail", "agenda", "--plan", str(scratch.root / "data"))
    run = cli(*command)
    reset(scratch, "- date: 8 May 2017", "- date:   2017-05-08   # Monday")
    reset(scratch, "time: 10:15-13:00", "time: '10:15 - 13:00'")
    (scratch.root / PROGRAMME).rename(scratch.root / "data" / "sessions" / "first.yaml")
    assert cli(*command).out == run.out
    scratch.commit("the same")
    assert cli(*command).out == run.out


ITEM_EDITS = (
    ("time", ["9:00-9:30", "9:15-9:45", "9:00-9:45", None]),
    ("title", ["Tea", "Coffee"]),
    ("kind", ["break", "opening"]),
    ("venue", [None, "Room XX"]),
    ("day", ["8", "9", None]),
    ("session", ["venue: Room XIX", "venue: Room XX", "note: x"]),
)
item_edits = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in ITEM_EDITS})


@pytest.mark.slow
@given(states=st.lists(item_edits, min_size=2, max_size=5))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_sequence_of_an_item_rises_if_and_only_if_diff_says_so(
    states: list[dict[str, str | None]], tmp_path_factory: pytest.TempPathFactory, cli: Cli
) -> None:
    scratch = Scratch.made(tmp_path_factory.mktemp("items") / "repository")
    head = "id: thematic-1\nevent: thematic-1\nsource: x\n"
    plans, numbers = [], []
    for state in states:
        keys = "".join(f", {key}: '{state[key]}'" for key in ("time", "title", "kind", "venue") if state[key])
        programme = f"days:\n  - date: {state['day']} May 2017\n    items:\n      - {{id: tea{keys}}}\n"
        text = f"{head}{state['session']}\n{programme if state['day'] else ''}"
        (scratch.root / PROGRAMME).write_text(text, encoding="utf-8")
        plans.append(load_plan(scratch.root / "data"))
        scratch.git("add", "--all")
        scratch.git("commit", "--quiet", "--allow-empty", "--message", "edit")
        run = cli("export", "ics", "--detail", "agenda", "--plan", str(scratch.root / "data"))
        found = {event.value("UID").partition("@")[0]: event for event in parsed(run.out.encode())[1:]}
        tea = found.get("thematic-1.item.tea")
        numbers.append(number(tea) if tea else None)
        assert (tea is not None and tea.value("STATUS") == "CONFIRMED") == bool(state["time"] and state["day"])
    steps = zip(pairwise(plans), pairwise(numbers), pairwise(states), strict=True)
    for (old, new), (before, after), sides in steps:
        change = next((change for change in difference(old, new) if change.id == "thematic-1"), None)
        revises = bool(change and set(change.kinds) - TEXT_ONLY)
        there = [side for side in sides if side["day"]]
        if before is not None and after is not None and there:
            # To come or go is a change if there was something to be seen; the rest of the session is then no matter.
            rises = revises if len(there) > 1 else bool(there[0]["time"])
            assert after - before == rises <= revises


# -- property --------------------------------------------------------------------------------------------------------

EDITS = (
    ("when", ["18-19 April 2017", "18-19 April 2017 TBC", "19-20 April 2017", "April 2017", "18 and 20 April 2017"]),
    ("title", ["Dialogue", "A dialogue"]),
    ("place", ["New York", "New York TBC", "Geneva"]),
    ("status", ["scheduled", "cancelled", "postponed"]),
    ("group", ["idm", "gfmd"]),
    ("note", ["One", "Two"]),
)
edits = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in EDITS})


@pytest.mark.slow
@given(states=st.lists(edits, min_size=2, max_size=4))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_sequence_rises_if_and_only_if_diff_says_so(
    states: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory, cli: Cli
) -> None:
    scratch = Scratch.made(tmp_path_factory.mktemp("property") / "repository")
    text = scratch.workplan.read_text(encoding="utf-8")
    start = text.index("  - id: idm-new-york\n")
    end = text.index("  - id:", start + 1)
    plans, numbers = [], []
    for state in states:
        row = "".join(f"    {key}: {value}\n" for key, value in state.items())
        row = f"  - id: idm-new-york\n    kind: meeting\n    phase: I\n    source: x\n{row}\n"
        scratch.workplan.write_text(text[:start] + row + text[end:], encoding="utf-8")
        plans.append(load_plan(scratch.root / "data"))
        scratch.git("add", "--all")
        scratch.git("commit", "--quiet", "--allow-empty", "--message", "edit")
        run = cli("export", "ics", "--windows", "--plan", str(scratch.root / "data"))
        events = {event.value("UID").partition("@")[0]: event for event in parsed(run.out.encode())[1:]}
        numbers.append(number(events["idm-new-york"]))
    for (old, new), (before, after) in zip(pairwise(plans), pairwise(numbers), strict=True):
        change = next((change for change in difference(old, new) if change.id == "idm-new-york"), None)
        assert after - before == bool(change and set(change.kinds) - TEXT_ONLY)


# -- histories that are not to be trusted ----------------------------------------------------------------------------


def test_a_commit_dated_too_late_does_not_stamp_what_follows(scratch: Scratch, cli: Cli, feed: Feed) -> None:
    scratch.rewrite(IDM, "    when: 19-20 April 2017\n")
    late = scratch.commit("edit", time="2099-01-01T00:00:00Z")
    run = cli("export", "ics", "--plan", str(scratch.root / "data"))
    told = f"Commit {late[:10]} is dated 1 January 2099, in the future: calendars do not get this time\n"
    assert told in run.err
    [first] = {changed(event) for name, event in feed().items() if name != "idm-new-york"}
    event = feed()["idm-new-york"]
    assert (number(event), first < changed(event) < "2099") == (1, True)
    next_day = datetime.now(UTC) + timedelta(hours=12)
    scratch.rewrite("    when: 19-20 April 2017\n", "    when: 20-21 April 2017\n")
    scratch.commit("edit", time=next_day.isoformat(timespec="seconds"))
    after = feed()["idm-new-york"]
    assert (number(after), changed(after)) == (2, next_day.strftime("%Y%m%dT%H%M%SZ"))


def test_a_history_that_is_required(scratch: Scratch, cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "plan.ics"
    command = ("export", "ics", "--plan", str(scratch.root / "data"), "--require-history", "-o", str(target))
    run = cli(*command)
    assert (run.status, target.exists()) == (2, False)
    assert "has a single revision" in run.err
    edited(scratch, IDM, "    when: 19-20 April 2017\n")
    edited(scratch, "    when: 19-20 April 2017\n", "    when: 20-21 April 2017\n")
    assert cli(*command).status == 0
    published = target.read_bytes()
    scratch.git("clone", "--quiet", "--depth=1", scratch.root.as_uri(), str(tmp_path / "clone"))
    run = cli("export", "ics", "--plan", str(tmp_path / "clone" / "data"), "--require-history")
    assert (run.status, run.out) == (2, "")
    assert "shallow" in run.err
    assert "git fetch --unshallow" in run.err
    # Two of the three revisions are squashed: the file knows better.
    scratch.git("reset", "--soft", "HEAD~2")
    scratch.commit("squashed")
    run = cli(*command)
    assert (run.status, target.read_bytes()) == (2, published)
    assert f"{target} has change 2 of idm-new-york, this history only change 1" in run.err
    run = cli(*(part for part in command if part != "--require-history"))
    assert (run.status, target.read_bytes() == published) == (0, False)
    told = [line for line in run.err.splitlines() if "this history only change 1" in line]
    assert len(told) == 1
    assert "it was squashed or rebased: take the history that the file was made from" in told[0]
    # The feed that is published now is that of the history.
    assert "this history only" not in cli(*(part for part in command if part != "--require-history")).err
    (scratch.root / "data").rename(tmp_path / "data")
    run = cli("export", "ics", "--plan", str(tmp_path / "data"), "--require-history")
    assert run.status == 2
    assert "is in no git repository" in run.err


def test_what_was_cancelled_long_ago_is_dropped(scratch: Scratch, feed: Feed, cli: Cli) -> None:
    scratch.git("commit", "--amend", "--no-edit", "--quiet", GIT_COMMITTER_DATE="2026-01-01T00:00:00Z")
    scratch.rewrite(IDM, f"{IDM}    status: cancelled\n")
    scratch.commit("cancel", time="2026-01-10T00:00:00Z")
    scratch.rewrite("    when: 24 April 2017 TBC\n", "    when: 24 April 2017\n")
    scratch.commit("confirm", time="2026-04-10T00:00:00Z")
    assert feed("--keep-cancelled", "90d") == feed()
    assert feed().keys() - feed("--keep-cancelled", "89d").keys() == {"idm-new-york"}
    run = cli("export", "ics", "--plan", str(scratch.root / "data"), "--keep-cancelled", "soon")
    assert run.status == 2
    assert "'soon' is not a number of days like 90d" in run.err


# -- what holds for any history ----------------------------------------------------------------------------------------

WALK = {
    "when": ["8 May 2017", "8-9 May 2017", "9 May 2017", "8, 10 and 12 May 2017", "30 May - 1 June 2017",
             "May 2017 TBA", "8-9 May 2017 TBC", "TBA", "2-3 June 2017"],
    "place": ["Geneva", "Vienna", "Geneva TBC", "TBA"],
    "hours": ["10:00-13:00", "10:00-13:00 and 15:00-18:00", "15:00-18:00"],
    "status": ["scheduled", "scheduled", "postponed", "cancelled"],
    "certainty": ["confirmed", "confirmed", "tbc"],
    "fate": ["stays", "stays", "stays", "is renamed", "is removed"],
}  # fmt: skip
SUBSCRIPTIONS = (
    (), ("--detail", "meetings"), ("--detail", "meetings", "--confirmed-only"), ("--place", "Geneva"),
    ("--in", "May 2017", "--detail", "meetings"), ("--certainty", "confirmed"), ("--windows",),
)  # fmt: skip
walks = st.lists(
    st.fixed_dictionaries({key: st.sampled_from(values) for key, values in WALK.items()}), min_size=3, max_size=5
)


def day_and_hours(entry: Component) -> tuple[str, str]:
    return entry.value("DTSTART"), entry.value("DTEND")


@pytest.mark.slow
@given(states=walks, options=st.sampled_from(SUBSCRIPTIONS))
@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_subscriber_is_never_misled(
    states: list[dict[str, str]], options: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory, cli: Cli
) -> None:
    """In real git: no UID vanishes, no number falls, no scheduled day is called off, no day is lost."""
    scratch = Scratch.made(tmp_path_factory.mktemp("walk") / "repository")
    text = scratch.workplan.read_text(encoding="utf-8").replace("      - idm-new-york\n", "", 1)
    start = text.index("  - id: idm-new-york\n")
    end = text.index("  - id:", start + 1)
    before: dict[str, Component] = {}
    ids = "idm-new-york"
    for state in states:
        fate = state.pop("fate")
        if fate == "is renamed":
            ids = "talks\n    formerly: [idm-new-york]"
        row = "".join(f"    {key}: {value}\n" for key, value in state.items())
        head = f"  - id: {ids}\n    title: Talks\n    group: idm\n    kind: meeting\n    phase: I\n    source: x\n"
        row = "" if fate == "is removed" else f"{head}{row}\n"
        scratch.workplan.write_text(f"{text[:start]}{row}{text[end:]}", encoding="utf-8")
        scratch.git("add", "--all")
        scratch.git("commit", "--quiet", "--allow-empty", "--message", "edit")
        run = cli("export", "ics", "--group", "idm", *options, "--plan", str(scratch.root / "data"))
        assert not complaints(run.out.encode())
        entries = {event.value("UID").partition("@")[0]: event for event in parsed(run.out.encode())[1:]}
        own = {uid: entry for uid, entry in entries.items() if uid.partition(".")[0] == "idm-new-york"}
        assert own.keys() >= before.keys()
        assert all(number(own[uid]) >= number(entry) for uid, entry in before.items())
        is_off = state["status"] == "cancelled" or fate == "is removed"
        stands = [entry for entry in own.values() if entry.value("STATUS") != "CANCELLED"]
        assert not (is_off and stands)
        past = [entry for entry in own.values() if entry.value("STATUS") == "CANCELLED"]
        for entry in past:
            (first, last) = day_and_hours(entry)
            beside = [one for one in stands if day_and_hours(one)[0] < last and first < day_and_hours(one)[1]]
            # Hours that are open now are withdrawn on a day that stands as a whole, and nowhere else.
            is_open = entry.value("SUMMARY").startswith("[HOURS OPEN]")
            assert all(is_open and "T" not in one.value("DTSTART") for one in beside)
            assert beside or not is_open
            assert entry.value("SUMMARY").startswith("CANCELLED: ") == is_off, entry.value("SUMMARY")
        # An entry that was seen is there, scheduled or withdrawn, or it moved to the days that are scheduled now.
        for uid, entry in before.items():
            first, last = day_and_hours(entry)
            there = [one for one in own.values() if day_and_hours(one)[0] < last and first < day_and_hours(one)[1]]
            assert there or own[uid] in stands or is_off
        before = own
