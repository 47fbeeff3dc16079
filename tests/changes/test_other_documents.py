"""Statements of other official documents that differ or add: in `show`, lists, pages, notices and feeds."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from conftest import DATA
from feeds import disputed_in
from gcmplan.changes.other_documents import current_statements, is_disputed, statements_of
from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.files.folder import File, read_files
from gcmplan.loading.load import load_files
from ical_lint import Component, complaints, parsed
from published import entries
from scratch import Scratch

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Cli
    from gcmplan.plan.workplan import Workplan

NOTE = "General concept note of 13 April 2017"
OTHERS = {"documents-thematic-1", "eca-september", "hearing-2"}
DISPUTED = {*OTHERS, "thematic-6"}
SAID = {
    "documents-thematic-1": "Letters of 13 April 2017: 13 April 2017",
    "eca-september": f"{NOTE}: 19-20 October 2017",
    "escwa": f"{NOTE}: 26-28 September 2017, Beirut",
    "hearing-2": f"{NOTE}: 4 October 2017 TBC",
    "hearing-4": f"{NOTE}: mid-February 2018 TBA",
    "thematic-6": f"{NOTE}: 2-3 October 2017",
}
"""The statements of the note and the letters that differ from the work plan or add to it, event by event."""
FIFTH = "    when: 4-5 September 2017\n"
WAIVER = """\
waivers:
  - rule: GP304
    events: [thematic-6]
    reason: The work plan holds
"""


def edited(workplan: tuple[str, str] | None = None, note: tuple[str, str] | None = None) -> Workplan:
    """Return the real plan with a text of the plan or of the note replaced."""
    files = read_files(DATA)
    if workplan:
        files = files._replace(workplan=_replaced(files.workplan, *workplan))
    if note:
        first, *others = files.sources
        files = files._replace(sources=(_replaced(first, *note), *others))
    return load_files(files)


def _replaced(file: File, old: str, new: str) -> File:
    text = file.data.decode()
    assert old in text
    return file._replace(data=text.replace(old, new, 1).encode())


# -- what is said ----------------------------------------------------------------------------------------------------


def test_the_note_and_the_letters_say_otherwise_or_more_of_six_events(plan: Workplan) -> None:
    said = {event.id: current_statements(plan, event) for event in plan.events}
    assert {name: texts for name, texts in said.items() if texts} == {name: (text,) for name, text in SAID.items()}
    assert {event.id for event in plan.events if is_disputed(plan, event)} == DISPUTED


@pytest.mark.parametrize(
    ("workplan", "disputed"),
    [
        (("waivers:\n", WAIVER), OTHERS),
        (("waivers:\n", WAIVER.replace("GP304", "contradicts-source")), OTHERS),
        (("waivers:\n", f"{WAIVER}    about: general-concept-note.yaml when\n"), OTHERS),
        (("waivers:\n", f"{WAIVER}    about: general-concept-note.yaml place\n"), DISPUTED),
        (("waivers:\n", f"{WAIVER}    until: 11 April 2017\n"), DISPUTED),
        (("waivers:\n", f"{WAIVER}    until: 12 April 2017\n"), OTHERS),
        (("as_of: 2017-04-12", "as_of: 2017-04-13"), DISPUTED),
        (("as_of: 2017-04-12", "as_of: 2017-04-14"), set()),
        (
            ("    when: 3-4 October 2017\n", "    when: 3-4 October 2017\n    status: cancelled\n"),
            DISPUTED - {"thematic-6"},
        ),
        (("    when: 3-4 October 2017\n", "    when: 2-3 October 2017\n"), DISPUTED - {"thematic-6"}),
    ],
)
def test_a_date_is_disputed_if_a_check_warns_of_it(workplan: tuple[str, str], disputed: set[str]) -> None:
    now = edited(workplan)
    assert (
        {event.id for event in now.events if is_disputed(now, event)}
        == disputed
        == disputed_in(now) - {event.id for event in now.events if event.status == "cancelled"}
    )


def test_a_waiver_without_about_is_for_one_contradiction() -> None:
    """The place contradicts, too: the waiver does not say which of the two is accepted, and accepts neither."""
    row = "    when: 2-3 October 2017\n    place: "
    both = edited(("waivers:\n", WAIVER), (f"{row}Geneva", f"{row}Vienna"))
    assert is_disputed(both, both.event("thematic-6"))
    rules = [rule for rule in RULES if rule.code == "GP304"]
    problems = check(Context(both, both.as_of), rules, RULES)
    assert [one.waived for one in problems if one.events == ("thematic-6",)] == [None, None]
    assert current_statements(both, both.event("thematic-6")) == (f"{NOTE}: 2-3 October 2017, Vienna",)


def test_what_is_superseded_is_shown_as_that_alone() -> None:
    later = edited(("as_of: 2017-04-12", "as_of: 2018-01-05"))
    event = later.event("thematic-6")
    assert current_statements(later, event) == ()
    assert [one.is_superseded for one in statements_of(later, event)] == [True]


# -- where it is said ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAID)
def test_show(cli: Cli, name: str) -> None:
    lines = cli("show", name).out.splitlines()
    told = [line.partition("\t")[2] for line in lines if line.startswith("Elsewhere\t")]
    assert told[0] == SAID[name]
    assert (len(told) == 2) is (name in DISPUTED)


def test_show_of_a_superseded_document(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("as_of: 2017-04-12", "as_of: 2018-01-05")
    out = cli("show", "thematic-6", "--plan", str(scratch.workplan)).out
    assert f"Elsewhere\t{SAID['thematic-6']} (superseded: the plan is as of 5 January 2018)\n" in out


def test_lists_and_pages(cli: Cli) -> None:
    table = cli("list", "--format", "table").out
    assert table.splitlines()[-1] == "! 4 disputed: another document gives another date"
    assert len(re.findall(r"^! (?:Mon 2|Tue 3 - Wed 4|Thu 14 - Fri) ", table, re.MULTILINE)) == 3
    assert len(re.findall("^! ", table, re.MULTILINE)) == 5
    for form in (("list", "--format", "markdown"), ("export", "html")):
        page = cli(*form).out
        assert [page.count(text) for text in SAID.values()] == [1] * len(SAID)
    later = cli("list", "--format", "table", "--group", "rcp").out
    assert "!" not in later


def test_a_notice_has_what_other_documents_say(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("    when: September 2017 TBA\n", "    when: 12-14 September 2017 TBC\n")
    scratch.rewrite("    when: 18-19 April 2017\n", "    when: 19-20 April 2017\n")
    out = cli("diff", "--plan", str(scratch.workplan), "--format", "notice").out
    assert SAID["escwa"] in out
    assert out.count(NOTE) == 1


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        # The note has 4-5 September and Vienna: the old ones are no news beside the new.
        (FIFTH, "    when: 11-12 September 2017\n", None),
        (f"{FIFTH}    place: Vienna\n", f"{FIFTH}    place: Geneva\n", None),
        ("    when: 3-4 October 2017\n", "    when: 9-10 October 2017\n", "2-3 October 2017"),
        ("    when: September 2017 TBA\n", "    when: 12-14 September 2017 TBC\n", "26-28 September 2017, Beirut"),
    ],
)
def test_a_notice_has_no_old_date_of_another_document(
    scratch: Scratch, cli: Cli, old: str, new: str, is_told: str | None
) -> None:
    scratch.rewrite(old, new)
    for form in ("notice", "notice-html"):
        out = cli("diff", "--plan", str(scratch.workplan), "--format", form).out
        assert "Thematic Session" in out or "ESCWA" in out
        assert (NOTE in out) == bool(is_told)
        assert not is_told or f"{NOTE}: {is_told}" in out


# -- feeds -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A repository with the real plan."""
    return Scratch.made(tmp_path / "repository")


