"""Places in a YAML file: lines and columns count characters from 1."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcmplan.files.document import Document, Mapping, Sequence
from gcmplan.files.parse import MAX_DEPTH
from gcmplan.files.parse import read as read_source
from gcmplan.problems.problem import Position
from strategies import moderate

PATH = "data/workplan.yaml"
Location = tuple[str | int, ...]

FLAG, FAMILY = "\U0001f1e8\U0001f1ed", "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ACCENT, WIDE, ARABIC = "e\u0301", "\u6f22\u5b57", "\u0645\u0624\u062a\u0645\u0631"


def read(text: str) -> Document:
    """Read a text that has no problems."""
    document = read_source(PATH, text.encode())
    assert not document.problems
    return document


def marked(text: str) -> tuple[str, int, int]:
    """Return a text without its "^", and the line and column of the character behind it."""
    before, after = text.split("^")
    lines = before.replace("\r\n", "\n").split("\n")
    return before + after, len(lines), len(lines[-1]) + 1


NODES: list[tuple[str, Location, int]] = [
    # a text with "^" before the node, where the node is in the tree, how many characters it covers
    ("when: ^8-9 May 2017\n", ("when",), 12),
    ("when:    ^8-9 May 2017   # sure\n", ("when",), 12),
    ("when: ^8-9 May 2017", ("when",), 12),
    ("# one\n\nwhen: ^TBC\n", ("when",), 3),
    ("---\nwhen: ^TBC\n...\n", ("when",), 3),
    ("a:\n  b:\n    - c: 1\n      d: ^2\n", ("a", "b", 0, "d"), 1),
    ("a:\n- x\n-   ^yy\n", ("a", 1), 2),
    ("a:\n- - x\n  - ^y\n", ("a", 0, 1), 1),
    ("a: [x, ^yy, z]\n", ("a", 1), 2),
    ("a: {b: x, c: ^yy}\n", ("a", "c"), 2),
    ("a: {b: x,\n  c: [u,\n\n    ^vv]}\n", ("a", "c", 1), 2),
    ("? a\n: ^b\n", ("a",), 1),
    # quotes do not count
    ("a: '^8 May'\n", ("a",), 5),
    ('a: "^8 May"\n', ("a",), 5),
    ("a: [ '^x', y]\n", ("a", 0), 1),
    ('a: "^it\'s"\n', ("a",), 4),
    # what is not written as it is read is shown where it begins
    ("a: ^'it''s'\n", ("a",), 1),
    ('a: ^"8\\u0020May"\n', ("a",), 1),
    ('a: ^"x\\\n  y"\n', ("a",), 1),
    ("a: ^8-9\n  May 2017\n", ("a",), 1),
    ("a: ^>\n  folded\n  text\n", ("a",), 1),
    ("a: ^|\n  literal\n", ("a",), 1),
    # mappings, lists, nothing
    ("a:\n  ^b: 1\n", ("a",), 1),
    ("a:\n^- b\n", ("a",), 1),
    ("a: ^[b]\n", ("a",), 1),
    ("a: ^{b: c}\n", ("a",), 1),
    ("a:^\nb: 1\n", ("a",), 1),
    ("b: 1\na:^", ("a",), 1),
    ("a:\n-^\n- b\n", ("a", 0), 1),
    ("a: ^''\n", ("a",), 1),
    ("^a: 1\n", (), 1),
    # characters, not bytes and not cells of a terminal
    (f"{WIDE}: ^x\n", (WIDE,), 1),
    (f"{FLAG}{ACCENT}: ^{FLAG}\n", (FLAG + ACCENT,), 2),
    (f"a: [{FAMILY}, {ACCENT}, {ARABIC}, ^x]\n", ("a", 3), 1),
    (f"a: {{'{WIDE}': \"^{FAMILY}\"}}\n", ("a", WIDE), 5),
    (f"{WIDE}: |\n  {WIDE}\n  {FLAG}\nb: ^{ACCENT}\n", ("b",), 2),
    # other ends of lines
    ("a: 1\r\nb: ^22\r\n", ("b",), 2),
    (f"a: {WIDE}\r\n\r\n# c\r\nb:\r\n  - '{FLAG}'\r\n  - ^x\r\n", ("b", 1), 1),
    ("a: >\r\n  x\r\n  y\r\nb: ^z", ("b",), 1),
]


@pytest.mark.parametrize(("text", "location", "length"), NODES, ids=lambda part: ascii(part)[1:-1])
def test_position_of_a_node(text: str, location: Location, length: int) -> None:
    text, line, column = marked(text)
    assert read(text).position_of(location) == Position(PATH, line, column, length)


KEYS: list[tuple[str, Location, int]] = [
    ("^when: TBC\n", ("when",), 4),
    ("a:\n  - b: 1\n    ^cc: 2\n", ("a", 0, "cc"), 2),
    ("a: {b: 1, ^cc: 2}\n", ("a", "cc"), 2),
    ("'^a b': 1\n", ("a b",), 3),
    ('"^a b": 1\n', ("a b",), 3),
    ('^"a\\x41": 1\n', ("aA",), 1),
    ("? ^a\n: b\n", ("a",), 1),
    (f"{WIDE}: 1\r\n^{FLAG}{ACCENT}: 2\r\n", (FLAG + ACCENT,), 4),
    ("a: 1\n^empty:\nb: 2\n", ("empty",), 5),
]


@pytest.mark.parametrize(("text", "location", "length"), KEYS, ids=lambda part: ascii(part)[1:-1])
def test_position_of_a_key(text: str, location: Location, length: int) -> None:
    text, line, column = marked(text)
    assert read(text).position_of(location, key=True) == Position(PATH, line, column, length)


PARTS: list[tuple[str, int, int, int]] = [
    # the value of "when" with "^" before the characters asked for, or before the value if they cannot be told
    # their offsets in the value, and how many characters are to be underlined
    ("when: 8-^31 June 2017", 2, 4, 2),
    ("when: '8-^31 June 2017'", 2, 4, 2),
    ('when: "8-^31 June 2017"', 2, 4, 2),
    ("when: 8 May^\nwhat: x\n", 5, 6, 1),
    ("when: '8 May^'", 5, 6, 1),
    (f"{{{WIDE}: {FLAG}, when: {ACCENT} ^{FAMILY}}}", 3, 8, 5),
    ("# x\r\nwhen: 8 ^Juni 2017\r\n", 2, 6, 4),
    ('when: ^"8\\x20Juni 2017"', 2, 6, 1),
    ("when: ^'it''s'", 3, 4, 1),
    ("when: ^8-9\n  Juni 2017", 4, 8, 1),
    ("when: ^>-\n  8-9\n  Juni 2017", 4, 8, 1),
    ("when: ^|\n  8-9 Juni 2017\n", 4, 8, 1),
]


@pytest.mark.parametrize(("text", "start", "end", "length"), PARTS, ids=lambda part: ascii(part)[1:-1])
def test_position_in_a_text(text: str, start: int, end: int, length: int) -> None:
    text, line, column = marked(text)
    assert read(text).position_in(("when",), start, end) == Position(PATH, line, column, length)


def test_a_missing_node_is_shown_at_the_nearest() -> None:
    document = read("a:\n  - b: 1\nc: 2\n")
    for location in [("a", 0, "z"), ("a", 0, "z", 3, "y"), ("a", 0, 5)]:
        assert document.position_of(location) == Position(PATH, 2, 5)
        assert document.value_at(location) is None
    assert document.position_of(("a", 9)) == Position(PATH, 2, 3)
    assert document.position_of(("z",)) == Position(PATH, 1, 1)
    assert document.position_of(("c", "z")).line == 3
    assert read_source(PATH, b"").position_of(("a",)) == Position(PATH, 1, 1)


def test_a_byte_order_mark_takes_no_column() -> None:
    document = read_source(PATH, b"\xef\xbb\xbfa: x\n")
    assert not document.problems
    assert document.position_of(("a",)) == Position(PATH, 1, 4)
    assert document.position_of(("a",), key=True) == Position(PATH, 1, 1)
    assert document.line(1) == "a: x"


PROBLEMS = [
    # a text with "^" before the place of its problem; "?" stands for a byte that is not UTF-8
    "a: ^?\n",
    f"{WIDE}: {FLAG} ^?\n",
    f"{WIDE}: {FLAG}\r\n\r\nb: {ACCENT}^?\r\n",
    f"a: {WIDE * 9}\nb: ^?\n",
    "\ufeffa: ^?\n",
    f"{WIDE}: 1\nb: x^\x00\n",
    f"{WIDE}: 1\r\nb: {FLAG}^\u2028\r\n",
    "\ufeffa: x^\x07\n",
    f"{WIDE}: 1\r\n^%TAG x\r\n",
    f"[{WIDE}, ^*alias]\n",
    f"{WIDE}: ^&anchor x\n",
    f"{FLAG}: [{ACCENT}, ^!str x]\n",
    f"{{{WIDE}: 1, ^{WIDE}: 2}}\n",
    "a: 1\r\nb: 2\r\n^a: 3\r\n",
    f"{{{WIDE}: 1, ^<<: 2}}\n",
    f"{{{WIDE}: 1, ^[x]: 2}}\n",
    f"a: {FLAG}\n^---\nb: 1\n",
    f"{WIDE}: {FLAG} b^: 1\n",
    f"{WIDE}:\n  - [{FLAG}, ^@]\n",
]


@pytest.mark.parametrize("text", PROBLEMS, ids=ascii)
def test_position_of_a_problem(text: str) -> None:
    text, line, column = marked(text)
    [problem] = read_source(PATH, text.encode().replace(b"?", b"\xff")).problems
    assert problem.position[:3] == (PATH, line, column - text.startswith("\ufeff"))


LINES = [
    ("a: 1\nb: 2\n", ["a: 1", "b: 2"]),
    ("a: 1\r\nb: 2\r\n", ["a: 1", "b: 2"]),
    ("a: 1\r\rb: 2", ["a: 1", "", "b: 2"]),
    (f"# {FLAG}\n\n{WIDE}:   x  \n", [f"# {FLAG}", "", f"{WIDE}:   x  "]),
    ("a: |\n  x\n\n  y\n", ["a: |", "  x", "", "  y"]),
    ("", [""]),
]


@pytest.mark.parametrize(("text", "lines"), LINES)
def test_lines(text: str, lines: list[str]) -> None:
    """A line comes without its end; there is nothing before the first and after the last."""
    document = read(text)
    assert [document.line(number) for number in range(1, len(lines) + 1)] == lines
    assert [document.line(number) for number in (-1, 0, len(lines) + 1, len(lines) + 2, 10**9)] == [""] * 5


def test_scalars_stay_text() -> None:
    """None of YAML's guesses is made."""
    texts = ["NO", "yes", "10:30", "2017-02-30", "2017-05-08", "0x1F", "1_000", "1e3", ".inf", "nULL", "true"]
    document = read("".join(f"- {text}\n" for text in texts))
    assert document.root == texts
    assert read("a:\nb: ''\nc: \"\"\n").root == {"a": None, "b": "", "c": ""}
    for word in ("~", "null"):
        assert read(f"a: {word}\nb: '{word}'\nc: {word}s\n").root == {"a": None, "b": word, "c": f"{word}s"}
        assert read(f"- {word}\n- [{word}, x]\n").root == [None, [None, "x"]]
    assert read("").root is None
    assert read("# nothing\n").root is None


