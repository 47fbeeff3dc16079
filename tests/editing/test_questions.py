"""Questions on a terminal for what `add`, `move` and `confirm` need: one at a time, with a way back."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import DATA, ROOT
from gcmplan.cli.questions import is_agreed
from gcmplan.loading.load import load_plan
from terminal import GCMPLAN, all_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def answered(folder: Path, *words: str, answers: tuple[str, ...]) -> tuple[int, str]:
    """Return status and screen of a command on a terminal at which somebody types answers, then ends the input."""
    leader, follower = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("GCMPLAN_", "FORCE_"))}
    clean |= {"COLUMNS": "80", "TERM": "dumb", "GCMPLAN_PAGER": ""}
    command = [*GCMPLAN, *words, "--plan", str(folder)]
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, cwd=ROOT, env=clean) as process:
        os.close(follower)
        os.write(leader, "".join(f"{answer}\n" for answer in answers).encode() + b"\x04")
        screen = all_of(leader)
        status = process.wait(60)
    os.close(leader)
    return status, screen.decode().replace("\r\n", "\n")


def test_move_asks_for_event_and_date(folder: Path) -> None:
    answers = ("no such words", "bali", "31 June 2017", "5-8 June 2017", "y")
    status, screen = answered(folder, "move", answers=answers)
    assert status == 0, screen
    assert "Which event?" in screen
    assert "there is no event 'no such words'" in screen
    assert "New date of Bali Process, now 22-25 May 2017?" in screen
    assert "there is no day 31 in June 2017" in screen
    assert str(load_plan(folder).event("bali-process").when) == "5-8 June 2017"
    assert max(len(line) for line in screen.splitlines() if "Written: " not in line) <= 80


def test_words_that_fit_several_give_a_choice(folder: Path) -> None:
    status, screen = answered(folder, "move", answers=("thematic session", "2", "+1 week", "y"))
    assert status == 0, screen
    assert "   2  thematic-2  Second Thematic Session, 22-23 May 2017" in screen
    assert str(load_plan(folder).event("thematic-2").when) == "29-30 May 2017"


def test_there_is_a_way_back(folder: Path) -> None:
    before = (folder / "workplan.yaml").read_bytes()
    status, screen = answered(folder, "move", answers=("bali-process", "<", "midsa-ministerial", "<", "<"))
    assert (status, (folder / "workplan.yaml").read_bytes()) == (1, before)
    assert screen.count("Which event?") == 3
    assert screen.endswith("Nothing is written.\n")
    status, screen = answered(folder, "move", "bali-process", answers=("5-8 June 2017", "n"))
    assert (status, (folder / "workplan.yaml").read_bytes()) == (1, before)
    assert "ends a conflict" in screen
    status, screen = answered(folder, "move", answers=("bali-process",))
    assert (status, (folder / "workplan.yaml").read_bytes()) == (130, before)
    assert screen.endswith("\nNothing is written.\n")


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
def test_whoever_leaves_a_question_is_told_that_nothing_is_written(
    end: type[BaseException], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def leave(_: str) -> str:
        raise end

    monkeypatch.setattr("builtins.input", leave)
    with pytest.raises(KeyboardInterrupt):
        is_agreed("Write this?")
    assert capsys.readouterr().out == "\nNothing is written.\n"


def test_an_answer_that_is_neither_yes_nor_no_is_asked_for_again(folder: Path) -> None:
    before = (folder / "workplan.yaml").read_bytes()
    status, screen = answered(folder, "move", "bali-process", answers=("5-8 June 2017", "help", "", "yse", "YES"))
    assert (status, screen.count("Answer y for yes or n for no.\n")) == (0, 3)
    assert str(load_plan(folder).event("bali-process").when) == "5-8 June 2017"
    (folder / "workplan.yaml").write_bytes(before)
    for answer in ("No", "<"):
        status, screen = answered(folder, "move", "bali-process", answers=("5-8 June 2017", "oui", answer))
        assert (status, screen.count("Answer y"), (folder / "workplan.yaml").read_bytes()) == (1, 1, before)


def test_add_asks_for_what_is_missing_alone(folder: Path) -> None:
    status, screen = answered(folder, "add", "--title", "Talks", answers=("June 2017 TBA", "consult", "1", "y"))
    assert status == 0, screen
    assert "Title, in" not in screen
    assert "   3  consultative-process  " in screen
    event = load_plan(folder).event("talks")
    assert (str(event.when), event.group) == ("June 2017 TBA", "consultative-process")
    status, screen = answered(folder, "add", answers=("", "More talks", "TBA", "<", "1 June 2017", "1", "y"))
    assert status == 0, screen
    assert "an event needs a title" in screen
    event = load_plan(folder).event("more-talks")
    assert (str(event.when), event.group) == ("1 June 2017", "thematic-session")


def test_confirm_asks_for_a_date_where_none_is_known(folder: Path) -> None:
    status, screen = answered(folder, "confirm", answers=("rcm-vice", "20 November 2017", "y"))
    assert status == 0, screen
    assert str(load_plan(folder).event("rcm-vice-ministerial").when) == "20 November 2017"
    status, screen = answered(folder, "confirm", answers=("documents for the second", "y"))
    assert status == 0, screen
    assert str(load_plan(folder).event("documents-thematic-2").when) == "24 April 2017"


def test_slots_asks_how_many_days_where_that_is_not_known(folder: Path) -> None:
    status, screen = answered(folder, "slots", "rcm-vice", answers=("0", "two", "2"))
    assert status == 0, screen
    assert "How many days does RCM Vice Ministerial Meeting take? (< goes back)\n" in screen
    assert screen.count("is no number from 1 to 366") == 2
    assert "1  Wednesday 12-13 April 2017\n" in screen
    status, screen = answered(folder, "slots", "rcm-vice", answers=("<",))
    assert (status, screen.endswith("Nothing is written.\n")) == (1, True)
    status, screen = answered(folder, "slots", "thematic-2", answers=())
    assert (status, "How many" in screen) == (0, False)


def test_slots_moves_only_what_is_agreed_to_after_a_question(folder: Path) -> None:
    status, screen = answered(folder, "slots", "rcm-vice", "--apply", "1", answers=("2", "n"))
    assert status == 1, screen
    assert str(load_plan(folder).event("rcm-vice-ministerial").when) == "TBC"
    status, screen = answered(folder, "slots", "rcm-vice", "--apply", "1", answers=("2", "y"))
    assert status == 0, screen
    assert str(load_plan(folder).event("rcm-vice-ministerial").when) == "12-13 April 2017 TBC"


def test_import_asks_for_the_group_of_new_events(folder: Path) -> None:
    table = folder.parent / "rows.csv"
    table.write_text("Date;Meeting\n1 June 2017;Talks\n")
    status, screen = answered(folder, "import", str(table), answers=("gfdm", "gfmd", "y"))
    assert status == 0, screen
    assert "Which group are the new events of?" in screen
    assert "did you mean 'gfmd'?" in screen
    assert load_plan(folder).event("talks").group == "gfmd"
    before = (folder / "workplan.yaml").read_bytes()
    table.write_text("Date;Meeting\n2 June 2017;More talks\n")
    status, screen = answered(folder, "import", str(table), answers=("<",))
    assert (status, screen.endswith("Nothing is written.\n")) == (1, True)
    status, screen = answered(folder, "import", str(table), "--group", "idm", answers=("n",))
    assert (status, "Which group" in screen, (folder / "workplan.yaml").read_bytes()) == (1, False, before)
