"""A second import of a newer edition of a table: its rows are found again, and the changes are those of `diff`."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from small_plan import SMALL_PLAN

from gcmplan.loading.load import load_plan
from gcmplan.plan.workplan import Workplan
from inside import start

FIRST = """\
Date;Meeting;City;Ref
8-9 June 2027;Plumbing group;Geneva, CH;{plumbing}
15 July 2027;Workshop on leaks;Vienna, AT;{leaks}
22 August 2027;Editing group;online;{editing}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan in git, with the events of a table that has no ids."""
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "workplan.yaml").write_text(SMALL_PLAN)
    table(folder)
    accept(folder)
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "First")):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *words], cwd=folder, check=True)
    return folder


def table(folder: Path, *changes: tuple[str, str], ids: bool = False) -> None:
    text = FIRST
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    text = text.replace("Ref", "ID" if ids else "Ref")
    named = {"plumbing": "plumbing-group", "leaks": "workshop-on-leaks", "editing": "editing-group"} if ids else {}
    (folder / "rows.csv").write_text(re.sub(r"\{(\w+)\}", lambda found: named.get(found[1], ""), text))


def accept(folder: Path, *more: str) -> Workplan:
    for _ in range(2):
        run = start("import", "rows.csv", "--review", "review.yaml", *more, cwd=folder)
        assert run.returncode == 0, run.stderr
    (folder / "review.yaml").unlink()
    return load_plan(folder)


def shown(plan: Workplan) -> dict[str, tuple[str, str, str]]:
    return {event.id: (event.title, str(event.when), str(event.place)) for event in plan.events}


def test_a_changed_title_is_a_rename(plan: Path) -> None:
    table(plan, ("Workshop on leaks", "Forum on leaks"))
    run = start("import", "rows.csv", cwd=plan)
    assert "    = perhaps workshop-on-leaks: title “Forum on leaks”, was “Workshop on leaks”\n" in run.stdout
    found = shown(accept(plan))
    assert found["workshop-on-leaks"] == ("Forum on leaks", "15 July 2027", "Vienna")
    assert len(found) == 3
    change = "title\tWorkshop on leaks\tForum on leaks"
    assert start("diff", cwd=plan).stdout == f"renamed\tevents\tworkshop-on-leaks\tForum on leaks\t{change}\n"


def test_a_changed_date_is_another_date(plan: Path) -> None:
    table(plan, ("15 July 2027", "19 July 2027"))
    assert (
        "    = perhaps workshop-on-leaks: when “19 July 2027”, was “15 July 2027”"
        in start("import", "rows.csv", cwd=plan).stdout
    )
    assert shown(accept(plan))["workshop-on-leaks"][1] == "19 July 2027"
    change = "when\t15 July 2027\t19 July 2027"
    assert start("diff", cwd=plan).stdout == f"postponed\tevents\tworkshop-on-leaks\tWorkshop on leaks\t{change}\n"


def test_with_an_id_everything_may_change(plan: Path) -> None:
    table(plan, ("15 July 2027;Workshop on leaks;Vienna, AT", "July 2027;Forum;Nairobi"), ids=True)
    run = start("import", "rows.csv", cwd=plan)
    assert "    = workshop-on-leaks: title “Forum”, was “Workshop on leaks”; when “July 2027”" in run.stdout
    assert "    = plumbing-group: as in the plan\n" in run.stdout
    found = shown(accept(plan))
    assert found["workshop-on-leaks"] == ("Forum", "July 2027", "Nairobi")
    assert len(found) == 3


def test_a_row_that_is_another_event_after_all_is_new(plan: Path) -> None:
    table(plan, ("Workshop on leaks", "Forum on leaks"))
    start("import", "rows.csv", "--review", "review.yaml", cwd=plan)
    review = plan / "review.yaml"
    text = review.read_text(encoding="utf-8")
    assert "  # perhaps 'workshop-on-leaks'; delete the line 'event:' if it is another event\n" in text
    assert yaml.safe_load(text)["rows"][1]["event"] == "workshop-on-leaks"
    review.write_text(text.replace('    event: "workshop-on-leaks"\n', ""), encoding="utf-8")
    run = start("import", "rows.csv", "--review", "review.yaml", cwd=plan)
    assert "'workshop-on-leaks' is in no row of the file any more: gcmplan cancel workshop-on-leaks" in re.sub(
        r"\s+", " ", run.stdout
    )
    assert set(shown(load_plan(plan))) == {"plumbing-group", "workshop-on-leaks", "forum-on-leaks", "editing-group"}


def test_a_row_that_keeps_the_id_of_another_event_gets_one_of_its_own(plan: Path) -> None:
    table(plan, ("Workshop on leaks", "Forum on leaks"), ids=True)
    start("import", "rows.csv", "--review", "review.yaml", cwd=plan)
    review = plan / "review.yaml"
    text = review.read_text(encoding="utf-8").replace('    event: "workshop-on-leaks"\n', "")
    review.write_text(text, encoding="utf-8")
    run = start("import", "rows.csv", "--review", "review.yaml", cwd=plan)
    assert run.returncode == 0, run.stderr
    assert "the id “workshop-on-leaks” is that of another event" in re.sub(r"\s+", " ", run.stdout)
    assert load_plan(plan).event("forum-on-leaks").title == "Forum on leaks"


def test_what_may_be_two_events_is_proposed_for_neither(plan: Path) -> None:
    old, two = "15 July 2027;Workshop on leaks;Vienna, AT;{leaks}", "Workshop on leaks;Vienna, AT;"
    table(plan, (old, f"16 July 2027;{two}\n17 July 2027;{two}"))
    assert "perhaps" not in start("import", "rows.csv", cwd=plan).stdout
    assert len(shown(accept(plan))) == 5


def test_two_rows_of_one_event_are_refused(plan: Path) -> None:
    """Neither overwrites the other; two rows that say the same are one."""
    before = (plan / "workplan.yaml").read_bytes()
    event = load_plan(plan).events[0].id
    rows = f"Id,Title,Date\n{event},Row one,15 May 2027\n{event},Row two,18 May 2027\n"
    (plan / "twice.csv").write_text(rows, encoding="utf-8")
    command = ("import", "twice.csv", "--review", "twice.yaml")
    assert start(*command, cwd=plan).returncode == 0
    run = start(*command, cwd=plan)
    assert run.returncode == 2
    assert f"line 2 and line 3 are both the event '{event}', and say different things" in run.stderr
    assert (plan / "workplan.yaml").read_bytes() == before
    (plan / "twice.csv").write_text(rows.replace("two", "one").replace("18", "15"), encoding="utf-8")
    (plan / "twice.yaml").unlink()
    assert [start(*command, cwd=plan).returncode for _ in range(2)] == [0, 0]
    assert str(load_plan(plan).event(event).when) == "15 May 2027"


SERIES = "Date;Meeting\n{};Negotiations on leaks\n{};Negotiations on leaks\n"


def test_dates_within_the_windows_of_a_series_are_proposed(plan: Path) -> None:
    """Each new date is in one window alone: the two events of one title get their days, and no others come."""
    rows = plan / "rows.csv"
    rows.write_text(SERIES.format("3 days in February 2027 TBA", "4 days in March 2027 TBA"), encoding="utf-8")
    before = {event.id for event in accept(plan).events}
    rows.write_text(SERIES.format("8-10 February 2027", "8-11 March 2027"), encoding="utf-8")
    assert start("import", "rows.csv", cwd=plan).stdout.count("    = perhaps negotiations-on-leaks") == 2
    found = accept(plan)
    assert {event.id for event in found.events} == before
    assert {str(event.when) for event in found.events if event.title == "Negotiations on leaks"} == {
        "8-10 February 2027",
        "8-11 March 2027",
    }


@pytest.mark.parametrize(
    ("windows", "dates"),
    [
        (("3 days in February 2027 TBA", "4 days in February 2027 TBA"), ("8-10 February 2027", "8-11 March 2027")),
        (("3 days in February 2027 TBA", "4 days in March 2027 TBA"), ("8-10 February 2027", "15-17 February 2027")),
        (("3 days in February 2027 TBA", "4 days in March 2027 TBA"), ("28 February-1 March 2027", "8 April 2027")),
    ],
)
def test_dates_of_a_series_that_may_be_two_events_are_not(
    plan: Path, windows: tuple[str, str], dates: tuple[str, str]
) -> None:
    (plan / "rows.csv").write_text(SERIES.format(*windows), encoding="utf-8")
    accept(plan)
    (plan / "rows.csv").write_text(SERIES.format(*dates), encoding="utf-8")
    shown = start("import", "rows.csv", cwd=plan).stdout
    assert "perhaps" not in shown
    assert "'negotiations-on-leaks' is in no row of the file any more: gcmplan cancel negotiations-on-leaks" in shown


def test_a_review_is_that_of_its_file_alone(plan: Path) -> None:
    """The same bytes under another path are the same file; a file that was changed since is another."""
    table(plan, ("15 July 2027", "19 July 2027"))
    before = (plan / "workplan.yaml").read_bytes()
    start("import", "rows.csv", "--review", "review.yaml", cwd=plan)
    table(plan, ("15 July 2027", "20 July 2027"))
    run = start("import", "rows.csv", "--review", "review.yaml", cwd=plan)
    assert run.returncode == 2
    assert "'review.yaml' is the review of 'rows.csv'; 'rows.csv' is another file, or was changed since" in run.stderr
    assert "Hint: delete the review, or name another one with --review" in run.stderr
    review = plan / "review.yaml"
    text = review.read_text(encoding="utf-8")
    review.write_text(re.sub(r"(?m)^(file|sha256):.*\n", "", text), encoding="utf-8")
    assert "'review.yaml' is no review" in start("import", "rows.csv", "--review", "review.yaml", cwd=plan).stderr
    assert (plan / "workplan.yaml").read_bytes() == before
    review.write_text(text, encoding="utf-8")
    table(plan, ("15 July 2027", "19 July 2027"))
    (plan / "rows.csv").rename(plan / "other.csv")
    assert start("import", "other.csv", "--review", "review.yaml", cwd=plan).returncode == 0
    assert str(load_plan(plan).event("workshop-on-leaks").when) == "19 July 2027"


def test_a_date_that_cannot_be_read_changes_none(plan: Path) -> None:
    table(plan, ("15 July 2027", "sometime in autumn"))
    assert shown(accept(plan))["workshop-on-leaks"][1] == "15 July 2027"


def test_the_same_edition_changes_nothing(plan: Path) -> None:
    before = (plan / "workplan.yaml").read_bytes()
    for ids in (False, True):
        table(plan, ids=ids)
        run = start("import", "rows.csv", "--dry-run", cwd=plan)
        assert run.stderr == "3 rows are in the plan already\nNo row is new: nothing is written\n"
    assert (plan / "workplan.yaml").read_bytes() == before


def test_a_source_is_added_to_what_changes(plan: Path) -> None:
    table(plan, ("15 July 2027", "19 July 2027"))
    found = accept(plan, "--source", "Second edition")
    assert found.event("workshop-on-leaks").source == "rows.csv; Second edition"
    assert found.event("editing-group").source == "rows.csv"


CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Other//Other//EN
BEGIN:VEVENT
UID:abc=1@other.example
SUMMARY:Plumbers meet
DTSTART;VALUE=DATE:20270610
DTEND;VALUE=DATE:20270612
END:VEVENT
BEGIN:VEVENT
UID:meeting-7@small.example
SUMMARY:A meeting of ours
DTSTART;VALUE=DATE:20270710
END:VEVENT
END:VCALENDAR
"""