@pytest.mark.parametrize("word", ["Null", "NULL"])
def test_a_word_that_is_nothing_or_a_name_is_refused(word: str) -> None:
    """Mr. Null is a family name; other readers of YAML take it for nothing."""
    document = read_source(PATH, f"name: {word}\nrole: '{word}'\n".encode())
    [problem] = document.problems
    assert (problem.position.line, problem.position.column) == (1, 7)
    assert problem.message == f"'{word}' without quotes may mean nothing, or a name"
    assert "in quotes" in problem.hint
    assert document.root == {"name": None, "role": word}


def test_blanks_of_other_kinds_are_blanks_in_names_and_stay_in_titles() -> None:
    """Ids, references, codes and dates are read with ordinary blanks; words of a document are carried over."""
    text = "id: x\u00a0\nplace: New\u00a0York\nplaces: [New\u202fYork, '\u3000Rome']\nwhen: 8\u00a0May\u20092017\n"
    document = read(
        f"{text}title: Migration\u00a0?\nnote: [a\u00a0b]\nrows:\n  - name: A\u00a0B\n    title: A\u00a0B\n"
    )
    assert document.root == {
        "id": "x", "place": "New York", "places": ["New York", "Rome"], "when": "8 May 2017",
        "title": "Migration\u00a0?", "note": ["a\u00a0b"], "rows": [{"name": "A B", "title": "A\u00a0B"}],
    }  # fmt: skip
    assert document.position_of(("place",)) == Position(PATH, 2, 8, 8)
    assert document.position_in(("when",), 2, 5) == Position(PATH, 4, 9, 3)


