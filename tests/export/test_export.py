"""`gcmplan export`: what it takes, where it writes, and that the same plan always gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from conftest import DATA, ROOT, Cli, Golden
from inside import on_screen
from terminal import GCMPLAN

TEXTS = ("json", "csv", "markdown", "html")
FORMATS = (*TEXTS, "xlsx")
SELECTIONS = [
    [],
    ["--phase", "II,III"],
    ["--group", "rcp", "--certainty", "confirmed"],
    ["--for", "KEN", "--in", "May 2017"],
    ["--kind", "deadline"],
    ["--kind", "deadline,milestone"],
    ["--kind", "session"],
    ["--grep", "xenophobia"],
    ["--grep", "no event has this"],
]


def start(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run gcmplan as a process of its own; what it writes stays bytes."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GCMPLAN")}
    return subprocess.run(
        [*GCMPLAN, *arguments], check=False, capture_output=True, cwd=cwd, env=clean | environment, timeout=60
    )


def ids_in(form: str, content: bytes) -> list[str]:
    """Return the ids of a format's rows, in order."""
    if form == "json":
        return [event["id"] for event in json.loads(content)["events"]]
    if form == "csv":
        return [row["id"] for row in csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True)]
    if form == "html":
        return re.findall(r'<tr role="row" id="([^"]+)">', content.decode())
    rows = load_workbook(io.BytesIO(content))["Details"].iter_rows(min_row=2, values_only=True)
    return [str(row[0]) for row in rows]


# -- what it takes -----------------------------------------------------------------------------------------------------


def test_help_names_the_formats(cli: Cli) -> None:
    run = cli("export", "--help")
    assert (run.status, run.err) == (0, "")
    assert re.findall(r"^  (\w+)  ", run.out.split("Commands:")[1], re.MULTILINE) == ["ics", *FORMATS]


def test_without_a_format_it_shows_its_help() -> None:
    run = start("export")
    assert run.returncode == 2
    assert b"xlsx" in run.stdout + run.stderr


def test_an_unknown_format_names_the_known_and_the_nearest(cli: Cli) -> None:
    run = cli("export", "xslx", "-o", "never.xslx")
    assert (run.status, run.out) == (2, "")
    assert "there is no format 'xslx'; known: ics, json, csv, markdown, html, xlsx" in run.err
    assert "did you mean 'xlsx'?" in run.err


def test_the_mark_for_excel_stands_first() -> None:
    assert start("export", "csv", "--excel").stdout == b"\xef\xbb\xbf" + start("export", "csv").stdout


@pytest.mark.parametrize("form", ["json", "markdown", "html", "xlsx"])
def test_the_mark_for_excel_is_for_csv_alone(cli: Cli, form: str) -> None:
    run = cli("export", form, "--excel")
    assert (run.status, run.out) == (2, "")
    assert "--excel" in run.err


def test_formats_and_their_options_are_completed() -> None:
    assert completed("gcmplan export h") == ["html"]
    assert completed("gcmplan export csv --ex") == ["--excel"]
    assert completed("gcmplan export csv --group the") == ["thematic-session"]


def completed(line: str) -> list[str]:
    """Return what bash completes a line with."""
    count = len(line.split()) - 1
    run = start(_GCMPLAN_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(count))
    return run.stdout.decode().split()


@pytest.mark.parametrize("selection", SELECTIONS, ids=" ".join)
@pytest.mark.parametrize("form", ["json", "csv", "html", "xlsx"])
def test_filters_choose_what_list_lists(cli: Cli, tmp_path: Path, form: str, selection: list[str]) -> None:
    target = tmp_path / "out"
    run = cli("export", form, *selection, "-o", str(target))
    assert (run.status, run.out, run.err) == (0, "", "")
    listed = [line.split("\t") for line in cli("list", *selection).out.splitlines()]
    if form == "html":
        # By phase and month; what has no group, a deadline for one, has no anchor.
        wanted = [row[0] for row in listed if row[5]]
        assert sorted(ids_in(form, target.read_bytes())) == sorted(wanted)
    else:
        assert ids_in(form, target.read_bytes()) == [row[0] for row in listed]


def test_an_unknown_value_of_a_filter_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    run = cli("export", "csv", "--group", "themtic", "-o", str(tmp_path / "out.csv"))
    assert (run.status, run.out) == (2, "")
    assert "did you mean 'Thematic'?" in run.err
    assert not list(tmp_path.iterdir())


# -- the real plan -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_text_formats_are_those_of_list(cli: Cli, golden: Golden, form: str) -> None:
    golden(f"list.{form}", cli("export", form).out)


def test_page_of_the_real_plan(cli: Cli, golden: Golden) -> None:
    golden("export/workplan.html", cli("export", "html").out)


