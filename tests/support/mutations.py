"""Mutations of a plan's files, and what holds for any bytes whatever: shared by the fuzz test and `bench/fuzz.py`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from gcmplan.dates.when import When
from gcmplan.files.folder import File, PlanFiles, read_files
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_files
from rule_examples import files_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from gcmplan.problems.problem import Position, Problem

DATA = Path(__file__).parent.parent.parent / "data"
LINE_END = re.compile(r"\r\n|\n|\r")
LINE_BREAK = re.compile(r"[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")

TOKENS = (
    b"*a", b"&a ", b"<<: *a\n", b"!!x ", b"!", b"---\n", b"...\n", b"%YAML 1.1\n", b"\t", b"'", b'"', b"[", b"]",
    b"{", b"}", b"? ", b": ", b"- ", b"| ", b">-", b"#", b",", b"@", b"`", b"\n", b"\r", b"\r\n", b"\x00",
    b"\x1b[31m", b"\x7f", b"\x80", b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xe2\x82", b"\xc2\x85",
    b"\xe2\x80\xa8", b"\xef\xbb\xbf", "\u202e\U0001f600".encode(), b"x" * 3_000, b" " * 3_000, b"[" * 3_000,
    b"- " * 3_000, b"9" * 300,
)  # fmt: skip
VALUES = (
    "", "~", "[]", "{}", "''", '" "', '"a\\nb"', '"\\e[31m\\0"', '"\\u2028"', "*a", "&a b", "!!str a", "! a",
    "[a, [b]]", "{a: {b: c}}", "first", "I", "IV", "TBC", "Geneva TBC", "Geneva (TBA)", "10:00-13:00", "13:00-10:00",
    "99:99-99:99", "-1", "1e3", "46.2", "2017-02-30", "2017-04-12", "NO", "no", "CHE", "meeting", "meting",
    "https://example.org/", "javascript:0", "Europe/Zurich", "../../etc/passwd", "'#E69F00'", "|\n      a\n       b",
    ">-\n      8\n      May 2017", "[draft] a", "é" * 100, "x" * 600,
)  # fmt: skip
DATE_WORDS = (
    "8", "9", "30", "31", "0", "2017", "2018", "1944", "2100", "2101", "May", "June", "feb", "December", "Monday",
    "sunday", "-", "/", ",", "to", "and", "between", "days", "day", "in", "of", "week", "quarter", "half", "first",
    "second", "third", "last", "early", "mid", "late", "2017-05-08", "2017-02-30", "2017-08", "TBC", "(TBA)", "(",
    "TBD", "the", "th", "\u2013", "\u0668", "Mai", "99999", ".", "?",
)  # fmt: skip
ROUNDS = (1, 1, 1, 2, 3, 5)


# -- plans to begin with ---------------------------------------------------------------------------------------------


def whole_plan() -> PlanFiles:
    """Read the real plan; its files are named from its folder."""
    return each_file(read_files(DATA), lambda file: File(Path(file.path).relative_to(DATA).as_posix(), file.data))


def each_file(plan: PlanFiles, change: Callable[[File], File]) -> PlanFiles:
    """Return a plan with each of its files changed."""
    return PlanFiles(
        change(plan.workplan),
        plan.bodies and change(plan.bodies),
        plan.places and change(plan.places),
        tuple(map(change, plan.sessions)),
        tuple(map(change, plan.sources)),
        plan.observances and change(plan.observances),
    )


def small_plan(plan: PlanFiles, random: Random) -> PlanFiles:
    """Cut some events out of the real plan, with what they name; only small bodies stay."""
    main, bodies = plan.workplan.data.decode(), plan.bodies.data.decode() if plan.bodies else ""
    chosen = set(random.sample([named(entry) for entry in entries(main, "events")], random.randrange(6, 11)))
    small = {named(entry): entry for entry in entries(bodies, "bodies") if len(entry) < 1_000 and "joint:" not in entry}
    main = cut(main, policies={"negotiation-days"}, deadlines={"special-accreditation"}, events=chosen)
    main = re.sub(r"(?m)^      - (.+)\n", lambda line: line[0] if line[1] in chosen else "", main)
    main = re.sub(r"(?m)^    (after|event):\n(?!      - )", "", main)
    main = re.sub(
        r"(?m)^    events: \[(.+)\]\n", lambda line: line[0] if {*line[1].split(", ")} <= chosen else "", main
    )
    main = re.sub(r"(?m)^    body: (.+)\n", lambda line: line[0] if line[1] in small else "", main)
    kept = set(re.findall(r"(?m)^    body: (.+)$", main))
    members = set(re.findall(r"\b[A-Z]{3}\b", "".join(small[name] for name in kept)))
    bodies = cut(bodies, bodies=kept, states=members)
    sessions = tuple(file for file in plan.sessions if chosen.intersection(values_of(file, "event")))
    sources = tuple(
        file._replace(data=cut(file.data.decode(), events=chosen).encode())
        for file in plan.sources
        if chosen.intersection(values_of(file, "  - id"))
    )
    files = [File("workplan.yaml", main.encode()), *sessions, *sources]
    return PlanFiles(files[0], File("bodies.yaml", bodies.encode()), named_places(plan, files), sessions, sources)


def named_places(plan: PlanFiles, files: list[File]) -> File | None:
    """Return the file of places with those that some files name."""
    if plan.places is None:
        return None
    text, places = "".join(file.data.decode() for file in files), plan.places.data.decode()
    kept = {name for name in map(named, entries(places, "places")) if name in text}
    return plan.places._replace(data=cut(places, places=kept).encode())


def values_of(file: File, key: str) -> list[str]:
    """Return the values behind a key at the beginning of lines."""
    return re.findall(rf"(?m)^{key}: (.+)$", file.data.decode())


def entries(text: str, section: str) -> list[str]:
    """Return the lines of each entry of a section."""
    found = re.search(rf"(?ms)^{section}:\n(.*?)(?=^[a-z]|\Z)", text)
    return re.split(r"(?m)^(?=  - )", found[1])[1:] if found else []


def named(entry: str) -> str:
    """Return the first value of an entry: its id, name or code."""
    return entry.partition(": ")[2].partition("\n")[0]


def cut(text: str, **kept: set[str]) -> str:
    """Return a file with only the entries of these names in the sections named."""
    for section, names in kept.items():
        for entry in entries(text, section):
            text = text if named(entry) in names else text.replace(entry, "", 1)
    return text


# -- mutations -------------------------------------------------------------------------------------------------------


def flip(data: bytes, random: Random) -> bytes:
    """Change one bit."""
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def delete(data: bytes, random: Random) -> bytes:
    """Delete some bytes."""
    at = random.randrange(len(data))
    return data[:at] + data[at + random.choice((1, 2, 10, 100)) :]


def insert(data: bytes, random: Random) -> bytes:
    """Insert a hostile token anywhere."""
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(TOKENS) + data[at:]


def insert_before_value(data: bytes, random: Random) -> bytes:
    """Insert a hostile token before a key's value."""
    at = random.choice([match.end() for match in re.finditer(rb": ?|- ", data)] or [0])
    return data[:at] + random.choice(TOKENS) + data[at:]


