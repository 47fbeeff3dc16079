"""Broken and hostile plans: each gives exactly the problems expected, all in one run and each with its place.

`hostile/expected.tsv` has a line for each problem of each file in `hostile/`, and one with `-` for a file that is odd
and yet fine. A file that is too big for git is written by a recipe, and loaded in a process whose memory is measured.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import ROOT
from gcmplan.errors import UnreadablePlanError
from gcmplan.files.folder import File, PlanFiles, read_files
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_files, load_plan
from mutations import check_problem, lines_of
from rule_examples import files_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from gcmplan.problems.problem import Problem

HOSTILE = ROOT / "tests" / "hostile"
PLAIN = HOSTILE / "fine-plain.yaml"
MOST_MEGABYTES = 200
HANGS_AFTER = 20
LONGEST_MESSAGE = 500


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
    """Return a plan with one file of the corpus: `bodies-…`, `places-…`, `session-…` are names for those."""
    path = HOSTILE / name
    role = name.partition("-")[0]
    if role in {"bodies", "places"}:
        file = File(path.as_posix(), path.read_bytes())
        files = read_files(PLAIN)
        return files._replace(bodies=file) if role == "bodies" else files._replace(places=file)
    if role == "session":
        return read_files(PLAIN)._replace(sessions=(File(path.as_posix(), path.read_bytes()),))
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
    path, line, column, length = problem.position
    message, hint = (expected.message, expected.hint) if expected else (problem.message, problem.hint)
    return Expected(
        Path(path).name,
        problem.code,
        line,
        column,
        length,
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
    lines = {file.path: lines_of(file.data) for file in files_in(files)}
    for problem in problems:
        check_problem(problem, lines)


@pytest.mark.parametrize("name", ["missing-in-event.yaml", "root-empty-mapping.yaml"])
def test_fingerprints_tell_problems_apart(name: str) -> None:
    """No two keys that are missing pass for the same problem."""
    problems = problems_of(files_of(name))
    assert len({problem.fingerprint for problem in problems}) == len(problems)


@pytest.mark.parametrize("role", ["bodies", "places"])
@pytest.mark.parametrize("data", [b"\xff", b"a: [b", b"", b"- a"], ids=["not-utf8", "not-yaml", "empty", "list"])
def test_names_in_a_file_that_cannot_be_read_are_not_called_unknown(role: str, data: bytes) -> None:
    """One broken file does not make every reference to it a problem too."""
    files = read_files(HOSTILE / "fine-names-bodies-and-places.yaml")
    file = File(f"{role}.yaml", data)
    broken = files._replace(bodies=file) if role == "bodies" else files._replace(places=file)
    [problem] = problems_of(broken)
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


@pytest.mark.parametrize("name", ["workplan.yaml", "bodies.yaml", "places.yaml", "observances.yaml"])
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(os.mkfifo, "not a regular file", id="fifo"),
        pytest.param(unreadable, "permission denied", id="unreadable"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, make: Callable[[Path], object], reason: str) -> None:
    """Each is refused at once, by its name and with the reason, whichever file of the plan it replaces."""
    if name != "workplan.yaml":
        (tmp_path / "workplan.yaml").write_bytes(PLAIN.read_bytes())
    make(tmp_path / name)
    with pytest.raises(UnreadablePlanError, match=f"{name}: .*{reason}") as raised:
        load_plan(tmp_path)
    assert raised.value.hint


@pytest.mark.parametrize("name", ["workplan.yaml", "bodies.yaml", "places.yaml", "observances.yaml"])
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(Path.mkdir, "it is a folder", id="folder"),
        pytest.param(link_to_folder, "it is a symbolic link", id="link-to-folder"),
        pytest.param(lambda path: path.symlink_to(PLAIN), "it is a symbolic link", id="link-to-file"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), "it is a symbolic link", id="link-to-device"),
        pytest.param(lambda path: path.symlink_to("nowhere"), "it is a symbolic link", id="dangling-link"),
        pytest.param(lambda path: path.symlink_to(path), "it is a symbolic link", id="link-to-itself"),
    ],
)
def test_what_is_no_file(tmp_path: Path, name: str, make: Callable[[Path], object], reason: str) -> None:
    """Each is a problem among the others, with its place, whichever file of the plan it replaces."""
    files = {"workplan.yaml": PLAIN.read_bytes(), "bodies.yaml": b"states: x\n"}
    for other in files.keys() - {name}:
        (tmp_path / other).write_bytes(files[other])
    make(tmp_path / name)
    with pytest.raises(BrokenPlanError) as raised:
        load_plan(tmp_path)
    refused = [problem for problem in raised.value.problems if problem.code == "GP001"]
    assert [str(problem.position) for problem in refused] == [f"{tmp_path / name}:1:1"]
    assert refused[0].message.startswith(reason)
    assert refused[0].hint
    assert (name == "bodies.yaml") != ("GP002" in {problem.code for problem in raised.value.problems})


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(Path("nowhere"), id="missing"),
        pytest.param(Path("x" * 5_000), id="too-long"),
        pytest.param(Path("a\0b"), id="nul"),
        pytest.param(Path("\udcff"), id="not-utf8"),
        pytest.param(Path("/dev/null/x"), id="below-a-file"),
    ],
)
def test_paths_to_nothing(path: Path) -> None:
    """A path that leads nowhere, or that no file can have, is refused in words."""
    with pytest.raises(UnreadablePlanError, match="cannot read"):
        load_plan(path)


def test_file_of_ten_gigabytes(tmp_path: Path) -> None:
    """No more of a file is read than is needed to see that it is too big."""
    path = tmp_path / "workplan.yaml"
    path.touch()
    os.truncate(path, 10**10)
    [problem] = problems_of(read_files(path))
    assert problem.message == "the file has more than 5,000,000 bytes"


# -- what is too big for git -----------------------------------------------------------------------------------------

MOST_BYTES = 5_000_000
HEAD, FIRST, EVENT = PLAIN.read_bytes().partition(b"  - id: first\n")
ROW = "  - {{id: {}, title: A, group: process, kind: meeting, when: TBC, after: [{}], source: A}}\n"


class Told(NamedTuple):
    """Problems of one code whose messages share some words; the place of the first of them."""

    code: str
    message: str
    line: int
    column: int
    times: int = 1


class Recipe(NamedTuple):
    """How to write a big file, and what is wrong with it."""

    name: str
    write: Callable[[], bytes]
    told: tuple[Told, ...] = ()
    file: str = "workplan.yaml"


def rows(row: str, count: int) -> bytes:
    """Return a plan with many rows as its events; `{}` in a row is its number."""
    return HEAD + "".join(f"  - {row}\n".format(number) for number in range(count)).encode()


def value(key: str, text: bytes) -> bytes:
    """Return a plan whose event has another value for a key, in its last line."""
    name = key.encode()
    return HEAD + FIRST + re.sub(rb"(?m)^    %s: .*\n" % name, b"", EVENT) + b"    %s: %s\n" % (name, text)


def filled(start: bytes, piece: bytes, end: bytes = b"") -> bytes:
    """Return a file of as many bytes as are allowed, with a piece over and over between start and end."""
    return start + piece * ((MOST_BYTES - len(start) - len(end)) // len(piece)) + end


def long(key: str, start: str, piece: str, end: str = "") -> bytes:
    """Return a plan whose event has a value of 4 MB."""
    return value(key, f"{start}{piece * (4_000_000 // len(piece))}{end}".encode())


def unknown_names() -> bytes:
    """Return a plan in which 200 events come after one that is none of 14,000, but nearly."""
    good = "".join(ROW.format(f"event-number-{number}", "") for number in range(14_000))
    lost = "".join(ROW.format(f"late-{number}", f"event-number-{number}x") for number in range(200))
    return HEAD + (good + lost).encode()


TOO_MANY = "the file has too many keys and values"
DEEP = "more than 40 levels deep"
UNREAD = "the rest was not read"
UNTOLD = "the rest are not shown"
RECIPES = (
    # bytes and lines
    Recipe("too-big", lambda: filled(b"", b"#") + b"#", (Told("GP001", "more than 5,000,000 bytes", 1, 1),)),
    Recipe("as-big-as-allowed", lambda: filled(PLAIN.read_bytes(), b"#")),
    Recipe("nul", lambda: filled(b"", b"\0"), (Told("GP001", "U+0000", 1, 1),)),
    Recipe("not-utf8", lambda: filled(b"\n", b"\xfe"), (Told("GP001", "0xfe", 2, 1),)),
    Recipe("blanks", lambda: filled(b"", b" "), (Told("GP002", "the file is empty", 1, 1),)),
    Recipe("carriage-returns", lambda: filled(b"", b"\r"), (Told("GP002", "the file is empty", 1, 1),)),
    Recipe("comments", lambda: filled(b"", b"#\n", PLAIN.read_bytes())),
    Recipe(
        "lines-before-problem", lambda: HEAD + b"\n" * 4_900_000 + b"  - x\n", (Told("GP002", "'x'", 4_900_012, 5),)
    ),
    Recipe("lines-before-control", lambda: b"\n" * 4_900_000 + b"\x1b", (Told("GP001", "U+001B", 4_900_001, 1),)),
    Recipe(
        "problems-in-one-line",
        lambda: (
            HEAD.replace(b"events:\n", b"events: [")
            + b"{id: %s}, " % ("\N{GRINNING FACE}" * 40).encode() * 28_000
            + b"]"
        ),
        (
            Told("GP002", "'id' is", 11, 15, 50),
            Told("GP002", "is missing", 11, 10, 150),
            Told("GP002", UNTOLD, 11, 2362),
        ),
    ),
    # depth
    Recipe("flow-lists", lambda: b"title: " + b"[" * 50_000, (Told("GP001", DEEP, 1, 47),)),
    Recipe("flow-mappings", lambda: b"{a: " * 50_000, (Told("GP001", DEEP, 1, 161),)),
    Recipe("block-lists", lambda: b"- " * 50_000, (Told("GP001", DEEP, 1, 81),)),
    Recipe(
        "block-mappings", lambda: b"".join(b" " * n + b"a:\n" for n in range(3_000)), (Told("GP001", DEEP, 41, 41),)
    ),
    Recipe("explicit-keys", lambda: b"? " * 50_000, (Told("GP001", DEEP, 1, 81),)),
    Recipe("deep-enough", lambda: value("note", b"[" * 37 + b"]" * 37), (Told("GP002", "'note' is a list", 18, 11),)),
    Recipe("too-deep", lambda: value("note", b"[" * 38 + b"]" * 38), (Told("GP001", DEEP, 18, 48),)),
    # aliases, anchors, tags, merge keys
    Recipe("aliases", lambda: rows("*a", 240_000), (Told("GP001", "'*a'", 12, 5, 200), Told("GP001", UNREAD, 211, 5))),
    Recipe(
        "aliases-in-a-list",
        lambda: value("after", b"[" + b"*a, " * 100_000 + b"]"),
        (Told("GP001", "'*a'", 18, 13, 200), Told("GP001", UNREAD, 18, 809)),
    ),
    Recipe(
        "anchors", lambda: rows("&a{} x", 200_000), (Told("GP001", "'&a", 12, 5, 200), Told("GP001", UNREAD, 211, 5))
    ),
    Recipe("tags", lambda: rows("!!a:b x", 200_000), (Told("GP001", "tag", 12, 5, 200), Told("GP001", UNREAD, 211, 5))),
    Recipe(
        "merge-bomb",
        lambda: b"a: &a {}\n" + b"".join(b"x%d: &x%d {<<: [*a, *a]}\n" % (n, n) for n in range(30_000)),
        (
            Told("GP001", "anchor", 1, 4, 51),
            Told("GP001", "merge key", 2, 10, 49),
            Told("GP001", "alias", 2, 15, 100),
            Told("GP001", UNREAD, 51, 21),
        ),
    ),
    # many
    Recipe("million-items", lambda: HEAD + b"  - a\n" * 800_000, (Told("GP001", TOO_MANY, 249_988, 5),)),
    Recipe("300000-events", lambda: rows("{{}}", 300_000), (Told("GP001", TOO_MANY, 249_988, 5),)),
    Recipe(
        "240000-events",
        lambda: rows("{{}}", 240_000),
        (Told("GP002", "is missing", 12, 5, 200), Told("GP002", UNTOLD, 61, 5)),
    ),
    Recipe(
        "80000-bad-events",
        lambda: rows("{{i: 1}}", 80_000),
        (
            Told("GP002", "is missing", 12, 5, 150),
            Told("GP002", "'i' is not known", 12, 6, 50),
            Told("GP002", UNTOLD, 61, 6),
        ),
    ),
    Recipe("100000-bad-events", lambda: rows("{{i: 1}}", 100_000), (Told("GP001", TOO_MANY, 83_337, 6),)),
    Recipe(
        "100000-unknown-keys",
        lambda: HEAD + b"".join(b"k%d: 1\n" % n for n in range(100_000)),
        (Told("GP001", "more than 1,000 keys", 1_007, 7),),
    ),
    Recipe(
        "same-key",
        lambda: HEAD + b"title: x\n" * 100_000,
        (Told("GP006", "'title'", 12, 1, 200), Told("GP001", UNREAD, 211, 1)),
    ),
    Recipe(
        "same-id",
        lambda: rows("{{id: a}}", 80_000),
        (Told("GP002", "is missing in 'a'", 12, 5, 200), Told("GP002", UNTOLD, 78, 5)),
    ),
    Recipe(
        "unknown-names",
        unknown_names,
        (Told("GP005", "is not in 'events'", 14_012, 78, 200), Told("GP002", UNTOLD, 14_211, 80)),
    ),
    Recipe("good-events", lambda: HEAD + "".join(ROW.format(f"event-{n}", "") for n in range(16_000)).encode()),
    Recipe(
        "members",
        lambda: b"bodies:\n  - members: [" + b"CHE, " * 2_000 + b"]\n",
        (Told("GP001", "more than 1,000 items", 2, 5_015),),
        "bodies.yaml",
    ),
    # long
    Recipe("title", lambda: long("title", "", "x"), (Told("GP002", "'title' has 4,000,000 characters", 17, 12),)),
    Recipe("when", lambda: long("when", "", "8 May 2017 and"), (Told("GP003", "a date of", 17, 11),)),
    Recipe("hours", lambda: long("hours", "", "10:00-13:00 and "), (Told("GP002", "'hours'", 18, 12),)),
    Recipe("hours-with-blanks", lambda: long("hours", '"10:00', " ", '-09:00"'), (Told("GP002", "'hours'", 18, 13),)),
    Recipe(
        "place",
        lambda: long("place", "", "TBC "),
        (Told("GP002", "'place'", 18, 12), Told("GP005", "is not in places.yaml", 18, 12)),
    ),
    Recipe(
        "place-with-blanks",
        lambda: long("place", '"a', " ", 'x"'),
        (Told("GP002", "'place'", 18, 13), Told("GP005", "is not in places.yaml", 18, 13)),
    ),
    Recipe("url", lambda: long("url", "https://", "x"), (Told("GP002", "'url' has 4,000,008 characters", 18, 10),)),
    Recipe(
        "zone",
        lambda: b"places:\n  - {name: A, country: CH, timezone: %s}\n" % (b"x/" * 2_000_000),
        (Told("GP002", "'timezone' is not a zone", 2, 38),),
        "places.yaml",
    ),
    Recipe("key", lambda: HEAD + b"? " + b"x" * 4_000_000 + b"\n: y\n", (Told("GP002", "is not known", 12, 3),)),
    Recipe("escapes", lambda: long("title", '"', r"\x41", '"'), (Told("GP002", "1,000,000 characters", 17, 12),)),
    Recipe("folded", lambda: long("title", '"', "x\n  ", '"'), (Told("GP002", "2,000,000 characters", 17, 12),)),
    Recipe("literal", lambda: long("note", "|\n", "\n", "      x"), (Told("GP002", "characters", 18, 11),)),
    Recipe("open-quote", lambda: long("title", '"', "x\n"), (Told("GP001", "unexpected end of stream", 2_000_018, 1),)),
    Recipe(
        "open-bracket", lambda: long("after", "[", "x,\n       "), (Told("GP001", "more than 1,000 items", 1_018, 8),)
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_big_file(recipe: Recipe, tmp_path: Path) -> None:
    """No more memory than is allowed, and the problems expected; the time limit is only there for what never ends."""
    (tmp_path / "workplan.yaml").write_bytes(PLAIN.read_bytes())
    (tmp_path / recipe.file).write_bytes(recipe.write())
    loaded = subprocess.run(
        [sys.executable, HOSTILE / "measure.py", tmp_path],
        capture_output=True,
        check=True,
        env={key: text for key, text in os.environ.items() if not key.startswith("COV")},  # a tracer needs memory too
        timeout=HANGS_AFTER,
    )
    result = json.loads(loaded.stdout)
    problems = result["problems"]
    for code, message, line, column, times in recipe.told:
        found = [problem for problem in problems if problem["code"] == code and message in problem["message"]]
        assert [(problem["line"], problem["column"]) for problem in found[:1]] == [(line, column)]
        assert len(found) == times
    assert len(problems) == sum(told.times for told in recipe.told)
    assert all(len(problem["message"]) < LONGEST_MESSAGE and problem["hint"] for problem in problems)
    assert result["megabytes"] < MOST_MEGABYTES