# -- a text too deep -------------------------------------------------------------------------------------------------

BLOCKS, FLOWS = ("- ", "? "), ("[", "[ ", "{", "{a: ", "{? ", "[x, ", "['[', ", "{'}': 1, a: ")


@moderate
@given(
    st.lists(st.sampled_from(BLOCKS), max_size=60),
    st.lists(st.sampled_from(FLOWS), max_size=60),
    st.sampled_from([0, 1_500]),
    st.sampled_from(["title: ", "a:\n  b: ", "- '\N{GRINNING FACE}'\n- ", ""]),
)
def test_position_of_a_level_too_deep(blocks: list[str], flows: list[str], more: int, before: str) -> None:
    """The first level too many is reported where it begins, whatever the parser's own limit is."""
    block_levels = 0 if before.endswith(": ") else len(blocks)
    openers = [*blocks[:block_levels], *flows, *(["["] * more)]
    level = MAX_DEPTH - before.count(":") - before.count("- ") // 2
    if len(openers) <= level:
        return
    head = before + "".join(openers[:level])
    [problem] = read_source(PATH, (before + "".join(openers)).encode()).problems
    assert "nested more than 40 levels deep" in problem.message
    assert problem.position == Position(PATH, head.count("\n") + 1, len(head.rpartition("\n")[2]) + 1)


