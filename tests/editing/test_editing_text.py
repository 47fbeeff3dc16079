"""Editing YAML: one value, key or row changes, every other byte stays, and the file reads as was wished."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA
from gcmplan.editing.headings import heading_of
from gcmplan.editing.operation import Insert, Move, Operation, Remove, Set, Unset, applied
from gcmplan.editing.scalars import Site, scalar
from gcmplan.editing.text import CannotSpliceError
from gcmplan.editing.window import Window, applied_together
from gcmplan.files.parse import read
from strategies import few, fewest, moderate

if TYPE_CHECKING:
    from gcmplan.files.document import Document

AWKWARD = [
    "Panel #2", "a: b", "NO", "10:30", "8-9 May 2017", "2017-05-08", "x\ny", "x\n\ny",
    "- a", "'q'", '"d"', "[a]", "{a}",
    "@x", "`x`", "%x", "*x", "&x", "!x", "|x", ">x", "? x", "# x", " x", "x ", "\tx", "a\tb", "~", "null", "<<", "=",
    "...", "---", "\u200bx", "é", "中文", "العربية", "a, b", "x:", "0x1F", "1e3", "yes", "word " * 60 + "end",
    "x" * 200, "\n", "",
]  # fmt: skip
PLAN = """# head
title: T
as_of: 2017-01-01   # day
events:   # the events
  # first
  - id: a
    title: "A \\u00e9"   # why
    when: 8-9 May 2017
    after:
      - x   # one
      # two
      - y
    note: >-
      folded
      text

      two


  # comment b
  - title: 'it''s'
    id: b
    note: |
      lit
       eral

  -
    id: c
    after: [x, "y", z]   # flow
    note:
  - {id: d, title: "D, d", after: [x], when: 1 May 2017}
  # trailing comment
waivers:
- rule: x
  events: [a, b]

- rule: y
places: [{name: A}, {name: B, country: CH}]
last: end"""


@pytest.mark.parametrize("text", AWKWARD, ids=lambda text: ascii(text)[1:30])
@pytest.mark.parametrize("style", [None, "'", '"', ">", "|"])
@pytest.mark.parametrize("is_flow", [False, True])
def test_every_text_reads_back(text: str, style: str | None, *, is_flow: bool) -> None:
    written = scalar(text, style, Site(4, 10, is_flow))
    whole = f"{{k: {written}}}" if is_flow else f"    k: {written}\n"
    document = read("", whole.encode())
    assert (document.problems, document.root) == ([], {"k": text})


def plain(values: Any) -> Any:  # noqa: ANN401 - what a file holds
    if isinstance(values, dict):
        return {key: plain(value) for key, value in values.items()}
    return [plain(value) for value in values] if isinstance(values, list) else values


def places(values: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:  # noqa: ANN401
    """Return every path of a file's values with its value."""
    inner = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    return [(path, values), *(place for step, value in inner for place in places(value, (*path, step)))]


def value_of(random: Random) -> Any:  # noqa: ANN401
    kind = random.random()
    if kind < 0.6:
        return random.choice(AWKWARD)
    if kind < 0.8:
        return [random.choice(AWKWARD) for _ in range(random.randint(1, 5))]
    return {"id": random.choice(AWKWARD), "title": random.choice(AWKWARD), "after": ["x", "y"]}


def operation_on(values: Any, random: Random) -> Operation | None:  # noqa: ANN401
    """Return a random operation that these values allow."""
    every = places(values)
    lists = [place for place in every if isinstance(place[1], list)]
    match random.choice(["set", "new", "unset", "insert", "remove", "move"]):
        case "set":
            path, _ = random.choice([one for one in every if one[0] and not isinstance(one[1], dict)])
            return Set(path, random.choice(AWKWARD) if isinstance(path[-1], int) else value_of(random))
        case "new":
            path, _ = random.choice([one for one in every if isinstance(one[1], dict)])
            return Set((*path, "new"), value_of(random), ("id", "title", "new", "when"))
        case "unset":
            keys = [path for path, _ in every if path and isinstance(path[-1], str)]
            return Unset(random.choice(keys)) if keys else None
        case "insert" if lists:
            path, items = random.choice(lists)
            return Insert((*path, random.randint(0, len(items))), value_of(random))
        case "remove":
            items = [path for path, _ in every if path and isinstance(path[-1], int)]
            return Remove(random.choice(items)) if items else None
        case "move":
            path, items = random.choice(lists) if lists else ((), [])
            return Move((*path, random.randrange(len(items))), random.randrange(len(items))) if len(items) > 1 else None
    return None


def long_plan(random: Random) -> str:
    """Return a plan with a hundred rows of events, so that most are left out where one is changed."""
    head, begin, rest = PLAN.partition("  # first\n")
    rows, end, tail = (begin + rest).partition("  # trailing comment\n")
    gap = "\n" * random.randint(0, 1)
    return head + "".join([f"{rows}{gap}" for _ in range(25)]) + "  - id: z\n" + end + tail


def together_and_apart(text: str, operations: list[Operation]) -> tuple[str | None, str]:
    together, apart = applied_together(operations, parsed(text), parsed), parsed(text)
    for operation in operations:
        apart = applied(operation, apart, parsed)
    return together.text if together else None, apart.text