def test_an_entry_is_the_event_that_its_uid_is_mapped_to(plan: Path) -> None:
    (plan / "rows.csv").unlink()
    (plan / "a.ics").write_text(CALENDAR.replace("\n", "\r\n"))
    assert "perhaps" not in start("import", "a.ics", cwd=plan).stdout
    run = start("import", "a.ics", "--map", "abc=1@other.example=plumbing-group", cwd=plan)
    assert "    = plumbing-group: title “Plumbers meet”, was “Plumbing group”; when “10-11 June 2027”" in run.stdout
    wrong = start("import", "a.ics", "--map", "abc=1@other.example=plumbing-gruop", cwd=plan)
    assert (wrong.returncode, "Hint: did you mean 'plumbing-group'?" in wrong.stderr) == (2, True)
    none = start("import", "a.ics", "--map", "abd@other.example=plumbing-group", cwd=plan)
    assert (none.returncode, "'plumbing-group' is no key of an event" in none.stderr) == (2, True)


def test_two_entries_that_are_mapped_to_one_event_are_refused(plan: Path) -> None:
    (plan / "a.ics").write_text(CALENDAR.replace("\n", "\r\n"))
    names = "abc=1@other.example=plumbing-group,meeting-7@small.example=plumbing-group"
    command = ("import", "a.ics", "--map", names, "--review", "review.yaml")
    assert start(*command, cwd=plan).returncode == 0
    run = start(*command, cwd=plan)
    assert (run.returncode, "are both the event 'plumbing-group'" in run.stderr) == (2, True)


