"""The behaviour that every command shares: finding the plan, errors, pipes, exit status, completion, hostile data on
screens.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

import inside
from conftest import DATA, ROOT, Cli
from gcmplan import __version__
from gcmplan.cli import app as app_module
from terminal import GCMPLAN, on_terminal

HOSTILE = "[draft] [/x] [bold]b[/bold] :smile: \x1b[31mred\x07 \u202eevil \x00 日本 عربي e\u0301 👩‍👩‍👧 \x9b5m"


def start(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run gcmplan as a process of its own."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GCMPLAN")}
    command = [*GCMPLAN, *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, encoding="utf-8", cwd=cwd, env={**clean, **environment}, timeout=60
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the plan's folder, with git's mark so that no search goes further up."""
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / ".git").mkdir()
    return tmp_path


def rewrite(folder: Path, old: str, new: str) -> None:
    """Change a text of the plan."""
    path = folder / "data" / "workplan.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# -- finding the plan --------------------------------------------------------------------------------------------------


def test_version_and_help_need_no_plan(tmp_path: Path) -> None:
    assert start("--version", cwd=tmp_path).stdout == f"gcmplan {__version__}\n"
    assert "list" in start("--help", cwd=tmp_path, GCMPLAN_PLAN="/nowhere").stdout
    assert "--phase" in start("list", "--help", cwd=tmp_path, GCMPLAN_PLAN="/nowhere").stdout


def test_no_arguments_show_the_help() -> None:
    run = start()
    assert run.returncode == 2
    assert "Commands" in run.stdout + run.stderr


def test_the_shipped_plan_works_anywhere(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert len(inside.start("list", cwd=tmp_path).stdout.splitlines()) == 67


def test_the_nearest_plan_upwards(folder: Path) -> None:
    rewrite(folder, "short: First Thematic Session", "short: Ours")
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    assert "Ours" in inside.start("show", "thematic-1", "--format", "json", cwd=inner).stdout
    position = json.loads(inside.start("show", "thematic-1", "--format", "json", cwd=inner).stdout)["events"][0][
        "position"
    ]
    assert position["path"] == "../../data/workplan.yaml"


def test_not_past_the_git_root(folder: Path) -> None:
    rewrite(folder, "short: First Thematic Session", "short: Ours")
    inner = folder / "other"
    (inner / ".git").mkdir(parents=True)
    assert "Ours" not in inside.start("show", "thematic-1", "--format", "json", cwd=inner).stdout


@pytest.mark.parametrize("path", ["data", "data/workplan.yaml"])
def test_a_given_plan(folder: Path, path: str) -> None:
    rewrite(folder, "short: First Thematic Session", "short: Ours")
    given = str(folder / path)
    assert "Ours" in inside.start("show", "thematic-1", "--format", "json", "--plan", given, cwd=ROOT).stdout
    assert "Ours" in inside.start("show", "thematic-1", "--format", "json", GCMPLAN_PLAN=given, cwd=ROOT).stdout


@pytest.mark.parametrize(
    ("path", "reason"),
    [("nowhere", "no such file"), ("", "no such file"), (".", "no such file"), ("a\0b", "cannot be the name")],
)
def test_a_plan_that_is_not_there(cli: Cli, path: str, reason: str, tmp_path: Path) -> None:
    run = cli("list", "--plan", str(tmp_path / path) if path != "a\0b" else path)
    assert (run.status, run.out) == (2, "")
    assert reason in run.err
    assert "--plan" in run.err


def test_a_limit_for_large_files(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCMPLAN_MAX_BYTES", "1000")
    run = cli("list")
    assert run.status == 2
    assert "more than 1,000 bytes" in run.err
    monkeypatch.setenv("GCMPLAN_MAX_BYTES", "many")
    assert "'many' is not a number of bytes" in cli("list").err


# -- broken plans ------------------------------------------------------------------------------------------------------


def test_all_problems_of_a_broken_plan(folder: Path) -> None:
    rewrite(folder, "when: 8-9 May 2017", "when: 8-9 Mai 2017")
    rewrite(folder, "group: gfmd", "group: gfdm")
    rewrite(folder, "short: IDM New York", "shrt: IDM New York")
    run = inside.start("list", cwd=folder)
    assert (run.returncode, run.stdout) == (2, "")
    assert "the plan has 3 problems" in run.stderr
    assert re.search(r"\n( *)(\d+) \|     when: 8-9 Mai 2017\n +\| +\^\^\^\n", run.stderr)
    assert "write '8-9 May 2017'" in run.stderr
    assert "did you mean 'gfmd'?" in run.stderr
    assert "did you mean 'short'?" in run.stderr
    assert "Traceback" not in run.stderr


def test_carets_stand_under_wide_characters(folder: Path) -> None:
    rewrite(folder, "    when: 8-9 May 2017", '    note: "日本語"\n    "日本": x\n    when: 8-9 May 2017')
    line, carets = re.findall(r"\d+ \|(.*日本\": x)\n +\|(.*)\n", inside.start("list", cwd=folder).stderr)[0]
    assert line.index("日") == carets.index("^")
    assert carets.count("^") == 4


# -- hostile data on screens -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["table", "plain", "json", "csv", "markdown"])
@pytest.mark.parametrize("command", [["list"], ["show", "thematic-1"], ["next", "70", "--on", "1 March 2017"]])
def test_hostile_texts_pass_unharmed_and_harmless(folder: Path, command: list[str], form: str) -> None:
    quoted = "".join(f"\\U{ord(character):08x}" for character in HOSTILE)
    title = f'title: "{quoted}"\n    note: "{quoted}"\n    short: First Thematic Session'
    path = folder / "data" / "workplan.yaml"
    text = path.read_text(encoding="utf-8")
    first_session = r"title: >-\n      Human rights.*?\n    short: First Thematic Session"
    text = re.sub(first_session, lambda _: title, text, flags=re.DOTALL)
    path.write_text(text, encoding="utf-8")
    run = inside.start(*command, "--format", form, "--color", "never", cwd=folder, COLUMNS="400")
    assert (run.returncode, run.stderr) == (0, "")
    if form == "json":
        titles = [event["title"] for event in json.loads(run.stdout)["events"]]
        assert HOSTILE in titles
        return
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", run.stdout)
    flat = run.stdout.replace("\\[", "[").replace("\\]", "]").replace("\\\\", "\\")
    for piece in (
        "[draft] [/x] [bold]b[/bold] :smile: ",
        "\\x1b[31mred\\x07",
        "\\u202eevil",
        "日本 عربي e\u0301 👩‍👩‍👧",
    ):
        assert piece in flat


def test_cells_are_no_formulas(folder: Path) -> None:
    rewrite(folder, "short: First Thematic Session", "short: '=1+1'")
    assert ",'=1+1," in inside.start("list", "--format", "csv", cwd=folder).stdout


# -- pipes, terminals, signals -----------------------------------------------------------------------------------------


def test_a_closed_pipe_is_quiet() -> None:
    script = f"{' '.join(GCMPLAN)} list --format json | head -c 1; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", script], check=True, capture_output=True, text=True, cwd=ROOT)
    assert run.stderr == ""
    assert run.stdout.endswith("0\n")