def operations_on(text: str, random: Random) -> list[Operation]:
    """Return operations on some rows or what is in them, one after another."""
    values, found = plain(parsed(text).root), []
    for _ in range(random.randint(1, 3)):
        operation = operation_on(values, random)
        if operation and len(operation.path) > 1:
            values = operation.values(values)
            found.append(operation)
    return found


@fewest
@given(st.randoms(use_true_random=False), st.booleans())
def test_rows_that_are_left_out_change_nothing(random: Random, windows: bool) -> None:  # noqa: FBT001
    text = long_plan(random).replace("\n", "\r\n" if windows else "\n")
    with suppress(CannotSpliceError):
        together, apart = together_and_apart(text, operations_on(text, random))
        assert together in {None, apart}


def test_of_many_rows_most_are_left_out() -> None:
    text = long_plan(Random(1))  # noqa: S311 - any number will do
    operations = [Set(("events", 41, "when"), "2 May 2018"), Move(("events", 41), 50), Unset(("events", 4, "when"))]
    window = Window(parsed(text), operations)
    assert len(window.text) < len(text) / 3
    together, apart = together_and_apart(text, operations)
    assert together == apart


@few
@given(st.randoms(use_true_random=False))
def test_rows_that_many_operations_shift_are_found(random: Random) -> None:
    """Each operation names rows as those before it leave them; most rows are never parsed."""
    text = long_plan(random)
    operations: list[Operation] = []
    count = len(parsed(text).root["events"])
    # More than 4 are in a window of a window, more than 32 in one more.
    for number in range(random.choice((2, 5, 5, 12, 40))):
        match random.choice(["insert", "insert", "remove", "set", "move"]):
            case "insert":
                operations.append(Insert(("events", random.randint(0, count)), {"id": f"new-{number}", "title": "New"}))
                count += 1
            case "remove":
                operations.append(Remove(("events", random.randrange(count))))
                count -= 1
            case "set":
                operations.append(Set(("events", random.randrange(count), "note"), f"Note {number}"))
            case "move":
                operations.append(Move(("events", random.randrange(count)), random.randrange(count)))
    with suppress(CannotSpliceError):
        together, apart = together_and_apart(text, operations)
        assert together == apart


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


def parsed(text: str) -> Document:
    return read("", text.encode())


def changed(operation: Operation, text: str) -> str:
    return applied(operation, parsed(text), parsed).text


def edit(text: str, random: Random) -> str:
    """Make one random edit, and hold it against what was wished for."""
    root = plain(read("", text.encode()).root)
    operation = operation_on(root, random)
    if operation is None:
        return text
    try:
        new = changed(operation, text)
    except CannotSpliceError:
        return text
    document = read("", new.encode())
    assert not document.problems
    assert plain(document.root) == operation.values(root)
    if isinstance(operation, Insert | Move):
        assert sorted(set(comments(text))) == sorted(set(comments(new)) & set(comments(text)))
    assert ("\r\n" in new) == ("\r\n" in text)
    return new


@moderate
@given(st.randoms(use_true_random=False), st.booleans(), st.booleans())
def test_an_edit_gives_what_was_wished_for(random: Random, windows: bool, ends: bool) -> None:  # noqa: FBT001
    text = PLAN + "\n" * ends
    text = text.replace("\n", "\r\n") if windows else text
    for _ in range(4):
        text = edit(text, random)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_random_edits_of_the_real_plan(seed: int) -> None:
    text = (DATA / "workplan.yaml").read_text(encoding="utf-8")
    random = Random(seed)  # noqa: S311 - any numbers will do
    for _ in range(5):
        text = edit(text, random)


def test_setting_a_value_changes_its_own_bytes_alone() -> None:
    """Every date of the real plan is replaced by itself in other words: exactly its line differs."""
    text = (DATA / "workplan.yaml").read_text(encoding="utf-8")
    count = len(read("", text.encode()).root["events"])
    for index in range(0, count, 6):
        new = changed(Set(("events", index, "when"), "1 May 2018 TBC"), text)
        before, after = text.splitlines(keepends=True), new.splitlines(keepends=True)
        assert len(before) == len(after)
        differing = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
        assert len(differing) == 1
        assert differing[0][1] == "    when: 1 May 2018 TBC\n"


def test_a_row_goes_with_its_comment_and_leaves_the_heading() -> None:
    rows = "events:\n  # Phase I, May 2017\n  # about a\n  - id: a\n\n  - id: b\n\n  # Phase I, June 2017\n  - id: c\n"
    moved = changed(Move(("events", 0), 2), rows)
    head, _, rest = moved.partition("\n")
    assert head == "events:"
    assert rest == "  # Phase I, May 2017\n  - id: b\n\n  # Phase I, June 2017\n  - id: c\n\n  # about a\n  - id: a\n"


@pytest.mark.parametrize(
    ("line", "window"),
    [
        ("  # Phase I, May 2017", "2017-05-01"),
        ("# June 2017", "2017-06-01"),
        ("# about June", None),
        ("# End of Phase I: a season, a quarter or no date at all", None),
    ],
)
def test_headings(line: str, window: str | None) -> None:
    found = heading_of(line)
    assert (found and str(found.first)) == window