REPEATED = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Other//Other//EN
BEGIN:VEVENT
UID:weekly@other.example
SUMMARY:Plumbers meet
DTSTART;VALUE=DATE:20270610
RRULE:FREQ=WEEKLY;COUNT=3
END:VEVENT
BEGIN:VEVENT
UID:weekly@other.example
RECURRENCE-ID;VALUE=DATE:20270617
SUMMARY:Plumbers meet in the afternoon
DTSTART;VALUE=DATE:20270618
END:VEVENT
END:VCALENDAR
"""


def test_a_changed_repetition_is_not_the_event_of_its_entry(plan: Path) -> None:
    """Both have one UID; the same calendar again changes neither."""
    (plan / "a.ics").write_text(REPEATED.replace("\n", "\r\n"))
    command = ("import", "a.ics", "--review", "review.yaml")
    assert [start(*command, cwd=plan).returncode for _ in range(2)] == [0, 0]
    before = shown(load_plan(plan))
    (plan / "review.yaml").unlink()
    assert [start(*command, cwd=plan).returncode for _ in range(2)] == [0, 0]
    assert shown(load_plan(plan)) == before
    assert {title for title, _, _ in before.values()} >= {"Plumbers meet", "Plumbers meet in the afternoon"}


def test_the_uids_of_entries_stay(plan: Path) -> None:
    (plan / "a.ics").write_text(CALENDAR.replace("\n", "\r\n"))
    for _ in range(2):
        assert start("import", "a.ics", "--review", "review.yaml", cwd=plan).returncode == 0
    feed = start("export", "ics", "--plan", ".", cwd=plan).stdout
    assert "UID:meeting-7@small.example\r\n" in feed
    assert "UID:abc=1@other.example\r\n" in feed
    again = start("import", "a.ics", "--dry-run", cwd=plan)
    assert again.stderr.startswith("2 rows are in the plan already\n")
