"""CSV: in UTF-8, UTF-16 or the code page of Western Windows, with commas, semicolons or tabs."""

from __future__ import annotations

import csv
import re
from io import StringIO
from itertools import islice

from gcmplan.importing.table import MOST_LINES, MOST_ROWS, CannotImportError, Cell, Row, Table, one_line, too_large
from gcmplan.importing.unpacked import check_signs

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SEPARATORS = ",;\t|"
_OWN = ("id", "title", "short", "phase", "group", "kind", "status")
"""The first columns of `export csv`."""
_QUOTED = re.compile(r"(^|;)'(?=[\s\"]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""The apostrophe by which `export csv` keeps a text from being a formula."""
_SAMPLE = 20
"""Lines by which the separator is found."""


def tables(data: bytes) -> list[Table]:
    """Return the one table of a file.

    Raises:
        CannotImportError: it is no text, or has too many lines.

    """
    if data.count(b"\n") > MOST_LINES:
        raise too_large("the table")
    check_signs(data, "csv")
    text = _decoded(data)
    lines = [line.rstrip("\r\n") for line in islice(StringIO(text), _SAMPLE)]
    try:
        separator = max(_SEPARATORS, key=lambda sign: _regularity(lines, sign))
        reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
        filled = ((reader.line_num, row) for row in reader if any(row))
        rows = list(islice(filled, MOST_ROWS + 1))
    except csv.Error as error:
        raise CannotImportError(f"this is no CSV: {error}", "save it anew from the table") from None
    is_own = bool(rows) and tuple(rows[0][1][: len(_OWN)]) == _OWN
    texts = ((line, [_QUOTED.sub(r"\1", text) for text in row] if is_own else row) for line, row in rows)
    return [[Row(f"line {line}", tuple(Cell(one_line(text)) for text in row)) for line, row in texts]]


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _regularity(lines: list[str], separator: str) -> tuple[int, int]:
    """Return in how many lines a separator occurs as often as in the line that has most, and how often that is."""
    counts = [len(row) - 1 for row in csv.reader(lines, delimiter=separator)]
    most = max(counts, default=0)
    return (counts.count(most) if most else 0, most)