def truncate(data: bytes, random: Random) -> bytes:
    """Break the file off."""
    return data[: random.randrange(len(data))]


def splice(data: bytes, random: Random) -> bytes:
    """Copy some bytes to another place."""
    start, to = random.randrange(len(data)), random.randrange(len(data))
    return data[:to] + data[start : start + random.randrange(1, 300)] + data[to:]


def double_line(data: bytes, random: Random) -> bytes:
    """Write a line twice."""
    lines = data.splitlines(keepends=True)
    at = random.randrange(len(lines))
    return b"".join([*lines[:at], lines[at], *lines[at:]])


def swap_lines(data: bytes, random: Random) -> bytes:
    """Let two lines change places."""
    lines = data.splitlines(keepends=True)
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def indent(data: bytes, random: Random) -> bytes:
    """Indent a line otherwise."""
    lines = data.splitlines(keepends=True)
    at = random.randrange(len(lines))
    lines[at] = random.choice((b"", b" ", b"  ", b"    ", b"\t", b"  - ")) + lines[at].lstrip(
        random.choice((b"", b" "))
    )
    return b"".join(lines)


def replace_value(data: bytes, random: Random) -> bytes:
    """Give a key another value."""
    return _replace(data, rb"(?m)^( *-? *[a-z_0-9-]+: )(.+)$", random, random.choice(VALUES))


