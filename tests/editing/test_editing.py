"""The commands that change a plan: what they write, what they show before, and what they refuse."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from small_plan import SMALL_PLAN

from conftest import DATA, Cli
from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.dates.when import When
from gcmplan.editing.actions import confirm, move
from gcmplan.editing.edit import CannotEditError, edited
from gcmplan.editing.rows import add, remove, rename
from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_plan

LIMITS = Limits()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def text(folder: Path) -> str:
    return (folder / "workplan.yaml").read_text(encoding="utf-8")


EFFECT = """\
Bali Process: now 5-8 June 2017, was 22-25 May 2017 (14 days later)
  ends a conflict   with Second Thematic Session, WHO: Afghanistan, Australia and 41 more
  ends a conflict   with GFMD climate workshop, WHO, if all Member States attend: Afghanistan, Australia and 41 more
  brings nothing new
  look at           the waiver of 'public-holiday' for 'bali-process' matches no problem
  look at           rcp-global-meeting (10-11 October 2017), stocktaking-meeting (4-6 December 2017) come after it
  look at           its source still says 22-25 May 2017: Work plan as of 12 April 2017, Phase I, May 2017 \
(--source TEXT names another)
Nothing is written.
"""


@pytest.mark.parametrize(
    "words", [("move", "thematic-5", "+1 week"), ("cancel", "thematic-5"), ("set", "thematic-5", "venue", "Room XX")]
)
def test_the_plan_that_ships_is_changed_by_no_command(cli: Cli, words: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in DATA.rglob("*.yaml")}
    run = cli(*words, "--plan", "gcm")
    assert (run.status, run.out) == (2, "")
    assert "the plan that comes with gcmplan cannot be changed" in run.err
    assert "gcmplan init DIR --from gcm" in run.err
    assert {path: path.read_bytes() for path in DATA.rglob("*.yaml")} == before


def test_a_dry_run_shows_the_effect_and_writes_nothing(cli: Cli, folder: Path) -> None:
    before = text(folder)
    run = cli("move", "bali-process", "5-8 June 2017", "--dry-run", "--plan", str(folder))
    assert (run.status, text(folder)) == (0, before)
    who = "up to 43 delegations (which meeting of the process it is, and so who attends, is not said)"
    assert run.out == EFFECT.replace("WHO", who)


def test_move_takes_programme_and_place_in_the_file_along(cli: Cli, folder: Path) -> None:
    run = cli("move", "thematic-1", "+1 week", "--source", "Letter of 2 May 2017", "--plan", str(folder))
    assert run.status == 0
    plan = load_plan(folder)
    event = plan.event("thematic-1")
    assert (str(event.when), str(event.source).endswith("; Letter of 2 May 2017")) == ("15-16 May 2017", True)
    (filed,) = plan.sessions_of(event)
    assert [str(day.date) for day in filed.session.days] == ["2017-05-15", "2017-05-16"]
    order = [one.id for one in plan.events]
    assert order.index("pan-african-forum") < order.index("thematic-1") < order.index("igc-integration")
    assert cli("diff", "--exit-code", str(DATA), str(folder)).status == 1


MOVED = [["set", "thematic-1", "place", "Vienna"], ["slots", "thematic-1", "--place", "Vienna", "--apply", "1"]]


@pytest.mark.parametrize("words", MOVED, ids=lambda words: words[0])
def test_the_place_of_the_programme_changes_with_that_of_the_event(cli: Cli, folder: Path, words: list[str]) -> None:
    run = cli(*words, "--plan", str(folder))
    assert run.status == 0, run.err
    plan = load_plan(folder)
    (filed,) = plan.sessions_of(plan.event("thematic-1"))
    assert (str(plan.event("thematic-1").place), str(filed.session.place)) == ("Vienna", "Vienna")
    out = " ".join(run.out.split())
    assert "now in Vienna, was in Geneva" in out
    assert "place Geneva → Vienna" in out
    assert "its room is still Palais des Nations, Room XIX" in out
    assert "Letters of 13 April 2017 says Geneva" in out
    found = check(Context(plan, plan.as_of), RULES, RULES)
    assert not [one for one in found if one.code == "GP401" and "place" in one.fields]


def test_a_programme_elsewhere_stays_and_is_named(cli: Cli, folder: Path) -> None:
    path = folder / "sessions" / "thematic-1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("place: Geneva", "place: Lima"), encoding="utf-8")
    run = cli("set", "thematic-1", "place", "Vienna", "--plan", str(folder))
    assert "the programme 'thematic-1' is in Lima" in " ".join(run.out.split())
    assert "place: Lima" in path.read_text(encoding="utf-8")
    run = cli("set", "thematic-1", "place", "Atlantis", "--plan", str(folder))
    assert (run.status, run.err.count("error[GP005")) == (2, 1)


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (["move", "thematic-2", "June 2018 TBA", "--anyway"], "when", When.parse("June 2018 TBA")),
        (["move", "midsa-ministerial", "3 days in June 2017 TBA"], "when", When.parse("3 days in June 2017 TBA")),
        (["confirm", "documents-thematic-2"], "when", When.parse("24 April 2017")),
        (["confirm", "midwa-data", "30 May 2017"], "when", When.parse("30 May 2017")),
        (["postpone", "gfmd-summit"], "when", When.parse("TBA")),
        (["postpone", "gfmd-summit"], "status", "postponed"),
        (["postpone", "gfmd-summit", "+2 weeks"], "when", When.parse("12-14 July 2017")),
        (["cancel", "gfmd-summit"], "status", "cancelled"),
    ],
)
def test_what_a_command_writes(cli: Cli, folder: Path, words: list[str], key: str, value: object) -> None:
    run = cli(*words, "--plan", str(folder))
    assert run.status == 0, run.err
    assert getattr(load_plan(folder).event(words[1]), key) == value


def test_cancel_and_reinstate_give_the_bytes_back(cli: Cli, folder: Path) -> None:
    before = text(folder)
    assert cli("cancel", "gfmd-summit", "--plan", str(folder)).status == 0
    row = "    place: Berlin\n    source: Work plan as of 12 April 2017, Phase I, June 2017; general"
    assert before.count(row) == 1
    assert text(folder) == before.replace(row, row.replace("    source", "    status: cancelled\n    source"))
    assert cli("reinstate", "gfmd-summit", "--plan", str(folder)).status == 0
    assert text(folder) == before


def test_an_edit_that_brings_an_error_is_refused_unless_it_is_wanted_anyway(cli: Cli, folder: Path) -> None:
    before = text(folder)
    run = cli("move", "thematic-2", "8-9 May 2017", "--plan", str(folder))
    assert (run.status, text(folder)) == (1, before)
    assert re.search(r"^  brings +error GP101: ", run.out, re.MULTILINE)
    assert "--anyway" in run.err
    assert cli("move", "thematic-2", "8-9 May 2017", "--anyway", "--plan", str(folder)).status == 0
    assert text(folder) != before


REFUSED = [
    (["move", "nothing", "8 May 2017"], "there is no event 'nothing'", ""),
    (["move", "thematic-2", "31 June 2017"], "there is no day 31 in June 2017", "June 2017 has 30 days"),
    (["move", "thematic-2", "8/5/2017"], "can be read in two ways", "'8 May 2017' or '5 August 2017'"),
    (["move", "thematic-2", "22-23 May 2017"], "is 22-23 May 2017 already", ""),
    (["move", "midwa", "+1 week"], "there is nothing to go from", "give the new date"),
    (["move", "thematic-2", "+9999 years"], "out of the years", ""),
    (["confirm", "thematic-2"], "are confirmed already", ""),
    (["confirm", "rcm-vice-ministerial"], "there is nothing to confirm", "give the date behind the id"),
    (["confirm", "thematic-2", "June 2017 TBA"], "is not confirmed", "gcmplan move"),
    (["postpone", "thematic-2", "1 May 2017"], "is not later than", "gcmplan move"),
    (["reinstate", "thematic-2"], "is neither cancelled nor postponed", ""),
    (["move", "thematic-2"], "missing: DATE", ""),
    (["move"], "missing: ID, DATE", ""),
    (["confirm"], "missing: ID", ""),
]


@pytest.mark.parametrize(("words", "message", "hint"), REFUSED, ids=lambda words: " ".join(words)[:40])
def test_what_is_refused(cli: Cli, folder: Path, words: list[str], message: str, hint: str) -> None:
    before = text(folder)
    run = cli(*words, "--plan", str(folder))
    assert (run.status, run.out, text(folder)) == (2, "", before)
    assert message in " ".join(run.err.split())
    assert hint in run.err


def test_without_a_plan_nothing_is_edited(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = cli("cancel", "thematic-2")
    assert run.status == 2
    assert "--plan" in run.err


def test_the_next_command_completes_an_edit_that_was_cut_short(cli: Cli, folder: Path) -> None:
    from gcmplan.editing import store  # noqa: PLC0415 - its inside is asked for here alone

    found = edited(folder, lambda plan: rename(plan, "thematic-1", "opening-session"), LIMITS)
    entries = [store._prepared(path, *pair) for path, pair in found.contents.items()]  # noqa: SLF001
    store._write_journal(folder, entries)  # noqa: SLF001
    run = cli("show", "opening-session", "--plan", str(folder))
    assert run.status == 0
    assert run.err == "An edit that was cut short was completed\n"


def test_rename_changes_every_reference(folder: Path) -> None:
    found = edited(folder, lambda plan: rename(plan, "thematic-1", "opening-session"), LIMITS)
    event = found.new.event("opening-session")
    assert event.formerly == ("thematic-1",)
    assert "opening-session" in found.new.event("stocktaking-meeting").after
    assert found.new.sessions_of(event)
    with pytest.raises(CannotEditError, match="is used already"):
        edited(folder, lambda plan: rename(plan, "thematic-1", "thematic-2"), LIMITS)


def test_add_and_remove(folder: Path) -> None:
    row = {"id": "new", "title": "A new: meeting", "when": "3 June 2017 TBC", "group": "gfmd", "phase": "I"}
    found = edited(folder, lambda plan: add(plan, row | {"kind": "meeting", "source": "x"}), LIMITS)
    order = [event.id for event in found.new.events]
    assert order.index("igc-country-of-origin") < order.index("new") < order.index("pidc-board")
    with pytest.raises(CannotEditError, match="is named by"):
        edited(folder, lambda plan: remove(plan, ["thematic-1"]), LIMITS)


def test_only_the_row_that_is_edited_changes(folder: Path) -> None:
    """Also where it moves to another place in the file: every other row says what it said."""
    before = load_plan(folder)
    for event in before.events[::4]:
        if event.when.spans:
            found = edited(folder, lambda plan, name=event.id: move(plan, name, "+9 weeks", "A letter"), LIMITS)  # type: ignore[misc]
            rows = {one.id: one for one in found.new.events}
            assert [one.id for one in before.events if rows[one.id] != one] == [event.id]
            assert str(rows[event.id].source).endswith("; A letter")


@pytest.mark.parametrize(
    "place", ["", "place: TBA", "place: TBC", "place: Geneva", "place: Geneva TBC", "place: online"]
)
@pytest.mark.parametrize("when", ["5 May 2027", "5 May 2027 TBC", "May 2027", "May 2027 TBA"])
def test_confirm_changes_the_plan_or_is_refused(tmp_path: Path, when: str, place: str) -> None:
    row = f"events:\n  - id: talks-1\n    title: Talks\n    group: talks\n    when: {when}\n    {place}\n"
    (tmp_path / "workplan.yaml").write_text(SMALL_PLAN.partition("events:")[0] + row)
    (tmp_path / "places.yaml").write_text("places:\n  - {name: Geneva, country: CH, timezone: Europe/Zurich}\n")
    plan = load_plan(tmp_path)
    is_open = "TB" in when or place.endswith("Geneva TBC")
    if is_open:
        assert confirm(plan, "talks-1").operations
    else:
        with pytest.raises(CannotEditError, match="confirmed already") as refused:
            confirm(plan, "talks-1")
        assert refused.value.hint == ("gcmplan set talks-1 place CITY" if "TB" in place else "")
