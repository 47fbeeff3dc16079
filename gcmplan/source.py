"""YAML text to plain values with the position of every node, guarded against hostile files.

The values are `Mapping` (a dict), `Sequence` (a list), `str` and `None` (nothing written). No scalar is guessed at:
`NO`, `10:30` and `2017-02-30` stay the text that they are. Refused, each with its place: anything but UTF-8, more than
one document, aliases, anchors, tags, merge keys, directives, control characters, too many bytes, nodes or levels.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import Any, NamedTuple, NoReturn

import yaml

from gcmplan.problem import Position, Problem, Severity

Value = Any
"""A `Mapping`, a `Sequence`, a `str` or `None`."""

MAX_BYTES = 5_000_000
MAX_DEPTH = 40
MAX_ITEMS = 1_000
"""Entries of a mapping or a list that is not itself a section of the file."""
MAX_PROBLEMS = 200
"""Problems of one file that are told one by one."""
_BYTES_PER_NODE = 20
_SECTION_DEPTH = 2
_BITS = 32
"""A mark is a line, from 0, above this many bits, and a column, from 0, in them."""
_COLUMN = (1 << _BITS) - 1
_SHOWN = 60

_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)
_LINE_END = re.compile(r"\r\n|\n|\r")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_DIRECTIVE = re.compile(r"(?:\A|(?<=[\r\n]))%")
_HINTS = (
    (
        "cannot start any token",
        "a tab, '@', '`' or '%' cannot begin a value: indent with blanks and put such text in quotes",
    ),
    ("mapping values are not allowed", "a text with ': ' in it needs quotes, or a line above is indented wrongly"),
    ("could not find expected ':'", "each key is followed by ': ' and its value"),
    ("did not find expected key", "check the quotes and the indentation here and in the lines above"),
    ("found unexpected end of stream", "a quote or a bracket is never closed"),
    ("did not find expected ',' or", "a bracket is never closed, or a comma is missing"),
)


class Mapping(dict[str, Value]):
    """A mapping; `marks` holds line and column of each key and value, in the order of the keys."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: int) -> None:
        """Begin an empty mapping at a place."""
        super().__init__()
        self.mark = mark
        self.marks = array("Q")

    def key_mark(self, key: str) -> int:
        """Return the place of a key."""
        return self.marks[2 * list(self).index(key)]

    def value_mark(self, key: str) -> int:
        """Return the place of a key's value."""
        return self.marks[2 * list(self).index(key) + 1]


