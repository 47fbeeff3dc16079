"""An event that is not sure itself, though its date is: shown, filtered, counted, fed and changed as such."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import DATA
from gcmplan.changes.change import ChangeKind
from gcmplan.changes.diff import difference
from gcmplan.plan.overlap import meetings_of
from gcmplan.views.row import records_of
from ical_lint import parsed
from rule_examples import plan_of, problems_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Cli
    from gcmplan.plan.workplan import Workplan

ROW = "id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, place: Geneva, body: all, source: x"
UNSURE = f"events:\n  - {{{ROW}, certainty: tbc}}\n"
SURE = f"events:\n  - {{{ROW}}}\n"


def test_the_full_round_is_to_be_confirmed_and_its_date_is_not(cli: Cli) -> None:
    """The work plan prints TBC behind the title, not behind the date."""
    told = json.loads(cli("show", "igc-full-round", "--format", "json").out)["events"][0]
    assert (told["certainty"], told["when"]["certainty"]) == ("tbc", "confirmed")
    assert "Certainty\tTBC: the event itself, not its date" in cli("show", "igc-full-round").out
    assert "igc-full-round" in cli("list", "--certainty", "tbc").out
    assert "igc-full-round" not in cli("list", "--certainty", "confirmed").out
    assert "TBC IGC Full Round" in cli("list", "--format", "table", "--grep", "Full Round").out
    assert "<em>TBC</em> <strong" in cli("export", "html", "--grep", "Full Round").out


@pytest.mark.parametrize(
    ("own", "date", "both"),
    [("confirmed", "", "confirmed"), ("tbc", "", "tbc"), ("tbc", " TBA", "tba"), ("tba", " TBC", "tba")],
)
def test_an_event_is_as_sure_as_the_less_sure_of_itself_and_its_date(own: str, date: str, both: str) -> None:
    row = ROW.replace("8 May 2017", f"8 May 2017{date}")
    plan = plan_of(f"events:\n  - {{{row}, certainty: {own}}}\n")
    [record] = records_of(plan, plan.events)
    assert plan.events[0].sureness == record.sureness == both


def test_what_closes_a_title_is_the_certainty_of_the_event(plan: Workplan) -> None:
    """The work plan prints TBC or TBD behind two titles, outside of any quotation."""
    closed = {event.id: event.certainty for event in plan.events if event.title.endswith((" TBC", " TBD", " TBA"))}
    assert closed == {"igc-full-round": "tbc", "almaty-process": "tba"}
    assert closed == {event.id: event.certainty for event in plan.events if event.certainty != "confirmed"}


@pytest.mark.parametrize("options", [(), ("--confirmed-only",)])
def test_calendars_call_it_tentative_or_leave_it_out(cli: Cli, options: tuple[str, ...]) -> None:
    feed = parsed(cli("export", "ics", "--body", "igc", *options).out.encode())
    found = [event for event in feed[1:] if event.value("UID").startswith("igc-full-round@")]
    if options:
        assert not found
    else:
        [event] = found
        assert (event.value("SUMMARY"), event.value("STATUS")) == ("[TBC] IGC Full Round", "TENTATIVE")
        assert event.value("X-MICROSOFT-CDO-BUSYSTATUS") == "TENTATIVE"
        assert "The event itself is not confirmed yet." in event.value("DESCRIPTION")


def test_an_event_and_a_date_that_are_both_unsure_are_both_said(tmp_path: Path, cli: Cli) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    text = (folder / "workplan.yaml").read_text(encoding="utf-8")
    (folder / "workplan.yaml").write_text(text.replace("when: 2-5 May 2017", "when: 2-5 May 2017 TBC"), "utf-8")
    feed = parsed(cli("export", "ics", "--body", "igc", "--plan", str(folder)).out.encode())
    [event] = [one for one in feed[1:] if one.value("UID").startswith("igc-full-round@")]
    said = event.value("DESCRIPTION")
    texts = ("These days are not confirmed", "The event itself is not confirmed")
    assert [said.count(text) for text in texts] == [1, 1]


def test_a_feed_of_what_is_sure_counts_the_items_of_a_tentative_programme(cli: Cli) -> None:
    options = ("export", "ics", "--detail", "agenda", "--group", "thematic", "--phase", "I")
    assert "13 programme items still tentative" in cli(*options, "--confirmed-only").err
    assert "tentative" not in cli(*options).err


def test_a_notice_says_how_sure_an_event_is_and_a_programme(tmp_path: Path, cli: Cli) -> None:
    old, new = (shutil.copytree(DATA, tmp_path / name) for name in ("old", "new"))
    plan, session = new / "workplan.yaml", new / "sessions" / "thematic-1.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("    certainty: tbc\n", "", 1), encoding="utf-8")
    session.write_text(session.read_text(encoding="utf-8").replace("status: tentative\n", ""), encoding="utf-8")
    told = cli("diff", str(old), str(new), "--format", "notice").out
    assert "the event is confirmed, 2-5 May 2017" in told
    assert "the programme is final" in told
    back = cli("diff", str(new), str(old), "--format", "notice").out
    assert "the event itself is TBC, 2-5 May 2017" in back
    assert "the programme is tentative" in back


def test_confirming_it_is_a_change_that_calendars_count() -> None:
    old, new = plan_of(UNSURE), plan_of(SURE)
    [change] = difference(old, new)
    assert (change.kinds, change.revises) == ((ChangeKind.CONFIRMED,), True)
    [back] = difference(new, old)
    assert back.kinds == (ChangeKind.UNCONFIRMED,)


def test_confirm_clears_it(cli: Cli, tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    run = cli("confirm", "igc-full-round", "--plan", str(folder))
    assert run.status == 0, run.err
    text = (folder / "workplan.yaml").read_text(encoding="utf-8")
    assert text == (DATA / "workplan.yaml").read_text(encoding="utf-8").replace("    certainty: tbc\n", "")
    assert run.out.splitlines()[0] == "IGC Full Round: the event is confirmed, 2-5 May 2017"
    assert "none" not in run.out


def test_no_rule_takes_it_for_sure() -> None:
    assert [meeting.sure for text in (SURE, UNSURE) for meeting in meetings_of(plan_of(text))] == [True, False]
    late = UNSURE.replace("8 May 2017", "3 April 2017")
    [told] = [problem for problem in problems_of(late) if problem.code == "GP202"]
    assert told.message == "'talks' itself is still TBC, 9 days after 3 April 2017"
    assert told.hint == "confirm the event (gcmplan confirm talks), or cancel it"


def test_another_word_is_refused() -> None:
    [told] = problems_of(UNSURE.replace("tbc", "maybe"))
    assert told.code == "GP002"
    assert "'maybe'" in told.message
