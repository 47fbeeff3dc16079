"""One revision of a YAML file after another: rows that stood in the one before as they stand now are not parsed again.

A text is cut where a line begins with two blanks and a hyphen of its own, below a key of the file that nothing but
comments follows. Whatever YAML takes for such a row, its parser comes to it in one and the same state: in the list of a
section, outside quotes and brackets. So it reads the row as it does alone, if it does read it alone: no quote or
bracket is left open then, and no other text goes on behind a line that begins like this. Without its rows, the rest of
the file is read as a whole: each of those keys must be found in it, in its line and without a value.

Wherever one of this is in doubt, and for whatever has a problem, the whole text is read: `source.read` has the say.
"""

from __future__ import annotations

import re
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.files.document import BITS, Document, Mapping, Sequence
from gcmplan.files.parse import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.files.document import Value
    from gcmplan.files.parse import Limits

_SECTION = re.compile(r"(?m)^([a-z_]+):(?: *| +#.*)\n(?: *(?:#.*)?\n)*(?=  -[ \n])")
_OUTSIDE = re.compile(r"(?m)^[^ #\n]")
"""What stands at the beginning of a line ends the rows of a section, if it is no comment."""
_ROW = re.compile(r"(?m)^  -[ \n]")
_COLUMN = 2
_ODD = re.compile(r"(?m)[\r\ufeff]|^(?:---|\.\.\.)|^[-?: \t]*\?(?:\s|\Z)")
"""Another line end, a mark that a file may begin with, once, the end of a document, and '? key': where it has no value,
that stands where the next row does."""


class _Section(NamedTuple):
    """The rows of a section as text; where its key stands, and where they do. Lines are counted from 0."""

    name: str
    key_line: int
    line: int
    start: int
    text: str


class _Row(NamedTuple):
    """What a row's text was read as: its value, and the mark of it, when it began in some line."""

    line: int
    mark: int
    value: Value


class Pieces:
    """Reads the revisions of a file; knows the rows of the last."""

    def __init__(self, path: str) -> None:
        """Begin with nothing; `path` names the file in positions."""
        self.path = path
        self._known: dict[str, _Row] = {}

    def read(self, data: bytes, limits: Limits) -> Document:
        """Return the file's document, the same as that of `source.read`; it shares rows with the one before."""
        return self._pieced(data, limits) or read(self.path, data, limits)

    def _pieced(self, data: bytes, limits: Limits) -> Document | None:
        """Return the document of a file that can be cut into pieces without a doubt and has no problem."""
        try:
            text = data.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError:
            return None
        # So short a text has fewer keys and values than are allowed: they need not be counted.
        if len(data) > limits.max_bytes or 2 * len(text) > limits.max_nodes:
            return None
        sections = list(_sections(text))
        root = _read(self.path, "".join(_between(text, sections)), limits)
        if root is None:
            return None
        fresh: dict[str, _Row] = {}
        for section in sections:
            is_empty = section.name in root and root[section.name] is None
            if not is_empty or root.key_mark(section.name) != section.key_line << BITS:
                return None
            rows = self._rows(section, limits, fresh)
            if rows is None:
                return None
            root[section.name] = rows
            root.marks[2 * list(root).index(section.name) + 1] = rows.mark
        self._known = fresh
        document = Document(self.path, text)
        document.root = root
        return document

    def _rows(self, section: _Section, limits: Limits, fresh: dict[str, _Row]) -> Sequence | None:
        """Return the list of a section's rows, and note them as `fresh`."""
        starts = [match.start() for match in _ROW.finditer(section.text)]
        texts = [section.text[start:end] for start, end in pairwise([*starts, len(section.text)])]
        lines = accumulate((text.count("\n") for text in texts), initial=section.line)
        rows = Sequence(section.line << BITS | _COLUMN)
        for is_known, group in groupby(zip(lines, texts, strict=False), lambda one: one[1] in self._known):
            run = list(group)
            found = [_moved(self._known[text], line) for line, text in run] if is_known else self._parsed(run, limits)
            if found is None:
                return None
            for (_, text), row in zip(run, found, strict=True):
                fresh[text] = row
                rows.append(row.value)
                rows.marks.append(row.mark)
        return rows

    def _parsed(self, run: list[tuple[int, str]], limits: Limits) -> list[_Row] | None:
        """Return what rows that follow one another are read as, in their lines; nothing if that is in doubt."""
        first = run[0][0]
        root = _read(self.path, "".join(("x:", "\n" * first, *(text for _, text in run))), limits)
        if root is None or list(root) != ["x"]:
            return None
        rows = root["x"]
        # Each row begins a line; where there are as many as lines that look like it, these are the rows.
        if type(rows) is not Sequence or rows.mark != first << BITS | _COLUMN or len(rows) != len(run):
            return None
        return [_Row(line, mark, value) for (line, _), mark, value in zip(run, rows.marks, rows, strict=True)]


def _sections(text: str) -> Iterator[_Section]:
    """Yield the parts of a text that look like the rows of a section."""
    line = at = 0
    for head in _SECTION.finditer(text):
        key_line = line + text.count("\n", at, head.start())
        outside = _OUTSIDE.search(text, head.end())
        end = outside.start() if outside else len(text)
        line, at = key_line + head[0].count("\n"), head.end()
        yield _Section(head[1], key_line, line, at, text[at:end])


def _between(text: str, sections: Iterable[_Section]) -> Iterator[str]:
    """Yield a text without the rows of some sections, whose lines are left empty."""
    at = 0
    for section in sections:
        yield text[at : section.start]
        yield "\n" * section.text.count("\n")
        at = section.start + len(section.text)
    yield text[at:]


def _read(path: str, text: str, limits: Limits) -> Mapping | None:
    """Return the mapping that a text is; nothing if it has a problem or something out of the ordinary."""
    if _ODD.search(text):
        return None
    document = read(path, text.encode(), limits)
    return document.root if isinstance(document.root, Mapping) and not document.problems else None


def _moved(row: _Row, line: int) -> _Row:
    """Return a row that begins in another line than it did."""
    by = (line - row.line) << BITS
    return row if by == 0 else _Row(line, row.mark + by, _shifted(row.value, by))


def _shifted(value: Value, by: int) -> Value:
    """Return a value of which all marks are greater by a number."""
    if isinstance(value, Mapping):
        mapping = Mapping(value.mark + by)
        mapping.update((key, _shifted(part, by)) for key, part in value.items())
        mapping.marks.extend(mark + by for mark in value.marks)
        return mapping
    if isinstance(value, Sequence):
        sequence = Sequence(value.mark + by)
        sequence.extend(_shifted(part, by) for part in value)
        sequence.marks.extend(mark + by for mark in value.marks)
        return sequence
    return value