def feed_of(cli: Cli, scratch: Scratch, *options: str) -> dict[str, Component]:
    run = cli("export", "ics", "--plan", str(scratch.root / "data"), *options)
    assert run.status == 0
    assert not complaints(run.out.encode())
    return {event.value("UID").partition("@")[0]: event for event in parsed(run.out.encode())[1:]}


def described(event: Component) -> str:
    return event.value("DESCRIPTION").replace("\\n", "\n").replace("\\,", ",")


def test_a_disputed_date_is_tentative_and_says_why(scratch: Scratch, cli: Cli) -> None:
    feed = feed_of(cli, scratch, "--windows", "--detail", "meetings")
    for name, text in SAID.items():
        assert f"\n{text}\n" in described(feed[name])
        assert feed[name].value("STATUS") == "TENTATIVE"
        marked = feed[name].value("SUMMARY").startswith("[DATES DIFFER] ")
        # A date that is TBC says so first.
        assert marked is (name in DISPUTED - {"documents-thematic-1"})
    assert "another official document gives others" in described(feed["thematic-6"])
    assert sum(NOTE in described(event) for event in feed.values()) == len(SAID) - 1 + 3  # slots of thematic-6
    assert DISPUTED.isdisjoint(feed_of(cli, scratch, "--confirmed-only"))


def state(event: Component) -> tuple[str, int, bool, bool]:
    """Return status, number, whether the note is named, whether the title warns."""
    summary = event.value("SUMMARY").startswith("[DATES DIFFER] ")
    return event.value("STATUS"), int(event.value("SEQUENCE")), NOTE in described(event), summary