def test_workbook_of_the_real_plan(cli: Cli, golden: Golden, tmp_path: Path) -> None:
    assert cli("export", "xlsx", "-o", str(tmp_path / "plan.xlsx")).status == 0
    book = load_workbook(tmp_path / "plan.xlsx")
    lines = []
    for sheet in book:
        lines.append(f"== {sheet.title} {sheet.freeze_panes or ''} {sheet.auto_filter.ref or ''}".rstrip())
        for row in sheet.iter_rows(values_only=True):
            cells = (f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value or "") for value in row)
            lines.append("\t".join(cells).rstrip("\t"))
    golden("export/workplan.xlsx.txt", "\n".join([*lines, ""]))


# -- where it writes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_holds_what_a_pipe_gets(form: str, tmp_path: Path) -> None:
    target = tmp_path / f"plan.{form}"
    run = start("export", form, "--phase", "III", "-o", str(target))
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")
    for output in ([], ["-o", "-"], ["--output", "/dev/stdout"]):
        piped = start("export", form, "--phase", "III", *output)
        assert (piped.returncode, piped.stderr) == (0, b"")
        assert piped.stdout == target.read_bytes()


def test_a_new_file_has_the_permissions_of_any_new_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    cli("export", "csv", "-o", str(tmp_path / "new.csv"))
    assert (tmp_path / "new.csv").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_an_old_file_is_replaced_whole(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(b"x" * 1_000_000)
    target.chmod(0o640)
    with target.open("rb") as reader:
        assert cli("export", "json", "--phase", "II", "-o", str(target)).status == 0
        # A program that had it open still reads the old file: it was not written into.
        assert reader.read() == b"x" * 1_000_000
    assert len(ids_in("json", target.read_bytes())) == 9
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


@pytest.mark.parametrize("form", ["ics", *FORMATS])
def test_a_file_of_the_same_bytes_is_left_as_it_is(cli: Cli, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"plan.{form}"
    command = ("export", form, "--plan", str(DATA), "-o", str(target))
    assert cli(*command).status == 0
    target.chmod(0o640)
    os.utime(target, ns=(0, 0))
    before = target.stat()
    assert cli(*command).status == 0
    after = target.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_mode) == (before.st_ino, 0, before.st_mode)
    assert list(tmp_path.iterdir()) == [target]
    assert cli(*command, "--phase", "I").status == 0
    assert target.stat().st_mtime_ns > 0


def test_a_file_has_a_name(cli: Cli) -> None:
    for form in ("csv", "ics"):
        run = cli("export", form, "-o", "")
        assert (run.status, run.out) == (2, "")
        assert "no file is named; '-' is standard output" in run.err


@pytest.mark.parametrize("name", ["new/", "new/.", "new/..", "there/", "there/there/", ".", ".."])
def test_a_folder_is_no_file(cli: Cli, tmp_path: Path, name: str) -> None:
    """Without its last "/", the name of a folder that is not there would be one of a file."""
    (tmp_path / "there").mkdir()
    target = f"{tmp_path}/{name}"
    reports = [("check", "--report", f"sarif={target}")]
    for command in [*(("export", form, "-o", target) for form in FORMATS), *reports]:
        run = cli(*command)
        assert (run.status, run.out) == (2, "")
        assert f"{target!r} names a folder: add the name of the file" in run.err
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]


