"""A file read after another that is much like it: the same document, place by place, as when it is read alone."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA, ROOT
from gcmplan.changes.diff import difference, facts_of_plan
from gcmplan.files.document import Document, Mapping, Sequence, Value
from gcmplan.files.folder import PlanFiles
from gcmplan.files.parse import Limits, read
from gcmplan.files.pieces import Pieces
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import Memory, load_files
from mutations import MUTATIONS, TOKENS, mutate, small_plan, whole_plan
from strategies import few, fewest

HOSTILE = ROOT / "tests" / "hostile"
TEXT = """\
title: Plan
calendar: {name: Plan, domain: example.org}
groups: [{id: x},
  {id: y}]
events:

  # A comment
  - id: alpha
    title: "one
      text"
    note: |
      first
        second

    after: [bravo,
      cocoa]
  - id: bravo
    when: 5
      May
    after:
      - alpha
      - id: cocoa
# Another
  - {id: cocoa, note: x
  }
  - - nested
    - rows
others:  # of another kind
  - id: delta
    note: >+
      folded

  - plain
    text
  -  id: echo
  -
    id: foxtrot
last:
  - id: golf
"""
LINES = (
    "", "# c", "events:", "others: # c", "last:#c", "x: y", "x: |", 'x: "', "'x': y", "? x", "? x\n: y", ": y",
    "- x", "  - ", "  -", "  - x", "  - x: y", "  - - x", "  - |", "  - |1", "  - |2\n     x", "  - >-\n", "  - ? x",
    "  - ? x\n    : y", "  - !", "  - 'x\n  - y'", '    note: "x\n  - y"', '    note: "x\nothers:\n  - y"', '"',
    "'", "]", "}", "    x: [", "    x: {", "    - x", "   - x", " - x", "    x:", "    x: |+\n", "    x: >-",
    "      x", "  x", "\t- x", "---", "...", "--- x", "%YAML 1.1", "    x: y: z", "  - x: &a y", "  - *a",
    "    <<: x", "    x: y?", "    x? y", "  - x ? y", "\r", "  - x\r", "\u2028", "  - \ufeff", "  - \u0000", "x",
    "x\n  - y", "  - x:\n", "  - [x\n  - y]", "  - {x: y,\n  - z}",
)  # fmt: skip
"""Lines that mean something elsewhere, or that end or go on with what stands before them."""


def changed(text: str, random: Random) -> str:
    """Return a text with one of its lines or characters changed."""
    lines = text.split("\n")
    at = random.randrange(len(lines))
    match random.randrange(7):
        case 0:
            lines.insert(at, random.choice(LINES))
        case 1:
            lines[at] = random.choice(LINES)
        case 2:
            del lines[at : at + random.randint(1, 3)]
        case 3:
            lines[at] = " " * random.randint(0, 6) + lines[at].lstrip()
        case 4:
            start = random.randrange(len(lines))
            lines[at:at] = lines[start : start + random.randint(1, 5)]
        case 5:
            cut = random.randint(0, len(lines[at]))
            lines[at] = lines[at][:cut] + random.choice(TOKENS).decode("utf-8", "replace")[:3] + lines[at][cut:]
        case _:
            lines[at] = lines[at].replace("text", "other words").replace("id: ", "id: z")
    return "\n".join(lines)


def outline(value: Value) -> object:
    """Return a value with all its places."""
    if isinstance(value, Mapping):
        return "mapping", value.mark, list(value.marks), [(key, outline(part)) for key, part in value.items()]
    if isinstance(value, Sequence):
        return "sequence", value.mark, list(value.marks), [outline(part) for part in value]
    return value


def told(document: Document) -> object:
    return document.path, document.text, outline(document.root), document.problems, document.spoilt


def same(pieces: Pieces, data: bytes, limits: Limits = Limits()) -> bool:  # noqa: B008 - immutable
    """Tell whether a file is read as when it is read alone."""
    return told(pieces.read(data, limits)) == told(read(pieces.path, data, limits))


@few
@given(st.randoms(use_true_random=False))
def test_one_revision_after_another(random: Random) -> None:
    for _ in range(20):
        pieces, text = Pieces("plan.yaml"), TEXT
        for _ in range(random.randint(1, 6)):
            text = changed(text if random.random() < 2 / 3 else TEXT, random)
            assert same(pieces, text.encode("utf-8", "surrogatepass")), text


@few
@given(st.randoms(use_true_random=False))
def test_revisions_of_the_real_plan(random: Random) -> None:
    pieces = Pieces("plan.yaml")
    data = (DATA / "workplan.yaml").read_bytes()
    assert same(pieces, data)
    for _ in range(3):
        assert same(pieces, random.choice(MUTATIONS)(data, random))


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_means_something_elsewhere(line: str) -> None:
    """In every place, read after the text without it."""
    lines = TEXT.split("\n")
    pieces = Pieces("plan.yaml")
    for at in range(len(lines) + 1):
        pieces.read(TEXT.encode(), Limits())
        assert same(pieces, "\n".join([*lines[:at], line, *lines[at:]]).encode()), at


@pytest.mark.parametrize(
    ("edit", "parsed"),
    [
        (("when: 5", "when: 6"), ["bravo"]),
        (("title: Plan", "title: Another"), []),
        (("- id: alpha", "- id: zulu"), ["zulu"]),
        (("  - id: bravo", "  - id: zulu\n  - id: bravo"), ["zulu"]),
        (("# Another\n", ""), ["bravo"]),
        (("# A comment", "# A comment\n# of several\n# lines"), []),
        (("others:", "somewhere:\n  - id: zulu\nothers:"), []),
        (("last:", "last: # with a comment"), []),
    ],
)
def test_rows_that_stand_as_they_stood_are_not_parsed_again(edit: tuple[str, str], parsed: list[str]) -> None:
    """What a parser makes anew are other objects."""
    pieces = Pieces("plan.yaml")
    before, after = (ids_of(pieces.read(text.encode(), Limits())) for text in (TEXT, TEXT.replace(*edit)))
    assert len(before) == 7
    assert [one for one in after if not any(one is other for other in before)] == parsed


def ids_of(document: Document) -> list[str]:
    rows = (row for section in ("events", "others", "last") for row in document.root[section])
    return [row["id"] for row in rows if isinstance(row, Mapping) and "id" in row]


def test_hostile_files() -> None:
    """Each by itself, and twice after one that is much like it."""
    texts = [path.read_bytes() for path in sorted(HOSTILE.glob("*.yaml"))]
    assert len(texts) > 300
    pieces = Pieces("plan.yaml")
    for data in texts:
        assert same(Pieces("plan.yaml"), data)
        assert same(pieces, data)
        assert same(pieces, data + b"# A comment\n")


def test_what_is_too_big() -> None:
    """The limits are those of the file, not of its pieces."""
    data = TEXT.encode()
    for limits in (Limits(len(data) - 1), Limits(len(data)), Limits(20 * 60), Limits(20 * 30)):
        pieces = Pieces("plan.yaml")
        assert same(pieces, data, limits)
        assert same(pieces, data, limits)


@fewest
@given(st.randoms(use_true_random=False))
def test_a_load_that_remembers_finds_the_same_problems(random: Random) -> None:
    """Whatever was read before: problems, rows and positions are those of a load that remembers nothing."""
    plan, memory = small_plan(whole_plan(), random), Memory()
    for _ in range(6):
        assert outcome(plan, memory) == outcome(plan, None)
        plan = mutate(plan, random) if random.random() < 2 / 3 else without_a_line(plan, random)


def without_a_line(plan: PlanFiles, random: Random) -> PlanFiles:
    """Return a plan in which one name is another, or a line of the workplan is gone."""
    text = plan.workplan.data.decode("utf-8", "replace")
    found = random.choice([*re.finditer(r"(?m)^ +(?:- )?[a-z]+: .+\n", text)] or [None])
    if found is None:
        return plan
    word = random.choice(("", re.sub(r": .+", ": geneva", found[0]), found[0] * 2))
    return plan._replace(workplan=plan.workplan._replace(data=text.replace(found[0], word, 1).encode()))


def outcome(plan: PlanFiles, memory: Memory | None) -> object:
    try:
        loaded = load_files(plan, memory=memory)
    except BrokenPlanError as error:
        return error.problems
    return facts_of_plan(loaded), [change.positions for change in difference(None, loaded)]
