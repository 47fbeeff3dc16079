"""The pager: when it runs, which one, what it gets, and that no pager does harm. Each runs in a terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import ROOT
from terminal import GCMPLAN

SCREEN = {"COLUMNS": "80", "LINES": "24"}
UNSET = ("GCMPLAN_", "PAGER", "LESS", "LV", "NO_COLOR", "FORCE_", "COLUMNS", "LINES")


class End(NamedTuple):
    """The text that a terminal showed, and the exit status."""

    shown: str
    status: int


@contextmanager
def at_terminal(*words: str, cwd: Path = ROOT, **environment: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run a command whose terminal has 24 lines of 80; yield the other end of it, and the process."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    clean = {key: value for key, value in os.environ.items() if not key.startswith(UNSET)}
    environment = clean | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)} | environment
    with subprocess.Popen(
        [*GCMPLAN, *words],
        cwd=cwd,
        env=environment,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - less reads keys from the terminal
    ) as process:
        os.close(follower)
        yield leader, process
    os.close(leader)


def read(leader: int) -> bytes:
    """Return what comes next; nothing at the end. A terminal that stays silent fails the test."""
    assert select.select([leader], [], [], 60)[0], "the terminal hangs"
    try:
        return os.read(leader, 65536)
    except OSError:  # Linux reports the end of a terminal so
        return b""


def read_until(leader: int, end: bytes) -> bytes:
    text = b""
    while end not in text and (more := read(leader)):
        text += more
    return text


def read_all(leader: int) -> str:
    return b"".join(iter(lambda: read(leader), b"")).decode()


def shown(*words: str, cwd: Path = ROOT, **environment: str) -> End:
    with at_terminal(*words, cwd=cwd, **environment) as (leader, process):
        text = read_all(leader)
        return End(text.replace("\r\n", "\n"), process.wait(30))


def pager(folder: Path, body: str) -> str:
    """Return a program that a test made."""
    program = folder / "my-pager"
    program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize(
    "words", [["list"], ["agenda", "thematic-1"], ["show", "thematic-1"], ["rule"], ["who", "the"]]
)
def test_what_is_longer_than_the_screen_goes_through_the_pager(tmp_path: Path, words: list[str]) -> None:
    program = pager(tmp_path, 'echo "pager: $LESS $LV"; cat')
    whole = shown(*words, GCMPLAN_PAGER="")
    assert len(whole.shown.splitlines()) > 24
    assert shown(*words, GCMPLAN_PAGER=program) == ("pager: FRX -c\n" + whole.shown, 0)
    assert "\x1b[" in whole.shown or words[0] == "rule"


def test_diff_and_log_go_through_the_pager(tmp_path: Path) -> None:
    program = pager(tmp_path, "echo paged; cat")
    other = tmp_path / "data"
    shutil.copytree(ROOT / "data", other)
    file = other / "workplan.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("May 2017", "May 2018"), encoding="utf-8")
    run = shown("diff", str(ROOT / "data"), str(other), "--exit-code", GCMPLAN_PAGER=program)
    assert run.shown.startswith("paged\n")
    assert run.status == 1


@pytest.mark.parametrize(
    "words", [["list", "--in", "1 June 2017"], ["check"], ["list", "--format", "json"], ["--help"]]
)
def test_what_fits_or_is_no_table_does_not(tmp_path: Path, words: list[str]) -> None:
    program = pager(tmp_path, "echo paged; cat")
    assert "paged" not in shown(*words, GCMPLAN_PAGER=program).shown


def test_piped_there_is_no_pager(tmp_path: Path) -> None:
    environment = os.environ | {"GCMPLAN_PAGER": pager(tmp_path, "echo paged; cat"), "TERM": "xterm"}
    command = [*GCMPLAN, "list", "--format", "table"]
    assert "paged" not in subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def test_which_pager(tmp_path: Path) -> None:
    own = pager(tmp_path, "echo own; cat")
    assert shown("list", GCMPLAN_PAGER=own, PAGER="false").shown.startswith("own\n")
    assert shown("list", PAGER=own).shown.startswith("own\n")
    assert shown("list", PAGER=own, LESS="R", LV="").shown.startswith("own\n")
    for off in ("", "cat", " "):
        assert shown("list", GCMPLAN_PAGER=off, PAGER=own).shown.startswith("\x1b[1;7mPhase I")
    assert "own" not in shown("list", PAGER=own, TERM="dumb").shown


def test_pagers_with_arguments_and_for_a_shell(tmp_path: Path) -> None:
    own = pager(tmp_path, 'echo "with $1"; cat')
    assert shown("list", PAGER=f"{own} -n").shown.startswith("with -n\n")
    assert shown("list", PAGER=f"{own} 'a b' | tr a-z A-Z").shown.startswith("WITH A B\n")


@pytest.mark.parametrize(
    "program", ["no-such-pager", "/no/such/pager", "false", "no-such-pager | cat >&2; exit 3", "/"]
)
def test_a_pager_that_is_missing_or_fails_does_no_harm(program: str) -> None:
    run = shown("list", GCMPLAN_PAGER=program)
    assert run.status == 0
    assert run.shown.endswith(shown("list", GCMPLAN_PAGER="").shown)
    assert "Traceback" not in run.shown


def test_a_pager_that_stops_reading_is_quiet(tmp_path: Path) -> None:
    assert shown("list", GCMPLAN_PAGER=pager(tmp_path, "echo left")) == ("left\n", 0)


@pytest.mark.slow
def test_no_program_that_lies_in_the_folder_is_run(tmp_path: Path) -> None:
    """Neither `less` by its bare name, though PATH has an empty entry, nor the pager that git has there."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    less = tmp_path / "less"
    less.write_text("#!/bin/sh\necho planted\ncat\n", encoding="utf-8")
    less.chmod(0o755)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    subprocess.run(["git", "config", "core.pager", str(less)], cwd=tmp_path, check=True)
    for path in ("", ".", f":{os.environ['PATH']}"):
        with at_terminal("list", "--short", cwd=tmp_path, PATH=path) as (leader, process):
            time.sleep(0.5)
            os.write(leader, b"q" * 20)
            assert "planted" not in read_all(leader)
            assert process.wait(30) == 0


@pytest.mark.skipif(not shutil.which("less"), reason="there is no less here")
def test_less_shows_colours_and_leaves_on_q() -> None:
    with at_terminal("list") as (leader, process):
        text = read_until(leader, b"April 2017")
        os.write(leader, b"q")
        rest = read_all(leader)
        assert process.wait(30) == 0
    assert "Traceback" not in rest
    assert b"\x1b[1;7mPhase I" in text
    assert b"67 events" not in text


@pytest.mark.slow
def test_an_interrupt_is_the_pagers(tmp_path: Path) -> None:
    program = pager(tmp_path, "trap 'echo caught' INT\ncat >/dev/null\necho ready\nsleep 1\nsleep 1\necho end")
    with at_terminal("list", GCMPLAN_PAGER=program) as (leader, process):
        text = read_until(leader, b"ready")
        os.killpg(process.pid, signal.SIGINT)
        text += read_all(leader).encode()
        assert process.wait(30) == 0
    assert b"caught" in text
    assert b"end" in text


def test_a_start_without_a_terminal_does_not_import_it() -> None:
    code = "import atexit, sys; sys.argv = ['gcmplan', 'list', '--format', 'table']\n"
    code += "atexit.register(lambda: print('gcmplan.cli.pager' in sys.modules, flush=True))\n"
    code += "from gcmplan.__main__ import main; main()"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert run.stdout.endswith("\nFalse\n")