@pytest.mark.parametrize("levels", [40, 41])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_as_deep_as_allowed(levels: int, opening: str, closing: str) -> None:
    problems = read_source(PATH, (opening * levels + closing * levels).encode()).problems
    assert bool(problems) == (levels > 40)


def test_an_error_before_the_level_too_deep_is_told_itself() -> None:
    """Brackets in a text are no levels, and an error above is reported first."""
    [problem] = read_source(PATH, ("a: '" + "[" * 2_000 + "'\nb: [x, ]]\n").encode()).problems
    assert "not YAML" in problem.message
    assert problem.position.line == 2
    [problem] = read_source(PATH, ("a: }\nb: " + "[" * 2_000).encode()).problems
    assert "not YAML" in problem.message
    assert problem.position.line == 1


# -- a text of known layout ------------------------------------------------------------------------------------------


class Scalar(NamedTuple):
    """A text and the quotes that it is written in: none, "'" or '"'."""

    text: str
    quotes: str

    @property
    def written(self) -> str:
        """The characters in the file."""
        if self.quotes == "'":
            return "'" + self.text.replace("'", "''") + "'"
        if self.quotes == '"':
            return '"' + self.text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return self.text

    @property
    def verbatim(self) -> bool:
        """Whether the file holds the text as it is read."""
        return self.text in self.written


