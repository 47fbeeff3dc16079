"""Random edits of plans written in random styles: what is wished for is read back, and no other byte changes."""

from __future__ import annotations

import os
import shutil
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from styled import Styled
from test_editing_text import operation_on, plain

from conftest import DATA
from gcmplan.editing.operation import Insert, Move, Operation, Remove, Set, Unset, applied
from gcmplan.editing.text import CannotSpliceError
from gcmplan.editing.window import applied_together
from gcmplan.files.parse import read
from inside import start

if TYPE_CHECKING:
    from gcmplan.files.document import Document

EDITS = int(os.environ.get("GCMPLAN_TEST_EDITS", "400"))
"""How many edits are made; 10,000 take five minutes."""
SHARES = 8
BOM = "\ufeff".encode()
TITLES = ("الدورة الأولى للمفاوضات", "漢字 與 會議", "Réunion d'experts", "Talks: #1", "'quoted'", '"a"', "NO")


def parsed(text: str) -> Document:
    return read("", text.encode())


def small_plan(random: Random) -> Any:  # noqa: ANN401 - what a file holds
    """Return the values of some rows of the real plan, some with other titles."""
    values = plain(parsed((DATA / "workplan.yaml").read_text(encoding="utf-8")).root)
    for section, rows in values.items():
        if isinstance(rows, list):
            values[section] = random.sample(
                rows, min(len(rows), random.choice((3, 8, 40)) if section == "events" else 3)
            )
    for row in values["events"]:
        if random.random() < 0.3:
            row["title"] = random.choice(TITLES)
    return values


def styled_plan(random: Random) -> str:
    """Return a plan in some style; one that reads as it should."""
    return in_some_style(small_plan(random), random)


def in_some_style(values: Any, random: Random) -> str:  # noqa: ANN401 - what a file holds
    """Return a file with these values, in a style that reads as it should."""
    while True:
        text = Styled(random).document(values)
        document = parsed(text)
        if not document.problems and plain(document.root) == values:
            return text


def same_ends(one: str, other: str) -> tuple[int, int]:
    """Return how many characters two texts have in common at the start, and at the end."""
    return _same_start(one, other), _same_start(one[::-1], other[::-1])


def _same_start(one: str, other: str) -> int:
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if one.startswith(other[:middle]) else (least, middle - 1)
    return least


def span_of(text: str, path: tuple[Any, ...]) -> tuple[int, int]:
    """Return the span of the value at a path: from behind its key to its own last character."""
    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    start = 0
    for step in path:
        if isinstance(node, yaml.MappingNode):
            key, node = next((key, value) for key, value in node.value if key.value == step)
            start = key.end_mark.index
        else:
            node = node.value[step]
            start = node.start_mark.index
    last = node
    while not isinstance(last, yaml.ScalarNode) and not last.flow_style and last.value:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    return start, last.end_mark.index


def lines_of(text: str) -> list[str]:
    return sorted(line.rstrip() for line in text.splitlines() if line.strip())


def value_at(values: Any, path: tuple[Any, ...]) -> Any:  # noqa: ANN401
    for step in path:
        values = values[step]
    return values


def assert_no_other_byte_changes(old: str, new: str, operation: Operation, values: Any) -> None:  # noqa: ANN401
    begin, end = same_ends(old, new)
    *above, last = operation.path
    holder = value_at(values, tuple(above))
    match operation:
        case Set() if last in holder if isinstance(holder, dict) else True:
            start, stop = span_of(old, operation.path)
            assert begin >= start
            assert end >= len(old) - stop
        case Insert() | Remove() if len(holder) <= isinstance(operation, Remove):
            start, stop = span_of(old, tuple(above))
            assert begin >= start
            assert end >= len(old) - stop
        case Set() | Insert():
            assert begin + end >= len(old)
        case Unset() | Remove():
            assert begin + end >= len(new)
        case Move():
            assert is_in_flow(old, tuple(above)) or lines_of(old) == lines_of(new)
            assert sorted("".join(old.split())) == sorted("".join(new.split()))