def test_a_terminal_gets_a_coloured_table() -> None:
    out = on_terminal("list", "--phase", "I", TERM="xterm-256color", COLUMNS="80")
    assert "Phase I: Consultations" in out
    assert "\x1b[" in out
    plain = on_terminal("list", "--phase", "I", "--color", "never", TERM="xterm-256color", COLUMNS="80")
    assert "\x1b[" not in plain


def test_output_is_utf_8_in_every_locale() -> None:
    one = start("list", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="").stdout
    assert one == start("list").stdout


@pytest.mark.parametrize("command", ["--version", "--help", "list --help", "list", "rule"])
def test_any_output_into_a_closed_pipe(command: str) -> None:
    script = f"{' '.join(GCMPLAN)} {command} | true; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", script], check=True, capture_output=True, text=True, cwd=ROOT)
    assert run.stderr == ""
    assert run.stdout in {"0\n", "1\n"}


@pytest.mark.slow
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", ">&- 2>&- <&-"])
def test_streams_that_are_closed_change_nothing(closed: str) -> None:
    for words, status in (("list", 0), ("check", 0), ("--version", 0), ("list --phase 9", 2), ("nope", 2)):
        script = f"{' '.join(GCMPLAN)} {words} {closed}"
        run = subprocess.run(["bash", "-c", script], check=False, capture_output=True, cwd=ROOT)
        assert run.returncode == status, words
        assert b"Traceback" not in run.stderr
        if "2>" not in closed:
            assert bool(run.stderr) == bool(status)
        if closed == "2>&-":
            assert bool(run.stdout) != bool(status)


@pytest.mark.parametrize("words", ["add --title A", "move thematic-1"])
def test_a_closed_standard_input_answers_no_question(words: str) -> None:
    script = f"{' '.join(GCMPLAN)} {words} <&-"
    run = subprocess.run(["bash", "-c", script], check=False, capture_output=True, text=True, cwd=ROOT)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.splitlines()[-1].startswith("Error: Invalid value: missing: ")


def test_a_working_folder_that_was_deleted(tmp_path: Path) -> None:
    for words, status in (("list", 2), ("check", 2), ("diff", 2), (f"list --plan {DATA}", 0), ("--version", 0)):
        (tmp_path / "gone").mkdir()
        script = f"cd {tmp_path}/gone && rmdir {tmp_path}/gone && exec {GCMPLAN[0]} -P -m gcmplan {words}"
        run = subprocess.run(["bash", "-c", script], check=False, capture_output=True, text=True)
        told = "" if not status else "Error: the working folder was deleted\nHint: 'cd' to one that is there\n"
        assert (run.returncode, run.stderr) == (status, told), words


