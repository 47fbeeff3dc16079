"""Broken and hostile plans: each gives exactly the problems expected, all in one run and each with its place.

`hostile/expected.tsv` has a line for each problem of each file in `hostile/`, and one with `-` for a file that is odd
and yet fine. What is too big for git is written by a recipe, and loaded in a process whose memory is measured.
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
HEAD, FIRST, EVENT = PLAIN.read_bytes().partition(b"  - id: first\n")
ROW = "  - {{id: {}, title: A, group: {}, kind: meeting, when: TBC, after: [{}], source: A}}\n"


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
    write: Callable[[], bytes]
    told: tuple[Told, ...] = ()
    file: str = "workplan.yaml"


def rows(row: str, count: int) -> bytes:
    """Return a plan with many rows as its events; `{}` in a row is its number."""
    return HEAD + "".join(row.format(number) for number in range(count)).encode()


def value(key: str, text: bytes) -> bytes:
    """Return a plan whose event has another value for a key, in its last line."""
    name = key.encode()
    return HEAD + FIRST + re.sub(rb"(?m)^    %s: .*\n" % name, b"", EVENT) + b"    %s: %s\n" % (name, text)


def filled(start: bytes, piece: bytes, end: bytes = b"") -> bytes:
    """Return a file of as many bytes as are allowed, with a piece over and over between start and end."""
    count = (MOST_BYTES - len(start) - len(end)) // len(piece)
    return start + piece * count + end


def nested_by_indentation() -> bytes:
    """Return 3,000 mappings, each in the one above."""
    return b"".join(b" " * depth + b"a:\n" for depth in range(3_000))


def unknown_names() -> bytes:
    """Return as many good events as a file may hold, and then 200 that come after one that is nearly among them."""
    good = "".join(ROW.format(f"event-number-{number}", "process", "") for number in range(14_000))
    lost = "".join(ROW.format(f"late-{number}", "process", f"event-number-{number}x") for number in range(200))
    return HEAD + (good + lost).encode()


def places(count: int) -> bytes:
    """Return many places with long names that are much alike."""
    name = "The Conference Room of the Intergovernmental Committee in "
    return b"places:\n" + "".join(f"  - {{name: {name}{number}, country: CH, timezone: UTC}}\n" for number in range(count)).encode()


TOO_MANY = "the file has too many keys and values"
REST = "the rest is not told"
UNREAD = "the rest was not read"
DEEP = "more than 40 levels deep"
RECIPES = (
    Recipe("too-big", lambda: filled(PLAIN.read_bytes(), b"#") + b"#", (Told("GP001", "5,000,000 bytes", 1, 1),)),
    Recipe("as-big-as-allowed", lambda: filled(PLAIN.read_bytes(), b"#")),
    Recipe("nul", lambda: filled(b"", b"\0"), (Told("GP001", "U+0000", 1, 1),)),
    Recipe("not-utf8", lambda: filled(b"\n", b"\xfe"), (Told("GP001", "0xfe", 2, 1),)),
    Recipe("blanks", lambda: filled(b"", b" "), (Told("GP002", "is empty", 1, 1),)),
    Recipe("empty-lines", lambda: filled(b"", b"\n"), (Told("GP002", "is empty", 1, 1),)),
    Recipe("carriage-returns", lambda: filled(b"", b"\r"), (Told("GP002", "is empty", 1, 1),)),
    Recipe("empty-comments", lambda: filled(b"", b"#\n", PLAIN.read_bytes())),
    Recipe("problem-after-empty-lines", lambda: filled(HEAD, b"\n", b"  - first\n"), (Told("GP002", "this entry is the text", 0, 0),)),
    Recipe("control-after-empty-lines", lambda: filled(HEAD, b"\n", b"\x1b"), (Told("GP001", "U+001B", 0, 0),)),
    Recipe("emoji-and-problems-in-one-line", lambda: HEAD[:-8] + b"events: [" + filled(HEAD, "{id: \N{GRINNING FACE}},".encode())[len(HEAD):-9]+ b"]\n"),
    Recipe("flow-lists-deep", lambda: b"title: " + b"[" * 50_000, (Told("GP001", DEEP, 1, 47),)),
    Recipe("flow-mappings-deep", lambda: b"{a: " * 50_000, (Told("GP001", DEEP, 1, 161),)),
    Recipe("block-lists-deep", lambda: b"- " * 50_000, (Told("GP001", DEEP, 1, 81),)),
    Recipe("keys-deep", lambda: b"? " * 50_000, (Told("GP001", DEEP, 1, 81),)),
    Recipe("keys-and-lists-deep", lambda: b"? - " * 1_000_000, (Told("GP001", DEEP, 1, 81),)),
    Recipe("block-mappings-deep", nested_by_indentation, (Told("GP001", DEEP, 41, 41),)),
    Recipe("as-deep-as-allowed", lambda: value("note", b"[" * 37 + b"]" * 37), (Told("GP002", "'note' is a list", 18, 11),)),
    Recipe("one-too-deep", lambda: value("note", b"[" * 38 + b"]" * 38), (Told("GP001", DEEP, 18, 48),)),
    Recipe("aliases", lambda: HEAD + b"  - *a\n" * 240_000),
    Recipe("aliases-in-a-list", lambda: value("after", b"[" + b"*a, " * 100_000 + b"]")),
    Recipe("aliases-as-keys", lambda: HEAD + b"  - {" + b"*a : b, " * 100_000 + b"}\n"),
    Recipe("anchors", lambda: rows("  - &a{} x\n", 200_000)),
    Recipe("tags", lambda: rows("  - !!python/object:os.system x\n", 150_000)),
    Recipe("merge-keys", lambda: rows("  - {{<<: {{}}}}\n", 80_000)),
    Recipe("merge-bomb", lambda: b"a: &a {b: c}\n" + b"".join(b"x%d: &x%d {<<: [*a, *a]}\n" % (n, n) for n in range(30_000))),
    Recipe("laughs", lambda: b"x0: &x0 [ha]\n" + b"".join(b"x%d: &x%d [%s]\n" % (n, n, b", ".join([b"*x%d" % (n - 1)] * 9)) for n in range(1, 100))),
    Recipe("a-million-items", lambda: HEAD + b"  - a\n" * 800_000),
    Recipe("300000-events", lambda: rows("  - {{}}\n", 300_000)),
    Recipe("240000-events", lambda: rows("  - {{}}\n", 240_000)),
    Recipe("240000-nulls", lambda: rows("  -\n", 240_000)),
    Recipe("100000-bad-events", lambda: rows("  - {{i: 1}}\n", 100_000)),
    Recipe("80000-bad-events", lambda: rows("  - {{i: 1}}\n", 80_000)),
    Recipe("unknown-keys", lambda: PLAIN.read_bytes() + b"".join(b"k%d: 1\n" % n for n in range(100_000))),
    Recipe("unknown-keys-of-an-event", lambda: PLAIN.read_bytes() + b"".join(b"    k%d: 1\n" % n for n in range(100_000))),
    Recipe("unknown-keys-of-events", lambda: rows("  - {{" + ", ".join(f"k{n}: 1" for n in range(900)) + "}}\n", 130)),
    Recipe("same-key", lambda: PLAIN.read_bytes() + b"title: x\n" * 100_000),
    Recipe("same-id", lambda: rows("  - {{id: a}}\n", 80_000)),
    Recipe("same-id-in-one-line", lambda: HEAD[:-8] + b"events: [" + b"{id: a}, " * 80_000 + b"]\n"),
    Recipe("good-events", lambda: rows("  - {{id: a{}, title: A, group: process, kind: meeting, when: TBC, source: A}}\n", 19_000)),
    Recipe("unknown-names", unknown_names),
    Recipe("members", lambda: b"bodies:\n  - members: [" + b"CHE, " * 2_000 + b"]\n", file="bodies.yaml"),
    Recipe("after", lambda: value("after", b"[" + b"first, " * 2_000 + b"]")),
    Recipe("title", lambda: value("title", b"x" * 4_900_000)),
    Recipe("id", lambda: value("when", b"x" * 4_900_000)),
    Recipe("when", lambda: value("when", b"8 May 2017 " * 400_000)),
    Recipe("hours", lambda: value("hours", b"10:00-13:00 and " * 300_000)),
    Recipe("hours-blanks", lambda: value("hours", b'"10:00' + b" " * 4_900_000 + b'x"')),
    Recipe("place-blanks", lambda: value("place", b'"a' + b" " * 4_900_000 + b'x"')),
    Recipe("place-tbc", lambda: value("place", b"TBC " * 1_200_000)),
    Recipe("url", lambda: value("url", b"https://" + b"x" * 4_900_000)),
    Recipe("zone", lambda: b"places:\n  - name: A\n    country: CH\n    timezone: " + b"x/" * 2_400_000, file="places.yaml"),
    Recipe("key", lambda: PLAIN.read_bytes() + b"? " + b"x" * 4_900_000 + b"\n: y\n"),
    Recipe("unclosed-quote", lambda: value("title", b'"' + b"x " * 2_400_000)),
    Recipe("unclosed-bracket", lambda: value("after", b"[" + b"x, " * 900)),
    Recipe("escapes", lambda: value("title", b'"' + rb"\x41" * 1_200_000 + b'"')),
    Recipe("quotes", lambda: value("title", b"'" + b"''" * 2_400_000 + b"'")),
    Recipe("folded-lines", lambda: value("title", b'"' + b"x\n  " * 1_200_000 + b'"')),
    Recipe("plain-lines", lambda: value("title", b"x\n      " * 600_000)),
    Recipe("literal-lines", lambda: value("note", b"|\n" + b"\n" * 4_900_000 + b"      x")),
    Recipe("many-places", lambda: places(30_000), file="places.yaml"),
    Recipe("colons", lambda: b"a: " * 1_600_000),
    Recipe("directives", lambda: b"%FOO a\n" * 700_000),
    Recipe("documents", lambda: b"---\n" * 1_200_000),
    Recipe("commas", lambda: b"[" + b"," * 4_900_000),
    Recipe("explicit-keys", lambda: b"? a\n" * 1_200_000),
    Recipe("tabs", lambda: b"\t" * 4_900_000),
    Recipe("bad-quotes", lambda: b"'" * 4_900_000),
    Recipe("crlf", lambda: filled(PLAIN.read_bytes(), b"\r\n")),
)