class Sequence(list[Value]):
    """A list; `marks` holds line and column of each item."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: int) -> None:
        """Begin an empty list at a place."""
        super().__init__()
        self.mark = mark
        self.marks = array("Q")


class Limits(NamedTuple):
    """How large a file may be."""

    max_bytes: int = MAX_BYTES

    @property
    def max_nodes(self) -> int:
        """How many keys, values and lists together: what an honest file of that size stays below."""
        return self.max_bytes // _BYTES_PER_NODE


class Document:
    """One YAML file: its `root` value, its `problems`, and where everything stands."""

    def __init__(self, path: str, data: bytes, limits: Limits = Limits()) -> None:  # noqa: B008 - immutable
        """Read a file's bytes; `path` names it in positions."""
        self.path = path
        self.root: Value = None
        self.problems: list[Problem] = []
        self.tainted: set[int] = set()
        """Places of nodes that a problem has already been told of."""
        self._starts: list[int] | None = None
        self.text = self._decoded(data, limits) or ""
        if self.text and not self.problems:
            _Builder(self, limits).build()

    # -- places --------------------------------------------------------------------------------------------------

    def position(self, mark: int, offset: int = 0, length: int = 1) -> Position:
        """Return the place of a node's mark, or one `offset` characters to its right."""
        return Position(self.path, (mark >> _BITS) + 1, (mark & _COLUMN) + 1 + offset, max(1, length))

    def mark_of(self, location: tuple[str | int, ...], *, key: bool = False) -> int:
        """Return the mark of the node at a path of keys and indices (or of its key), or the nearest above it."""
        node, mark = self.root, getattr(self.root, "mark", 0)
        for depth, step in enumerate(location):
            last = key and depth == len(location) - 1
            if isinstance(node, Mapping) and isinstance(step, str) and step in node:
                mark = node.key_mark(step) if last else node.value_mark(step)
                node = node[step]
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
                mark = node.marks[step]
                node = node[step]
            else:
                break
        return mark

    def position_of(self, location: tuple[str | int, ...], *, key: bool = False) -> Position:
        """Return the place of a node (or of its key), as long as its text is on one line."""
        mark = self.mark_of(location, key=key)
        text = location[-1] if key and location else self.value_at(location)
        if isinstance(text, str):
            offset = self._quote(mark, text)
            if offset is not None:
                return self.position(mark, offset, len(text))
        return self.position(mark)

    def position_in(self, location: tuple[str | int, ...], start: int, end: int) -> Position:
        """Return the place of some characters of a text; that of the text where it is escaped or folded."""
        mark, text = self.mark_of(location), self.value_at(location)
        offset = self._quote(mark, text) if isinstance(text, str) else None
        return self.position(mark) if offset is None else self.position(mark, offset + start, end - start)

    def value_at(self, location: tuple[str | int, ...]) -> Value:
        """Return the node at a path, or `None`."""
        node = self.root
        for step in location:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return None
        return node

    def _quote(self, mark: int, text: str) -> int | None:
        """How many quotes stand before a text that is written as it is read; `None` if it is not."""
        line = self.line((mark >> _BITS) + 1)
        column = mark & _COLUMN
        if line.startswith(text, column):
            return 0
        return 1 if line[column : column + 1] in {"'", '"'} and line.startswith(text, column + 1) else None

    def line(self, number: int) -> str:
        """Return a line of the file, counted from 1, without its end."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        if not 1 <= number <= len(self._starts):
            return ""
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r\n")

    def mark_at(self, index: int) -> int:
        """Return the mark of the character at an index of the text."""
        starts = [0, *(match.end() for match in _LINE_END.finditer(self.text, 0, index))]
        line = bisect_right(starts, index) - 1
        return line << _BITS | (index - starts[line])

    # -- problems ------------------------------------------------------------------------------------------------

    def refuse(self, mark: int, message: str, hint: str = "", *, code: str = "GP001", length: int = 1) -> None:
        """Note a problem of the file itself."""
        name = {"GP001": "unreadable-file", "GP006": "duplicate-key"}[code]
        position = self.position(mark, 0, length)
        # The line makes the fingerprint: a file that cannot be read has nothing else to go by.
        fields = (self.path, message)
        self.problems.append(Problem(code, name, Severity.ERROR, position, message, hint, fields=fields))
        self.tainted.add(mark)

    def _decoded(self, data: bytes, limits: Limits) -> str | None:
        """Return the bytes as text; notes why they are none."""
        if len(data) > limits.max_bytes:
            self.refuse(
                0,
                f"the file has more than {limits.max_bytes:,} bytes",
                "split it, or raise GCMPLAN_MAX_BYTES if you trust it",
            )
            return None
        if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\x00" in data[:4] and data[:4].strip(b"\x00")):
            self.refuse(0, "the file is UTF-16 or UTF-32, not UTF-8", "save it again with the encoding UTF-8")
            return None
        try:
            self.text = text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            self.text = data[: error.start].decode("utf-8").removeprefix("\ufeff")
            self.refuse(
                self.mark_at(len(self.text)),
                f"the byte {data[error.start]:#04x} is not UTF-8",
                "save the file with the encoding UTF-8",
            )
            return None
        text = text.removeprefix("\ufeff")
        self.text = text
        if found := _FORBIDDEN.search(text):
            code = f"U+{ord(found[0]):04X}"
            self.refuse(
                self.mark_at(found.start()),
                f"the invisible character {code} stands in the file",
                "delete it, or write it as an escape in double quotes",
            )
            return None
        # The search for every line's beginning is slow; most files hold no such line.
        suspect = text.startswith("%") or "\n%" in text or "\r%" in text
        if suspect and (found := _DIRECTIVE.search(text)):
            self.refuse(
                self.mark_at(found.start()),
                "a directive ('%') stands in the file",
                "delete the line, or put the text in quotes",
            )
            return None
        return text


class _StopError(Exception):
    """The rest of a file is not worth reading; the reason has been noted."""


class _Builder:
    """Builds the values from the parser's events; recursion goes no deeper than `MAX_DEPTH`."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document = document
        self.nodes_left = limits.max_nodes
        self.loader = _Loader(document.text)
        self.next = self.loader.get_event

    def build(self) -> None:
        """Fill in the document's root and problems."""
        try:
            self.next()
            root = self.document_root()
        except yaml.MarkedYAMLError as error:
            self.refuse_syntax(error)
        except _StopError:
            pass
        else:
            self.document.root = root
        finally:
            self.loader.dispose()

    def document_root(self) -> Value:
        """Return the root of the one document."""
        if type(self.next()) is yaml.StreamEndEvent:
            return None
        root = self.node(self.next(), 1)
        self.next()
        event = self.next()
        if type(event) is not yaml.StreamEndEvent:
            self.document.refuse(_mark(event), "a second document begins ('---')", "keep one document in a file")
        return root

    def node(self, event: Any, depth: int) -> Value:  # noqa: ANN401 - PyYAML has no types for its events
        """Return the value that begins with an event."""
        self.nodes_left -= 1
        if self.nodes_left < 0:
            self.stop(
                event, "the file has too many keys and values", "split it, or raise GCMPLAN_MAX_BYTES if you trust it"
            )
        if type(event) is yaml.AliasEvent:
            name = str(event.anchor)[:_SHOWN]
            self.document.refuse(
                _mark(event),
                f"the alias '*{name}' stands for text elsewhere",
                "write the text out",
                length=len(name) + 1,
            )
            return None
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event)
        if type(event) is yaml.ScalarEvent:
            return event.value if event.value or event.style else None
        if depth > MAX_DEPTH:
            self.stop(
                event, f"the file is nested more than {MAX_DEPTH} levels deep", "check the brackets and the indentation"
            )
        return self.mapping(event, depth) if type(event) is yaml.MappingStartEvent else self.sequence(event, depth)

    def sequence(self, start: Any, depth: int) -> Sequence:  # noqa: ANN401
        """Return a list."""
        sequence = Sequence(_mark(start))
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            sequence.marks.append(_mark(event))
            sequence.append(self.node(event, depth + 1))
            if len(sequence) > MAX_ITEMS and depth > _SECTION_DEPTH:
                self.stop(
                    event, f"the list has more than {MAX_ITEMS:,} items", "only the sections of a file may be longer"
                )
        return sequence

    def mapping(self, start: Any, depth: int) -> Mapping:  # noqa: ANN401
        """Return a mapping without the keys that are refused."""
        mapping = Mapping(_mark(start))
        take, node, note = self.next, self.node, mapping.marks.extend
        while type(event := take()) is not yaml.MappingEndEvent:
            mark = _mark(event)
            key = node(event, depth + 1)
            event = take()
            value = node(event, depth + 1)
            if type(key) is str and key and key != "<<" and key not in mapping:
                mapping[key] = value
                note((mark, _mark(event)))
            else:
                self.refuse_key(mapping, key, mark)
            if len(mapping) > MAX_ITEMS:
                self.stop(event, f"the mapping has more than {MAX_ITEMS:,} keys", "no part of a plan needs so many")
        return mapping

    def refuse_key(self, mapping: Mapping, key: Value, mark: int) -> None:
        """Note why a key cannot be kept."""
        refuse = self.document.refuse
        if not isinstance(key, str) or not key:
            what = "a list or a mapping" if isinstance(key, dict | list) else "empty"
            refuse(mark, f"a key is {what}", "write a word before the colon")
        elif key == "<<":
            refuse(mark, "the merge key '<<' stands for text elsewhere", "write the keys out", length=2)
        else:
            first = (mapping.key_mark(key) >> _BITS) + 1
            message = f"the key '{key[:_SHOWN]}' stands here a second time"
            refuse(mark, message, f"keep one; the first is in line {first}", code="GP006", length=len(key))
        self.stop_if_hopeless(mark)

    def refuse_properties(self, event: Any) -> None:  # noqa: ANN401
        """Note an anchor or a tag."""
        mark = _mark(event)
        if event.anchor is not None:
            self.document.refuse(
                mark,
                f"the anchor '&{event.anchor[:_SHOWN]}' names text for use elsewhere",
                "delete it and write the text out",
            )
        if event.tag is not None:
            self.document.refuse(
                mark, f"the tag '{event.tag[:_SHOWN]}' gives a value a type", "delete it; gcmplan knows the types"
            )
        self.stop_if_hopeless(mark)

    def refuse_syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Note where and why the text is not YAML."""
        place = error.problem_mark or error.context_mark
        mark = place.line << _BITS | place.column if place else 0
        reason = error.problem or "it cannot be parsed"
        hint = next(
            (hint for words, hint in _HINTS if words in reason),
            "check the indentation, quotes and colons here and in the line above",
        )
        self.document.refuse(mark, f"this is not YAML: {reason}", hint)

    def stop_if_hopeless(self, mark: int) -> None:
        """Give up a file with more problems than anyone reads."""
        if len(self.document.problems) >= MAX_PROBLEMS:
            self.document.refuse(
                mark, f"there are more than {MAX_PROBLEMS} problems; the rest was not read", "mend these first"
            )
            raise _StopError

    def stop(self, event: Any, message: str, hint: str) -> NoReturn:  # noqa: ANN401
        """Note a limit that is exceeded, and give up the file."""
        self.document.refuse(_mark(event), message, hint)
        raise _StopError


def _mark(event: Any) -> int:  # noqa: ANN401
    place = event.start_mark
    return int(place.line << _BITS | place.column)