@pytest.mark.slow
def test_an_interrupt_at_any_moment_shows_no_traceback() -> None:
    """With the tested versions: the oldest pydantic-core panics by itself if it is interrupted while it is loaded."""
    statuses = set()
    for number in range(25):
        run = subprocess.Popen([*GCMPLAN, "list"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)
        time.sleep(number / 80)
        run.send_signal(signal.SIGINT)
        told = run.communicate()[1].decode()
        # Until the first lines of `__main__` have run, Python itself answers.
        assert "gcmplan/" not in told.replace("gcmplan/__main__.py", "")
        assert "Exception ignored" not in told
        if run.returncode in {0, 130}:
            assert told == ""
        statuses.add(run.returncode)
    assert 130 in statuses
    assert statuses <= {0, 1, 130, -signal.SIGINT}


def test_an_interrupt_that_is_ignored_stays_so() -> None:
    """As in the background of a shell script."""
    script = f"{' '.join(GCMPLAN)} slots thematic-1 >/dev/null & sleep 0.15; kill -INT $!; wait $!; echo $?"
    run = subprocess.run(["bash", "-c", script], check=True, capture_output=True, text=True, cwd=ROOT)
    assert (run.stdout, run.stderr) == ("0\n", "")


def test_never_means_no_colour_for_a_broken_plan_too() -> None:
    out = on_terminal("list", "--color", "never", "--plan", "tests/example", TERM="xterm-256color")
    assert "GP003" in out
    assert "\x1b" not in out
    assert "\x1b[" in on_terminal("list", "--plan", "tests/example", TERM="xterm-256color")


def test_always_wins_over_no_color(cli: Cli) -> None:
    assert "\x1b[38;5;" in cli("list", "--format", "table", "--color", "always").out


def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        for command in ("list", "--version", "--help"):
            run = subprocess.run(
                [*GCMPLAN, command], check=False, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT
            )
            assert run.returncode == 2
            assert "No space left" in run.stderr
            assert "Traceback" not in run.stderr


@pytest.mark.slow
def test_nowhere_to_tell_it_still_is_no_success() -> None:
    with Path("/dev/full").open("w") as full:
        for words in (["list", "--phase", "9"], ["check", "nope"], ["diff", "nope"], ["nope"]):
            run = subprocess.run([*GCMPLAN, *words], check=False, stdout=subprocess.DEVNULL, stderr=full, cwd=ROOT)
            assert run.returncode == 2
            script = f"{' '.join((*GCMPLAN, *words))} 2>&1 >/dev/null | true; echo ${{PIPESTATUS[0]}}"
            shell = subprocess.run(["bash", "-c", script], check=True, capture_output=True, text=True, cwd=ROOT)
            assert shell.stdout.strip() == "2", words


def test_an_interrupt_ends_with_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("gcmplan.loading.load.load_files", interrupted)
    run = cli("list")
    assert run.status == 130
    assert "Traceback" not in run.err


def test_what_is_unforeseen_shows_no_traceback(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("gcmplan.loading.load.load_files", broken)
    run = cli("list")
    assert run.status == 2
    assert "ZeroDivisionError" in run.err
    assert "--debug" in run.err
    assert "Traceback" not in run.err
    with pytest.raises(ZeroDivisionError):
        cli("--debug", "list")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lst"], "No such command 'lst'"),
        (["list", "--fase", "I"], "No such option: --fase"),
        (["list", "--format", "xml"], "'xml' is not one of"),
        (["list", "extra"], "more words than the command takes"),
        (["show"], "name one event, session or deadline, or ask for --doubts"),
        (["schema", "plan"], "there is no schema 'plan'"),
    ],
)
def test_usage_errors(cli: Cli, arguments: list[str], message: str) -> None:
    run = cli(*arguments)
    assert (run.status, run.out) == (2, "")
    assert message in run.err


@pytest.mark.parametrize("target", ["nowhere.yaml", "workplan.yaml", "/dev/null"])
def test_a_plan_that_leads_nowhere_is_no_other_plan(folder: Path, target: str) -> None:
    (folder / "data" / "workplan.yaml").unlink()
    (folder / "data" / "workplan.yaml").symlink_to(target)
    run = subprocess.run([*GCMPLAN, "check"], check=False, capture_output=True, text=True, cwd=folder)
    assert (run.returncode, "symbolic link" in run.stdout) == (1, True)
    shutil.rmtree(folder / "data")
    (folder / "data").symlink_to("nowhere")
    run = subprocess.run([*GCMPLAN, "check"], check=False, capture_output=True, text=True, cwd=folder)
    assert run.returncode == 2


def test_the_plan_that_ships_is_not_mistaken_for_ones_own(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    run = subprocess.run([*GCMPLAN, "check"], check=False, capture_output=True, text=True, cwd=ROOT)
    assert (run.returncode, run.stderr) == (0, "")


def test_debug_is_looked_for_by_main() -> None:
    app_module.options()
