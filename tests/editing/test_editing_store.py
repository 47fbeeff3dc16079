"""Writing edits: all files or none, through kills and faults, and every edit of several writers arrives."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import DATA
from gcmplan.editing import store
from gcmplan.editing.actions import cancel, move
from gcmplan.editing.edit import Edited, edited, write
from gcmplan.editing.rows import rename
from gcmplan.editing.store import JOURNAL, CannotWriteError, recover, state_folder
from gcmplan.files.folder import read_files
from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_plan

LIMITS = Limits()
RENAME = "import sys; from pathlib import Path; from gcmplan.editing.rows import rename; "
RENAME += "from gcmplan.editing.edit import write; from gcmplan.files.parse import Limits; "
RENAME += (
    "write(Path(sys.argv[1]), lambda plan: rename(plan, 'thematic-1', 'opening-session'), Limits(), lambda _: True)"
)
EACH = "import sys; from pathlib import Path; from gcmplan.editing.actions import move; "
EACH += "from gcmplan.editing.edit import write; from gcmplan.files.parse import Limits\n"
EACH += "for name in sys.argv[2:]: "
EACH += "write(Path(sys.argv[1]), lambda plan: move(plan, name, '+1 week'), Limits(), lambda _: True)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files of a plan, also of those that should not be there."""
    found = (path for path in folder.rglob("*") if path.is_file() and ".gcmplan" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def agree(_: Edited) -> bool:
    return True


def renamed(folder: Path) -> dict[str, bytes]:
    """Return what a plan is after a rename that changes four files."""
    other = Path(shutil.copytree(folder, folder.parent / "wished"))
    found, written = write(other, lambda plan: rename(plan, "thematic-1", "opening-session"), LIMITS, agree)
    assert written
    assert len(found.contents) == 4
    result = contents(other)
    shutil.rmtree(other)
    return result


def test_what_is_not_agreed_to_is_not_written(folder: Path) -> None:
    before = contents(folder)
    found, written = write(folder, lambda plan: cancel(plan, "thematic-3"), LIMITS, lambda _: False)
    assert not written
    assert found.new.event("thematic-3").status == "cancelled"
    assert contents(folder) == before


def test_mode_and_links_stay(folder: Path) -> None:
    main, real = folder / "workplan.yaml", folder.parent / "elsewhere.yaml"
    main.chmod(0o640)
    main.rename(real)
    main.symlink_to(real)
    write(main, lambda plan: cancel(plan, "bali-process"), LIMITS, agree)
    assert main.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert b"status: cancelled" in real.read_bytes()


@contextmanager
def fault_at(patch: pytest.MonkeyPatch, number: int) -> Iterator[list[str]]:
    """Let the n-th write, fsync or rename fail as on a full disk."""
    calls: list[str] = []

    def failing(name: str, real: object) -> object:
        def call(*arguments: object, **named: object) -> object:
            calls.append(name)
            if len(calls) == number:
                raise OSError(28, "No space left on device")
            return real(*arguments, **named)  # type: ignore[operator]

        return call

    with patch.context() as inner:
        inner.setattr(os, "fsync", failing("fsync", os.fsync))
        inner.setattr(Path, "replace", failing("replace", Path.replace))
        inner.setattr(os, "fdopen", failing("fdopen", os.fdopen))
        yield calls


@pytest.mark.slow
def test_a_fault_at_any_step_leaves_the_old_plan_or_the_new(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, wished = contents(folder), renamed(folder)
    most = 0
    for number in range(1, 60):
        with fault_at(monkeypatch, number) as calls:
            try:
                write(folder, lambda plan: rename(plan, "thematic-1", "opening-session"), LIMITS, agree)
            except CannotWriteError as error:
                assert "no space left" in str(error)  # noqa: PT017 - not every step is asked for
        recover(folder)
        found = contents(folder)
        assert found in (before, wished)
        most = len(calls)
        if most < number:
            break
        shutil.rmtree(folder)
        shutil.copytree(DATA, folder)
    assert most > 10


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_old_plan_or_the_new(folder: Path) -> None:
    before, wished = contents(folder), renamed(folder)
    outcomes = set()
    other = Path(shutil.copytree(folder, folder.parent / "timed"))
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", RENAME, str(other)], check=True)
    whole = time.monotonic() - began
    for number in range(40):
        process = subprocess.Popen([sys.executable, "-c", RENAME, str(folder)])
        time.sleep(whole * (0.3 + number / 40))
        process.send_signal(signal.SIGKILL)
        process.wait()
        recover(folder)
        found = {
            name: data
            for name, data in contents(folder).items()
            if not name.rpartition("/")[2].startswith(".gcmplan-edit-")
        }
        assert found in (before, wished)
        outcomes.add(found == wished)
        shutil.rmtree(folder)
        shutil.copytree(DATA, folder)
    assert True in outcomes


@pytest.mark.slow
def test_all_edits_of_several_writers_arrive(folder: Path) -> None:
    names = [event.id for event in load_plan(folder).events if event.when.spans and not event.session][:12]
    before = {event.id: event.when for event in load_plan(folder).events}
    shares = [names[number::4] for number in range(4)]
    running = [subprocess.Popen([sys.executable, "-c", EACH, str(folder), *share]) for share in shares]
    assert [process.wait(timeout=120) for process in running] == [0] * 4
    after = {event.id: event.when for event in load_plan(folder).events}
    assert all(after[name] == before[name].shifted(7) for name in names)


def test_a_change_by_hand_meanwhile_stays(folder: Path) -> None:
    """Somebody saves a file between reading and writing: the edit is made again, and both changes stand."""
    main = folder / "workplan.yaml"
    asked = []

    def meanwhile(found: Edited) -> bool:
        asked.append(found)
        if len(asked) == 1:
            main.write_text(
                main.read_text(encoding="utf-8").replace("short: GFMD Summit", "short: Summit"), encoding="utf-8"
            )
        return True

    write(folder, lambda plan: move(plan, "gfmd-summit", "+1 day"), LIMITS, meanwhile)
    event = load_plan(folder).event("gfmd-summit")
    assert (event.short, str(event.when)) == ("Summit", "29 June - 1 July 2017")
    assert len(asked) == 2


def half_done(folder: Path) -> None:
    """Leave an edit of four files as a kill between the first rename and the second does."""
    found = edited(folder, lambda plan: rename(plan, "thematic-1", "opening-session"), LIMITS)
    entries = [store._prepared(path, *pair) for path, pair in found.contents.items()]  # noqa: SLF001
    store._write_journal(folder, entries)  # noqa: SLF001
    Path(entries[0].new).replace(entries[0].target)


def test_the_next_command_completes_an_edit(folder: Path) -> None:
    wished = renamed(folder)
    half_done(folder)
    assert recover(folder) == "An edit that was cut short was completed"
    assert contents(folder) == wished
    assert recover(folder) is None


def test_an_edit_is_taken_back_if_a_file_was_changed_since(folder: Path) -> None:
    half_done(folder)
    session = folder / "sessions" / "thematic-1.yaml"
    session.write_text(session.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    assert recover(folder) == "An edit that was cut short was taken back"
    assert session.read_text(encoding="utf-8").endswith("# by hand\n")
    assert load_plan(folder).event("thematic-1").id == "thematic-1"


@pytest.mark.parametrize("text", ["", "[]x", '[{"target": "/etc/passwd"}]', "null", '{"a": 1}'])
def test_a_journal_that_is_none_of_ours_is_refused(folder: Path, text: str) -> None:
    (folder / JOURNAL).write_text(text, encoding="utf-8")
    with pytest.raises(CannotWriteError):
        recover(folder)


def test_a_journal_touches_no_file_outside_the_plan(folder: Path, tmp_path: Path) -> None:
    victim, planted = tmp_path / "victim.yaml", tmp_path / ".gcmplan-edit-x"
    victim.write_text("old", encoding="utf-8")
    planted.write_text("new", encoding="utf-8")
    row = {"target": str(victim), "new": str(planted), "old": str(planted), "new_sum": "", "old_sum": ""}
    (folder / JOURNAL).write_text(f"[{row}]".replace("'", '"'), encoding="utf-8")
    with pytest.raises(CannotWriteError, match="was not written by gcmplan"):
        recover(folder)
    assert victim.read_text(encoding="utf-8") == "old"


def test_the_lock_lies_in_the_repository(folder: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(folder.parent)], check=True)
    assert state_folder(folder) == folder.parent.resolve() / ".git" / "gcmplan"
    write(folder, lambda plan: cancel(plan, "thematic-3"), LIMITS, agree)
    assert not (folder / ".gcmplan").exists()
    assert read_files(folder).workplan.data.count(b"status: cancelled") == 1