def is_in_flow(text: str, path: tuple[Any, ...]) -> bool:
    """Whether a value is in brackets, or within some."""
    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next(value for key, value in node.value if key.value == step)
        else:
            node = node.value[step]
        if node.flow_style and not isinstance(node, yaml.ScalarNode):
            return True
    return False


def is_uneven(text: str) -> bool:
    """Whether there are blank lines with blanks, or several in a row: not from setting rows apart alone."""
    lines = text.splitlines()
    return any(not line.strip() and (line or not after.strip()) for line, after in pairwise(lines))


def inverse_of(operation: Operation, values: Any, text: str) -> Operation | None:  # noqa: ANN401
    """Return the operation that takes another back, if it must give the bytes back.

    A row that moves among rows that are set apart now so, now so, is set apart as its neighbours are.
    """
    *above, last = operation.path
    holder = value_at(values, tuple(above))
    match operation:
        case Set() if isinstance(holder, dict) and last not in holder:
            return Unset(operation.path)
        case Insert() if len(holder) > 1 and not is_uneven(text):
            return Remove(operation.path)
        case Move() if "#" not in text and not is_uneven(text):
            return Move((*above, operation.to), int(last))
    return None


def edited(text: str, random: Random) -> tuple[str, bool]:
    """Make one edit and hold it against what was wished for; return the text, and whether there was one."""
    document = parsed(text)
    values = plain(document.root)
    operation = operation_on(values, random)
    if operation is None:
        return text, False
    try:
        new = applied(operation, document, parsed)
    except CannotSpliceError:
        return text, False
    assert not new.problems
    assert plain(new.root) == operation.values(values)
    assert_no_other_byte_changes(text, new.text, operation, values)
    together = applied_together([operation], document, parsed)
    assert together is None or together.text == new.text
    if inverse := inverse_of(operation, values, text):
        assert applied(inverse, new, parsed).text == text
    return new.text, True


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_random_edits_of_plans_in_random_styles(share: int) -> None:
    random = Random(share)  # noqa: S311 - any numbers will do
    made = tried = 0
    while made < EDITS / SHARES:
        text = styled_plan(random)
        for _ in range(5):
            text, is_made = edited(text, random)
            made += is_made
            tried += 1
    assert made > tried * 0.8


def words_of(random: Random, ids: list[str]) -> tuple[str, ...]:
    """Return an edit by command."""
    name = random.choice(ids)
    edits: list[tuple[str, ...]] = [
        ("move", name, random.choice(("+1 week", "-3 days", "June 2018 TBA", "8-9 May 2017"))),
        ("set", name, "title", random.choice(TITLES)),
        ("set", name, "note", "A remark: 'one' # two"),
        ("rename", name, f"{name}-anew"),
        ("cancel", name),
        ("postpone", name),
        ("confirm", name),
        ("remove", name),
        ("add", "--id", "of-a-test", "--title", random.choice(TITLES), "--when", "3 May 2017", "--group", "gfmd"),
    ]
    return (*random.choice(edits), "--anyway")


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_undo_gives_back_the_bytes_of_any_style(share: int, tmp_path: Path) -> None:
    random = Random(share)  # noqa: S311 - any numbers will do
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    values = {path: plain(parsed(path.read_text(encoding="utf-8")).root) for path in folder.rglob("*.yaml")}
    ids = [row["id"] for row in values[folder / "workplan.yaml"]["events"]]
    made = 0
    while made < EDITS / SHARES / 10:
        for path, value in values.items():
            mark = random.choice(("", "\ufeff"))
            path.write_bytes((mark + in_some_style(value, random)).encode())
        before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
        run = start(*words_of(random, ids), cwd=folder)
        after = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
        assert (after != before) is (run.returncode == 0)
        assert all(data.startswith(BOM) is before[path].startswith(BOM) for path, data in after.items())
        if run.returncode == 0:
            made += 1
            assert start("undo", cwd=folder).returncode == 0
            assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before
