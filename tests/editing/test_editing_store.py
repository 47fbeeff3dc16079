"""Writing edits: all files or none, through kills and faults, and every edit of several writers arrives."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from warnings import catch_warnings, simplefilter

import pytest

from conftest import DATA
from gcmplan.editing import store
from gcmplan.editing.actions import cancel, move
from gcmplan.editing.edit import Edited, Wish, edited, write
from gcmplan.editing.rows import rename
from gcmplan.editing.store import JOURNAL, CannotWriteError, recover, state_folder
from gcmplan.files.folder import read_files
from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_plan
from test_bench import bench

LIMITS = Limits()
KILLS = int(os.environ.get("GCMPLAN_TEST_KILLS", "40"))
"""How many edits are killed at a moment by chance; 500 take five minutes."""
WRITERS, EDITS_EACH = map(int, os.environ.get("GCMPLAN_TEST_WRITERS", "4x5").split("x"))
"""How many processes edit a plan at the same time, and how often each: 8x50 takes three minutes."""
LEFT_OVER = ".gcmplan-edit-"
WISHES: dict[str, Wish] = {
    "rename": lambda plan: rename(plan, "thematic-1", "opening-session"),
    "cancel": lambda plan: cancel(plan, "thematic-2"),
}
"""An edit of four files, and one of one."""
REFUSED = """
import sys
from pathlib import Path
from gcmplan.editing.actions import move
from gcmplan.editing.edit import write
from gcmplan.errors import GcmplanError
from gcmplan.files.parse import Limits
for name in sys.argv[2:]:
    try:
        write(Path(sys.argv[1]), lambda plan: move(plan, name, '+1 week'), Limits(), lambda _: True)
        print('moved')
    except GcmplanError as error:
        print('refused')