inner = st.text(alphabet=f"ab -{ACCENT}{WIDE}{FLAG}{ARABIC}", max_size=6)
ends = st.sampled_from(["a", "Z", "7", "\u6f22", "\u00e9", "\U0001f600"])
plain = st.builds(lambda first, middle, last: Scalar(first + middle + last, ""), ends, inner, ends)
quoted_inner = st.text(alphabet="ab :#,[]{}&*!|>%@`'\"\\\u6f22\u0301\U0001f600", max_size=6)
quoted = st.builds(
    lambda first, middle, last, quotes: Scalar(first + middle + last, quotes),
    ends,
    quoted_inner,
    ends,
    st.sampled_from("'\""),
)
scalars = plain | quoted
trees: st.SearchStrategy[Any] = st.recursive(
    scalars | st.none(),
    lambda nodes: (
        st.lists(nodes, min_size=1, max_size=4)
        | st.dictionaries(scalars, nodes, min_size=1, max_size=4).filter(
            lambda rows: len({key.text for key in rows}) == len(rows)
        )
    ),
    max_leaves=12,
)
roots = trees.filter(lambda tree: isinstance(tree, dict))


class Layout:
    """Writes a tree as YAML and notes where each key and value begins."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.lines = [""]
        self.nodes: dict[Location, tuple[Position, Scalar | None]] = {}
        self.keys: dict[Location, tuple[Position, Scalar]] = {}

    def here(self, scalar: Scalar | None = None) -> Position:
        """The place of the next character, or of the text of a scalar that comes next."""
        line, column = len(self.lines), len(self.lines[-1]) + 1
        if scalar is None or not scalar.verbatim:
            return Position(PATH, line, column)
        return Position(PATH, line, column + len(scalar.quotes), len(scalar.text))

    def put(self, text: str) -> None:
        self.lines[-1] += text

    def new_line(self, indent: int) -> None:
        """Begin a line; sometimes a comment or an empty one comes first."""
        self.lines += self.data.draw(st.sampled_from([[], [], [], [""], [f"  # {WIDE}: {FLAG}"]]))
        self.lines.append(" " * indent)

    def blanks(self) -> str:
        return self.data.draw(st.sampled_from([" ", " ", "   "]))

    def block(self, tree: Any, location: Location, indent: int) -> None:  # noqa: ANN401 - a tree
        """Write a mapping or a list whose first line is begun and indented."""
        self.nodes[location] = (self.here(), None)
        for index, key in enumerate(tree if isinstance(tree, dict) else range(len(tree))):
            if index:
                self.new_line(indent)
            if isinstance(key, Scalar):
                self.keys[*location, key.text] = (self.here(key), key)
                self.put(f"{key.written}:")
                self.value(tree[key], (*location, key.text), indent, compact=False)
            else:
                self.put("-")
                self.value(tree[key], (*location, key), indent, compact=self.data.draw(st.booleans()))

    def value(self, tree: Any, location: Location, indent: int, *, compact: bool) -> None:  # noqa: ANN401
        """Write what comes after "key:" or "-"."""
        if tree is None or isinstance(tree, Scalar):
            self.put(self.blanks() if tree else "")
            self.flow(tree, location)
        elif self.data.draw(st.booleans()):
            self.put(self.blanks())
            self.flow(tree, location)
        elif compact:
            self.put(" ")
            self.block(tree, location, indent + 2)
        else:
            self.new_line(indent + 2)
            self.block(tree, location, indent + 2)

    def flow(self, tree: Any, location: Location) -> None:  # noqa: ANN401
        """Write a tree in brackets, a scalar or nothing."""
        scalar = tree if isinstance(tree, Scalar) else None
        self.nodes[location] = (self.here(scalar), scalar)
        if scalar:
            self.put(scalar.written)
        elif tree is not None:
            opening, closing = "{}" if isinstance(tree, dict) else "[]"
            self.put(opening)
            for key in tree if isinstance(tree, dict) else range(len(tree)):
                if isinstance(key, Scalar):
                    self.keys[*location, key.text] = (self.here(key), key)
                    self.put(f"{key.written}:{self.blanks()}")
                step = key.text if isinstance(key, Scalar) else key
                # An empty item would end the list: it is written as an empty list.
                self.flow([] if tree[key] is None else tree[key], (*location, step))
                self.put(f",{self.blanks()}")
            self.put(closing)


newlines = st.sampled_from(["\n", "\r\n"])


@moderate
@given(st.data(), roots, newlines, st.sampled_from(["", "\ufeff"]))
def test_positions_in_a_text_of_known_layout(data: st.DataObject, tree: Any, newline: str, mark: str) -> None:  # noqa: ANN401
    layout = Layout(data)
    layout.block(tree, (), 0)
    document = read(mark + newline.join(layout.lines) + data.draw(st.sampled_from(["", newline])))
    assert [document.line(number) for number, _ in enumerate(layout.lines, 1)] == layout.lines
    for location, (position, _) in layout.keys.items():
        assert document.position_of(location, key=True) == position
    for location, (position, scalar) in layout.nodes.items():
        assert document.position_of(location) == position
        value = document.value_at(location)
        if scalar is None:
            assert value is None or isinstance(value, Mapping | Sequence)
            continue
        assert value == scalar.text
        start = data.draw(st.integers(0, len(value) - 1))
        found = document.position_in(location, start, len(value))
        if scalar.verbatim:
            assert layout.lines[found.line - 1][found.column - 1 :][: found.length] == value[start:]
        else:
            assert found == position


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("lines", "line", "length"),
    [
        (["a: b", "<<<<<<< HEAD", "c: d", "=======", "c: e", ">>>>>>> theirs"], 2, 12),
        (["<<<<<<< HEAD", "c: d", "=======", "c: e", ">>>>>>> theirs"], 1, 12),
        (["a: b", "||||||| 1234567", "c: d"], 2, 15),
        (["a: b", "=======", "c: d"], 2, 7),
        (["a: b", ">>>>>>> theirs"], 2, 14),
    ],
)
def test_what_a_merge_left(lines: list[str], line: int, length: int, end: str) -> None:
    document = read_source("x.yaml", (end.join(lines) + end).encode())
    (problem,) = document.problems
    assert (problem.code, problem.message) == ("GP001", "the file contains an unresolved merge conflict")
    assert problem.position == Position("x.yaml", line, 1, length)


@pytest.mark.parametrize("text", ["a: |\n  =======\n  <<<<<<< x\n", "# =======\na: <<<<<<< x\n", "a: b\n========: c\n"])
def test_what_only_looks_like_it(text: str) -> None:
    assert read_source("x.yaml", text.encode()).problems == []


@pytest.mark.parametrize("sign", ["\u2010", "\u2013", "\u2014", "\u2212"])
def test_a_long_dash_in_place_of_a_hyphen_is_named(sign: str) -> None:
    [problem] = read_source(
        PATH, f"events:\n  - id: a\n    when: TBA\n  {sign} id: b\n    when: TBA\n".encode()
    ).problems
    assert (problem.position.line, problem.position.column) == (4, 3)
    assert (problem.message, problem.hint) == (
        "this is not YAML: a long dash is in place of a hyphen",
        "write a hyphen: -",
    )


@pytest.mark.parametrize("blanks", [3, 2])
def test_a_line_that_begins_elsewhere_than_its_row_is_named_with_both_columns(blanks: int) -> None:
    text = f"events:\n  - id: a\n{' ' * blanks}when: TBA\n    title: A\n"
    [problem] = read_source(PATH, text.encode()).problems
    assert (problem.position.line, problem.position.column) == (3, blanks + 1)
    assert (problem.message, problem.hint) == (
        "this is not YAML: the line begins elsewhere than its row",
        f"check the indentation: its text begins at column {blanks + 1}, that of the line above at 5",
    )
