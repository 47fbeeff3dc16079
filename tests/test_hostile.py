"""Broken and hostile plans: each gives exactly the problems expected, all in one run and each with its place.

`hostile/expected.tsv` has a line for each problem of each file in `hostile/`, and one with `-` for a file that is odd
and yet fine. What is too big for git is written by a recipe, and loaded in a process whose memory is measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from mutations import check_problem, lines_of

from gcmplan.errors import BrokenPlanError, UnreadablePlanError
from gcmplan.load import File, PlanFiles, load_files, load_plan, read_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from gcmplan.problem import Problem

HOSTILE = Path(__file__).parent / "hostile"
PLAIN = HOSTILE / "fine-plain.yaml"
MOST_MEGABYTES = 200
HANGS_AFTER = 20


class Expected(NamedTuple):
    """A problem as `expected.tsv` lists it; message and hint are pieces of the whole."""

    file: str
    code: str
    line: int
    column: int
    length: int
    message: str
    hint: str


def read_expected() -> dict[str, list[Expected]]:
    """Read `expected.tsv`: the problems of each file, in order of place and code."""
    expected: dict[str, list[Expected]] = {}
    for row in (HOSTILE / "expected.tsv").read_text(encoding="utf-8").split("\n")[1:-1]:
        name, code, *rest = row.split("\t")
        problems = expected.setdefault(name, [])
        if code != "-":
            line, column, length, message, hint = rest
            problems.append(Expected(name, code, int(line), int(column), int(length), message, hint))
    return expected


EXPECTED = read_expected()


def files_of(name: str) -> PlanFiles:
    """Return a plan of which one file is that of the corpus: `bodies-…` and `places-…` stand for those."""
    path = HOSTILE / name
    role = name.partition("-")[0]
    if role in {"bodies", "places"}:
        return read_files(PLAIN)._replace(**{role: File(path.as_posix(), path.read_bytes())})
    return read_files(path)


def problems_of(files: PlanFiles) -> list[Problem]:
    """Return what forbids loading a plan, in order of place and code; nothing if it loads."""
    try:
        load_files(files)
    except BrokenPlanError as error:
        return sorted(error.problems, key=lambda problem: (problem.position, problem.code))
    return []


def told(problem: Problem | None, expected: Expected | None) -> Expected | None:
    """Return a problem as `expected.tsv` would list it: the pieces expected, where they are found."""
    if problem is None:
        return None
    path, *place = problem.position
    message, hint = (expected.message, expected.hint) if expected else (problem.message, problem.hint)
    return Expected(
        Path(path).name,
        problem.code,
        *place,
        message if message in problem.message else problem.message,
        hint if hint in problem.hint else problem.hint,
    )


def test_corpus_is_complete() -> None:
    """Each file has its line in `expected.tsv`, and the other way round."""
    assert set(EXPECTED) == {path.name for path in HOSTILE.glob("*.yaml")} - {"bodies.yaml", "places.yaml"}
    assert sum(bool(problems) for problems in EXPECTED.values()) >= 110


@pytest.mark.parametrize("name", EXPECTED)
def test_file(name: str) -> None:
    """All problems of the file, none more; each in words of one line, and with a place within the file."""
    files = files_of(name)
    problems = problems_of(files)
    pairs = list(zip_longest(problems, EXPECTED[name]))
    assert [told(problem, expected) for problem, expected in pairs] == [expected for _, expected in pairs]
    lines = {file.path: lines_of(file.data) for file in files if file}
    for problem in problems:
        check_problem(problem, lines)


@pytest.mark.parametrize("role", ["bodies", "places"])
@pytest.mark.parametrize("data", [b"\xff", b"a: b: c", b"", b"- a"], ids=["not-utf8", "not-yaml", "empty", "list"])
def test_names_in_a_file_that_cannot_be_read_are_not_called_unknown(role: str, data: bytes) -> None:
    """One broken file does not make every reference to it a problem too."""
    files = read_files(HOSTILE / "fine-names-bodies-and-places.yaml")
    [problem] = problems_of(files._replace(**{role: File(f"{role}.yaml", data)}))
    assert problem.position.path == f"{role}.yaml"


def test_names_without_their_files() -> None:
    """Without bodies.yaml and places.yaml no name of a body or a place is known."""
    files = read_files(HOSTILE / "fine-names-bodies-and-places.yaml")
    problems = problems_of(PlanFiles(files.workplan))
    assert [problem.code for problem in problems] == ["GP005", "GP005"]
    assert [problem.message for problem in problems] == [
        "'one-state' is not in bodies.yaml, which is not there",
        "'Norway' is not in places.yaml, which is not there",
    ]
    assert problems_of(PlanFiles(read_files(PLAIN).workplan)) == []


# -- what is no file -------------------------------------------------------------------------------------------------


def link_to_folder(path: Path) -> None:
    path.symlink_to(path.parent, target_is_directory=True)


def unreadable(path: Path) -> None:
    path.write_bytes(PLAIN.read_bytes())
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("root reads everything")


@pytest.mark.parametrize("name", ["workplan.yaml", "bodies.yaml", "places.yaml"])
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(os.mkfifo, "not a regular file", id="fifo"),
        pytest.param(Path.mkdir, "is a directory", id="folder"),
        pytest.param(link_to_folder, "is a directory", id="link-to-folder"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), "not a regular file", id="link-to-device"),
        pytest.param(lambda path: path.symlink_to("nowhere"), "no such file", id="dangling-link"),
        pytest.param(lambda path: path.symlink_to(path), "symbolic links", id="link-to-itself"),
        pytest.param(unreadable, "permission denied", id="unreadable"),
    ],
)
def test_what_is_no_file(tmp_path: Path, name: str, make: Callable[[Path], object], reason: str) -> None:
    """Each is refused at once, by its name and with the reason, whichever file of the plan it stands for."""
    if name != "workplan.yaml":
        (tmp_path / "workplan.yaml").write_bytes(PLAIN.read_bytes())
    make(tmp_path / name)
    with pytest.raises(UnreadablePlanError, match=f"{name}: .*{reason}") as raised:
        load_plan(tmp_path)
    assert raised.value.hint


@pytest.mark.parametrize(
    "path", [Path("nowhere"), Path("x" * 5_000), Path("a\0b"), Path("/dev/null/x"), Path("\udcff")], ids=ascii
)
def test_paths_to_nothing(path: Path) -> None:
    """A path that leads nowhere, or that no file can have, is refused in words."""
    with pytest.raises(UnreadablePlanError, match="cannot read"):
        load_plan(path)


def test_file_of_ten_gigabytes(tmp_path: Path) -> None:
    """No more of a file is read than is needed to tell that it is too big."""
    path = tmp_path / "workplan.yaml"
    path.touch()
    os.truncate(path, 10**10)
    [problem] = problems_of(read_files(path))
    assert problem.message == "the file has more than 5,000,000 bytes"


# -- what is too big for git -----------------------------------------------------------------------------------------

MOST_BYTES = 5_000_000
HEAD = PLAIN.read_bytes().partition(b"  - id: first\n")[0]
EVENT = "  - {{id: {}, title: A, group: {}, kind: meeting, when: {}, source: A{}}}\n"


class Told(NamedTuple):
    """Problems of one code whose messages share some words; the place of the first of them."""

    code: str
    message: str
    line: int
    column: int
    count: int = 1


class Recipe(NamedTuple):
    """How to write a big file, and what is wrong with it."""

    name: str
    data: Callable[[], bytes]
    told: tuple[Told, ...] = ()
    file: str = "workplan.yaml"


def events(row: str, count: int) -> bytes:
    """Return a plan with many events; `{}` in a row is its number."""
    return HEAD + "".join(row.format(number) for number in range(count)).encode()


def with_value(key: str, value: bytes) -> bytes:
    """Return a plan whose event has a value that fills the file."""
    return PLAIN.read_bytes().partition(b"    source")[0].replace(b"    %s" % key.encode(), b"    #") + b"    %s: %s\n    source: A\n" % (key.encode(), value)
