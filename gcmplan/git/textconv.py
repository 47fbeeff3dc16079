"""A file of a plan as git compares it: a block for each row, a line for each value, in an order that says nothing.

It goes by the shape of a plan's YAML files, not by the models, so it also compares a plan that cannot be loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.dates.when import When
from gcmplan.files.document import Mapping, Sequence
from gcmplan.files.parse import read
from gcmplan.text.escape import visible, without_commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.files.document import Value
    from gcmplan.files.parse import Limits

_FIRST = ("id", "title", "name", "short", "as_of", "when", "date", "time", "place", "venue")
"""The first keys of a row; its other keys follow in alphabetical order."""
_DATES = {"when", "as_of", "date", "until"}
_IDS = ("id", "date")
"""The keys that identify rows inside a row: only these have an order without meaning."""
_NAMES = (("id",), ("alpha3",), ("rule", "events", "about"), ("date", "name"), ("time",), ("name",), ("title",))
"""The keys that a row is called by: the first that it has."""
_INDENT = "  "


def converted(data: bytes, limits: Limits) -> Iterator[str]:
    """Yield the lines of a file, each with its end; if any of its text would be lost so, those of the file itself."""
    document = read("", data, limits)
    if document.problems or not isinstance(document.root, Mapping):
        lines: Iterable[str] = _as_it_is(data)
    else:
        lines = _whole(document.root)
    # A key and a value, each harmless by itself, may be a command together.
    return (f"{without_commands(line)}\n" for line in lines)


def _as_it_is(data: bytes) -> Iterator[str]:
    """Yield the lines of a file, with its control characters made visible."""
    text = data.decode("utf-8", "backslashreplace").removesuffix("\n")
    yield from (visible(line.removesuffix("\r")) for line in text.split("\n") if data)


def _whole(root: Mapping) -> Iterator[str]:
    """Yield the lines of a file: its head, then its sections, their rows sorted, with an empty line before each."""
    sections = {key: value for key, value in root.items() if isinstance(value, Mapping | Sequence)}
    head = [line for key in _ordered(key for key in root if key not in sections) for line in _value(key, root[key])]
    yield from head
    separator = [""] if head else []
    for key in sorted(sections):
        rows = sections[key]
        blocks = [list(_row(key, row)) for row in rows] if _has_rows(rows) else [list(_value(key, rows))]
        for block in sorted(filter(None, blocks)):
            yield from (*separator, *block)
            separator = [""]


def _ordered(keys: Iterable[str]) -> list[str]:
    """Return the keys of a row in their order."""
    return sorted(keys, key=lambda key: (_FIRST.index(key) if key in _FIRST else len(_FIRST), key))


def _has_rows(value: Value) -> bool:
    return isinstance(value, Sequence) and any(isinstance(row, Mapping) for row in value)


def _row(key: str, row: Value) -> Iterator[str]:
    """Yield the heading of a row, and below it what it says."""
    if isinstance(row, Mapping):
        yield from _block(f"{visible(key)} {_name_of(row)}", row)
    else:
        yield from _value(key, row)


def _block(heading: str, mapping: Mapping) -> Iterator[str]:
    yield heading.rstrip()
    for key in _ordered(mapping):
        yield from (f"{_INDENT}{line}" for line in _value(key, mapping[key]))


def _name_of(row: Mapping) -> str:
    """Return what a row is called."""
    keys = next((keys for keys in _NAMES if row.get(keys[0])), ())
    return " ".join(_text(key, row[key]) for key in keys if row.get(key))


def _value(key: str, value: Value) -> Iterator[str]:
    """Yield the lines of a value: one for each item of a list."""
    if _has_rows(value):
        blocks = [list(_row(key, row)) for row in value]
        told_apart = all(isinstance(row, Mapping) and any(row.get(name) for name in _IDS) for row in value)
        for block in sorted(blocks) if told_apart else blocks:
            yield from block
    elif isinstance(value, Sequence):
        yield from (f"{visible(key)}: {_text(key, item)}" for item in value)
    elif isinstance(value, Mapping):
        yield from _block(visible(key), value)
    else:
        yield f"{visible(key)}: {_text(key, value)}".rstrip()


def _text(key: str, value: Value) -> str:
    """Return a value on one line; a date in its one form, if it is one."""
    if isinstance(value, Sequence):
        return " ".join(_text(key, item) for item in value)
    if isinstance(value, Mapping):
        return " ".join(f"{visible(name)} {_text(name, value[name])}" for name in _ordered(value))
    when = When.parse_or_none(value) if value and key in _DATES else None
    return str(when) if when else visible(value or "")