def slow_export(target: Path, wait: str) -> subprocess.Popen[bytes]:
    """Begin an export that does `wait` when it has written a part; wait until it has."""
    code = (
        "import sys, time, os, signal\n"
        "from pathlib import Path\n"
        "from gcmplan.cli.output import write_file\n"
        "def parts():\n"
        "    yield 'a part'\n"
        "    print('begun', flush=True)\n"
        f"    {wait}\n"
        "write_file(Path(sys.argv[1]), parts())\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code, target], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert run.stdout
    assert run.stdout.readline() == b"begun\n"
    return run


def test_what_a_killed_run_left_is_cleared_away(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "plan.csv"
    with slow_export(target, "sys.stdin.read()") as killed:
        killed.kill()
    left = [path.name for path in tmp_path.iterdir()]
    assert [name.startswith(".gcmplan-") and name.endswith(".tmp") for name in left] == [True]
    (tmp_path / ".gcmplan-notes").write_text("not ours")
    (tmp_path / ".gcmplan-folder.tmp").mkdir()
    (tmp_path / ".gcmplan-link.tmp").symlink_to(tmp_path / ".gcmplan-notes")
    os.mkfifo(tmp_path / ".gcmplan-pipe.tmp")
    assert cli("export", "csv", "-o", str(target)).status == 0
    assert not (tmp_path / left[0]).exists()
    assert (tmp_path / ".gcmplan-notes").read_text() == "not ours"


def test_what_another_run_writes_stays(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "slow.txt"
    with slow_export(target, "sys.stdin.read()") as slow:
        for name in ("plan.csv", "slow.txt"):
            assert cli("export", "csv", "-o", str(tmp_path / name)).status == 0
        assert len(list(tmp_path.glob(".gcmplan-*.tmp"))) == 1
        assert slow.stdin
        slow.stdin.close()
    assert slow.returncode == 0
    assert target.read_text() == "a part"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.csv", "slow.txt"]


def test_an_interrupted_run_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "plan.csv"
    target.write_text("old")
    with slow_export(target, "time.sleep(600)") as run:
        run.send_signal(signal.SIGINT)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("plan.csv", "old")]


def test_a_link_stays_a_link(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link, target = tmp_path / "plan.csv", tmp_path / "there" / "real.csv"
    target.write_text("old")
    link.symlink_to(target)
    assert cli("export", "csv", "-o", str(link)).status == 0
    assert link.is_symlink()
    assert len(ids_in("csv", target.read_bytes())) == 67
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["real.csv"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_disk_that_is_full_leaves_the_old_file(form: str, tmp_path: Path) -> None:
    target = tmp_path / "plan"
    target.write_text("old")
    script = f"ulimit -f 2; exec {' '.join(GCMPLAN)} export {form} -o {target}"
    # The program that measures the coverage would meet the limit, too.
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
    environment = inherited | {"TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(["bash", "-c", script], check=False, capture_output=True, cwd=ROOT, env=environment)
    assert run.returncode == 2
    assert b"file too large" in run.stderr.lower()
    assert b"Traceback" not in run.stderr
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_a_plan_that_is_broken_leaves_the_old_file(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    broken = tmp_path / "data" / "workplan.yaml"
    broken.write_text(broken.read_text(encoding="utf-8").replace("8-9 May 2017", "8-9 Mai 2017", 1), encoding="utf-8")
    (tmp_path / "plan.html").write_text("old")
    run = start("export", "html", "-o", "plan.html", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, b"")
    assert b"write '8-9 May 2017'" in run.stderr
    assert (tmp_path / "plan.html").read_text() == "old"


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("no/such/folder/plan.csv", "cannot write {}/no/such/folder/plan.csv: there is no folder {}/no/such/folder"),
        ("", "cannot write {}: is a directory"),
        ("a\0b", "null"),
        ("loop", "cannot write {}/loop: "),
        ("/proc/plan.csv", "cannot write /proc/plan.csv: no such file or directory"),
        ("file/plan.csv", "cannot write {}/file/plan.csv: not a directory"),
    ],
)
def test_where_it_cannot_write(cli: Cli, tmp_path: Path, target: str, reason: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").touch()
    run = cli("export", "csv", "-o", str(tmp_path / target))
    assert (run.status, run.out) == (2, "")
    assert reason.replace("{}", str(tmp_path)) in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize("output", [[], ["-o", "-"]])
def test_a_workbook_does_not_go_to_a_terminal(output: list[str]) -> None:
    out = on_screen("export", "xlsx", *output)
    assert "Error" in out
    assert "'-o workplan.xlsx'" in out
    assert "PK" not in out


def test_text_may_go_to_a_terminal() -> None:
    assert "thematic-1" in on_screen("export", "csv", "--grep", "xenophobia")


@pytest.mark.parametrize("form", FORMATS)
def test_a_pipe_that_is_closed_ends_it_quietly(form: str) -> None:
    script = f"{' '.join(GCMPLAN)} export {form} | true; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", script], check=True, capture_output=True, text=True, cwd=ROOT)
    assert (run.stdout, run.stderr) == ("0\n", "")


# -- the same bytes ----------------------------------------------------------------------------------------------------

PLACES = [
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Pacific/Pago_Pago", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"},
    {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0", "PYTHONHASHSEED": "3"},
]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_bytes_anywhere(form: str, tmp_path: Path) -> None:
    """Under other time zones, locales, hash seeds, umasks and working folders, for one plan at one path."""
    contents = set()
    for number, environment in enumerate(PLACES):
        folder = tmp_path / str(number)
        folder.mkdir()
        script = f"umask 0{number}{number}; exec {' '.join(GCMPLAN)} export {form} --plan {DATA} -o out"
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("GCMPLAN", "LC_", "LANG"))}
        subprocess.run(["bash", "-c", script], check=True, cwd=folder, env=clean | environment)
        contents.add((folder / "out").read_bytes())
    assert len(contents) == 1


def test_start_up_makes_no_command_of_a_format() -> None:
    code = (
        "import sys; sys.argv = ['gcmplan', 'rule', 'GP101']\n"
        "from gcmplan.cli.app import main\n"
        "try: main()\n"
        "finally: print(*(name for name in sys.modules if 'export' in name), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert run.stderr.split() == []


@pytest.mark.parametrize("name", ["ics", "json", "csv", "markdown", "html", "xlsx"])
def test_the_help_of_a_format_begins_with_its_usage(name: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "gcmplan", "export", name, "--help"], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[0] == f"Usage: gcmplan export {name} [OPTIONS]"