def replace_date(data: bytes, random: Random) -> bytes:
    """Write other words for a date, in a quoting of any kind."""
    words = random.choice((" ", "")).join(random.choices(DATE_WORDS, k=random.randrange(1, 8)))
    quoted = random.choice(("{}", '"{}"', "'{}'", ">-\n      {}", "|\n      {}")).format(words)
    return _replace(data, rb"(?m)^( *-? *(?:when|as_of): )(.+)$", random, quoted)


def change_date(data: bytes, random: Random) -> bytes:
    """Change one word of a date."""
    found = list(re.finditer(rb"(?m)^ *when: .+$", data))
    words = list(re.finditer(rb"\w+|\S", data[slice(*random.choice(found).span())])) if found else []
    if len(words) < 3:
        return data
    line, word = random.choice(found), random.choice(words[2:])
    start, end = line.start() + word.start(), line.start() + word.end()
    return data[:start] + random.choice(DATE_WORDS).encode() + data[end:]


def _replace(data: bytes, line: bytes, random: Random, value: str) -> bytes:
    """Replace what the second group of one of the matching lines holds."""
    found = list(re.finditer(line, data))
    if not found:
        return data
    start, end = random.choice(found).span(2)
    return data[:start] + value.encode() + data[end:]


MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...] = (
    flip, delete, insert, insert_before_value, truncate, splice, double_line, swap_lines, indent,
    replace_value, replace_value, replace_date, replace_date, change_date,
)  # fmt: skip


def mutate(plan: PlanFiles, random: Random) -> PlanFiles:
    """Return a plan with one of its files mutated some times over."""
    main, *others = files_in(plan)
    chosen = random.choice((main, main, main, main, *others))
    data = chosen.data
    for _ in range(random.choice(ROUNDS)):
        data = random.choice(MUTATIONS)(data, random) or b"\n"
    return each_file(plan, lambda file: file._replace(data=data) if file is chosen else file)


# -- what must hold --------------------------------------------------------------------------------------------------


def survives(plan: PlanFiles) -> bool:
    """Whether a plan loads.

    Raises:
        AssertionError: a problem has no place in its file or no words, or a date does not read back.
        Exception: whatever else escapes the loader.

    """
    lines = {file.path: lines_of(file.data) for file in files_in(plan)}
    try:
        loaded = load_files(plan)
    except BrokenPlanError as broken:
        problems = broken.problems
    else:
        for event in loaded.events:
            assert When.parse(str(event.when)) == event.when
            check_position(loaded.position_of(event, "when"), lines)
        return True
    assert problems
    for problem in problems:
        check_problem(problem, lines)
    return False


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a file as an editor shows them."""
    return LINE_END.split(data.decode("utf-8", "replace").removeprefix("\ufeff"))


def check_problem(problem: Problem, lines: dict[str, list[str]]) -> None:
    """Assert that a problem can be reported: one line of message, one of hint, and a place within its file."""
    assert problem.message, problem
    assert problem.hint, problem
    assert not LINE_BREAK.search(problem.message + problem.hint), problem
    assert re.fullmatch("[0-9a-f]{16}", problem.fingerprint)
    check_position(problem.position, lines)


def check_position(position: Position, lines: dict[str, list[str]]) -> None:
    """Assert that a place is within its file, or just behind the end of a line or of the file."""
    known = [*lines[position.path], ""]
    assert 1 <= position.line <= len(known), position
    line = known[position.line - 1]
    assert position.column >= 1, position
    assert position.length >= 1, position
    assert position.column + position.length - 1 <= len(line) + 1, (position, line)