"""
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
def fault_at(patch: pytest.MonkeyPatch, number: int, *, once: bool = True) -> Iterator[list[str]]:
    """Let the n-th write, fsync or rename fail as on a full disk, or all from then on but renames."""
    calls: list[str] = []

    def failing(name: str, real: object) -> object:
        def call(*arguments: object, **named: object) -> object:
            calls.append(name)
            if len(calls) == number or (not once and len(calls) > number and name != "replace"):
                raise OSError(28, "No space left on device")
            return real(*arguments, **named)  # type: ignore[operator]

        return call

    with patch.context() as inner:
        inner.setattr(os, "fsync", failing("fsync", os.fsync))
        inner.setattr(Path, "replace", failing("replace", Path.replace))
        inner.setattr(os, "fdopen", failing("fdopen", os.fdopen))
        yield calls


@contextmanager
def dying_at(patch: pytest.MonkeyPatch, number: int) -> Iterator[None]:
    """End the process before its n-th step that a disk sees, as a kill does."""
    left = iter(range(number - 1))

    def dying(real: object) -> object:
        def call(*arguments: object, **named: object) -> object:
            if next(left, None) is None:
                os._exit(9)
            return real(*arguments, **named)  # type: ignore[operator]

        return call

    with patch.context() as inner:
        for holder, name in ((os, "fsync"), (os, "fdopen"), (Path, "replace"), (Path, "unlink")):
            inner.setattr(holder, name, dying(getattr(holder, name)))
        yield


def make(folder: Path, name: str) -> dict[str, bytes]:
    """Make an edit of a plan, and return its files then."""
    _, written = write(folder, WISHES[name], LIMITS, agree)
    assert written
    return contents(folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", WISHES)
@pytest.mark.parametrize("once", [True, False], ids=["once", "from then on"])
def test_a_fault_at_any_step_leaves_the_old_plan_or_the_new(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, once: bool
) -> None:
    before, wished = contents(folder), make(copied(folder), name)
    made = 0
    for number in range(1, 60):
        with fault_at(monkeypatch, number, once=once) as calls:
            try:
                write(folder, WISHES[name], LIMITS, agree)
            except CannotWriteError as error:
                assert "no space left" in str(error)  # noqa: PT017 - not every step is asked for
        recover(folder)
        assert is_one_of(contents(folder), before, wished)
        made = len(calls)
        if made < number:
            break
        shutil.rmtree(folder)
        shutil.copytree(DATA, folder)
    assert made > 5


def is_one_of(found: dict[str, bytes], *known: dict[str, bytes]) -> bool:
    """Whether the files of a plan are those before an edit or after it; what differs would fill pages."""
    return found in known


def copied(folder: Path) -> Path:
    other = folder.parent / "copy"
    shutil.rmtree(other, ignore_errors=True)
    return Path(shutil.copytree(folder, other))


def assert_whole(folder: Path, before: dict[str, bytes], wished: dict[str, bytes]) -> bool:
    """Assert that a killed edit left the old plan or the new, and that the next one cleans up; return which."""
    recover(folder)
    found = {name: data for name, data in contents(folder).items() if LEFT_OVER not in name}
    assert is_one_of(found, before, wished)
    write(folder, lambda plan: cancel(plan, "thematic-3"), LIMITS, agree)
    assert not [name for name in contents(folder) if LEFT_OVER in name or name == JOURNAL]
    shutil.rmtree(folder)
    shutil.copytree(DATA, folder)
    return found == wished


def started(run: Callable[[], object]) -> int:
    """Run something in a process of its own that has all modules already; return the process."""
    with catch_warnings():
        # The warning is about threads, none of which holds anything that this needs.
        simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process == 0:
        status = 1
        try:
            run()
            status = 0
        finally:
            os._exit(status)
    return process


@pytest.mark.slow
@pytest.mark.parametrize("name", WISHES)
def test_a_kill_at_any_moment_leaves_the_old_plan_or_the_new(folder: Path, name: str) -> None:
    before, wished = contents(folder), make(copied(folder), name)
    began = time.monotonic()
    make(copied(folder), name)
    whole, random = time.monotonic() - began, Random(name)  # noqa: S311 - any numbers will do
    outcomes = []
    for _ in range(KILLS // len(WISHES)):
        process = started(lambda: write(folder, WISHES[name], LIMITS, agree))
        time.sleep(whole * random.uniform(0.3, 3))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        outcomes.append(assert_whole(folder, before, wished))
    assert set(outcomes) == {False, True}


@pytest.mark.slow
@pytest.mark.parametrize("name", WISHES)
def test_a_kill_at_each_step_leaves_the_old_plan_or_the_new(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before, wished = contents(folder), make(copied(folder), name)
    outcomes, status = [], 1
    for number in range(1, 60):

        def dying(number: int = number) -> None:
            with dying_at(monkeypatch, number):
                write(folder, WISHES[name], LIMITS, agree)

        _, status = os.waitpid(started(dying), 0)
        outcomes.append(assert_whole(folder, before, wished))
        if status == 0:
            break
    assert status == 0
    assert set(outcomes) == {False, True}
    assert sorted(outcomes) == outcomes


@pytest.mark.slow
def test_all_edits_of_several_writers_arrive(tmp_path: Path) -> None:
    plans = bench("plans")
    plans["write"](plans["generated"], str(WRITERS * EDITS_EACH * 2), tmp_path)
    before = {event.id: event.when for event in load_plan(tmp_path).events if event.status == "scheduled"}
    names = [name for name, when in before.items() if when.spans][: WRITERS * EDITS_EACH]
    shares = [names[number::WRITERS] for number in range(WRITERS)]
    running = [subprocess.Popen([sys.executable, "-c", EACH, str(tmp_path), *share]) for share in shares]
    assert [process.wait(timeout=500) for process in running] == [0] * WRITERS
    after = {event.id: event.when for event in load_plan(tmp_path).events}
    assert all(after[name] == before[name].shifted(7) for name in names)
    assert len(names) == WRITERS * EDITS_EACH


@pytest.mark.slow
def test_each_edit_of_one_event_by_several_writers_arrives_or_is_refused(folder: Path) -> None:
    command = [sys.executable, "-c", REFUSED, str(folder), *["thematic-1"] * EDITS_EACH]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(WRITERS)]
    said = [process.communicate(timeout=500)[0].split() for process in running]
    assert [process.returncode for process in running] == [0] * WRITERS
    moved = sum(words.count("moved") for words in said)
    assert sum(map(len, said)) == WRITERS * EDITS_EACH
    before, after = (load_plan(one).event("thematic-1").when for one in (DATA, folder))
    assert after == before.shifted(7 * moved)
    assert moved


def test_a_change_by_hand_meanwhile_stays(folder: Path) -> None:
    """Somebody saves a file between reading and writing: the edit is made again, and both changes stay."""
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