def test_documents_and_waivers_are_editions_of_what_they_change(scratch: Scratch, cli: Cli) -> None:
    """The note comes, is waived, the waiver goes, the note is put otherwise, corrected, and superseded: real git."""
    note = scratch.root / "data" / "sources" / "general-concept-note.yaml"
    said = note.read_text(encoding="utf-8")
    note.unlink()
    scratch.git("commit", "--quiet", "--all", "--amend", "--message", "without the note")
    feeds = [feed_of(cli, scratch)]

    def commit() -> None:
        scratch.commit("next")
        feeds.append(feed_of(cli, scratch))

    note.write_text(said, encoding="utf-8")
    commit()
    scratch.rewrite("waivers:\n", WAIVER)
    commit()
    scratch.rewrite(WAIVER, "waivers:\n")
    commit()
    row = "    when: 2-3 October 2017\n"
    note.write_text(said.replace(row, "    when: 2-3 October 2017 TBC\n"), encoding="utf-8")
    commit()
    note.write_text(said.replace(row, "    when: 3-4 October 2017\n"), encoding="utf-8")
    commit()
    note.write_text(said, encoding="utf-8")
    commit()
    scratch.rewrite("as_of: 2017-04-12", "as_of: 2017-04-14")
    commit()
    assert [state(feed["thematic-6"]) for feed in feeds] == [
        ("CONFIRMED", 0, False, False),
        ("TENTATIVE", 1, True, True),
        ("CONFIRMED", 2, True, False),
        ("TENTATIVE", 3, True, True),
        ("TENTATIVE", 3, True, True),
        ("CONFIRMED", 4, False, False),
        ("TENTATIVE", 5, True, True),
        ("CONFIRMED", 6, False, False),
    ]
    stamps = [feed["thematic-6"].value("DTSTAMP") for feed in feeds]
    assert stamps == sorted(set(stamps))
    changed = [{uid for uid in after if after[uid] != before[uid]} for before, after in pairwise(feeds)]
    assert changed == [DISPUTED - {"documents-thematic-1"}, *[{"thematic-6"}] * 5, DISPUTED]


def test_items_of_a_disputed_meeting_are_tentative_with_it(plan: Workplan) -> None:
    """The items of the first session, which the note is made to have on other days."""
    from feeds import AGENDA  # noqa: PLC0415 - names beside those of this module

    other = edited(note=("    when: 8-9 May 2017\n", "    when: 15-16 May 2017\n"))
    before, after = entries([plan], AGENDA), entries([plan, other], AGENDA)
    mine = {uid for uid in before if uid.startswith("thematic-1.item.") or uid.split(".")[0] == "thematic-1"}
    assert len(mine) > 4
    assert {uid for uid in before if before[uid] != after[uid]} == mine
    for uid in mine:
        # Its own document calls the programme tentative.
        was = "TENTATIVE" if ".item." in uid else "CONFIRMED"
        assert state(before[uid]) == (was, 0, False, False)
        assert state(after[uid]) == ("TENTATIVE", 1, True, True)


def test_a_renamed_event_and_its_row_are_no_new_dispute(plan: Workplan) -> None:
    files = read_files(DATA)
    text = files.workplan.data.decode().replace("hearing-2", "hearing-b")
    text = text.replace("id: hearing-b\n", "id: hearing-b\n    formerly: [hearing-2]\n")
    files = files._replace(
        workplan=files.workplan._replace(data=text.encode()),
        sources=tuple(file._replace(data=file.data.replace(b"hearing-2", b"hearing-b")) for file in files.sources),
    )
    renamed = load_files(files)
    before, after = entries([plan])["hearing-2"], entries([plan, renamed])["hearing-2"]
    assert state(before) == state(after) == ("TENTATIVE", 0, True, True)


def test_a_confirmed_window_has_one_word_everywhere(scratch: Scratch, cli: Cli) -> None:
    name, when = "documents-thematic-5", "last week of July 2017"
    summary = feed_of(cli, scratch, "--windows")[name].value("SUMMARY")
    assert summary.startswith(f"[CONFIRMED: {when}] ")
    assert f'"text": "{when}", "certainty": "confirmed", "exact": false' in cli("list", "--format", "json").out
    assert f"\n{name}\t" in f"\n{cli('list', '--certainty', 'confirmed').out}"
    assert name not in feed_of(cli, scratch)


def test_programs_read_what_other_documents_say(cli: Cli, plan: Workplan) -> None:
    events = json.loads(cli("list", "--format", "json").out)["events"]
    assert {one["id"]: "; ".join(one["documents"]) for one in events if one["documents"]} == SAID
    assert {one["id"] for one in events if one["disputed"]} == DISPUTED
    rows = list(csv.DictReader(io.StringIO(cli("list", "--format", "csv").out)))
    assert {row["id"]: row["documents"] for row in rows if row["documents"]} == SAID
    assert {row["id"] for row in rows if row["disputed"] == "yes"} == DISPUTED
    assert {row["disputed"] for row in rows} == {"yes", "no"}
    marked = {line.split("\t")[0] for line in cli("list").out.splitlines() if "\t[DATES DIFFER] " in line}
    assert marked == DISPUTED
    assert len(events) == len(plan.events)
