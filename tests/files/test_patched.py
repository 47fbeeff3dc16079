"""A file parsed in part is the file parsed as a whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from conftest import DATA
from gcmplan.files.document import Document, Mapping, Sequence, Value
from gcmplan.files.parse import Limits, read
from gcmplan.files.patched import patched
from strategies import thousand

PLAN = (DATA / "workplan.yaml").read_text(encoding="utf-8")
ROWS = """\
title: A
list:
  - id: one
    text: |
      two lines

      of text
    words: [a, "b: c",
      d]

  # A comment
  - id: two
    text: >-
      folded
      text
    more:
      - id: inner
        text: 'it''s'
      - plain text
        in two lines
  -
    id: three
  - four
  - {id: five, text: "in
      quotes"}
  - id: six
other:
- id: one
- id: two
  text: x
- id: three
last: text
"""
ODD = """\
...
---
--- x
-
- x
  -
  - x
  -   id: x
   - x
    - x
    x: y
    x: |+
    x: |1
    x: >2-
    x: "open
    x: 'open
    x: [open
    x: {open
    end"
    end]
    x: &a b
    x: *a
    x: !!str b
    ? x
    : y
    x:
    a: b: c
    <<: x
    id: twice
other: x
list:
# comment
  # comment
%YAML 1.1
x
 x
      x
    x: null
    x: Null
    x: é
    x: y # z
  - [a, b]
  - |
  - >
  - "a
  - 'a'
  - ? a
<<<<<<< a
"""
LINES = (*ROWS.splitlines(), *ODD.splitlines(), "", "\tx: y", "  \t- x", "    x: \u00a0", "    x: \u202e")
"""Lines that end, begin or bend what is around them."""


def same(one: Value, other: Value) -> bool:
    """Whether two values are of the same kinds at the same places."""
    if type(one) is not type(other) or one != other:
        return False
    if isinstance(one, Mapping):
        return (one.mark, one.marks, list(one)) == (other.mark, other.marks, list(other)) and all(
            map(same, one.values(), other.values())
        )
    return not isinstance(one, Sequence) or (
        (one.mark, one.marks) == (other.mark, other.marks) and all(map(same, one, other))
    )


def assert_same(found: Document | None, text: str) -> bool:
    """See that a document is that of the whole text, if there is one; return whether there is."""
    if found is None:
        return False
    whole = read("a.yaml", text.encode())
    assert whole.problems == found.problems == []
    assert (found.path, found.name, found.text, found.is_unusual) == ("a.yaml", "a.yaml", text, whole.is_unusual)
    assert same(found.root, whole.root)
    return True


@thousand
@given(st.data())
def test_lines_of_any_kind(data: st.DataObject) -> None:
    lines = ROWS.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        first = data.draw(st.integers(0, len(lines)))
        news = data.draw(st.lists(st.sampled_from(LINES), max_size=4))
        lines[first : first + data.draw(st.integers(0, 4))] = news
    text = "\n".join(lines)
    note(text)
    assert_same(patched(read("a.yaml", ROWS.encode()), text.encode(), Limits()), text)


@pytest.mark.parametrize("line", LINES)
def test_each_line_at_each_place(line: str) -> None:
    before, lines = read("a.yaml", ROWS.encode()), ROWS.split("\n")
    for place in range(len(lines)):
        for behind in (place, place + 1):
            text = "\n".join([*lines[:place], line, *lines[behind:]])
            assert_same(patched(before, text.encode(), Limits()), text)


def test_each_line_left_out_doubled_or_moved() -> None:
    before, lines = read("a.yaml", PLAN.encode()), PLAN.split("\n")
    found = 0
    for place in range(0, len(lines) - 1, 11):
        for part in ([], lines[place : place + 1] * 2, [*lines[place : place + 2][::-1], "# More"]):
            text = "\n".join([*lines[:place], *part, *lines[place + max(1, len(part) - 1) :]])
            found += assert_same(patched(before, text.encode(), Limits()), text)
    assert found > 100


def test_each_date_of_the_real_plan() -> None:
    before = read("a.yaml", PLAN.encode())
    found = []
    for match in re.finditer(r"(?m)^    when: .*", PLAN):
        text = f"{PLAN[: match.start()]}    when: 8 May 2017{PLAN[match.end() :]}"
        if text != PLAN:
            found.append(assert_same(patched(before, text.encode(), Limits()), text))
    assert len(found) > 60
    assert all(found)


def test_each_row_of_the_real_plan_with_another_line() -> None:
    """As `move` adds one, and `add` a row."""
    before = read("a.yaml", PLAN.encode())
    for match in re.finditer(r"(?m)^    when: .*\n", PLAN):
        text = f"{PLAN[: match.end()]}    # A line\n    note: A line\n{PLAN[match.end() :]}"
        if "note" not in PLAN[match.end() :].partition("\n  - ")[0]:
            assert assert_same(patched(before, text.encode(), Limits()), text)
            back = patched(read("a.yaml", text.encode()), PLAN.encode(), Limits())
            assert assert_same(back, PLAN)
    for match in re.finditer(r"(?m)^  - id: .*\n    title: .*\n", PLAN):
        text = f"{PLAN[: match.start()]}  - id: another\n    title: Another\n{PLAN[match.start() :]}"
        assert assert_same(patched(before, text.encode(), Limits()), text)


def test_one_after_another() -> None:
    text = PLAN
    document = read("a.yaml", text.encode())
    for number, match in enumerate(list(re.finditer(r"(?m)^    place: .*", PLAN))[:20]):
        text = text.replace(f"{match[0]}\n", f"    place: Vienna # {number}\n", 1)
        found = patched(document, text.encode(), Limits())
        assert assert_same(found, text)
        assert found
        document = found


@pytest.mark.parametrize("limits", [Limits(100), Limits(len(PLAN) * 2)])
def test_limits_are_left_to_the_parser(limits: Limits) -> None:
    """The second counts more nodes than the plan has, which only the whole can tell."""
    text = PLAN.replace("place: Geneva", "place: Vienna", 1)
    assert patched(read("a.yaml", PLAN.encode()), text.encode(), limits) is None


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("title: ", "title: \u00a0"), ("events:", "events:\n"), ("", "")])
def test_others_are_left_to_the_parser(change: tuple[str, str]) -> None:
    text = PLAN.replace("place: Geneva", "place: Vienna", 1).replace(*change, 1) if change[0] else PLAN
    assert patched(read("a.yaml", PLAN.encode()), text.encode(), Limits()) is None
